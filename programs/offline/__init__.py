"""Writes a program without any model, in the classes that a model would return.

`compose_metadata` gives a full periodised program's outline from the facts, `compose_week` one of
its weeks. Both are pure and deterministic. A week can be composed for metadata that a model wrote:
what the client cannot do in it is replaced. What comes from our own metadata breaks no rule.
"""

from programs.facts import Goal, ProgramFacts
from programs.offline import words
from programs.offline.allocation import Allocation, allocate
from programs.offline.outline import outline_weeks
from programs.offline.split import Split, choose_split
from programs.offline.weeks import goes_by_feel, write_week
from programs.schemas import MAX_MAIN_LIFTS, DayOutline, ProgramMetadata, WeekContent, WeekDraft

__all__ = ["compose_metadata", "compose_program", "compose_week"]


def compose_metadata(facts: ProgramFacts) -> ProgramMetadata:
    """The facts must pass `check_inputs`."""
    split, allocation = _fitted(choose_split(facts), facts)
    mains = list(
        dict.fromkeys(one for day in split.days for one in day if one.slug in split.mains)
    )[:MAX_MAIN_LIFTS]
    outlines = outline_weeks(allocation, facts, mains)
    loaded = outlines[0].percent is not None
    by_feel = [one for one in mains if goes_by_feel(one, outlines, facts)]
    return ProgramMetadata(
        title=words.title(facts),
        summary=words.summary(facts, outlines),
        progression=words.progression(
            facts,
            outlines,
            by_feel=any(one.loadable for one in by_feel),
            unloaded=facts.goal is not Goal.POWER and not all(one.loadable for one in by_feel),
        ),
        missed_target=words.missed_target(facts.goal, loaded=loaded),
        warm_up=words.warm_up(loaded=loaded),
        main_lifts=[one.slug for one in mains],
        days=[
            DayOutline(day=index + 1, name=name, exercises=[one.slug for one in exercises])
            for index, (name, exercises) in enumerate(zip(split.names, split.days, strict=True))
        ],
        weeks=outlines,
    )


def compose_week(number: int, metadata: ProgramMetadata, facts: ProgramFacts) -> WeekDraft:
    """Week `number`; raises LookupError when the metadata has no outline of it."""
    outline = metadata.outline(number)
    if outline is None:
        raise LookupError(f"the metadata has no outline of week {number}")
    return write_week(outline, metadata, facts)


def compose_program(facts: ProgramFacts) -> tuple[ProgramMetadata, dict[int, WeekContent]]:
    """The metadata and every week in its stored shape."""
    metadata = compose_metadata(facts)
    return metadata, {
        one.week: compose_week(one.week, metadata, facts).to_content(metadata, facts.by_slug)
        for one in metadata.weeks
    }


def _fitted(split: Split, facts: ProgramFacts) -> tuple[Split, Allocation]:
    """The split without exercises that would get a single set for want of time."""
    while True:
        allocation = allocate(split, facts)
        counts = allocation.sets(len(allocation.order))
        needed = set(split.needed())
        lone = [
            (day, split.days[day][index].slug)
            for (day, index), count in counts.items()
            if count < 2 and (day, split.days[day][index].slug) not in needed
        ]
        if not lone:
            return split, allocation
        split = split.without(*max(lone))
