"""Whole reports of every state of an area say one thing: a number, a zero, nothing happened, or not reported yet."""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from desktop_app.domain.completeness import NOT_REPORTED, NOTHING, NUMBER, ZERO
from desktop_app.plan_files import load_plan, plan_folder
from desktop_app.report.blocks import Annex, Block, Heading, Paragraph, ProgressReport, Table
from desktop_app.report.cells import shown
from desktop_app.report.contents import build
from desktop_app.report.data import ReportData
from desktop_app.report.extras import EXTRAS, ZEROS
from desktop_app.session import OpenFile, editing, figures
from desktop_app.session.report_data import collect
from tests.new_files import new_file
from tests.sentences import said

WARD, OTHER, TOWN = "03388", "03386", "105"
PERIOD = "2022-Q2"
SAYS = {NOT_REPORTED: "chưa báo cáo số liệu", NOTHING: "không phát sinh số liệu", ZERO: "bằng 0"}


def add(file: OpenFile, kind: str, **values: Any) -> str:
    made = editing.new_record(file, kind, values)
    assert made.act, said(problem.message for problem in made.problems)
    return str(made.record)


def inspect(file: OpenFile, team_day: str, day: str) -> None:
    """A round of inspection, and a visit in it that may lie in a later period."""
    place = add(file, "establishment", unit=WARD, name="Sao Mai", business_type="khach_san",
                first_listed_date="2021-01-01")  # fmt: skip
    team = add(file, "inspection", unit=WARD, date=team_day, team_type="doi_178_xa", mode="ke_hoach",
               covers_prostitution=True)  # fmt: skip
    add(file, "inspection_visit", inspection=team, establishment=place, date=day, result="khong_vi_pham")


def tip(file: OpenFile, due: str) -> None:
    add(file, "tip", unit=WARD, date="2022-02-01", code="T1", tip_kind="tin_bao", channel="truc_tiep", due_date=due,
        due_reason="Phức tạp")  # fmt: skip


def declare(file: OpenFile, *areas: str, unit: str = WARD, codes: Sequence[str] = ("Q2",)) -> None:
    for area, code in product(areas, codes):
        add(file, "period_declaration", unit=unit, year=2022, period_code=code, plan_area=area, date="2022-06-15",
            declared_by="Lan")  # fmt: skip


def zero(file: OpenFile) -> None:
    add(file, "admin_handling", unit=WARD, year=2022, period_code="Q2", behaviour="ban_dam", source="CA", cases=0,
        persons=0)  # fmt: skip


def declare_and_inspect(file: OpenFile) -> None:
    declare(file, "3")
    inspect(file, "2022-05-01", "2022-05-01")


def declare_with_a_tip(file: OpenFile) -> None:
    tip(file, "2022-09-01")
    declare(file, "3")


SITUATIONS: dict[str, tuple[Callable[[OpenFile], None], str, str]] = {
    # what is done; how area 3 stands; what is said of 3.1
    "silent": (lambda _: None, NOT_REPORTED, "chưa có số liệu"),
    "figures from before": (lambda f: inspect(f, "2022-02-01", "2022-02-01"), NOT_REPORTED, "chưa có số liệu"),
    "a visit of a round from before": (lambda f: inspect(f, "2022-02-01", "2022-05-01"), NUMBER, "chưa có số liệu"),
    "declared": (lambda f: declare(f, "3"), NOTHING, "không phát sinh"),
    "declared month by month": (lambda f: declare(f, "3", codes=("04", "05", "06")), NOTHING, "không phát sinh"),
    "declared while a tip is running": (declare_with_a_tip, NOTHING, "chưa có tin đến hạn"),
    "declared beside a record": (declare_and_inspect, NUMBER, "chưa có số liệu"),
    "zero": (zero, ZERO, "chưa có số liệu"),
    "number": (lambda f: inspect(f, "2022-05-01", "2022-05-01"), NUMBER, "chưa có số liệu"),
    "a tip that is late": (lambda f: tip(f, "2022-04-20"), NOT_REPORTED, "0,0%"),
}


@pytest.fixture
def file(tmp_path: Path) -> Iterator[OpenFile]:
    source = load_plan(plan_folder("lai-chau-2022"))
    with new_file(tmp_path / "a.db", source, TOWN, "Lan", now=lambda: datetime(2022, 6, 20, 8, tzinfo=UTC)) as made:
        yield made


def whole(file: OpenFile, unit: str, extras: frozenset[str] = frozenset()) -> tuple[ReportData, ProgressReport]:
    data = replace(collect(file, figures.read_period(file, PERIOD), unit), extras=extras)
    return data, build(data)


