"""What this thread is working for: the request id and job id that every log line carries."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="")
job_id: ContextVar[str] = ContextVar("job_id", default="")


@contextmanager
def working_for(*, job: str, request: str) -> Iterator[None]:
    job_token, request_token = job_id.set(job), request_id.set(request)
    try:
        yield
    finally:
        job_id.reset(job_token)
        request_id.reset(request_token)
