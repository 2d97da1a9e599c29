"""The health screen: what must be cleared by a professional before a plan is written.

`screen` reads the answers to our questions and every free text that would go to a provider. A flag
stops the draft before any provider is called; a coach may record that clearance was given. It is
no diagnosis, and it errs on the side of asking. Flags name kinds, never the words that raised them,
so that a job's message or a log can say them.

Red flags of a health screen (chest pain, fainting, pregnancy, recent surgery, a
minor, eating disorder words, weight loss faster than about 1 kg a week or while underweight); the
questions follow the idea of the pre-exercise questionnaires in common use, in our own words.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from programs.screening.words import kinds_in

ADULT = 18
MAX_PLAUSIBLE_AGE = 100
# kg/m2: below it an adult is underweight.
LEAST_BODY_MASS_INDEX = 18.5


class RedFlag(StrEnum):
    CHEST_PAIN = "chest_pain"
    FAINTING = "fainting"
    HEART = "heart"
    BREATHING = "breathing"
    PREGNANCY = "pregnancy"
    SURGERY = "surgery"
    ACUTE_INJURY = "acute_injury"
    MINOR = "minor"
    EATING_DISORDER = "eating_disorder"
    RAPID_WEIGHT_LOSS = "rapid_weight_loss"
    ADVISED_AGAINST = "advised_against"
    OTHER_CONDITION = "other_condition"


@dataclass(frozen=True)
class Question:
    """A question to answer with yes or no; yes raises the flag."""

    key: str
    text: str
    flag: RedFlag


QUESTIONS: Final[tuple[Question, ...]] = (
    Question(
        "heart_condition",
        "Has a doctor ever told you that you have a heart condition or high blood pressure that "
        "is not under control?",
        RedFlag.HEART,
    ),
    Question(
        "chest_pain",
        "Have you felt pain or pressure in the chest, at rest or with effort?",
        RedFlag.CHEST_PAIN,
    ),
    Question(
        "fainting",
        "In the last year, have you fainted or lost your balance because of dizziness?",
        RedFlag.FAINTING,
    ),
    Question(
        "breathless",
        "Do you get short of breath at rest or with very light effort?",
        RedFlag.BREATHING,
    ),
    Question(
        "pregnant",
        "Are you pregnant, or did you give birth within the last six months?",
        RedFlag.PREGNANCY,
    ),
    Question(
        "surgery",
        "Have you had surgery within the last six months, or are you waiting for one?",
        RedFlag.SURGERY,
    ),
    Question(
        "acute_injury",
        "Do you have an injury that is fresh, getting worse, or not yet looked at?",
        RedFlag.ACUTE_INJURY,
    ),
    Question(
        "eating_disorder",
        "Do you have, or have you had, an eating disorder?",
        RedFlag.EATING_DISORDER,
    ),
    Question(
        "advised_against",
        "Has a doctor or therapist told you to avoid exercise or to train only under supervision?",
        RedFlag.ADVISED_AGAINST,
    ),
    Question(
        "other_condition",
        "Is there any other illness or medication because of which you should ask before training?",
        RedFlag.OTHER_CONDITION,
    ),
)

REASONS: Final[Mapping[RedFlag, str]] = {
    RedFlag.CHEST_PAIN: "chest pain or pressure",
    RedFlag.FAINTING: "fainting or dizziness",
    RedFlag.HEART: "a heart or circulation condition",
    RedFlag.BREATHING: "trouble with breathing",
    RedFlag.PREGNANCY: "pregnancy or a recent birth",
    RedFlag.SURGERY: "recent or planned surgery",
    RedFlag.ACUTE_INJURY: "a fresh or worsening injury",
    RedFlag.MINOR: "an age under 18",
    RedFlag.EATING_DISORDER: "signs of an eating disorder",
    RedFlag.RAPID_WEIGHT_LOSS: (
        "a wish to lose weight faster than about 1 kg a week, or while underweight"
    ),
    RedFlag.ADVISED_AGAINST: "advice not to train without supervision",
    RedFlag.OTHER_CONDITION: "a condition that should be cleared first",
}


@dataclass(frozen=True)
class Screening:
    """flags: each once, in the order of `RedFlag`. sources: "answers", "age", "goal", or the name
    of the free text, for each flag.
    """

    flags: tuple[RedFlag, ...] = ()
    sources: tuple[tuple[RedFlag, str], ...] = ()

    @property
    def is_clear(self) -> bool:
        return not self.flags

    @property
    def notice(self) -> str:
        """What the client is told; empty when the screen is clear."""
        if self.is_clear:
            return ""
        return (
            f"Your answers mention {self._listed}. Please see a doctor or another qualified "
            "professional and get clearance before you start. No plan has been written yet; your "
            f"coach can record the clearance, and then it will be.{self._help}"
        )

    @property
    def wish_notice(self) -> str:
        """What is said of a wish for a plan that exists; empty when the screen is clear."""
        if self.is_clear:
            return ""
        return (
            f"This mentions {self._listed}, so it was not sent to a model, and nothing was "
            "changed. Training should wait until a doctor or another qualified professional has "
            f"been asked; tell the coach as well.{self._help}"
        )

    @property
    def _listed(self) -> str:
        reasons = [REASONS[flag] for flag in self.flags]
        return reasons[0] if len(reasons) == 1 else f"{', '.join(reasons[:-1])} and {reasons[-1]}"

    @property
    def _help(self) -> str:
        text = ""
        if {RedFlag.CHEST_PAIN, RedFlag.FAINTING} & set(self.flags):
            text += " If you have these signs now, call your local emergency number."
        if RedFlag.EATING_DISORDER in self.flags:
            text += " You do not have to deal with this alone: talk to someone you trust."
        return text


def unanswered(answers: Mapping[str, bool]) -> tuple[str, ...]:
    """Keys of questions without an answer."""
    return tuple(one.key for one in QUESTIONS if one.key not in answers)


def screen(
    answers: Mapping[str, bool],
    *,
    age: int | None = None,
    weight_kg: float | None = None,
    height_cm: float | None = None,
    is_to_lose: bool = False,
    texts: Mapping[str, str] | None = None,
) -> Screening:
    """answers: yes or no by question key; unknown keys are ignored. weight_kg: today's, for wishes
    that name a weight to reach. is_to_lose: whether the goal that was chosen is to lose weight.
    texts: every free text of the client, by the name of its field.
    """
    is_underweight = _is_underweight(weight_kg, height_cm)
    found: list[tuple[RedFlag, str]] = [
        (one.flag, "answers") for one in QUESTIONS if answers.get(one.key) is True
    ]
    if age is not None and not ADULT <= age <= MAX_PLAUSIBLE_AGE:
        found.append((RedFlag.MINOR if age < ADULT else RedFlag.OTHER_CONDITION, "age"))
    if is_to_lose and is_underweight:
        found.append((RedFlag.RAPID_WEIGHT_LOSS, "goal"))
    for name, text in (texts or {}).items():
        kinds = kinds_in(text, weight_kg, is_underweight=is_underweight)
        found += [(RedFlag(kind), name) for kind in kinds]
    return _screening(found)


def screen_text(
    text: str, weight_kg: float | None = None, height_cm: float | None = None
) -> tuple[RedFlag, ...]:
    """The flags that a free text alone raises: for a wish about one week, a note, an edit."""
    return screen({}, weight_kg=weight_kg, height_cm=height_cm, texts={"text": text}).flags


def _is_underweight(weight_kg: float | None, height_cm: float | None) -> bool:
    """Whether it is known to be so."""
    if not weight_kg or not height_cm:
        return False
    return weight_kg / (height_cm / 100) ** 2 < LEAST_BODY_MASS_INDEX


def _screening(found: Iterable[tuple[RedFlag, str]]) -> Screening:
    sources = tuple(dict.fromkeys(found))
    raised = {flag for flag, _ in sources}
    return Screening(tuple(flag for flag in RedFlag if flag in raised), sources)
