"""What models write instead of the JSON they were asked for, made from a value that is known.

READABLE: one careful reader can have the value from it. UNREADABLE: it cannot be known, so every
value would be a wrong one, even the true one by luck.
"""

import json
import random
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any, Literal

from pydantic import BaseModel, Field

Value = dict[str, Any]
Text = Callable[[Value], str]


class Session(BaseModel):
    name: str
    minutes: int = Field(ge=5, le=240)


class Plan(BaseModel):
    title: str
    weeks: int = Field(ge=1, le=60)
    load: float
    done: bool
    kind: Literal["strength", "speed", "rest"]
    starts: date
    notes: list[str]
    sessions: list[Session]


PHRASES = (
    "warm up first",
    "don't rush: rest 2-3 minutes",
    "squat, hinge and press",
    "see https://example.org/plan#week-2",
    "keep it easy (RPE 6)",
    "준비 운동을 천천히 해요",
    "tempo 3/1/1, then hold",
    "it's the athlete's own pace",
    "90% of the best set",
    "café, naïve, straße",
    "one more? only if fresh!",
    "add 2.5 kg next time",
)


def true_value(random_: random.Random) -> Value:
    """A plan as JSON types; no phrase holds a quote, a bracket or a comment of its own."""
    return {
        "title": random_.choice(PHRASES),
        "weeks": random_.randint(2, 52),
        "load": random_.randint(21, 990) / 8,
        "done": random_.random() < 0.5,
        "kind": random_.choice(("strength", "speed", "rest")),
        "starts": (date(2026, 1, 5) + timedelta(days=random_.randint(0, 400))).isoformat(),
        "notes": random_.sample(PHRASES, random_.randint(2, 4)),
        "sessions": [
            {"name": phrase, "minutes": random_.randint(10, 99)}
            for phrase in random_.sample(PHRASES, random_.randint(2, 3))
        ],
    }


