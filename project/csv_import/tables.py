"""From bytes to rows of cells: encoding, delimiter, limits."""

import csv
import io
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

MAX_BYTES: Final = 5 * 1024 * 1024
MAX_ROWS: Final = 5_000
MAX_COLUMNS: Final = 200
DELIMITERS: Final = (",", ";", "\t")

_NOT_CSV = (
    (b"PK\x03\x04", "an Excel or other zipped file"),
    (b"\xd0\xcf\x11\xe0", "an old Excel file"),
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"{\\rtf", "a Rich Text file"),
)
_CONTROL_BYTES = frozenset(range(32)) - {9, 10, 11, 12, 13, 27}


class UnreadableFile(ValueError):
    """The file as a whole cannot be read; the text says why and what to do."""


@dataclass(frozen=True)
class Table:
    """`rows` are (spreadsheet row number, cells) without the header and without blank rows."""

    header: Sequence[str]
    rows: Sequence[tuple[int, Sequence[str]]]
    encoding: str


def read_cells(data: bytes, known: Callable[[str], bool]) -> Table:
    """The file's cells. `known` tells whether a header is one of ours, to choose the delimiter.

    Raises UnreadableFile.
    """
    if len(data) > MAX_BYTES:
        raise UnreadableFile(
            f"The file is larger than {MAX_BYTES // 1024 // 1024} MB. Split it and import each "
            f"part."
        )
    text, encoding = decode(data)
    text, hinted = _without_separator_hint(text)
    if not text.strip():
        raise UnreadableFile("The file is empty. Export it again, with a header row and the rows.")
    delimiter = hinted or _delimiter(text, known)
    records = _parse(text, delimiter)
    numbered = [
        (number, [clean(cell) for cell in cells]) for number, cells in enumerate(records, start=1)
    ]
    filled = [(number, cells) for number, cells in numbered if any(cells)]
    if not filled:
        raise UnreadableFile("The file holds separators and nothing between them. Export it again.")
    _, header = filled[0]
    rows = filled[1:]
    if not rows:
        raise UnreadableFile("The file has a header row and no rows below it.")
    if len(rows) > MAX_ROWS:
        raise UnreadableFile(
            f"The file has {len(rows):,} rows; at most {MAX_ROWS:,} can be imported at once. Split "
            "it and import each part."
        )
    return Table(header, rows, encoding)


def decode(data: bytes) -> tuple[str, str]:
    """The text and its encoding.

    The rule: a byte order mark decides (UTF-8, UTF-16). Without one, what is valid UTF-8 is UTF-8.
    Else it is Korean (cp949, which holds EUC-KR) when it is valid there and most of its characters
    beyond ASCII are everyday Hangul; else Western European (cp1252) when it is valid there.
    Raises UnreadableFile.
    """
    if not data.strip():
        raise UnreadableFile("The file is empty. Export it again, with a header row and the rows.")
    for start, kind in _NOT_CSV:
        if data.startswith(start):
            raise UnreadableFile(f"This is {kind}, not a CSV file. Save it as CSV and try again.")
    if data.startswith((b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")):
        raise UnreadableFile("The file is in UTF-32. Save it as CSV in UTF-8 and try again.")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decode_marked(data, "utf-16")
    if data.startswith(b"\xef\xbb\xbf"):
        return _decode_marked(data, "utf-8-sig")
    if b"\x00" in data:
        raise UnreadableFile(
            "The file holds NUL bytes, so it is no plain text. Save it as CSV in UTF-8 and try "
            "again."
        )
    if any(byte in _CONTROL_BYTES for byte in data[:65_536]):
        raise UnreadableFile("This is not a text file. Save the table as CSV and try again.")
    return _decode_unmarked(data)


def _decode_marked(data: bytes, encoding: str) -> tuple[str, str]:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableFile(
            "The file begins like Unicode text and then breaks. Export it again, in UTF-8."
        ) from error
    if "\x00" in text:
        raise UnreadableFile(
            "The file holds NUL characters. Save it as CSV in UTF-8 and try again."
        )
    return text, "utf-8" if encoding == "utf-8-sig" else encoding


def _decode_unmarked(data: bytes) -> tuple[str, str]:
    for encoding in ("utf-8", "cp949", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding != "cp949" or _is_korean(text):
            return text, encoding
    raise UnreadableFile(
        "The file's encoding is not one we read (UTF-8, UTF-16, Korean, Western European). Save it "
        "as CSV in UTF-8 and try again."
    )


def _is_korean(text: str) -> bool:
    beyond = [char for char in text if ord(char) > 127]
    everyday = sum(1 for char in beyond if "가" <= char <= "힣" and _in_euc_kr(char))
    return everyday * 2 >= len(beyond)


def _in_euc_kr(char: str) -> bool:
    try:
        char.encode("euc_kr")
    except UnicodeEncodeError:
        return False
    return True


def clean(cell: str) -> str:
    """A cell as plain text: composed (macOS exports Hangul taken apart), trimmed, no control
    characters but line feeds.
    """
    if cell.isascii() and cell.isprintable():
        return cell.strip()
    text = unicodedata.normalize("NFC", cell).replace("\r\n", "\n").replace("\r", "\n")
    return "".join(char for char in text if not _is_control(char)).strip()


def _is_control(char: str) -> bool:
    if char in "\n\t":
        return False
    return char == "\ufeff" or unicodedata.category(char) in ("Cc", "Cs", "Co")


def _without_separator_hint(text: str) -> tuple[str, str]:
    """Excel may put "sep=;" before the header."""
    first, _, rest = text.partition("\n")
    hint = first.strip().strip('"').casefold()
    if hint.startswith("sep=") and len(hint) == 5:
        return rest, hint[4]
    if first.strip(" \r").casefold() == "sep=\t":
        return rest, "\t"
    return text, ""


def _delimiter(text: str, known: Callable[[str], bool]) -> str:
    """The one under which the header has the most columns we know, then the most columns."""
    first = next((line for line in text.splitlines() if line.strip(" \t,;\"'")), "")

    def score(delimiter: str) -> tuple[int, int]:
        cells = next(csv.reader([first], delimiter=delimiter), [])
        return sum(known(clean(cell)) for cell in cells), len(cells)

    return max(DELIMITERS, key=score)


def _parse(text: str, delimiter: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    records: list[list[str]] = []
    try:
        for record in reader:
            if len(record) > MAX_COLUMNS:
                raise UnreadableFile(
                    f"Row {len(records) + 1} has {len(record)} cells; at most {MAX_COLUMNS} are "
                    "read. Check the quotes around text that holds commas."
                )
            records.append(record)
    except csv.Error as error:
        raise UnreadableFile(
            f"Row {len(records) + 1} cannot be read: {_csv_reason(error)} Check its quotes."
        ) from error
    return records


def _csv_reason(error: csv.Error) -> str:
    text = str(error)
    if "field larger" in text:
        return "a cell is too long, or a quote is not closed."
    if "end of data" in text:
        return "a quote is opened and not closed."
    if "expected after" in text:
        return "there is text after a closing quote."
    return f"{text}."
