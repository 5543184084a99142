"""Importing JSON lines: all or nothing, and a sentence with its line for everything that is wrong."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from desktop_app.exchange.import_plan import ImportPlan
from desktop_app.plan_files import load_plan
from desktop_app.session import OpenFile, imports, maintenance, records, undo
from desktop_app.session.records import RecordView
from desktop_app.texts import in_words, set_language
from tests.new_files import new_file

TINY = Path(__file__).resolve().parent.parent / "data" / "plans" / "tiny"
PLANTING = {"day": "2023-03-01", "place": "021", "tree": "lim", "trees": 20}
Line = dict[str, Any] | str


@pytest.fixture
def file(tmp_path: Path) -> Iterator[OpenFile]:
    now = datetime(2023, 6, 1, 8, tzinfo=UTC)
    with new_file(tmp_path / "xanh.db", load_plan(TINY), "H", "Lan", now=lambda: now) as opened:
        yield opened


def imported(file: OpenFile, *lines: Line, dry_run: bool = False) -> ImportPlan:
    return imports.import_lines(file, [text if isinstance(text, str) else json.dumps(text) for text in lines], dry_run)


def record(file: OpenFile, id_: str) -> RecordView:
    view = records.find(file, id_)
    assert view is not None
    return view


def planting(record: str | None = None, /, **fields: Any) -> dict[str, Any]:
    return {"kind": "planting", "id": record, "fields": {**PLANTING, **fields}}


def problems(file: OpenFile, *lines: Line) -> list[tuple[int | None, str]]:
    """What is wrong with lines that are refused as a whole."""
    before = maintenance.info(file)["changes"]
    result = imported(file, *lines)
    assert (result.edits, result.ids) == ([], [])
    assert maintenance.info(file)["changes"] == before
    return [(problem.line, in_words(problem.message)) for problem in result.problems]


# --- what is taken ---------------------------------------------------------------------------------------------------


def test_a_record_is_taken_as_it_is_without_defaults(file: OpenFile) -> None:
    (record,) = imported(file, {"kind": "planting", "fields": {"tree": "lim"}}).ids
    view = records.find(file, record)
    assert view is not None
    assert {name: value for name, value in view.values.items() if value is not None} == {"tree": "lim"}


def test_an_unfinished_record_is_taken_and_counted(file: OpenFile) -> None:
    result = imported(file, {"kind": "planting", "fields": {"tree": "lim"}}, planting())
    assert (len(result.ids), result.unfinished) == (2, 1)


def test_the_ids_come_in_the_order_of_the_lines(file: OpenFile) -> None:
    check = {"kind": "planting_check", "fields": {"planting": "p1", "day": "2023-04-01", "alive": 18}}
    result = imported(file, check, planting("p2"), planting("p1"), {"kind": "nursery", "fields": {"name": "Mới"}})
    assert result.ids[1:3] == ["p2", "p1"]
    assert record(file, result.ids[0]).kind == "planting_check"
    assert record(file, result.ids[3]).values["name"] == "Mới"


def test_a_line_may_refer_to_one_that_comes_later(file: OpenFile) -> None:
    result = imported(file, planting(nursery="v9"), {"kind": "nursery", "id": "v9", "fields": {"name": "Vườn 9"}})
    assert result.problems == []


def test_a_known_id_changes_only_the_fields_named(file: OpenFile) -> None:
    imported(file, planting("p1", note="cũ"))
    imported(file, {"kind": "planting", "id": "p1", "fields": {"note": None, "trees": 30}})
    view = records.find(file, "p1")
    assert view is not None
    assert (view.values["trees"], view.values["note"], view.values["tree"]) == (30, None, "lim")


def test_two_lines_of_one_record_add_up(file: OpenFile) -> None:
    imported(file, planting("p1"), {"kind": "planting", "id": "p1", "fields": {"trees": 33}})
    assert record(file, "p1").values["trees"] == 33


def test_a_natural_key_met_again_is_the_same_record(file: OpenFile) -> None:
    volunteers = {"unit": "021", "year": 2023, "period_code": "Q1", "people": 5}
    first = imported(file, {"kind": "volunteers", "fields": volunteers})
    again = imported(file, {"kind": "volunteers", "fields": {**volunteers, "people": 7}})
    assert first.ids == again.ids
    assert [row.values["people"] for row in records.rows(file, "volunteers")] == [7]


def test_two_lines_of_one_natural_key_are_one_record_unless_they_disagree(file: OpenFile) -> None:
    volunteers = {"unit": "021", "year": 2023, "period_code": "Q1", "people": 5}
    line = {"kind": "volunteers", "fields": volunteers}
    result = imported(file, line, line)
    assert result.ids[0] == result.ids[1]
    assert problems(file, line, {**line, "fields": {**volunteers, "people": 7}}) == [
        (2, "Số người: dòng 1 đã cho cùng phiếu này giá trị 5, dòng này lại cho 7.")
    ]
    assert [row.values["people"] for row in records.rows(file, "volunteers")] == [5]


def test_an_import_is_one_act_that_can_be_taken_back(file: OpenFile) -> None:
    imported(file, planting("p1"), planting("p2"))
    (act,) = undo.acts(file)
    assert (act.kind, act.author) == ("import", "Lan")
    undo.undo(file, act.act)
    assert records.rows(file, "planting") == []


def test_a_dry_run_judges_and_writes_nothing(file: OpenFile) -> None:
    result = imported(file, planting("p1"), dry_run=True)
    assert (result.ids, result.problems) == (["p1"], [])
    assert records.find(file, "p1") is None


def test_blank_lines_and_a_byte_order_mark_are_skipped(file: OpenFile) -> None:
    assert imported(file, "\ufeff", "  ", json.dumps(planting("p1"))).ids == ["p1"]
    assert problems(file, "", "", "{") == [(3, "không đọc được JSON: {")]


def test_an_exported_line_with_its_unit_is_taken_back(file: OpenFile) -> None:
    imported(file, planting("p1"))
    line = next(line for line in imports.export_lines(file) if line["id"] == "p1")
    assert line["unit"] == "021"
    assert imported(file, line).problems == []


def test_decomposed_text_is_composed(file: OpenFile) -> None:
    imported(file, planting("p1", note="Biê\u0309n"))
    assert record(file, "p1").values["note"] == "Biển"


# --- deleting and restoring ------------------------------------------------------------------------------------------


def test_deleting_takes_the_children_along_and_restoring_brings_them_back(file: OpenFile) -> None:
    check = {"kind": "planting_check", "fields": {"planting": "p1", "day": "2023-04-01", "alive": 18}}
    imported(file, planting("p1"), check)
    assert imported(file, {"kind": "planting", "id": "p1", "deleted": True}).problems == []
    assert (records.rows(file, "planting"), records.rows(file, "planting_check")) == ([], [])
    imported(file, {"kind": "planting", "id": "p1", "deleted": False})
    assert [len(records.rows(file, kind)) for kind in ("planting", "planting_check")] == [1, 1]


def test_a_key_found_in_the_trash_is_restored(file: OpenFile) -> None:
    line = {"kind": "volunteers", "fields": {"unit": "021", "year": 2023, "period_code": "Q1", "people": 5}}
    (record,) = imported(file, line).ids
    imported(file, {**line, "deleted": True})
    assert records.rows(file, "volunteers") == []
    assert imported(file, line).ids == [record]
    assert [row.id for row in records.rows(file, "volunteers")] == [record]


def test_deleting_twice_is_deleting_once(file: OpenFile) -> None:
    imported(file, planting("p1"))
    for _ in range(2):
        assert imported(file, {**planting("p1", trees=7), "deleted": True}).problems == []
        assert records.rows(file, "planting") == []


def test_a_record_made_and_deleted_by_the_same_import_was_never_there(file: OpenFile) -> None:
    result = imported(file, planting("p1"), {"kind": "planting", "id": "p1", "deleted": True})
    assert (result.ids, result.problems, result.edits) == (["p1", "p1"], [], [])
    assert records.find(file, "p1") is None


def test_a_record_deleted_and_restored_by_the_same_import_stays(file: OpenFile) -> None:
    imported(file, planting("p1"))
    imported(file, *({"kind": "planting", "id": "p1", "deleted": gone} for gone in (True, False)))
    assert [row.id for row in records.rows(file, "planting")] == ["p1"]


def test_deleting_and_letting_go_in_one_import_is_allowed(file: OpenFile) -> None:
    imported(file, {"kind": "nursery", "id": "v9", "fields": {"name": "Vườn 9"}}, planting("p1", nursery="v9"))
    gone = {"kind": "nursery", "id": "v9", "deleted": True}
    assert imported(file, gone, {"kind": "planting", "id": "p1", "fields": {"nursery": None}}).problems == []


def test_a_record_in_use_is_not_deleted(file: OpenFile) -> None:
    imported(file, {"kind": "nursery", "id": "v9", "fields": {"name": "Vườn 9"}}, planting("p1", nursery="v9"))
    assert problems(file, {"kind": "nursery", "id": "v9", "deleted": True}) == [
        (1, "không xóa được “v9” vì còn 1 phiếu khác dùng đến, ví dụ “p1”.")
    ]


def test_a_record_that_the_import_itself_uses_is_not_deleted(file: OpenFile) -> None:
    imported(file, {"kind": "nursery", "id": "v9", "fields": {"name": "Vườn 9"}})
    assert [line for line, _ in problems(file, {"kind": "nursery", "id": "v9", "deleted": True},
                                         planting("p1", nursery="v9"))] == [1, 2]  # fmt: skip


def test_a_child_that_the_import_changes_holds_its_parent(file: OpenFile) -> None:
    check = {"kind": "planting_check", "fields": {"planting": "p1", "day": "2023-04-01", "alive": 18}}
    imported(file, planting("p1"), check)
    told = problems(file, {"kind": "planting", "id": "p1", "deleted": True}, check)
    assert [(line, "không xóa được" in message) for line, message in told] == [(1, True), (2, False)]


def test_a_record_in_the_trash_is_not_changed_by_its_id(file: OpenFile) -> None:
    imported(file, planting("p1"))
    imported(file, {"kind": "planting", "id": "p1", "deleted": True})
    assert problems(file, planting("p1")) == [(1, 'phiếu “p1” đang ở thùng rác; thêm "deleted": false để lấy lại.')]


def test_nothing_can_be_deleted_that_is_not_there(file: OpenFile) -> None:
    assert problems(file, {"kind": "planting", "id": "p9", "deleted": True}) == [
        (1, "không có phiếu “p9” để xóa hoặc lấy lại.")
    ]
    assert problems(file, {"kind": "planting", "deleted": True}) == [(1, "muốn xóa hoặc lấy lại thì phải có “id”.")]


# --- what is here already ---------------------------------------------------------------------------------------------


def test_the_same_lines_twice_are_the_same_records(file: OpenFile) -> None:
    lines = [planting(), planting(trees=30), planting("p1", trees=40), {"kind": "nursery", "fields": {"name": "Mới"}}]
    first = imported(file, *lines)
    again = imported(file, *lines)
    assert (first.here, again.here, again.unfinished) == (0, 4, 0)
    assert again.ids == first.ids
    assert len(records.rows(file, "planting")) == 3


def test_each_record_stands_for_one_line(file: OpenFile) -> None:
    assert len(set(imported(file, planting(), planting()).ids)) == 2
    again = imported(file, planting(), planting(), planting())
    assert (again.here, len(set(again.ids))) == (2, 3)
    assert len(records.rows(file, "planting")) == 3


def test_a_record_that_was_changed_or_deleted_since_stands_for_no_line(file: OpenFile) -> None:
    first, second = imported(file, planting(), planting(trees=30)).ids
    imported(file, planting(first, trees=21), {"kind": "planting", "id": second, "deleted": True})
    again = imported(file, planting(), planting(trees=30))
    assert (again.here, {first, second} & {*again.ids}) == (0, set())


def test_a_line_without_values_is_a_record_of_its_own(file: OpenFile) -> None:
    imported(file, planting("p1"))
    again = imported(file, {"kind": "planting", "fields": {}}, {"kind": "planting", "fields": {"tree": None}})
    assert (again.here, len(again.ids)) == (0, 2)


# --- what is refused -------------------------------------------------------------------------------------------------


def told(file: OpenFile, **fields: Any) -> str:
    """The one sentence about a planting with these fields, on its line."""
    ((line, message),) = problems(file, planting("p0"), planting("p1", **fields))
    assert line == 2
    return message


def test_one_bad_line_keeps_all_others_out(file: OpenFile) -> None:
    assert len(problems(file, planting("p1"), planting("p2", tree="đa"), planting("p3"))) == 1
    assert records.rows(file, "planting") == []


def test_every_problem_is_listed_with_its_line(file: OpenFile) -> None:
    lines = problems(file, "x", planting("p1", tree="đa", trees="5"), {"kind": "ghe", "fields": {}})
    assert [line for line, _ in lines] == [1, 2, 2, 3]


def test_text_that_is_not_json(file: OpenFile) -> None:
    assert problems(file, '{"kind": "planting",') == [(1, 'không đọc được JSON: {"kind": "planting",')]
    assert problems(file, '{"kind": "planting", "fields": {"trees": NaN}}')[0][1].startswith("không đọc được JSON")
    assert problems(file, "[" * 100_000)[0][1].startswith("không đọc được JSON")
    assert problems(file, '{"kind": "planting", "fields": {"trees": ' + "9" * 5000 + "}}")[0][0] == 1


def test_a_line_that_is_not_an_object(file: OpenFile) -> None:
    assert problems(file, "[1]") == [(1, 'cần một đối tượng {"kind": …, "fields": {…}}, không phải [1]')]


def test_a_key_that_lines_do_not_have(file: OpenFile) -> None:
    assert problems(file, {"kind": "planting", "values": {}}) == [
        (1, "không dùng khóa “values”; chỉ dùng deleted, example, fields, id, kind, unit.")
    ]


def test_a_key_named_twice(file: OpenFile) -> None:
    assert problems(file, '{"kind": "planting", "fields": {"trees": 1, "trees": 2}}') == [
        (1, "khóa “trees” có hai lần.")
    ]


def test_no_kind(file: OpenFile) -> None:
    assert problems(file, {"fields": {}}) == [(1, "“kind” phải là tên loại phiếu, không phải null.")]


def test_an_unknown_kind(file: OpenFile) -> None:
    assert problems(file, {"kind": "ghe", "fields": {}}) == [(1, "kế hoạch không có loại phiếu “ghe”.")]


def test_no_fields(file: OpenFile) -> None:
    assert problems(file, {"kind": "planting", "fields": []}) == [
        (1, "“fields” phải là đối tượng gồm các ô, không phải [].")
    ]


@pytest.mark.parametrize(
    ("field", "typed", "advice"),
    [("trees", "1.234,0", "Ghi 1234."), ("day", "05/03/2022 00:00:00", 'Ghi "2022-03-05".'), ("trees", "1,234", None)],
)
def test_what_is_written_as_an_officer_types_it_is_refused_with_what_to_write(
    file: OpenFile, field: str, typed: str, advice: str | None
) -> None:
    message = told(file, **{field: typed})
    assert message.endswith(advice) if advice else "Ghi" not in message


def test_an_unknown_field(file: OpenFile) -> None:
    assert told(file, height=3) == "Buổi trồng cây không có ô “height”."


@pytest.mark.parametrize("bad", ["", "a b", "ế", "x" * 101, 5, "a\n"])
def test_an_id_of_another_shape(file: OpenFile, bad: Any) -> None:
    assert problems(file, {"kind": "planting", "id": bad, "fields": {}})[0][1].startswith("“id” phải là chuỗi")


def test_a_deletion_that_is_no_truth_value(file: OpenFile) -> None:
    assert problems(file, {"kind": "planting", "id": "p1", "deleted": "yes"}) == [
        (1, "“deleted” phải là true hoặc false, không phải yes.")
    ]


def test_text_for_a_whole_number(file: OpenFile) -> None:
    assert told(file, trees="5") == "Số cây: “5” không phải là số nguyên. Ghi 5."
    assert told(file, trees=5.5) == "Số cây: “5,5” không phải là số nguyên."
    assert told(file, trees=True) == "Số cây: “True” không phải là số nguyên."


def test_a_number_too_large(file: OpenFile) -> None:
    assert told(file, cost=10**15 + 1) == "Kinh phí (đồng): số “1000000000000001” quá lớn."


def test_text_for_a_decimal(file: OpenFile) -> None:
    assert told(file, hectares="nửa") == "Diện tích (ha): “nửa” không phải là số."


def test_a_number_for_text(file: OpenFile) -> None:
    assert told(file, note=5) == "Ghi chú: “5” không phải là chữ."


def test_a_number_for_a_truth_value(file: OpenFile) -> None:
    assert told(file, watered=1) == "Đã tưới: “1” không phải là true hoặc false."


def test_text_for_a_list(file: OpenFile) -> None:
    assert told(file, tools="cuoc") == "Dụng cụ: “cuoc” không phải là danh sách giá trị."


def test_an_unreadable_date(file: OpenFile) -> None:
    assert told(file, day="1/3/2023") == 'Ngày trồng: “1/3/2023” không phải là ngày dạng 2022-03-05. Ghi "2023-03-01".'


def test_a_day_that_is_not_in_the_calendar(file: OpenFile) -> None:
    assert told(file, day="2023-02-29") == "Ngày trồng: không có ngày “2023-02-29”."


def test_a_date_in_the_future(file: OpenFile) -> None:
    assert told(file, day="2023-06-02") == "Ngày trồng (02/06/2023): Ngày trồng không được sau hôm nay."


def test_an_unknown_choice(file: OpenFile) -> None:
    assert told(file, tree="đa") == "Loài cây: không có giá trị “đa” trong danh sách."
    assert told(file, tools=["cuoc", "búa"]) == "Dụng cụ: không có giá trị “búa” trong danh sách."


def test_an_unknown_unit(file: OpenFile) -> None:
    assert told(file, place="99") == "Nơi trồng: không có đơn vị “99” trong danh mục."


def test_an_unknown_reference(file: OpenFile) -> None:
    assert told(file, nursery="v9") == "Vườn ươm: không tìm thấy phiếu “v9”."


def test_a_reference_to_a_record_of_another_kind(file: OpenFile) -> None:
    assert told(file, nursery="p0") == "Vườn ươm: phiếu “p0” không thuộc loại Vườn ươm."


def test_a_reference_to_a_deleted_record(file: OpenFile) -> None:
    imported(file, {"kind": "nursery", "id": "v9", "fields": {"name": "Vườn 9"}})
    imported(file, {"kind": "nursery", "id": "v9", "deleted": True})
    assert told(file, nursery="v9") == "Vườn ươm: không tìm thấy phiếu “v9”."


def test_a_broken_rule(file: OpenFile) -> None:
    assert told(file, trees=0) == "Số cây (0): Số cây phải từ 1 trở lên."
    assert told(file, place="H") == "Nơi trồng (H): Phải chọn chi nhánh hoặc tổ."


def test_a_changed_record_is_judged_as_it_will_be(file: OpenFile) -> None:
    imported(file, planting("p1"))
    assert problems(file, {"kind": "planting", "id": "p1", "fields": {"trees": -1}})[0][1].startswith("Số cây (-1)")


def test_a_warning_stops_nothing(file: OpenFile) -> None:
    assert imported(file, planting("p1", trees=501)).problems == []


def test_a_missing_key_field(file: OpenFile) -> None:
    assert problems(file, {"kind": "volunteers", "fields": {"unit": "021", "people": 3}}) == [
        (1, "Số tình nguyện viên: chưa có Năm, Kỳ, là phần xác định phiếu.")
    ]


def test_an_unreadable_key_field_is_told_once(file: OpenFile) -> None:
    fields = {"unit": "021", "year": "2023", "period_code": "Q1"}
    assert problems(file, {"kind": "volunteers", "fields": fields}) == [
        (1, "Năm: “2023” không phải là số nguyên. Ghi 2023.")
    ]


def test_an_id_that_does_not_follow_from_its_key(file: OpenFile) -> None:
    fields = {"unit": "021", "year": 2023, "period_code": "Q1", "people": 3}
    message = "Số tình nguyện viên: mã “abc” không khớp với Đơn vị, Năm, Kỳ; bỏ “id” để chương trình tự đặt."
    assert problems(file, {"kind": "volunteers", "id": "abc", "fields": fields}) == [(1, message)]


def test_a_key_can_not_be_changed_under_its_id(file: OpenFile) -> None:
    fields = {"unit": "021", "year": 2023, "period_code": "Q1", "people": 3}
    (record,) = imported(file, {"kind": "volunteers", "fields": fields}).ids
    told = problems(file, {"kind": "volunteers", "id": record, "fields": {"unit": "011"}})
    assert "không khớp" in told[0][1]


def test_a_record_keeps_its_kind(file: OpenFile) -> None:
    imported(file, planting("p1"))
    message = "phiếu “p1” thuộc loại Buổi trồng cây, không đổi loại được."
    assert problems(file, {"kind": "nursery", "id": "p1", "fields": {"name": "x"}}) == [(1, message)]
    assert problems(file, planting("q"), {"kind": "nursery", "id": "q", "fields": {}})[0][0] == 2


def test_the_sentences_are_english_when_asked_for(file: OpenFile) -> None:
    set_language("en")
    assert told(file, height=3) == "Planting has no field “height”."
