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
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from providers.backends.base import Pulse
from providers.errors import Category, ProviderError

Result = TypeVar("Result")

POLL_SECONDS = 0.25
# How long a thread takes, at most, to notice that its connection was closed under it.
HANG_UP_SECONDS = 0.2
# The same on a machine that is too busy to run it, while the call still has time.
BUSY_HANG_UP_SECONDS = 3.0


class Cancelled(Exception):
    """The caller does not want the answer any more."""


class _Task(Generic[Result]):
    def __init__(self, work: Callable[[], Result]) -> None:
        self._work = work
        self.done = threading.Event()
        self.listeners: list[threading.Event] = []
        self._result: Result | None = None
        self._error: BaseException | None = None

    def run(self) -> None:
        try:
            self._result = self._work()
        except BaseException as error:
            self._error = error
        finally:
            self.done.set()
            for listener in tuple(self.listeners):
                listener.set()

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
    """The result of `work` and its pulse, which beats for `seconds`.

    Raises ProviderError(timeout) when they are over, Cancelled within half a second of `cancelled`
    turning true, and whatever `work` raises.
    """
    pulse = Pulse(seconds)
    running = start(work, pulse)
    running.wait(cancelled)
    return running.result(), pulse


class Running(Generic[Result]):
    """A call under way in a thread of its own."""

    def __init__(self, task: _Task[Result], pulse: Pulse) -> None:
        self._task = task
        self.pulse = pulse

    @property
    def over(self) -> bool:
        """Whether there is nothing to wait for any more: it is done, or its time is over."""
        return self._task.done.is_set() or self.pulse.over

    def tell(self, listener: threading.Event) -> None:
        """Has `listener` set when the call is done."""
        self._task.listeners.append(listener)
        if self._task.done.is_set():
            listener.set()

    def wait(self, cancelled: Callable[[], bool], until: float | None = None) -> bool:
        """Whether it is done, by `until` (monotonic) or before its own time is over.

        Raises ProviderError(timeout) or Cancelled, and has then given the call up.
        """
        try:
            while not self._task.done.wait(self._slice(until)):
                if cancelled():
                    raise Cancelled
                if self.pulse.over:
                    if self._hung_up_on_the_end():
                        return True
                    raise ProviderError(Category.TIMEOUT, self.pulse.reason)
                if until is not None and time.monotonic() >= until:
                    return False
        except BaseException:
            self.pulse.abandon()
            raise
        return True

    def _hung_up_on_the_end(self) -> bool:
        """Whether the answer was whole already, and only the end of its body was waited for."""
        if not self.pulse.is_whole:
            return False
        self.pulse.abandon()
        left = self.pulse.give_up_at - time.monotonic()
        return self._task.done.wait(max(min(left, BUSY_HANG_UP_SECONDS), HANG_UP_SECONDS))

    def _slice(self, until: float | None) -> float:
        left = min(POLL_SECONDS, self.pulse.remaining)
        return left if until is None else max(min(left, until - time.monotonic()), 0.0)

    def result(self) -> Result:
        return self._task.result()


def start(work: Callable[[Pulse], Result], pulse: Pulse) -> Running[Result]:
    task = _Task(lambda: work(pulse))
    _start(task)
    return Running(task, pulse)


def wait_for_any(
    calls: "Sequence[Running[Result]]", cancelled: Callable[[], bool]
) -> "Running[Result] | None":
    """The first of the calls that is over; None when `cancelled` turned true before. Gives up
    none of them."""
    signal = threading.Event()
    for call in calls:
        call.tell(signal)
    while not cancelled():
        for call in calls:
            if call.over:
                return call
        signal.wait(min(POLL_SECONDS, *(call.pulse.remaining for call in calls)))
    return None
