"""A report in English: the plan's English texts, English numbers, the same figures, and never other than the signed."""

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from desktop_app import paths
from desktop_app.catalogue import catalogue
from desktop_app.cli import main
from desktop_app.domain.correction import SheetHead
from desktop_app.domain.period import Period
from desktop_app.domain.values import Value
from desktop_app.errors import AppError
from desktop_app.plan_files import load_plan, plan_folder
from desktop_app.report.english_numbers import in_english
from desktop_app.session import OpenFile, editing, figures, opening, records, reports
from desktop_app.session.report_data import FORMS
from tests.filled_files import put_made_up
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
        ("ngày 15/3/2022", "ngày 15/3/2022"), ("1.1 and 1.2, 3.3", "1.1 and 1.2, 3.3"),
        ("fires per 1,000 ha", "fires per 1,000 ha"), ("per 100,000 people", "per 100,000 people"),
        ("768/KH-UBND", "768/KH-UBND"),
        ("+4,3% of 1234", "+4.3% of 1234"), ("đạt 0,5‰.", "đạt 0.5‰."),
        ("target met (1 districts or more)", "target met (1 district or more)"), ("≥ 1 districts", "≥ 1 district"),
        ("11 districts, 1,1 cases, 2.1 units", "11 districts, 1.1 cases, 2.1 units"),
        ("1 visits met a closed door and do not count.", "1 visit met a closed door and does not count."),
        ("1 rows of trainees lie where no list exists and are left out. 2 tips are",
         "1 row of trainees lies where no list exists and is left out. 2 tips are"),
        ("By 5/3/2022, 1 of 8 units have not reported.", "By 5/3/2022, 1 of 8 units has not reported."),
        ("1 of 1 units have not reported", "1 of 1 unit has not reported"), ("1 more cases are", "1 more case is"),
        ("1 entries that are being checked", "1 entry that is being checked"),
        ("Of 1 targets of the plan: 1 met", "Of 1 target of the plan: 1 met"),
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


@pytest.mark.parametrize("code", ["2022", "2022-Q3", "2022-07"])
def test_no_zero_stands_before_a_number_and_no_word_of_several_behind_a_one(file: OpenFile, code: str) -> None:
    said = text_of(reports.report(file, figures.read_period(file, code), form="docx", language="en"), "docx")
    assert re.findall(r"(?<![\w.,/])0\d.*", said) == []
    assert re.findall(r"(?<![\w.,/])1 (?:more )?\w+s\b.*", said) == []
    assert "./." not in said


def test_every_word_for_several_things_of_messages_and_plans_has_its_word_for_one() -> None:
    known = json.loads((paths.resources() / "plans" / "english.json").read_text(encoding="utf-8"))["things"]
    source = "".join(file.read_text(encoding="utf-8") for file in plan_folder("lai-chau-2022").glob("*.toml"))
    texts = [label.en for key, label in catalogue().items() if key.startswith(("report.", "figure."))]
    texts += re.findall(r'"note[^"]*" = .* en = "([^"]*)"', source)
    counted = [said for text in texts for said in re.findall(r"\{n\} (?:more |other |of \{units\} )?([a-z ]+)", text)]
    counted += re.findall(r'\nunit = .* en = "(\w+)"', source)
    several = [said for said in counted if re.match(r"(?:open )?[a-z]+(?:s|ople)\b", said)]
    assert [said for said in several if not re.match("|".join(known), said)] == []


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


@pytest.fixture
def english(tmp_path: Path) -> Iterator[OpenFile]:
    """A ledger whose plan wants its reports in English."""
    source: dict[str, Any] = deepcopy(dict(load_plan(plan_folder("lai-chau-2022"))))
    source["plan"]["settings"]["report_language"] = "en"
    with new_file(tmp_path / "t.db", source, "12") as file:
        put_made_up(file, 300, 12)
        yield file


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


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_a_lock_under_such_a_plan_prints_what_its_draft_did(english: OpenFile, form: str) -> None:
    draft = text_of(reports.report(english, year(english), form=form), form)
    reports.lock(english, year(english), accept_stale=True)
    locked = text_of(reports.report(english, year(english), form=form), form)
    assert {*numbers_of(as_here(draft))} == {*numbers_of(as_here(locked))}
    assert re.findall(r"\d,\d%", locked) == []


def add_people(file: OpenFile, more: int) -> None:
    session = next(r for r in records.rows(file, "comm_activity") if r.values.get("people_total"))
    editing.set_value(file, session.id, "people_total", int(str(session.values["people_total"])) + more)


def test_a_correction_under_such_a_plan_is_in_its_language(english: OpenFile) -> None:
    reports.lock(english, year(english), accept_stale=True)
    add_people(english, 1234)
    editing.delete(english, *[r.id for r in records.rows(english, "tip")][:2])
    sheet = reports.correction_sheet(english, year(english), form="docx", head=SheetHead("Late.", "5", "2022-12-25"))
    said = text_of(sheet.content, "docx")
    for own in ("CORRECTED INDICATORS", "Attendances", "REASONS", "Difference", "Within the period"):
        assert own in said
    for vietnamese in ("Chỉ tiêu", "Đã báo cáo", "Lượt người", "Lời văn", "Tỷ lệ", "chưa đạt", "Trong kỳ", "điểm %"):
        assert vietnamese not in said
    assert re.findall(r"\d,\d%", said) == []


def test_a_correction_of_a_correction_names_parts_as_the_plan_does(english: OpenFile) -> None:
    """Both prints that it compares come from locks."""
    reports.lock(english, year(english), accept_stale=True)
    editing.delete(english, *[r.id for r in records.rows(english, "tip")][:2])
    reports.lock(english, year(english), accept_stale=True)
    said = text_of(reports.correction_sheet(english, year(english), form="docx").content, "docx")
    assert "Within the period" in said
    assert "Trong kỳ" not in said


def test_the_sheet_names_the_number_and_day_of_an_english_report(english: OpenFile) -> None:
    header: dict[str, Value] = {"unit": "12", "year": 2022, "period_code": "Y", "doc_no": "7", "doc_date": "2022-12-20"}
    found = english.plan.role("report_header")
    assert found is not None, "the plan has heads of reports"
    assert editing.new_record(english, found[0].name, header).saved
    reports.lock(english, year(english), accept_stale=True)
    add_people(english, 10)
    said = text_of(reports.correction_sheet(english, year(english), form="docx").content, "docx")
    assert re.search(r"corrects its report no\. 07/\S+ of 20/12/2022 for", said)
