"""Whether validation kept the meaning of what the model wrote.

Pydantic converts generously: "2026" becomes a moment in 1970, true becomes 1, a key that it does
not know is dropped. Each of these turns a slip into a wrong value, so the parsed JSON and the value
are walked side by side, and every such change is reported.
"""

import dataclasses
import datetime
import math
import re
from collections import deque
from collections.abc import Iterator
from decimal import Decimal
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any, get_args

from pydantic import AliasChoices, AliasPath, BaseModel, RootModel
from pydantic_core import PydanticUndefined

WHOLE = "the whole answer"
MOST_UNKNOWN = 100
DEEPEST_ANNOTATION = 6

GROUPED = re.compile(r"\s*[+-]?\d{1,3}(?:\.\d{3})+\s*")
CALENDAR = re.compile(r"\s*[+-]?P[^T]*\d[YM]", re.I)

# The classes that a value could have had by its annotation, with the one that it has.
Rivals = tuple[type[BaseModel], ...]


def mismatches(tree: Any, value: BaseModel, *, exact: bool) -> Iterator[str]:
    """Sentences that say where the value means something else than the tree.

    exact: keys that the schema does not know are refused rather than dropped.
    """
    return _changes(tree, value, "", exact, ())


@lru_cache(maxsize=512)
def known_keys(schema: type[BaseModel]) -> frozenset[str]:
    """Every key under which the schema takes a field."""
    return frozenset(key for name in schema.model_fields for key in _keys(schema, name))


@lru_cache(maxsize=512)
def own_keys(schema: type[BaseModel]) -> frozenset[str]:
    """The keys and names of the fields; for a root class, those of what it holds."""
    if not issubclass(schema, RootModel):
        return known_keys(schema) | schema.model_fields.keys()
    held = classes_in(schema.model_fields["root"].annotation)
    return frozenset(key for one in held if one is not schema for key in known_keys(one))


def classes_in(annotation: Any, level: int = 0) -> Rivals:
    """The Pydantic classes that an annotation names, at any depth of it."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return (annotation,)
    if level >= DEEPEST_ANNOTATION:
        return ()
    inner = (classes_in(part, level + 1) for part in get_args(annotation))
    return tuple(dict.fromkeys(one for classes in inner for one in classes))


def _choices(schema: type[BaseModel], name: str) -> list[str | AliasPath]:
    """The keys and paths under which Pydantic looks for a field, in its order."""
    alias = schema.model_fields[name].validation_alias
    if alias is None:
        return [name]
    choices = list(alias.choices) if isinstance(alias, AliasChoices) else [alias]
    config = schema.model_config
    by_name = config.get("populate_by_name") or config.get("validate_by_name")
    return [*choices, name] if by_name else choices


def _keys(schema: type[BaseModel], name: str) -> list[str]:
    choices = _choices(schema, name)
    keys = [choice if isinstance(choice, str) else choice.path[0] for choice in choices]
    return [key for key in keys if isinstance(key, str)]


def _given(tree: dict[str, Any], schema: type[BaseModel], name: str) -> dict[str, Any]:
    """What the tree holds for a field, under each of the field's keys."""
    found: dict[str, Any] = {}
    for choice in _choices(schema, name):
        if isinstance(choice, str):
            if choice in tree:
                found[choice] = tree[choice]
            continue
        node = choice.search_dict_for_path(tree)
        if node is not PydanticUndefined:
            found[".".join(map(str, choice.path))] = node
    return found


def _changes(tree: Any, value: Any, place: str, exact: bool, rivals: Rivals) -> Iterator[str]:
    if isinstance(value, RootModel):
        held = classes_in(type(value).model_fields["root"].annotation)
        yield from _changes(tree, value.root, place, exact, held)
    elif isinstance(value, BaseModel):
        if isinstance(tree, dict):
            yield from _object_changes(tree, value, place, exact, rivals)
    elif dataclasses.is_dataclass(value) and isinstance(tree, dict):
        for key, item in vars(value).items():
            if key in tree:
                yield from _changes(tree[key], item, _at(place, key), exact, ())
    elif isinstance(value, list | tuple | deque) and isinstance(tree, list):
        for index, (node, item) in enumerate(zip(tree, value, strict=False)):
            yield from _changes(node, item, _at(place, index), exact, rivals)
    elif isinstance(value, set | frozenset) and isinstance(tree, list):
        yield from _set_changes(tree, value, place)
    elif isinstance(value, dict) and isinstance(tree, dict):
        yield from _dict_changes(tree, value, place, exact, rivals)
    elif problem := _scalar_change(tree, value):
        yield f"{place or WHOLE}: {problem}"


def _at(place: str, part: object) -> str:
    return f"{place}.{part}".lstrip(".")


