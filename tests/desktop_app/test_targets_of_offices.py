"""A target binds the office that set it and those below; what another office sets changes nothing for it."""

from decimal import Decimal
from pathlib import Path

import pytest

from desktop_app.session import OpenFile, editing, exchange, figures, maintenance
from tests.desktop_app.test_merging import plan
from tests.new_files import new_file

PROVINCE, TOWN, WARD, NEIGHBOUR = "12", "105", "03388", "03386"


def office(folder: Path, unit: str, **target: object) -> OpenFile:
    file = new_file(folder / f"{unit}.db", plan(), unit, unit)
    if target:
        values = {"year": 2022, "indicator": "1.1", "reading": "default", "basis": "QĐ", **target}
        made = editing.new_record(file, "target", values)  # type: ignore[arg-type]  # values of fields
        assert made.act, made.problems
    return file


def threshold(file: OpenFile, unit: str) -> str:
    found = figures.progress(file, figures.read_period(file, "2022"), unit)
    return str(next(figure.threshold for figure in found if figure.code == "1.1"))


@pytest.fixture
def province(tmp_path: Path) -> OpenFile:
    """The province set 90, the town 70, a ward of it 10; all in one ledger, as if each had been taken."""
    file = office(tmp_path, PROVINCE, threshold=Decimal(90))
    for unit, value in ((TOWN, 70), (WARD, 10)):
        with office(tmp_path, unit, threshold=Decimal(value)) as other:
            exchange.merge(file, exchange.find_sources(file, [other.path]), take=["all"])
    return file


def test_it_binds_who_set_it_and_those_below_the_nearest_above_first(province: OpenFile) -> None:
    found = {unit: threshold(province, unit) for unit in (PROVINCE, TOWN, WARD, NEIGHBOUR, "106")}
    assert found == {PROVINCE: "90", TOWN: "70", WARD: "10", NEIGHBOUR: "70", "106": "90"}
    assert maintenance.check(province) == []
    province.close()


def test_a_target_from_below_is_not_even_taken_by_itself(tmp_path: Path) -> None:
    with office(tmp_path, PROVINCE) as file, office(tmp_path, WARD, threshold=Decimal(10)) as ward:
        report = exchange.merge(file, exchange.find_sources(file, [ward.path])).reports[0]
        assert (report.changes, report.left > 0, [act.taken for act in report.acts]) == (0, True, [False])
        assert threshold(file, PROVINCE) == threshold(file, WARD)
