"""A number, 0, nothing happened (somebody says so, with name and date), not reported: apart in all that leaves us."""

import csv
import io
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from desktop_app.plan_files import load_plan, plan_folder
from desktop_app.session import OpenFile, editing, figures, records, reports
from tests.filled_files import put
from tests.new_files import new_file
from tests.processes import pdf_text
from tests.sentences import said

TOWN = "105"  # thành phố Lai Châu, asked about its communes
NUMBER, ZERO, DECLARED, SILENT = "03386", "03388", "03389", "03403"
WHEN = "15/6/2022"
OTHERS = "4 đơn vị còn lại"  # those that have not reported stand in one row

# openpyxl does not know how bars in cells look
pytestmark = [
    pytest.mark.filterwarnings("ignore:Unknown extension"),
    pytest.mark.filterwarnings("ignore:Conditional Formatting extension"),
]


@pytest.fixture
def town(tmp_path: Path) -> Iterator[OpenFile]:
    """Four communes in area 3: one with 12 people, one with 0, one that declared, one that left its field empty."""
    source = load_plan(plan_folder("lai-chau-2022"))
    with new_file(tmp_path / "a.db", source, TOWN, "Lan", now=lambda: datetime(2022, 6, 20, 8, tzinfo=UTC)) as made:
        sanctioned = {"year": 2022, "period_code": "Q2", "behaviour": "ban_dam", "source": "Công an"}
        add(made, "admin_handling", {**sanctioned, "unit": NUMBER, "cases": 12, "persons": 12})
        add(made, "admin_handling", {**sanctioned, "unit": ZERO, "cases": 0, "persons": 0})
        add(made, "admin_handling", {**sanctioned, "unit": SILENT})
        said = {"year": 2022, "period_code": "Q2", "plan_area": "3", "date": "2022-06-15"}
        add(made, "period_declaration", {**said, "unit": DECLARED, "declared_by": "Trần Thị Bình"})
        yield made


def add(file: OpenFile, kind: str, fields: dict[str, Any]) -> None:
    put(file, {"kind": kind, "fields": fields})


def name(file: OpenFile, unit: str) -> str:
    return file.units.name(unit)


def printed(file: OpenFile, unit: str = TOWN) -> str:
    """The words of the PDF, one blank between them."""
    pdf = reports.report(file, figures.read_period(file, "2022-Q2"), unit)
    words = " ".join(pdf_text(pdf, "-layout").split())
    return re.sub(r" (DỰ|TH|ẢO)(?= )", "", words)  # the letters of the watermark


def row_of(pages: Iterator[list[Any]], name: str) -> list[Any]:
    return next(row for row in pages if name in row)


def test_a_number_a_zero_a_declaration_and_an_empty_field_are_four_states(town: OpenFile) -> None:
    rows = {
        row.unit: row for row in figures.completeness(town, figures.read_period(town, "2022-Q2")) if row.area == "3"
    }
    assert [rows[unit].state for unit in (NUMBER, ZERO, DECLARED, SILENT)] == [
        "number", "zero", "nothing", "not_reported",
    ]  # fmt: skip
    assert (rows[DECLARED].declared_by, rows[DECLARED].declared_on) == ("Trần Thị Bình", "2022-06-15")
    board = {row.unit: row.cells["3"].state for row in figures.board(town, figures.read_period(town, "2022-Q2")).rows}
    assert len({board[unit] for unit in (NUMBER, ZERO, DECLARED, SILENT)}) == 4


