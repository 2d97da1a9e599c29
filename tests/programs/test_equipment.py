"""Words to equipment: never more than is said to be there."""

import pytest

from programs.equipment import GARAGE_GYM, HOME_GYM, HOTEL_GYM, equipment_of
from programs.exercise_catalogue import Equipment
from programs.facts import Goal
from tests.programs.plans import check_all, errors, facts, plan

E = Equipment
ALL = frozenset(Equipment)


@pytest.mark.parametrize(
    ("words", "items"),
    [
        (["Dumbbells", "pull-up bar"], {E.DUMBBELL, E.PULL_UP_BAR}),
        ([item.value for item in Equipment], ALL),
        (["none"], set()),
        ([], set()),
        (["trampoline"], set()),
        (["full gym"], ALL),
        (["Gym"], ALL),
        (["commercial gym"], ALL),
        (["a gym near the office"], ALL),
        (["everything"], ALL),
        (["home gym"], HOME_GYM),
        (["home_gym"], HOME_GYM),
        (["Home-Gym"], HOME_GYM),
        (["homegym"], HOME_GYM),
        (["gym at home"], HOME_GYM),
        (["small gym in my basement"], HOME_GYM),
        (["home gym", "barbell"], HOME_GYM | {E.BARBELL}),
        (["home gym with a rack and rings"], HOME_GYM | {E.BARBELL, E.SUSPENSION}),
        (["garage gym"], GARAGE_GYM),
        (["gym in the garage"], GARAGE_GYM),
        (["hotel gym"], HOTEL_GYM),
        (["full gym without machines"], ALL - {E.MACHINE}),
        (["gym, but no barbell"], ALL - {E.BARBELL}),
        (["everything except for cables and machines"], ALL - {E.CABLE, E.MACHINE}),
        (["no barbell, only dumbbells"], {E.DUMBBELL}),
        (["no gym"], set()),
        (["gym mat"], set()),
        (["gymnastic rings"], {E.SUSPENSION}),
        (["cable machine"], {E.CABLE}),
        (["rowing machine"], set()),
        (["dumbbell rack"], {E.DUMBBELL}),
        (["resistance bands", "plyo box"], {E.BAND, E.BOX}),
    ],
    ids=lambda value: ", ".join(sorted(value)) or "nothing",
)
def test_words_name_equipment(words, items):
    assert equipment_of(words) == {*items, E.BODYWEIGHT}


@pytest.mark.parametrize("gym", [HOME_GYM, GARAGE_GYM, HOTEL_GYM])
@pytest.mark.parametrize("goal", list(Goal))
def test_every_kind_of_gym_is_enough_for_a_plan(gym, goal):
    record = facts(equipment=gym, goal=goal)
    metadata, weeks = plan(record)

    assert errors(check_all(metadata, weeks, record)) == set()
