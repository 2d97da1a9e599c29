"""What a coach would say of composed plans: lifts, loads, words, limits and age."""

import pytest

from programs import rules
from programs.exercise_catalogue import BY_SLUG, Equipment, Level, Limit
from programs.facts import Goal
from programs.limits import read_limits
from programs.offline.lifts import BY_FEEL, HARD, NEAR_MAXIMAL
from programs.schemas import Phase
from tests.programs.plans import edited_metadata, facts, plan

BODYWEIGHT = frozenset({Equipment.BODYWEIGHT})
BAND = frozenset({Equipment.BAND})
DUMBBELLS = frozenset({Equipment.DUMBBELL, Equipment.BENCH})


def sets_of(weeks):
    """Week's number, exercise and first set of every line."""
    return [
        (number, BY_SLUG[entry.exercise], entry.sets[0])
        for number, week in weeks.items()
        for workout in week.workouts
        for entry in workout.exercises
    ]


def words_of(metadata, weeks):
    told = [metadata.summary, metadata.progression, metadata.missed_target, metadata.warm_up]
    told += [one.focus for one in metadata.weeks] + [week.notes for week in weeks.values()]
    return " ".join(told).lower()


def test_lists_of_lifts_name_exercises_of_the_catalogue():
    assert NEAR_MAXIMAL | BY_FEEL | HARD.keys() <= BY_SLUG.keys()
    assert all(BY_SLUG[slug].equipment[0] is Equipment.BARBELL for slug in NEAR_MAXIMAL)
    assert not any(BY_SLUG[slug].unilateral for slug in NEAR_MAXIMAL)


@pytest.mark.parametrize(
    ("values", "heaviest", "fewest"),
    [
        ({"level": Level.ADVANCED, "days": 5}, 95, 1),
        ({"level": Level.ADVANCED, "days": 4, "weeks": 13}, 95, 1),
        ({"level": Level.INTERMEDIATE, "equipment": DUMBBELLS}, 87.5, 4),
        ({"level": Level.BEGINNER, "days": 3}, 87.5, 3),
        ({"level": Level.ADVANCED, "age": 70}, 82.5, 6),
    ],
)
def test_only_tested_barbell_lifts_are_near_maximal(values, heaviest, fewest):
    metadata, weeks = plan(facts(goal=Goal.STRENGTH, **values))

    loading = [one for one in metadata.weeks if not one.deload]
    assert max(one.percent for one in loading) <= heaviest
    assert min(one.reps for one in loading) == fewest
    for _, exercise, one in sets_of(weeks):
        if one.reps and exercise.slug not in NEAR_MAXIMAL:
            assert one.reps >= 3
            assert one.percent is None or one.percent <= 87.5


@pytest.mark.parametrize("days", [2, 3, 4, 5, 6])
def test_strength_in_a_full_gym_is_built_on_the_barbell(days):
    metadata, _ = plan(facts(goal=Goal.STRENGTH, days=days))

    assert {"back-squat", "bench-press", "deadlift"} <= {*metadata.main_lifts}


@pytest.mark.parametrize("weeks", [4, 5, 8, 12, 13, 20, 26])
@pytest.mark.parametrize("level", list(Level))
def test_phases_and_loads_agree(level, weeks):
    metadata, _ = plan(facts(goal=Goal.STRENGTH, level=level, weeks=weeks))

    by_phase = {
        phase: [one.percent for one in metadata.weeks if one.phase is phase] for phase in Phase
    }
    assert all(percent <= 87.5 for percent in by_phase[Phase.FOUNDATION])
    assert all(percent <= 90 for percent in by_phase[Phase.BUILD])
    assert all(percent >= max(by_phase[Phase.BUILD], default=0) for percent in by_phase[Phase.PEAK])


@pytest.mark.parametrize("goal", list(Goal))
@pytest.mark.parametrize("level", list(Level))
def test_bands_have_no_percentage(goal, level):
    _, weeks = plan(facts(goal=goal, level=level, days=3, equipment=BAND))

    assert all(one.percent is None for _, _, one in sets_of(weeks))
    assert any(exercise.equipment[0] is Equipment.BAND for _, exercise, _ in sets_of(weeks))


@pytest.mark.parametrize("equipment", [BODYWEIGHT, BAND])
@pytest.mark.parametrize("goal", list(Goal))
@pytest.mark.parametrize("level", list(Level))
def test_words_of_a_plan_without_loads_name_none(goal, level, equipment):
    metadata, weeks = plan(facts(goal=goal, level=level, days=3, equipment=equipment))

    told = words_of(metadata, weeks)
    assert not any(word in told for word in ("load", "heav", "light", "%", "2.5"))
    assert all(
        one.rpe == metadata.outline(number).rpe
        for number, exercise, one in sets_of(weeks)
        if exercise.slug in metadata.main_lifts and metadata.outline(number).phase != Phase.DELOAD
    )


