"""The sentences of a composed program: each says what the plan does, not what plans do."""

from collections.abc import Sequence
from itertools import pairwise

from programs.exercise_catalogue import Level
from programs.facts import Goal, ProgramFacts
from programs.schemas import Phase, WeekOutline

GOAL_NAMES = {
    Goal.STRENGTH: "Strength",
    Goal.HYPERTROPHY: "Muscle",
    Goal.ENDURANCE: "Muscular endurance",
    Goal.POWER: "Power",
    Goal.FAT_LOSS: "Fat loss",
    Goal.GENERAL: "General fitness",
}
_AIMS = {
    Goal.STRENGTH: "heavy sets of a few repetitions with long rests",
    Goal.HYPERTROPHY: "enough hard sets for every muscle, with six to twelve repetitions",
    Goal.ENDURANCE: "light loads, many repetitions and short rests",
    Goal.POWER: "moderate loads moved as fast as you can",
    Goal.FAT_LOSS: "whole-body work with short rests, to keep muscle while you lose fat",
    Goal.GENERAL: "a balance of strength and endurance in all main movements",
}
_UNLOADED_AIMS = {
    Goal.STRENGTH: "the hardest variations that you can do well, with long rests",
    Goal.HYPERTROPHY: "enough hard sets for every muscle, close to your limit",
    Goal.ENDURANCE: "many repetitions and short rests",
    Goal.POWER: "a few repetitions at a time, as fast as you can",
}
_MODERATE_AIM = "moderately heavy sets with long rests"
_HEAVY = 85.0
_WARM_UP = "Five minutes of easy movement, then two or three lighter sets of the first lift before "
_UNLOADED_WARM_UP = (
    "Five minutes of easy movement, then a few easy repetitions of the first exercises before "
)
_MISSED_TARGET = (
    "If you miss the target repetitions of a main lift, keep the load next time. If you miss them "
    "twice in a row, take 10% off and build up again."
)
_MISSED_REPS = (
    "If you miss the target repetitions of a main lift, repeat the same target next time. If you "
    "miss it twice in a row, take 2 repetitions off or an easier variation, and build up again."
)
_MISSED_SPEED = (
    "If the last repetitions of a main lift slow down, keep the same target next time. If they do "
    "twice in a row, take 1 repetition off each set and build up again."
)


def title(facts: ProgramFacts) -> str:
    weeks = "1 week" if facts.weeks == 1 else f"{facts.weeks} weeks"
    days = "1 day" if facts.days == 1 else f"{facts.days} days"
    return f"{GOAL_NAMES[facts.goal]}: {weeks}, {days} a week"


def summary(facts: ProgramFacts, outlines: Sequence[WeekOutline]) -> str:
    sessions = "session" if facts.days == 1 else "sessions"
    return (
        f"{facts.days} {sessions} a week of about {facts.minutes} minutes, written for the "
        f"{facts.level.value} level. The program uses {_aim(facts.goal, outlines)}."
    )


def _aim(goal: Goal, outlines: Sequence[WeekOutline]) -> str:
    percents = [one.percent for one in outlines if one.percent is not None]
    if not percents:
        return _UNLOADED_AIMS.get(goal, _AIMS[goal])
    if goal is Goal.STRENGTH and percents[0] < _HEAVY:
        return _MODERATE_AIM if max(percents) < _HEAVY else f"{_MODERATE_AIM}, later heavier ones"
    return _AIMS[goal]


def warm_up(*, loaded: bool) -> str:
    return (_WARM_UP if loaded else _UNLOADED_WARM_UP) + (
        "its working sets." if loaded else "their working sets."
    )


def missed_target(goal: Goal, *, loaded: bool) -> str:
    if loaded:
        return _MISSED_TARGET
    return _MISSED_SPEED if goal is Goal.POWER else _MISSED_REPS


def progression(
    facts: ProgramFacts, outlines: Sequence[WeekOutline], *, by_feel: bool, unloaded: bool
) -> str:
    """by_feel, unloaded: some main lifts of a plan with percentages are loaded by RPE, or not at
    all.
    """
    loading = [one for one in outlines if not one.deload]
    if len(loading) == 1:
        return (
            "This is one week. To repeat it, add a repetition to each set of the main lifts"
            + (", or 2.5 kg," if loading[0].percent is not None else "")
            + " once every set feels easy."
        )
    sentences = [_rise(facts, loading)]
    if by_feel:
        sentences.append(
            "Main lifts without a percentage go by RPE: take more weight as their repetitions fall."
        )
    if unloaded:
        sentences.append("Main lifts without a load add repetitions.")
    if any(now.sets > before.sets for before, now in _pairs(loading)):
        sentences.append("Sets grow a little from week to week within a block.")
    if len(outlines) > len(loading):
        sentences.append("Each block ends with an easy week.")
    return " ".join(sentences)


