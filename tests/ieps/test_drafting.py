"""Drafting as a job: offline, with a model over real HTTP, and with everything going wrong."""

import json
import re

import pytest

from ieps.document import document
from ieps.models import IEP, Proposal
from ieps.operations.ieps import redraft_sections
from ieps.operations.sections import edit_section
from project.drafts import Method
from project.models import Job, JobStatus
from providers.models import Call
from tests.fakes import Fail, Ok
from tests.ieps.answers import plausible
from tests.ieps.factories import make_assessment, make_iep, make_student

pytestmark = pytest.mark.django_db(transaction=True)

DRAFTED = 17


@pytest.fixture
def student(alice):
    student = make_student(alice)
    make_assessment(student)
    make_assessment(
        student, tool="Spelling Inventory", area="spelling", score=62, unit="%",
        notes="Maribel said her mother Ingrid practises with her. Call 555-201-8834.",
    )  # fmt: skip
    return student


@pytest.fixture
def with_openai(fake_providers, settings):
    fake_providers.answer = plausible
    settings.PROVIDER_KEYS = {"openai": "sk-test-openai-key"}
    settings.PROVIDER_BASE_URLS = fake_providers.base_urls
    return fake_providers


@pytest.fixture
def with_two(fake_providers, settings):
    fake_providers.answer = plausible
    settings.PROVIDER_KEYS = {"openai": "sk-test-openai-key", "gemini": "test-gemini-key"}
    settings.PROVIDER_BASE_URLS = fake_providers.base_urls
    settings.ROUTE_OVERRIDES = {"ieps": "openai:gpt-4o-mini,gemini:gemini-2.5-flash"}
    return fake_providers


def draft(student, by, held_queue):
    created = make_iep(student, by)
    held_queue.work()
    created.job.refresh_from_db()
    created.iep.refresh_from_db()
    return created


def test_offline_draft_writes_every_section(student, alice, held_queue):
    created = draft(student, alice, held_queue)

    assert created.job.status in (JobStatus.SUCCEEDED, JobStatus.PARTIAL)
    sections = created.iep.sections.all()
    assert len(sections) == DRAFTED
    assert all(section.is_written for section in sections)
    assert {section.proposal.method for section in sections} == {Method.TEMPLATE_BASED}


def test_without_a_vector_store_only_indexing_fails(student, alice, held_queue):
    created = draft(student, alice, held_queue)

    failed = created.job.steps.filter(status="failed")
    assert [step.key for step in failed] == ["index"]
    assert failed[0].error_category == "vector_store"
    assert created.job.steps.get(key="retrieve").model == "local"


def test_offline_draft_has_no_errors(student, alice, held_queue):
    created = draft(student, alice, held_queue)

    errors = [
        (section.key, finding.rule, finding.message)
        for section in created.iep.sections.all()
        for finding in section.findings.all()
        if finding.severity == "error"
    ]
    assert errors == []


def test_draft_cites_the_record(student, alice, held_queue):
    created = draft(student, alice, held_queue)

    spelling = created.iep.sections.get(key="spelling")
    kinds = {item.kind for item in spelling.proposal.evidence.all()}
    assert "assessment" in kinds


def test_document_has_the_prototypes_shape(student, alice, held_queue):
    created = draft(student, alice, held_queue)

    body = document(created.iep)

    assert next(iter(body["content"])) == "student_info"
    assert {
        "student_info", "long_term_goal", "short_term_goals", "oral_language", "reading",
        "spelling", "writing", "concept", "math", "services", "template_used",
        "generation_method",
    } <= set(body["content"])  # fmt: skip
    assert set(body["content"]["reading"]) == {"familiar", "unfamiliar", "comprehension"}
    assert body["generation_method"] == "template_based"
    assert body["created_with_optional_template"] is True
    assert body["content"]["student_info"]["date_of_birth"] == "2015-04-12"
    json.dumps(body)
    for match in re.findall(r'"(\d{1,2}[./]\d{1,2}[./]\d{2,4})"', json.dumps(body)):
        pytest.fail(f"{match} is no ISO date")


