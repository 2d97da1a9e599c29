"""Text in, a value of a Pydantic class out, or the reason why not.

Read leniently, accept strictly: fences, prose, thinking, other quotes, comments and envelopes are
read; what was cut, invented or ambiguous is rejected. A wrong value is worse than an error.
"""

import datetime
import json
import math
import re
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher
from typing import Any, TypeVar

from pydantic import BaseModel, RootModel, ValidationError
from pydantic_core import PydanticCustomError

from providers import lenient
from providers.lenient import Parsed
from providers.rewriter import MAX_DEPTH, Unreadable

Schema = TypeVar("Schema", bound=BaseModel)
Transform = Callable[[Any], Any]

MAX_REASONS = 12
MAX_ERRORS = 1_000
WHOLE = "the whole answer"
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
ELLIPSES = {"...", "…", "....", "[...]", "<...>", "(...)"}
SCHEMA_KEYS = {"properties", "$defs", "definitions", "$schema", "$ref"}

# Where a model declines, for those that have no field for it: the first words, and no JSON.
LONGEST_REFUSAL = 1_500
DECLINES = re.compile(
    r"\W*(?:(?:i['’]m|i am|we['’]re)?\s*(?:very |so |really )?sorry\b[,.]?\s*(?:but\b)?\s*"
    r"|i apologi[sz]e[,.]?\s*(?:but\b)?\s*|unfortunately,?\s*|as an ai[^,.]{0,40},\s*)?"
    r"(?:i|we)(?:\s+(?:can(?:not|['’]?t| not)|won['’]t|will not|am (?:unable|not able)"
    r"|(?:must|have to|need to) (?:decline|refuse))|['’]m (?:unable|not able))"
    r"(?:\s+to)?\s+(?:\w+\s+)?(?:help|assist|comply|fulfil|provide|write|create|generate|produce"
    r"|do (?:that|this)|discuss|continue|engage|answer|respond|draft|support|process|that|this)"
    r"|\s*죄송(?:하지만|합니다).{0,120}?(?:없습니다|어렵습니다|없어요|어려워요)",
    re.I | re.DOTALL,
)


class InvalidOutput(Exception):
    """The text is not a usable value.

    reasons: sentences that the model can act on; they may quote the answer, so they go to the
    model and to nobody else.
    """

    def __init__(self, *reasons: str) -> None:
        self.reasons = reasons or ("the answer cannot be used",)
        super().__init__("; ".join(self.reasons))

    @property
    def reason(self) -> str:
        return self.reasons[0]


def read(
    text: str,
    schema: type[Schema],
    complete: bool = True,
    *,
    transform: Transform | None = None,
) -> Schema:
    """The value that the text holds.

    complete: False when the provider reported that the answer was cut; it is then never used.
    transform: applied to the parsed JSON before the schema sees it.
    Raises InvalidOutput with the reasons.
    """
    if not complete:
        raise InvalidOutput("the answer was cut off at the output limit")
    if len(text) > lenient.MAX_TEXT:
        raise InvalidOutput("the answer is too large")
    try:
        trees = _trees(lenient.without_thinking(text))
    except Unreadable as error:
        raise InvalidOutput(str(error)) from None
    return _one_value(trees, schema, transform)


def read_text(text: str, complete: bool = True) -> str:
    """A plain answer without the model's thinking; raises InvalidOutput when nothing is left."""
    if not complete:
        raise InvalidOutput("the answer was cut off at the output limit")
    try:
        answer = lenient.without_thinking(text)
    except Unreadable as error:
        raise InvalidOutput(str(error)) from None
    if not answer:
        raise InvalidOutput("the answer is empty")
    if UNSTORABLE.search(answer):
        raise InvalidOutput("the answer holds characters that cannot be stored")
    return answer


def declines(text: str) -> bool:
    """Whether an answer that should have been JSON says that the model will not write it."""
    try:
        said = lenient.without_thinking(text)
    except Unreadable:
        return False
    return len(said) <= LONGEST_REFUSAL and "{" not in said and bool(DECLINES.match(said))