def _dict_changes(
    tree: dict[str, Any], value: dict[Any, Any], place: str, exact: bool, rivals: Rivals
) -> Iterator[str]:
    if all(isinstance(key, str) for key in value):
        for key, item in value.items():
            if key in tree:
                yield from _changes(tree[key], item, _at(place, key), exact, rivals)
        return
    if len(tree) != len(value):
        yield f"{place or WHOLE}: two of the keys mean the same"
        return
    # The order is kept, and it is all that ties a converted key to the text it came from.
    for (written, node), (key, item) in zip(tree.items(), value.items(), strict=True):
        yield from _changes(written, key, _at(place, written), exact, ())
        yield from _changes(node, item, _at(place, written), exact, rivals)


def _set_changes(tree: list[Any], value: Any, place: str) -> Iterator[str]:
    """A set has lost which item came from where: a node is refused when every kind of item in the
    set would be a change of it."""
    for item in value:
        if isinstance(item, float | Decimal) and not math.isfinite(item):
            yield f"{place or WHOLE}: {_scalar_change('', item)}"
    kinds = list({type(item): item for item in value}.values())
    for node in tree:
        problems = [_scalar_change(node, item) for item in kinds]
        if problems and all(problems):
            yield f"{place or WHOLE}: {problems[0]}"


def _scalar_change(node: Any, value: Any) -> str | None:
    number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
    if number and isinstance(node, bool):
        return "a number was expected, not true or false"
    if isinstance(value, float | Decimal) and not math.isfinite(value):
        return "NaN and Infinity are not values"
    if isinstance(value, datetime.date | datetime.time | datetime.timedelta):
        return _time_change(node, value)
    if isinstance(value, int) and number:
        if isinstance(node, str) and GROUPED.fullmatch(node):
            return f"“{node.strip()}” may be grouped digits or a fraction; write the plain number"
        if isinstance(node, float) and Decimal(str(node)) != value:
            return "a whole number this large is written without a point or an exponent"
    return None


def _time_change(node: Any, value: object) -> str | None:
    # Pydantic takes a number, even in quotes, for seconds since 1970.
    if isinstance(node, int | float) or (isinstance(node, str) and _numeric(node)):
        return "a date or time in ISO form was expected, not a number"
    if isinstance(value, datetime.timedelta) and isinstance(node, str) and CALENDAR.match(node):
        return "a duration was expected in weeks, days or less; months and years vary in length"
    return None


def _numeric(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _object_changes(
    tree: dict[str, Any], value: BaseModel, place: str, exact: bool, rivals: Rivals
) -> Iterator[str]:
    names = known_keys(type(value))
    unknown = [key for key in tree if key not in names]
    if unknown and type(value).model_config.get("extra") != "allow":
        yield from _unknown_changes(tree, unknown, value, place, exact, rivals)
    for name, field in type(value).model_fields.items():
        given = _given(tree, type(value), name)
        first = next(iter(given.values()), None)
        if any(type(node) is not type(first) or node != first for node in given.values()):
            yield f"{_at(place, name)}: given as “{'” and “'.join(given)}” with different values"
        elif given:
            inner = classes_in(field.annotation)
            yield from _changes(
                first, getattr(value, name), _at(place, next(iter(given))), exact, inner
            )


def _unknown_changes(
    tree: dict[str, Any],
    unknown: list[str],
    value: BaseModel,
    place: str,
    exact: bool,
    rivals: Rivals,
) -> Iterator[str]:
    schema = type(value)
    if exact or not known_keys(schema) & tree.keys() or len(unknown) > MOST_UNKNOWN:
        yield f"{place or WHOLE}: the keys are not those of the schema"
        return
    absent = [name for name in schema.model_fields if name not in value.model_fields_set]
    elsewhere = {key for one in rivals if one is not schema for key in known_keys(one)}
    required = {name for name, field in schema.model_fields.items() if field.is_required()}
    for key in unknown:
        for name in absent:
            keys = _keys(schema, name)
            if any(alike(key, wanted) for wanted in (name, *keys)):
                yield f"{_at(place, key)}: unknown key; “{(*keys, name)[0]}” was expected"
        if key in elsewhere:
            yield f"{_at(place, key)}: this key belongs to another kind of object"
        inner = tree[key]
        if not place and isinstance(inner, dict) and required and required <= inner.keys():
            yield f"{key}: two objects could be the answer, one inside the other"


def alike(one: str, other: str) -> bool:
    """Whether a key looks like another one misspelt, or like one that took in its neighbours."""
    if one == other or other in re.split(r"[^\w\-]+", one):
        return True
    first, second = (re.sub(r"[\W_]", "", text).lower() for text in (one, other))
    matcher = SequenceMatcher(None, first, second)
    return matcher.real_quick_ratio() >= 0.75 and matcher.ratio() >= 0.75
