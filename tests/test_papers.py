"""A few random reports are read back from their three files by a reader of its own, and agree with the figures."""

import io
import re
from pathlib import Path
from zipfile import ZipFile

import pytest

from desktop_app.session import figures
from tests import paper_reader as reader
from tests.harness.papers import compare, make_file, print_all, some_reports

LEAST = 40  # things that are compared in a report of a province


def with_number(docx: bytes, old: str, new: str) -> bytes:
    """The file with one of its numbers written over."""
    target = io.BytesIO()
    with ZipFile(io.BytesIO(docx)) as source, ZipFile(target, "w") as packed:
        for name in source.namelist():
            content = source.read(name)
            if name == "word/document.xml":
                content = content.replace(f">{old}<".encode(), f">{new}<".encode(), 1)
            packed.writestr(name, content)
    return target.getvalue()


def test_every_number_of_some_reports_is_in_each_of_their_files_and_in_the_figures(tmp_path: Path) -> None:
    with make_file(tmp_path, 3) as file:
        for period, unit in some_reports(file, 3, 2):
            assert [
                what for what, agrees in compare(file, period, unit, print_all(file, period, unit)) if not agrees
            ] == []


def test_a_number_that_is_wrong_in_one_file_is_found(tmp_path: Path) -> None:
    with make_file(tmp_path, 3) as file:
        period = figures.read_period(file, f"{file.plan.year}-Q2")
        made = print_all(file, period, "12")
        found = compare(file, period, "12", made)
        assert len(found) > LEAST
        assert all(agrees for _, agrees in found)
        number = next(
            n for n in re.findall(r">(\d\d+)<", ZipFile(io.BytesIO(made["docx"])).read("word/document.xml").decode())
        )
        wrong = {**made, "docx": with_number(made["docx"], number, "98765")}
        assert any("98765" in what and not agrees for what, agrees in compare(file, period, "12", wrong))


@pytest.mark.parametrize(
    ("text", "numbers"),
    [("05 vụ, 1.490 buổi", ["5", "1490"]), ("64,3% (9/14)", ["64,3%", "9", "14"]), ("số 768/KH-UBND", ["768"]),
     ("tăng từ 3% đến 5%", ["3%", "5%"]), ("+4,5%", ["4,5%"]), ("-3", ["-3"])],
)  # fmt: skip
def test_numbers_are_read_in_one_form(text: str, numbers: list[str]) -> None:
    assert reader.numbers_of(text) == numbers
