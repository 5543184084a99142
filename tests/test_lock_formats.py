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
    1: "9a0f59cb597edcd859e1e6c0c0380818582bfbf8e0d6019ad123e3f5bc01fb72",
    2: "934baf01ae706eb92608011c1993bf3a3bd24cf71104a4d98861fe2a1ae701e1",
    3: "d818508c454234d9d153588dd76ec419732b39682085b121d53d42d70d0c5a80",
}  # a line is added with each format, and none is ever changed


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
    """The first two files hold the same reports."""
    first, last = (lock_of(name, sample(number, name)["content"]) for name in CORRECTED)
    made = sheet(first, last)
    assert made.blocks
    if number < 3:
        assert made == sheet(*(lock_of(name, sample(1, name)["content"]) for name in CORRECTED))
