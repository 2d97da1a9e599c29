"""Server-sent events, as far as the providers use them: the data of each event, as it arrives."""

from collections.abc import Iterable, Iterator

# One event of a model's stream is a few hundred bytes; what has no end is no event.
MAX_LINE = 4_000_000


class TooLong(Exception):
    """A line without an end."""


def events(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The data of every event. Comments, other fields and empty lines are left out.

    An event whose end never came is given as well: whether it is whole is for the reader to see.
    Raises TooLong.
    """
    rest = b""
    for piece in pieces:
        lines = (rest + piece).split(b"\n")
        rest = lines.pop()
        if len(rest) > MAX_LINE:
            raise TooLong
        for line in lines:
            if (data := _data(line)) is not None:
                yield data
    if (data := _data(rest)) is not None:
        yield data


def _data(line: bytes) -> bytes | None:
    if not line.startswith(b"data:"):
        return None
    return line[5:].strip() or None
