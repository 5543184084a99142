"""A plan goes out as a workbook and comes back the same; what is filled in wrongly is told with sheet and cell."""

import os
import shutil
import subprocess
from collections.abc import Callable, Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from desktop_app.catalogue import catalogue, in_language
from desktop_app.cli import main
from desktop_app.domain.former_names import former_names
from desktop_app.domain.plan import plan_digest
from desktop_app.domain.plan_check import check_plan
from desktop_app.domain.toml_text import toml_text
from desktop_app.plan_files import available_plans, load_plan, plan_folder
from desktop_app.plan_writing import plan_as_files, write_plan_folder
from desktop_app.session.plan_books import plan_as_book, plan_of_book
from desktop_app.sheets.plan_book_choices import choices_of
from desktop_app.sheets.plan_book_shape import HEAD, NAMES, SHEETS
from desktop_app.sheets.plan_book_writing import tab
from tests.moved_units import new_plan
from tests.own_folders import use_settings
from tests.renamed_plan import FIELD, KIND, LIST_FIELD, NEW, renamed

PLANS = Path(__file__).parent.parent / "data" / "plans"
FOLDERS = {folder.name: folder for folder in (*map(plan_folder, available_plans()), *sorted(PLANS.iterdir()))}
SOFFICE = shutil.which("soffice")
Change = Callable[[dict[str, Worksheet]], None]


def with_own_periods() -> dict[str, Any]:
    """A plan of several years with periods of its own, weeks, and days written out."""
    plan = deepcopy(dict(load_plan(FOLDERS["forest"])))
    schemes: dict[str, Any] = plan["period_schemes"]
    first, own = next(iter(schemes.values())), {"label": {"vi": "Mùa khô"}, "months": [-1, 4]}
    first["codes"] = {"Y": {}, "KHO": own, "Q1": {"short": {"vi": "Q.I", "en": "Q1"}}}
    first["week_starts"] = "monday"
    spans = {"2021-Y": ["2021-01-01", "2021-12-31"], "2021-Q1": ["2021-01-01", "2021-03-31"]}
    schemes["theo_ngay"] = {"label": {"vi": "Theo ngày"}, "days": spans}
    return plan


def with_names_of_before() -> dict[str, Any]:
    """Kinds, fields, choices and units that had other names, and what is retired."""
    plan = renamed(new_plan())
    plan["kinds"][NEW[KIND]]["fields"][NEW[LIST_FIELD]]["was"] = LIST_FIELD
    return plan


OWN: dict[str, Callable[[], dict[str, Any]]] = {"periods": with_own_periods, "names": with_names_of_before}


def plan_of(name: str) -> dict[str, Any]:
    return OWN[name]() if name in OWN else dict(load_plan(FOLDERS[name]))


def book_of(plan: dict[str, Any], file: Path) -> Path:
    file.write_bytes(plan_as_book(plan))
    return file


def say(mistakes: list[Any]) -> list[str]:
    return [in_language(mistake, "en") for mistake in mistakes]


def in_order(plan: dict[str, Any]) -> list[Any]:
    """What a plan says by its order: of areas, kinds, fields, choices, indicators, sets."""
    kinds = [(name, list(kind.get("fields", {}))) for name, kind in plan["kinds"].items()]
    lists = [(name, list(choices)) for name, choices in plan["choices"].items()]
    return [list(plan["plan"]["levels"]), list(plan["areas"]), kinds, lists, list(plan["indicators"]),
            list(plan.get("sets", {}))]  # fmt: skip


@pytest.mark.parametrize("name", [*FOLDERS, *OWN])
def test_a_plan_comes_back_from_its_workbook_without_a_difference(name: str, tmp_path: Path) -> None:
    plan = plan_of(name)
    assert say(check_plan(plan)) == []
    found = plan_of_book(book_of(plan, tmp_path / "plan.xlsx"))
    assert say(found.mistakes) == []
    assert plan_digest(found.plan) == plan_digest(plan)
    assert in_order(dict(found.plan)) == in_order(plan)


