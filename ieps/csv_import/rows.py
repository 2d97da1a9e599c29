"""The rows that a file may hold, and under which titles their columns come."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, model_validator

from ieps.csv_import import cells
from ieps.recorded import (
    MAX_LANGUAGE,
    MAX_STRENGTH,
    at_most,
    check_assessment_date,
    check_birth_date,
    each_at_most,
    need_text,
    read_needs,
)
from project.csv_import import ImportRow

MAX_SCORE = Decimal("9999999.99")


def _text(limit: int) -> BeforeValidator:
    return BeforeValidator(lambda value: at_most(value, limit))


def _plain(limit: int) -> BeforeValidator:
    """Text where "n/a" means nothing."""
    return BeforeValidator(lambda value: "" if cells.is_empty(value) else at_most(value, limit))


def _required(what: str) -> AfterValidator:
    def check(value: Any) -> Any:
        if value in ("", None):
            raise ValueError(f"It is empty. Every row needs {what}.")
        return value

    return AfterValidator(check)


def _listed(separators: str, limit: int) -> BeforeValidator:
    def read(value: Any) -> list[str]:
        return each_at_most(cells.read_list(value, separators=separators), limit)

    return BeforeValidator(read)


def _number(low: Decimal, high: Decimal) -> BeforeValidator:
    return BeforeValidator(lambda value: cells.read_number(value, low=low, high=high))


def _birth_date(value: str) -> date | None:
    day = cells.read_date(value)
    return None if day is None else check_birth_date(day)


def _day(value: str) -> date:
    day = cells.read_date(value)
    if day is None:
        raise ValueError("It is empty. Every row needs the day of the assessment.")
    return check_assessment_date(day)


def _needs(value: Any) -> list[dict[str, str]]:
    return read_needs(cells.read_list(value, separators=";"))


class NeedCell(BaseModel):
    model_config = ConfigDict(extra="forbid")

    area: str = ""
    text: str

    def __str__(self) -> str:
        return need_text(self.model_dump())


class StudentRow(ImportRow):
    """A student as a school system exports one."""

    TITLES: ClassVar[dict[str, tuple[str, ...]]] = {
        "student_id": (
            "Student ID", "Student Number", "Student No", "ID", "Pupil ID", "Pupil Number",
            "Local ID", "Local Student ID", "SIS ID", "Student Identifier", "학번", "학생번호",
        ),
        "given_name": (
            "Given name", "First Name", "Student First Name", "Forename", "Legal First Name",
            "Preferred First Name", "이름",
        ),
        "family_name": (
            "Family name", "Last Name", "Student Last Name", "Surname", "Legal Last Name", "성",
        ),
        "birth_date": (
            "Birth date", "DOB", "Date of Birth", "Student DOB", "Birthday", "Birthdate",
            "생년월일",
        ),
        "grade": ("Grade", "Grade Level", "Year Level", "Current Grade", "Year Group", "학년"),
        "class_name": ("Class", "Class Name", "Homeroom", "Home Room", "Room", "Section", "반"),
        "languages": (
            "Languages", "Language", "Home Language", "Home Languages", "Language(s) at Home",
            "Languages Spoken", "언어",
        ),
        "disability_category": (
            "Disability category", "Disability", "Primary Disability", "Eligibility Category",
            "Exceptionality", "SPED Category", "장애 유형",
        ),
        "guardian_name": (
            "Guardian name", "Guardian", "Guardian Names", "Guardian Name(s)", "Guardians",
            "Parent/Guardian", "Parent/Guardian Name", "Parent Name", "Parents", "Contact Name",
            "보호자",
        ),
        "guardian_email": (
            "Guardian email", "Guardian E-mail", "Parent Email", "Parent/Guardian Email",
            "Contact Email", "보호자 이메일",
        ),
        "guardian_phone": (
            "Guardian phone", "Parent Phone", "Parent/Guardian Phone", "Guardian Telephone",
            "Contact Phone", "보호자 전화",
        ),
        "strengths": ("Strengths", "Student Strengths", "강점"),
        "needs": ("Needs", "Areas of Need", "Student Needs", "Educational Needs", "요구"),
    }  # fmt: skip
    REQUIRED: ClassVar[tuple[str, ...]] = ("student_id", "given_name", "family_name")

    student_id: Annotated[str, _text(40), _required("the student's number")]
    given_name: Annotated[str, _text(100), _required("a given name")]
    family_name: Annotated[str, _text(100), _required("a family name")]
    birth_date: Annotated[date | None, BeforeValidator(_birth_date)] = None
    grade: Annotated[str, _plain(20)] = ""
    class_name: Annotated[str, _plain(60)] = ""
    languages: Annotated[list[str], _listed(";,/", MAX_LANGUAGE)] = []
    disability_category: Annotated[str, _plain(120)] = ""
    guardian_name: Annotated[str, _plain(200)] = ""
    guardian_email: Annotated[str, _text(254), BeforeValidator(cells.read_email)] = ""
    guardian_phone: Annotated[str, _plain(40)] = ""
    strengths: Annotated[list[str], _listed(";", MAX_STRENGTH)] = []
    needs: Annotated[list[NeedCell], BeforeValidator(_needs)] = []

    def key(self) -> tuple[str, ...]:
        return (self.student_id.casefold(),)

    def key_text(self) -> str:
        return f"the student number {self.student_id}"

    def student_columns(self) -> dict[str, Any]:
        """The values for a student's record by field name, without the number: only those whose
        column is in the file, so that a short file empties nothing.
        """
        return self.model_dump(exclude={"row", "student_id"}, exclude_unset=True)


class AssessmentRow(ImportRow):
    """One result of one tool on one day."""

    TITLES: ClassVar[dict[str, tuple[str, ...]]] = {
        "student_id": StudentRow.TITLES["student_id"],
        "tool": (
            "Tool", "Test", "Test Name", "Assessment", "Assessment Name", "Assessment Tool",
            "Measure", "Instrument", "검사", "검사명",
        ),
        "area": (
            "Area", "Subject", "Domain", "Skill", "Skill Area", "Content Area", "Subtest", "영역",
        ),
        "date": (
            "Date", "Test Date", "Assessment Date", "Date Assessed", "Date Given",
            "Administration Date", "Date Administered", "검사일",
        ),
        "score": ("Score", "Result", "Raw Score", "Test Score", "Value", "점수"),
        "unit": ("Unit", "Units", "Score Type", "Score Unit", "Scale", "단위"),
        "percentile": (
            "Percentile", "Percentile Rank", "%ile", "PR", "National Percentile", "백분위",
        ),
        "notes": ("Notes", "Note", "Comments", "Comment", "Remarks", "Observations", "비고"),
    }  # fmt: skip
    REQUIRED: ClassVar[tuple[str, ...]] = ("student_id", "tool", "area", "date", "score")

    student_id: Annotated[str, _text(40), _required("the student's number")]
    tool: Annotated[str, _text(200), _required("the name of the test")]
    area: Annotated[str, _text(100), _required("an area")]
    date: Annotated[date, BeforeValidator(_day)]
    score: Annotated[Decimal | None, _number(-MAX_SCORE, MAX_SCORE)] = None
    unit: Annotated[str, _plain(100)] = ""
    percentile: Annotated[Decimal | None, _number(Decimal(0), Decimal(100))] = None
    notes: Annotated[str, _plain(5_000)] = ""

    @model_validator(mode="before")
    @classmethod
    def _percent_sign_is_a_unit(cls, values: Any) -> Any:
        """A score of "72%" without a unit is 72 in the unit %."""
        score = str(values.get("score") or "").strip()
        if score.endswith("%") and not values.get("unit"):
            return {**values, "score": score[:-1].strip(), "unit": "%"}
        return values

    def key(self) -> tuple[str, ...]:
        return (
            self.student_id.casefold(),
            self.tool.casefold(),
            self.area.casefold(),
            str(self.date),
        )

    def key_text(self) -> str:
        return f"a result of {self.student_id} in {self.tool}, {self.area}, on {self.date}"

    def assessment_columns(self) -> dict[str, Any]:
        """The values of a result that may change, by field name, of the columns in the file."""
        return self.model_dump(include={"score", "unit", "percentile", "notes"}, exclude_unset=True)
