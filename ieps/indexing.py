"""Rebuild the search index from the database."""

from ieps.collecting import all_chunks, record_terms, section_texts, student_record
from ieps.models import Section, Student
from ieps.retrieval import forget_student, index_chunks


def rebuild_index(*, student_id: str | None = None) -> int:
    """Forget and write again the chunks of one student or of all; returns how many students.

    Raises VectorStoreUnavailable. No transaction is open while the store is spoken to.
    """
    students = Student.objects.filter(pk=student_id) if student_id else Student.objects.all()
    count = 0
    for key in list(students.values_list("pk", flat=True)):
        student = Student.objects.prefetch_related("assessments", "notes__author", "teachers").get(
            pk=key
        )
        own = section_texts(Section.objects.filter(iep__student=student))
        chunks = all_chunks(student_record(student, prior=own))
        forget_student(str(key))
        index_chunks(str(key), chunks, record_terms(student, [row.text for row in own]))
        count += 1
    return count
