"""Reads what the pure parts need from the database, as plain values."""

import functools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from programs import prompts
from programs.exercise_catalogue import Equipment, Exercise, Level, Limit
from programs.facts import CurrentLift, Goal, ProgramFacts
from programs.limits import read_limits
from programs.models import CatalogueExercise, CompletedSet, Program, Week
from programs.progress import LoggedSet
from programs.schemas import ProgramMetadata, WeekContent
from programs.screening import screen_text
from project.drafts import Method
from project.models import User
from providers.redaction import MessageT, Redaction, Term

SHORTEST_LOGIN = 4


class ClientRedaction(Redaction):
    """Hides the client, and leaves what is ours: the system message, which is one constant for all
    clients, and the slugs of the catalogue. Mr Smith's program may still have a smith-machine-row.
    """

    def __init__(self, client: User, catalogue: Iterable[Exercise]) -> None:
        super().__init__(client_terms(client))
        slugs = sorted((one.slug for one in catalogue), key=len, reverse=True)
        words = "|".join(map(re.escape, slugs)) or "(?!)"
        self._ours = re.compile(rf"(?<![\w-])({words})(?![\w-])")

    def redact(self, text: str) -> str:
        # A slug is at every other place of the split.
        parts = self._ours.split(text)
        parts[::2] = [super(ClientRedaction, self).redact(part) for part in parts[::2]]
        return "".join(parts)

    def preview(self, messages: Sequence[MessageT]) -> list[MessageT]:
        hidden = super().preview(messages)
        return [
            one if getattr(one, "role", "") == "system" else other
            for one, other in zip(messages, hidden, strict=True)
        ]


@dataclass(frozen=True)
class MetadataTask:
    """What the drafting of a program's metadata needs."""

    facts: ProgramFacts
    redaction: Redaction


@dataclass(frozen=True)
class WeekTask:
    """What the drafting of one week needs. current: what stands, when it is written again.
    may_compose: whether the offline composer may write it. It beats nothing, but not a model's
    week, and it follows no wish.
    """

    number: int
    metadata: ProgramMetadata
    facts: ProgramFacts
    current: WeekContent | None
    may_compose: bool
    redaction: Redaction


def metadata_task(program: Program) -> MetadataTask:
    catalogue = CatalogueExercise.objects.as_catalogue()
    return MetadataTask(
        drafting_facts(program, catalogue), ClientRedaction(program.client, catalogue)
    )


def week_tasks(program: Program, weeks: Iterable[Week]) -> dict[int, WeekTask]:
    """By week number. The program must have its metadata. A week with an instruction is a
    rewrite, so what stands goes along.
    """
    metadata = program.outline
    if metadata is None:
        raise ValueError(f"program {program.pk} has no metadata yet")
    catalogue = CatalogueExercise.objects.as_catalogue()
    redaction = ClientRedaction(program.client, catalogue)
    return {
        week.number: WeekTask(
            number=week.number,
            metadata=metadata,
            facts=drafting_facts(program, catalogue, week.instruction),
            current=week.content() if week.instruction and week.is_written else None,
            may_compose=week.proposal is None or week.proposal.method != Method.MODEL,
            redaction=redaction,
        )
        for week in weeks
    }


def drafting_facts(
    program: Program, catalogue: tuple[Exercise, ...], instruction: str = ""
) -> ProgramFacts:
    """The facts as they may reach a provider: a text that raised a flag stays here, even after
    clearance was recorded.
    """
    return facts_of(
        program,
        catalogue,
        goal_text=harmless(program.goal_text, program.weight_kg),
        limits_text=harmless(program.limits_text, program.weight_kg),
        instruction=harmless(instruction, program.weight_kg),
    )


def judging_facts(program: Program) -> ProgramFacts:
    """The facts for the rules: exercises that were retired since do not break an older plan."""
    known = tuple(row.as_exercise() for row in CatalogueExercise.objects.all())
    return facts_of(program, known, goal_text=program.goal_text, limits_text=program.limits_text)


def facts_of(
    program: Program,
    catalogue: tuple[Exercise, ...],
    *,
    goal_text: str,
    limits_text: str,
    instruction: str = "",
) -> ProgramFacts:
    return ProgramFacts(
        goal=Goal(program.goal),
        goal_text=goal_text,
        level=Level(program.level),
        weeks=program.duration_weeks,
        days=program.days_per_week,
        age=program.age,
        height_cm=program.height_cm,
        weight_kg=program.weight_kg,
        equipment=frozenset(Equipment(item) for item in program.equipment),
        # Read before a text is withheld: what it rules out stays ruled out.
        limits=frozenset(Limit(item) for item in program.limits) | read_limits(program.limits_text),
        limits_text=limits_text,
        minutes=program.minutes,
        lifts=tuple(CurrentLift(**lift) for lift in program.lifts),
        training_days=tuple(program.training_days),
        instruction=instruction,
        catalogue=catalogue,
    )


def harmless(text: str, weight_kg: float | None = None) -> str:
    return "" if screen_text(text, weight_kg) else text


def client_terms(client: User) -> list[Term]:
    """Names and addresses of the client and of those who coach them: a person may write them into
    a wish.
    """
    people = [client, *User.objects.filter(coaches_clients__client=client).order_by("pk")]
    return [term for person in people for term in _terms_of(person)]


def _terms_of(person: User) -> Iterator[Term]:
    if person.get_full_name():
        yield Term("PERSON", person.get_full_name(), (person.first_name, person.last_name))
    if person.email:
        yield Term("EMAIL", person.email)
    # A login such as "strength" is a word of ours, and one such as "al" is too short to tell.
    login = person.username.lower()
    if len(login) >= SHORTEST_LOGIN and login not in {person.first_name.lower(), *our_words()}:
        yield Term("ID", person.username)


@functools.cache
def our_words() -> frozenset[str]:
    """The words of the message that is the same for all clients."""
    return frozenset(re.findall(r"[a-z]+", prompts.system_message().content.lower()))


def written_weeks(program: Program) -> dict[int, WeekContent]:
    """The weeks that stand, by number, in a few queries."""
    rows = Week.objects.filter(program=program).with_content()
    return {week.number: week.content() for week in rows if week.is_written}


def catalogue_by_slug() -> Mapping[str, Exercise]:
    """Every exercise that a plan may refer to, retired ones included."""
    return CatalogueExercise.objects.all().by_slug()


def slugs_by_words() -> dict[str, str]:
    """The catalogue's slugs by slug and by name, both as `spelled` writes them. Retired exercises
    too: a lift that was done stays done.
    """
    rows = list(CatalogueExercise.objects.values_list("slug", "name"))
    return {spelled(name): slug for slug, name in rows} | {spelled(slug): slug for slug, _ in rows}


def spelled(exercise: str) -> str:
    """A slug or a name without what people spell in different ways."""
    return " ".join(exercise.lower().replace("-", " ").replace("_", " ").split())


def done_sets(client: User, exercise: str = "") -> Iterator[LoggedSet]:
    """What a client logged in repetitions, of one exercise or of all."""
    rows = CompletedSet.objects.filter(session__client=client, reps__isnull=False)
    if exercise:
        rows = rows.filter(exercise=exercise)
    for slug, day, kg, reps, rpe in rows.values_list(
        "exercise", "session__performed_on", "kg", "reps", "rpe"
    ):
        yield LoggedSet(exercise=slug, day=day, kg=kg, reps=reps or 0, rpe=rpe)
