"""Text in, a value of a Pydantic class out, or the reason why not.

Read leniently, accept strictly: fences, prose, thinking, other quotes, comments and envelopes are
read; what was cut, invented or ambiguous is rejected. A wrong value is worse than an error.
"""

import copy
import re
from collections.abc import Callable
from itertools import islice
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import PydanticCustomError

from providers import envelopes, fidelity, lenient
from providers.fidelity import WHOLE
from providers.lenient import Parsed
from providers.rewriter import Unreadable

Schema = TypeVar("Schema", bound=BaseModel)
Transform = Callable[[Any], Any]

MAX_REASONS = 12
MAX_ERRORS = 1_000
LONGEST_FENCED = 200_000
FENCE = re.compile(r"\s*(?:`{3,}|~{3,})\w*\s*")

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
        documents = _documents(lenient.without_thinking(text))
    except Unreadable as error:
        raise InvalidOutput(str(error)) from None
    return _one_value(documents, schema, transform)


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
    if envelopes.UNSTORABLE.search(answer):
        raise InvalidOutput("the answer holds characters that cannot be stored")
    return answer


def declines(text: str) -> bool:
    """Whether an answer that should have been JSON says that the model will not write it."""
    try:
        said = lenient.without_thinking(text)
    except Unreadable:
        return False
    return len(said) <= LONGEST_REFUSAL and "{" not in said and bool(DECLINES.match(said))


def _documents(text: str) -> list[list[Parsed]]:
    """Every JSON document in the text, each one once, with all readings that it allows."""
    if not text:
        raise Unreadable("the answer is empty")
    for whole in (text, _fenced_string(text)):
        try:
            return [[Parsed(lenient.strict(whole))]]
        except ValueError:
            pass
    found: list[list[Parsed]] = []
    for count, span in enumerate(lenient.spans(text)):
        if count >= lenient.MAX_SPANS:
            raise Unreadable("the answer holds too many objects")
        readings = lenient.parse(span)
        if not any(_same(readings, others) for others in found):
            found.append(readings)
    if not found:
        raise Unreadable("the answer holds no JSON")
    return found


def _fenced_string(text: str) -> str:
    """The only line of a fence, if it is a string: a JSON answer encoded once more."""
    lines = text.splitlines() if len(text) <= LONGEST_FENCED else []
    fenced = len(lines) == 3 and FENCE.match(lines[0]) and FENCE.fullmatch(lines[2])
    return lines[1].strip() if fenced and lines[1].lstrip().startswith('"') else ""


def _same(one: list[Parsed], other: list[Parsed]) -> bool:
    return len(one) == len(other) and all(
        envelopes.identical(first.value, second.value)
        for first, second in zip(one, other, strict=True)
    )


def _one_value(
    documents: list[list[Parsed]], schema: type[Schema], transform: Transform | None
) -> Schema:
    values: list[Schema] = []
    failures: list[InvalidOutput] = []
    for readings in documents:
        try:
            value = _only_fit(readings, schema, transform)
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


def _only_fit(readings: list[Parsed], schema: type[Schema], transform: Transform | None) -> Schema:
    """The value of the one reading that fits. Several readings that fit with different values are
    none: which one was meant is not in the text."""
    if len(readings) == 1 and not readings[0].doubt:
        return _accept(readings[0], schema, transform, exact=readings[0].repaired)
    fits: list[tuple[Parsed, Schema]] = []
    failures: list[InvalidOutput] = []
    for reading in readings:
        try:
            value = _accept(reading, schema, transform, exact=False)
        except InvalidOutput as error:
            failures.append(error)
            continue
        if all(value != other for _, other in fits):
            fits.append((reading, value))
    if len(fits) > 1:
        raise InvalidOutput("a bracket is wrong, and it could belong in several places")
    if not fits:
        raise failures[0]
    if fits[0][0].doubt:
        raise InvalidOutput(fits[0][0].doubt)
    return _accept(fits[0][0], schema, transform, exact=True)


def _accept(
    tree: Parsed, schema: type[Schema], transform: Transform | None, *, exact: bool
) -> Schema:
    failures: list[InvalidOutput] = []
    fields = fidelity.own_keys(schema)
    for candidate in envelopes.unwrapped(tree.value, fields):
        if envelopes.repeats_schema(candidate, fields):
            raise InvalidOutput("the answer repeats the schema; answer with the data itself")
        try:
            if problem := envelopes.placeholder(candidate):
                raise InvalidOutput(problem)
            data = transform(candidate) if transform else candidate
            return _validated(data, schema, exact=exact)
        except InvalidOutput as error:
            failures.append(error)
    # What is wrong inside tells the model more than that an envelope is not the object.
    raise next((one for one in failures if not one.reason.startswith(WHOLE)), failures[0])


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
    problems = list(islice(fidelity.mismatches(tree, value, exact=exact), MAX_REASONS))
    if problems:
        raise InvalidOutput(*problems)
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
    places: list[tuple[tuple[int | str, ...], Any]] = []
    for item in error.errors(include_url=False, include_context=False):
        value = envelopes.decoded(item["input"]) if isinstance(item["input"], str) else None
        if item["type"] not in wanted or not isinstance(value, dict | list):
            return None
        places.append((item["loc"], value))
    result = copy.deepcopy(tree)
    changed = False
    for place, value in places:
        changed = _replace(result, place, value) or changed
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
