"""A plan lives: what an edition renames is one thing with what it was, whoever still writes under which edition."""

import io
import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from copy import deepcopy
from functools import cache
from itertools import permutations
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from desktop_app.domain.plan_renaming import lost_values
from desktop_app.domain.validation import offered_choices
from desktop_app.plan_files import load_plan, plan_folder
from desktop_app.session import (
    OpenFile,
    editing,
    entry,
    erasures,
    exchange,
    figures,
    imports,
    maintenance,
    opening,
    plans,
    records,
    sheet_export,
    sheet_import,
    undo,
)  # fmt: skip
from desktop_app.settings import ListLook, follow_names
from desktop_app.texts import in_words
from tests.filled_files import put
from tests.new_files import new_file
from tests.own_folders import use_settings
from tests.renamed_plan import (
    CODE,
    FIELD,
    ITEM,
    KIND,
    LIST_FIELD,
    NEW,
    RETIRED_CODE,
    RETIRED_FIELD,
    RETIRED_KIND,
    renamed,
)

WARD, DISTRICT, PROVINCE = "03388", "105", "12"
RECORDS = 1000


@cache
def old_plan() -> dict[str, Any]:
    return dict(load_plan(plan_folder("lai-chau-2022")))


@cache
def new_plan() -> dict[str, Any]:
    return renamed(old_plan())


def line(number: int, names: Mapping[str, str]) -> str:
    """A record of the thousand, in the names of an edition."""

    def name(old: str) -> str:
        return names.get(old, old)

    fields = {
        "unit": WARD, "date": f"2022-{number % 5 + 1:02}-{number % 28 + 1:02}", "title": f"Buổi số {number}",
        "form": name(CODE) if number % 3 else "clb", name(FIELD): number % 7 + 1,
        name(LIST_FIELD): sorted([name(ITEM), "hs_thpt"]) if number % 2 else [name(ITEM)],
        "people_total": 10 + number % 90, RETIRED_FIELD: f"{number}/BC",
    }  # fmt: skip
    return json.dumps({"kind": name(KIND), "id": f"act-{number:04}", "fields": fields}, ensure_ascii=False)


@cache
def ledger(folder: Path) -> Path:
    """A ward's file under the old edition, with a thousand records."""
    path = folder / "lives.db"
    with new_file(path, old_plan(), WARD, "Lan") as file:
        assert imports.import_lines(file, [line(number, {}) for number in range(RECORDS)]).problems == []
    return path


@cache
def issued(folder: Path) -> Path:
    """The province's file, which brings the new edition."""
    path = folder / "province.db"
    new_file(path, new_plan(), PROVINCE, "Tỉnh").close()
    return path


class Folder:
    """Files of one test."""

    def __init__(self, path: Path, shared: Path, stack: ExitStack) -> None:
        self.path, self.shared, self._stack = path, shared, stack

    def file(self, name: str, source: Path | None = None) -> OpenFile:
        path = Path(shutil.copy(source or ledger(self.shared), self.path / f"{name}.db"))
        file = self._stack.enter_context(opening.open_file(path))
        file.author = name
        return file

    def adopt(self, file: OpenFile) -> None:
        """As a person does: the province's file is chosen, its edition looked at, tried and put in force."""
        offer = plans.find_offer(file, str(issued(self.shared)))
        assert plans.changes(file, offer)
        assert plans.adopt(file, offer) == ""
        assert maintenance.check(file) == []


@pytest.fixture
def folder(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Folder]:
    use_settings(monkeypatch, tmp_path / "config")
    with ExitStack() as stack:
        yield Folder(tmp_path, tmp_path_factory.getbasetemp(), stack)


def merge(file: OpenFile, *others: OpenFile) -> None:
    found = exchange.merge(file, exchange.find_sources(file, [other.path for other in others]))
    assert [report.status for report in found.reports if report.status == "refused"] == []


def content(file: OpenFile) -> list[dict[str, Any]]:
    return list(imports.export_lines(file))


def seen(file: OpenFile) -> tuple[object, ...]:
    """All that two files of one edition must have alike: rows, conflicts, figures, search, log."""
    year = figures.read_period(file, "2022")
    progress = [(one.code, one.value, one.text, one.numerator, one.denominator) for one in figures.progress(file, year)]
    found = sorted(row.id for row in records.search(file, "Loa phường", RECORDS))
    return content(file), sorted(records.conflicts(file)), progress, found, log(file)


