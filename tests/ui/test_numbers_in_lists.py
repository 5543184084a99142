"""Numbers of a list stand whole, whatever comes in later, and a chosen column that finds no place is named."""

from desktop_app.domain.values import Value
from tests.ui.conftest import ONE, MakeFile, OpenWindow
from tests.ui.hand import Hand

LARGEST = 999_999_999_999_999
AIR = 16  # what Qt leaves beside the words of a cell


def talk(number: int, people: int | None = None) -> tuple[str, dict[str, Value]]:
    return ONE[0][0], {
        **ONE[0][1],
        "title": f"Buổi {number}",
        "date": f"2022-07-{20 - number % 9}",
        "people_total": people,
    }


def is_whole(hand: Hand, row: int, field: str) -> bool:
    table = hand.area.list.table
    column = table.rows.columns.index(field)
    text = str(table.rows.index(row, column).data())
    return table.fontMetrics().horizontalAdvance(text) + AIR <= table.columnWidth(column)


def opened(open_window: OpenWindow, make_file: MakeFile, *records: tuple[str, dict[str, Value]]) -> Hand:
    hand = open_window(make_file(records=list(records)))
    hand.pick(2)
    return hand


def test_a_number_that_is_typed_widens_its_column(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = opened(open_window, make_file, talk(1, 40), talk(2, 5))
    hand.write("people_total", str(LARGEST))
    hand.wait()
    assert "số khác thường" in hand.problem("people_total")
    assert is_whole(hand, hand.area.list.table.currentIndex().row(), "people_total")


def test_a_number_far_down_a_list_is_whole_once_it_is_in_sight(open_window: OpenWindow, make_file: MakeFile) -> None:
    many = [talk(number, 40) for number in range(130)]
    last = (ONE[0][0], {**ONE[0][1], "date": "2022-07-01", "title": "Cuối", "people_total": LARGEST})
    hand = opened(open_window, make_file, *many, last)
    table = hand.area.list.table
    table.scrollToBottom()
    hand.wait()
    assert is_whole(hand, 130, "people_total")


def test_a_column_that_was_empty_gets_room_once_something_stands_there(
    open_window: OpenWindow, make_file: MakeFile
) -> None:
    hand = opened(open_window, make_file, talk(1))
    table = hand.area.list.table
    before = table.columnWidth(table.rows.columns.index("people_total"))
    hand.write("people_total", "1234567")
    hand.wait()
    assert table.columnWidth(table.rows.columns.index("people_total")) >= before
    assert is_whole(hand, 0, "people_total")


def test_a_chosen_column_that_finds_no_place_is_named(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = opened(open_window, make_file, talk(1, 40))
    listed = hand.area.list
    wanted = ["date", "form", "title", "place", "partner", "people_total", "people_female", "cost", "note", "language"]
    listed.table.choose_columns(wanted)
    hand.wait()
    hidden = [name for name in wanted if listed.table.isColumnHidden(wanted.index(name))]
    assert hidden
    assert f"không đủ chỗ cho {len(hidden)} cột" in listed.foot.message.accessibleName()
    label = hand.view.file.plan.kinds["comm_activity"].fields[hidden[0]].label.vi
    assert label in listed.foot.message.accessibleName()
    listed.table.choose_columns(["date", "title"])
    hand.wait()
    assert "không đủ chỗ" not in listed.foot.message.accessibleName()


def test_the_foot_of_a_list_counts_its_records_and_adds_up_their_amounts(
    open_window: OpenWindow, make_file: MakeFile
) -> None:
    activity: dict[str, Value] = {"date": "2022-07-20", "form": "loa", "title": "Loa", "audience": ("nhan_dan",)}
    people = [{**activity, "title": f"Loa {n}", "sessions": n, "people_total": 1000 * n} for n in (1, 2, 4)]
    hand = open_window(make_file(records=[("comm_activity", one) for one in people]))
    hand.go(2)
    hand.wait()
    words = hand.area.list.foot.message.accessibleName()
    assert words.startswith("3 phiếu · Tổng: ")
    assert words.endswith(" 7.000")
    hand.area.list.search.setText("Loa 4")
    hand.bot.waitUntil(lambda: hand.area.list.foot.message.accessibleName() == "1 phiếu")
