"""An IEP as one JSON document: what the API returns. Dates are ISO 8601 at any depth."""

from typing import Any

from ieps.collecting import whole_findings
from ieps.models import IEP, Section, SectionFinding
from project.drafts import Method
from project.findings import Finding


def document(iep: IEP) -> dict[str, Any]:
    """The whole IEP. Prefetch sections with goals, services, findings and proposals.

    A section's dotted key is its path: "reading.familiar" stands under reading → familiar.
    generation_method is "model" as soon as one section was written with a model.
    """
    sections = list(iep.sections.all())
    content: dict[str, Any] = {"student_info": iep.student_info}
    for section in sections:
        place(content, section.key, section_body(section))
    return {
        "id": str(iep.pk),
        "student_id": str(iep.student_id),
        "academic_year": iep.academic_year,
        "version": iep.version,
        "parent_id": str(iep.parent_id) if iep.parent_id else None,
        "status": iep.status,
        "revision": iep.revision,
        "meeting_date": iep.meeting_date.isoformat(),
        "created_at": iep.created_at.isoformat(),
        "updated_at": iep.updated_at.isoformat(),
        "template_used": iep.template_name,
        "created_with_optional_template": iep.created_with_optional_template,
        "generation_method": generation_method(sections),
        "findings": [finding_body(item) for item in whole_findings(iep, sections)],
        "content": content
        | {
            "template_used": iep.template_name,
            "generation_method": generation_method(sections),
        },
    }


def generation_method(sections: list[Section]) -> str:
    """ "model", "template_based", or empty while nothing is written."""
    methods = {section.proposal.method for section in sections if section.proposal is not None}
    if not methods:
        return ""
    return Method.MODEL.value if Method.MODEL in methods else Method.TEMPLATE_BASED.value


def section_body(section: Section) -> dict[str, Any]:
    """One section: its content, where it came from, and what the rules say."""
    body = section.content().model_dump(mode="json")
    return {
        "key": section.key,
        "title": section.title,
        "kind": section.kind,
        "revision": section.revision,
        **body,
        "provenance": provenance(section),
        "findings": [finding_body(item) for item in section.findings.all()],
    }


def finding_body(finding: SectionFinding | Finding) -> dict[str, str]:
    return {
        "severity": str(finding.severity),
        "rule": finding.rule,
        "place": finding.place,
        "message": finding.message,
        "fix": finding.fix,
    }


def provenance(section: Section) -> dict[str, Any] | None:
    proposal = section.proposal
    if proposal is None and section.edited_at is None:
        return None
    return {
        "method": proposal.method if proposal else None,
        "provider": proposal.provider if proposal else None,
        "model": proposal.model if proposal else None,
        "prompt_version": proposal.prompt_version if proposal else None,
        "drafted_at": proposal.created_at.isoformat() if proposal else None,
        "edited_by": section.edited_by.username if section.edited_by else None,
        "edited_at": section.edited_at.isoformat() if section.edited_at else None,
        "evidence": [
            {
                "chunk": item.chunk_id,
                "kind": item.kind,
                "source_id": item.source_id,
                "title": item.title,
            }
            for item in (proposal.evidence.all() if proposal else ())
        ],
    }


def place(content: dict[str, Any], key: str, body: dict[str, Any]) -> None:
    *parents, last = key.split(".")
    for parent in parents:
        content = content.setdefault(parent, {})
    content[last] = body
