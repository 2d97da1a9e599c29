"""Needs that shape the plan more than the student's age does."""

from ieps.templates_catalogue.default import DEFAULT_TEMPLATE, WRITING_STEMS
from ieps.templates_catalogue.entry import adapted, school_plan

SPEAKING_STEMS = ("tell what happened, speaking in complete sentences",)
LISTENING_STEMS = ("complete a class task, following spoken directions",)
TALK_STEMS = ("make a comment on the topic in a social conversation",)
COPING_STEMS = ("use a taught coping strategy when upset",)
ON_TASK_STEMS = ("stay on-task until the timer ends",)
PLANNER_STEMS = ("enter each assignment with its due day in the organization check",)
SIGN_STEMS = ("read aloud sight words from signs and schedules",)
COUNT_STEMS = ("count objects aloud in a math routine of the day",)
ROUTINE_STEMS = ("complete each step of a daily living routine",)
REQUEST_STEMS = ("request an item or a break, speaking or with a device",)

ANY_AGE = (
    adapted(
        DEFAULT_TEMPLATE,
        slug="speech-language",
        name="Speech and language, school age",
        description="Choose it for a student of 5 to 21 whose needs are in speech or language and "
        "who otherwise follows the class program.",
        keys=school_plan("oral_language.receptive", "oral_language.expressive"),
        age_from=5,
        age_to=21,
        setting="General education classroom with speech and language therapy",
        main_area="Speech and oral language",
        titles={"oral_language.expressive": "Oral language: speech and expression"},
        guidance={
            "present_levels": "Tell articulation, fluency, voice, vocabulary, sentences and use of "
            "language apart, and in which languages the student was observed.",
            "oral_language.receptive": "Include the vocabulary and directions of lessons.",
            "oral_language.expressive": "Speech sounds, sentences, narrative, discussion.",
            "services": "Say which part of the therapy is given in class and how teachers carry it "
            "on.",
        },
        stems={
            "long_term_goal": (*SPEAKING_STEMS, *LISTENING_STEMS),
            "short_term_goals": (*LISTENING_STEMS, *SPEAKING_STEMS),
            "oral_language.receptive": LISTENING_STEMS,
            "oral_language.expressive": SPEAKING_STEMS,
        },
    ),
    adapted(
        DEFAULT_TEMPLATE,
        slug="behaviour",
        name="Behaviour and self-regulation",
        description="Choose it for a student of any school age whose behaviour or feelings get in "
        "the way of learning more than the subjects do.",
        keys=school_plan(),
        age_from=5,
        age_to=21,
        setting="Any class, with positive behaviour supports",
        main_area="Behaviour and self-regulation",
        titles={
            "long_term_goal": "Annual goals for behaviour and learning",
            "services": "Services and positive behaviour supports",
        },
        guidance={
            "present_levels": "Describe what the student does, when, how often and for how long, "
            "what comes before and after, and what already helps; no labels and no guesses at "
            "motives.",
            "long_term_goal": "State the behaviour to be taught in place of the one that gets in "
            "the way, and count it the same way as the baseline was counted.",
            "short_term_goals": "Cover the school subjects in which there are needs as well.",
            "services": "Include positive behavioural interventions and supports, who leads them, "
            "and how staff are prepared. Where the record has a functional behavioural assessment "
            "or a behaviour plan, agree with it.",
            "participation": "Say which supports keep the student with peers, and how time away "
            "ends.",
        },
        stems={
            "long_term_goal": (*COPING_STEMS, *ON_TASK_STEMS),
            "short_term_goals": (*ON_TASK_STEMS, *TALK_STEMS),
        },
    ),
    adapted(
        DEFAULT_TEMPLATE,
        slug="attention-organization",
        name="Attention and organization",
        description="Choose it for a student of 6 to 18 who can do the work but needs support to "
        "start, stay with it, plan it and hand it in.",
        keys=school_plan("writing"),
        age_from=6,
        age_to=18,
        setting="General education classroom with consultation",
        main_area="Attention and organization",
        titles={"writing": "Planning and finishing written work: recommendations"},
        guidance={
            "present_levels": "Describe starting, staying with, planning, remembering and handing "
            "in work, in which lessons, and what the student does when it goes well.",
            "long_term_goal": "Set it on one habit, counted in lessons or assignments.",
            "short_term_goals": "Fade the adult's prompts from step to step.",
            "services": "Say who checks in with the student, when, and how the checks fade.",
            "assessment_accommodations": "Consider breaks, a quiet place, and parts on several "
            "days.",
        },
        stems={
            "long_term_goal": (*ON_TASK_STEMS, *PLANNER_STEMS),
            "short_term_goals": (*PLANNER_STEMS, *WRITING_STEMS[:1]),
        },
    ),
    adapted(
        DEFAULT_TEMPLATE,
        slug="social-communication",
        name="Social communication and routines",
        description="Choose it for a student of any school age who needs support to communicate "
        "with others, join in, and manage change.",
        keys=school_plan("oral_language.expressive", "oral_language.receptive"),
        age_from=5,
        age_to=21,
        setting="General education or special class, with practice among peers",
        main_area="Social skills and routines",
        titles={
            "oral_language.expressive": "Communication: expressing oneself",
            "oral_language.receptive": "Communication: making sense of others",
        },
        guidance={
            "present_levels": "Describe communication with adults and with peers, interests, "
            "sensory preferences, and what helps when plans change. Describe; do not compare with "
            "what is called normal.",
            "long_term_goal": "Set goals that the student and the family find worth having; never "
            "ask for eye contact or for hiding harmless movements.",
            "short_term_goals": "Cover joining peers and managing change where they are needs.",
            "oral_language.expressive": "Any way of communicating counts: speech, sign, pictures, "
            "a device.",
            "services": "Include a communication device or visual supports where they are used, "
            "and time with peers who were prepared.",
        },
        stems={
            "long_term_goal": (*TALK_STEMS, *REQUEST_STEMS),
            "short_term_goals": (*TALK_STEMS, *COPING_STEMS),
            "oral_language.receptive": LISTENING_STEMS,
            "oral_language.expressive": (*REQUEST_STEMS, *SPEAKING_STEMS),
        },
    ),
    adapted(
        DEFAULT_TEMPLATE,
        slug="functional-academics",
        name="Functional academics and daily living",
        description="Choose it for a student of any school age with extensive needs, who learns "
        "reading, number and communication for use in daily life.",
        keys=school_plan(
            "oral_language.receptive",
            "oral_language.expressive",
            "reading.unfamiliar",
            "concept",
            "math",
        ),
        age_from=5,
        age_to=21,
        setting="Special class with time among peers",
        main_area="Daily living and functional academics",
        titles={
            "short_term_goals": "Short-term objectives",
            "oral_language.receptive": "Communication: making sense of others",
            "oral_language.expressive": "Communication: expressing oneself",
            "reading.unfamiliar": "Functional reading",
            "math": "Functional math",
        },
        guidance={
            "present_levels": "Begin with what the student does alone, then with which help. Tell "
            "communication, self-care, mobility and health needs as recorded.",
            "long_term_goal": "Set it in a routine of the day, with the help that it may take.",
            "short_term_goals": "A student who takes alternate assessments needs objectives for "
            "every annual goal. Cover daily living and movement where they are needs.",
            "oral_language.expressive": "Any way of communicating counts: speech, sign, pictures, "
            "a device.",
            "reading.unfamiliar": "Words and signs that the student meets every day.",
            "math": "Counting, money, time and measures in daily use.",
            "services": "Include assistive technology, help with personal care, and support for "
            "staff, where the record names such needs.",
            "participation": "Name the lessons, meals and activities that are shared with peers.",
        },
        stems={
            "long_term_goal": (*ROUTINE_STEMS, *REQUEST_STEMS),
            "short_term_goals": (*ROUTINE_STEMS, *COUNT_STEMS),
            "oral_language.receptive": LISTENING_STEMS,
            "oral_language.expressive": REQUEST_STEMS,
            "reading.unfamiliar": SIGN_STEMS,
            "concept": (),
            "math": COUNT_STEMS,
        },
    ),
)
