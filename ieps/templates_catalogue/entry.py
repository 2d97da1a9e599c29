"""What a template that ships holds, and how one is made out of another."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from ieps.facts import SectionSpec
from ieps.schemas import SectionKind

OPENING = ("student_info", "present_levels")
GOALS = ("long_term_goal", "short_term_goals")
CLOSING = ("services", "progress_reporting", "participation", "assessment_accommodations")


@dataclass(frozen=True)
class TemplateEntry:
    """A template to seed. Ages are in years, both ends included; None where any age fits.

    `main_area` names the areas of need in words that `areas.areas_in` reads; it may be empty.
    """

    slug: str
    name: str
    description: str
    sections: tuple[SectionSpec, ...]
    age_from: int | None = None
    age_to: int | None = None
    setting: str = ""
    main_area: str = ""
    is_default: bool = False


def school_plan(*areas: str) -> tuple[str, ...]:
    """The keys of a plan with sections for these areas. What 34 CFR 300.320 asks for stands in
    every plan, transition too: a birth date may be missing, or an older student be given a plan
    for younger ones, and then a plan without it would be incomplete.
    """
    return (*OPENING, *GOALS, *areas, *CLOSING, "transition")


def transition_plan(*areas: str) -> tuple[str, ...]:
    """The same for students of transition age: what comes after school first, for the annual goals
    lead there.
    """
    return (*OPENING, "transition", *GOALS, *areas, *CLOSING)


def adapted(
    base: TemplateEntry,
    *,
    slug: str,
    name: str,
    description: str,
    keys: tuple[str, ...],
    age_from: int | None = None,
    age_to: int | None = None,
    setting: str = "",
    main_area: str = "",
    titles: Mapping[str, str] | None = None,
    kinds: Mapping[str, SectionKind] | None = None,
    guidance: Mapping[str, str] | None = None,
    stems: Mapping[str, tuple[str, ...]] | None = None,
) -> TemplateEntry:
    """A template for another age band, setting or main area of need: the base's sections of
    `keys`, in that order, and what differs in them by key.

    `guidance` is added to the base's; `titles`, `kinds` and `stems` replace it. Raises KeyError for
    a section that the base or `keys` lacks.
    """
    named, held = titles or {}, kinds or {}
    more, other = guidance or {}, stems or {}
    if unknown := {*named, *held, *more, *other} - set(keys):
        raise KeyError(f"{slug} has no section {', '.join(sorted(unknown))}")
    by_key = {section.key: section for section in base.sections}
    sections = tuple(
        replace(
            by_key[key],
            title=named.get(key, by_key[key].title),
            kind=held.get(key, by_key[key].kind),
            guidance=f"{by_key[key].guidance} {more.get(key, '')}".strip(),
            default_goal_stems=other.get(key, by_key[key].default_goal_stems),
        )
        for key in keys
    )
    return TemplateEntry(
        slug=slug,
        name=name,
        description=description,
        sections=sections,
        age_from=age_from,
        age_to=age_to,
        setting=setting,
        main_area=main_area,
    )
