"""From a model's text to a value that may be used, and the message that asks again when not."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from project.findings import Finding, Severity
from providers import salvage, structured
from providers.backends.base import ProviderAnswer
from providers.errors import Category, ProviderError
from providers.generation import GenerationRequest, Message
from providers.redaction import UnknownPlaceholder
from providers.structured import InvalidOutput

MAX_ECHO = 60_000
MAX_FINDINGS = 20


@dataclass(frozen=True)
class Reading:
    """A value that satisfies the schema, with what the domain's check found."""

    value: Any
    findings: tuple[Finding, ...] = ()
    salvaged: bool = False

    @property
    def broken_rules(self) -> tuple[Finding, ...]:
        return tuple(one for one in self.findings if one.severity == Severity.ERROR)


class Unusable(ProviderError):
    """An answer that cannot be used. complaints go back to the model and nowhere else."""

    def __init__(
        self,
        category: Category,
        message: str,
        complaints: Sequence[str] = (),
        reading: Reading | None = None,
    ) -> None:
        super().__init__(category, message)
        self.complaints = tuple(complaints)
        self.reading = reading


def read(answer: ProviderAnswer, request: GenerationRequest) -> Reading:
    """The usable value of an answer. Raises Unusable: truncated, invalid_output or content_filter.

    An answer that satisfies the schema but breaks a rule comes along as `reading`, and so do the
    complete items of a cut answer where the caller asked for them.
    """
    if not answer.complete:
        raise Unusable(
            Category.TRUNCATED, "cut off at the output limit", reading=_salvaged(answer, request)
        )
    try:
        value = _value(answer.text, request)
    except InvalidOutput as error:
        if request.schema is not None and structured.declines(answer.text):
            raise Unusable(Category.CONTENT_FILTER, "the model declined in its own words") from None
        raise Unusable(
            Category.INVALID_OUTPUT, "does not satisfy the schema", error.reasons
        ) from None
    reading = checked(value, request)
    if reading.broken_rules:
        raise Unusable(
            Category.INVALID_OUTPUT,
            f"breaks {len(reading.broken_rules)} rules",
            [_complaint(finding) for finding in reading.broken_rules[:MAX_FINDINGS]],
            reading,
        )
    return reading


def _salvaged(answer: ProviderAnswer, request: GenerationRequest) -> Reading | None:
    if request.salvage_list is None or request.schema is None:
        return None
    try:
        value, count = salvage.complete_items(
            answer.text,
            request.schema,
            request.salvage_list,
            transform=lambda tree: _restored(tree, request),
        )
    except InvalidOutput:
        return None
    reading = checked(value, request)
    if reading.broken_rules and request.on_findings == "reject":
        return None
    cut = Finding(
        Severity.WARNING,
        "salvaged",
        request.salvage_list,
        f"The answer was cut off. Its {count} complete items were kept.",
        "Ask for fewer items at once.",
    )
    return Reading(value, (*reading.findings, cut), salvaged=True)


def checked(value: Any, request: GenerationRequest) -> Reading:
    findings = request.check(value) if request.check else ()
    return Reading(value, tuple(findings))


def reask(
    sent: tuple[Message, ...], previous: str, complaints: Sequence[str], request: GenerationRequest
) -> tuple[Message, ...]:
    """The messages that ask again: what was sent, the answer, and what is wrong with it.

    The complaints quote restored values, so they are redacted like everything that leaves.
    """
    listed = "\n".join(f"- {complaint}" for complaint in complaints)
    wish = f"That answer cannot be used:\n{listed}\nAnswer again, complete and corrected."
    if request.schema is not None:
        wish += " Answer with the JSON object only."
    added = (Message("assistant", previous[:MAX_ECHO]),) if previous.strip() else ()
    again = (*added, Message("user", wish))
    if request.redact is not None:
        again = tuple(request.redact.preview(again))
    return (*sent, *again)


def _value(text: str, request: GenerationRequest) -> Any:
    if request.schema is None:
        return _restored(structured.read_text(text), request)
    return structured.read(text, request.schema, transform=lambda tree: _restored(tree, request))


def _restored(value: Any, request: GenerationRequest) -> Any:
    if request.redact is None:
        return value
    try:
        return request.redact.restore(value)
    except UnknownPlaceholder as error:
        raise InvalidOutput(
            f"{error.placeholder} is not a placeholder of the request; use only those given"
        ) from None


def _complaint(finding: Finding) -> str:
    place = f"{finding.place}: " if finding.place else ""
    fix = f" {finding.fix}" if finding.fix else ""
    return f"{place}{finding.message}{fix}"
