"""At least, at most, exactly: each sign has its own words and its own best side, in window, text, PDF and workbook."""

import io
import subprocess
from collections.abc import Iterator
from copy import deepcopy
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from docx import Document
from msgspec.structs import replace

from desktop_app.domain.comparisons import COMPARISONS
from desktop_app.domain.indicators import IndicatorResult, attained, reached
from desktop_app.domain.lock_content import figure_from_json, figure_to_json
from desktop_app.domain.task_results import results_by_task
from desktop_app.domain.trend import ranked
from desktop_app.plan_files import load_plan, plan_folder
from desktop_app.report import docx_report, layout, xlsx_report
from desktop_app.report.blocks import ProgressReport
from desktop_app.report.contents import build
from desktop_app.report.extras import EXTRAS
from desktop_app.session import OpenFile, editing, figures, opening
from desktop_app.session.report_data import collect
from tests.processes import pdf_text
from tests.sentences import said
from ui.progress.shown_figures import ShownFigure, figure_of

PROVINCE = "12"
WANTED: dict[str, tuple[str, int]] = {
    "1.3": ("<=", 5), "1.4": ("<=", 50), "2.1": ("=", 50), "2.2": ("=", 50), "3.2": ("<=", 3), "3.3": ("<=", 0),
    "4.1": ("=", 2),
}  # fmt: skip
BY_HAND = {
    "1.3": ("8", "106"),
    "1.4": ("3", "9"),
    "2.1": ("6", "8"),
    "2.2": ("4", "9"),
    "3.2": ("24", "22"),
    "3.3": ("2", "9"),
    "4.1": ("1", None),
    "1.1": ("60", "106"),
    "3.1": ("3", "4"),
}
WATCHED = "3.1"  # fmt: skip

# openpyxl does not know how bars in cells look
pytestmark = [
    pytest.mark.filterwarnings("ignore:Unknown extension"),
    pytest.mark.filterwarnings("ignore:Conditional Formatting extension"),
]


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenFile]:
    """An office of a plan with every sign, whose figures are typed in, and a target that it has set itself."""
    source = deepcopy(load_plan(plan_folder("lai-chau-2022")))
    for code, (op, threshold) in WANTED.items():
        source["indicators"][code] |= {"op": op, "threshold": threshold}
    del source["indicators"]["3.2"]["threshold_max"], source["indicators"][WATCHED]["threshold"]
    source["indicators"][WATCHED]["op"] = "none"
    path = tmp_path_factory.mktemp("signs") / "a.db"
    with opening.create_file(path, source, PROVINCE, "Lan", now=lambda: datetime(2022, 12, 20, 8, tzinfo=UTC)) as file:
        for code, (above, below) in BY_HAND.items():
            typed: dict[str, Any] = {"unit": PROVINCE, "year": 2022, "period_code": "Y", "indicator": code}
            typed |= {"numerator": Decimal(above), "denominator": below and Decimal(below)}
            add(
                file,
                "manual_value",
                typed | {"reason": "Biên bản", "source": "x", "entered_by": "Lan", "date": "2022-12-20"},
            )
        target = {"year": 2022, "indicator": "1.1", "reading": "default", "threshold": Decimal(50)}
        add(file, "target", target | {"basis": "Quyết định số 12/QĐ-UBND"})
        yield file


def add(file: OpenFile, kind: str, values: dict[str, Any]) -> None:
    known = file.plan.kinds[kind].fields
    made = editing.new_record(file, kind, {name: v for name, v in values.items() if v is not None and name in known})
    assert made.act, said(problem.message for problem in made.problems)


@pytest.fixture(scope="module")
def found(province: OpenFile) -> dict[str, IndicatorResult]:
    return {one.code: one for one in figures.progress(province, figures.read_period(province, "2022"), PROVINCE)}


def whole(file: OpenFile) -> ProgressReport:
    """The report with all that an office may want in it."""
    data = collect(file, figures.read_period(file, "2022"), PROVINCE)
    return build(replace(data, extras=frozenset(EXTRAS)))


def words_of(pdf: bytes) -> str:
    return " ".join(pdf_text(pdf).split())


@pytest.fixture(scope="module")
def text(province: OpenFile) -> str:
    """The report as a text: what the draft says."""
    return words_of(layout.render(whole(province)))


