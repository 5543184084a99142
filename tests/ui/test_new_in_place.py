"""A record that a field should refer to is made on the way, by keys only."""

from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel

from desktop_app.domain.plan import Plan
from desktop_app.domain.values import Value
from desktop_app.session import opening, records
from tests.ui.conftest import MakeFile, OpenWindow
from tests.ui.hand import Hand, now
from ui.form.field_editors import FieldEditor
from ui.form.form_dialog import FormDialog, naming_field
from ui.form.record_form import RecordForm

INSPECTION: list[tuple[str, dict[str, Value]]] = [
    ("inspection", {"team_type": "doi_178_xa", "mode": "ke_hoach", "members": 3}),
]


def sheets() -> list[FormDialog]:
    return [w for w in QApplication.topLevelWidgets() if isinstance(w, FormDialog) and w.isVisible()]


def visit(open_window: OpenWindow, path: Path) -> Hand:
    """A new visit inside the inspection, the cursor in its establishment."""
    hand = open_window(path)
    hand.go(4)
    hand.area.list.show_all.click()
    hand.wait()
    hand.pick(4)
    assert hand.form.view.body is not None
    hand.form.view.body.tables[0].add.click()
    hand.wait()
    hand.into("establishment")
    return hand


def ask_for(hand: Hand, words: str) -> FormDialog:
    """Type a name that is not there, wait for the line that offers to add it, take it."""
    hand.type(words)
    hand.answered()
    hand.key(Qt.Key.Key_Return)
    hand.wait()
    (sheet,) = sheets()
    hand.bot.waitUntil(sheet.isActiveWindow)
    return sheet


def chosen(hand: Hand) -> FieldEditor:
    assert hand.form.grid is not None
    return hand.form.grid.editors["establishment"]


def test_what_is_missing_is_added_as_typed_and_chosen(open_window: OpenWindow, make_file: MakeFile) -> None:
    path = make_file(records=INSPECTION)
    hand = visit(open_window, path)
    sheet = ask_for(hand, "Karaoke Hoa Ban")
    form = sheet.findChild(RecordForm)
    assert form is not None
    assert form.grid is not None
    assert form.grid.here is form.grid.editors["business_type"]
    hand.type("karaoke")
    hand.answered()
    hand.key(Qt.Key.Key_Return)
    hand.answered()
    hand.key(Qt.Key.Key_Escape)
    hand.wait()
    assert sheets() == []
    assert "Karaoke Hoa Ban" in str(chosen(hand).inner().property("text"))
    assert hand.form.grid is not None
    assert hand.window.focusWidget() is hand.form.grid.editors["date"].inner()  # the next number belongs there
    hand.window.close()
    with opening.open_file(path, now=now) as file:
        (made,) = records.rows(file, "establishment")
        (visited,) = records.rows(file, "inspection_visit")
    assert (made.values["name"], visited.values["establishment"]) == ("Karaoke Hoa Ban", made.id)


def test_what_is_added_for_a_past_day_was_there_on_that_day(open_window: OpenWindow, make_file: MakeFile) -> None:
    path = make_file(records=[("inspection", {**INSPECTION[0][1], "date": "2022-09-01"})])
    hand = visit(open_window, path)
    ask_for(hand, "Karaoke Hoa Ban")
    hand.key(Qt.Key.Key_Escape)
    hand.wait()
    hand.window.close()
    with opening.open_file(path, now=now) as file:
        (made,) = records.rows(file, "establishment")
    assert made.values["first_listed_date"] == "2022-09-01"


def test_an_unfinished_record_is_chosen_all_the_same_and_said_to_be_so(
    open_window: OpenWindow, make_file: MakeFile
) -> None:
    hand = visit(open_window, make_file(records=INSPECTION))
    ask_for(hand, "Nhà nghỉ Mới")
    hand.key(Qt.Key.Key_Escape)
    hand.wait()
    assert hand.form.grid is not None
    assert hand.form.grid.help.text.startswith("Đã chọn “Nhà nghỉ Mới")
    assert "Chưa hoàn chỉnh" in hand.form.grid.help.text
    hand.into("result")
    assert hand.form.grid.help.text == ""


