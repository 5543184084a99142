"""Examples: known whatever is edited, never proposed, marked on all that leaves them, and merged with no others."""

import io
import json
import zipfile
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import openpyxl
import pypdfium2
import pytest

from desktop_app import plan_files
from desktop_app.domain.plan_check import check_plan
from desktop_app.domain.plan_examples import is_example
from desktop_app.errors import AppError
from desktop_app.plan_bundle import bundle_text
from desktop_app.session import (
    OpenFile,
    crosstabs,
    exchange,
    figures,
    maintenance,
    opening,
    records,
    reports,
    sheet_export,
    sheet_import,
)
from tests.desktop_app.conftest import Run
from tests.filled_files import put_made_up
from tests.paper_reader import read_pdf

MARK = "VÍ DỤ – SỐ LIỆU BỊA"
EXAMPLES = plan_files.example_plans()
CITY = "vi-du-may-trang"
KINDS = {CITY: ("buoi_truyen_thong", "hinh_thuc"), "vi-du-school-roads": ("crossing_survey", "crossing")}


def ledger_of(plan: dict[str, Any], path: Path, count: int = 60) -> Path:
    """A ledger with made-up records."""
    with opening.create_file(path, plan, plan["plan"]["root"], "Lan") as file:
        put_made_up(file, count)
    return path


def example(name: str) -> dict[str, Any]:
    return plan_files.load_plan(plan_files.plan_folder(name))


@pytest.fixture(params=EXAMPLES)
def made_up(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[OpenFile]:
    """The ledger of an example."""
    with opening.open_file(ledger_of(example(request.param), tmp_path / "ví dụ.db")) as file:
        yield file


def test_there_are_two_one_of_this_programme_and_one_of_another_field_and_none_is_proposed() -> None:
    assert len(EXAMPLES) == 2
    assert not any(map(is_example, plan_files.available_plans()))
    assert all(map(is_example, EXAMPLES))


def test_an_example_is_full_of_figures(made_up: OpenFile) -> None:
    period = figures.read_period(made_up, "2026")
    found = figures.progress(made_up, period)
    assert len(found) == 5
    assert sum(one.numerator is not None for one in found) == 5
    assert maintenance.check(made_up) == []


# --- can't be edited away ---------------------------------------------------------------------------------------------


def sentences(plan: dict[str, Any]) -> int:
    return len(check_plan(plan))


@pytest.mark.parametrize("name", EXAMPLES)
def test_what_makes_an_example_stands_and_falls_together(name: str) -> None:
    plan = example(name)
    assert sentences(plan) == 0
    for change in (_unmarked, _renamed, _moved):
        changed = deepcopy(plan)
        change(changed)
        assert sentences(changed) == 1, change.__name__
    real = plan_files.load_plan(plan_files.plan_folder("lai-chau-2022"))
    real["plan"]["example"] = True
    assert sentences(real) == 1


def _unmarked(plan: dict[str, Any]) -> None:
    plan["plan"]["example"] = False


def _renamed(plan: dict[str, Any]) -> None:
    plan["plan"]["id"] = "city-2026"


def _moved(plan: dict[str, Any]) -> None:
    """With the name and without the mark: only its places are still those of the example."""
    plan["plan"]["id"] = "city-2026"
    del plan["plan"]["example"]


def test_no_edition_makes_a_real_ledger_of_one_of_an_example(run: Run, tmp_path: Path) -> None:
    plan = example(CITY)
    path = ledger_of(plan, tmp_path / "a.db", 5)
    later = deepcopy(plan)
    later["plan"] |= {"edition": 2, "example": False}
    (tmp_path / "later.sokehoach-plan").write_text(bundle_text(later), encoding="utf-8")
    assert run("plan", "adopt", path, tmp_path / "later.sokehoach-plan")[0] == 1
    later["plan"] |= {"example": True}
    (tmp_path / "again.sokehoach-plan").write_text(bundle_text(later), encoding="utf-8")
    assert run("plan", "adopt", path, tmp_path / "again.sokehoach-plan")[0] == 0
    assert run("report", path, "--period", "2026", "--out", tmp_path / "a.pdf")[0] == 0
    assert all(MARK in page for page in pages((tmp_path / "a.pdf").read_bytes()))


# --- on every page and sheet ------------------------------------------------------------------------------------------


def pages(pdf: bytes) -> list[str]:
    return [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf)]