def test_what_is_too_much_is_never_called_lacking(found: dict[str, IndicatorResult]) -> None:
    assert {code: (one.status, one.short_by) for code, one in found.items() if code in BY_HAND} == {
        "1.1": ("met", 0), "1.3": ("not-met", -3), "1.4": ("met", 0), "2.1": ("not-met", -2), "2.2": ("not-met", None),
        "3.1": ("watched", None), "3.2": ("not-met", -2), "3.3": ("not-met", -2), "4.1": ("not-met", 1),
    }  # fmt: skip
    for code in ("1.3", "2.1", "3.2", "3.3"):
        assert not [note for note in said(found[code].notes) if "thiếu" in note], code
        assert any(note.startswith("Cần giảm ") for note in said(found[code].notes)), code
    assert not [note for note in said(found["3.2"].notes) if "thêm 1 vụ" in note]


def test_the_draft_has_a_sentence_of_its_own_for_each_sign(text: str) -> None:
    for sentence in (
        "vượt mức cho phép (không quá 5%), cần giảm 03 để đạt",
        "đạt chỉ tiêu (không quá 50%)",
        "chưa đúng mức chỉ tiêu (đúng 50%), cần giảm 02 để đạt",
        "vượt mức cho phép (tăng không quá 3%), cần giảm 02 để đạt",
        "vượt mức cho phép (0%), cần giảm 02 để đạt",
        "chưa đúng mức chỉ tiêu (đúng 02 địa bàn), còn thiếu 01 địa bàn để đạt chỉ tiêu",
    ):
        assert sentence in text, sentence


def test_a_target_that_an_office_has_set_says_so_wherever_it_stands(
    province: OpenFile, found: dict[str, IndicatorResult], text: str
) -> None:
    note = "Mức đang áp dụng ≥ 50%, mức của kế hoạch ≥ 60%; căn cứ: Quyết định số 12/QĐ-UBND."
    assert note in said(found["1.1"].notes)
    assert (found["1.1"].planned_target, found["1.3"].planned_target) == ("≥ 60%", "")
    assert "từ 50% trở lên; kế hoạch từ 60% trở lên; căn cứ: Quyết định số 12/QĐ-UBND" in text
    assert "mức của kế hoạch ≥ 60%; căn cứ: Quyết định số 12/QĐ-UBND" in text  # below the table
    assert figure_of(found["1.1"]).target == "≥ 50% (kế hoạch ≥ 60%)"


def cells(province: OpenFile) -> dict[str, list[Any]]:
    """The rows of the workbook's table of indicators, by code."""
    made = xlsx_report.render(whole(province))
    rows = [row for sheet in openpyxl.load_workbook(io.BytesIO(made)) for row in sheet.iter_rows(values_only=True)]
    return {row[0]: list(row) for row in reversed(rows) if row[0] in BY_HAND and len(row) > 9 and row[9]}


def test_the_workbook_shows_target_bar_and_verdict_by_the_sign(province: OpenFile) -> None:
    row = cells(province)
    assert {code: (one[2], one[7], one[9]) for code, one in row.items()} == {
        "1.1": ("≥ 50% (kế hoạch ≥ 60%)", None, "Đạt"), "1.3": ("≤ 5%", "vượt 3", "Vượt mức"),
        "1.4": ("≤ 50%", None, "Đạt"), "2.1": ("= 50%", "vượt 2", "Chưa đúng mức"),
        "2.2": ("= 50%", None, "Chưa đúng mức"), "3.1": ("–", None, "Theo dõi"), "3.2": ("≤ 3%", "vượt 2", "Vượt mức"),
        "3.3": ("0%", "vượt 2", "Vượt mức"), "4.1": ("= 2 địa bàn", 1, "Chưa đúng mức"),
    }  # fmt: skip
    assert (row["1.4"][6], row["3.3"][6], row["4.1"][6], row["3.1"][6]) == (1, 0, 0.5, None)
    assert row["1.3"][6] == pytest.approx(5 / (800 / 106))


def shown(found: dict[str, IndicatorResult], code: str) -> ShownFigure:
    return figure_of(found[code])


