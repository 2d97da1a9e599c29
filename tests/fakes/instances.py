"""A plausible valid instance of a JSON schema: what a healthy model answers with."""

from __future__ import annotations

import math
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tests.fakes.patterns import matching

Schema = Mapping[str, Any]
_DEEP = 7
"""From this depth on only what is required is filled, so that recursive schemas end."""

_FORMATS = {
    "date": "2025-09-15",
    "date-time": "2025-09-15T09:30:00Z",
    "time": "09:30:00",
    "duration": "PT30M",
    "email": "sample@example.org",
    "uri": "https://example.org/page",
    "url": "https://example.org/page",
    "hostname": "example.org",
    "ipv4": "192.0.2.7",
    "ipv6": "2001:db8::7",
    "uuid": "6f1c2d3e-4b5a-4c7d-8e9f-0a1b2c3d4e5f",
}
_SENTENCES = (
    "{subject} is described in plain words.",
    "This part covers {subject} step by step.",
    "{subject} builds on what is already known.",
    "Steady practice supports {subject} over time.",
)


def instance(schema: Schema, *, seed: str, placeholder: str = "") -> Any:
    """A value that `schema` (JSON Schema, with local `$ref`s) accepts, the same for the same
    `seed`.

    `placeholder` goes into the first free-text string. Not honoured: `not`, `if`, `dependent…`,
    `patternProperties`, `contains`, and combinations that need search.
    """
    return _Maker(schema, seed, placeholder).value(schema, (), 0)


class _Maker:
    def __init__(self, root: Schema, seed: str, placeholder: str) -> None:
        self._root = root
        self._seed = zlib.crc32(seed.encode())
        self._placeholder = placeholder

    def value(self, schema: Any, path: tuple[str, ...], depth: int) -> Any:
        if not isinstance(schema, Mapping):
            return self._sentence("", path, {})
        schema = self._resolved(schema, depth)
        if "const" in schema:
            return schema["const"]
        if schema.get("enum"):
            options = [each for each in schema["enum"] if each is not None] or list(schema["enum"])
            return options[self._pick(path, len(options))]
        match _type(schema):
            case "object":
                return self._object(schema, path, depth)
            case "array":
                return self._array(schema, path, depth)
            case "integer":
                return int(self._number(schema, path, whole=True))
            case "number":
                return self._number(schema, path, whole=False)
            case "boolean":
                return True
            case "null":
                return None
        return self._string(schema, path)

    def _pick(self, path: tuple[str, ...], count: int) -> int:
        return zlib.crc32("/".join(path).encode(), self._seed) % count

    def _resolved(self, schema: Schema, depth: int) -> Schema:
        """The schema without `$ref`, `anyOf`, `oneOf` and `allOf`: the first branch that is not
        null.
        """
        for _ in range(32):
            if "$ref" in schema:
                siblings = {key: value for key, value in schema.items() if key != "$ref"}
                schema = {**_lookup(self._root, schema["$ref"]), **siblings}
            elif schema.get("allOf"):
                schema = _merged(
                    [{k: v for k, v in schema.items() if k != "allOf"}, *schema["allOf"]]
                )
            elif branches := schema.get("anyOf") or schema.get("oneOf"):
                rest = {k: v for k, v in schema.items() if k not in ("anyOf", "oneOf")}
                schema = _merged([rest, self._branch(branches, depth)])
            else:
                break
        return schema

    def _branch(self, branches: Sequence[Schema], depth: int) -> Schema:
        solid = [each for each in branches if _type(each) != "null"]
        hollow = [each for each in branches if _type(each) == "null"]
        if depth >= _DEEP and hollow:
            return hollow[0]
        flat = [each for each in solid if "$ref" not in each] if depth >= _DEEP else []
        return (flat or solid or hollow)[0]

    def _object(self, schema: Schema, path: tuple[str, ...], depth: int) -> dict[str, Any]:
        properties: Mapping[str, Any] = schema.get("properties") or {}
        required = list(schema.get("required") or ())
        names = [name for name in properties if depth < _DEEP or name in required]
        names += [name for name in required if name not in properties]
        made = {
            name: self.value(properties.get(name, {}), (*path, name), depth + 1) for name in names
        }
        extra = schema.get("additionalProperties", not properties)
        least = max(int(schema.get("minProperties", 0)), 1 if not properties and extra else 0)
        for number in range(1, least - len(made) + 1):
            name = f"item_{number}"
            made[name] = self.value(
                extra if isinstance(extra, Mapping) else {"type": "string"},
                (*path, name),
                depth + 1,
            )
        return made

    def _array(self, schema: Schema, path: tuple[str, ...], depth: int) -> list[Any]:
        least = int(schema.get("minItems", 0))
        most = int(schema.get("maxItems", max(least, 2)))
        fixed: Sequence[Any] = schema.get("prefixItems") or ()
        items = schema.get("items", {"type": "string"})
        wanted = least if depth >= _DEEP else min(most, max(least, len(fixed), 2))
        if items is False:
            wanted = min(wanted, len(fixed))
        made: list[Any] = []
        for index in range(wanted):
            part = fixed[index] if index < len(fixed) else items
            value = self.value(part, (*path, str(index + 1)), depth + 1)
            if schema.get("uniqueItems") and value in made:
                value = self._another(part, value, made)
            made.append(value)
        return made

    def _another(self, schema: Any, value: Any, taken: list[Any]) -> Any:
        resolved = self._resolved(schema, 0) if isinstance(schema, Mapping) else {}
        candidates: Iterator[Any] = iter(resolved.get("enum") or ())
        if not resolved.get("enum") and isinstance(value, int | float):
            candidates = iter(value + step for step in range(1, len(taken) + 2))
        elif not resolved.get("enum") and isinstance(value, str):
            candidates = iter(f"{value} {step}" for step in range(2, len(taken) + 3))
        return next((each for each in candidates if each not in taken), value)

    def _number(self, schema: Schema, path: tuple[str, ...], *, whole: bool) -> float | int:
        step = schema.get("multipleOf", 1 if whole else None)
        nudge = step or 0.5
        low = schema.get("minimum")
        if (above := schema.get("exclusiveMinimum")) is not None:
            low = above + nudge if low is None else max(low, above + nudge)
        high = schema.get("maximum")
        if (below := schema.get("exclusiveMaximum")) is not None:
            high = below - nudge if high is None else min(high, below - nudge)
        value = _between(low, high, 1 + self._pick(path, 5))
        if step:
            value = math.floor(value / step) * step
            if low is not None and value < low:
                value = math.ceil(low / step) * step
        return int(value) if whole else round(float(value), 6)

    def _string(self, schema: Schema, path: tuple[str, ...]) -> str:
        name = next((part for part in reversed(path) if not part.isdigit()), "answer")
        if pattern := schema.get("pattern"):
            made = matching(pattern)
            if made is not None:
                return _padded(made, schema, pattern)
        shape = str(schema.get("format", ""))
        if shape in _FORMATS:
            return _FORMATS[shape]
        if not shape and (name == "date" or name.endswith("_date")):
            return _FORMATS["date"]
        return self._sentence(name, path, schema)

    def _sentence(self, name: str, path: tuple[str, ...], schema: Schema) -> str:
        subject = " ".join(name.replace("_", " ").split()) or "the answer"
        ordinal = next((part for part in reversed(path) if part.isdigit()), "")
        if ordinal:
            subject += f" {ordinal}"
        text = _SENTENCES[self._pick(path, len(_SENTENCES))].format(subject=subject)
        text = text[0].upper() + text[1:]
        description = " ".join(str(schema.get("description", "")).split()).rstrip(".")
        if description:
            text = f"{text[:-1]}: {description[:80]}."
        least, most = int(schema.get("minLength", 0)), int(schema.get("maxLength", 10_000))
        if self._placeholder and len(self._placeholder) + 1 <= most:
            text = f"{self._placeholder} {text}"
            self._placeholder = ""
        while len(text) < least:
            text += " It continues in the same way."
        return text if len(text) <= most else text[:most].rsplit(" ", 1)[0].ljust(least, ".")[:most]


