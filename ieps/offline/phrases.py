"""What we say for each area: a goal to fall back on, what a need means in class,
recommendations.
"""

from dataclasses import dataclass

from ieps.areas import Area


@dataclass(frozen=True)
class Phrases:
    """`skill` names it in a sentence; `effect` completes "In class work …"."""

    condition: str
    behaviour: str
    measured_by: str
    effect: str
    recommendations: tuple[str, ...]


PHRASES: dict[Area, Phrases] = {
    Area.READING: Phrases(
        "Given a passage at instructional level",
        "read the passage aloud",
        "an oral reading probe",
        "texts at grade level take longer in every subject and leave less attention for content",
        (
            "Read every day at instructional level, with an adult or a partner listening.",
            "Preview new words and names before a class text is read.",
            "Offer class texts in audio alongside print, so that content stays in reach.",
        ),
    ),
    Area.READING_FAMILIAR: Phrases(
        "Given a practised passage at instructional level",
        "read the passage aloud",
        "a timed reading of a practised passage",
        "reading aloud and rereading for detail take longer than the lesson allows",
        (
            "Reread a short passage on several days, and chart the result together.",
            "Model phrasing first, then read together, then alone.",
            "Choose passages the student likes, and send one home to read to the family.",
        ),
    ),
    Area.READING_UNFAMILIAR: Phrases(
        "Given an unfamiliar passage at instructional level",
        "read the passage aloud",
        "an oral reading probe with an unpractised passage",
        "new words in textbooks and worksheets stop the reading before the content is reached",
        (
            "Teach letter-sound patterns in a set order, with review of earlier ones in each "
            "lesson.",
            "Practise building words of the taught pattern before meeting them in text.",
            "When a word is missed, point to the part that was read well, then to the part to try.",
        ),
    ),
    Area.COMPREHENSION: Phrases(
        "Given a passage at instructional level",
        "answer questions about the passage",
        "a set of questions on a passage",
        "written directions, word problems and textbook pages are not fully used without support",
        (
            "Say the purpose of reading first, and return to it at the end.",
            "Stop at set places to retell in a sentence what has happened or been explained.",
            "Use the same graphic organizer across subjects, and fade it as answers become "
            "complete.",
            "Ask for the line in the text that supports an answer.",
        ),
    ),
    Area.SPELLING: Phrases(
        "Given dictated words with taught patterns",
        "spell each word in writing",
        "a dictated word list",
        "written work is shorter and simpler than what the student can say",
        (
            "Teach a few words of one pattern at a time, and mix in earlier ones for review.",
            "Say, stretch, write and check each word, rather than copy it many times.",
            "Mark content and spelling of written work apart, and allow a spelling aid.",
        ),
    ),
    Area.WRITING: Phrases(
        "Given a topic and a graphic organizer",
        "write a paragraph on the topic",
        "a paragraph rubric",
        "written answers in all subjects show less than the student knows",
        (
            "Plan aloud before writing, and keep the plan in view.",
            "Give a model text and a short checklist for each kind of writing.",
            "Offer typing or dictation for longer pieces.",
            "Revise for one thing at a time: first meaning, then sentences, then spelling.",
        ),
    ),
    Area.ORAL_LANGUAGE: Phrases(
        "During a conversation about a class topic",
        "answer questions in complete spoken sentences",
        "a language sample",
        "explanations, discussions and group work move faster than the student can follow",
        (
            "Give time to answer, and accept a gesture or a word first.",
            "Teach the key words of a unit before it starts, with pictures and examples.",
            "Repeat what was said in a fuller sentence, without asking for repetition.",
        ),
    ),
    Area.RECEPTIVE: Phrases(
        "Given spoken directions of two steps",
        "follow both steps in order",
        "a direction checklist",
        "spoken directions and explanations are missed in part, so tasks start late",
        (
            "Give directions in short steps, with a picture or a written line beside them.",
            "Ask the student to say the direction back before starting.",
            "Seat the student where faces and the board can be seen.",
        ),
    ),
    Area.EXPRESSIVE: Phrases(
        "Given a picture or an event of the day",
        "describe it in complete spoken sentences",
        "a language sample",
        "the student shares less in discussion than was learned",
        (
            "Offer sentence frames, and fade them as sentences become complete.",
            "Let the student rehearse an answer with a partner before sharing it.",
            "Use story pictures to tell events in order.",
        ),
    ),
    Area.CONCEPT: Phrases(
        "Given objects or pictures from a lesson",
        "sort them by the named concept",
        "a sorting record",
        "directions and lessons that rest on these concepts need to be shown as well as told",
        (
            "Show each new concept with real objects, and with examples and non-examples.",
            "Use the same concept words in all subjects and at home.",
            "Review learned concepts in daily routines such as lining up and tidying.",
        ),
    ),
    Area.MATH: Phrases(
        "Given math problems at instructional level",
        "solve the problems in writing",
        "a math probe",
        "lessons that build on earlier number skills take more time and more worked examples",
        (
            "Go from objects to drawings to numbers for each new operation.",
            "Practise facts in short daily sets, mixing known and new ones.",
            "Read word problems aloud on request, and mark what is asked for.",
            "Keep a worked example in view, and fade its steps one at a time.",
        ),
    ),
    Area.BEHAVIOUR: Phrases(
        "During independent work with a visual timer",
        "stay at the assigned task without leaving the seat",
        "an interval observation record",
        "work in class is started late or left unfinished, though the content is within reach",
        (
            "Agree on a signal for a break, and honour it at once.",
            "Name what went well, right when it happens.",
            "Show the day's plan, and announce changes early.",
        ),
    ),
    Area.SOCIAL: Phrases(
        "In a small group with a topic card",
        "take a turn in the conversation with a comment on the topic",
        "a turn-taking record",
        "group work and breaks need support so that the student can join in",
        (
            "Give a clear role in group work.",
            "Practise how to join in with a peer who was asked to help.",
        ),
    ),
    Area.MOTOR: Phrases(
        "Given lined paper and a model",
        "copy the sentence with letters on the line",
        "a marked work sample",
        "written and practical tasks take more time and effort",
        (
            "Offer a choice of writing tools and a slanted surface.",
            "Reduce copying, and accept typed or spoken answers.",
        ),
    ),
    Area.DAILY_LIVING: Phrases(
        "Given a picture schedule of a daily routine",
        "complete each step of the routine",
        "a step checklist",
        "routines of the school day need to be taught and given time",
        (
            "Teach routines where and when they are needed.",
            "Fade help from the last step backwards.",
        ),
    ),
    Area.TRANSITION: Phrases(
        "Given information on an occupation of interest",
        "write what the occupation asks for and how it fits the student's interests",
        "a career form",
        "courses and experiences need to be chosen with life after school in mind",
        (
            "Let the student lead a part of the meeting.",
            "Plan visits to places of work and study.",
        ),
    ),
    Area.OTHER: Phrases(
        "In school situations that call for it",
        "complete the agreed steps without a prompt",
        "an occasion record",
        "the school day needs to be planned with this need in mind",
        ("Agree as a team on the steps to teach, and teach them where they are needed.",),
    ),
}