def log(file: OpenFile) -> list[tuple[Any, ...]]:
    query = (
        "SELECT k.name, r.id, f.name, c.stamp, c.value, c.replaces FROM main.change_log c JOIN main.record r"
        " ON r.no = c.record JOIN main.kind k ON k.no = r.kind JOIN main.field f ON f.no = c.field ORDER BY 1, 2, 3, 4"
    )
    return file.connection.execute(query).fetchall()


def value(file: OpenFile, record: str, field: str) -> Any:
    view = records.find(file, record)
    assert view
    return view.values[field]


# --- nothing vanishes -------------------------------------------------------------------------------------------------


def test_a_thousand_records_are_the_same_under_the_new_names(folder: Folder) -> None:
    lan = folder.file("Lan")
    before, year = content(lan), figures.read_period(lan, "2022")
    figures_before = [(one.code, one.value) for one in figures.progress(lan, year)]
    log_before = log(lan)
    folder.adopt(lan)
    after = {one["id"]: one for one in content(lan)}
    assert [json.loads(line(number, NEW)) for number in range(RECORDS)] == [
        {name: after[f"act-{number:04}"][name] for name in ("kind", "id", "fields")} for number in range(RECORDS)
    ]
    assert len(after) == len(before)
    assert [(one.code, one.value) for one in figures.progress(lan, year)] == figures_before
    assert log(lan) == log_before  # the log is never rewritten
    plans.take_back(lan)
    assert content(lan) == before
    assert maintenance.check(lan) == []


# --- two editions write -----------------------------------------------------------------------------------------------


def work_under_both(folder: Folder) -> tuple[OpenFile, OpenFile]:
    """Lan stays with the old edition, Nam works under the new one; both write to the same records."""
    lan, nam = folder.file("Lan"), folder.file("Nam")
    folder.adopt(nam)
    old_field, new_field = FIELD, NEW[FIELD]
    assert editing.set_value(lan, "act-0001", old_field, 40).saved  # other values for one field: a conflict
    assert editing.set_value(nam, "act-0001", new_field, 50).saved
    assert editing.set_value(lan, "act-0002", old_field, 60).saved  # the same value: none
    assert editing.set_value(nam, "act-0002", new_field, 60).saved
    assert editing.set_value(lan, "act-0003", "form", CODE).saved  # the same choice under both codes: none
    assert editing.set_value(nam, "act-0003", "form", NEW[CODE]).saved
    assert editing.set_value(nam, "act-0004", NEW[LIST_FIELD], (NEW[ITEM], "khac")).saved
    assert editing.set_value(lan, "act-0004", LIST_FIELD, ("hs_thpt",)).saved
    made = [
        editing.new_record(lan, KIND, values(lan, "Của Lan", {})),
        editing.new_record(nam, NEW[KIND], values(nam, "Của Nam", NEW)),
    ]
    assert all(one.saved for one in made)
    editing.delete(nam, "act-0005")
    assert editing.set_value(lan, "act-0005", old_field, 70).saved  # which Nam's deletion has not seen
    return lan, nam


def values(file: OpenFile, title: str, names: Mapping[str, str]) -> dict[str, Any]:
    fields = json.loads(line(1, names))["fields"] | {"title": title}
    fields.pop(RETIRED_FIELD)
    return {name: tuple(one) if isinstance(one, list) else one for name, one in fields.items()}


CONFLICTS = [("act-0001", FIELD), ("act-0004", LIST_FIELD), ("act-0005", "deleted")]


def test_both_editions_see_the_same_whichever_way_they_meet(folder: Folder) -> None:
    lan, nam = work_under_both(folder)
    lan_after, nam_after = folder.file("L2", lan.path), folder.file("N2", nam.path)
    merge(lan_after, nam)
    merge(nam_after, lan)
    assert sorted(records.conflicts(lan_after)) == CONFLICTS
    assert sorted(records.conflicts(nam_after)) == [(record, NEW.get(name, name)) for record, name in CONFLICTS]
    assert value(lan_after, "act-0001", FIELD) == value(nam_after, "act-0001", NEW[FIELD])
    assert value(lan_after, "act-0003", "form") == CODE
    assert value(nam_after, "act-0003", "form") == NEW[CODE]
    assert {row.values["title"] for row in records.rows(lan_after, KIND)} >= {"Của Lan", "Của Nam"}
    assert log(lan_after) == log(nam_after)
    folder.adopt(lan_after)
    assert seen(lan_after) == seen(nam_after)
    assert maintenance.check(nam_after) == []


