"""Every pair of fields that belongs together is held together by the database."""

import pytest
from django.apps import apps
from django.db import models

OURS = ("project", "providers", "ieps", "programs")
# The account may go while the time stays.
LOOSE = {"edited_by", "created_by"}
PAIRS = (("_by", "_at"), ("_type", "_id"), ("_holder", "_expires_at"))


def our_models():
    return [model for model in apps.get_models() if model._meta.app_label in OURS]


def pairs():
    for model in our_models():
        names = {field.name for field in model._meta.concrete_fields}
        for first, second in PAIRS:
            for name in sorted(names):
                other = name.removesuffix(first) + second
                if not name.endswith(first) or other not in names or name in LOOSE:
                    continue
                one, two = model._meta.get_field(name), model._meta.get_field(other)
                if one.null or two.null or one.blank:
                    yield pytest.param(model, name, other, id=f"{model.__name__}.{name}")


@pytest.mark.parametrize(("model", "first", "second"), list(pairs()))
def test_paired_fields_have_a_check_constraint(model, first, second):
    checks = [
        str(constraint.condition)
        for constraint in model._meta.constraints
        if isinstance(constraint, models.CheckConstraint)
    ]

    assert any(first in check and second in check for check in checks)


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model._meta.label)
def test_every_row_has_a_readable_name(model):
    assert model.__str__ is not models.Model.__str__


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model._meta.label)
def test_every_table_has_an_order(model):
    unordered = {"IdempotencyKey", "User"}
    assert model._meta.ordering or model.__name__ in unordered