def test_model_draft_keeps_provenance_and_usage(student, alice, held_queue, with_openai):
    created = draft(student, alice, held_queue)

    proposals = Proposal.objects.filter(section__iep=created.iep)
    assert {(item.provider, item.method) for item in proposals} == {("openai", Method.MODEL)}
    assert all(item.prompt_version for item in proposals)
    step = created.job.steps.get(key="math")
    assert step.provider == "openai"
    assert step.input_tokens > 0
    assert step.cost > 0


def test_nothing_that_identifies_the_student_reaches_the_provider(
    student, alice, held_queue, with_openai
):
    draft(student, alice, held_queue)

    received = " ".join(request.body.decode() for request in with_openai.requests)
    assert len(with_openai.requests) >= DRAFTED
    for secret in (
        "Maribel", "Ostrander", "Ingrid", "2015-04-12", "555-201-8834", student.student_number,
        "ingrid.ostrander", "Marchetti",
    ):  # fmt: skip
        assert secret not in received
    assert "STUDENT" in received


def test_names_come_back_into_the_draft(student, alice, held_queue, with_openai):
    created = draft(student, alice, held_queue)

    text = json.dumps(document(created.iep))
    assert "[STUDENT" not in text
    assert "Maribel" in text


def test_all_providers_down_falls_back_and_says_so(student, alice, held_queue, with_two):
    with_two.always("openai", Fail("server_error"))
    with_two.always("gemini", Fail("server_error"))

    created = draft(student, alice, held_queue)

    assert {item.method for item in Proposal.objects.all()} == {Method.TEMPLATE_BASED}
    assert document(created.iep)["generation_method"] == "template_based"


def test_template_draft_can_be_redone_with_a_model(student, alice, held_queue, with_two):
    with_two.always("openai", Fail("server_error"))
    with_two.always("gemini", Fail("server_error"))
    created = draft(student, alice, held_queue)
    with_two.reset()
    with_two.answer = plausible
    from providers.models import Circuit

    Circuit.objects.all().delete()

    job = redraft_sections(
        iep=created.iep, sections=list(created.iep.sections.without_model_text()), by=alice
    )
    held_queue.work()

    job.refresh_from_db()
    methods = {section.proposal.method for section in created.iep.sections.all()}
    assert methods == {Method.MODEL}


def test_nonsense_costs_a_re_ask_then_the_next_provider(student, alice, held_queue, with_two):
    with_two.always("openai", Ok("I would rather talk about the weather."))

    created = draft(student, alice, held_queue)

    assert {item.provider for item in Proposal.objects.all()} == {"gemini"}
    assert created.iep.sections.filter(proposal__isnull=True).count() == 0
    calls = Call.objects.filter(step_key="math", provider="openai")
    assert calls.count() <= 2
    assert {call.category for call in calls} <= {"invalid_output"}


def test_edited_section_is_not_overwritten_by_a_new_proposal(student, alice, held_queue):
    created = draft(student, alice, held_queue)
    section = created.iep.sections.get(key="math")
    content = section.content().model_copy(update={"statement": "My own words."})
    edit_section(section=section, expected_revision=section.revision, content=content, by=alice)

    redraft_sections(iep=created.iep, sections=[section], by=alice, instruction="Shorter.")
    held_queue.work()

    section.refresh_from_db()
    assert section.statement == "My own words."
    newest = section.proposals.first()
    assert newest.instruction == "Shorter."
    assert newest.pk != section.proposal_id


def test_no_key_and_no_text_in_the_ledger(student, alice, held_queue, with_openai):
    draft(student, alice, held_queue)

    rows = str(list(Call.objects.values())) + str(list(Job.objects.values("params", "message")))
    assert "sk-test" not in rows
    assert "Maribel" not in rows


def test_iep_of_a_deleted_student_is_gone_with_its_jobs(student, alice, held_queue):
    from ieps.operations.students import delete_student

    created = draft(student, alice, held_queue)

    delete_student(student=student, by=alice)

    assert not IEP.objects.filter(pk=created.iep.pk).exists()
    assert not Job.objects.filter(pk=created.job.pk).exists()
