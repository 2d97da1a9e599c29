"""JSON log lines with the request's and the job's id."""

import logging

from django.http import HttpRequest
from pythonjsonlogger.json import JsonFormatter as BaseJsonFormatter

from project import context


class ContextFilter(logging.Filter):
    """Adds the ids, and takes out what a person typed: Django attaches the request to some lines,
    and a search for a name stands in its address.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        # Such lines come when the request, and its context, is over.
        of_request = getattr(request, "request_id", "")
        record.request_id = context.request_id.get() or of_request
        record.job_id = context.job_id.get()
        if isinstance(request, HttpRequest):
            record.request = f"{request.method} {request.path}"
        return True


class JsonFormatter(BaseJsonFormatter):
    def __init__(self) -> None:
        super().__init__(
            "%(asctime)s %(levelname)s %(name)s %(message)s %(request_id)s %(job_id)s",
            rename_fields={"asctime": "time", "levelname": "level", "name": "logger"},
        )
