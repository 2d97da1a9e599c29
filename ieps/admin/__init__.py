"""The IEP app in Django's admin: staff review, approve, return; templates are edited here.

Edits raise the revision and are written to the audit trail like those on the pages.
"""

from ieps.admin import ieps, sections, students, templates

__all__ = ["ieps", "sections", "students", "templates"]
