import pytest
from pydantic import BaseModel

from providers.generation import Message
from providers.redaction import Redaction, Term, UnknownPlaceholder

TERMS = (
    Term("STUDENT", "Maria Rosa Lopez", ("Mari",)),
    Term("STUDENT", "김민수"),
    Term("PERSON", "Will May"),
    Term("PERSON", "José de la Cruz"),
    Term("DATE", "2012-03-05"),
    Term("ID", "A-12345"),
    Term("PHONE", "(555) 123-4567"),
    Term("EMAIL", "maria.lopez@school.org"),
    Term("SCHOOL", "Lincoln Elementary School"),
    Term("ADDRESS", "12 Main St., Springfield"),
)


@pytest.fixture
def redaction() -> Redaction:
    return Redaction(TERMS)


REDACTED = {
    "full name": ("Maria Rosa Lopez reads.", "[STUDENT_1] reads."),
    "given name": ("Maria reads.", "[STUDENT_1] reads."),
    "middle name": ("Rosa reads.", "[STUDENT_1] reads."),
    "family name": ("Lopez reads.", "[STUDENT_1] reads."),
    "given and family name": ("Maria Lopez reads.", "[STUDENT_1] reads."),
    "family name first": ("Lopez, Maria reads.", "[STUDENT_1] reads."),
    "nickname": ("Mari reads.", "[STUDENT_1] reads."),
    "possessive": ("Maria's and Lopez’s work", "[STUDENT_1]'s and [STUDENT_1]’s work"),
    "capitals": ("MARIA LOPEZ reads.", "[STUDENT_1] reads."),
    "small letters": ("maria reads.", "[STUDENT_1] reads."),
    "initials": ("M.L. reads.", "[STUDENT_1] reads."),
    "all initials": ("M.R.L. reads.", "[STUDENT_1] reads."),
    "spaced initials": ("M. L. reads.", "[STUDENT_1] reads."),
    "initial of the family name": ("Maria L. reads.", "[STUDENT_1] reads."),
    "initial of the given name": ("M. Lopez reads.", "[STUDENT_1] reads."),
    "initial between": ("Maria R. Lopez reads.", "[STUDENT_1] reads."),
    "hyphen": ("Maria-Rosa reads.", "[STUDENT_1] reads."),
    "swapped letters": ("Maira reads.", "[STUDENT_1] reads."),
    "missing letter": ("Lopz reads.", "[STUDENT_1] reads."),
    "doubled letter": ("Lopezz reads.", "[STUDENT_1] reads."),
    "slip in small letters beside the name": ("maira lopez reads.", "[STUDENT_1] reads."),
    "accent left out": ("Jose reads.", "[PERSON_2] reads."),
    "connectors": ("José de la Cruz reads.", "[PERSON_2] reads."),
    "Korean name": ("김민수가 읽는다.", "[STUDENT_2]가 읽는다."),
    "Korean given name with particles": (
        "민수는 민수의 책을 민수에게",
        "[STUDENT_2]는 [STUDENT_2]의 책을 [STUDENT_2]에게",
    ),
    "Korean given name with a title": ("민수 학생이", "[STUDENT_2] 학생이"),
    "Korean name in two parts": ("김 민수가", "[STUDENT_2]가"),
    "Latin name with a Korean particle": ("Maria가", "[STUDENT_1]가"),
    "common word as a name": ("Will reads.", "[PERSON_1] reads."),
    "ISO date": ("born 2012-03-05.", "born [DATE_1]."),
    "American date": ("born 3/5/2012, or 03/05/12.", "born [DATE_1], or [DATE_1]."),
    "long date": ("born March 5, 2012.", "born [DATE_1]."),
    "long date with an ending": ("born Mar 5th, 2012.", "born [DATE_1]."),
    "day first": ("born 5 March 2012.", "born [DATE_1]."),
    "Korean date": ("2012년 3월 5일에", "[DATE_1]에"),
    "number": ("id A-12345, a12345", "id [ID_1], [ID_1]"),
    "phone": ("call (555) 123-4567 or 555.123.4567", "call [PHONE_1] or [PHONE_1]"),
    "another phone": ("call 555-987-6543", "call [PHONE_2]"),
    "Korean phone": ("전화 010-1234-5678", "전화 [PHONE_2]"),
    "mail": ("write to Maria.Lopez@school.org", "write to [EMAIL_1]"),
    "another mail": ("write to someone@home.example", "write to [EMAIL_2]"),
    "social security number": ("SSN 123-45-6789", "SSN [ID_2]"),
    "school": ("at LINCOLN  Elementary School", "at [SCHOOL_1]"),
    "address": ("lives at 12 Main St., Springfield", "lives at [ADDRESS_1]"),
}


