"""The neutral template: every section, for any age, setting and area of need."""

from ieps.facts import SectionSpec
from ieps.schemas import SectionKind
from ieps.templates_catalogue.entry import TemplateEntry

READING_STEMS = (
    "read aloud a practised passage at instructional level",
    "read aloud an unfamiliar passage at instructional level",
    "answer comprehension questions about a passage at instructional level",
)
WRITING_STEMS = (
    "write a paragraph with a topic sentence, details and a closing sentence",
    "put capitals and end marks in each sentence of a written answer",
)
MATH_STEMS = (
    "solve math computation problems at instructional level",
    "solve one-step word problems",
)

_SECTIONS = (
    SectionSpec(
        "student_info",
        "Student information",
        SectionKind.STATEMENT,
        "Name, date of birth, class and date of the IEP, from the record.",
    ),
    SectionSpec(
        "present_levels",
        "Present levels",
        SectionKind.STATEMENT,
        "Present levels of academic achievement and functional performance. Begin with strengths. "
        "Give the latest result for each area of need, with tool, date, score and unit, and write "
        "“not assessed” where there is none. Compare with an earlier result of the same tool where "
        "the record has one. End with how the needs affect work in the general curriculum.",
    ),
    SectionSpec(
        "long_term_goal",
        "Long-term goal",
        SectionKind.GOALS,
        "One measurable annual goal for the student's most pressing need, to be reached within "
        "12 months. State its baseline from the latest assessment in that area.",
        (READING_STEMS[1], WRITING_STEMS[0], MATH_STEMS[0]),
    ),
    SectionSpec(
        "short_term_goals",
        "Short-term goals",
        SectionKind.GOALS,
        "Goals for the first half of the year. Begin the statement with the period, as two dates. "
        "Take a value on the way from each baseline to its annual target. Cover the needs that no "
        "other section sets a goal for, such as reading comprehension and writing.",
        (READING_STEMS[2], WRITING_STEMS[1], MATH_STEMS[1]),
    ),
    SectionSpec(
        "oral_language.receptive",
        "Oral language: receptive",
        SectionKind.GOALS,
        "Goals and recommendations for listening: following spoken directions, vocabulary, and "
        "making sense of explanations in class.",
    ),
    SectionSpec(
        "oral_language.expressive",
        "Oral language: expressive",
        SectionKind.GOALS,
        "Goals and recommendations for speaking: sentences, telling events in order, taking part "
        "in discussion.",
    ),
    SectionSpec(
        "reading.familiar",
        "Reading: familiar text",
        SectionKind.GOALS,
        "A goal for reading practised text aloud: accuracy, rate, phrasing. Recommendations for "
        "repeated reading.",
        (READING_STEMS[0],),
    ),
    SectionSpec(
        "reading.unfamiliar",
        "Reading: unfamiliar text",
        SectionKind.GOALS,
        "A goal for reading text that was not practised: decoding words, accuracy, rate. "
        "Recommendations for teaching decoding.",
        (READING_STEMS[1],),
    ),
    SectionSpec(
        "reading.comprehension",
        "Reading comprehension: recommendations",
        SectionKind.RECOMMENDATIONS,
        "Recommendations for making sense of text: before, while and after reading, at this "
        "student's level.",
    ),
    SectionSpec(
        "spelling",
        "Spelling",
        SectionKind.GOALS,
        "A goal for spelling words of taught patterns in writing.",
    ),
    SectionSpec(
        "writing",
        "Writing: recommendations",
        SectionKind.RECOMMENDATIONS,
        "Recommendations for planning, writing and revising, and for the tools that help.",
    ),
    SectionSpec(
        "concept",
        "Concepts: recommendations",
        SectionKind.RECOMMENDATIONS,
        "Recommendations for concepts that lessons rest on: position, time, quantity, category, "
        "comparison.",
    ),
    SectionSpec(
        "math",
        "Math",
        SectionKind.GOALS,
        "A goal for math at the student's level, and recommendations for teaching it.",
        MATH_STEMS,
    ),
    SectionSpec(
        "services",
        "Services",
        SectionKind.SERVICES,
        "Special education, related services, aids and supports for every need. For each: what, "
        "how often, minutes, where, for how long, from which day, and the role of who gives it.",
    ),
    SectionSpec(
        "progress_reporting",
        "Progress reporting",
        SectionKind.STATEMENT,
        "How progress on each goal is measured, how often, by whom, and when the family gets a "
        "report.",
    ),
    SectionSpec(
        "participation",
        "Participation with peers",
        SectionKind.STATEMENT,
        "How the student takes part with peers in class, in activities and at breaks, and the "
        "reason for any time away from the general education class. Decide no placement.",
    ),
    SectionSpec(
        "assessment_accommodations",
        "Assessment accommodations",
        SectionKind.STATEMENT,
        "Accommodations in state and district assessments that follow from the needs. Where the "
        "record says that an alternate assessment is taken: why the regular one does not fit, and "
        "why the alternate one does.",
    ),
    SectionSpec(
        "transition",
        "Transition",
        SectionKind.STATEMENT,
        "For a student who turns 16 while this IEP is in effect: goals for education or training, "
        "for employment and, where it fits, independent living, and the courses and services "
        "toward them. Within a year of the age of majority: the notice of the rights that "
        "transfer. For a younger student: not applicable, with the reason.",
    ),
)

DEFAULT_TEMPLATE = TemplateEntry(
    slug="default",
    name="Default IEP template",
    description="Every section that an IEP needs, for any age, setting and area of need.",
    sections=_SECTIONS,
    is_default=True,
)
