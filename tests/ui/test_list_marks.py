"""The place of the marks at the end of a list: there while a record may bear one, gone when none does any more."""

from functools import partial

import pytest
from PySide6.QtCore import Qt

from desktop_app.domain.values import Value
from desktop_app.session import editing, records
from tests.ui.conftest import MakeFile, OpenWindow
from tests.ui.hand import Hand

WHOLE: dict[str, Value] = {"form": "loa", "title": "Chợ phiên", "sessions": 1, "audience": ("nhan_dan",)}
UNFINISHED: tuple[str, dict[str, Value]] = ("comm_activity", {"date": "2022-03-20", "title": "Chưa xong"})


@pytest.fixture
def hand(open_window: OpenWindow, make_file: MakeFile) -> Hand:
    """A list of two records, one of which counts and lies in the period in sight."""
    hand = open_window(make_file(records=[("comm_activity", {**WHOLE, "date": "2022-07-20"}), UNFINISHED]))
    hand.go(2)
    return hand


def place(hand: Hand) -> int:
    """How wide it is."""
    table = hand.area.list.table
    return table.columnWidth(len(table.rows.columns))


def heading(hand: Hand) -> str:
    """What stands above it."""
    rows = hand.area.list.table.rows
    return str(rows.headerData(len(rows.columns), Qt.Orientation.Horizontal))


def test_a_record_outside_the_period_bears_its_mark_as_long_as_it_is_in_sight(hand: Hand) -> None:
    table = hand.area.list.table
    assert not place(hand)
    outside = hand.ask(
        lambda file: records.list_ids(file, "comm_activity", first_day="2022-01-01", last_day="2022-04-01")
    )
    table.show_record(outside[0])
    hand.wait()
    assert place(hand)
    table.show_record(next(record for record in table.rows.ids if record != outside[0]))
    hand.wait()
    assert not place(hand)


def test_a_list_whose_only_row_lies_outside_the_period_does_not_say_that_there_is_none(
    open_window: OpenWindow, make_file: MakeFile
) -> None:
    hand = open_window(make_file(records=[UNFINISHED]))
    hand.go(2)
    assert hand.area.list.foot.message.text() == "Chưa có phiếu"
    hand.area.list.table.show_record(hand.ask(lambda file: records.list_ids(file, "comm_activity"))[0])
    hand.wait()
    assert hand.area.list.foot.message.text() == "0 phiếu"


def test_the_place_goes_with_the_period_of_an_unfinished_record(hand: Hand) -> None:
    hand.area.list.show_all.click()
    hand.wait()
    assert place(hand)
    hand.area.list.show_all.click()
    hand.wait()
    assert not place(hand)


def test_the_place_stays_without_a_name_while_the_last_unfinished_record_is_finished(hand: Hand) -> None:
    table = hand.area.list.table
    hand.area.list.show_all.click()
    hand.wait()
    assert heading(hand) == "Tình trạng"
    unfinished = hand.ask(lambda file: records.rows(file, "comm_activity", unfinished=True))[0].id
    for field, value in WHOLE.items():
        hand.ask(partial(editing.set_value, record=unfinished, field=field, value=value))
    table.rows.read()
    hand.wait()
    assert not hand.ask(lambda file: records.rows(file, "comm_activity", unfinished=True))
    assert place(hand)
    assert not heading(hand)