def test_a_total_adds_numbers_only_and_says_what_it_lacks(town: OpenFile) -> None:
    figure = next(p for p in figures.progress(town, figures.read_period(town, "2022-Q2")) if p.code == "3.1")
    silent = [
        row
        for row in figures.completeness(town, figures.read_period(town, "2022-Q2"))
        if row.area == "3" and not row.reported
    ]
    assert f"{len(silent)}/8 đơn vị chưa báo cáo lĩnh vực này." in said(figure.notes)
    assert {NUMBER, ZERO, DECLARED}.isdisjoint(row.unit for row in silent)
    sheet = workbook(town)["Tình hình báo cáo"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert [row_of(iter(rows), name(town, unit))[4] for unit in (NUMBER, ZERO, DECLARED, SILENT)] == [
        "Có số liệu", 0, f"Không phát sinh ({WHEN})", "Chưa báo cáo",
    ]  # fmt: skip


def workbook(file: OpenFile, unit: str = TOWN) -> Any:
    return openpyxl.load_workbook(
        io.BytesIO(reports.report(file, figures.read_period(file, "2022-Q2"), unit, form="xlsx"))
    )


def cells_below(tables: Iterable[list[list[Any]]], heading: str, names: list[str]) -> list[Any]:
    """What stands under a heading beside each of these names, in the table that has them all."""
    for rows in tables:
        head = next((row for row in rows if heading in row), None)
        by_name = {row[1]: row for row in rows if len(row) > 1}
        if head and set(names) <= by_name.keys():
            return [by_name[name][head.index(heading)] for name in names]
    raise AssertionError(heading)


def the_four(file: OpenFile) -> list[str]:
    return [*(name(file, unit) for unit in (NUMBER, ZERO, DECLARED)), OTHERS]


def test_the_four_states_are_four_cells_of_the_workbook(town: OpenFile) -> None:
    sheets = ([[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in workbook(town).worksheets)
    assert cells_below(sheets, "Người bị xử phạt", [*the_four(town), "Cộng"]) == [12, 0, "KPS", "CBC", 12]


def test_the_four_states_are_four_words_on_paper(town: OpenFile) -> None:
    text = printed(town)
    assert f"{name(town, NUMBER)} 12 " in text
    assert f"{name(town, ZERO)} 0 " in text
    assert f"{name(town, DECLARED)} KPS " in text
    assert f"{OTHERS} CBC " in text
    assert "“KPS”: không phát sinh" in text
    assert "“CBC”: chưa báo cáo" in text
    assert "01 đơn vị khai báo không phát sinh." in text
    assert "Trần Thị Bình" not in text, "who declared it stays in the ledger"


@pytest.mark.parametrize(
    ("unit", "said"),
    [
        (NUMBER, "- Người bị xử phạt vi phạm hành chính: 12 người; lũy kế từ đầu năm là 12."),
        (ZERO, "Trong quý II năm 2022, số liệu về công tác thanh tra, kiểm tra, truy tố bằng 0."),
        (DECLARED, "Trong quý II năm 2022 không phát sinh số liệu về công tác thanh tra, kiểm tra, truy tố."),
        (SILENT, "Chưa báo cáo số liệu quý II năm 2022 về công tác thanh tra, kiểm tra, truy tố."),
    ],
)  # fmt: skip
def test_the_report_of_a_unit_says_which_of_the_four_it_is(town: OpenFile, unit: str, said: str) -> None:
    assert said in printed(town, unit)
    document = docx.Document(io.BytesIO(reports.report(town, figures.read_period(town, "2022-Q2"), unit, form="docx")))
    assert any(said in paragraph.text.replace("\u00a0", " ") for paragraph in document.paragraphs)
    cells = [str(cell.value) for row in workbook(town, unit)["Tình hình báo cáo"].iter_rows() for cell in row]
    own = {NUMBER: "Có số liệu", ZERO: "0", DECLARED: f"Không phát sinh ({WHEN})"}.get(unit)
    assert cells.count("Chưa báo cáo") == 4 + (own is None)
    assert own is None or own in cells


def test_the_four_states_are_four_cells_of_the_document(town: OpenFile) -> None:
    document = docx.Document(io.BytesIO(reports.report(town, figures.read_period(town, "2022-Q2"), form="docx")))
    tables = (
        [[cell.text.replace("\u00a0", " ") for cell in row.cells] for row in table.rows] for table in document.tables
    )
    assert cells_below(tables, "Người bị xử phạt", [*the_four(town), "Cộng"]) == ["12", "0", "KPS", "CBC", "12"]


def test_records_beside_a_declaration_are_a_number_and_told_as_a_contradiction(town: OpenFile) -> None:
    add(
        town,
        "inspection",
        {
            "unit": DECLARED,
            "date": "2022-05-01",
            "team_type": "doi_178_xa",
            "mode": "ke_hoach",
            "covers_prostitution": True,
        },
    )
    row = next(
        r
        for r in figures.completeness(town, figures.read_period(town, "2022-Q2"))
        if (r.unit, r.area) == (DECLARED, "3")
    )
    assert (row.state, row.contradiction) == ("number", True)
    cells = [str(cell.value) for line in workbook(town)["Tình hình báo cáo"].iter_rows() for cell in line]
    assert f"Có số liệu, lại khai báo không phát sinh ({WHEN})" in cells


def test_when_only_zeros_were_reported_the_sum_says_who_is_silent(town: OpenFile) -> None:
    handled = next(r.id for r in records.rows(town, "admin_handling") if r.values["unit"] == NUMBER)
    editing.delete(town, handled)
    text = printed(town)
    assert "số liệu về công tác thanh tra, kiểm tra, truy tố bằng 0. 6/8 đơn vị chưa báo cáo." in text


@pytest.mark.libreoffice
@pytest.mark.skipif(
    shutil.which("soffice") is None, reason="soffice is missing: apt-get install libreoffice-calc-nogui"
)
def test_another_program_reads_the_four_states_from_the_workbook(town: OpenFile, tmp_path: Path) -> None:
    file = tmp_path / "bao-cao.xlsx"
    file.write_bytes(reports.report(town, figures.read_period(town, "2022-Q2"), form="xlsx"))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    sheets = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    command = ["soffice", profile, "--headless", "--convert-to", sheets, "--outdir", str(tmp_path), str(file)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    (read,) = tmp_path.glob("*Tình hình báo cáo.csv")
    rows = list(csv.reader(read.read_text(encoding="utf-8").splitlines()))
    assert [row_of(iter(rows), name(town, unit))[4] for unit in (NUMBER, ZERO, DECLARED, SILENT)] == [
        "Có số liệu", "0", f"Không phát sinh ({WHEN})", "Chưa báo cáo",
    ]  # fmt: skip
