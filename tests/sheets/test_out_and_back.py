"""What is written of a sheet, what is left over of it, and lists that go out and come back corrected."""

import csv
import json
import shutil
from copy import deepcopy
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from desktop_app.session import OpenFile, editing, maintenance, opening, records, sheet_export, sheet_import, undo
from desktop_app.session.sheet_import import Wishes
from tests.filled_files import put_made_up
from tests.sheets.making import (
    FIELDS,
    HEADINGS,
    ROW,
    asked,
    changed,
    converted,
    district,
    fields,
    questions,
    read,
    skipped,
    xlsx,
)
from tests.small_plan import SOURCE

KIND = "comm_activity"
MORE = {"people_total": 30, "people_female": 12, "cost": 1500000, "language": ("thai", "viet"), "is_combined": True}


def take(file: OpenFile, source: Path, kind: str = KIND, **wishes: Any) -> list[str]:
    wanted = Wishes(**wishes)
    return sheet_import.write(file, sheet_import.read(file, sheet_import.open_book(source, wanted), kind, wanted))


def taken_out(file: OpenFile, folder: Path, form: str = ".xlsx", **wanted: Any) -> Path:
    path = folder / f"danh sách{form}"
    path.write_bytes(sheet_export.list_as(file, KIND, form, **wanted))
    return path


def made(file: OpenFile, **values: Any) -> str:
    typed = {**FIELDS, "audience": ("nhan_dan",), **values}
    return editing.new_record(file, KIND, typed).record


def corrected(path: Path, cells: dict[str, Any]) -> Path:
    book = openpyxl.load_workbook(path)
    for place, value in cells.items():
        book.active[place] = value
    book.save(path)
    return path


def test_a_sheet_is_one_act_and_one_undo(file: OpenFile, tmp_path: Path) -> None:
    before = maintenance.info(file)["records"]
    ids = take(file, xlsx(tmp_path, HEADINGS, ROW, changed(title="Hai"), changed(title="Ba")))
    assert [records.find(file, id_).values["title"] for id_ in ids] == [ROW[3], "Hai", "Ba"]  # type: ignore[union-attr]  # it is there
    (latest, *_) = undo.acts(file, 10)
    assert latest.kind == "import"
    undo.undo(file, latest.act)
    assert maintenance.info(file)["records"] == before


def test_the_same_sheet_again_writes_nothing_and_names_the_records(file: OpenFile, tmp_path: Path) -> None:
    source = xlsx(tmp_path, HEADINGS, ROW, changed(title="Hai"))
    ids = take(file, source)
    document = read(file, source)
    assert skipped(document) == {2: "equal", 3: "equal"}
    assert [one["id"] for one in document["skipped"]] == ids


def test_a_record_of_the_same_key_is_asked_about_with_both_values(file: OpenFile, tmp_path: Path) -> None:
    heading = ("Đơn vị xử lý", "Năm", "Kỳ", "Hành vi", "Số người bị xử phạt", "Nguồn số liệu")
    row = ("Giang Ma", 2022, "Quý II", "Mua dâm", 2, "Công an xã")
    take(file, xlsx(tmp_path, heading, row), "admin_handling")
    document = read(file, xlsx(tmp_path, heading, (*row[:4], 5, row[5])), "admin_handling")
    assert asked(document) == {2: "persons"}
    assert {"5", "2"} <= set(document["asked"][0]["why"].replace(".", " ").replace(",", " ").split())
    assert skipped(read(file, xlsx(tmp_path, heading, row), "admin_handling")) == {2: "equal"}