def _rise(facts: ProgramFacts, loading: Sequence[WeekOutline]) -> str:
    pairs = _pairs(loading)
    if loading[0].percent is None:
        if loading[-1].reps == loading[0].reps:
            return "Repetitions stay; make them faster, then take a harder variation."
        first, most = loading[0].reps, max(one.reps for one in loading)
        return (
            f"Repetitions of the main lifts rise from {first} to {most}. When {most} feel easy, "
            "take a harder variation."
        )
    held = any(a.percent == b.percent and b.reps > a.reps for a, b in pairs)
    risen = any((b.percent or 0) > (a.percent or 0) for a, b in pairs)
    if facts.level is Level.BEGINNER:
        if not risen:
            return "The load of the main lifts stays; add repetitions as the plan says."
        how = "While a load stays, its repetitions rise; then the" if held else "The"
        return f"{how} load of the main lifts goes up in steps of 2.5 points of 1RM."
    fallen = any((b.percent or 0) < (a.percent or 0) for a, b in pairs)
    how = "through each block" if fallen else "from week to week"
    more = "; where it stays, repetitions rise" if held else ""
    return f"The load of the main lifts rises {how}{more}."


def _pairs(loading: Sequence[WeekOutline]) -> list[tuple[WeekOutline, WeekOutline]]:
    return list(pairwise(loading))


def deload_focus(*, loaded: bool) -> str:
    return f"Recover: half the sets, {'lighter loads' if loaded else 'fewer repetitions'}"


def focus(outline: WeekOutline, last: WeekOutline | None, goal: Goal, *, new_block: bool) -> str:
    """What is new against the last loading week."""
    if last is None:
        loads = outline.percent is not None
        return f"Settle technique and find the {'loads' if loads else 'right variations'}"
    if outline.phase is Phase.PEAK:
        heaviest = outline.percent is not None and outline.percent > (last.percent or 0)
        return f"The {'heaviest' if heaviest else 'hardest'} week, everything crisp"
    sets = _sets_change(outline.sets, last.sets)
    if new_block and outline.percent == last.percent and outline.reps <= last.reps:
        return f"A new block from where the last one ended{sets}"
    if outline.percent is None or last.percent is None:
        return _unloaded_focus(outline.reps - last.reps, sets, goal)
    step = outline.percent - last.percent
    if step < 0:
        return "A new block: begin lighter, then build" if new_block else f"Lighter{sets}"
    if step > 0:
        how = "Faster before heavier" if goal is Goal.POWER else "A little heavier"
        return f"{how}{sets}"
    if outline.reps > last.reps:
        return f"The same load for more repetitions{sets}"
    return f"The same load{sets}" if sets else "Repeat the last week, cleaner"


def _unloaded_focus(more: int, sets: str, goal: Goal) -> str:
    if goal is Goal.POWER:
        return f"Faster{sets}"
    if more > 0:
        return f"More repetitions{sets}"
    return f"The same repetitions, slower or harder{sets}"


def _sets_change(now: int, before: int) -> str:
    if now == before:
        return ""
    return ", more sets" if now > before else ", fewer sets"


def week_notes(outline: WeekOutline, goal: Goal, others: str) -> str:
    """others: what the main lifts do that do not follow the outline, if any."""
    loaded = outline.percent is not None
    if outline.deload:
        return "An easy week. Leave every session fresher than you came."
    if goal is Goal.POWER:
        return "Move the main lifts as fast as you can; end a set when it slows down."
    if outline.phase is Phase.PEAK:
        return "The hardest week: sleep and eat well, and stop a set when form breaks."
    if outline.week == 1:
        what = "loads" if loaded else "variations"
        return f"Start with {what} you are sure of; technique comes first."
    if not loaded:
        return f"Main lifts for {outline.reps} repetitions."
    more = f"; {others}" if others else ""
    return f"Main lifts at {outline.percent:g}% for {outline.reps}{more}."
