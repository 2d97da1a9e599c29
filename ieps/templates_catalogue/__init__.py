"""The templates that ship. Seeds the database, where staff edit them.

Each is the default template cut to an age band, a setting or a main area of need. A goal stem names
its area in words that `areas.area_of` reads: the composer without a model takes it only for a need
of that area.
"""

from ieps.templates_catalogue.any_age import ANY_AGE
from ieps.templates_catalogue.default import DEFAULT_TEMPLATE
from ieps.templates_catalogue.elementary import ELEMENTARY
from ieps.templates_catalogue.entry import TemplateEntry
from ieps.templates_catalogue.preschool import PRESCHOOL
from ieps.templates_catalogue.secondary import SECONDARY

__all__ = ["DEFAULT_TEMPLATE", "TEMPLATES", "TemplateEntry"]

TEMPLATES: tuple[TemplateEntry, ...] = (
    DEFAULT_TEMPLATE,
    *PRESCHOOL,
    *ELEMENTARY,
    *SECONDARY,
    *ANY_AGE,
)
