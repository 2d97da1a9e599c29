"""Rows for tests, made through the product's own operations where there is one."""

import datetime
from itertools import count

from ieps.models import Assessment, Student, Template
from ieps.operations.ieps import CreatedIEP, create_iep

_numbers = count(1000)
MEETING = datetime.date(2026, 9, 15)
YEAR = "2026-2027"


def make_student(*teachers, **fields) -> Student:
    values = {
        "student_number": f"S-{next(_numbers)}",
        "given_name": "Maribel",
        "family_name": "Ostrander",
        "birth_date": datetime.date(2015, 4, 12),
        "grade": "5",
        "class_name": "5B",
        "languages": ["English"],
        "disability_category": "Specific learning disability",
        "strengths": ["curious about animals"],
        "needs": [{"area": "reading", "text": "reads slowly aloud"}],
        "guardian_name": "Ingrid Ostrander",
        "guardian_email": "ingrid.ostrander@example.org",
        "guardian_phone": "555-201-8834",
    } | fields
    student = Student.objects.create(**values)
    student.teachers.set(teachers)
    return student


def make_assessment(student, **fields) -> Assessment:
    values = {
        "tool": "Oral Reading Fluency",
        "area": "reading unfamiliar",
        "date": datetime.date(2026, 5, 20),
        "score": 58,
        "unit": "words correct per minute",
    } | fields
    return Assessment.objects.create(student=student, **values)


def make_iep(student, by, **fields) -> CreatedIEP:
    values = {
        "academic_year": YEAR,
        "meeting_date": MEETING,
        "choice": Template.objects.choose(""),
    } | fields
    return create_iep(student=student, by=by, **values)