def test_every_order_of_merging_comes_to_the_same(folder: Folder) -> None:
    lan, nam = work_under_both(folder)
    hoa = folder.file("Hoa")
    assert editing.set_value(hoa, "act-0001", FIELD, 80).saved
    assert editing.set_value(hoa, "act-0006", "form", "hoi_nghi").saved
    ends = []
    for number, order in enumerate(permutations([lan, nam, hoa])):
        receiver = folder.file(f"R{number}")
        if number % 2:
            folder.adopt(receiver)
        for other in order:
            merge(receiver, other)
        if not number % 2:
            folder.adopt(receiver)
        ends.append(seen(receiver))
    assert len(records.conflicts(receiver)) == len(CONFLICTS)
    assert all(end == ends[0] for end in ends)


def test_settling_under_the_new_name_ends_the_conflict_for_who_still_has_the_old_one(folder: Folder) -> None:
    lan, nam = work_under_both(folder)
    merge(nam, lan)
    editing.settle(nam, "act-0001", NEW[FIELD], 40)
    editing.settle(nam, "act-0004", NEW[LIST_FIELD], (NEW[ITEM], "khac"))
    editing.settle(nam, "act-0005", "deleted", True)
    merge(lan, nam)
    assert list(records.conflicts(lan)) == []
    assert (value(lan, "act-0001", FIELD), value(lan, "act-0004", LIST_FIELD)) == (40, ("khac", ITEM))


# --- undo, history, erasing, search -----------------------------------------------------------------------------------


def test_an_act_from_before_is_taken_back_after_the_renaming(folder: Folder) -> None:
    lan = folder.file("Lan")
    act = editing.set_value(lan, "act-0010", FIELD, 99).act
    form = editing.set_value(lan, "act-0010", "form", "hoi_nghi").act
    folder.adopt(lan)
    assert act
    assert form
    undone = undo.undo(lan, act)
    assert [part.field for part in undone.moved] == [NEW[FIELD]]
    undo.undo(lan, form)
    assert value(lan, "act-0010", NEW[FIELD]) == 10 % 7 + 1
    assert value(lan, "act-0010", "form") == NEW[CODE]
    plans.take_back(lan)
    assert (value(lan, "act-0010", FIELD), value(lan, "act-0010", "form")) == (10 % 7 + 1, CODE)


def test_a_merge_from_the_old_edition_is_taken_back_and_done_again(folder: Folder) -> None:
    lan, nam = work_under_both(folder)
    before = content(nam)
    found = exchange.merge(nam, exchange.find_sources(nam, [lan.path]))
    assert found.act
    after = content(nam)
    undo.undo(nam, found.act)
    assert content(nam) == before
    undo.redo(nam, found.act)
    assert content(nam) == after


def test_the_history_of_a_value_goes_on_under_its_new_name(folder: Folder) -> None:
    lan = folder.file("Lan")
    editing.set_value(lan, "act-0010", FIELD, 99)
    folder.adopt(lan)
    editing.set_value(lan, "act-0010", NEW[FIELD], 98)
    told = [(one.field, one.before, one.value) for one in records.history(lan, "act-0010") if one.field == NEW[FIELD]]
    assert told == [(NEW[FIELD], None, 4), (NEW[FIELD], 4, 99), (NEW[FIELD], 99, 98)]


