"""What pages may load and run: nothing inline but the styles of the API's pages."""

import pytest

from tests.people import person

API_PAGES = ["/api/v1/", "/api/v1/jobs/", "/api/v1/ieps/students/", "/api/v1/docs/"]


@pytest.fixture
def root(db):
    return person("root", "Teachers", "Coaches", is_staff=True, is_superuser=True)


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/admin/", "/admin/project/user/", *API_PAGES])
def test_no_page_runs_inline_scripts_or_sends_its_forms_elsewhere(client, root, path):
    client.force_login(root)

    response = client.get(path, headers={"Accept": "text/html"})

    directives = response["Content-Security-Policy"].split("; ")
    assert {"base-uri 'self'", "form-action 'self'", "object-src 'none'"} <= {*directives}
    assert not [one for one in directives if one.startswith("script-src")]
    inline = [one for one in directives if "unsafe-inline" in one]
    allowed = ["style-src 'self' 'unsafe-inline'"] if path.startswith("/api/") else []
    assert inline == allowed