def _trees(text: str) -> list[Parsed]:
    """Every JSON document in the text, each one once."""
    if not text:
        raise Unreadable("the answer is empty")
    try:
        return [Parsed(lenient.strict(text))]
    except ValueError:
        pass
    found: list[Parsed] = []
    for count, span in enumerate(lenient.spans(text)):
        if count >= lenient.MAX_SPANS:
            raise Unreadable("the answer holds too many objects")
        tree = lenient.parse(span.text)
        if not any(_identical(tree.value, other.value) for other in found):
            found.append(tree)
    if not found:
        raise Unreadable("the answer holds no JSON")
    return found


def _identical(one: Any, other: Any) -> bool:
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def _one_value(trees: list[Parsed], schema: type[Schema], transform: Transform | None) -> Schema:
    values: list[Schema] = []
    failures: list[InvalidOutput] = []
    for tree in trees:
        try:
            value = _accept(tree, schema, transform)
        except InvalidOutput as error:
            failures.append(error)
            continue
        if value not in values:
            values.append(value)
    if len(values) > 1:
        raise InvalidOutput("the answer holds several different objects; answer with exactly one")
    if values:
        return values[0]
    raise max(failures, key=lambda failure: -len(failure.reasons))


def _accept(tree: Parsed, schema: type[Schema], transform: Transform | None) -> Schema:
    failures: list[InvalidOutput] = []
    for candidate in _unwrapped(tree.value):
        try:
            _refuse_placeholders(candidate, schema)
            data = transform(candidate) if transform else candidate
            return _validated(data, schema, exact=tree.repaired)
        except InvalidOutput as error:
            failures.append(error)
    # What is wrong inside tells the model more than that an envelope is not the object.
    raise next((one for one in failures if not one.reason.startswith(WHOLE)), failures[0])


def _unwrapped(tree: Any, level: int = 0) -> Iterator[Any]:
    """The tree, then what a one-item list, a single-key envelope or a JSON string holds."""
    yield tree
    if level >= 3:
        return
    inner: Any = None
    if isinstance(tree, list) and len(tree) == 1:
        inner = tree[0]
    elif isinstance(tree, dict) and len(tree) == 1:
        inner = next(iter(tree.values()))
    elif isinstance(tree, str):
        inner = _decoded(tree)
    if isinstance(inner, dict | list | str) and inner != tree:
        yield from _unwrapped(inner, level + 1)


def _decoded(text: str) -> Any:
    try:
        value = lenient.strict(text.strip())
    except (ValueError, Unreadable):
        return None
    return value if isinstance(value, dict | list | str) else None


def _field_names(schema: type[BaseModel]) -> set[str]:
    names: set[str] = set()
    for name, field in schema.model_fields.items():
        names.add(name)
        aliases = (field.alias, field.validation_alias)
        names.update(alias for alias in aliases if isinstance(alias, str))
    return names


def _refuse_placeholders(tree: Any, schema: type[BaseModel]) -> None:
    """Rejects the schema echoed back, ellipses, depth, and characters no database stores."""
    names = _field_names(schema)
    if isinstance(tree, dict) and (SCHEMA_KEYS - names) & tree.keys():
        raise InvalidOutput("the answer repeats the schema; answer with the data itself")
    stack = [(tree, 0)]
    while stack:
        node, depth = stack.pop()
        if depth > MAX_DEPTH:
            raise InvalidOutput("the answer is nested too deeply")
        if isinstance(node, dict):
            stack.extend((value, depth + 1) for value in node.values())
            stack.extend((key, depth + 1) for key in node)
        elif isinstance(node, list):
            stack.extend((value, depth + 1) for value in node)
        elif isinstance(node, str):
            if node.strip() in ELLIPSES:
                raise InvalidOutput("an ellipsis stands where a value belongs; write it out")
            if UNSTORABLE.search(node):
                raise InvalidOutput("the answer holds characters that cannot be stored")
        elif isinstance(node, float) and not math.isfinite(node):
            raise InvalidOutput("NaN and Infinity are not values")


