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
