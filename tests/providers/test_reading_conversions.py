"""What Pydantic would convert although the model meant something else."""

import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

import pytest
from pydantic import AliasChoices, AliasPath, BaseModel, ConfigDict, Field, RootModel

from providers import structured
from providers.structured import InvalidOutput


class Meeting(BaseModel):
    on: datetime.date | None = None
    at: datetime.datetime | None = None
    takes: datetime.timedelta | None = None
    others: list[datetime.datetime] = []
    seats: dict[datetime.date, int] = {}


class Measured(BaseModel):
    ratios: set[float] = set()
    marks: frozenset[int] = frozenset()
    names: dict[float, str] = {}
    whole: int = 0
    exact: Decimal = Decimal(0)
    rough: float = 0.0
    anything: Any = None


class Squat(BaseModel):
    name: str
    depth: int = 90


class Run(BaseModel):
    name: str
    route: str | None = None


class Session(BaseModel):
    part: Squat | Run
    more: list[Squat | Run] = []


class Kind(BaseModel):
    part: Annotated["Long | Short", Field(discriminator="kind")]


class Long(BaseModel):
    kind: Literal["long"]
    hours: int = 1


class Short(BaseModel):
    kind: Literal["short"]
    minutes: int | None = None


class Either(BaseModel):
    model_config = ConfigDict(populate_by_name=True)
    given: str = Field(alias="givenName")


class Choice(BaseModel):
    given: str = Field(validation_alias=AliasChoices("given", "first", AliasPath("names", 0)))


class OnlyAlias(BaseModel):
    label: str = ""
    start: str | None = Field(default=None, alias="startsAt")


def refusal(text, schema):
    with pytest.raises(InvalidOutput) as error:
        structured.read(text, schema)
    return str(error.value)


@pytest.mark.parametrize("written", ["2031", "20310704", "7", "-12", "2031.25", "0", "1e9", " 60 "])
def test_a_number_in_quotes_is_no_date(written):
    for text in (
        f'{{"on": "{written}"}}',
        f'{{"at": "{written}"}}',
        f'{{"others": ["2031-07-04T10:00", "{written}"]}}',
        f'{{"seats": {{"{written}": 4}}}}',
    ):
        refusal(text, Meeting)


def test_a_month_is_no_length_of_time():
    assert "vary in length" in refusal('{"takes": "P2M"}', Meeting)
    value = structured.read('{"takes": "P1DT2M"}', Meeting)
    assert value.takes == datetime.timedelta(days=1, minutes=2)


def test_dates_in_iso_form_are_read_everywhere():
    text = '{"on": "2031-07-04", "others": ["2031-07-04T10:00"], "seats": {"2031-07-05": 4}}'
    value = structured.read(text, Meeting)
    assert value.on == datetime.date(2031, 7, 4)
    assert value.others == [datetime.datetime(2031, 7, 4, 10)]
    assert value.seats == {datetime.date(2031, 7, 5): 4}


@pytest.mark.parametrize(
    "text",
    [
        '{"ratios": [0.5, "nan"]}',
        '{"ratios": ["-inf"]}',
        '{"ratios": [false, 2]}',
        '{"marks": [3, true]}',
        '{"names": {"NaN": "x"}}',
        '{"names": {"1": "x", "1.0": "y"}}',
        '{"exact": true}',
    ],
)
def test_sets_and_keys_are_checked_like_other_values(text):
    refusal(text, Measured)


def test_sets_and_keys_of_numbers_are_read():
    value = structured.read(
        '{"ratios": [0.5, "2"], "marks": [3, 3], "names": {"1": "x"}}', Measured
    )
    assert (value.ratios, value.marks, value.names) == ({0.5, 2.0}, {3}, {1.0: "x"})


@pytest.mark.parametrize("slip", ["", ","])
@pytest.mark.parametrize(
    "digits", ["4503599627370497.25", "98765432109876543.21", "0.10000000000000000555", "7.5"]
)
def test_a_decimal_keeps_every_digit(digits, slip):
    value = structured.read(f'{{"exact": {digits}{slip}}}', Measured)
    assert value.exact == Decimal(digits)


def test_a_whole_number_written_with_a_point_keeps_every_digit():
    value = structured.read('{"whole": 36028797018963969.0}', Measured)
    assert value.whole == 36028797018963969
    refusal('{"whole": 36028797018963969e1}', Measured)


def test_many_digits_are_still_a_float_elsewhere():
    text = '{"rough": 0.30000000000000000001, "anything": 0.30000000000000000001}'
    value = structured.read(text, Measured)
    assert value.rough == 0.3
    assert value.model_dump_json().count("0.3") == 2


@pytest.mark.parametrize("number", ["1e-400", "-2.5e-999"])
def test_a_number_too_small_for_a_float_is_not_zero(number):
    assert "too small" in refusal(f'{{"rough": {number}}}', Measured)


def test_grouped_digits_are_no_whole_number():
    for written in ("4.000", "12.500.000"):
        refusal(f'{{"whole": "{written}"}}', Measured)
    assert structured.read('{"whole": "4.0"}', Measured).whole == 4


@pytest.mark.parametrize(
    "part",
    [
        '{"name": "a", "depth": "deep"}',
        '{"name": "a", "depth": 80, "route": "park"}',
        '{"name": "a", "route": 5}',
    ],
)
def test_a_union_does_not_swallow_what_one_branch_cannot_hold(part):
    refusal(f'{{"part": {part}}}', Session)
    refusal(f'{{"part": {{"name": "x"}}, "more": [{part}]}}', Session)


def test_a_union_takes_the_branch_that_holds_every_key():
    text = '{"part": {"name": "a", "route": "park"}, "more": [{"name": "b", "depth": 80}]}'
    value = structured.read(text, Session)
    assert value == Session(part=Run(name="a", route="park"), more=[Squat(name="b", depth=80)])


def test_a_discriminated_branch_does_not_drop_the_keys_of_another():
    refusal('{"part": {"kind": "long", "minutes": 5}}', Kind)
    assert structured.read('{"part": {"kind": "short", "minutes": 5}}', Kind).part.minutes == 5


def test_two_names_of_a_field_must_agree():
    assert "different values" in refusal('{"givenName": "A", "given": "B"}', Either)
    refusal('{"given": "A", "first": "B"}', Choice)
    assert structured.read('{"givenName": "A", "given": "A"}', Either).given == "A"


@pytest.mark.parametrize(
    "text", ['{"given": "A"}', '{"first": "A"}', "{'first': 'A'}", '{"names": ["A", "B"]}']
)
def test_every_alias_is_a_key_of_the_schema(text):
    assert structured.read(text, Choice).given == "A"


def test_a_name_that_only_an_alias_stands_for_is_not_dropped():
    assert "startsAt" in refusal('{"label": "x", "start": "noon"}', OnlyAlias)


def test_a_key_that_took_in_its_neighbour_is_no_extra_key():
    refusal('{"whole": 2, "exact: 5, rough": 1}', Measured)


def test_a_root_list_is_checked_too():
    refusal('["2031", "2032"]', RootModel[list[datetime.datetime]])
    refusal("[true, 2]", RootModel[set[int]])