def test_erasing_reaches_what_was_written_under_the_old_name_here_and_elsewhere(folder: Folder) -> None:
    lan, nam = folder.file("Lan"), folder.file("Nam")
    folder.adopt(nam)
    written = editing.set_value(lan, "act-0020", "note", "Bà Nguyễn Thị Xuân kể chuyện")
    assert written.act
    merge(nam, lan)
    stamps = [one.stamp for one in records.history(nam, "act-0020") if one.field == "note"]
    stamps += [one.stamp for one in records.history(nam, "act-0020") if one.field == NEW[FIELD]]
    maintenance.erase(nam, stamps, "Gõ nhầm tên người")
    assert (value(nam, "act-0020", "note"), value(nam, "act-0020", NEW[FIELD])) == (None, None)
    assert list(records.search(nam, "Nguyễn Thị Xuân")) == []
    merge(lan, nam)
    asked = [item for question in erasures.questions(lan) for item in question.items]
    assert {(item.place.kind, item.place.field) for item in asked if item.place.kind} == {(KIND, "note"), (KIND, FIELD)}
    erasures.accept(lan, [item.id for item in asked])
    assert (value(lan, "act-0020", "note"), value(lan, "act-0020", FIELD)) == (None, None)
    for file in (lan, nam):
        assert "Nguyễn Thị Xuân".encode() not in file.path.read_bytes()
        assert maintenance.check(file) == []


def test_the_search_finds_what_was_written_under_the_old_code(folder: Folder) -> None:
    lan = folder.file("Lan")
    many = len(records.search(lan, "Loa truyền thanh", RECORDS))
    folder.adopt(lan)
    assert len(records.search(lan, "Loa phường", RECORDS)) == many > 600


# --- what only this file and this computer know -----------------------------------------------------------------------


def test_what_is_half_typed_waits_in_the_renamed_field(folder: Folder) -> None:
    lan = folder.file("Lan")
    editing.save_draft(lan, "act-0030", FIELD, "mười hai")
    folder.adopt(lan)
    assert entry.drafts_of(lan, "act-0030") == {NEW[FIELD]: "mười hai"}
    plans.take_back(lan)
    assert entry.drafts_of(lan, "act-0030") == {FIELD: "mười hai"}


def test_columns_widths_and_mapped_headings_go_on_under_the_new_names(folder: Folder) -> None:
    looks = {
        KIND: ListLook(
            columns=["date", FIELD], widths={FIELD: 90}, cell_widths={FIELD: 91}, order=FIELD,
            sheets={"Buổi": {"B": FIELD}},
        ),
    }  # fmt: skip
    lan = folder.file("Lan")
    folder.adopt(lan)
    for _ in range(2):  # each opening does it again
        follow_names(looks, lan.plan)
    new = NEW[FIELD]
    assert looks[NEW[KIND]] == ListLook(
        columns=["date", new], widths={new: 90}, cell_widths={new: 91}, order=new, sheets={"Buổi": {"B": new}},
    )  # fmt: skip


# --- papers and lines of before ---------------------------------------------------------------------------------------


def test_lines_of_before_are_imported_under_the_new_names(folder: Folder) -> None:
    lan = folder.file("Lan")
    folder.adopt(lan)
    changed = json.loads(line(7, {})) | {"fields": {FIELD: 31, "form": CODE, LIST_FIELD: ["khac", ITEM]}}
    put(lan, changed)
    found = records.find(lan, "act-0007")
    assert found
    named = [found.values[name] for name in (NEW[FIELD], "form", NEW[LIST_FIELD])]
    assert named == [31, NEW[CODE], (NEW[ITEM], "khac")]


def test_a_list_that_was_taken_out_before_comes_back_after_the_renaming(folder: Folder) -> None:
    lan = folder.file("Lan")
    path = folder.path / "list.xlsx"
    path.write_bytes(sheet_export.list_as(lan, KIND, ".xlsx", text="Buổi số 12"))
    folder.adopt(lan)
    book = openpyxl.load_workbook(path)
    rows = {row[0].value: row for row in book.active.iter_rows() if row[0].value}
    heading = next(row for row in book.active.iter_rows() if "Số buổi, lượt phát" in [cell.value for cell in row])
    columns = [cell.value for cell in heading]
    rows["act-0012"][columns.index("Số buổi, lượt phát")].value = 77
    book.save(path)
    wishes = sheet_import.Wishes()
    opened = sheet_import.open_book(path, wishes)
    assert lan.kind(sheet_import.marked_kind(opened, path)).name == NEW[KIND]
    reading = sheet_import.read(lan, opened, KIND, wishes)
    assert reading.settled, reading.to_json()
    assert [(row.record, row.values) for row in reading.rows] == [("act-0012", {NEW[FIELD]: 77})]


