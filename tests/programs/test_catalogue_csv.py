"""The catalogue as a file: strict, safe in a spreadsheet, and the same after a round trip."""

import csv
import io

import pytest

from programs.catalogue_csv import COLUMNS, ExerciseRow, read_catalogue, write_catalogue
from programs.exercise_catalogue import CATALOGUE

HEADER = ",".join(COLUMNS)
GOOD = {
    "slug": "zercher-squat",
    "name": "Zercher squat",
    "pattern": "squat",
    "primary": "quads; glutes",
    "secondary": "core",
    "equipment": "barbell; box",
    "level": "advanced",
    "stresses": "elbow; knee",
    "cues": "Hold the bar in the crooks of your arms.",
    "loadable": "yes",
    "timed": "no",
    "unilateral": "no",
    "explosive": "no",
    "in_use": "yes",
    "index": "990",
}


def file(*rows, columns=COLUMNS, delimiter=","):
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([(GOOD | row).get(name, "") for name in columns])
    return out.getvalue()


def read(*rows, **how):
    return read_catalogue(file(*rows, **how).encode())


def messages(*rows):
    return [error.message for error in read(*rows).errors]


def whole_catalogue():
    return [
        ExerciseRow.model_construct(
            row=0,
            slug=one.slug,
            name=one.name,
            pattern=one.pattern.value,
            primary=[item.value for item in one.primary],
            secondary=[item.value for item in one.secondary],
            equipment=[item.value for item in one.equipment],
            level=one.level.value,
            stresses=sorted(item.value for item in one.stresses),
            cues=one.cues,
            loadable=one.loadable,
            timed=one.timed,
            unilateral=one.unilateral,
            explosive=one.explosive,
            in_use=True,
            index=(number + 1) * 10,
        )
        for number, one in enumerate(CATALOGUE)
    ]


def values(row):
    return {name: getattr(row, name) for name in COLUMNS}


def test_row_is_read_whole():
    row = read({}).rows[0]

    assert (row.slug, row.primary, row.equipment) == (
        "zercher-squat", ["quads", "glutes"], ["barbell", "box"],
    )  # fmt: skip
    assert (row.loadable, row.timed, row.in_use, row.index) == (True, False, True, 990)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_export_and_import_are_inverse(encoding):
    rows = whole_catalogue()

    again = read_catalogue(write_catalogue(rows).encode(encoding))

    assert (again.errors, again.file_errors) == ([], ())
    assert [values(row) for row in again.rows] == [values(row) for row in rows]


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@x", "'=1+1", "''@x", "'tis", 'a, b; "c"\nd', "무릎 조심 💪", "ü"]
)
def test_text_is_safe_in_a_spreadsheet_and_comes_back(text):
    row = whole_catalogue()[0].model_copy(update={"cues": text, "name": text})

    written = write_catalogue([row])

    cell = next(csv.DictReader(io.StringIO(written, newline="")))["cues"]
    assert not cell.startswith(("=", "+", "-", "@"))
    again = read_catalogue(written.encode()).rows[0]
    assert (again.cues, again.name) == (text, text)


@pytest.mark.parametrize(
    ("encoding", "name"),
    [("utf-8", "Übung"), ("utf-8-sig", "Übung"), ("utf-16", "Übung"), ("cp1252", "Übung"),
     ("cp949", "스쿼트 기본")],
)  # fmt: skip
def test_encodings_of_spreadsheets_are_read(encoding, name):
    preview = read_catalogue(file({"name": name}).encode(encoding))

    assert [row.name for row in preview.rows] == [name]


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_other_separators_are_read(delimiter):
    assert read({"cues": "a, b"}, delimiter=delimiter).rows[0].cues == "a, b"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"slug": "Back Squat"}, "Row 2, slug: “Back Squat” is no slug."),
        ({"slug": ""}, "Row 2, slug:"),
        ({"slug": "a" * 81}, "is no slug"),
        ({"name": ""}, "Row 2, name: It is empty."),
        ({"name": "x" * 121}, "Row 2, name: It has 121 characters; at most 120 are kept."),
        ({"pattern": "jump"}, "Row 2, pattern: Unknown: “jump”. Choose from squat, lunge"),
        ({"pattern": ""}, "Row 2, pattern: It is empty. Choose from squat"),
        ({"primary": ""}, "Row 2, primary: It is empty."),
        ({"primary": "quads; soul; will"}, "Row 2, primary: Unknown: “soul”, “will”."),
        ({"secondary": "soul"}, "Row 2, secondary: Unknown: “soul”."),
        ({"secondary": "quads"}, "Row 2: quads cannot be primary and secondary at once"),
        ({"equipment": "tractor"}, "Row 2, equipment: Unknown: “tractor”."),
        ({"level": "godlike"}, "Row 2, level: Unknown: “godlike”."),
        ({"stresses": "mondays"}, "Row 2, stresses: Unknown: “mondays”."),
        ({"timed": "perhaps"}, "Row 2, timed: “perhaps” is neither yes nor no."),
        ({"index": "-1"}, "Row 2, index:"),
        ({"index": "1.5"}, "is no whole number"),
        ({"index": "²"}, "is no whole number"),
        ({"index": "99999999999"}, "is no whole number"),
    ],
)
def test_wrong_cell_is_named_with_row_and_column(row, said):
    found = messages(row)

    assert len(found) == 1
    assert said in found[0]


def test_every_wrong_row_is_named():
    found = messages({}, {"slug": "b", "level": "x"}, {"slug": "c", "pattern": "x"})

    assert [text.split(",")[0] for text in found] == ["Row 3", "Row 4"]


def test_same_slug_twice_is_an_error():
    assert messages({}, {}) == ["Row 3: the slug zercher-squat stands in row 2 already."]


def test_missing_column_is_named():
    preview = read({}, columns=[name for name in COLUMNS if name != "index"])

    assert "no column for index" in preview.file_errors[0]


def test_unknown_column_is_noted():
    preview = read({}, columns=[*COLUMNS, "mood"])

    assert preview.rows
    assert preview.notes == ("Columns that are not used: “mood”.",)


@pytest.mark.parametrize("data", [b"", b"\x00\x01", b"PK\x03\x04x", HEADER.encode(), b"a,b\n1,2\n"])
def test_unreadable_file_gets_a_sentence(data):
    preview = read_catalogue(data)

    assert len(preview.file_errors) == 1
    assert not preview.rows
