"""Grade 6 and up: subjects, then life after school."""

from ieps.schemas import SectionKind
from ieps.templates_catalogue.default import (
    DEFAULT_TEMPLATE,
    MATH_STEMS,
    READING_STEMS,
    WRITING_STEMS,
)
from ieps.templates_catalogue.entry import adapted, school_plan, transition_plan

ESSAY_STEMS = ("write paragraphs that answer a question in a subject, with evidence",)
MULTISTEP_STEMS = ("solve math problems of several steps",)
CAREER_STEMS = ("compare two occupations of interest on a career form",)
JOB_STEMS = ("complete each part of a job application for employment",)
INTERVIEW_STEMS = ("answer interview questions, speaking in complete sentences",)
ROUTE_STEMS = ("complete each step of a weekly task of independent living",)
MONEY_STEMS = ("count out the amount for a purchase in a math routine",)
WORK_READING_STEMS = ("answer comprehension questions about a work text such as a schedule",)

_AFTER_SCHOOL = (
    "Begin with what the student wants to do after school, in the student's own words where the "
    "record has them, and the transition assessments on interests, skills and preferences."
)
_AGREES_WITH_TRANSITION = "Say which goal after school it leads to."
_STUDENT_PART = "Say how the student takes part in the meeting and in watching the progress."

