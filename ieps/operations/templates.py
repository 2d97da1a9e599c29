"""Keep the templates. One of them is always the default."""

from django.db import transaction

from ieps.models import Template
from project import audit
from project.models import User
from project.problems import FieldError, InvalidInput

DEFAULT_NEEDED = (
    "One template must be the default. To choose another one, tick “is default” there: this one "
    "gives it up then."
)
DEFAULT_IS_ACTIVE = "The default template must be active: it is used when nobody chooses one."


class DefaultNeeded(InvalidInput):
    def __init__(self, text: str = DEFAULT_NEEDED, field: str = "is_default") -> None:
        super().__init__(text, errors=[FieldError(field, text)])


def check_default(template: Template) -> None:
    """Raises DefaultNeeded when saving the template as it is would leave no default to use."""
    if template.is_default:
        if not template.is_active:
            raise DefaultNeeded(DEFAULT_IS_ACTIVE, "is_active")
        return
    if not Template.objects.filter(is_default=True).exclude(pk=template.pk).exists():
        raise DefaultNeeded


@transaction.atomic
def save_template(*, template: Template, by: User) -> Template:
    """Save a new or a changed template. When it is to be the default, the one that was gives it
    up. Raises DefaultNeeded.
    """
    is_new = template._state.adding
    held = list(Template.objects.select_for_update().filter(is_default=True))
    check_default(template)
    if template.is_default:
        others = [other.pk for other in held if other.pk != template.pk]
        Template.objects.filter(pk__in=others).update(is_default=False)
    template.save()
    audit.record(verb="create" if is_new else "edit", subject=template, by=by)
    return template


@transaction.atomic
def delete_template(*, template: Template, by: User) -> None:
    """Raises DefaultNeeded for the default one."""
    template = Template.objects.select_for_update().get(pk=template.pk)
    if template.is_default:
        raise DefaultNeeded
    audit.record(verb="delete", subject=template, by=by)
    template.delete()