def _type(schema: Schema) -> str:
    named = schema.get("type")
    if isinstance(named, list | tuple):
        named = next((each for each in named if each != "null"), "null")
    if named:
        return str(named)
    if "properties" in schema or "additionalProperties" in schema:
        return "object"
    if "items" in schema or "prefixItems" in schema:
        return "array"
    return "string"


def _between(low: float | None, high: float | None, usual: float) -> float:
    if low is not None and high is not None:
        return low + (high - low) / 2 if usual < low or usual > high else usual
    if low is not None:
        return max(low, usual)
    return usual if high is None else min(high, usual)


def _padded(text: str, schema: Schema, pattern: str) -> str:
    """`text` repeated in its last character up to minLength, if the pattern still matches."""
    longer = text.ljust(int(schema.get("minLength", 0)), text[-1:] or "a")
    return longer if longer == text or re.search(pattern, longer) else text


def _lookup(root: Schema, reference: str) -> Schema:
    found: Any = root
    for part in reference.removeprefix("#").strip("/").split("/"):
        if part:
            found = found[part.replace("~1", "/").replace("~0", "~")]
    return dict(found)


def _merged(schemas: list[Schema]) -> Schema:
    merged: dict[str, Any] = {}
    for schema in schemas:
        for key, value in schema.items():
            if key == "properties":
                merged[key] = {**merged.get(key, {}), **value}
            elif key == "required":
                merged[key] = [*merged.get(key, ()), *value]
            elif key not in merged or key not in ("title", "description"):
                merged[key] = value
    return merged
