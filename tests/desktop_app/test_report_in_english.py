"""A report in English: the plan's English texts, English numbers, the same figures, and never other than the signed."""

import re
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from desktop_app.cli import main
from desktop_app.domain.period import Period
from desktop_app.errors import AppError
from desktop_app.plan_files import load_plan, plan_folder
from desktop_app.report.english_numbers import in_english
from desktop_app.session import OpenFile, editing, figures, opening, records, reports
from desktop_app.session.report_data import FORMS
from tests.new_files import new_file
from tests.own_folders import use_settings
from tests.paper_reader import numbers_of, read_docx, read_pdf, read_xlsx


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("english") / "demo.db"
    with pytest.MonkeyPatch.context() as patch:
        use_settings(patch, path.parent / "config")
        assert main(["demo", str(path), "--records", "600"]) == 0
    return path


@pytest.fixture
def file(made: Path, tmp_path: Path) -> Iterator[OpenFile]:
    path = tmp_path / "demo.db"
    path.write_bytes(made.read_bytes())
    with opening.open_file(path, now=opening.system_now) as opened:
        yield opened


def year(file: OpenFile) -> Period:
    return figures.read_period(file, "2022")


def text_of(content: bytes, form: str) -> str:
    if form == "pdf":
        return read_pdf(content)[0]
    if form == "docx":
        paper = read_docx(content)
        return "\n".join((*paper.paragraphs, *(cell for table in paper.tables for row in table for cell in row)))
    return "\n".join(cell for rows in read_xlsx(content).values() for row in rows for cell in row)


@pytest.mark.parametrize(
    ("written", "english"),
    [
        ("35.436 lượt, 64,2%", "35,436 lượt, 64.2%"), ("1.500.000", "1,500,000"), ("(2.795/3.633)", "(2,795/3,633)"),
        ("ngày 15/3/2022", "ngày 15/3/2022"), ("1.1 and 1.2, 3.3", "1.1 and 1.2, 3.3"), ("768/KH-UBND", "768/KH-UBND"),
        ("+4,3% of 1234", "+4.3% of 1234"), ("đạt 0,5‰.", "đạt 0.5‰."),
    ],
)  # fmt: skip
def test_numbers_are_written_as_in_english_and_nothing_else_is(written: str, english: str) -> None:
    assert in_english(written) == english


@pytest.mark.parametrize("form", FORMS)
def test_the_plan_s_texts_and_those_of_the_report_are_english(file: OpenFile, form: str) -> None:
    said = text_of(reports.report(file, year(file), form=form, language="en"), form)
    assert "Share of communes that keep up at least one form of communication" in re.sub(r"\s+", " ", said)
    for vietnamese in ("Tỷ lệ", "Mức đề ra", "chỉ tiêu", "Đánh giá", "Ghi chú", "Khách sạn", "Loa truyền thanh"):
        assert vietnamese not in said


def test_the_figures_are_those_of_the_vietnamese_one(file: OpenFile) -> None:
    own = numbers_of(text_of(reports.report(file, year(file)), "pdf"))
    there = numbers_of(as_here(text_of(reports.report(file, year(file), language="en"), "pdf")))
    assert {*own} - {*there} == set()


def as_here(english: str) -> str:
    """English numbers as they are written here."""
    return re.sub(r"(?<=\d)[.,](?=\d)", lambda found: "." if found[0] == "," else ",", english)


def test_making_one_leaves_the_vietnamese_one_as_it_is(file: OpenFile) -> None:
    before = reports.report(file, year(file))
    reports.report(file, year(file), language="en")
    assert reports.report(file, year(file)) == before


def test_what_was_signed_is_translated_as_long_as_it_holds(file: OpenFile) -> None:
    reports.lock(file, year(file), accept_stale=True)
    assert "DRAFT" not in text_of(reports.report(file, year(file), language="en"), "pdf")
    session = next(r for r in records.rows(file, "comm_activity") if r.values.get("people_total"))
    editing.set_value(file, session.id, "people_total", int(str(session.values["people_total"])) + 1000)
    with pytest.raises(AppError) as refused:
        reports.report(file, year(file), language="en")
    assert refused.value.key == "report.translation_apart"


def test_a_plan_may_want_its_own_reports_in_english(tmp_path: Path) -> None:
    source: dict[str, Any] = deepcopy(dict(load_plan(plan_folder("lai-chau-2022"))))
    source["plan"]["settings"]["report_language"] = "en"
    with new_file(tmp_path / "t.db", source, "12") as file:
        said = text_of(reports.report(file, year(file)), "pdf")
        assert "RESULTS" in said
        assert "translation" not in said
        reports.lock(file, year(file))
        assert "RESULTS" in text_of(reports.report(file, year(file)), "pdf")
        assert "KẾT QUẢ" in text_of(reports.report(file, year(file), language="vi"), "pdf")
