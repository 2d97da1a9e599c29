"""Names and places in free text: hidden before anything is sent."""

import datetime

import pytest

from ieps.collecting import collected_terms, iep_facts
from ieps.identifiers import birthday_terms, terms_in
from ieps.models import Note
from ieps.nicknames import short_forms
from ieps.operations.ieps import create_iep
from ieps.prompts import section_messages
from providers.redaction import Redaction, Term
from tests.ieps.factories import MEETING, YEAR, make_assessment, make_student
from tests.people import teacher


def hidden(text: str, given_name: str = "Elizabeth") -> str:
    terms = [Term("STUDENT", f"{given_name} Moreau", (given_name,))]
    return Redaction([*terms, *terms_in([text], given_name=given_name)]).redact(text)


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("Mrs. Hoffman says she reads aloud.", "Hoffman"),
        ("Works with Dr. Anneke de Vries weekly.", "Anneke"),
        ("Shares a room with her brother Tomas.", "Tomas"),
        ("Her sister, Wilhelmina, helps.", "Wilhelmina"),
        ("Reads with her friend Oluwaseun at lunch.", "Oluwaseun"),
        ("Came from Maple Grove Elementary School in May.", "Maple Grove"),
        ("Attended Hillcrest School before.", "Hillcrest"),
        ("서울한빛초등학교에서 전학 왔다.", "한빛"),
        ("Lives at 4512 Juniper Lane, Apt 3.", "Juniper"),
        ("서울시 마포구 월드컵로 212에 산다.", "월드컵로"),
        ("박서준 선생님과 읽기를 한다.", "박서준"),
        ("She goes by Zuzu at home.", "Zuzu"),
        ("Today Lizzie read forty words.", "Lizzie"),
        ("In class, Beth counted to 100.", "Beth"),
        ("Then Eliz asked for help.", "Eliz"),
    ],
)
def test_is_hidden(text, gone):
    assert gone not in hidden(text)


@pytest.mark.parametrize(
    "text",
    [
        "담임 선생님과 읽기를 한다.",
        "Reads at grade level in April 2026.",
        "Elements of a story are named.",
        "Uses the Oral Reading Fluency probe on Monday.",
        "Her mother reports that she reads at home.",
        "The Reading Inventory was given in May.",
        "Scored 4/12 on the probe.",
        "Is called on often. Called out twice.",
        "Parent Conference in May; support for the mother tongue.",
    ],
)
def test_is_left_alone(text):
    assert hidden(text) == text


@pytest.mark.parametrize(
    "written", ["April 12", "12 April", "Apr. 12", "April 12th", "the 12th of April", "4월 12일"]
)
def test_birthday_without_a_year_is_hidden(written):
    born = datetime.date(2015, 4, 12)
    redaction = Redaction([Term("DATE", born.isoformat()), *birthday_terms(born)])

    assert "12" not in redaction.redact(f"Her birthday is {written}.")
    assert redaction.redact("Read 12 words; April 2026, 12 of 20.").count("[") == 0


def test_short_forms_are_those_of_each_part_of_a_name():
    assert {"liz", "beth"} <= short_forms("Elizabeth")
    assert {"kate", "annie"} <= short_forms("Anna-Katherine")
    assert short_forms("Maribel") == frozenset()


@pytest.mark.django_db
def test_nothing_that_the_record_names_is_sent(alice):
    author = teacher("former", first_name="Gudrun", last_name="Asplund")
    student = make_student(
        alice, class_name="Ms. Karlsson's class", needs=[{"area": "", "text": "sits with Zuzu"}]
    )
    make_assessment(student, notes="Tested by Dr. Petrossian at Maple Grove Elementary School.")
    Note.objects.create(
        student=student,
        author=author,
        text="Gudrun Asplund: Mari, who goes by Zuzu, was born on April 12. Brother Tomas helps.",
    )
    iep = create_iep(
        student=student, academic_year=YEAR, meeting_date=MEETING,
        choice=student_template(), by=alice,
    ).iep  # fmt: skip
    section = iep.sections.get(key="present_levels")
    section.instruction = "Ask Coach Brannigan."
    section.save()
    facts = iep_facts(iep)
    texts = [row.text for row in facts.notes] + [row.notes for row in facts.assessments]

    redaction = Redaction.of(collected_terms(iep))
    sent = [
        message.content
        for spec in facts.template.sections
        for message in redaction.preview(section_messages(spec, facts))
    ]

    names = (
        *("Maribel", "Ostrander", "Mari", "Zuzu", "Karlsson", "Petrossian", "Maple"),
        *("Gudrun", "Asplund", "Tomas", "Brannigan", "Ingrid"),
    )
    everything = "\n".join([*sent, *(redaction.redact(text) for text in texts)])
    everything += redaction.redact(section.instruction)
    assert [name for name in names if name in everything] == []
    assert "April 12" not in everything


def student_template():
    from ieps.models import Template

    return Template.objects.choose("")