def paragraphs_of(report: ProgressReport, area: str) -> list[str]:
    """What stands below the heading of an area."""
    found: list[str] = []
    inside = False
    for block in report.blocks:
        if isinstance(block, Heading):
            inside = area in block.title
        elif inside and isinstance(block, Paragraph):
            found.append(block.text)
    return found


def all_blocks(report: ProgressReport) -> Iterator[Block]:
    yield from report.blocks
    for annex in report.annexes:
        assert isinstance(annex, Annex)
        yield from (*annex.blocks, *annex.wide)


@pytest.mark.parametrize("situation", SITUATIONS)
@pytest.mark.parametrize("extras", [frozenset(), frozenset({ZEROS})], ids=["brief", "with zeros"])
def test_the_text_of_an_area_says_its_state_once_and_nothing_against_it(
    file: OpenFile, situation: str, extras: frozenset[str]
) -> None:
    do, state, of_tips = SITUATIONS[situation]
    do(file)
    declare(file, "1", "2", "4", "5")
    data, report = whole(file, WARD, extras)
    assert data.standing("3").state == state
    text = paragraphs_of(report, "Thanh tra") or [b.text for b in report.blocks if isinstance(b, Paragraph)]
    inside = " ".join(text).lower()
    for other, words in SAYS.items():
        assert words not in inside or other == state, (situation, inside)
    if state == NOT_REPORTED:
        assert SAYS[state] in inside
        assert not re.search(r"trong kỳ (không|chưa)", inside)
    if of_tips == "chưa có số liệu":
        assert of_tips in inside
    for table in (b for b in all_blocks(report) if isinstance(b, Table) and state == NOT_REPORTED):
        of_tips_alone = [row for row in table.rows if "Tố giác" in shown(row[0]) or "Vụ án" in shown(row[0])]
        assert not [row for row in of_tips_alone if len(row) > 1 and row[1] == 0], situation


@pytest.mark.parametrize("situation", SITUATIONS)
def test_board_overview_and_report_follow_one_decision(file: OpenFile, situation: str) -> None:
    do, state, of_tips = SITUATIONS[situation]
    do(file)
    period = figures.read_period(file, PERIOD)
    (row,) = (one for one in figures.completeness(file, period, WARD) if (one.unit, one.area) == (WARD, "3"))
    board = {one.unit: one.cells["3"].state for one in figures.board(file, period).rows}
    assert board[WARD] == row.state
    assert row.state == state or state == NUMBER  # a visit of a round from before is no report of its own
    figure = next(one for one in figures.progress(file, period, WARD) if one.code == "3.1")
    told = figure.value or said([figure.text])[0].lower()
    assert told == of_tips
    assert ("không phát sinh" in told) == (row.state == NOTHING and of_tips == "không phát sinh")


def test_who_all_declared_is_never_said_to_have_figures(file: OpenFile) -> None:
    for unit in file.units.descendants(TOWN):
        declare(file, "1", "2", "3", "4", "5", unit=unit)
    _, report = whole(file, TOWN)
    text = " ".join(block.text for block in report.blocks if isinstance(block, Paragraph))
    assert "đều khai báo không phát sinh" in text or "không phát sinh" in text
    assert "đã có số liệu" not in text
    inspect(file, "2022-05-01", "2022-05-01")
    _, report = whole(file, TOWN, frozenset(EXTRAS))
    text = " ".join(block.text for block in report.blocks if isinstance(block, Paragraph))
    assert "đã báo cáo đủ các lĩnh vực (có số liệu hoặc khai báo không phát sinh)" in text


def test_some_that_declared_and_some_that_are_silent_are_told_apart(file: OpenFile) -> None:
    declare(file, "3")
    data, report = whole(file, TOWN)
    text = " ".join(paragraphs_of(report, "Thanh tra"))
    assert data.standing("3").state == NOT_REPORTED
    assert (
        f"1/{len(file.units.descendants(TOWN))} đơn vị khai báo không phát sinh, các đơn vị còn lại chưa báo cáo"
        in text
    )


def test_a_new_ledger_calls_nothing_nil(file: OpenFile) -> None:
    for unit in (WARD, TOWN):
        _, report = whole(file, unit, frozenset(EXTRAS))
        for block in all_blocks(report):
            cells = [shown(cell) for row in block.rows for cell in row] if isinstance(block, Table) else []
            words = block.text if isinstance(block, Paragraph) else " ".join(cells)
            assert "KPS" not in words, words
            told = words.replace("chưa khai báo không phát sinh", "").replace("hoặc khai báo không phát sinh", "")
            assert "không phát sinh" not in told.lower().replace("“kps”: không phát sinh", ""), words
