import json
import logging

from django.test import RequestFactory

from project import context
from project.logging import ContextFilter, JsonFormatter


def test_line_is_json_with_request_and_job_id():
    record = logging.LogRecord("app", logging.INFO, "f", 1, "hello %s", ("you",), None)

    with context.working_for(job="j1", request="r1"):
        ContextFilter().filter(record)
        line = json.loads(JsonFormatter().format(record))

    assert line["message"] == "hello you"
    assert (line["level"], line["logger"]) == ("INFO", "app")
    assert (line["job_id"], line["request_id"]) == ("j1", "r1")


def test_request_id_of_the_caller_comes_back(client, db):
    response = client.get("/livez", headers={"X-Request-ID": "abc-1"})

    assert response["X-Request-ID"] == "abc-1"


def test_odd_request_id_is_replaced(client, db):
    response = client.get("/livez", headers={"X-Request-ID": "a b\tc" * 50})

    assert len(response["X-Request-ID"]) == 32


def test_what_a_person_searched_for_is_not_logged(client):
    request = RequestFactory().get("/ieps/?q=Castellano")
    request.request_id = "r-1"
    record = logging.LogRecord("django.request", logging.WARNING, "", 1, "Forbidden", (), None)
    record.request = request
    ContextFilter().filter(record)

    line = json.loads(JsonFormatter().format(record))

    assert "Castellano" not in json.dumps(line)
    assert line["request"] == "GET /ieps/"
    assert line["request_id"] == "r-1"
