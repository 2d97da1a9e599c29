"""Who came first: the callers of one process that wait for the same budget, one after the other.

Only the first in line asks the database whether there is room. So nobody is overtaken by a later
caller of the same process, and many waiting callers cost no more than one.
"""

import threading
import time
from collections import deque


class Line:
    """free_at: when the first in line expects room (monotonic), as far as anybody knows."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._places: deque[Place] = deque()
        self.free_at = 0.0

    def join(self) -> "Place":
        place = Place(self)
        with self._changed:
            self._places.append(place)
        return place

    def is_first(self, place: "Place | None") -> bool:
        """Whether the holder may ask; without a place, whether nobody waits."""
        with self._changed:
            return not self._places or self._places[0] is place

    def look_again(self) -> None:
        """Something was given back: the first in line need not wait any longer."""
        with self._changed:
            if self._places:
                self._places[0].called = True
                self._changed.notify_all()

    def leave(self, place: "Place") -> None:
        with self._changed:
            if place in self._places:
                was_first = self._places[0] is place
                self._places.remove(place)
                if was_first and self._places:
                    self._places[0].called = True
                self._changed.notify_all()

    def wait(self, place: "Place", until: float) -> bool:
        """Whether it is this place's turn to ask, by `until` (monotonic) at the latest."""
        with self._changed:
            while not place.called and (left := until - time.monotonic()) > 0:
                self._changed.wait(left)
            called, place.called = place.called, False
            return called


class Place:
    def __init__(self, line: Line) -> None:
        self._line = line
        self.called = False

    def wait(self, until: float) -> bool:
        return self._line.wait(self, until)

    @property
    def first(self) -> bool:
        return self._line.is_first(self)

    def leave(self) -> None:
        self._line.leave(self)