def test_former_names_and_what_is_retired_come_back(tmp_path: Path) -> None:
    plan = renamed(load_plan(plan_folder("lai-chau-2022")))
    plan["kinds"][NEW[KIND]]["fields"][NEW[FIELD]]["was"] = [FIELD, "meetings_held"]
    found = plan_of_book(book_of(plan, tmp_path / "plan.xlsx"))
    assert say(found.mistakes) == []
    one_name: dict[str, Any] = found.plan["kinds"][NEW[KIND]]["fields"][NEW[LIST_FIELD]]
    assert former_names(one_name) == (LIST_FIELD,)
    one_name["was"] = [LIST_FIELD]  # a list of one is written as the one
    assert plan_digest(found.plan) == plan_digest(plan)


@pytest.mark.libreoffice
@pytest.mark.skipif(SOFFICE is None, reason="soffice is missing: apt-get install libreoffice-calc-nogui")
@pytest.mark.parametrize("form", ["xlsx", "ods"])
def test_a_workbook_that_libreoffice_saved_says_the_same(form: str, tmp_path: Path) -> None:
    saved = tmp_path / "saved"
    plans = {name: plan_of(name) for name in [*FOLDERS, *OWN]}
    books = [book_of(plan, tmp_path / f"{name}.xlsx") for name, plan in plans.items()]
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [str(SOFFICE), profile, "--headless", "--convert-to", form, "--outdir", str(saved), *map(str, books)]
    subprocess.run(
        command, check=True, capture_output=True, timeout=240, env=os.environ | {"XDG_DATA_HOME": str(tmp_path)}
    )
    for name, plan in plans.items():
        found = plan_of_book(saved / f"{name}.{form}")
        assert (name, say(found.mistakes), plan_digest(found.plan)) == (name, [], plan_digest(plan))


def entries_in_order(part: Any) -> Any:
    """The names in every table that holds nothing but tables: there the order is that of forms, lists and reports."""
    if not isinstance(part, Mapping):
        return None
    inner = {name: entries_in_order(value) for name, value in part.items()}
    of_tables = all(isinstance(value, Mapping) for value in part.values())
    return list(inner.items()) if of_tables else sorted(inner.items(), key=lambda item: item[0])


@pytest.mark.parametrize("name", [*FOLDERS, *OWN])
def test_a_plan_that_is_written_as_a_folder_is_read_as_it_was(name: str, tmp_path: Path) -> None:
    plan = plan_of(name)
    write_plan_folder(plan, tmp_path)
    assert load_plan(tmp_path) == plan
    for section in plan:
        assert entries_in_order(load_plan(tmp_path)[section]) == entries_in_order(plan[section])
    assert {file.name for file in tmp_path.iterdir()} == plan_as_files(plan).keys()


def test_toml_holds_every_text_and_number_as_it_is() -> None:
    import tomllib

    hard = {
        "a": {"quotes": 'x "y" \'z\' \\', "lines": "one\ntwo\n", "sql": "SELECT '''a'''\n", "signs": "\x7f\t\r\n–đ",
              "no": False,
              "numbers": [1, -2, 1.5, 100.0], "empty": {}, "none": [], "1.1": {"x y": {"vi": "á" * 200}}},
        "b": [{"vi": "a", "deep": {"list": [{"x": 1}, {"y": [True]}]}}],
    }  # fmt: skip
    assert tomllib.loads(toml_text(hard)) == hard


def changed(tmp_path: Path, change: Change, plan: str = "tiny") -> list[str]:
    """The mistakes of a workbook in which somebody changed something."""
    file = book_of(load_plan(FOLDERS[plan]), tmp_path / "plan.xlsx")
    book = load_workbook(file)
    change({sheet.title.rpartition("(")[2].rstrip(")"): sheet for sheet in book.worksheets})
    book.save(file)
    return say(plan_of_book(file).mistakes)


