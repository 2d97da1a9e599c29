"""Runs provider calls in threads of their own, and stops waiting when their time is over.

An SDK's timeout bounds the silence between two bytes, not the call: one byte a second keeps it
alive for ever, and a name lookup is not bounded at all. So the drafting thread never runs an SDK
itself. It hands the call to a daemon thread and waits for it with the clock in hand. A call that
is over its time is abandoned: its connection is closed, the thread ends by itself, and since it
is a daemon it does not hold up the end of the process. A thread that finished is used again.
"""

import os
import queue
import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

from providers.backends.base import Pulse
from providers.errors import Category, ProviderError

Result = TypeVar("Result")

POLL_SECONDS = 0.25


class Cancelled(Exception):
    """The caller does not want the answer any more."""


class _Task(Generic[Result]):
    def __init__(self, work: Callable[[], Result]) -> None:
        self._work = work
        self.done = threading.Event()
        self._result: Result | None = None
        self._error: BaseException | None = None

    def run(self) -> None:
        try:
            self._result = self._work()
        except BaseException as error:
            self._error = error
        finally:
            self.done.set()

    def result(self) -> Result:
        if self._error is not None:
            raise self._error
        return self._result  # type: ignore[return-value]


class _Worker(threading.Thread):
    def __init__(self) -> None:
        super().__init__(name="provider-call", daemon=True)
        self.tasks: queue.SimpleQueue[_Task[object]] = queue.SimpleQueue()

    def run(self) -> None:
        while True:
            self.tasks.get().run()
            _idle.append(self)


_idle: list[_Worker] = []


def _forget_threads() -> None:
    """A forked child has the list but not the threads."""
    _idle.clear()


os.register_at_fork(after_in_child=_forget_threads)


def _start(task: "_Task[Result]") -> None:
    try:
        worker = _idle.pop()
    except IndexError:
        worker = _Worker()
        worker.start()
    worker.tasks.put(task)  # type: ignore[arg-type]


def run(
    work: Callable[[Pulse], Result], seconds: float, cancelled: Callable[[], bool]
) -> tuple[Result, Pulse]:
    """The result of `work` and its pulse.

    Raises ProviderError(timeout) after `seconds`, Cancelled within half a second of `cancelled`
    turning true, and whatever `work` raises.
    """
    pulse = Pulse(seconds)
    task = _Task(lambda: work(pulse))
    _start(task)
    try:
        while not task.done.wait(min(POLL_SECONDS, pulse.remaining)):
            if cancelled():
                raise Cancelled
            if time.monotonic() >= pulse.give_up_at:
                raise ProviderError(Category.TIMEOUT, "no complete answer in time")
    except BaseException:
        pulse.abandon()
        raise
    return task.result(), pulse