def _validated(tree: Any, schema: type[Schema], *, exact: bool) -> Schema:
    """exact: keys that the schema does not know are refused rather than dropped."""
    try:
        value = schema.model_validate(tree)
    except ValidationError as error:
        decoded = _with_decoded_strings(tree, error)
        if decoded is None:
            raise InvalidOutput(*_reasons(error)) from None
        try:
            value = schema.model_validate(decoded)
        except ValidationError as again:
            raise InvalidOutput(*_reasons(again)) from None
        tree = decoded
    except (RecursionError, PydanticCustomError):
        raise InvalidOutput("the answer does not fit the schema") from None
    problems = list(_mismatches(tree, value, "", exact))
    if problems:
        raise InvalidOutput(*problems[:MAX_REASONS])
    return value


def _reasons(error: ValidationError) -> list[str]:
    if error.error_count() > MAX_ERRORS:
        return [f"{WHOLE}: {error.error_count()} places do not fit the schema"]
    reasons = []
    for item in error.errors(include_url=False, include_context=False, include_input=False):
        place = ".".join(str(part) for part in item["loc"]) or WHOLE
        reasons.append(f"{place}: {item['msg']}")
    return reasons[:MAX_REASONS]


def _with_decoded_strings(tree: Any, error: ValidationError) -> Any:
    """The tree with JSON strings decoded where the schema wants an object or a list."""
    wanted = {"list_type", "dict_type", "model_type", "model_attributes_type"}
    if error.error_count() > MAX_REASONS:
        return None
    changed = False
    result = json.loads(json.dumps(tree))
    for item in error.errors(include_url=False, include_context=False):
        value = _decoded(item["input"]) if isinstance(item["input"], str) else None
        if item["type"] not in wanted or not isinstance(value, dict | list):
            return None
        changed = _replace(result, item["loc"], value) or changed
    return result if changed else None


def _replace(tree: Any, place: tuple[int | str, ...], value: Any) -> bool:
    for part in place[:-1]:
        try:
            tree = tree[part]
        except (KeyError, IndexError, TypeError):
            return False
    try:
        tree[place[-1]] = value
    except (IndexError, TypeError):
        return False
    return True


def _mismatches(tree: Any, value: Any, place: str, exact: bool) -> Iterator[str]:
    """Where validation changed the meaning of what the model wrote."""
    if isinstance(value, RootModel):
        yield from _mismatches(tree, value.root, place, exact)
    elif isinstance(value, BaseModel):
        yield from _object_mismatches(tree, value, place, exact)
    elif isinstance(value, list | tuple) and isinstance(tree, list):
        for index, (node, item) in enumerate(zip(tree, value, strict=False)):
            yield from _mismatches(node, item, f"{place}.{index}".lstrip("."), exact)
    elif isinstance(value, dict) and isinstance(tree, dict):
        for key, item in value.items():
            if key in tree:
                yield from _mismatches(tree[key], item, f"{place}.{key}".lstrip("."), exact)
    elif isinstance(tree, bool) and isinstance(value, int | float) and not isinstance(value, bool):
        yield f"{place}: a number was expected, not true or false"
    elif isinstance(value, float) and not math.isfinite(value):
        yield f"{place}: NaN and Infinity are not values"
    elif isinstance(tree, int | float) and isinstance(
        value, datetime.date | datetime.time | datetime.timedelta
    ):
        yield f"{place}: a date or time in ISO form was expected, not a number"


def _object_mismatches(tree: Any, value: BaseModel, place: str, exact: bool) -> Iterator[str]:
    if not isinstance(tree, dict):
        return
    schema = type(value)
    names = _field_names(schema)
    unknown = [key for key in tree if key not in names]
    if schema.model_config.get("extra") != "allow" and unknown:
        if exact or not names & tree.keys():
            yield f"{place or WHOLE}: the keys are not those of the schema"
        absent = [name for name in schema.model_fields if name not in value.model_fields_set]
        for key in unknown:
            for name in absent:
                if _alike(key, name):
                    yield f"{place}.{key}: unknown key; “{name}” was expected".lstrip(".")
    for name, field in schema.model_fields.items():
        for key in (name, field.alias, field.validation_alias):
            if isinstance(key, str) and key in tree:
                yield from _mismatches(
                    tree[key], getattr(value, name), f"{place}.{key}".lstrip("."), exact
                )
                break


def _alike(one: str, other: str) -> bool:
    first, second = (re.sub(r"[\W_]", "", text).lower() for text in (one, other))
    return SequenceMatcher(None, first, second).ratio() >= 0.75