def cell(sheet: Worksheet, heading: str, row: int) -> Any:
    """The cell of a row in the column of a heading."""
    return next(sheet.cell(row, one.column) for one in sheet[3] if one.value == heading)


def row_of(sheet: Worksheet, *names: str) -> int:
    """The first row whose first cells are these."""
    return next(n for n in range(4, sheet.max_row + 1) if tuple(c.value for c in sheet[n][: len(names)]) == names)


def set_cell(name: str, row: tuple[str, ...], heading: str, value: Any) -> Change:
    def change(sheets: dict[str, Worksheet]) -> None:
        cell(sheets[name], heading, row_of(sheets[name], *row)).value = value

    return change


MISTAKES: dict[str, tuple[Change, str, str]] = {
    "a type that there is not": (
        set_cell("survey", ("planting", "trees"), "type", "integer"), "Trường (survey)”, cell C", "integer",
    ),
    "a kind without an area": (
        set_cell("kinds", ("planting",), "area", "NUI"), "Loại phiếu (kinds)”, cell B", "NUI",
    ),
    "a field of no kind": (
        set_cell("survey", ("planting", "tree"), "kind", "plantings"), "Trường (survey)”, cell A", "plantings",
    ),
    "yes in other words": (
        set_cell("survey", ("planting", "place"), "keep", "maybe"), "Trường (survey)”, cell", "maybe",
    ),
    "a target that is a text": (
        set_cell("targets", ("CAY.1",), "threshold", "half"), "Mức phải đạt (targets)”, cell C", "half",
    ),
    "a constraint with a wrong name": (
        set_cell("survey", ("planting", "day"), "constraint", "dya <= today"), "Trường (survey)”, cell", "dya",
    ),
    "a unit below nobody": (
        set_cell("units", ("a",), "parent_unit", "no such"), "Đơn vị (units)”, cell B4", "no such",
    ),
    "two fields of one name": (
        set_cell("survey", ("planting", "tools"), "name", "tree"), "Trường (survey)”, cell B", "earlier row",
    ),
    "a formula": (set_cell("kinds", ("planting",), "label", "=A1"), "Loại phiếu (kinds)”, cell C", "formula"),
    "more that is no TOML": (
        set_cell("kinds", ("planting",), "more", "so what"), "Loại phiếu (kinds)”", "name = value",
    ),
    "more that a column says": (
        set_cell("kinds", ("planting",), "more", 'area = "SO"'), "Loại phiếu (kinds)”", "kinds.planting.area",
    ),
    "a day in words": (
        set_cell("settings", ("doc_date",), "value", "mùa xuân"), "Kế hoạch (settings)”, cell C", "mùa xuân",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_told_with_its_sheet_and_cell(name: str, tmp_path: Path) -> None:
    change, place, said = MISTAKES[name]
    told = changed(tmp_path, change)
    assert told
    assert any(place in one and said in one for one in told), told
    assert all(".toml" not in one for one in told), told


def test_a_target_that_a_spreadsheet_made_a_share_of_is_not_read_as_a_hundredth(tmp_path: Path) -> None:
    def typed_with_percent(sheets: dict[str, Worksheet]) -> None:
        there = cell(sheets["targets"], "threshold", row_of(sheets["targets"], "CAY.1"))
        there.value, there.number_format = 0.975, "0.0%"

    told, *_ = changed(tmp_path, typed_with_percent)
    assert "(targets)”, cell C4" in told
    assert "%" in told


@pytest.mark.parametrize("typed", ["1.500", "-2.125"])
def test_a_number_with_a_point_before_three_digits_is_asked_about(typed: str, tmp_path: Path) -> None:
    told, *_ = changed(tmp_path, set_cell("targets", ("CAY.1",), "threshold", typed))
    assert f"write {typed.replace('.', '')} or {typed.replace('.', ',')}" in told


def test_two_sheets_of_one_part_are_told_and_none_of_them_is_lost_in_silence(tmp_path: Path) -> None:
    def copied(sheets: dict[str, Worksheet]) -> None:
        sheets["targets"].parent.copy_worksheet(sheets["targets"]).title = "cũ (targets)"

    (told,) = changed(tmp_path, copied)
    assert "cũ (targets)” and “Mức phải đạt (targets)" in told


def test_a_key_of_the_head_that_is_empty_has_its_cell(tmp_path: Path) -> None:
    (told,) = changed(tmp_path, set_cell("settings", ("label",), "value", None))
    assert "(settings)”, cell C" in told


def test_all_mistakes_of_a_kind_are_told_at_once(tmp_path: Path) -> None:
    def change(sheets: dict[str, Worksheet]) -> None:
        for name in ("trees", "cost", "note"):
            set_cell("survey", ("planting", name), "type", "number")(sheets)

    told = changed(tmp_path, change)
    assert sum("there is no “number”" in one for one in told) == 3


def test_a_sheet_and_a_column_that_nobody_reads_are_named(tmp_path: Path) -> None:
    def change(sheets: dict[str, Worksheet]) -> None:
        sheets["areas"].cell(3, 20).value, sheets["areas"].cell(4, 20).value = "colour", "red"
        extra = sheets["areas"].parent.create_sheet("Ghi thêm")
        extra["A1"] = "something"

    told = changed(tmp_path, change)
    assert any("colour" in one and "cell T4" in one for one in told)
    assert any("Ghi thêm" in one for one in told)


def test_a_workbook_of_something_else_is_told_so(tmp_path: Path) -> None:
    book = Workbook()
    book.worksheets[0]["A1"] = "Tháng 3"
    book.save(tmp_path / "other.xlsx")
    assert any("plan export" in one for one in say(plan_of_book(tmp_path / "other.xlsx").mistakes))


def test_a_new_field_with_two_checks_is_typed_in_two_rows(tmp_path: Path) -> None:
    file = book_of(load_plan(FOLDERS["tiny"]), tmp_path / "plan.xlsx")
    book = load_workbook(file)
    sheet = next(one for one in book.worksheets if "(survey)" in one.title)
    first = sheet.max_row + 1
    typed = [
        {"kind": "planting", "name": "holes", "type": "int", "label": "Số hố", "required": "Có", "privacy": "P0",
         "relevant": "trees >= 10", "constraint": "holes >= 1", "constraint_message": "Ít nhất một hố.",
         "plausible": "1-400"},
        {"kind": "planting", "name": "holes", "constraint": "holes <= 900", "constraint_message": "Nhiều khác thường.",
         "severity": "warning"},
    ]  # fmt: skip
    for row, cells in enumerate(typed, start=first):
        for heading, value in cells.items():
            cell(sheet, heading, row).value = value
    book.save(file)
    found = plan_of_book(file)
    assert say(found.mistakes) == []
    holes = found.plan["kinds"]["planting"]["fields"]["holes"]
    assert holes == {
        "type": "int", "label": {"vi": "Số hố"}, "required": "when trees >= 10", "privacy": "P0", "plausible": [1, 400],
        "checks": [{"expr": "holes >= 1", "vi": "Ít nhất một hố."},
                   {"expr": "holes <= 900", "vi": "Nhiều khác thường.", "severity": "warning"}],
    }  # fmt: skip


def test_every_cell_that_has_a_list_offers_it(tmp_path: Path) -> None:
    plan = load_plan(FOLDERS["fires"])
    book = load_workbook(book_of(plan, tmp_path / "plan.xlsx"))
    offered = choices_of(plan)
    for shape in SHEETS:
        sheet = book[tab(shape.name)]
        wanted = {one.name for one in (*shape.keys, *shape.columns) if offered.get(one.choose)}
        columns = {str(area).rstrip("0123456789:").split(":")[0].rstrip("0123456789")
                   for rule in sheet.data_validations.dataValidation for area in rule.sqref.ranges}  # fmt: skip
        assert columns == {one.column_letter for one in sheet[3] if one.value in wanted}, shape.name


def test_every_sheet_and_column_is_explained_in_vietnamese() -> None:
    columns = {one.name.partition("::")[0] for sheet in SHEETS for one in (*sheet.keys, *sheet.columns)}
    columns |= {column.name for column in HEAD}
    wanted = {f"planbook.{what}_{name}" for name in columns for what in ("column", "help")}
    wanted |= {f"planbook.{what}_{name}" for name in NAMES for what in ("sheet", "about")}
    assert wanted - catalogue().keys() == set()


def test_no_name_of_a_sheet_is_longer_than_excel_takes() -> None:
    assert all(len(tab(name)) <= 31 and tab(name).endswith(f"({name})") for name in NAMES)


def test_the_commands_take_a_plan_out_and_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    use_settings(monkeypatch, tmp_path / "config")
    book, folder = tmp_path / "kế hoạch.xlsx", tmp_path / "lai-chau-2025"
    assert main(["plan", "export", str(book), "--plan", "lai-chau-2025"]) == 0
    assert main(["plan", "export", str(book)]) == 1  # it never writes over a file
    assert main(["plan", "import", str(book), "--out", str(folder)]) == 0
    assert plan_digest(load_plan(folder)) == plan_digest(load_plan(plan_folder("lai-chau-2025")))
    assert main(["plan", "export", str(tmp_path / "again.xlsx"), str(folder)]) == 0
    ledger = tmp_path / "sổ.db"
    assert main(["new", str(ledger), "--unit", "03388"]) == 0
    assert main(["plan", "export", str(tmp_path / "of a ledger.xlsx"), str(ledger)]) == 0
    found = plan_of_book(tmp_path / "of a ledger.xlsx")
    assert plan_digest(found.plan) == plan_digest(load_plan(plan_folder("lai-chau-2022")))
    assert "plan import" in capsys.readouterr().err


def test_a_wrong_workbook_makes_no_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    use_settings(monkeypatch, tmp_path / "config")
    changed(tmp_path, set_cell("survey", ("planting", "trees"), "type", "integer"))
    assert main(["plan", "import", str(tmp_path / "plan.xlsx"), "--out", str(tmp_path / "out")]) == 1
    assert not (tmp_path / "out").exists()
    assert "ô C" in capsys.readouterr().err


def test_no_message_speaks_of_a_sheet_or_column_that_is_gone() -> None:
    columns = {one.name.partition("::")[0] for sheet in SHEETS for one in (*sheet.keys, *sheet.columns)}
    columns |= {column.name for column in HEAD} | {
        "key",
        "heading",
        "value",
        "help",
        "more",
        "settings",
        "not_established",
    }
    said = {
        what: {key.removeprefix(f"planbook.{what}_") for key in catalogue() if key.startswith(f"planbook.{what}_")}
        for what in ("column", "help", "sheet", "about")
    }
    assert (said["column"], said["help"]) == (columns, columns)
    assert said["sheet"] == said["about"] == {*NAMES, "guide"}


def test_names_in_the_wrong_order_and_a_folder_called_otherwise_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    use_settings(monkeypatch, tmp_path / "config")
    book, folder = tmp_path / "fires.xlsx", FOLDERS["fires"]
    assert main(["plan", "export", str(folder), str(book)]) == 1
    assert "đuôi .xlsx" in capsys.readouterr().err
    assert main(["plan", "export", str(book), str(folder)]) == 0
    assert main(["plan", "import", str(book), "--out", str(tmp_path / "khác")]) == 0
    assert f"Đổi tên thư mục thành “{load_plan(folder)['plan']['id']}”" in capsys.readouterr().err
