"""Reports locked by any program that ever locked one are read, print the same and can be corrected.

Where a change of how reports look breaks a test here, it gets a format of locks of its own (docs/FORMAT_LOCKS.md).
"""

from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from desktop_app.domain.lock_content import FORMAT
from desktop_app.report.lock_format import read_report
from desktop_app.session import opening, reports
from tests.db.earlier_format import DATA, PASSPHRASE, made_then
from tests.locked_samples import CORRECTED, figure_lines, file_of, load, lock_of, prints, sheet

FORMATS = range(1, FORMAT + 1)
SAMPLES = [(number, name) for number in FORMATS for name in load(number)["locks"]]

KEPT = {
    1: "9a0f59cb597edcd859e1e6c0c0380818582bfbf8e0d6019ad123e3f5bc01fb72",
    2: "934baf01ae706eb92608011c1993bf3a3bd24cf71104a4d98861fe2a1ae701e1",
    3: "d818508c454234d9d153588dd76ec419732b39682085b121d53d42d70d0c5a80",
}  # a line is added with each format, and none is ever changed
IN_FILES = {
    "Q1": {
        "pdf": "f17b73df80ecd39e0d790c18af53d800c043c29694bd6ed040e410b24a8c70ba",
        "docx": "847ad87fc8bb4fc9776d5c2cfa877de7f5e4e4f08583ccdfed333fdca8a520c0",
        "xlsx": "d17016c0a38b48cd2c65f8332452a136dfec313348a3fbe06c5e5620df5fd2f2",
    },
    "05": {
        "pdf": "f3cda11657be4fc9980200b2a578fcfe273a11a1e911c917cde7c22e4d4976b9",
        "docx": "a5123771c7eb411e1ce7ba142b96524ed46a5b94f500a143cd8e422076e837da",
        "xlsx": "e97ed29881752797bbaeb8ad017d59b6b0985eaa70a1c0efdc90abc29dfa1cb8",
    },
}


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


def test_no_locked_report_that_is_kept_is_edited_nor_what_it_comes_to_in_print() -> None:
    assert {number: sha256(file_of(number).read_bytes()).hexdigest() for number in FORMATS} == KEPT


@pytest.mark.parametrize(
    "path", sorted(DATA.glob("format-*/*-region.db.gz")), ids=lambda path: "/".join(path.parts[-2:])
)
def test_a_locked_report_in_a_file_of_an_earlier_program_prints_as_it_did(path: Path, tmp_path: Path) -> None:
    name, number = path.name.removesuffix(".db.gz"), int(path.parent.name[-1])
    copy = made_then(name, tmp_path, number)
    with opening.open_file(copy, passphrase=PASSPHRASE if name.startswith("encrypted") else None) as file:
        locks = reports.locks(file)
    assert {str(lock.period.code): prints(read_report(lock.report, lock.format)) for lock in locks} == IN_FILES


@pytest.mark.parametrize("number", FORMATS)
def test_a_locked_report_of_any_format_can_be_corrected(number: int) -> None:
    """The first two files hold the same reports."""
    first, last = (lock_of(name, sample(number, name)["content"]) for name in CORRECTED)
    made = sheet(first, last)
    assert made.blocks
    if number < 3:
        assert made == sheet(*(lock_of(name, sample(1, name)["content"]) for name in CORRECTED))
