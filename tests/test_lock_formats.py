"""Reports locked by any program that ever locked one are read, print the same and can be corrected."""

from typing import Any

import pytest

from desktop_app.domain.lock_content import FORMAT
from desktop_app.report.lock_format import read_report
from tests.locked_samples import CORRECTED, figure_lines, load, lock_of, prints, sheet

FORMATS = range(1, FORMAT + 1)
SAMPLES = [(number, name) for number in FORMATS for name in load(number)["locks"]]


def sample(number: int, name: str) -> dict[str, Any]:
    found: dict[str, Any] = load(number)["locks"][name]
    return found


@pytest.mark.parametrize(("number", "name"), SAMPLES)
def test_a_locked_report_prints_as_it_did_when_it_was_locked(number: int, name: str) -> None:
    found = sample(number, name)
    lock = lock_of(name, found["content"])
    assert prints(read_report(lock.report, lock.format)) == found["prints"]


@pytest.mark.parametrize(("number", "name"), SAMPLES)
def test_figures_statistics_and_counts_of_people_of_a_lock_are_read(number: int, name: str) -> None:
    found = sample(number, name)
    content, lock = found["content"], lock_of(name, found["content"])
    assert figure_lines(lock) == found["figures"]
    assert [[a.area, a.label, a.period, a.year_to_date] for a in lock.amounts] == content["amounts"]
    counts = [[table, part, place, *map(str, days), text] for table, (part, place, days), text in lock.out or ()]
    assert counts == content["out"]


@pytest.mark.parametrize("number", FORMATS)
def test_the_correction_of_a_locked_report_prints_as_it_did(number: int) -> None:
    first, last = (lock_of(name, sample(number, name)["content"]) for name in CORRECTED)
    assert prints(sheet(first, last)) == load(number)["sheet"]