SECONDARY = (
    adapted(
        DEFAULT_TEMPLATE,
        slug="middle-school-literacy",
        name="Middle school: reading and writing across subjects",
        description="Choose it for a student of 11 to 14 who has to learn from text and answer in "
        "writing in every subject, and is held up by either.",
        keys=school_plan("reading.comprehension", "reading.unfamiliar", "writing", "spelling"),
        age_from=11,
        age_to=14,
        setting="Co-taught classes with a reading period",
        main_area="Reading and writing",
        titles={
            "reading.comprehension": "Reading comprehension in subjects",
            "reading.unfamiliar": "Reading: long words and unfamiliar text",
            "writing": "Writing in subjects",
        },
        kinds={"reading.comprehension": SectionKind.GOALS, "writing": SectionKind.GOALS},
        guidance={
            "present_levels": "Say in which subjects the needs show, and how the student gets at "
            "content there.",
            "reading.comprehension": "A goal with texts of a subject: main idea, evidence, "
            "vocabulary.",
            "reading.unfamiliar": "Long words by their parts: prefixes, roots, syllables.",
            "writing": "A goal for answers and short essays in a subject.",
            "services": "Say in which class each support is given and which teacher gives it.",
        },
        stems={
            "long_term_goal": (READING_STEMS[2], WRITING_STEMS[0]),
            "short_term_goals": (READING_STEMS[1], *ESSAY_STEMS),
            "reading.comprehension": (READING_STEMS[2],),
            "writing": (*ESSAY_STEMS, WRITING_STEMS[0]),
        },
    ),
    adapted(
        DEFAULT_TEMPLATE,
        slug="secondary-math",
        name="Middle and high school: math",
        description="Choose it for a student of 11 to 18 whose main need is math, from fractions "
        "to algebra, and who follows the other subjects with little support.",
        keys=school_plan("math"),
        age_from=11,
        age_to=18,
        setting="Co-taught math class",
        main_area="Math",
        guidance={
            "present_levels": "Say which earlier skills (facts, fractions, integers) the course "
            "takes for granted and the student still lacks.",
            "math": "Set the goal on the earlier skill that the course needs most. Recommend how "
            "calculation is supported so that reasoning can be shown.",
            "assessment_accommodations": "Say for which parts a calculator is used.",
        },
        stems={
            "long_term_goal": MULTISTEP_STEMS,
            "short_term_goals": MATH_STEMS[:1],
            "math": (*MULTISTEP_STEMS, *MATH_STEMS),
        },
    ),
    adapted(
        DEFAULT_TEMPLATE,
        slug="high-school-academics",
        name="High school: academics and transition",
        description="Choose it for a student of 14 to 18 who works toward a diploma with support "
        "in reading, writing or math, and plans for life after school.",
        keys=transition_plan("reading.comprehension", "writing", "math"),
        age_from=14,
        age_to=18,
        setting="General education and co-taught classes",
        main_area="Reading, writing, math and transition",
        titles={"reading.comprehension": "Reading comprehension", "writing": "Writing"},
        kinds={"reading.comprehension": SectionKind.GOALS, "writing": SectionKind.GOALS},
        guidance={
            "present_levels": f"{_AFTER_SCHOOL} Tell the courses passed and to be passed as "
            "recorded.",
            "transition": "Name the course of study year by year as far as recorded.",
            "long_term_goal": _AGREES_WITH_TRANSITION,
            "reading.comprehension": "A goal with texts of the student's courses.",
            "writing": "A goal for essays and answers in the student's courses.",
            "progress_reporting": _STUDENT_PART,
        },
        stems={
            "long_term_goal": (READING_STEMS[2], *ESSAY_STEMS, *MULTISTEP_STEMS),
            "short_term_goals": (*CAREER_STEMS, *ESSAY_STEMS),
            "reading.comprehension": (READING_STEMS[2],),
            "writing": ESSAY_STEMS,
            "math": (*MULTISTEP_STEMS, *MATH_STEMS),
        },
    ),
    adapted(
        DEFAULT_TEMPLATE,
        slug="transition-work",
        name="Transition to work and training",
        description="Choose it for a student of 16 to 21 whose plan turns on employment or "
        "training, with part of the week in work-based learning.",
        keys=transition_plan("oral_language.expressive", "reading.comprehension", "math"),
        age_from=16,
        age_to=21,
        setting="School and work-based learning",
        main_area="Transition to employment",
        titles={
            "oral_language.expressive": "Speaking at work and for oneself",
            "reading.comprehension": "Reading at work: recommendations",
            "math": "Money, time and measures at work",
        },
        guidance={
            "present_levels": f"{_AFTER_SCHOOL} Add what was observed at work sites: tasks, "
            "stamina, help needed.",
            "transition": "Name the work sites, the agencies invited with consent, and who "
            "arranges each step.",
            "long_term_goal": f"Set it on a task of work or training. {_AGREES_WITH_TRANSITION}",
            "short_term_goals": "Cover work habits, self-advocacy and travel where they are needs.",
            "oral_language.expressive": "Asking for help, answering in an interview, telling what "
            "support one needs.",
            "reading.comprehension": "Schedules, safety signs, forms, directions for a task.",
            "services": "Include job coaching and travel training where they are needs.",
            "progress_reporting": _STUDENT_PART,
        },
        stems={
            "long_term_goal": (*JOB_STEMS, *CAREER_STEMS),
            "short_term_goals": (*CAREER_STEMS, *ROUTE_STEMS, *WORK_READING_STEMS),
            "oral_language.expressive": INTERVIEW_STEMS,
            "math": (*MONEY_STEMS, *MATH_STEMS[1:]),
        },
    ),
    adapted(
        DEFAULT_TEMPLATE,
        slug="adult-living",
        name="Ages 18 to 21: transition to adult living",
        description="Choose it for a young adult of 18 to 21 who learns in the community to live, "
        "travel, shop and decide with as little help as possible.",
        keys=transition_plan("oral_language.receptive", "oral_language.expressive", "math"),
        age_from=18,
        age_to=21,
        setting="Community-based program",
        main_area="Daily living and transition",
        titles={
            "oral_language.receptive": "Following directions in the community",
            "oral_language.expressive": "Communicating choices and needs",
            "math": "Money and time",
        },
        guidance={
            "present_levels": f"{_AFTER_SCHOOL} Describe home, community, travel, health and money "
            "skills with the help that each takes.",
            "transition": "Include independent living. Name the adult services, and the summary of "
            "performance that is due when the student leaves school.",
            "long_term_goal": f"Set it where the skill is used. {_AGREES_WITH_TRANSITION}",
            "short_term_goals": "Cover daily living, travel and safety where they are needs.",
            "services": "Give the place in the community where each skill is taught.",
            "participation": "Peers are adults of the same age, with and without disabilities, at "
            "work, in classes and in the community.",
            "progress_reporting": _STUDENT_PART,
        },
        stems={
            "long_term_goal": (*ROUTE_STEMS, *JOB_STEMS),
            "short_term_goals": (*ROUTE_STEMS, *CAREER_STEMS),
            "oral_language.receptive": ("carry out a task, following spoken directions",),
            "oral_language.expressive": (
                "state a choice with a reason, speaking or with a device",
            ),
            "math": MONEY_STEMS,
        },
    ),
)
