"""A pile of paper in the window: counted, entered, compared, keyed again in part; it outlives the window."""

from decimal import Decimal

from PySide6.QtCore import Qt

from desktop_app.domain.values import Value
from desktop_app.session import editing, entry, records
from tests.ui.conftest import MakeFile, OpenWindow
from tests.ui.hand import CONTROL, SHIFT, Hand
from ui.piles.compare_dialog import CompareDialog
from ui.piles.pile_dialog import PileDialog
from ui.piles.second_keying import DifferenceDialog, SecondKeying

KIND = "comm_activity"


def enter(hand: Hand, title: str, people: int) -> str:
    known: dict[str, Value] = {
        "date": "2022-07-20", "form": "loa", "title": title, "audience": ("nhan_dan",), "people_total": people,
    }  # fmt: skip
    made: list[str] = []
    hand.view.bridge.write(
        lambda file: editing.new_record(file, KIND, entry.defaults(file, KIND, known)),
        lambda result: made.append(result.record), kind=KIND,
    )  # fmt: skip
    hand.wait()
    return made[0]


def begun(hand: Hand) -> None:
    """A pile of two sheets with 30 people, by the keys of a person."""
    hand.go(2)
    hand.key(Qt.Key.Key_P, CONTROL | SHIFT)
    (sheet,) = hand.window.findChildren(PileDialog)
    sheet.sheets.setText("2")
    sheet.totals["people_total"].setText("30")
    sheet.go.click()
    hand.wait()


def test_a_pile_is_followed_and_compared(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_window(make_file())
    begun(hand)
    enter(hand, "a", 10)
    words = hand.view.piles.bar.label.accessibleName()
    assert "1/2 tờ" in words
    assert "10/30" in words
    enter(hand, "b", 2)
    hand.view.piles.compare()
    hand.wait()
    (sheet,) = hand.window.findChildren(CompareDialog)
    assert [line.cells[1:] for line in sheet.totals.lines] == [("2", "2", "khớp"), ("30", "12", "thiếu 18")]
    assert sheet.about.startswith("Chưa khớp")
    sheet.end.click()
    hand.wait()
    assert hand.view.piles.bar.isHidden()
    assert hand.view.piles.pile is None


def test_a_pile_is_there_again_with_the_window(open_window: OpenWindow, make_file: MakeFile) -> None:
    path = make_file()
    hand = open_window(path)
    begun(hand)
    enter(hand, "a", 10)
    left = hand.window._settings.left_at(path).pile
    hand.window.close()
    again = open_window(path)
    assert again.window._settings is not hand.window._settings
    again.window._settings.left_at(path).pile = left
    again.window.look.change()
    again.wait()
    assert again.view.piles.pile is not None
    assert again.view.piles.pile.totals == {"people_total": Decimal(30)}
    assert "1/2 tờ" in again.view.piles.bar.label.accessibleName()


def test_a_sample_is_keyed_again_and_the_second_value_may_be_taken(
    open_window: OpenWindow, make_file: MakeFile
) -> None:
    hand = open_window(make_file())
    begun(hand)
    record = enter(hand, "a", 54)
    hand.view.piles.compare()
    hand.wait()
    (compare,) = hand.window.findChildren(CompareDialog)
    assert compare._found is not None
    found = compare._found
    compare.close()
    hand.view.piles._key_again(found)
    (keying,) = hand.window.findChildren(SecondKeying)
    first = found.entered[0].values
    for name, editor in keying.editors.items():
        editor.take(45 if name == "people_total" else first[name], "")
    keying.go.click()
    hand.wait()
    (differences,) = [one for one in hand.window.findChildren(DifferenceDialog) if one.isVisible()]
    assert [line.cells[2:] for line in differences.table.lines] == [("54", "45")]
    differences._take()
    hand.wait()
    assert hand.ask(lambda file: records.find(file, record)).values["people_total"] == 45  # type: ignore[union-attr]  # it is there
    differences.close()