def test_a_form_of_before_is_read_after_the_renaming(folder: Folder) -> None:
    lan = folder.file("Lan")
    path = folder.path / "form.xlsx"
    path.write_bytes(sheet_export.form_of(lan, KIND))
    folder.adopt(lan)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    above, below = ([cell.value for cell in row] for row in sheet.iter_rows(min_row=4, max_row=5))
    told = {"Ngày thực hiện": "14/5/2022", "Hình thức": "Loa truyền thanh cơ sở", "Số buổi, lượt phát": 6}
    told |= {"Nội dung, chủ đề": "Từ mẫu cũ"}
    for column, words in told.items():
        sheet.cell(6, above.index(column) + 1, words)
    sheet.cell(6, below.index("Nhân dân") + 1, "x")
    book.save(path)
    wishes = sheet_import.Wishes(values={"unit": WARD})
    reading = sheet_import.read(lan, sheet_import.open_book(path, wishes), KIND, wishes)
    assert reading.settled, reading.to_json()
    (row,) = reading.rows
    read = [row.values[name] for name in ("form", NEW[FIELD], NEW[LIST_FIELD])]
    assert read == [NEW[CODE], 6, (NEW[ITEM],)]


# --- retired ----------------------------------------------------------------------------------------------------------


def test_what_is_retired_is_read_and_emptied_and_entered_no_more(folder: Folder) -> None:
    lan = folder.file("Lan")
    folder.adopt(lan)
    kind = lan.kind(NEW[KIND])
    assert value(lan, "act-0001", RETIRED_FIELD) == "1/BC"
    assert value(lan, "act-0000", "form") == RETIRED_CODE  # as it was chosen
    found = records.find(lan, "act-0000")
    assert found
    assert found.state == 0  # and it counts
    refused = editing.set_value(lan, "act-0001", RETIRED_FIELD, "2/BC")
    assert [in_words(problem.message) for problem in refused.problems] == [
        "Số, ký hiệu văn bản: ô này đã thôi nhập; giá trị cũ chỉ xem hoặc xóa đi."
    ]
    assert editing.set_value(lan, "act-0001", RETIRED_FIELD, None).saved
    assert RETIRED_CODE not in offered_choices(kind.fields["form"], lan.plan, None)
    retired = lan.kind(RETIRED_KIND)
    assert not entry.offers(lan, retired)
    made = editing.new_record(lan, RETIRED_KIND, {})
    assert made.act is None
    refusals = [in_words(problem.message) for problem in made.problems]
    assert "Ấn phẩm, tài liệu: loại phiếu này đã thôi nhập." in refusals
    form = openpyxl.load_workbook(io.BytesIO(sheet_export.form_of(lan, NEW[KIND])))
    shown = {cell.value for sheet in form.worksheets for row in sheet.iter_rows() for cell in row}
    assert shown.isdisjoint({"Số, ký hiệu văn bản", "Sinh hoạt câu lạc bộ, nhóm"})
    assert "Loa phường" in shown


def test_a_retired_field_stands_in_lists_and_exports_under_its_label(folder: Folder) -> None:
    lan = folder.file("Lan")
    folder.adopt(lan)
    out = sheet_export.list_as(lan, NEW[KIND], ".csv", text="Buổi số 12").decode("utf-8-sig")
    assert "Số, ký hiệu văn bản" in out
    assert "12/BC" in out


# --- an edition that would lose values --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda new: new["kinds"][NEW[KIND]].update(was="outreach"), None),  # says no more what it was: it is another
        (
            lambda new: new["kinds"][NEW[KIND]]["fields"][NEW[FIELD]].update(was=["number", FIELD]),
            "bắt đầu bằng sessions",
        ),
        (lambda new: new["kinds"][NEW[KIND]]["fields"][NEW[FIELD]].update(type="text"), "không đọc được nữa"),
    ],
    ids=["kind", "order of names", "type"],
)
def test_an_edition_that_forgets_a_name_is_not_put_in_force(change: Any, sentence: str | None) -> None:
    new = deepcopy(new_plan())
    change(new)
    found = [in_words(text) for text in lost_values(old_plan(), new)]
    assert (found == []) if sentence is None else any(sentence in text for text in found), found
