"""Retrieval against a real Chroma server: filtered by student in the query, rebuilt, forgotten."""

import pytest
from django.core.management import CommandError, call_command

from ieps.collecting import all_chunks, collected_terms, iep_facts
from ieps.indexing import rebuild_index
from ieps.models import Evidence
from ieps.operations.students import delete_student
from ieps.retrieval import RECORDS, RetrievalTask, find
from providers import vectors
from tests.ieps.factories import make_assessment, make_iep, make_student

pytestmark = pytest.mark.django_db(transaction=True)


def task_for(iep):
    facts = iep_facts(iep)
    return RetrievalTask(str(iep.student_id), facts, all_chunks(facts), collected_terms(iep))


def stored(student):
    return vectors.query(RECORDS, "reading", {"student_id": str(student.pk)}, 50)


@pytest.fixture
def student(alice):
    student = make_student(alice)
    make_assessment(student, tool="Spelling Inventory", area="spelling", unit="% correct")
    make_assessment(student, tool="Number Screener", area="math", unit="% correct")
    return student


def test_each_section_gets_what_fits_it_first(chroma, student, alice, held_queue):
    found = find(task_for(make_iep(student, alice).iep))

    assert found.source == "chroma"
    records = {str(row.pk): row.area for row in student.assessments.all()}
    assert records[found.references["spelling"][0].split(":")[1]] == "spelling"
    assert records[found.references["math"][0].split(":")[1]] == "math"


def test_another_students_record_is_never_found(chroma, student, alice, held_queue):
    other = make_student(alice)
    planted = make_assessment(other, tool="Planted Spelling Test", area="spelling")
    find(task_for(make_iep(other, alice).iep))

    found = find(task_for(make_iep(student, alice).iep))

    references = {ref for refs in found.references.values() for ref in refs}
    assert f"assessment:{planted.pk}" not in references
    assert all("Planted" not in hit.text for hit in stored(student))


def test_same_chunks_with_and_without_the_store(
    chroma, student, alice, held_queue, settings, caplog
):
    task = task_for(make_iep(student, alice).iep)
    with_store = find(task)
    settings.CHROMA_URL = "http://127.0.0.1:9"

    without = find(task)

    assert without.source == "local"
    assert with_store.references["math"][0] == without.references["math"][0]


def test_new_iep_is_indexed_by_its_job(chroma, student, alice, held_queue):
    created = make_iep(student, alice)
    held_queue.work()

    created.job.refresh_from_db()
    assert created.job.status == "succeeded"
    assert {hit.metadata["kind"] for hit in stored(student)} >= {"assessment", "prior_iep"}
    assert Evidence.objects.filter(kind="assessment").exists()


def test_unread_draft_is_no_evidence_for_the_next_year(chroma, student, alice, held_queue):
    make_iep(student, alice)
    held_queue.work()

    later = make_iep(student, alice, academic_year="2027-2028").iep
    held_queue.work()

    kinds = Evidence.objects.filter(proposal__section__iep=later).values_list("kind", flat=True)
    assert "prior_iep" not in set(kinds)


def test_reviewed_iep_is_evidence_for_the_next_year(chroma, student, alice, held_queue):
    first = make_iep(student, alice).iep
    held_queue.work()
    type(first).objects.filter(pk=first.pk).update(status="in_review")

    later = make_iep(student, alice, academic_year="2027-2028").iep
    held_queue.work()

    retrieved = {ref for section in later.sections.all() for ref in section.retrieved}
    assert any(ref.startswith("prior_iep:") for ref in retrieved)


def test_index_can_be_rebuilt(chroma, student, alice, held_queue):
    make_iep(student, alice)
    held_queue.work()
    before = {hit.id for hit in stored(student)}
    vectors.delete(RECORDS, {"student_id": str(student.pk)})
    assert stored(student) == []

    assert rebuild_index() == 1

    assert {hit.id for hit in stored(student)} >= {ref for ref in before if "bank" not in ref}


def test_rebuild_without_a_store_says_what_to_do(student, settings):
    settings.CHROMA_URL = "http://127.0.0.1:9"

    with pytest.raises(CommandError, match="vector store does not answer"):
        call_command("rebuild_index")


def test_deleted_student_is_forgotten(chroma, student, alice, held_queue):
    make_iep(student, alice)
    held_queue.work()
    key = str(student.pk)

    delete_student(student=student, by=alice)
    held_queue.work()

    assert vectors.query(RECORDS, "reading", {"student_id": key}, 50) == []
