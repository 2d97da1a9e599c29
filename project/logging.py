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
        record.request_id = context.request_id.get()
        record.job_id = context.job_id.get()
        request = getattr(record, "request", None)
        if isinstance(request, HttpRequest):
            # Such lines come when the request, and its context, is over.
            record.request_id = record.request_id or getattr(request, "request_id", "")
            record.request = f"{request.method} {request.path}"
        return True


class JsonFormatter(BaseJsonFormatter):
    def __init__(self) -> None:
        super().__init__(
            "%(asctime)s %(levelname)s %(name)s %(message)s %(request_id)s %(job_id)s",
            rename_fields={"asctime": "time", "levelname": "level", "name": "logger"},
        )
