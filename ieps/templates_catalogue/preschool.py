"""Three to five years: what children do in play and routines, not school subjects."""

from ieps.schemas import SectionKind
from ieps.templates_catalogue.default import DEFAULT_TEMPLATE
from ieps.templates_catalogue.entry import adapted, school_plan

LISTENING_STEMS = ("carry out a task in play, following spoken directions",)
SPEAKING_STEMS = ("tell what is happening, speaking in a complete sentence",)
SPEECH_STEMS = ("name pictures with the taught speech sound in its place",)
CONCEPT_STEMS = ("sort them by a taught concept such as size, colour or use",)
PLAY_STEMS = ("take a turn in play with a peer, with a turn-taking card",)
ROUTINE_STEMS = ("complete each step of a self-care routine",)

_PRESENT_LEVELS = (
    "For a preschool child, say how the needs affect taking part in appropriate activities for "
    "the age: play, circle time, meals, toileting, moving about. Use what adults who know the "
    "child observed as well as tests."
)
_PARTICIPATION = (
    "For a preschool child, peers are the children of the same age in the preschool, child care or "
    "community program."
)
_ACCOMMODATIONS = (
    "Preschool children seldom take state assessments: speak of the screening and entry measures "
    "of the program, or mark it not applicable with that reason."
)

PRESCHOOL = (
    adapted(
        DEFAULT_TEMPLATE,
        slug="preschool-development",
        name="Preschool: play, language and early learning",
        description="Choose it for a child of 3 to 5 with needs in several areas of development, "
        "whose learning happens in play and daily routines.",
        keys=school_plan("oral_language.receptive", "oral_language.expressive", "concept"),
        age_from=3,
        age_to=5,
        setting="Preschool or pre-kindergarten class",
        main_area="Concepts, social skills, self-care and oral language",
        titles={"concept": "Early concepts"},
        kinds={"concept": SectionKind.GOALS},
        guidance={
            "present_levels": _PRESENT_LEVELS,
            "long_term_goal": "Set it in a routine of the day in which the child will use it.",
            "short_term_goals": "Cover play with peers, self-care and movement where they are "
            "needs: no other section holds them.",
            "concept": "A goal for concepts in play: size, colour, position, number of objects.",
            "services": "Name the activity or routine in which each service is given.",
            "participation": _PARTICIPATION,
            "assessment_accommodations": _ACCOMMODATIONS,
        },
        stems={
            "long_term_goal": (*SPEAKING_STEMS, *PLAY_STEMS, *ROUTINE_STEMS),
            "short_term_goals": (*PLAY_STEMS, *ROUTINE_STEMS),
            "oral_language.receptive": LISTENING_STEMS,
            "oral_language.expressive": SPEAKING_STEMS,
            "concept": CONCEPT_STEMS,
        },
    ),
    adapted(
        DEFAULT_TEMPLATE,
        slug="preschool-speech-language",
        name="Preschool: speech and language",
        description="Choose it for a child of 3 to 5 whose needs are in speech sounds, "
        "understanding or using language, and little else.",
        keys=school_plan("oral_language.receptive", "oral_language.expressive"),
        age_from=3,
        age_to=5,
        setting="Preschool class with speech and language therapy",
        main_area="Speech and oral language",
        titles={"oral_language.expressive": "Oral language: speech and expression"},
        guidance={
            "present_levels": f"{_PRESENT_LEVELS} Tell how well unfamiliar listeners follow the "
            "child, and in which languages the child was observed: a difference of language is no "
            "disorder.",
            "oral_language.expressive": "Speech sounds, words and sentences. Where the child uses "
            "signs, pictures or a device, set the goal for that way of communicating.",
            "services": "Say which part of the therapy is given in the class and in routines, and "
            "how the family and the teacher are shown what to do.",
            "participation": _PARTICIPATION,
            "assessment_accommodations": _ACCOMMODATIONS,
        },
        stems={
            "long_term_goal": (*SPEECH_STEMS, *LISTENING_STEMS),
            "short_term_goals": (*SPEAKING_STEMS, *LISTENING_STEMS),
            "oral_language.receptive": LISTENING_STEMS,
            "oral_language.expressive": (*SPEECH_STEMS, *SPEAKING_STEMS),
        },
    ),
)
