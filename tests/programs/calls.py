"""Short ways to call the programs API in tests."""

import json

from programs.models import Program
from tests.programs.factories import ALL_CLEAR, make_program

PROGRAMS = "/api/v1/programs/"
GENERATE = f"{PROGRAMS}generate"


def answers(client=None, **changes):
    """What the prototype's clients send, and a health screen without a yes."""
    body = {
        "height_cm": 178,
        "weight_kg": 74.5,
        "goal_category": "muscle_gain",
        "goal_raw": "I want to build muscle",
        "fitness_level": "intermediate",
        "duration_weeks": 4,
        "days_per_week": 3,
        "health_screen": ALL_CLEAR,
    }
    return body | ({"user_id": client.pk} if client else {}) | changes


def send(api, method, url, body=None, **headers):
    data = body if isinstance(body, bytes) else json.dumps({} if body is None else body)
    return api.generic(method, url, data, content_type="application/json", headers=headers)


def post(api, url, body=None, **headers):
    return send(api, "POST", url, body, **headers)


def patch(api, url, body=None, **headers):
    return send(api, "PATCH", url, body, **headers)


def if_match(revision):
    return {"If-Match": f'"{revision}"'}


def fields(response):
    return {error["field"] for error in response.json().get("errors", [])}


def drafted(client, held_queue, by=None, **facts):
    """A program with every week written by the offline composer."""
    program = make_program(client, by, **facts).program
    held_queue.work()
    return Program.objects.get(pk=program.pk)


def url_of(program, *rest):
    return "/".join([f"{PROGRAMS}{program.pk}", *map(str, rest), ""])
