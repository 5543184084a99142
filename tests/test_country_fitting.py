"""What was measured of some provinces says of the whole country what a straight line says."""

from xml.etree import ElementTree

import pytest

from tests.harness.country.fitting import WHOLE, Point, drawing, fitted, table

PER_RECORD, START = 0.002, 3.0


def points(*provinces: int) -> list[Point]:
    """So many provinces of 196,000 records, each step of which takes what a line says."""
    found = []
    for number in provinces:
        records = 196_000 * number
        spent = START + PER_RECORD * records
        taken = {"merged": (2 * spent, spent, 230), "published": (spent, spent / 2, 400)}
        found.append(Point(number, 98 * number, records, taken, {"one server": records / 1e3}))
    return found


def test_the_line_goes_through_what_was_measured() -> None:
    measured = points(1, 2, 4)
    assert fitted(measured, [one.taken["merged"][1] for one in measured]) == pytest.approx(START + PER_RECORD * WHOLE)


def test_one_point_speaks_in_proportion() -> None:
    (one,) = points(1)
    assert fitted([one], [one.disk["one server"]]) == pytest.approx(WHOLE / 1e3)


def test_the_picture_has_each_point_of_each_step() -> None:
    picture = ElementTree.fromstring(drawing(points(1, 2, 4)))
    assert len(picture.findall("{*}circle")) == 2 * 3


def test_the_table_has_a_line_for_each_step_and_for_what_lies_on_the_disk() -> None:
    lines = table(points(1, 2)).splitlines()
    assert [line.split(" | ")[0].strip("| ") for line in lines[2:]] == ["merged", "published", "one server"]
    assert len({line.count("|") for line in lines}) == 1
