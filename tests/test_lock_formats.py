"""Reports locked by any program that ever locked one are read, print the same and can be corrected.

Where a change of how reports look breaks a test here, it gets a format of locks of its own (docs/FORMAT_LOCKS.md).
"""

from hashlib import sha256
from typing import Any

import pytest

from desktop_app.domain.lock_content import FORMAT
from desktop_app.report.lock_format import read_report
from tests.locked_samples import CORRECTED, figure_lines, file_of, load, lock_of, prints, sheet

FORMATS = range(1, FORMAT + 1)
SAMPLES = [(FORMAT, name) for name in load(FORMAT)["locks"]]

KEPT = {
    1: "4ea4d87c543b331ab0d3c1c8d3a65830d6840422d06ce3420d8cc5f8b06b61a5"
}  # a line is added with each format that a release writes


def sample(number: int, name: str) -> dict[str, Any]:
    found: dict[str, Any] = load(number)["locks"][name]
    return found


@pytest.mark.parametrize(("number", "name"), SAMPLES)
def test_a_locked_report_prints_as_it_did_when_it_was_locked(number: int, name: str) -> None:
    found = sample(number, name)
    lock = lock_of(name, found["content"])
    assert prints(read_report(lock.report, lock.format)) == found["prints"]


@pytest.mark.parametrize(("number", "name"), SAMPLES)
def test_figures_and_statistics_of_a_lock_are_read(number: int, name: str) -> None:
    found = sample(number, name)
    content, lock = found["content"], lock_of(name, found["content"])
    assert figure_lines(lock) == found["figures"]
    assert [[a.area, a.label, a.period, a.year_to_date] for a in lock.amounts] == content["amounts"]


def test_no_locked_report_that_is_kept_is_edited_nor_what_it_comes_to_in_print() -> None:
    assert {number: sha256(file_of(number).read_bytes()).hexdigest() for number in FORMATS} == KEPT


@pytest.mark.parametrize("number", FORMATS)
def test_a_locked_report_of_any_format_can_be_corrected(number: int) -> None:
    first, last = (lock_of(name, sample(number, name)["content"]) for name in CORRECTED)
    assert sheet(first, last).blocks
