"""The admin's pages with values in the address that no column can hold."""

import pytest

from tests.people import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin_client(client):
    client.force_login(person("root", is_staff=True, is_superuser=True))
    return client


@pytest.mark.parametrize(
    "query",
    ["created_at__year=-1", "created_at__year=99999999999", f"status__exact={'9' * 40}"],
)
def test_unusable_filter_leads_back_to_the_list(admin_client, query):
    response = admin_client.get(f"/admin/project/job/?{query}")

    assert response.status_code in (200, 302)
    if response.status_code == 302:
        assert response["Location"] == "/admin/project/job/?e=1"


@pytest.mark.parametrize("action", ["approve", "send_back", "finalise"])
@pytest.mark.parametrize("selected", ["x", "\0", "9" * 30])
def test_unusable_selection_leads_back_to_the_list(admin_client, action, selected):
    response = admin_client.post(
        "/admin/ieps/iep/", {"action": action, "_selected_action": selected, "confirmed": "1"}
    )

    assert response["Location"] == "/admin/ieps/iep/?e=1"


def break_down(*args, **kwargs):
    raise ValueError("a fault of ours")


def test_faults_of_other_pages_are_not_taken_for_filters(
    admin_client, monkeypatch, django_user_model
):
    row = django_user_model.objects.get()
    page = f"/admin/project/user/{row.pk}/change/?_changelist_filters=q%3Dx"
    monkeypatch.setattr("django.contrib.admin.ModelAdmin.render_change_form", break_down)

    with pytest.raises(ValueError, match="a fault of ours"):
        admin_client.get(page)


def test_faults_of_an_edit_are_not_taken_for_filters(admin_client, monkeypatch):
    monkeypatch.setattr("django.contrib.admin.ModelAdmin.save_model", break_down)
    posted = {"name": "New readers"}

    with pytest.raises(ValueError, match="a fault of ours"):
        admin_client.post("/admin/auth/group/add/?_changelist_filters=q%3Dx", posted)


def test_faults_of_an_action_are_not_taken_for_filters(admin_client, monkeypatch):
    monkeypatch.setattr("django.contrib.admin.ModelAdmin.response_action", break_down)
    posted = {"action": "delete_selected", "_selected_action": "1"}

    with pytest.raises(ValueError, match="a fault of ours"):
        admin_client.post("/admin/auth/group/?q=x", posted)