def test_what_was_asked_about_goes_out_with_its_reason_and_imports_when_mended(file: OpenFile, tmp_path: Path) -> None:
    heading = (*HEADINGS, "Kinh phí", "Họ và tên", "Ghi chú")
    rows: list[Any] = [
        ("ĐVT: nghìn đồng",), heading, (*ROW, 500, "Lò Văn Páo", "a"),
        (*changed(date="5/3", unit=3405), 700, "Lò Văn Páo", "b"),
    ]  # fmt: skip
    source = xlsx(tmp_path, *rows)
    book = sheet_import.open_book(source, Wishes())
    reading = sheet_import.read(file, book, KIND, Wishes())
    left = tmp_path / "hỏi lại.xlsx"
    left.write_bytes(sheet_export.asked_as_xlsx(book, reading))
    sheet = openpyxl.load_workbook(left).active
    assert "Páo" not in str([cell.value for row in sheet.iter_rows() for cell in row])
    (number,) = [row[0].row for row in sheet.iter_rows() if "5/3" in [cell.value for cell in row]]
    assert "thiếu năm" in str(sheet.cell(number, sheet.max_column).value)
    sheet.cell(number, 2).value = date(2022, 3, 5)
    sheet.parent.save(left)
    document = read(file, left)
    assert (questions(document), asked(document)) == ([], {})
    assert fields(document)[number] == FIELDS | {"date": "2022-03-05", "cost": 700000, "note": "b"}


@pytest.mark.parametrize("measures", [("(buổi)", "(người)", "(nghìn đồng)"), ("buổi", "người", "nghìn đồng")])
def test_measures_below_a_heading_go_out_with_it(
    file: OpenFile, tmp_path: Path, measures: tuple[str, str, str]
) -> None:
    below = (*(None,) * 4, measures[0], None, *measures[1:])
    source = xlsx(tmp_path, (*HEADINGS, "Kinh phí"), below, (*changed(date="5/3", people_total=30), 700))
    book = sheet_import.open_book(source, Wishes())
    left = tmp_path / "hỏi lại.xlsx"
    left.write_bytes(sheet_export.asked_as_xlsx(book, sheet_import.read(file, book, KIND, Wishes())))
    sheet = openpyxl.load_workbook(left).active
    (number,) = [row[0].row for row in sheet.iter_rows() if "5/3" in [cell.value for cell in row]]
    sheet.cell(number, 2).value = date(2022, 3, 5)
    sheet.parent.save(left)
    assert fields(read(file, left)) == {number: FIELDS | {"date": "2022-03-05", "people_total": 30, "cost": 700000}}


def test_a_list_has_headings_ids_formats_and_runs_no_formula(file: OpenFile, tmp_path: Path) -> None:
    record = made(file, title="=1+1", **MORE)
    sheet = openpyxl.load_workbook(taken_out(file, tmp_path)).active
    heading = [cell.value for cell in sheet[4]]
    assert heading[:3] == ["Mã phiếu", "Đơn vị tổ chức", "Ngày thực hiện"]
    row = dict(zip(heading, sheet[5], strict=True))
    assert row["Mã phiếu"].value == record
    assert (row["Nội dung, chủ đề"].value, row["Nội dung, chủ đề"].data_type) == ("=1+1", "s")
    assert row["Ngày thực hiện"].value == datetime.fromisoformat("2022-05-14")
    assert (row["Kinh phí (đồng)"].value, row["Kinh phí (đồng)"].number_format) == (1500000, "#,##0")
    assert sheet.freeze_panes == "B5"
    assert sheet.auto_filter.ref is not None
    text = taken_out(file, tmp_path, ".csv").read_text(encoding="utf-8-sig")
    assert "'=1+1" in next(row for row in csv.reader(text.splitlines(), delimiter=";") if row[0] == record)


@pytest.mark.parametrize("form", [".xlsx", ".csv"])
def test_a_list_that_comes_back_untouched_changes_nothing(file: OpenFile, tmp_path: Path, form: str) -> None:
    for title in ("=1+1", "Hai\nba", "'-x", "Chủ đề"):
        made(file, title=title, **MORE)
    document = read(file, taken_out(file, tmp_path, form))
    assert (questions(document), asked(document), fields(document)) == ([], {}, {})
    assert set(skipped(document).values()) == {"unchanged"}


