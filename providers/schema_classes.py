"""A JSON schema as people write it, made into the Pydantic class that the gateway takes.

The common subset: objects, arrays, strings, numbers, booleans, enums, const, null, unions by anyOf
or by a list of types, bounds, formats date and date-time, $ref to $defs without recursion. Anything
else is refused by name: a schema that is half understood would check answers by half.
"""

import datetime
import hashlib
import json
import keyword
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Annotated, Any, Literal, Union

from pydantic import BaseModel, ConfigDict, Field, create_model
from pydantic_core import SchemaError

LONGEST = 20_000
DEEPEST = 12
MOST_PROPERTIES = 200
NOTES = frozenset({"title", "description", "default", "examples", "$schema", "$id", "$comment"})
KEYWORDS: Mapping[str, frozenset[str]] = {
    "object": frozenset({"properties", "required", "additionalProperties"}),
    "array": frozenset({"items", "minItems", "maxItems"}),
    "string": frozenset({"minLength", "maxLength", "pattern", "format"}),
    "integer": frozenset(
        {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"}
    ),
    "number": frozenset(
        {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"}
    ),
    "boolean": frozenset(),
    "null": frozenset(),
}
FORMATS: Mapping[str, Any] = {"date": datetime.date, "date-time": datetime.datetime}
BOUNDS = {
    "minLength": "min_length",
    "maxLength": "max_length",
    "pattern": "pattern",
    "minItems": "min_length",
    "maxItems": "max_length",
    "minimum": "ge",
    "maximum": "le",
    "exclusiveMinimum": "gt",
    "exclusiveMaximum": "lt",
    "multipleOf": "multiple_of",
}
PLAIN_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")

Node = Mapping[str, Any]


class UnsupportedSchema(ValueError):
    """The schema cannot be used. The message says what, where, and what to write instead."""


def class_from(text: str) -> type[BaseModel]:
    """The class of a JSON schema. Raises UnsupportedSchema. The same text gives the same class."""
    if len(text) > LONGEST:
        raise UnsupportedSchema(f"The schema is longer than {LONGEST:,} characters. Shorten it.")
    return _class_from(text.strip())


@lru_cache(maxsize=32)
def _class_from(text: str) -> type[BaseModel]:
    try:
        schema = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnsupportedSchema(f"This is not JSON: {error}.") from None
    if not isinstance(schema, dict):
        raise UnsupportedSchema('A schema is a JSON object, for example {"type": "object", …}.')
    if schema.get("type") != "object" or "properties" not in schema:
        raise UnsupportedSchema(
            'The outermost type must be "object" with "properties". Put a list or a single value '
            "into a property of it."
        )
    # Modes that a model refused are remembered by the class's name, so each schema has its own.
    name = f"Answer{hashlib.blake2b(text.encode(), digest_size=6).hexdigest()}"
    try:
        return _Builder(schema).object_class(schema, "", name, ())
    except SchemaError as error:
        raise UnsupportedSchema(f"A bound or pattern cannot be used: {error}") from None


class _Builder:
    def __init__(self, root: Node) -> None:
        definitions = {**_mapping(root, "definitions"), **_mapping(root, "$defs")}
        self.definitions = definitions
        self.properties = 0

    def object_class(
        self, node: Node, place: str, name: str, within: tuple[str, ...]
    ) -> type[BaseModel]:
        _refuse_unknown(node, place, KEYWORDS["object"] | {"type", "$defs", "definitions"})
        extra = node.get("additionalProperties", False)
        if not isinstance(extra, bool):
            raise UnsupportedSchema(
                f"{_at(place)}: additionalProperties may only be true or false here. List the "
                "properties by name."
            )
        properties = _mapping(node, "properties")
        if not properties:
            raise UnsupportedSchema(f"{_at(place)}: an object needs at least one property.")
        required = node.get("required", [])
        if not isinstance(required, list) or not set(map(str, required)) <= set(properties):
            raise UnsupportedSchema(f"{_at(place)}: “required” must list names of its properties.")
        fields: dict[str, Any] = {}
        for number, (key, child) in enumerate(properties.items()):
            self.properties += 1
            if self.properties > MOST_PROPERTIES:
                raise UnsupportedSchema(f"The schema has more than {MOST_PROPERTIES} properties.")
            inner = f"{place}.{key}" if place else key
            annotation = self.annotation(child, inner, within)
            options: dict[str, Any] = {}
            if isinstance(child, dict) and isinstance(child.get("description"), str):
                options["description"] = child["description"]
            if key not in required:
                annotation = Union[annotation, None]  # noqa: UP007 (annotations made at run time)
                options["default"] = None
            if not _usable(key):
                options["alias"] = key
            fields[key if _usable(key) else f"field_{number}"] = (annotation, Field(**options))
        config = ConfigDict(extra="ignore" if extra else "forbid", populate_by_name=True)
        return create_model(name, __config__=config, **fields)

    def annotation(self, node: Any, place: str, within: tuple[str, ...]) -> Any:
        if not isinstance(node, dict):
            raise UnsupportedSchema(f"{_at(place)}: a schema is a JSON object.")
        if place.count(".") + place.count("[]") >= DEEPEST:
            raise UnsupportedSchema(f"{_at(place)}: nested more than {DEEPEST} levels deep.")
        if "$ref" in node:
            return self._reference(node, place, within)
        if "anyOf" in node:
            return self._union(node, place, within)
        if "enum" in node or "const" in node:
            return _choice(node, place)
        kind = node.get("type")
        if isinstance(kind, list):
            parts = [self.annotation({**_only(node, one), "type": one}, place, within)
                     for one in kind]  # fmt: skip
            return _any_of(parts, place)
        return self._typed(node, kind, place, within)

    def _typed(self, node: Node, kind: Any, place: str, within: tuple[str, ...]) -> Any:
        if not isinstance(kind, str) or kind not in KEYWORDS:
            raise UnsupportedSchema(
                f"{_at(place)}: “type” must be one of {', '.join(KEYWORDS)}"
                + (f", not “{kind}”." if kind is not None else "; it is missing.")
            )
        if kind == "object":
            name = "".join(part.title() for part in re.findall(r"[A-Za-z0-9]+", place)) or "Part"
            return self.object_class(node, place, name, within)
        _refuse_unknown(node, place, KEYWORDS[kind] | {"type"})
        if kind == "array":
            if "items" not in node:
                raise UnsupportedSchema(f"{_at(place)}: a list needs “items”.")
            inner = self.annotation(node["items"], f"{place}[]", within)
            return Annotated[list[inner], Field(**_bounds(node, place))]  # type: ignore[valid-type]
        if kind == "null":
            return None
        plain = {"string": str, "integer": int, "number": float, "boolean": bool}[kind]
        if kind == "string" and "format" in node:
            if node["format"] not in FORMATS:
                raise UnsupportedSchema(
                    f"{_at(place)}: the formats are {' and '.join(FORMATS)}. Use “pattern” for "
                    "others."
                )
            return FORMATS[node["format"]]
        bounds = _bounds(node, place)
        return Annotated[plain, Field(**bounds)] if bounds else plain

    def _reference(self, node: Node, place: str, within: tuple[str, ...]) -> Any:
        _refuse_unknown(node, place, frozenset({"$ref"}))
        name = str(node["$ref"]).removeprefix("#/$defs/").removeprefix("#/definitions/")
        if name not in self.definitions:
            raise UnsupportedSchema(f"{_at(place)}: “{node['$ref']}” is not among the $defs.")
        if name in within:
            raise UnsupportedSchema(
                f"{_at(place)}: “{name}” contains itself. Write the levels out that you need."
            )
        return self.annotation(self.definitions[name], place, (*within, name))

    def _union(self, node: Node, place: str, within: tuple[str, ...]) -> Any:
        _refuse_unknown(node, place, frozenset({"anyOf"}))
        choices = node["anyOf"]
        if not isinstance(choices, list):
            raise UnsupportedSchema(f"{_at(place)}: “anyOf” is a list of schemas.")
        return _any_of([self.annotation(one, place, within) for one in choices], place)


def _choice(node: Node, place: str) -> Any:
    _refuse_unknown(node, place, frozenset({"enum", "const", "type"}))
    values = node.get("enum", [node.get("const")])
    if not isinstance(values, list) or not values:
        raise UnsupportedSchema(f"{_at(place)}: “enum” is a list of at least one value.")
    if not all(value is None or isinstance(value, str | int | bool) for value in values):
        raise UnsupportedSchema(f"{_at(place)}: “enum” takes texts, whole numbers and booleans.")
    return Literal[tuple(values)]


def _any_of(parts: list[Any], place: str) -> Any:
    if not parts:
        raise UnsupportedSchema(f"{_at(place)}: a union needs at least one type.")
    return Union[tuple(parts)]  # noqa: UP007 (annotations made at run time)


def _bounds(node: Node, place: str) -> dict[str, Any]:
    bounds = {BOUNDS[key]: value for key, value in node.items() if key in BOUNDS}
    for key, value in node.items():
        wanted: Any = str if key == "pattern" else (int, float)
        if key in BOUNDS and (not isinstance(value, wanted) or isinstance(value, bool)):
            kind = "a text" if key == "pattern" else "a number"
            raise UnsupportedSchema(f"{_at(place)}: “{key}” must be {kind}.")
    return bounds


def _only(node: Node, kind: Any) -> dict[str, Any]:
    """Of a node with several types, what concerns one of them."""
    every = frozenset().union(*KEYWORDS.values())
    own = KEYWORDS.get(kind, frozenset()) if isinstance(kind, str) else frozenset()
    return {key: value for key, value in node.items() if key not in every or key in own}


def _mapping(node: Node, key: str) -> dict[str, Any]:
    value = node.get(key, {})
    if not isinstance(value, dict):
        raise UnsupportedSchema(f"“{key}” must be a JSON object.")
    return value


def _refuse_unknown(node: Node, place: str, known: frozenset[str]) -> None:
    for key in node:
        if key not in known and key not in NOTES:
            raise UnsupportedSchema(
                f"{_at(place)}: “{key}” is not supported here. Write the schema without it, or "
                "say it in a description."
            )


def _usable(name: str) -> bool:
    """Whether a property's name can be the field's own name."""
    return (
        PLAIN_NAME.fullmatch(name) is not None
        and not keyword.iskeyword(name)
        and not name.startswith("model_")
        and not hasattr(BaseModel, name)
    )


def _at(place: str) -> str:
    return f"At “{place}”" if place else "In the outermost object"
