"""A plan against drowning, written from two pages of text with guide and workbook alone, runs through everything."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_app.cli import main
from desktop_app.plan_files import load_plan
from desktop_app.session import OpenFile, figures, maintenance, opening, plan_checks, reports
from desktop_app.session.report_data import FORMS
from desktop_app.texts import in_words
from tests.own_folders import use_settings
from tests.paper_reader import read_docx, read_pdf

FOLDER = Path(__file__).parent.parent / "data" / "plans" / "duoi-nuoc-2026"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("drowning") / "sổ.db"
    with pytest.MonkeyPatch.context() as patch:
        use_settings(patch, path.parent / "config")
        assert main(["demo", str(path), "--plan", str(FOLDER), "--records", "300"]) == 0
    return path


@pytest.fixture
def file(made: Path, tmp_path: Path) -> Iterator[OpenFile]:
    path = tmp_path / "sổ.db"
    path.write_bytes(made.read_bytes())
    with opening.open_file(path) as opened:
        yield opened


def test_nothing_is_wrong_with_it_and_all_of_it_runs_on_made_up_rows() -> None:
    assert [in_words(one.sentence) for one in plan_checks.check_plan_at(FOLDER)] == []


def test_every_target_of_the_text_is_counted(file: OpenFile) -> None:
    year = figures.read_period(file, "2026")
    shown = {one.code: (one.op, in_words(one.title)) for one in figures.progress(file, year)}
    assert {code: op for code, (op, _) in shown.items()} == {
        "1.1": ">=", "2.1": ">=", "2.2": ">=", "3.1": ">=", "4.1": "<=",
    }  # fmt: skip
    for code in shown:
        assert figures.explain(file, code, year) is not None
    assert maintenance.check(file) == []


@pytest.mark.parametrize("form", FORMS)
def test_it_is_printed_in_every_form(file: OpenFile, form: str) -> None:
    year = figures.read_period(file, "2026-Q3")
    assert len(reports.report(file, year, form=form)) > 5000


def test_its_report_speaks_of_drowning_alone(file: OpenFile) -> None:
    text, _ = read_pdf(reports.report(file, figures.read_period(file, "2026")))
    assert "phòng, chống" in text
    assert "đuối nước trẻ em" in text
    assert "mại dâm" not in text


def test_nothing_in_it_says_who_a_child_was() -> None:
    fields = {name for kind in load_plan(FOLDER)["kinds"].values() for name in kind["fields"]}
    assert not fields & {"ho_ten", "ten_tre", "dia_chi", "ngay_sinh"}


def test_a_count_that_no_unit_below_holds_is_told_below_the_table(file: OpenFile) -> None:
    paper = read_docx(reports.report(file, figures.read_period(file, "2026"), form="docx"))
    table = next(table for table in paper.tables if table[0][:2] == ["TT", "Đơn vị"] and "2.2" in table[0])
    *rows, whole = (int(row[table[0].index("2.2")]) for row in table[1:])
    assert 0 < sum(rows) < whole, "the province held some classes itself"
    said = "Cột 2.2: dòng cuối có cả phần không thuộc đơn vị nào trong bảng."
    assert any(said in text for text in paper.paragraphs)


def test_growth_after_a_year_without_any_is_not_called_nobody_to_count(file: OpenFile) -> None:
    figure = next(one for one in figures.progress(file, figures.read_period(file, "2026")) if one.code == "4.1")
    assert figure.denominator == 0
    assert figure.numerator, "there were cases this year"
    assert in_words(figure.text) == "Cùng kỳ năm trước không phát sinh, không có số để so sánh"