def test_changed_cells_become_changes_of_that_record_alone(file: OpenFile, tmp_path: Path) -> None:
    first, second = made(file, title="Một", **MORE), made(file, title="Hai", date="2022-04-01")
    path = taken_out(file, tmp_path)
    document = read(file, corrected(path, {"G5": "Một rưỡi", "C6": date(2022, 4, 2), "E5": "Hội nghị"}))
    (one, two) = sorted(document["rows"], key=lambda row: row["row"])
    assert one["records"] == [{
        "kind": KIND, "id": first, "fields": {"form": "hoi_nghi", "title": "Một rưỡi"},
        "before": {"form": "loa", "title": "Một"},
    }]  # fmt: skip
    assert two["records"][0]["fields"] == {"date": "2022-04-02"}
    take(file, path)
    assert records.find(file, first).values["title"] == "Một rưỡi"  # type: ignore[union-attr]  # it is there
    assert records.find(file, second).values["date"] == "2022-04-02"  # type: ignore[union-attr]  # it is there
    undo.undo(file, undo.acts(file, 1)[0].act)
    assert records.find(file, first).values["title"] == "Một"  # type: ignore[union-attr]  # it is there


def test_what_moved_here_meanwhile_is_asked_and_what_nobody_touched_stands(file: OpenFile, tmp_path: Path) -> None:
    first, second = made(file, title="Một", **MORE), made(file, title="Hai", date="2022-04-01")
    path = corrected(taken_out(file, tmp_path), {"G5": "Một rưỡi"})
    editing.set_value(file, first, "title", "Một, sửa ở đây")
    editing.set_value(file, second, "title", "Hai, sửa ở đây")
    document = read(file, path)
    assert asked(document) == {5: "title"}
    assert "Một, sửa ở đây" in document["asked"][0]["why"]
    assert skipped(document) == {6: "unchanged"}


def test_a_missing_row_deletes_nothing_and_a_repeated_or_unknown_id_is_asked(file: OpenFile, tmp_path: Path) -> None:
    first, _second = made(file, title="Một"), made(file, title="Hai", date="2022-04-01")
    path = taken_out(file, tmp_path)
    book = openpyxl.load_workbook(path)
    book.active.delete_rows(6)
    book.active["A6"], book.active["A7"] = first, "khongco"
    book.active["G6"] = "Khác"
    book.save(path)
    before = maintenance.info(file)["records"]
    document = read(file, path)
    assert sorted(asked(document)) == [5, 6, 7]
    assert maintenance.info(file)["records"] == before


def test_an_emptied_cell_and_a_row_without_an_id(file: OpenFile, tmp_path: Path) -> None:
    record = made(file, title="Một", **MORE)
    path = corrected(taken_out(file, tmp_path), {
        "G5": None, "B6": "Giang Ma", "C6": date(2022, 6, 1), "E6": "Loa truyền thanh cơ sở", "G6": "Mới", "K6": 1,
        "O6": "Nhân dân",
    })  # fmt: skip
    document = read(file, path)
    by_row = {row["row"]: row["records"][0] for row in document["rows"]}
    assert (by_row[5]["id"], by_row[5]["fields"]) == (record, {"title": None})
    assert by_row[6]["fields"]["title"] == "Mới"


def test_a_list_of_another_ledger_is_asked_cell_by_cell(file: OpenFile, tmp_path: Path) -> None:
    made(file, title="Một")
    path = taken_out(file, tmp_path)
    book = openpyxl.load_workbook(path)
    line = book.active["B2"].value
    book.active["B2"] = line[:-4] + "0000"
    book.active["G5"] = "Khác"
    book.save(path)
    assert asked(read(file, path)) == {5: "title"}


def test_a_title_that_looks_like_a_total_or_a_note_is_corrected_as_others(file: OpenFile, tmp_path: Path) -> None:
    titles = ("Tổng hợp báo cáo quý", "Ghi chú: họp bản", "Cộng tháng 5", "Người lập biểu")
    for title in titles:
        made(file, title=title)
    path = taken_out(file, tmp_path, shown=["title", "sessions"])
    document = read(file, corrected(path, {f"C{row}": 9 for row in range(5, 5 + len(titles))}))
    assert [one["records"][0]["fields"] for one in document["rows"]] == [{"sessions": 9}] * len(titles)
    assert document["skipped"] == []