def plain(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def pretty(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


def with_(value: Value, **changes: Any) -> str:
    return plain(value | changes)


def field(value: Value, name: str, written: str) -> str:
    """The plan with one field's value written so."""
    return plain(value | {name: "\0"}).replace('"\\u0000"', written)


def without(value: Value, name: str) -> Value:
    return {key: item for key, item in value.items() if key != name}


def single_quoted(value: Value) -> str:
    return plain(value).replace("'", "\\'").replace('"', "'")


def smart_quoted(value: Value) -> str:
    text, opening, out = plain(value), True, []
    for char in text:
        out.append(("“" if opening else "”") if char == '"' else char)
        opening = opening != (char == '"')
    return "".join(out)


def unquoted_keys(value: Value) -> str:
    text = pretty(value)
    for key in (*value, "name", "minutes"):
        text = text.replace(f'"{key}":', f"{key}:")
    return text


def lines_without_commas(value: Value) -> str:
    return pretty(value).replace(",\n", "\n")


def other_case(value: Value) -> str:
    return plain({key.title(): item for key, item in value.items()})


READABLE: Mapping[str, Text] = {
    "fence": lambda v: f"```json\n{pretty(v)}\n```",
    "fence without a language": lambda v: f"```\n{plain(v)}\n```",
    "fence never closed": lambda v: f"```json\n{pretty(v)}",
    "prose before": lambda v: f"Here's the plan you asked for:\n\n{pretty(v)}",
    "prose around": lambda v: f"Sure! It's below.\n{plain(v)}\nLet me know what you'd change.",
    "prose with brackets": lambda v: f"As in [1] and {{see below}}:\n{plain(v)}",
    "think block": lambda v: f'<think>\nMaybe {{"title": "a"}}? No.\n</think>\n{plain(v)}',
    "think block, no opening tag": lambda v: f"First the title, then…</think>\n{plain(v)}",
    "single quotes": single_quoted,
    "Python literals": lambda v: repr(v),
    "smart quotes": smart_quoted,
    "line comments": lambda v: pretty(v).replace(",\n", ", // as asked\n", 2),
    "block comment": lambda v: plain(v).replace("{", "{ /* the plan */ ", 1),
    "hash comments": lambda v: pretty(v).replace(",\n", ", # as asked\n", 2),
    "trailing commas": lambda v: plain(v).replace("]", ",]").replace("}", ",}"),
    "no commas at line ends": lines_without_commas,
    "unquoted keys": unquoted_keys,
    "double encoded": lambda v: json.dumps(plain(v)),
    "envelope": lambda v: plain({"result": v}),
    "envelope in a fence": lambda v: f"```json\n{pretty({'plan': v})}\n```",
    "list of one": lambda v: plain([v]),
    "a list as a string": lambda v: with_(v, notes=plain(v["notes"])),
    "numbers as strings": lambda v: with_(v, weeks=str(v["weeks"]), load=str(v["load"])),
    "a whole float": lambda v: with_(v, weeks=float(v["weeks"])),
    "an extra field": lambda v: with_(v, confidence=0.93),
    "the same object twice": lambda v: f"{plain(v)}\n\nOnce more:\n{plain(v)}",
    "escapes": lambda v: json.dumps(v).replace("/", "\\/"),
    "byte order mark": lambda v: "\ufeff" + plain(v),
    "a bracket forgotten": lambda v: plain(v)[:-2] + "}",
    "a tool's arguments": lambda v: plain({"arguments": plain(v)}),
}

UNREADABLE: Mapping[str, Text] = {
    "empty": lambda v: "",
    "white space": lambda v: " \n\n ",
    "prose only": lambda v: f"I would plan {v['weeks']} weeks of {v['kind']}.",
    "refusal in prose": lambda v: "I'm sorry, but I can't help with that request.",
    "HTML": lambda v: "<html><body><h1>502 Bad Gateway</h1></body></html>",
    "YAML": lambda v: "\n".join(f"{key}: {item}" for key, item in v.items()),
    "Markdown": lambda v: "\n".join(f"- **{key}**: {item}" for key, item in v.items()),
    "a constructor": lambda v: f"Plan({', '.join(f'{k}={i!r}' for k, i in v.items())})",
    "cut in the middle": lambda v: plain(v)[: len(plain(v)) // 2],
    "cut at the end": lambda v: plain(v)[:-1],
    "cut in a string": lambda v: plain(v)[: plain(v).index('"notes"') + 14],
    "cut in a fence": lambda v: f"```json\n{pretty(v)[: len(pretty(v)) // 2]}\n```",
    "cut, then prose": lambda v: f"{plain(v)[: len(plain(v)) // 2]}\n\nShall I go on?",
    "cut inside the thinking": lambda v: f"<think>Perhaps {plain(v)}",
    "half a number": lambda v: field(v, "load", f"{int(v['load'])}."),
    "half an exponent": lambda v: field(v, "load", f"{int(v['load'])}e"),
    "half a string": lambda v: field(v, "title", f'"{v["title"][:4]}'),
    "half an escape": lambda v: with_(v, title="caf\0").replace("\\u0000", "\\u00"),
    "decimal comma": lambda v: field(v, "load", str(v["load"]).replace(".", ",")),
    "thousands comma": lambda v: field(v, "load", f"1,{int(v['load']):03d}"),
    "a unit": lambda v: field(v, "weeks", f"{v['weeks']} weeks"),
    "a range": lambda v: field(v, "weeks", f"{v['weeks'] - 1}-{v['weeks']}"),
    "arithmetic": lambda v: field(v, "weeks", f"{v['weeks'] - 1} + 1"),
    "NaN": lambda v: field(v, "load", "NaN"),
    "Infinity": lambda v: field(v, "load", "-Infinity"),
    "undefined": lambda v: field(v, "starts", "undefined"),
    "a missing value": lambda v: field(v, "weeks", ""),
    "null": lambda v: with_(v, weeks=None),
    "a number in words": lambda v: with_(v, weeks="twelve"),
    "a fraction for a whole number": lambda v: with_(v, weeks=v["weeks"] + 0.5),
    "true for a number": lambda v: with_(v, weeks=True),
    "a string for a list": lambda v: with_(v, notes="warm up"),
    "an object for a list": lambda v: with_(v, notes={"0": "warm up"}),
    "a timestamp for a date": lambda v: with_(v, starts=1_780_000_000),
    "a date of another order": lambda v: with_(v, starts="04/05/2026"),
    "wrong enum": lambda v: with_(v, kind="endurance"),
    "out of range": lambda v: with_(v, weeks=600),
    "a missing field": lambda v: plain(without(v, "sessions")),
    "a missing field further in": lambda v: with_(v, sessions=[{"name": "squat"}]),
    "keys in another case": other_case,
    "other keys": lambda v: plain({"name": v["title"], "duration": v["weeks"]}),
    "fields spread over two objects": lambda v: (
        plain(dict(list(v.items())[:4])) + "\n" + plain(dict(list(v.items())[4:]))
    ),
    "ellipsis in a list": lambda v: plain(v).replace("]", ", ...]", 1),
    "ellipsis as an item": lambda v: with_(v, notes=[*v["notes"][:1], "..."]),
    "ellipsis as a value": lambda v: with_(v, title="…"),
    "the rest in a comment": lambda v: with_(v, notes=v["notes"][:1]).replace(
        '"sessions"', '/* the rest is similar */ "sessions"'
    ),
    "two objects": lambda v: f"{plain(v)}\nor rather\n{with_(v, weeks=v['weeks'] + 1)}",
    "two fences": lambda v: f"```json\n{plain(v)}\n```\n```json\n{with_(v, weeks=59)}\n```",
    "a list of two": lambda v: plain([v, v | {"weeks": 59}]),
    "a key twice": lambda v: plain(v)[:-1] + f', "weeks": {v["weeks"] + 1}}}',
    "strings put together": lambda v: field(v, "title", f'"{v["title"]}" + " and more"'),
    "the schema": lambda v: plain(Plan.model_json_schema()),
    "the schema filled in": lambda v: plain({"type": "object", "properties": v}),
    "a closed answer inside a longer one": lambda v: f'{plain(v)}, "weeks": 59}}',
}
