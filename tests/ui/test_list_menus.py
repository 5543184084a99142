"""The menu of the rows of a list: what it offers fits what is marked."""

from tests.ui.conftest import MakeFile, OpenWindow, open_one


def test_where_no_row_is_marked_none_is_offered_for_copying_or_the_trash(
    open_window: OpenWindow, make_file: MakeFile
) -> None:
    hand = open_one(open_window, make_file)
    table = hand.area.list.table
    assert [action.text().split("\t")[0] for action in hand.area.list.row_menu().actions()] == [
        "Mở phiếu", "Chép 1 phiếu", "", "Xóa 1 phiếu",
    ]  # fmt: skip
    table.selectionModel().clearSelection()
    assert [action.text().split("\t")[0] for action in hand.area.list.row_menu().actions()] == ["Mở phiếu"]
