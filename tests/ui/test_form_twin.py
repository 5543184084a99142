"""A record that was probably entered before is named while it is typed again, and the other one is a key away."""

from PySide6.QtCore import Qt

from desktop_app.domain.values import Value
from desktop_app.session import exchange, records
from tests.ui.conftest import MakeFile, OpenWindow
from tests.ui.hand import CONTROL, Hand

TALK: dict[str, Value] = {
    "date": "2022-09-08", "form": "loa", "title": "Phát thanh tại chợ phiên", "audience": ("nhan_dan",),
    "place": "Chợ trung tâm", "people_total": 40,
}  # fmt: skip


def typed_again(open_window: OpenWindow, make_file: MakeFile, title: str) -> Hand:
    hand = open_window(make_file(records=[("comm_activity", TALK)]))
    hand.go(2)
    hand.new("comm_activity")
    hand.write("title", title)
    hand.write("place", "Chợ trung tâm")
    hand.wait()
    return hand


def test_what_was_entered_before_is_named_and_a_key_away(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = typed_again(open_window, make_file, "phat thanh tai cho phien")
    twin = hand.form.view.head.twin
    hand.until(twin.isVisible)
    assert "Phát thanh" in twin.toolTip()
    here = hand.form.state.record
    hand.key(Qt.Key.Key_J, CONTROL)
    hand.wait()
    assert hand.form.state.record not in (None, here)
    hand.until(twin.isVisible)
    hand.key(Qt.Key.Key_J, CONTROL)
    hand.wait()
    assert hand.form.state.record == here


def test_another_title_is_another_record(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = typed_again(open_window, make_file, "Phổ biến luật trẻ em")
    record = hand.form.state.record or ""
    assert hand.ask(lambda file: exchange.duplicate_of(file, "comm_activity", record)) is None
    assert not hand.form.view.head.twin.isVisible()


def test_two_that_a_person_called_different_are_not_named_again(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = typed_again(open_window, make_file, "Phát thanh tại chợ phiên")
    record = hand.form.state.record or ""
    other = next(row.id for row in hand.ask(lambda file: records.rows(file, "comm_activity")) if row.id != record)
    assert hand.ask(lambda file: exchange.duplicate_of(file, "comm_activity", record)) is not None
    hand.ask(lambda file: exchange.set_different(file, record, other))
    assert hand.ask(lambda file: exchange.duplicate_of(file, "comm_activity", record)) is None
