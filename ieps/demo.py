"""The demo's students, brought in by the product's own import, with an IEP drafted for each."""

import datetime
from collections.abc import Mapping

from django.conf import settings

from ieps.academic_years import academic_year_of
from ieps.csv_import import read_assessments, read_students
from ieps.models import IEP, Student, Template
from ieps.operations.ieps import create_iep
from ieps.operations.imports import import_assessments, import_students
from project import demo
from project.models import User

FOLDER = settings.BASE_DIR / "ieps" / "demo_data"


def fill(users: Mapping[str, User]) -> None:
    teacher = users["teacher"]
    students = read_students((FOLDER / "students.csv").read_bytes()).rows
    if Student.objects.filter(student_number__in=[row.student_id for row in students]).exists():
        return
    import_students(rows=students, by=teacher)
    assessments = read_assessments((FOLDER / "assessments.csv").read_bytes()).rows
    import_assessments(rows=assessments, by=teacher)
    meeting = datetime.date.today() + datetime.timedelta(days=14)
    for student in Student.objects.visible_to(teacher):
        if not IEP.objects.filter(student=student).exists():
            create_iep(
                student=student,
                academic_year=academic_year_of(meeting),
                meeting_date=meeting,
                choice=Template.objects.choose(""),
                by=teacher,
            )


def register() -> None:
    demo.register(fill)