def test_ids_that_a_person_hid_still_say_which_record_it_is(file: OpenFile, tmp_path: Path) -> None:
    record = made(file, title="Một")
    path = corrected(taken_out(file, tmp_path), {"G5": "Một rưỡi"})
    book = openpyxl.load_workbook(path)
    book.active.column_dimensions["A"].hidden = True
    book.save(path)
    (row,) = read(file, path)["rows"]
    assert (row["records"][0]["id"], row["records"][0]["fields"]) == (record, {"title": "Một rưỡi"})


@pytest.mark.parametrize("form", [".xlsx", ".csv"])
def test_a_list_that_lost_its_ids_makes_no_second_records_unasked(file: OpenFile, tmp_path: Path, form: str) -> None:
    made(file, title="Một")
    path = taken_out(file, tmp_path, form)
    if form == ".csv":
        rows = [row[1:] for row in csv.reader(path.read_text("utf-8-sig").splitlines(), delimiter=";")]
        path.write_text("\n".join(";".join(row) for row in rows).replace("Một", "Một rưỡi"), "utf-8")
    else:
        book = openpyxl.load_workbook(path)
        book.active["G5"] = "Một rưỡi"
        book.active.delete_cols(1)
        book.save(path)
    document = read(file, path)
    assert (questions(document), fields(document)) == (["lost_ids"], {})
    assert list(skipped(read(file, path, answers={"lost_ids": "leave"})).values()) == ["lost_ids"]
    assert [one["title"] for one in fields(read(file, path, answers={"lost_ids": "take"})).values()] == ["Một rưỡi"]


def test_rows_that_a_filter_hides_in_a_list_are_asked_about_only_where_they_were_corrected(
    file: OpenFile, tmp_path: Path
) -> None:
    for n in range(3):
        made(file, title=f"Chủ đề {n}", date=f"2022-04-0{n + 1}")
    path = corrected(taken_out(file, tmp_path), {"G5": "Trong tầm mắt", "G7": "Không ai thấy"})
    book = openpyxl.load_workbook(path)
    for row in (6, 7):
        book.active.row_dimensions[row].hidden = True
    book.save(path)
    document = read(file, path)
    assert (questions(document), list(asked(document)), skipped(document)) == (["hidden"], [7], {6: "unchanged"})
    assert [one["records"][0]["fields"] for one in document["rows"]] == [{"title": "Trong tầm mắt"}]


def bare(path: Path) -> Path:
    """A list without its ids and whatever stands above its heading."""
    book = openpyxl.load_workbook(path)
    book.active.delete_cols(1)
    book.active.delete_rows(1, 3)
    book.save(path)
    return path


def test_a_list_that_lost_ids_and_mark_makes_no_second_records_unasked(file: OpenFile, tmp_path: Path) -> None:
    for n in range(3):
        made(file, title=f"Chủ đề {n}", date=f"2022-04-0{n + 1}", **MORE)
    untouched = read(file, bare(taken_out(file, tmp_path)))
    assert (fields(untouched), set(skipped(untouched).values())) == ({}, {"equal"})
    path = corrected(bare(taken_out(file, tmp_path)), {"F2": "Việc khác"})
    document = read(file, path)
    assert (questions(document), fields(document), list(asked(document))) == (["lost_ids"], {}, [2])
    assert skipped(read(file, path, answers={"lost_ids": "leave"})) == {2: "lost_ids", 3: "equal", 4: "equal"}
    assert list(fields(read(file, path, answers={"lost_ids": "take"}))) == [2]


