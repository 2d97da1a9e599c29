"""One Pydantic class as the JSON schema that each provider accepts."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from pydantic import BaseModel

Node = dict[str, Any]

HINTS: Mapping[str, str] = {
    "minLength": "at least {} characters",
    "maxLength": "at most {} characters",
    "pattern": "matching {}",
    "format": "as {}",
    "minItems": "at least {} items",
    "maxItems": "at most {} items",
    "minimum": "at least {}",
    "maximum": "at most {}",
    "exclusiveMinimum": "more than {}",
    "exclusiveMaximum": "less than {}",
    "multipleOf": "a multiple of {}",
}
COMMON = frozenset(
    {"type", "description", "enum", "items", "properties", "required", "anyOf", "$ref"}
)
OPENAI_KEEPS = COMMON | {
    "additionalProperties",
    "const",
    "minLength",
    "maxLength",
    "pattern",
    "format",
    "minItems",
    "maxItems",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
}
CEREBRAS_KEEPS = COMMON | {"additionalProperties", "const"}
GEMINI_KEEPS = frozenset(
    {"type", "description", "enum", "items", "properties", "required", "nullable"}
) | {"format", "minItems", "maxItems"}
GEMINI_FORMATS = {
    "string": {"date-time", "enum"},
    "number": {"float", "double"},
    "integer": {"int32", "int64"},
}
OPENAI_FORMATS = {
    "date-time",
    "time",
    "date",
    "duration",
    "email",
    "hostname",
    "ipv4",
    "ipv6",
    "uuid",
}
MAX_UNIONS = 15
MAX_MEMBERS = 5


@dataclass(frozen=True)
class Dialect:
    """strict: whether the provider may be asked to enforce it."""

    schema: Mapping[str, Any]
    strict: bool

    @cached_property
    def letters(self) -> int:
        """What the schema adds to a prompt; providers count it wherever it stands."""
        return len(json.dumps(self.schema, separators=(",", ":")))


class _Unspeakable(Exception):
    """The dialect has no way to say this."""


@lru_cache(maxsize=256)
def dialect(backend: str, schema: type[BaseModel], mode: str) -> Dialect | None:
    """The schema for one backend and output mode, None when it cannot be put that way.

    A root that is not an object is put into {"answer": ...}, which the reader takes off again.
    """
    document = schema.model_json_schema()
    if mode in ("json_object", "prompt"):
        return Dialect(_rooted(_without_titles(document)), strict=False)
    try:
        return BUILDERS[backend](document)
    except _Unspeakable:
        return None


def _openai(document: Node) -> Dialect:
    strict = not _has_open_objects(document)
    writer = _Writer(document, OPENAI_KEEPS, closed=strict, formats=OPENAI_FORMATS)
    return Dialect(writer.document(), strict=strict)


def _cerebras(document: Node) -> Dialect:
    if _has_open_objects(document) or _is_recursive(document):
        raise _Unspeakable
    writer = _Writer(document, CEREBRAS_KEEPS, closed=True, formats=set())
    result = writer.document()
    if writer.unions > MAX_UNIONS or writer.largest_union > MAX_MEMBERS:
        raise _Unspeakable
    return Dialect(result, strict=True)


def _gemini(document: Node) -> Dialect:
    if _is_recursive(document) or _has_open_objects(document):
        raise _Unspeakable
    root = _rooted(document)
    return Dialect(_gemini_node(root, root.get("$defs", {})), strict=True)


BUILDERS: Mapping[str, Callable[[Node], Dialect]] = {
    "openai": _openai,
    "groq": _openai,
    "cerebras": _cerebras,
    "gemini": _gemini,
}


def _rooted(document: Node) -> Node:
    resolved = document
    if "$ref" in document:
        resolved = {**document["$defs"][_name(document["$ref"])], "$defs": document["$defs"]}
    if resolved.get("type") == "object":
        return resolved
    inner = {key: value for key, value in document.items() if key != "$defs"}
    root: Node = {"type": "object", "properties": {"answer": inner}, "required": ["answer"]}
    return root | ({"$defs": document["$defs"]} if "$defs" in document else {})


def _name(ref: str) -> str:
    return ref.rsplit("/", 1)[-1]


def _children(node: Node) -> list[Node]:
    found = [*node.get("properties", {}).values(), *node.get("$defs", {}).values()]
    for key in ("anyOf", "oneOf", "allOf", "prefixItems"):
        found += node.get(key, [])
    for key in ("items", "additionalProperties"):
        if isinstance(node.get(key), dict):
            found.append(node[key])
    return [child for child in found if isinstance(child, dict)]


def _has_open_objects(node: Node) -> bool:
    """Whether some object has free keys, some value any type, or some list fixed positions."""
    free = node.get("type") == "object" and not node.get("properties")
    if free or isinstance(node.get("additionalProperties"), dict) or "prefixItems" in node:
        return True
    if node.get("additionalProperties") is True:
        return True
    says = {"type", "$ref", "anyOf", "oneOf", "allOf", "enum", "const"}
    if not says & node.keys():
        return True
    return any(_has_open_objects(child) for child in _children(node))


def _is_recursive(document: Node) -> bool:
    definitions = document.get("$defs", {})

    def reached(node: Node, path: frozenset[str]) -> bool:
        if "$ref" in node:
            name = _name(node["$ref"])
            return name in path or reached(definitions[name], path | {name})
        return any(
            reached(child, path)
            for child in _children({key: value for key, value in node.items() if key != "$defs"})
        )

    return reached(document, frozenset())


def _without_titles(node: Any) -> Any:
    """The schema without what only tools read; property names are left alone."""
    if not isinstance(node, dict):
        return [_without_titles(item) for item in node] if isinstance(node, list) else node
    result: Node = {}
    for key, value in node.items():
        if key in ("properties", "$defs"):
            result[key] = {name: _without_titles(child) for name, child in value.items()}
        elif key != "title" or not isinstance(value, str):
            result[key] = (
                value if key in ("default", "examples", "enum") else _without_titles(value)
            )
    return result


def _hinted(node: Node, dropped: Mapping[str, Any]) -> str:
    """The description with the constraints that the dialect cannot say."""
    hints = [HINTS[key].format(value) for key, value in dropped.items() if key in HINTS]
    if "default" in dropped and dropped["default"] not in (None, "", [], {}):
        hints.append(f"usually {dropped['default']}")
    description = str(node.get("description") or "")
    if not hints:
        return description
    return f"{description} ({'; '.join(hints)})".strip()


def _as_any_of(node: Node) -> Node:
    node = dict(node)
    if "oneOf" in node:
        node["anyOf"] = node.pop("oneOf")
        node.pop("discriminator", None)
    parts = node.pop("allOf", None)
    if parts:
        if len(parts) > 1:
            raise _Unspeakable
        node = {**parts[0], **node}
    return node


class _Writer:
    """Closed objects with every property required, and nothing but the keywords in `keeps`."""

    def __init__(self, document: Node, keeps: frozenset[str], *, closed: bool, formats: set[str]):
        self.root = _rooted(document)
        self.keeps = keeps
        self.closed = closed
        self.formats = formats
        self.unions = 0
        self.largest_union = 0

    def document(self) -> Node:
        result = self._node({key: value for key, value in self.root.items() if key != "$defs"})
        if "$defs" in self.root:
            result["$defs"] = {
                name: self._node(child) for name, child in self.root["$defs"].items()
            }
        return result

    def _node(self, node: Node) -> Node:
        node = _as_any_of(node)
        if "$ref" in node:
            return {"$ref": node["$ref"]}
        if "const" in node and "type" in node:
            node["enum"] = [node.pop("const")]
        keeps = self.keeps
        if node.get("format") not in self.formats:
            keeps = keeps - {"format"}
        kept = {key: value for key, value in node.items() if key in keeps}
        dropped = {key: value for key, value in node.items() if key not in keeps}
        if description := _hinted(node, dropped):
            kept["description"] = description
        if "anyOf" in kept:
            self.unions += 1
            self.largest_union = max(self.largest_union, len(kept["anyOf"]))
            kept["anyOf"] = [self._node(child) for child in kept["anyOf"]]
        if isinstance(kept.get("items"), dict):
            kept["items"] = self._node(kept["items"])
        if isinstance(kept.get("additionalProperties"), dict):
            kept["additionalProperties"] = self._node(kept["additionalProperties"])
        if "properties" in kept:
            kept["properties"] = {
                name: self._node(child) for name, child in kept["properties"].items()
            }
        if self.closed and node.get("type") == "object":
            kept["additionalProperties"] = False
            kept["required"] = list(kept.get("properties", {}))
        return kept


def _gemini_node(node: Node, definitions: Mapping[str, Node]) -> Node:
    """Inlined, nullable instead of a union with null, types in capitals."""
    node = _as_any_of(node)
    if "$ref" in node:
        referred = definitions[_name(node["$ref"])]
        described = {"description": node["description"]} if "description" in node else {}
        return _gemini_node({**referred, **described}, definitions)
    if "anyOf" in node:
        return _gemini_union(node, definitions)
    if "const" in node:
        node["enum"] = [node.pop("const")]
    kind = str(node.get("type") or ("string" if "enum" in node else ""))
    if not kind:
        raise _Unspeakable
    if "enum" in node and kind != "string":
        values = ", ".join(str(value) for value in node.pop("enum"))
        node["description"] = f"{node.get('description', '')} (one of {values})".strip()
    keeps = GEMINI_KEEPS
    if node.get("format") not in GEMINI_FORMATS.get(kind, set()):
        keeps = keeps - {"format"}
    dropped = {key: value for key, value in node.items() if key not in keeps}
    result = {key: value for key, value in node.items() if key in keeps and key != "$defs"}
    result["type"] = kind.upper()
    if description := _hinted(node, dropped):
        result["description"] = description
    if "enum" in result:
        result["enum"] = [str(value) for value in result["enum"]]
        result["format"] = "enum"
    if kind == "array":
        result["items"] = _gemini_node(node["items"], definitions)
    if kind == "object":
        properties = node.get("properties", {})
        result["properties"] = {
            name: _gemini_node(child, definitions) for name, child in properties.items()
        }
        result["required"] = list(properties)
    return result


def _gemini_union(node: Node, definitions: Mapping[str, Node]) -> Node:
    members = [child for child in node["anyOf"] if child.get("type") != "null"]
    nullable = len(members) < len(node["anyOf"])
    if len(members) != 1:
        raise _Unspeakable
    rest = {key: value for key, value in node.items() if key in ("description", "default")}
    result = _gemini_node({**members[0], **rest}, definitions)
    if nullable:
        result["nullable"] = True
    return result
