"""What a sensible model answers when it is asked for a program's metadata or for a week of it.

It knows nothing but the prompt: the facts are read back from the message, and the offline composer
gives the right shape. Faults are planted by step: "metadata", "week-8", or, for one provider only,
"openai/week-8".
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from programs import offline
from programs.exercise_catalogue import Equipment, Level, Limit
from programs.facts import WEEKDAYS, Goal, ProgramFacts
from programs.schemas import DayOutline, Phase, ProgramMetadata, WeekOutline
from tests.fakes import Behaviour, Ok, Received
from tests.fakes.calls import ModelCall

METADATA = re.compile(r"<task>Write the metadata: (\d+) weeks, (\d+) days")
WEEK = re.compile(r"<task>Write week (\d+) of (\d+)\.</task>")
OUTLINE = re.compile(
    r"^week (?P<week>\d+): (?P<phase>\w+), (?P<focus>.*)\n"
    r"working sets in all: (?P<sets>\d+).*\n"
    r"main lifts \(!\): (?P<reps>\d+) reps(?: at (?P<percent>[\d.]+)% of 1RM)?"
    r"(?:, RPE (?P<rpe>[\d.]+))?$",
    re.MULTILINE,
)
DAY = re.compile(r"^day (\d+): (.*)$", re.MULTILINE)

# A behaviour of the server, or a change to the answer's JSON in place.
Fault = Behaviour | Callable[[Any], object]


@dataclass
class Model:
    """Answers plausibly, but for its faults.

    faults: by step key, met by every call for the step. forgiving: the faulty part is put right
    when it is asked for again. latency: seconds by step key.
    """

    faults: dict[str, Fault] = field(default_factory=dict)
    latency: Mapping[str, float] = field(default_factory=dict)
    forgiving: bool = False

    def __call__(self, call: ModelCall) -> Behaviour | str | None:
        key = step_of(call.prompt)
        if key is None:
            return None
        fault = self.faults.get(f"{call.provider}/{key}", self.faults.get(key))
        if self.forgiving and asks_again(call):
            fault = None
        if isinstance(fault, Behaviour):
            return fault
        text = answer_to(call.prompt)
        if fault is not None:
            data = json.loads(text)
            fault(data)
            text = json.dumps(data)
        return Ok(text, latency=self.latency.get(key, 0.0))


def plausible(call: ModelCall) -> Behaviour | str | None:
    """The answer to a program's request; None leaves other requests to the server's own."""
    return Model()(call)


def step_of(prompt: str) -> str | None:
    """Which step of a draft a prompt belongs to."""
    if found := WEEK.search(prompt):
        return f"week-{found.group(1)}"
    return "metadata" if METADATA.search(prompt) else None


def asks_again(call: ModelCall) -> bool:
    return any(role == "assistant" for role, _ in call.messages)


def wire(requests: Iterable[Received]) -> Counter[str | None]:
    """How many requests each step made."""
    return Counter(step_of(request.prompt) for request in requests)


@lru_cache(maxsize=256)
def answer_to(prompt: str) -> str:
    facts = read_facts(prompt)
    if found := WEEK.search(prompt):
        number, weeks = int(found.group(1)), int(found.group(2))
        metadata = read_metadata(prompt)
        days = len(metadata.days)
        facts = replace(facts, weeks=weeks, days=days)
        return offline.compose_week(number, metadata, facts).model_dump_json()
    asked = METADATA.search(prompt)
    assert asked is not None
    facts = replace(facts, weeks=int(asked.group(1)), days=int(asked.group(2)))
    return offline.compose_metadata(facts).model_dump_json()


def read_facts(prompt: str) -> ProgramFacts:
    lines = prompt.partition("<client>\n")[2].partition("\n</client>")[0].splitlines()
    told = dict(line.split(": ", 1) for line in lines)
    limits = told["limits"].split(", ") if told["limits"] != "none" else []
    equipment = told["equipment"].split(", ") if "equipment" in told else list(Equipment)
    weekdays = told["days"].split(", ") if "days" in told else []
    return ProgramFacts(
        goal=Goal(told["goal"]),
        level=Level(told["level"]),
        weeks=1,
        days=1,
        limits=frozenset(Limit(item) for item in limits),
        equipment=frozenset(Equipment(item) for item in equipment),
        minutes=int(told["minutes"]),
        training_days=tuple(WEEKDAYS.index(day) for day in weekdays),
    )


def read_metadata(prompt: str) -> ProgramMetadata:
    """As much of the metadata as a week's prompt tells."""
    found = OUTLINE.search(prompt)
    assert found is not None, "the prompt has no outline of the week"
    percent, rpe = found["percent"], found["rpe"]
    outline = WeekOutline(
        week=int(found["week"]),
        phase=Phase(found["phase"]),
        focus=found["focus"],
        sets=int(found["sets"]),
        percent=float(percent) if percent else None,
        reps=int(found["reps"]),
        rpe=float(rpe) if rpe else None,
    )
    # The first mention of a day is the split's; what stands in a week comes after it.
    split: dict[int, list[str]] = {}
    for day, exercises in DAY.findall(prompt):
        split.setdefault(int(day), exercises.split(", "))
    mains = [slug[:-1] for names in split.values() for slug in names if slug.endswith("!")]
    return ProgramMetadata(
        title="",
        summary="",
        progression="",
        missed_target="",
        warm_up="",
        main_lifts=list(dict.fromkeys(mains)),
        days=[
            DayOutline(day=day, name="", exercises=[name.rstrip("!") for name in names])
            for day, names in split.items()
        ],
        weeks=[outline],
    )