def drawings(book: bytes) -> list[str]:
    """What the boxes over the sheets of a workbook say."""
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        return [archive.read(name).decode() for name in archive.namelist() if name.startswith("xl/drawings/drawing")]


def test_every_page_of_a_report_says_so(made_up: OpenFile) -> None:
    period = figures.read_period(made_up, "2026")
    printed = pages(reports.report(made_up, period))
    assert len(printed) >= 3
    assert all(MARK in page for page in printed)
    assert not any("DỰ THẢO" in page for page in printed)


def test_a_locked_report_says_so_too(made_up: OpenFile) -> None:
    made_up.said_today = made_up.now().date().replace(year=2027, month=2, day=1)
    period = figures.read_period(made_up, "2026")
    reports.lock(made_up, period, accept_stale=True)
    assert all(MARK in page for page in pages(reports.report(made_up, period)))
    for form in ("docx", "xlsx"):
        assert MARK in text_of(reports.report(made_up, period, form=form))


def text_of(document: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        return "".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml"))


def test_every_sheet_of_a_report_says_so(made_up: OpenFile) -> None:
    content = reports.report(made_up, figures.read_period(made_up, "2026"), form="xlsx")
    sheets = openpyxl.load_workbook(io.BytesIO(content)).worksheets
    assert len(sheets) >= 4
    assert all(MARK in sheet.oddFooter.center.text for sheet in sheets)
    assert [MARK in one for one in drawings(content)] == [True] * len(sheets)


def test_every_page_of_a_report_for_word_says_so(made_up: OpenFile) -> None:
    content = reports.report(made_up, figures.read_period(made_up, "2026"), form="docx")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        heads = [
            archive.read(name).decode() for name in archive.namelist() if "header" in name and name.endswith(".xml")
        ]
    assert len(heads) >= 2
    assert all(head.count(MARK) == 2 for head in heads)  # as a word and across the page


def test_lists_forms_and_tables_say_so(made_up: OpenFile) -> None:
    kind, field = KINDS[made_up.plan.id]
    for made in (sheet_export.list_as(made_up, kind, ".xlsx"), sheet_export.form_of(made_up, kind)):
        sheet = openpyxl.load_workbook(io.BytesIO(made)).worksheets[0]
        assert MARK in sheet.oddHeader.center.text
        assert any(MARK in str(cell.value) for row in sheet.iter_rows(max_row=3) for cell in row)
    assert MARK in sheet_export.list_as(made_up, kind, ".csv").decode("utf-8-sig").splitlines()[1]
    query = crosstabs.read_query(made_up, kind, field, "", "")
    table = crosstabs.table(made_up, query, figures.read_period(made_up, "2026"))
    assert MARK in text_of(crosstabs.as_xlsx(made_up, table).content)
    assert MARK in crosstabs.as_text(made_up, table).content.decode()


def test_real_ledgers_say_nothing_of_it(tmp_path: Path) -> None:
    plan = plan_files.load_plan(plan_files.plan_folder("lai-chau-2022"))
    with opening.open_file(ledger_of(plan, tmp_path / "sổ.db", 20)) as file:
        printed = reports.report(file, figures.read_period(file, "2022"))
        assert not any(MARK in page for page in pages(printed))
        assert MARK not in text_of(sheet_export.list_as(file, "comm_activity", ".xlsx"))


def test_the_data_package_and_the_lines_say_so(run: Run, made_up: OpenFile, tmp_path: Path) -> None:
    (tmp_path / "package").mkdir()
    assert run("export", made_up.path, "--out", tmp_path / "package")[0] == 0
    said = json.loads((tmp_path / "package" / "datapackage.json").read_text(encoding="utf-8"))
    assert (MARK in said["description"], said["example"]) == (True, True)
    assert run("export", made_up.path, "--out", tmp_path / "lines.jsonl")[0] == 0
    lines = [json.loads(line) for line in (tmp_path / "lines.jsonl").read_text(encoding="utf-8").splitlines()]
    assert lines
    assert all(line["example"] is True for line in lines)


# --- with no others ---------------------------------------------------------------------------------------------------


def as_real_plan(plan: dict[str, Any]) -> dict[str, Any]:
    """The same kinds under another name and other codes: a plan that somebody made of an example."""
    text = json.dumps(plan, ensure_ascii=False).replace('"VD', '"11')
    real: dict[str, Any] = json.loads(text)
    real["plan"] |= {"id": "city-2026", "example": False}
    return real


def refusals(file: OpenFile, path: Path) -> list[str]:
    preview = exchange.preview(file, exchange.find_sources(file, [path]))
    return [getattr(one.reason, "pattern", "") for one in preview.reports if one.status == "refused"]


def test_ledgers_of_examples_merge_with_no_others(tmp_path: Path) -> None:
    plan = example(CITY)
    example_one, example_two = (ledger_of(plan, tmp_path / f"{name}.db", 10) for name in "ab")
    real = ledger_of(as_real_plan(plan), tmp_path / "real.db", 10)
    with opening.open_file(real) as file:
        before = file.path.read_bytes()
        assert refusals(file, example_one) == ["merge.example"]
        assert file.path.read_bytes() == before
    with opening.open_file(example_one) as file:
        assert refusals(file, real) == ["merge.example"]
        assert refusals(file, example_two) == []


def test_next_year_begins_from_no_example(run: Run, tmp_path: Path) -> None:
    plan = example(CITY)
    made_up = ledger_of(plan, tmp_path / "a.db", 10)
    next_year = as_real_plan(plan)
    next_year["plan"] |= {"year": 2027, "doc_date": "2027-01-05"}
    opening.create_file(tmp_path / "next.db", next_year, "11", "Lan").close()
    code, _, said = run("carry", tmp_path / "next.db", made_up)
    assert (code, "sổ ví dụ" in said) == (1, True)


def test_lines_and_lists_of_an_example_stay_out_of_real_ledgers(run: Run, tmp_path: Path) -> None:
    plan = example(CITY)
    made_up, real = ledger_of(plan, tmp_path / "a.db", 10), ledger_of(as_real_plan(plan), tmp_path / "real.db", 10)
    assert run("export", made_up, "--out", tmp_path / "a.jsonl")[0] == 0
    assert run("export", made_up, "--kind", "ho_tro", "--out", tmp_path / "a.xlsx")[0] == 0
    with opening.open_file(real) as file:
        before = [records.rows(file, kind) for kind in file.plan.record_kinds]
    code, _, said = run("import", real, tmp_path / "a.jsonl")
    assert (code, "sổ ví dụ" in said) == (1, True)
    code, _, said = run("import", real, tmp_path / "a.xlsx", "--kind", "ho_tro")
    assert (code, "sổ ví dụ" in said) == (1, True)
    with opening.open_file(real) as file:
        assert [records.rows(file, kind) for kind in file.plan.record_kinds] == before
    assert run("import", made_up, tmp_path / "a.jsonl")[0] == 0


def test_nothing_of_an_example_goes_to_a_server(run: Run, tmp_path: Path) -> None:
    path = ledger_of(example(CITY), tmp_path / "a.db", 5)
    code, _, error = run("publish", path, "postgresql://127.0.0.1:9/none", "--send")
    assert (code, "sổ ví dụ với số liệu bịa; không gửi lên máy chủ" in error) == (1, True)


def test_a_list_of_an_example_comes_back_into_it(made_up: OpenFile, tmp_path: Path) -> None:
    kind = KINDS[made_up.plan.id][0]
    (tmp_path / "a.xlsx").write_bytes(sheet_export.list_as(made_up, kind, ".xlsx"))
    wishes = sheet_import.Wishes()
    book = sheet_import.open_book(tmp_path / "a.xlsx", wishes)
    reading = sheet_import.read(made_up, book, kind, wishes)
    assert reading.questions == []
    assert (len(reading.rows), len(reading.asked)) == (0, 0)


def test_a_sheet_with_the_words_in_a_real_ledger_is_refused_as_it_is_read(tmp_path: Path) -> None:
    plan = example(CITY)
    with (
        opening.open_file(ledger_of(plan, tmp_path / "a.db", 10)) as file,
        opening.open_file(ledger_of(as_real_plan(plan), tmp_path / "real.db", 5)) as real,
    ):
        (tmp_path / "a.xlsx").write_bytes(sheet_export.list_as(file, "ho_tro", ".xlsx"))
        wishes = sheet_import.Wishes()
        book = sheet_import.open_book(tmp_path / "a.xlsx", wishes)
        with pytest.raises(AppError) as told:
            sheet_import.read(real, book, "ho_tro", wishes)
    assert told.value.key == "sheet.of_example"


def test_a_report_says_that_all_is_made_up(tmp_path: Path) -> None:
    with opening.open_file(ledger_of(example(CITY), tmp_path / "ví dụ.db")) as file:
        period = figures.read_period(file, "2026")
        text, _ = read_pdf(reports.report(file, period))
        assert MARK in text