def test_a_row_that_is_nearly_a_record_of_the_ledger_is_asked_about(file: OpenFile, tmp_path: Path) -> None:
    """As where a sheet is imported again after its records were completed here."""
    source = xlsx(tmp_path, [*HEADINGS, "Ghi chú"], [*ROW, None], [*changed(title="Hai"), None])
    first, _ = take(file, source)
    editing.set_value(file, first, "people_total", 35)
    document = read(file, source)
    assert (questions(document), asked(document), skipped(document)) == (["alike"], {2: "people_total"}, {3: "equal"})
    assert "35" in document["asked"][0]["why"]
    left = read(file, source, answers={"alike": "leave"})
    (one, _) = left["skipped"]
    assert (one["row"], one["what"], one["id"]) == (2, "alike", first)
    assert list(fields(read(file, source, answers={"alike": "take"}))) == [2]


def test_what_was_said_for_all_rows_tells_them_from_records_of_another_unit(file: OpenFile, tmp_path: Path) -> None:
    take(file, xlsx(tmp_path, HEADINGS, ROW))
    source = xlsx(tmp_path, HEADINGS[1:], ROW[1:])
    assert skipped(read(file, source, values={"unit": "03405"})) == {2: "equal"}
    assert fields(read(file, source, values={"unit": "03394"})) == {2: FIELDS | {"unit": "03394"}}


def test_lists_of_every_kind_are_known_without_ids_and_mark(tmp_path: Path) -> None:
    with district(tmp_path) as file:
        put_made_up(file, 300)
        lists = 0
        for name in file.plan.record_kinds:
            if not records.count(file, name):
                continue
            path = tmp_path / f"{name}.xlsx"
            path.write_bytes(sheet_export.list_as(file, name, ".xlsx"))
            document = read(file, bare(path), name)
            assert (questions(document), fields(document)) == ([], {}), name
            lists += len(document["skipped"])  # the others are of units that this office does not write for
        assert lists > 100


def test_the_command_line_takes_a_list_out_and_back(run: Any, file_of_ward: Path, tmp_path: Path) -> None:
    lines = tmp_path / "a.jsonl"
    fields_ = {**FIELDS, "unit": "03388"}
    lines.write_text(
        "\n".join(json.dumps({"kind": KIND, "fields": {**fields_, "title": title}}) for title in "ABC"), "utf-8"
    )
    assert run("import", file_of_ward, lines)[0] == 0
    out = tmp_path / "b.xlsx"
    code, _, error = run("export", file_of_ward, "--kind", KIND, "--filter", "title=B", "--out", out)
    assert code == 0, error
    corrected(out, {"G5": "B2"})
    code, said, error = run("import", file_of_ward, out, "--json")
    assert (code, json.loads(said)["written"]) == (0, True), error
    code, said, _ = run("import", file_of_ward, out, "--json", "--dry-run")
    assert [row["what"] for row in json.loads(said)["skipped"]] == ["unchanged"]
    other = xlsx(tmp_path, HEADINGS, ROW)
    assert run("import", file_of_ward, other)[0] == 1


def test_the_command_line_takes_names_for_codes(run: Any, file_of_ward: Path, tmp_path: Path) -> None:
    source = xlsx(tmp_path, HEADINGS[1:], *([*changed(title=title)[1:]] for title in "AB"))
    given = ("--kind", "hoạt động tuyên truyền", "--set", "Đơn vị tổ chức=Quyết Tiến")
    code, _, error = run("import", file_of_ward, source, *given)
    assert code == 0, error
    out, form = tmp_path / "b.csv", tmp_path / "mẫu.xlsx"
    code, _, error = run(
        "export", file_of_ward, "--kind", "Hoat dong tuyen truyen", "--filter", "Nội dung, chủ đề=B", "--out", out
    )
    assert code == 0, error
    text = out.read_text("utf-8-sig")
    assert (";B;" in text, ";A;" in text) == (True, False)
    assert run("form", file_of_ward, "--kind", "Hoạt động tuyên truyền", "--out", form)[0] == 0
    cross = ("--kind", "Hoạt động tuyên truyền", "--rows", "form", "--period", "2022")
    assert run("crosstab", file_of_ward, *cross)[0] == 0
    assert "không có loại phiếu “Hoạt động”" in run("form", file_of_ward, "--kind", "Hoạt động", "--out", form)[2]


