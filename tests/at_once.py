"""Things that happen at the same moment."""

import threading
from collections.abc import Callable
from typing import Any

from django.db import connection


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """Every work in a thread and a connection of its own, begun together; what each came to."""
    gate = threading.Barrier(len(works), timeout=10)
    ended: list[Any] = [None] * len(works)

    def run(index: int, work: Callable[[], Any]) -> None:
        try:
            gate.wait()
            ended[index] = work()
        except Exception as error:
            ended[index] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return ended
