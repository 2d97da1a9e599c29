"""A thousand calls, 60% of the answers malformed: what came back, kind by kind.

    python -m tests.benchmarks.gateway.malformed [--calls 1000] [--seed 1]

The true value of every call is known. An answer is malformed with a chance of 60%, the second one
after a re-ask just as the first. "Rightly" means read where the value can be known from the text,
and refused where it cannot. Exit code 1 when a value was silently wrong or an error untyped.
json_repair with the same Pydantic class stands beside it, on the same answers.
"""

import argparse
import itertools
import random
import re
import sys
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from tests.benchmarks.gateway.bench import installation, point_to, set_route, table
from tests.benchmarks.gateway.malformations import (
    READABLE,
    UNREADABLE,
    Plan,
    Value,
    plain,
    true_value,
)
from tests.fakes import (
    Behaviour,
    Cut,
    EmptyBody,
    ErrorInside,
    FakeProviders,
    Html,
    ModelCall,
    Ok,
    Raw,
    Refuse,
)

SHARE = 0.6
GOOD = "well-formed"
LENGTH = "whole or cut, finish length"
# What goes wrong around the text: a typed error or another answer, and never a value.
OUTER: dict[str, Behaviour] = {
    "an HTML page": Html(status=200),
    "an empty body": EmptyBody(),
    "an error in a 200": ErrorInside(),
    "a stream cut": Cut(after=0.6),
    "a connection cut": Cut(after=0.6, clean=False),
    "a body of null": Raw("null"),
    "refused": Refuse(how="refusal"),
    "filtered": Refuse(how="filter"),
}
KINDS = (*READABLE, *UNREADABLE, *OUTER, LENGTH)
NUMBER = re.compile(r"Plan number (\d+)\.")


@dataclass
class Story:
    """One call: its true value, and the kind and text of every answer that it got."""

    value: Value
    kinds: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)


class Author:
    """Answers every call with its plan, in a form that is malformed so often. Not thread-safe."""

    def __init__(self, calls: int, seed: int) -> None:
        self.random = random.Random(seed)
        self.stories = [Story(true_value(self.random)) for _ in range(calls)]
        self.left: list[str] = []

    def answer(self, call: ModelCall) -> Behaviour | None:
        match = NUMBER.search(call.prompt)
        if match is None:
            return None
        story = self.stories[int(match.group(1))]
        kind = self.kind()
        story.kinds.append(kind)
        meets = self.made(kind, story.value)
        if isinstance(meets, Ok) and isinstance(meets.text, str):
            story.texts.append(meets.text)
        return meets

    def kind(self) -> str:
        if self.random.random() >= SHARE:
            return GOOD
        if not self.left:
            # Each kind as often as every other.
            self.left = self.random.sample(KINDS, len(KINDS))
        return self.left.pop()

    def made(self, kind: str, value: Value) -> Behaviour:
        if kind in OUTER:
            return OUTER[kind]
        if kind == LENGTH:
            text = plain(value)
            end = self.random.randint(len(text) // 3, len(text))
            return Ok(text[:end], finish="length")
        write = READABLE.get(kind) or UNREADABLE.get(kind) or plain
        return Ok(write(value))


class Tally:
    def __init__(self) -> None:
        self.answers: Counter[str] = Counter()
        self.right: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.wrong: Counter[str] = Counter()
        self.ended: Counter[str] = Counter()

    def note(self, story: Story, attempts: list[Any], value: Any) -> None:
        truth = Plan.model_validate(story.value)
        for kind, attempt in zip(story.kinds, attempts, strict=True):
            self.answers[kind] += 1
            if attempt.category != "ok":
                self.refused[kind] += 1
            elif value == truth:
                self.right[kind] += 1
            else:
                self.wrong[kind] += 1

    def rightly(self, kind: str) -> int:
        return self.right[kind] if kind in READABLE or kind == GOOD else self.refused[kind]


def main(calls: int, seed: int) -> int:
    author, tally = Author(calls, seed), Tally()
    with FakeProviders() as fake, installation():
        point_to(fake)
        fake.answer = author.answer
        set_route("openai", "cerebras", mode="json_schema")
        for number, story in enumerate(author.stories):
            call(number, story, tally)
    kinds = (GOOD, *KINDS)
    table(
        f"{calls} calls, {SHARE:.0%} of the answers malformed in {len(KINDS)} kinds",
        ("", "answers", "right value", "refused", "silently wrong", "rightly"),
        [
            [
                kind,
                tally.answers[kind],
                tally.right[kind],
                tally.refused[kind],
                tally.wrong[kind],
                share(tally.rightly(kind), tally.answers[kind]),
            ]
            for kind in kinds
        ],
    )
    summary(author, tally)
    return int(bool(tally.wrong.total() or tally.ended["untyped error"]))


def call(number: int, story: Story, tally: Tally) -> None:
    from providers import gateway
    from providers.models import Circuit

    request = gateway.GenerationRequest(
        route="bench",
        schema=Plan,
        messages=[gateway.Message("user", f"Plan number {number}.")],
        deadline=20.0,
    )
    value, attempts = None, []
    try:
        draft = gateway.generate(request)
        value, attempts = draft.value, list(draft.attempts)
        tally.ended["right value" if value == Plan.model_validate(story.value) else "WRONG"] += 1
    except gateway.GenerationFailed as failure:
        attempts = list(failure.attempts)
        tally.ended["typed error"] += 1
    except Exception as fault:
        print(f"untyped: {type(fault).__name__} after {story.kinds}")
        tally.ended["untyped error"] += 1
        return
    tally.ended["answers"] += len(attempts)
    tally.ended["re-asks"] += sum(
        one.category == "invalid_output" and one.provider == other.provider
        for one, other in itertools.pairwise(attempts)
    )
    tally.note(story, attempts, value)
    # A model that answers badly is no model that is down: the circuits are another benchmark's.
    Circuit.objects.filter(failures__gt=0).delete()


def summary(author: Author, tally: Tally) -> None:
    malformed = [kind for kind in KINDS if tally.answers[kind]]
    answers = sum(tally.answers[kind] for kind in malformed)
    rightly = sum(tally.rightly(kind) for kind in malformed)
    table(
        "The same, as calls",
        ("right value", "typed error", "untyped error", "silently wrong", "answers", "re-asks"),
        [
            [
                tally.ended[key]
                for key in (
                    "right value",
                    "typed error",
                    "untyped error",
                    "WRONG",
                    "answers",
                    "re-asks",
                )
            ]
        ],
    )
    table(
        "Malformed answers alone: rightly read or rightly refused",
        ("", "answers", "rightly", "silently wrong"),
        [
            ["gateway", answers, share(rightly, answers), tally.wrong.total()],
            peer(author),
        ],
    )


def peer(author: Author) -> list[object]:
    """json_repair and the schema, on those malformed answers that are a text."""
    import json_repair

    seen = rightly = wrong = 0
    for story in author.stories:
        truth = Plan.model_validate(story.value)
        textual = [kind for kind in story.kinds if kind not in OUTER]
        for kind, text in zip(textual, story.texts, strict=True):
            if kind in (GOOD, LENGTH):
                continue
            seen += 1
            try:
                value = Plan.model_validate(json_repair.loads(text))
            except Exception:
                rightly += kind in UNREADABLE
                continue
            rightly += kind in READABLE and value == truth
            wrong += value != truth
    return ["json_repair", seen, share(rightly, seen), wrong]


def share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}%" if whole else "-"


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--calls", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    sys.exit(main(options.calls, options.seed))