@pytest.mark.parametrize("case", REDACTED)
def test_redact(redaction, case):
    text, expected = REDACTED[case]
    assert redaction.redact(text) == expected


LEFT_ALONE = [
    "She will read in the morning.",
    "Everyone may read; it may rain on May 5, 2024.",
    "Scores: 85 90 100 in 2019-2020, pages 12-15, 3.5 of 5.",
    "A marina is no person, nor is a lope.",
    "민수대교 회원은 모두 읽는다.",
    "Read 120 words per minute with 95% accuracy by 2026-06-01.",
    "[STUDENT_1] keeps [DATE_1].",
]


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_redact_leaves_other_text_alone(redaction, text):
    assert redaction.redact(text) == text


def test_redact_is_deterministic():
    text = "Maria, a@b.example, 555-987-6543, c@d.example"
    assert Redaction(TERMS).redact(text) == Redaction(TERMS).redact(text)
    redaction = Redaction(TERMS)
    assert redaction.redact(text) == redaction.redact(text)


def test_restore_turns_placeholders_back(redaction):
    for text, redacted in REDACTED.values():
        assert "[" not in redaction.restore(redaction.redact(text))
        assert redacted


@pytest.mark.parametrize(
    ("written", "restored"),
    [
        ("[STUDENT_1] reads", "Maria Rosa Lopez reads"),
        ("[Student_1] reads", "Maria Rosa Lopez reads"),
        ("[ STUDENT_1 ] reads", "Maria Rosa Lopez reads"),
        ("[STUDENT 1] reads", "Maria Rosa Lopez reads"),
        ("[STUDENT-1] reads", "Maria Rosa Lopez reads"),
        ("STUDENT_1 reads", "Maria Rosa Lopez reads"),
        ("[STUDENT_1]'s book", "Maria Rosa Lopez's book"),
        ("[STUDENT_2]가 읽는다", "김민수가 읽는다"),
        ("student 1 of 3 and date_1", "student 1 of 3 and date_1"),
    ],
)
def test_restore_tolerates_small_variations(redaction, written, restored):
    assert redaction.restore(written) == restored


def test_restore_goes_deep(redaction):
    class Goal(BaseModel):
        text: str
        people: list[str]

    goal = Goal(text="[STUDENT_1]", people=["[PERSON_1]"])
    value = {"goals": [goal], "pair": ("[DATE_1]", 3), "[STUDENT_1]": None}
    assert redaction.restore(value) == {
        "goals": [Goal(text="Maria Rosa Lopez", people=["Will May"])],
        "pair": ("2012-03-05", 3),
        "Maria Rosa Lopez": None,
    }


@pytest.mark.parametrize("text", ["[STUDENT_9] reads", "STUDENT_9 reads", "[Phone_1], [ID 7]"])
def test_restore_refuses_what_was_never_sent(redaction, text):
    with pytest.raises(UnknownPlaceholder):
        redaction.restore(text)


def test_of_asks_its_subjects():
    class Student:
        def redaction_terms(self):
            return [Term("STUDENT", "Ana Silva")]

    class Parent:
        def redaction_terms(self):
            return [Term("PERSON", "Rui Silva")]

    assert Redaction.of(Student(), Parent()).redact("Ana and Rui") == "[STUDENT_1] and [PERSON_1]"


def test_preview_shows_what_would_be_sent(redaction):
    messages = [Message("system", "Help."), Message("user", "Maria reads.")]
    assert redaction.preview(messages) == [
        Message("system", "Help."),
        Message("user", "[STUDENT_1] reads."),
    ]


def test_nothing_of_a_long_note_survives(redaction):
    note = (
        "Maria (M.L.) met Mr. May and Mrs. Cruz. 민수야! Contact: maria.lopez@school.org, "
        "(555) 123-4567. MARIA ROSA LOPEZ, d.o.b. 5 Mar 2012, ID A 12345, 12 Main St. Springfield."
    )
    sent = redaction.redact(note).lower()
    for secret in ("maria", "lopez", "m.l.", "cruz", "민수", "@", "4567", "2012", "12345", "main"):
        assert secret not in sent
    assert "may" not in sent.split()