def test_a_sheet_that_stays_empty_chooses_nothing(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = visit(open_window, make_file(records=INSPECTION))
    hand.key(Qt.Key.Key_Down)
    hand.answered()
    hand.key(Qt.Key.Key_Up)
    hand.key(Qt.Key.Key_Return)
    hand.wait()
    assert len(sheets()) == 1
    hand.key(Qt.Key.Key_Escape)
    hand.wait()
    assert sheets() == []
    assert chosen(hand).value is None


def test_leaving_a_field_adds_nothing(open_window: OpenWindow, make_file: MakeFile) -> None:
    path = make_file(records=INSPECTION)
    hand = visit(open_window, path)
    hand.type("Không có ở đâu")
    hand.answered()
    hand.key(Qt.Key.Key_Tab)
    hand.wait()
    assert sheets() == []
    assert "Không có ở đâu" in hand.problem("establishment")


def test_a_sheet_has_room_for_a_few_fields_on_a_low_screen_too(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = visit(open_window, make_file(records=INSPECTION))
    hand.window.resize(911, 512)
    hand.wait()
    sheet = ask_for(hand, "Karaoke Hoa Ban")
    assert sheet.height() >= 440
    assert hand.window.rect().contains(sheet.geometry().translated(-hand.window.mapToGlobal(QPoint())))


def test_sheets_lie_over_sheets(open_window: OpenWindow, make_file: MakeFile) -> None:
    path = make_file("Tỉnh Lai Châu")
    hand = open_window(path)
    hand.go(6)
    hand.new("training")
    hand.into("organiser")
    ask_for(hand, "Trường Chính trị")
    hand.key(Qt.Key.Key_Escape)
    hand.wait()
    assert hand.form.grid is not None
    assert "Trường Chính trị" in str(hand.form.grid.editors["organiser"].inner().property("text"))


def test_an_office_that_may_not_make_a_kind_is_not_offered_to(open_window: OpenWindow, make_file: MakeFile) -> None:
    from ui.form.choice_editors import titles_to_choose

    with opening.open_file(make_file(), now=now) as file:
        assert [o.new for o in titles_to_choose(file, "establishment", "x")] == [True]
        assert [o.new for o in titles_to_choose(file, "school", "x")] == []


def test_a_long_list_says_that_there_are_more_and_holds_what_the_field_holds(make_file: MakeFile) -> None:
    from ui.form.choice_editors import MOST, titles_to_choose

    names = [f"Karaoke {number:03}" for number in range(MOST + 5)]
    path = make_file(records=[("establishment", {"name": name, "business_type": "karaoke"}) for name in names])
    with opening.open_file(path, now=now) as file:
        offered = titles_to_choose(file, "establishment", "")
        assert len([o for o in offered if o.known]) == MOST
        assert [o.note for o in offered[MOST:]] == [True, False]
        left_out = next(
            row.id for row in records.rows(file, "establishment") if row.id not in {o.value for o in offered}
        )
        again = titles_to_choose(file, "establishment", "", left_out)
        assert left_out in {o.value for o in again}
        assert [o.text for o in again if o.known] == sorted(o.text for o in again if o.known)
        assert not any(o.note for o in titles_to_choose(file, "establishment", names[0]))


def test_the_name_of_a_record_is_the_last_text_of_its_title(plan: Plan) -> None:
    names = {kind: naming_field(plan.kinds[kind]) for kind in ("establishment", "staff", "agency", "school")}
    assert {kind: field.name for kind, field in names.items() if field} == {
        "establishment": "name", "staff": "full_name", "agency": "name", "school": "name",
    }  # fmt: skip


APRIL: list[tuple[str, dict[str, Value]]] = [("inspection", {**INSPECTION[0][1], "date": "2022-04-05"})]
LISTED: list[tuple[str, dict[str, Value]]] = [
    ("establishment", {"name": "Sao Mai", "business_type": "karaoke", "first_listed_date": "2022-09-01"}),
]


def label_above(form: RecordForm, field: str) -> str:
    assert form.grid is not None
    inner = form.grid.editors[field].inner()
    return next(one.text() for one in form.grid.findChildren(QLabel) if one.buddy() is inner)


def test_the_day_that_the_visit_proposes_is_marked_as_proposed(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = visit(open_window, make_file(records=APRIL))
    form = ask_for(hand, "Karaoke Hoa Ban").findChild(RecordForm)
    assert form is not None
    assert form.grid is not None
    assert form.grid.editors["first_listed_date"].value == "2022-04-05"
    assert label_above(form, "first_listed_date").endswith("· đề xuất")
    form.grid.focus_field("first_listed_date")
    hand.type("6/4")
    hand.key(Qt.Key.Key_Tab)
    hand.wait()
    assert "đề xuất" not in label_above(form, "first_listed_date")


def test_a_visit_before_the_register_held_the_place_says_so(open_window: OpenWindow, make_file: MakeFile) -> None:
    path = make_file(records=[*APRIL, *LISTED])
    hand = visit(open_window, path)
    hand.choose("establishment", "Sao Mai")
    hand.wait()
    assert "có trong danh sách từ 01/09/2022" in hand.problem("establishment")
