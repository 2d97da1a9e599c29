"""Kindergarten to grade 5: learning to read, write and calculate."""

from ieps.schemas import SectionKind
from ieps.templates_catalogue.default import (
    DEFAULT_TEMPLATE,
    MATH_STEMS,
    READING_STEMS,
    WRITING_STEMS,
)
from ieps.templates_catalogue.entry import adapted, school_plan

LETTER_STEMS = ("say the sounds of printed letters for decoding",)
WORD_STEMS = ("read aloud words with taught phonics patterns",)
SPELLING_STEMS = ("spell dictated words with taught patterns",)
MOTOR_STEMS = ("form each letter on the line in fine motor practice",)

_TO_GRADE_LEVEL = "Say what stands between the present level and the standards of the grade."

ELEMENTARY = (
    adapted(
        DEFAULT_TEMPLATE,
        slug="early-literacy",
        name="Kindergarten to grade 2: early literacy",
        description="Choose it for a student of 5 to 8 who is learning letters, sounds and first "
        "words, and needs more than the class gives.",
        keys=school_plan(
            "oral_language.receptive",
            "oral_language.expressive",
            "reading.unfamiliar",
            "reading.familiar",
            "reading.comprehension",
            "spelling",
            "writing",
        ),
        age_from=5,
        age_to=8,
        setting="General education classroom with small-group instruction",
        main_area="Early reading, spelling and writing",
        titles={
            "reading.unfamiliar": "Reading: letters, sounds and new words",
            "reading.familiar": "Reading: practised books",
            "reading.comprehension": "Listening and reading comprehension: recommendations",
        },
        guidance={
            "present_levels": "Tell letter names, letter sounds, phonological awareness, words and "
            "sentences apart, as far as the record does.",
            "long_term_goal": "Choose the next step in a set order: sounds in spoken words, "
            "letter sounds, words, sentences.",
            "reading.unfamiliar": "For a student who does not yet read words, the goal is letter "
            "sounds or joining and parting sounds in spoken words.",
            "reading.comprehension": "Include books that an adult reads aloud.",
        },
        stems={
            "long_term_goal": (*WORD_STEMS, *SPELLING_STEMS),
            "short_term_goals": (*LETTER_STEMS, *WRITING_STEMS[1:]),
            "reading.unfamiliar": (*LETTER_STEMS, *WORD_STEMS),
            "spelling": SPELLING_STEMS,
        },
    ),
    adapted(
        DEFAULT_TEMPLATE,
        slug="elementary-reading",
        name="Elementary: reading and spelling",
        description="Choose it for a student of 7 to 11 whose main need is reading words, reading "
        "fluently or making sense of text, with spelling beside it.",
        keys=school_plan(
            "reading.unfamiliar",
            "reading.familiar",
            "reading.comprehension",
            "spelling",
            "writing",
        ),
        age_from=7,
        age_to=11,
        setting="Resource room and general education classroom",
        main_area="Reading and spelling",
        titles={"reading.comprehension": "Reading comprehension"},
        kinds={"reading.comprehension": SectionKind.GOALS},
        guidance={
            "present_levels": "Tell accuracy, rate and comprehension apart: the teaching differs. "
            f"{_TO_GRADE_LEVEL}",
            "reading.comprehension": "A goal for comprehension where it is a need, kept apart from "
            "decoding: say whether the text is read by the student or heard.",
            "services": "For reading instruction, name what is taught (decoding, fluency, "
            "comprehension) and the access to text in other subjects, such as audio.",
        },
        stems={
            "long_term_goal": (READING_STEMS[1], *SPELLING_STEMS),
            "short_term_goals": (READING_STEMS[2], *WORD_STEMS),
            "reading.unfamiliar": (*WORD_STEMS, READING_STEMS[1]),
            "reading.comprehension": (READING_STEMS[2],),
            "spelling": SPELLING_STEMS,
        },
    ),
    adapted(
        DEFAULT_TEMPLATE,
        slug="elementary-writing",
        name="Elementary: writing and handwriting",
        description="Choose it for a student of 6 to 11 who has more to say than gets onto paper, "
        "because of composing, spelling or the hand.",
        keys=school_plan("writing", "spelling"),
        age_from=6,
        age_to=11,
        setting="General education classroom with occupational therapy",
        main_area="Writing, spelling and fine motor skills",
        titles={"writing": "Writing"},
        kinds={"writing": SectionKind.GOALS},
        guidance={
            "present_levels": "Compare what the student tells aloud with what the student writes, "
            "and tell ideas, sentences, spelling and handwriting apart.",
            "short_term_goals": "Cover handwriting or typing where it is a need: no other section "
            "holds it.",
            "writing": "A goal for composing: sentences, then paragraphs.",
            "services": "Consider assistive technology: typing, dictation, word prediction, and "
            "who teaches its use.",
        },
        stems={
            "long_term_goal": (WRITING_STEMS[0], *MOTOR_STEMS),
            "short_term_goals": (WRITING_STEMS[1], *MOTOR_STEMS),
            "writing": WRITING_STEMS,
            "spelling": SPELLING_STEMS,
        },
    ),
    adapted(
        DEFAULT_TEMPLATE,
        slug="elementary-math",
        name="Elementary: math",
        description="Choose it for a student of 6 to 11 whose main need is number, calculation or "
        "word problems.",
        keys=school_plan("concept", "math"),
        age_from=6,
        age_to=11,
        setting="Resource room and general education classroom",
        main_area="Math",
        titles={"concept": "Concepts of quantity, order and time: recommendations"},
        guidance={
            "present_levels": "Tell number sense, facts, calculation and word problems apart, and "
            f"what the student does with objects, drawings and numbers. {_TO_GRADE_LEVEL}",
            "concept": "Those that number work rests on: more and less, before and after, equal.",
            "math": "Where reading gets in the way of word problems, say so and have them read "
            "aloud, so that math is what is measured.",
            "assessment_accommodations": "Name the math tools that are used in class too, such as "
            "a number line, a multiplication chart or graph paper.",
        },
        stems={"long_term_goal": MATH_STEMS[:1], "short_term_goals": MATH_STEMS[1:]},
    ),
)
