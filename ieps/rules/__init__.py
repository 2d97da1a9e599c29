"""What must be true of an IEP's text, as pure functions from a draft and its facts to findings.

`check_draft` is for the gateway: everything wrong with what a model returned. `check_section` is
the same for what stands in a section after people edited it. `check_iep` adds only what no single
section can show: missing sections, needs without a goal or a service, goals without a need.

Severity: an error is something that must not reach a family unseen (an invented score, date or
test, a diagnosis or decision nobody recorded, a required part missing); a warning is for a person
to judge.
"""

from collections.abc import Mapping

from ieps.facts import IepFacts, SectionSpec
from ieps.rules.contents import check_contents, check_present
from ieps.rules.copies import check_copies, mask_names
from ieps.rules.coverage import check_coverage
from ieps.rules.decisions import check_decisions
from ieps.rules.evidence import check_baselines, check_chunk_ids, check_inline_citations
from ieps.rules.goals import check_goals
from ieps.rules.grounded import check_grounded
from ieps.schemas import SectionContent, SectionDraft
from project.findings import Finding

__all__ = ["check_draft", "check_iep", "check_section", "mask_names"]


def check_section(content: SectionContent, section: SectionSpec, facts: IepFacts) -> list[Finding]:
    """Findings of one section. Places are paths in the content: "statement", "goals.0.criterion".

    Deterministic; no finding is repeated. A section that is marked not applicable is held to its
    reason alone.
    """
    if not section.is_drafted:
        return []
    findings = check_contents(content, section, facts)
    findings += check_goals(content, facts)
    findings += check_grounded(content, section, facts)
    findings += check_baselines(content, facts)
    findings += check_decisions(content, facts)
    findings += check_inline_citations(content, facts)
    findings += check_copies(content, facts)
    return list(dict.fromkeys(findings))


def check_draft(draft: SectionDraft, section: SectionSpec, facts: IepFacts) -> list[Finding]:
    """`check_section` of what a model returned, and that every chunk it cites was given to it."""
    found = check_chunk_ids(draft.evidence, "evidence", facts)
    return found + check_section(draft.to_content(), section, facts)


def check_iep(sections: Mapping[str, SectionContent], facts: IepFacts) -> list[Finding]:
    """Findings about the whole. Places begin with a section's key: "services", "math.goals.0".

    Does not repeat `check_section`: run that for each section as well.
    """
    return check_present(sections, facts) + check_coverage(sections, facts)
