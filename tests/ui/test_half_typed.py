"""What stands half-typed in a field is saved while a person types, and offered there the next time."""

from pathlib import Path
from shutil import copyfile

from PySide6.QtCore import Qt

from desktop_app.domain.values import Value
from desktop_app.session import editing, entry, opening, records
from tests.ui.conftest import MakeFile, OpenWindow, begin_activity
from tests.ui.hand import Hand, now

WAITS = "Chữ gõ lần trước, chưa lưu. Hãy kiểm tra lại; đúng thì rời ô là lưu."
ONE: tuple[str, dict[str, Value]] = ("comm_activity", {"form": "to_roi", "title": "Một", "audience": ("nhan_dan",)})


def opened(open_window: OpenWindow, path: Path) -> Hand:
    hand = open_window(path)
    hand.go(2)
    hand.area.list.table.setFocus()
    hand.area.list.table.selectRow(0)
    hand.wait()
    return hand


def draft_saved(hand: Hand, text: str) -> bool:
    record = hand.area.list.table.current or ""
    return (
        text
        in hand.ask(lambda s: {**entry.drafts_of(s, record), **entry.drafts_of(s, "typed:new:comm_activity:")}).values()
    )


def test_half_typed_text_is_kept_and_goes_when_the_field_is_left(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = opened(open_window, make_file(records=[ONE]))
    hand.into("place")
    hand.type("Nha van ho")
    hand.bot.waitUntil(lambda: draft_saved(hand, "Nha van ho"))
    hand.key(Qt.Key.Key_Tab)
    hand.wait()
    assert not draft_saved(hand, "Nha van ho")


def test_half_typed_text_is_offered_in_its_field_and_saved_when_that_is_left(
    open_window: OpenWindow, make_file: MakeFile
) -> None:
    path = make_file(records=[ONE])
    with opening.open_file(path, now=now) as file:
        editing.save_draft(file, records.rows(file, "comm_activity")[0].id, "place", "Nha van ho")
    hand = opened(open_window, path)
    assert hand.form.grid is not None
    assert hand.form.grid.editors["place"].raw == "Nha van ho"
    assert hand.problem("place").startswith("Chữ gõ lần trước")
    hand.into("place")
    hand.type("Chợ")
    hand.key(Qt.Key.Key_Tab)
    hand.wait()
    assert hand.problem("place") == ""
    hand.window.close()
    with opening.open_file(path, now=now) as file:
        row = records.rows(file, "comm_activity")[0]
        assert (row.values["place"], entry.drafts_of(file, row.id)) == ("Chợ", {})


def test_half_typed_text_of_a_new_record_is_offered_in_the_next_new_one(
    open_window: OpenWindow, make_file: MakeFile
) -> None:
    path = make_file(records=[ONE])
    hand = begin_activity(open_window, path)
    hand.into("title")
    hand.type("Chua xong")
    hand.bot.waitUntil(lambda: draft_saved(hand, "Chua xong"))
    ended = Path(copyfile(path, path.with_name("như lúc đó.db")))
    again = open_window(ended)
    again.go(2)
    again.new("comm_activity")
    assert again.form.grid is not None
    assert again.form.grid.editors["title"].raw == "Chua xong"
    again.write("title", "Đã xong")
    again.wait()
    assert not draft_saved(again, "Chua xong")


def test_half_typed_text_that_is_taken_back_is_not_offered_again(open_window: OpenWindow, make_file: MakeFile) -> None:
    path = make_file(records=[ONE])
    with opening.open_file(path, now=now) as file:
        editing.save_draft(file, records.rows(file, "comm_activity")[0].id, "title", "Mộ")
    hand = opened(open_window, path)
    hand.write("title", "Một")
    hand.wait()
    assert hand.problem("title") == ""
    assert not draft_saved(hand, "Mộ")


def test_unreadable_text_of_a_new_record_goes_along_when_that_is_made(
    open_window: OpenWindow, make_file: MakeFile
) -> None:
    path = make_file()
    hand = begin_activity(open_window, path)
    hand.write("date", "hôm kia")
    hand.wait()
    assert hand.form.state.record is None
    assert draft_saved(hand, "hôm kia")
    hand.write("title", "Phát thanh")
    hand.wait()
    hand.window.close()
    with opening.open_file(path, now=now) as file:
        row = records.rows(file, "comm_activity")[0]
        assert entry.drafts_of(file, row.id) == {"date": "hôm kia"}
        assert entry.drafts_of(file, "typed:new:comm_activity:") == {}


def test_what_was_offered_goes_when_the_saved_value_is_typed_again(
    open_window: OpenWindow, make_file: MakeFile
) -> None:
    path = make_file(records=[ONE])
    with opening.open_file(path, now=now) as file:
        row = records.rows(file, "comm_activity")[0]
        editing.save_draft(file, row.id, "date", "vi pham")
    hand = opened(open_window, path)
    hand.into("date")
    hand.type("8/9/2022")
    hand.bot.waitUntil(lambda: draft_saved(hand, "8/9/2022"))
    hand.key(Qt.Key.Key_Return)
    hand.wait()
    assert hand.problem("date") == ""
    assert not draft_saved(hand, "8/9/2022")


def test_what_was_left_unreadable_in_an_inner_record_is_kept_for_that_alone(
    open_window: OpenWindow, make_file: MakeFile
) -> None:
    values: dict[str, Value] = {"team_type": "doi_178_xa", "mode": "ke_hoach", "members": 3}
    hand = open_window(make_file(records=[("inspection", values)]))
    hand.pick(4)
    around = hand.form.state.record or ""
    assert hand.form.view.body is not None
    hand.form.view.body.tables[0].add.click()
    hand.wait()
    hand.write("minutes_no", "7")
    hand.wait()
    inside = hand.form.state.record or ""
    hand.into("result")
    hand.type("chua ro")
    hand.bot.waitUntil(lambda: hand.ask(lambda s: entry.drafts_of(s, inside)) == {"result": "chua ro"})
    hand.key(Qt.Key.Key_Tab)
    hand.key(Qt.Key.Key_Escape)
    hand.wait()
    assert hand.form.state.record == around
    assert hand.ask(lambda s: (entry.drafts_of(s, around), entry.drafts_of(s, inside))) == ({}, {"result": "chua ro"})


def test_blanks_left_in_an_empty_choice_are_nothing_half_typed(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = opened(open_window, make_file(records=[("comm_activity", {"title": "Một"})]))
    hand.into("form")
    hand.type("  ")
    hand.key(Qt.Key.Key_Tab)
    hand.wait()
    record = hand.area.list.table.current or ""
    assert hand.ask(lambda s: entry.drafts_of(s, record)) == {}


def test_text_that_was_refused_is_not_said_to_be_saved_by_leaving_it(
    open_window: OpenWindow, make_file: MakeFile
) -> None:
    path = make_file(records=[ONE])
    hand = opened(open_window, path)
    hand.write("date", "hôm kia")
    why = hand.problem("date")
    hand.window.close()
    hand = opened(open_window, path)
    assert hand.problem("date") == WAITS
    hand.into("date")
    hand.key(Qt.Key.Key_Tab)
    hand.wait()
    assert hand.problem("date") == why
