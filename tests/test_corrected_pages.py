"""A correction sheet names every printed value that changed, in annexes too, and claims no more than that."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest
from msgspec.structs import replace

from desktop_app.domain.correction import CorrectedFigure, Correction, SheetHead
from desktop_app.domain.indicators import NOT_MET
from desktop_app.domain.locking import Lock
from desktop_app.domain.values import Value
from desktop_app.plan_files import load_plan, plan_folder
from desktop_app.report import contents, correction_sheet, styles
from desktop_app.report.blocks import Annex, Block, Paragraph, ProgressReport, Table
from desktop_app.report.cells import Cell, shown
from desktop_app.report.lock_format import write
from desktop_app.report.page_differences import page_differences
from desktop_app.report.tables import Measured
from desktop_app.session import OpenFile, editing, figures, records, report_text, reports
from tests.desktop_app import report_samples as samples
from tests.filled_files import put
from tests.new_files import new_file

PLACES = [(0, number) for number in range(12)] + [(1, number) for number in range(40)] + [(2, 0)]
QUARTER = "2022-Q2"


@cache
def printed() -> ProgressReport:
    return contents.build(replace(samples.province(), draft=False))


def with_cell(report: ProgressReport, chance: random.Random) -> tuple[ProgressReport, str]:
    """The report with one random cell of one random table written over, and what stands there now."""
    tables = [(part, n) for part, blocks in enumerate(block_lists(report)) for n, b in enumerate(blocks) if is_table(b)]
    part, number = chance.choice(tables)
    lists = [list(blocks) for blocks in block_lists(report)]
    table = lists[part][number]
    assert isinstance(table, Table)
    rows = [list(row) for row in table.rows]
    told = [n for n, c in enumerate(table.columns) if n > 1 and c.title != "Gửi báo cáo"]  # which is told by the day
    row, column = chance.choice([(r, c) for r, row in enumerate(rows) for c in told if len(row) > 2])
    said = f"{chance.randrange(10**6, 10**7)}"
    cell: Cell = said
    rows[row][column] = cell
    lists[part][number] = replace(table, rows=tuple(map(tuple, rows)))
    return rebuilt(report, lists), said


def is_table(block: Block) -> bool:
    return isinstance(block, Table) and any(len(row) > 2 for row in block.rows)


def block_lists(report: ProgressReport) -> list[tuple[Block, ...]]:
    return [report.blocks, *(b for annex in report.annexes for b in (annex.blocks, annex.wide)), report.states]


def rebuilt(report: ProgressReport, lists: list[list[Block]]) -> ProgressReport:
    body, *inner, states = map(tuple, lists)
    annexes = [replace(annex, blocks=inner[2 * n], wide=inner[2 * n + 1]) for n, annex in enumerate(report.annexes)]
    return replace(report, blocks=body, annexes=tuple(annexes), states=states)


# --- what is found ---------------------------------------------------------------------------------------------------


def test_two_prints_that_say_the_same_differ_nowhere() -> None:
    assert page_differences(printed(), printed()) == ((), True)


@pytest.mark.parametrize("seed", range(60))
def test_any_cell_of_any_table_that_changes_is_named(seed: int) -> None:
    before = printed()
    after, said = with_cell(before, random.Random(seed))
    values, complete = page_differences(before, after)
    assert complete
    assert [value.new for value in values] == [said]
    assert values[0].old in {shown(cell) for blocks in block_lists(before) for b in blocks if isinstance(b, Table)
                             for row in b.rows for cell in row}  # fmt: skip
    assert values[0].row or values[0].place


def test_a_row_that_came_or_went_is_told_cell_by_cell() -> None:
    before = printed()
    annex = before.annexes[0]
    table = next(block for block in annex.blocks if isinstance(block, Table))
    shorter = replace(table, rows=table.rows[:-1])
    blocks = tuple(shorter if block is table else block for block in annex.blocks)
    after = replace(before, annexes=(replace(annex, blocks=blocks), *before.annexes[1:]))
    values, complete = page_differences(before, after)
    assert complete
    assert {value.new for value in values} == {""}
    assert {value.old for value in values} < {shown(cell) for cell in table.rows[-1]}


def test_a_sentence_is_told_where_a_number_or_a_state_in_it_changed_and_not_where_a_day_passed() -> None:
    def said(text: str) -> ProgressReport:
        report = printed()
        return replace(report, blocks=(*report.blocks, Paragraph(text)))

    day = "Đến ngày {}/6/2022, 2/8 đơn vị chưa báo cáo số liệu."
    assert page_differences(said(day.format(14)), said(day.format(15))).values == ()
    (value,) = page_differences(
        said(day.format(14)), said("Đến ngày 15/6/2022, 1/8 đơn vị chưa báo cáo số liệu.")
    ).values
    assert (value.old, value.new) == (day.format(14), "Đến ngày 15/6/2022, 1/8 đơn vị chưa báo cáo số liệu.")


def test_prints_that_are_not_built_alike_make_no_claim() -> None:
    before = printed()
    values, complete = page_differences(before, replace(before, annexes=before.annexes[1:]))
    assert not complete
    assert values == ()


# --- the sheet -------------------------------------------------------------------------------------------------------


def sheet_of(old: Fraction, new: Fraction, *, complete: bool) -> ProgressReport:
    data = samples.province()
    figure = next(p for p in data.progress if p.code == "1.1")
    then, now = (
        replace(figure, numerator=Fraction(f.numerator), denominator=Fraction(f.denominator), status=NOT_MET)
        for f in (old, new)
    )
    report = write(replace(printed(), draft=False))
    lock = Lock("a", 1, "12", "12", data.period, "Lan", "2022-06-20T08:00:00+00:00", 0, "", (then,), (), report, "")
    changed = Correction(lock, (CorrectedFigure(then, now, ()),), (), complete=complete)
    return correction_sheet.build(data, changed, SheetHead("", "21", "2022-07-05"))


def texts(report: ProgressReport) -> Iterator[str]:
    yield from (block.text for block in report.blocks if not isinstance(block, Table))
    yield from (
        shown(cell) for block in report.blocks if isinstance(block, Table) for row in block.rows for cell in row
    )


def test_the_difference_is_that_of_the_printed_values() -> None:
    found = list(texts(sheet_of(Fraction(1, 3), Fraction(2, 3), complete=True)))
    assert "1/3; 33,3%; chưa đạt" in found
    assert "2/3; 66,7%; chưa đạt" in found
    assert any(text.startswith("+33,4") for text in found), "and not 33,3"


def test_no_difference_is_parted() -> None:
    """`-100,0 điểm %` is the longest that a share has."""
    sheet = sheet_of(Fraction(1), Fraction(0), complete=True)
    table = next(block for block in sheet.blocks if isinstance(block, Table))
    rows = Measured(table, styles.TEXT_WIDTH).rows
    assert [line.text for line in rows[0].lines[-1]] == ["-100,0\u00a0điểm\u00a0%"]


def test_the_sheet_bears_its_own_number_and_day_and_those_of_the_report() -> None:
    sheet = sheet_of(Fraction(1, 3), Fraction(2, 3), complete=True)
    assert sheet.letterhead.number.startswith("Số: 21/")
    assert sheet.letterhead.place_and_date.endswith("ngày 05 tháng 7 năm 2022")
    locked = printed().letterhead
    number, day = locked.number.removeprefix("Số: "), locked.place_and_date.partition(", ")[2]
    assert f"số liệu quý II năm 2022 tại Báo cáo số {number} {day}, cụ thể" in next(texts(sheet))


@pytest.mark.parametrize("complete", [True, False])
def test_that_the_rest_is_unchanged_is_said_only_where_all_was_compared(complete: bool) -> None:
    last = list(texts(sheet_of(Fraction(1, 3), Fraction(2, 3), complete=complete)))
    assert any("các nội dung khác giữ nguyên" in text for text in last) == complete


# --- in a file -------------------------------------------------------------------------------------------------------


@pytest.fixture
def file(tmp_path: Path) -> Iterator[OpenFile]:
    source = load_plan(plan_folder("lai-chau-2022"))
    with new_file(tmp_path / "a.db", source, "105", "Lan", now=lambda: datetime(2022, 6, 20, 8, tzinfo=UTC)) as made:
        add(made, "03386", "2022-04-20", 5)
        add(made, "03389", "2022-04-21", 7)
        yield made


def add(file: OpenFile, unit: str, day: str, sessions: int) -> None:
    values: dict[str, Value] = {"unit": unit, "date": day, "form": "loa", "title": "x", "audience": ("nhan_dan",)}
    assert editing.new_record(file, "comm_activity", {**values, "sessions": sessions}).saved


def test_what_only_moved_from_one_unit_to_another_is_corrected(file: OpenFile) -> None:
    """No figure and no sum of the office has changed."""
    period = figures.read_period(file, QUARTER)
    reports.lock(file, period)
    row = next(r for r in records.rows(file, "comm_activity") if r.values["sessions"] == 7)
    editing.set_value(file, row.id, "unit", "03388")
    found = reports.correction(file, period)
    assert found
    assert found.complete
    changed = {(value.row, value.new) for value in found.values}
    assert any(new == "7" for _, new in changed)
    sheet = reports.correction_sheet(file, period, form="xlsx")
    assert sheet.content[:2] == b"PK"


def test_a_number_that_the_office_mends_in_its_own_text_is_corrected(file: OpenFile) -> None:
    period = figures.read_period(file, QUARTER)
    report_text.set_narrative(file, period, "II", "Đã họp 4 lần, ban hành 2 văn bản.")
    reports.lock(file, period)
    report_text.set_narrative(file, period, "II", "Đã họp 5 lần, ban hành 2 văn bản.")
    found = reports.correction(file, period)
    assert found
    assert [(value.old, value.new) for value in found.values] == [
        ("Đã họp 4 lần, ban hành 2 văn bản.", "Đã họp 5 lần, ban hành 2 văn bản.")
    ]


def test_many_other_values_stand_in_an_annex(file: OpenFile) -> None:
    period = figures.read_period(file, QUARTER)
    reports.lock(file, period)
    units, forms = ("03386", "03388", "03389"), ("loa", "truc_quan")
    plain = {"date": "2022-05-05", "title": "y", "audience": ["nhan_dan"], "sessions": 3, "people_total": 50}
    fields = ({**plain, "unit": unit, "form": form} for unit in units for form in forms)
    put(file, *({"kind": "comm_activity", "fields": one} for one in fields))
    found = reports.correction(file, period)
    assert found
    assert len(found.values) > 15
    made = correction_sheet.build(replace(samples.province(), unit="105"), found, SheetHead())
    assert [annex.heading for annex in made.annexes] == ["Phụ lục"]
    assert isinstance(made.annexes[0], Annex)
    assert any("nêu tại Phụ lục kèm theo" in text for text in texts(made))


def test_reasons_are_sentences(file: OpenFile) -> None:
    """What the office typed ends with a full stop; of several names in a row only the first begins with a capital."""
    period = figures.read_period(file, QUARTER)
    reports.lock(file, period)
    fields = {
        "unit": "03386",
        "form": "loa",
        "date": "2022-05-05",
        "title": "y",
        "audience": ["nhan_dan"],
        "sessions": 3,
    }
    put(file, {"kind": "comm_activity", "fields": fields})
    found = reports.correction(file, period)
    assert found
    made = correction_sheet.build(replace(samples.province(), unit="105"), found, SheetHead("Nhập thiếu "))
    assert "Nhập thiếu." in texts(made)
    reason = "- Hoạt động tuyên truyền; buổi, lượt tuyên truyền: bổ sung hoạt động tuyên truyền (1)."
    assert reason in texts(made)
