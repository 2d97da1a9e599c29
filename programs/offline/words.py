"""The sentences of a composed program."""

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
_FOCUS = {
    Phase.FOUNDATION: "settle technique and find the loads",
    Phase.BUILD: "more work at a slightly higher load",
    Phase.INTENSIFY: "heavier, with a little less work",
    Phase.PEAK: "the heaviest week, everything crisp",
    Phase.DELOAD: "recover: half the sets, lighter loads",
}
WARM_UP = (
    "Five minutes of easy movement, then two or three lighter sets of the first lift before its "
    "working sets."
)
MISSED_TARGET = (
    "If you miss the target repetitions of a main lift, keep the load next time. If you miss them "
    "twice in a row, take 10% off and build up again."
)


def title(facts: ProgramFacts) -> str:
    weeks = "1 week" if facts.weeks == 1 else f"{facts.weeks} weeks"
    days = "1 day" if facts.days == 1 else f"{facts.days} days"
    return f"{GOAL_NAMES[facts.goal]}: {weeks}, {days} a week"


def summary(facts: ProgramFacts) -> str:
    sessions = "session" if facts.days == 1 else "sessions"
    return (
        f"{facts.days} {sessions} a week of about {facts.minutes} minutes, written for the "
        f"{facts.level.value} level. The program uses {_AIMS[facts.goal]}."
    )


def progression(facts: ProgramFacts, *, loaded: bool) -> str:
    what = "The load of the main lifts" if loaded else "Repetitions of the main lifts"
    if facts.level is Level.BEGINNER:
        how = "rises in a straight line" if loaded else "rise in a straight line"
    else:
        how = "rises through each block" if loaded else "rise through each block"
    deload = " Each block ends with an easy week." if facts.weeks >= 4 else ""
    return f"{what} {how}, and sets grow a little from week to week.{deload}"


def focus(phase: Phase, goal: Goal | None, *, first: bool = False) -> str:
    text = _FOCUS[phase]
    if goal is Goal.POWER and phase in (Phase.BUILD, Phase.INTENSIFY):
        text = "faster before heavier"
    return text[:1].upper() + text[1:] if not first else "Settle technique and find the loads"


def week_notes(outline: WeekOutline, goal: Goal) -> str:
    if outline.deload:
        return "An easy week. Leave every session fresher than you came."
    if goal is Goal.POWER:
        return "Move the main lifts as fast as you can; end a set when it slows down."
    if outline.phase is Phase.PEAK:
        return "The hardest week: sleep and eat well, and stop a set when form breaks."
    if outline.week == 1:
        return "Start with loads you are sure of; technique comes first."
    if outline.percent is not None:
        return f"Main lifts at {outline.percent:g}% for {outline.reps}."
    return f"Main lifts for {outline.reps} repetitions."