def test_the_window_marks_a_limit_and_says_by_how_much_it_is_passed(found: dict[str, IndicatorResult]) -> None:
    assert {code: (one.state, one.target) for code in BY_HAND if (one := shown(found, code))} == {
        "1.1": ("Đạt", "≥ 50% (kế hoạch ≥ 60%)"), "1.3": ("Vượt 3", "≤ 5%"), "1.4": ("Đạt", "≤ 50%"),
        "2.1": ("Vượt 2", "= 50%"), "2.2": ("Chưa đạt", "= 50%"), "3.1": ("Theo dõi", ""), "3.2": ("Vượt 2", "≤ 3%"),
        "3.3": ("Vượt 2", "0%"), "4.1": ("Còn thiếu 1", "= 2"),
    }  # fmt: skip
    limits = {code for code in BY_HAND if shown(found, code).bar.limit}
    assert limits == {"1.3", "1.4", "3.2", "3.3"}
    growth, count = shown(found, "3.2").bar, shown(found, "4.1").bar
    assert (growth.share, round(growth.target or 0, 2), growth.look) == (1, 0.33, "not-met")
    assert (count.share, count.target) == (0.25, 0.5)


def test_the_best_unit_is_the_one_that_the_sign_wants(found: dict[str, IndicatorResult]) -> None:
    def order(code: str, *numerators: int) -> list[int]:
        some = [(str(n), str(n), replace(found[code], numerator=Fraction(n), status="met")) for n in numerators]
        return [int(one.unit) for one in ranked(some)]

    assert order("1.1", 1, 5, 3) == [5, 3, 1]
    assert order("1.3", 1, 5, 3) == [1, 3, 5]
    assert order("4.1", 1, 2, 5) == [2, 1, 5]


def test_what_is_only_watched_is_told_and_judged_nowhere(
    province: OpenFile, found: dict[str, IndicatorResult], text: str
) -> None:
    own = found[WATCHED]
    assert (own.value, own.target, own.judged) == ("75,0%", "", False)
    bar = shown(found, WATCHED)
    assert (bar.pill, bar.bar.look, bar.bar.target, bar.bar.share) == ("neutral-pill", "watched", None, 0.75)
    assert "xử lý kịp thời: 75,0% (3/4) (số nhập tay)." in text
    assert "01 chỉ tiêu chỉ theo dõi" in text
    assert not [note for note in said(own.notes) if "so sánh" in note]
    written = own.to_json()
    assert (written["status"], written["target"], written["short_by"]) == ("watched", None, None)
    assert [one.place for one in ranked([("1", "a", own), ("2", "b", own)])] == [None, None]
    assert figure_from_json(figure_to_json(own)).status == "watched"
    for short in (3, None, Fraction(7075, 1000)):
        assert figure_from_json(figure_to_json(replace(own, short_by=short))).short_by == short
    judged = [task for task in results_by_task(province.plan, [], list(found.values())) if task.task.area == "3"]
    assert [(task.met, task.applicable) for task in judged] == [(0, 2)]
    with pytest.raises(ValueError, match="more-or-less"):  # a sign of a later program
        figure_from_json(figure_to_json(own) | {"op": "more-or-less"})


def test_word_says_that_it_is_watched(province: OpenFile) -> None:
    document = Document(io.BytesIO(docx_report.render(whole(province))))
    rows = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
    assert [(row[2], row[-1]) for row in rows if row[0] == WATCHED and len(row) > 5] == [("–", "Theo dõi")]


def test_no_office_sets_a_target_for_what_is_watched(province: OpenFile) -> None:
    target = {"year": 2022, "indicator": WATCHED, "reading": "default", "threshold": Decimal(50)}
    add(province, "target", target | {"basis": "Quyết định số 13/QĐ-UBND"})
    one = next(f for f in figures.progress(province, figures.read_period(province, "2022")) if f.code == WATCHED)
    assert (one.status, one.target, one.planned) == ("watched", "", None)


@pytest.mark.parametrize("op", COMPARISONS)
def test_a_bar_is_full_where_the_target_is_met_and_never_longer(op: str) -> None:
    for value in range(-3, 8):
        for aim in range(5):
            ends = Fraction(aim), Fraction(aim + (2 if COMPARISONS[op].needs_range else 0))
            share = attained(op, Fraction(value), *ends)
            assert 0 <= share <= 1
            assert (share == 1) == reached(op, Fraction(value), *ends)


def test_the_pages_can_be_read_by_another_program(province: OpenFile, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(layout.render(whole(province)))
    subprocess.run(["pdftoppm", "-r", "50", "-png", path, tmp_path / "page"], check=True)
    assert list(tmp_path.glob("page*.png"))
