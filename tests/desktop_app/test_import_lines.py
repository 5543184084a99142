"""Importing JSON lines: all or nothing, and a sentence with its line for everything that is wrong."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from desktop_app.exchange.import_plan import ImportPlan
from desktop_app.plan_files import load_plan
from desktop_app.reading import RecordView
from desktop_app.session import Session
from desktop_app.texts import set_language

TINY = Path(__file__).resolve().parent.parent / "data" / "plans" / "tiny"
PLANTING = {"day": "2023-03-01", "place": "021", "tree": "lim", "trees": 20}
Line = dict[str, Any] | str


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    now = datetime(2023, 6, 1, 8, tzinfo=UTC)
    with Session.create(tmp_path / "xanh.db", load_plan(TINY), "H", "Lan", now=lambda: now) as opened:
        yield opened


def imported(session: Session, *lines: Line, dry_run: bool = False) -> ImportPlan:
    return session.import_lines([text if isinstance(text, str) else json.dumps(text) for text in lines], dry_run)


def record(session: Session, id_: str) -> RecordView:
    view = session.record(id_)
    assert view is not None
    return view


def planting(record: str | None = None, /, **fields: Any) -> dict[str, Any]:
    return {"kind": "planting", "id": record, "fields": {**PLANTING, **fields}}


def problems(session: Session, *lines: Line) -> list[tuple[int | None, str]]:
    """What is wrong with lines that are refused as a whole."""
    before = session.info()["changes"]
    result = imported(session, *lines)
    assert (result.edits, result.ids) == ([], [])
    assert session.info()["changes"] == before
    return [(problem.line, problem.message) for problem in result.problems]


# --- what is taken ---------------------------------------------------------------------------------------------------


def test_a_record_is_taken_as_it_is_without_defaults(session: Session) -> None:
    (record,) = imported(session, {"kind": "planting", "fields": {"tree": "lim"}}).ids
    view = session.record(record)
    assert view is not None
    assert {name: value for name, value in view.values.items() if value is not None} == {"tree": "lim"}


def test_an_unfinished_record_is_taken_and_counted(session: Session) -> None:
    result = imported(session, {"kind": "planting", "fields": {"tree": "lim"}}, planting())
    assert (len(result.ids), result.unfinished) == (2, 1)


def test_the_ids_come_in_the_order_of_the_lines(session: Session) -> None:
    check = {"kind": "planting_check", "fields": {"planting": "p1", "day": "2023-04-01", "alive": 18}}
    result = imported(session, check, planting("p2"), planting("p1"), {"kind": "nursery", "fields": {"name": "Mới"}})
    assert result.ids[1:3] == ["p2", "p1"]
    assert record(session, result.ids[0]).kind == "planting_check"
    assert record(session, result.ids[3]).values["name"] == "Mới"


def test_a_line_may_refer_to_one_that_comes_later(session: Session) -> None:
    result = imported(session, planting(nursery="v9"), {"kind": "nursery", "id": "v9", "fields": {"name": "Vườn 9"}})
    assert result.problems == []


def test_a_known_id_changes_only_the_fields_named(session: Session) -> None:
    imported(session, planting("p1", note="cũ"))
    imported(session, {"kind": "planting", "id": "p1", "fields": {"note": None, "trees": 30}})
    view = session.record("p1")
    assert view is not None
    assert (view.values["trees"], view.values["note"], view.values["tree"]) == (30, None, "lim")


def test_two_lines_of_one_record_add_up(session: Session) -> None:
    imported(session, planting("p1"), {"kind": "planting", "id": "p1", "fields": {"trees": 33}})
    assert record(session, "p1").values["trees"] == 33


def test_a_natural_key_met_again_is_the_same_record(session: Session) -> None:
    volunteers = {"unit": "021", "year": 2023, "period_code": "Q1", "people": 5}
    first = imported(session, {"kind": "volunteers", "fields": volunteers})
    again = imported(session, {"kind": "volunteers", "fields": {**volunteers, "people": 7}})
    assert first.ids == again.ids
    assert [row.values["people"] for row in session.rows("volunteers")] == [7]


def test_two_lines_of_one_natural_key_are_one_record_unless_they_disagree(session: Session) -> None:
    volunteers = {"unit": "021", "year": 2023, "period_code": "Q1", "people": 5}
    line = {"kind": "volunteers", "fields": volunteers}
    result = imported(session, line, line)
    assert result.ids[0] == result.ids[1]
    assert problems(session, line, {**line, "fields": {**volunteers, "people": 7}}) == [
        (2, "Số người: dòng 1 đã cho cùng phiếu này giá trị 5, dòng này lại cho 7.")
    ]
    assert [row.values["people"] for row in session.rows("volunteers")] == [5]


def test_an_import_is_one_act_that_can_be_taken_back(session: Session) -> None:
    imported(session, planting("p1"), planting("p2"))
    (act,) = session.acts()
    assert (act.kind, act.author) == ("import", "Lan")
    session.undo(act.act)
    assert session.rows("planting") == []


def test_a_dry_run_judges_and_writes_nothing(session: Session) -> None:
    result = imported(session, planting("p1"), dry_run=True)
    assert (result.ids, result.problems) == (["p1"], [])
    assert session.record("p1") is None


def test_blank_lines_and_a_byte_order_mark_are_skipped(session: Session) -> None:
    assert imported(session, "\ufeff", "  ", json.dumps(planting("p1"))).ids == ["p1"]
    assert problems(session, "", "", "{") == [(3, "không đọc được JSON: {")]


def test_an_exported_line_with_its_unit_is_taken_back(session: Session) -> None:
    imported(session, planting("p1"))
    line = next(line for line in session.export_lines() if line["id"] == "p1")
    assert line["unit"] == "021"
    assert imported(session, line).problems == []


def test_decomposed_text_is_composed(session: Session) -> None:
    imported(session, planting("p1", note="Biê\u0309n"))
    assert record(session, "p1").values["note"] == "Biển"


# --- deleting and restoring ------------------------------------------------------------------------------------------


def test_deleting_takes_the_children_along_and_restoring_brings_them_back(session: Session) -> None:
    check = {"kind": "planting_check", "fields": {"planting": "p1", "day": "2023-04-01", "alive": 18}}
    imported(session, planting("p1"), check)
    assert imported(session, {"kind": "planting", "id": "p1", "deleted": True}).problems == []
    assert (session.rows("planting"), session.rows("planting_check")) == ([], [])
    imported(session, {"kind": "planting", "id": "p1", "deleted": False})
    assert [len(session.rows(kind)) for kind in ("planting", "planting_check")] == [1, 1]


def test_a_key_found_in_the_trash_is_restored(session: Session) -> None:
    line = {"kind": "volunteers", "fields": {"unit": "021", "year": 2023, "period_code": "Q1", "people": 5}}
    (record,) = imported(session, line).ids
    imported(session, {**line, "deleted": True})
    assert session.rows("volunteers") == []
    assert imported(session, line).ids == [record]
    assert [row.id for row in session.rows("volunteers")] == [record]


def test_deleting_twice_is_deleting_once(session: Session) -> None:
    imported(session, planting("p1"))
    for _ in range(2):
        assert imported(session, {**planting("p1", trees=7), "deleted": True}).problems == []
        assert session.rows("planting") == []


def test_a_record_made_and_deleted_by_the_same_import_was_never_there(session: Session) -> None:
    result = imported(session, planting("p1"), {"kind": "planting", "id": "p1", "deleted": True})
    assert (result.ids, result.problems, result.edits) == (["p1", "p1"], [], [])
    assert session.record("p1") is None


def test_a_record_deleted_and_restored_by_the_same_import_stays(session: Session) -> None:
    imported(session, planting("p1"))
    imported(session, *({"kind": "planting", "id": "p1", "deleted": gone} for gone in (True, False)))
    assert [row.id for row in session.rows("planting")] == ["p1"]


def test_deleting_and_letting_go_in_one_import_is_allowed(session: Session) -> None:
    imported(session, {"kind": "nursery", "id": "v9", "fields": {"name": "Vườn 9"}}, planting("p1", nursery="v9"))
    gone = {"kind": "nursery", "id": "v9", "deleted": True}
    assert imported(session, gone, {"kind": "planting", "id": "p1", "fields": {"nursery": None}}).problems == []


def test_a_record_in_use_is_not_deleted(session: Session) -> None:
    imported(session, {"kind": "nursery", "id": "v9", "fields": {"name": "Vườn 9"}}, planting("p1", nursery="v9"))
    assert problems(session, {"kind": "nursery", "id": "v9", "deleted": True}) == [
        (1, "không xóa được “v9” vì còn 1 phiếu khác dùng đến, ví dụ “p1”.")
    ]


def test_a_record_that_the_import_itself_uses_is_not_deleted(session: Session) -> None:
    imported(session, {"kind": "nursery", "id": "v9", "fields": {"name": "Vườn 9"}})
    assert [line for line, _ in problems(session, {"kind": "nursery", "id": "v9", "deleted": True},
                                         planting("p1", nursery="v9"))] == [1, 2]  # fmt: skip


def test_a_child_that_the_import_changes_holds_its_parent(session: Session) -> None:
    check = {"kind": "planting_check", "fields": {"planting": "p1", "day": "2023-04-01", "alive": 18}}
    imported(session, planting("p1"), check)
    told = problems(session, {"kind": "planting", "id": "p1", "deleted": True}, check)
    assert [(line, "không xóa được" in message) for line, message in told] == [(1, True), (2, False)]


def test_a_record_in_the_trash_is_not_changed_by_its_id(session: Session) -> None:
    imported(session, planting("p1"))
    imported(session, {"kind": "planting", "id": "p1", "deleted": True})
    assert problems(session, planting("p1")) == [(1, 'phiếu “p1” đang ở thùng rác; thêm "deleted": false để lấy lại.')]


def test_nothing_can_be_deleted_that_is_not_there(session: Session) -> None:
    assert problems(session, {"kind": "planting", "id": "p9", "deleted": True}) == [
        (1, "không có phiếu “p9” để xóa hoặc lấy lại.")
    ]
    assert problems(session, {"kind": "planting", "deleted": True}) == [(1, "muốn xóa hoặc lấy lại thì phải có “id”.")]


# --- what is refused -------------------------------------------------------------------------------------------------


def told(session: Session, **fields: Any) -> str:
    """The one sentence about a planting with these fields, on its line."""
    ((line, message),) = problems(session, planting("p0"), planting("p1", **fields))
    assert line == 2
    return message


def test_one_bad_line_keeps_all_others_out(session: Session) -> None:
    assert len(problems(session, planting("p1"), planting("p2", tree="đa"), planting("p3"))) == 1
    assert session.rows("planting") == []


def test_every_problem_is_listed_with_its_line(session: Session) -> None:
    lines = problems(session, "x", planting("p1", tree="đa", trees="5"), {"kind": "ghe", "fields": {}})
    assert [line for line, _ in lines] == [1, 2, 2, 3]


def test_text_that_is_not_json(session: Session) -> None:
    assert problems(session, '{"kind": "planting",') == [(1, 'không đọc được JSON: {"kind": "planting",')]
    assert problems(session, '{"kind": "planting", "fields": {"trees": NaN}}')[0][1].startswith("không đọc được JSON")
    assert problems(session, "[" * 100_000)[0][1].startswith("không đọc được JSON")
    assert problems(session, '{"kind": "planting", "fields": {"trees": ' + "9" * 5000 + "}}")[0][0] == 1


def test_a_line_that_is_not_an_object(session: Session) -> None:
    assert problems(session, "[1]") == [(1, 'cần một đối tượng {"kind": …, "fields": {…}}, không phải [1]')]


def test_a_key_that_lines_do_not_have(session: Session) -> None:
    assert problems(session, {"kind": "planting", "values": {}}) == [
        (1, "không dùng khóa “values”; chỉ dùng deleted, fields, id, kind, unit.")
    ]


def test_a_key_named_twice(session: Session) -> None:
    assert problems(session, '{"kind": "planting", "fields": {"trees": 1, "trees": 2}}') == [
        (1, "khóa “trees” có hai lần.")
    ]


def test_no_kind(session: Session) -> None:
    assert problems(session, {"fields": {}}) == [(1, "“kind” phải là tên loại phiếu, không phải null.")]


def test_an_unknown_kind(session: Session) -> None:
    assert problems(session, {"kind": "ghe", "fields": {}}) == [(1, "kế hoạch không có loại phiếu “ghe”.")]


def test_no_fields(session: Session) -> None:
    assert problems(session, {"kind": "planting", "fields": []}) == [
        (1, "“fields” phải là đối tượng gồm các ô, không phải [].")
    ]


@pytest.mark.parametrize(
    ("field", "typed", "advice"),
    [("trees", "1.234,0", "Ghi 1234."), ("day", "05/03/2022 00:00:00", 'Ghi "2022-03-05".'), ("trees", "1,234", None)],
)
def test_what_is_written_as_an_officer_types_it_is_refused_with_what_to_write(
    session: Session, field: str, typed: str, advice: str | None
) -> None:
    message = told(session, **{field: typed})
    assert message.endswith(advice) if advice else "Ghi" not in message


def test_an_unknown_field(session: Session) -> None:
    assert told(session, height=3) == "Buổi trồng cây không có ô “height”."


@pytest.mark.parametrize("bad", ["", "a b", "ế", "x" * 101, 5, "a\n"])
def test_an_id_of_another_shape(session: Session, bad: Any) -> None:
    assert problems(session, {"kind": "planting", "id": bad, "fields": {}})[0][1].startswith("“id” phải là chuỗi")


def test_a_deletion_that_is_no_truth_value(session: Session) -> None:
    assert problems(session, {"kind": "planting", "id": "p1", "deleted": "yes"}) == [
        (1, "“deleted” phải là true hoặc false, không phải yes.")
    ]


def test_text_for_a_whole_number(session: Session) -> None:
    assert told(session, trees="5") == "Số cây: “5” không phải là số nguyên. Ghi 5."
    assert told(session, trees=5.5) == "Số cây: “5.5” không phải là số nguyên."
    assert told(session, trees=True) == "Số cây: “True” không phải là số nguyên."


def test_a_number_too_large(session: Session) -> None:
    assert told(session, cost=10**15 + 1) == "Kinh phí (đồng): số “1000000000000001” quá lớn."


def test_text_for_a_decimal(session: Session) -> None:
    assert told(session, hectares="nửa") == "Diện tích (ha): “nửa” không phải là số."


def test_a_number_for_text(session: Session) -> None:
    assert told(session, note=5) == "Ghi chú: “5” không phải là chữ."


def test_a_number_for_a_truth_value(session: Session) -> None:
    assert told(session, watered=1) == "Đã tưới: “1” không phải là true hoặc false."


def test_text_for_a_list(session: Session) -> None:
    assert told(session, tools="cuoc") == "Dụng cụ: “cuoc” không phải là danh sách giá trị."


def test_an_unreadable_date(session: Session) -> None:
    assert (
        told(session, day="1/3/2023") == 'Ngày trồng: “1/3/2023” không phải là ngày dạng 2022-03-05. Ghi "2023-03-01".'
    )


def test_a_day_that_is_not_in_the_calendar(session: Session) -> None:
    assert told(session, day="2023-02-29") == "Ngày trồng: không có ngày “2023-02-29”."


def test_a_date_in_the_future(session: Session) -> None:
    assert told(session, day="2023-06-02") == "Ngày trồng (02/06/2023): Ngày trồng không được sau hôm nay."


def test_an_unknown_choice(session: Session) -> None:
    assert told(session, tree="đa") == "Loài cây: không có giá trị “đa” trong danh sách."
    assert told(session, tools=["cuoc", "búa"]) == "Dụng cụ: không có giá trị “búa” trong danh sách."


def test_an_unknown_unit(session: Session) -> None:
    assert told(session, place="99") == "Nơi trồng: không có đơn vị “99” trong danh mục."


def test_an_unknown_reference(session: Session) -> None:
    assert told(session, nursery="v9") == "Vườn ươm: không tìm thấy phiếu “v9”."


def test_a_reference_to_a_record_of_another_kind(session: Session) -> None:
    assert told(session, nursery="p0") == "Vườn ươm: phiếu “p0” không thuộc loại Vườn ươm."


def test_a_reference_to_a_deleted_record(session: Session) -> None:
    imported(session, {"kind": "nursery", "id": "v9", "fields": {"name": "Vườn 9"}})
    imported(session, {"kind": "nursery", "id": "v9", "deleted": True})
    assert told(session, nursery="v9") == "Vườn ươm: không tìm thấy phiếu “v9”."


def test_a_broken_rule(session: Session) -> None:
    assert told(session, trees=0) == "Số cây (0): Số cây phải từ 1 trở lên."
    assert told(session, place="H") == "Nơi trồng (H): Phải chọn chi nhánh hoặc tổ."


def test_a_changed_record_is_judged_as_it_will_be(session: Session) -> None:
    imported(session, planting("p1"))
    assert problems(session, {"kind": "planting", "id": "p1", "fields": {"trees": -1}})[0][1].startswith("Số cây (-1)")


def test_a_warning_stops_nothing(session: Session) -> None:
    assert imported(session, planting("p1", trees=501)).problems == []


def test_a_missing_key_field(session: Session) -> None:
    assert problems(session, {"kind": "volunteers", "fields": {"unit": "021", "people": 3}}) == [
        (1, "Số tình nguyện viên: chưa có Năm, Kỳ, là phần xác định phiếu.")
    ]


def test_an_unreadable_key_field_is_told_once(session: Session) -> None:
    fields = {"unit": "021", "year": "2023", "period_code": "Q1"}
    assert problems(session, {"kind": "volunteers", "fields": fields}) == [
        (1, "Năm: “2023” không phải là số nguyên. Ghi 2023.")
    ]


def test_an_id_that_does_not_follow_from_its_key(session: Session) -> None:
    fields = {"unit": "021", "year": 2023, "period_code": "Q1", "people": 3}
    message = "Số tình nguyện viên: mã “abc” không khớp với Đơn vị, Năm, Kỳ; bỏ “id” để chương trình tự đặt."
    assert problems(session, {"kind": "volunteers", "id": "abc", "fields": fields}) == [(1, message)]


def test_a_key_can_not_be_changed_under_its_id(session: Session) -> None:
    fields = {"unit": "021", "year": 2023, "period_code": "Q1", "people": 3}
    (record,) = imported(session, {"kind": "volunteers", "fields": fields}).ids
    told = problems(session, {"kind": "volunteers", "id": record, "fields": {"unit": "011"}})
    assert "không khớp" in told[0][1]


def test_a_record_keeps_its_kind(session: Session) -> None:
    imported(session, planting("p1"))
    message = "phiếu “p1” thuộc loại Buổi trồng cây, không đổi loại được."
    assert problems(session, {"kind": "nursery", "id": "p1", "fields": {"name": "x"}}) == [(1, message)]
    assert problems(session, planting("q"), {"kind": "nursery", "id": "q", "fields": {}})[0][0] == 2


def test_the_sentences_are_english_when_asked_for(session: Session) -> None:
    set_language("en")
    assert told(session, height=3) == "Planting has no field “height”."
