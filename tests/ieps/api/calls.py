"""How the tests call the API."""

import json

CREATE = "/api/v1/ieps/advanced/create-with-rag"


def post(api, url, body, **headers):
    return api.post(url, json.dumps(body), content_type="application/json", headers=headers)


def patch(api, url, body, **headers):
    return api.patch(url, json.dumps(body), content_type="application/json", headers=headers)
