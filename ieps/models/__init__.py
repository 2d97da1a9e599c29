"""Rows of the IEP app: the student's record, templates, and the IEPs drafted from them."""

from ieps.models.drafts import (
    IEP,
    Comment,
    Evidence,
    Goal,
    Proposal,
    Section,
    SectionFinding,
    Service,
)
from ieps.models.records import Assessment, Note, PendingImport, Student
from ieps.models.templates import GoalBankEntry, Template, TemplateSection

__all__ = [
    "IEP",
    "Assessment",
    "Comment",
    "Evidence",
    "Goal",
    "GoalBankEntry",
    "Note",
    "PendingImport",
    "Proposal",
    "Section",
    "SectionFinding",
    "Service",
    "Student",
    "Template",
    "TemplateSection",
]
