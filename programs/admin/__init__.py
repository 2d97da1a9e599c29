"""The programs app in Django's admin: staff review, approve, return; the catalogue is edited here.

Edits of weeks raise their revision, are judged and written to the audit trail like those on the
pages.
"""

from programs.admin import catalogue, people, programs, weeks

__all__ = ["catalogue", "people", "programs", "weeks"]