def test_of_a_name_that_two_fields_have_the_codes_are_told(run: Any, tmp_path: Path) -> None:
    kinds = {**SOURCE["kinds"], "visit": deepcopy(SOURCE["kinds"]["visit"])}
    kinds["visit"]["fields"]["m"]["label"] = "Số người"
    path = tmp_path / "nhỏ.db"
    opening.create_file(path, {**SOURCE, "kinds": kinds}, "1", "Lan").close()
    code, _, error = run("export", path, "--kind", "Lượt thăm", "--filter", "số người=1", "--out", tmp_path / "a.csv")
    assert (code, error) == (1, "“số người” có thể là: n, m. Hãy ghi một trong các mã đó.\n")


def test_the_command_line_leaves_what_is_asked(run: Any, file_of_ward: Path, tmp_path: Path) -> None:
    source = xlsx(tmp_path, HEADINGS, changed(unit="Quyết Tiến"), changed(unit="Quyết Tiến", date="5/3"))
    code, said, _ = run("import", file_of_ward, source, "--kind", KIND, "--json")
    assert (code, json.loads(said)["written"]) == (1, False)
    left = tmp_path / "lại.xlsx"
    code, said, error = run(
        "import", file_of_ward, source, "--kind", KIND, "--leave-asked", "--asked-out", left, "--json"
    )
    assert (code, len(json.loads(said)["ids"])) == (0, 1), error
    assert left.exists()


def test_a_map_says_which_column_is_which(run: Any, file_of_ward: Path, tmp_path: Path) -> None:
    source = xlsx(tmp_path, (*HEADINGS, "Việc khác"), (*changed(unit="Quyết Tiến"), "ghi thêm"))
    mapping = tmp_path / "map.json"
    mapping.write_text(json.dumps({"H": "note", "Số lượt người": None}), encoding="utf-8")
    code, said, error = run("import", file_of_ward, source, "--kind", KIND, "--columns", mapping, "--dry-run", "--json")
    assert code == 0, error
    assert json.loads(said)["rows"][0]["records"][0]["fields"]["note"] == "ghi thêm"


def test_every_kind_goes_out_and_comes_back_without_a_question(file: OpenFile, tmp_path: Path) -> None:
    sheets = 0
    for name, kind in file.plan.record_kinds.items():
        path = tmp_path / f"{name}.xlsx"
        path.write_bytes(sheet_export.list_as(file, name, ".xlsx"))
        if records.count(file, name):
            document = read(file, path, name)
            assert (questions(document), asked(document), document["rows"]) == ([], {}, []), name
            assert {column["field"] for column in document["columns"]} - {None} == set(kind.fields)
            sheets += 1
    assert sheets > 1


@pytest.mark.libreoffice
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("ending", ["ods", "xlsx"])
def test_thirty_corrected_cells_come_back_from_libreoffice_as_thirty_changes(
    file: OpenFile, tmp_path: Path, ending: str
) -> None:
    for n in range(30):
        made(file, title=f"Chủ đề {n}", **MORE)
    path = corrected(taken_out(file, tmp_path), {
        **{f"G{row}": f"Sửa {row}" for row in range(5, 15)}, **{f"C{row}": date(2022, 6, 1) for row in range(15, 25)},
        **{f"S{row}": 2000000 for row in range(25, 35)},
    })  # fmt: skip
    before = maintenance.info(file)["changes"]
    source = converted(path, ending)
    document = read(file, source)
    assert (questions(document), asked(document), len(document["rows"])) == ([], {}, 30)
    take(file, source)
    assert maintenance.info(file)["changes"] == before + 30
    undo.undo(file, undo.acts(file, 1)[0].act)
    titles = {str(row.values["title"]) for row in records.rows(file, KIND)}
    assert titles == {f"Chủ đề {n}" for n in range(30)}