@pytest.mark.parametrize("goal", [Goal.ENDURANCE, Goal.GENERAL, Goal.HYPERTROPHY, Goal.STRENGTH])
def test_beginners_gain_repetitions_while_a_load_stays(goal):
    metadata, _ = plan(facts(goal=goal, level=Level.BEGINNER, weeks=26, days=3))

    loading = [(one.percent, one.reps) for one in metadata.weeks if not one.deload]
    percents = [percent for percent, _ in loading]
    assert percents == sorted(percents)
    assert all(len({*loading[at : at + 5]}) > 1 for at in range(len(loading) - 4))
    assert "repetitions rise" in metadata.progression


@pytest.mark.parametrize("limit", list(Limit))
def test_every_limit_spares_something_and_leaves_a_plan(limit):
    spared = [one for one in BY_SLUG.values() if limit in one.stresses]
    record = facts(limits=frozenset({limit}))
    metadata, weeks = plan(record)

    assert len(spared) >= 7
    assert not {one.slug for one in spared} & {one.slug for _, one, _ in sets_of(weeks)}
    assert not [one for one in rules.check_all(weeks, metadata, record) if one.rule == "frequency"]


def test_upper_back_pain_spares_heavy_pulls_and_keeps_supported_ones():
    assert Limit.UPPER_BACK in read_limits("upper back pain")
    stressing = {slug for slug, one in BY_SLUG.items() if Limit.UPPER_BACK in one.stresses}

    assert stressing >= {
        "barbell-row", "pendlay-row", "deadlift", "farmer-carry", "trap-bar-carry",
        "back-squat", "front-squat", "overhead-press", "weighted-pull-up",
    }  # fmt: skip
    assert not stressing & {
        "cable-row", "machine-row", "chest-supported-row", "lat-pulldown", "band-row",
        "goblet-squat", "leg-press", "face-pull", "bench-press",
    }  # fmt: skip


@pytest.mark.parametrize("goal", list(Goal))
@pytest.mark.parametrize("equipment", [frozenset(Equipment), DUMBBELLS, BODYWEIGHT])
def test_from_65_on_nothing_jumps_or_lies_down_where_there_is_a_choice(goal, equipment):
    values = {"goal": goal, "days": 3, "equipment": equipment}
    older, weeks = plan(facts(age=65, **values))
    younger, _ = plan(facts(age=64, **values))

    used = {exercise for _, exercise, _ in sets_of(weeks)}
    assert not any(Limit.IMPACT in one.stresses for one in used)
    assert "bear-crawl" not in {one.slug for one in used}
    if equipment != BODYWEIGHT:
        assert not any(Limit.FLOOR in one.stresses for one in used)
    heaviest = [
        max((one.percent or 0 for one in metadata.weeks), default=0)
        for metadata in (older, younger)
    ]
    assert heaviest[0] < heaviest[1] or heaviest == [0, 0]
    assert all(one.rpe is None or one.rpe <= 8 for one in older.weeks)


@pytest.mark.parametrize("level", list(Level))
@pytest.mark.parametrize("goal", list(Goal))
def test_the_young_train_with_moderate_loads(goal, level):
    young, weeks = plan(facts(age=15, goal=goal, level=level, days=3))

    assert max((one.percent or 0 for one in young.weeks), default=0) <= 82.5
    assert all(one.rpe is None or one.rpe <= 8 for one in young.weeks)
    assert "power-clean" not in {exercise.slug for _, exercise, _ in sets_of(weeks)}


def test_strength_without_equipment_comes_from_hard_variations():
    metadata, _ = plan(
        facts(goal=Goal.STRENGTH, level=Level.ADVANCED, days=3, equipment=BODYWEIGHT)
    )

    assert "pistol-squat" in metadata.main_lifts
    assert not {"bodyweight-squat", "incline-push-up", "push-up"} & {*metadata.main_lifts}


def test_foundation_is_longer_from_65_on():
    weeks = {
        age: sum(one.phase is Phase.FOUNDATION for one in plan(facts(age=age))[0].weeks)
        for age in (64, 65)
    }

    assert weeks[65] > weeks[64]


def test_moderate_strength_is_in_range_from_65_on_only():
    metadata, weeks = plan(facts(goal=Goal.STRENGTH, age=70))
    found = {
        age: [
            one.rule
            for one in rules.check_all(weeks, metadata, facts(goal=Goal.STRENGTH, age=age))
            if one.rule == "goal-load"
        ]
        for age in (64, 65)
    }

    assert found[65] == []
    assert found[64]


def test_growth_of_sets_is_told_beyond_its_bound():
    record = facts()
    metadata, _ = plan(record)

    def change(data):
        data["weeks"][0]["sets"], data["weeks"][1]["sets"] = 89, 107

    found = rules.check_metadata(edited_metadata(metadata, change), record)

    told = next(one for one in found if one.rule == "sets-growth")
    assert "107 sets" in told.message
    assert "20.2% more" in told.message
    assert "106" in told.fix


def test_short_sessions_rest_no_longer_than_they_must():
    rests = {
        minutes: max(one.rest for _, _, one in sets_of(plan(record)[1]))
        for minutes in (20, 60)
        for record in [facts(goal=Goal.STRENGTH, days=2, minutes=minutes)]
    }

    assert rests == {20: 120, 60: 180}
