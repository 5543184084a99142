"""Key strokes of 30 new rows in a sheet of the window against the same rows in a spreadsheet."""

from collections.abc import Mapping

from PySide6.QtCore import Qt

from desktop_app.domain.collation import fold
from desktop_app.domain.plan import Plan
from desktop_app.domain.values import Value, show_date
from desktop_app.session import records
from desktop_app.texts import in_words
from tests.ui.conftest import MakeFile, OpenWindow
from tests.ui.hand import Hand
from tests.ui.test_key_strokes import in_spreadsheet
from ui.cells.cell_page import CellPage
from ui.form.choice_editors import ChoiceEditor
from ui.form.multi_editor import MultiEditor
from ui.widgets.finder import Finder

Key = Qt.Key
KIND = "comm_activity"
BEFORE: dict[str, Value] = {
    "date": "2022-08-01", "form": "loa", "title": "Phòng ngừa", "audience": ("nhan_dan",), "language": ("viet",),
}  # fmt: skip
FORMS = ("loa", "hoi_nghi", "loa")
AUDIENCES = (("nhan_dan",), ("doan_vien",), ("nhan_dan",))


def row(number: int) -> dict[str, Value]:
    """What one line of a month's list says; some of it as in the line above."""
    return {
        "date": f"2022-08-{number % 28 + 1:02}", "form": FORMS[number % 3], "title": f"Buổi {number} ở bản",
        "sessions": number % 4 + 1, "place": f"Bản {number % 7}", "audience": AUDIENCES[number % 3],
        "language": ("viet",), "people_total": 20 + number, "people_female": 10 + number % 9,
    }  # fmt: skip


def fill_row(hand: Hand, page: CellPage, wanted: Mapping[str, Value]) -> None:
    """From the first cell of the next row by Tab to the last one that is filled, and Enter to the row below."""
    names = [name for name in page.rows.columns if wanted.get(name) is not None]
    last = names[-1]
    for name in page.rows.columns[: page.rows.columns.index(last) + 1]:
        at, column = page.table.here
        assert page.rows.columns[column] == name
        found = page.rows.row_at(at)
        assert found is not None
        if wanted.get(name) is not None and found.values.get(name) != wanted[name]:
            write(hand, page, name, wanted[name])
        hand.key(Key.Key_Return if name == last else Key.Key_Tab)
        hand.answered()  # figures are read when the hand rests


def write(hand: Hand, page: CellPage, name: str, value: Value) -> None:
    of = page.kind.fields[name]
    if of.choices:
        find(hand, page, value)
    elif of.type.holds_day:
        day, month, _ = show_date(str(value)).split("/")
        hand.type(f"{int(day)}/{int(month)}")
    else:
        hand.type(str(value))


def find(hand: Hand, page: CellPage, value: Value) -> None:
    """Letters without marks until the line is marked."""
    (wanted,) = value if isinstance(value, tuple) else (value,)
    name = page.rows.columns[page.table.here[1]]
    label = in_words(hand.view.file.plan.choices[page.kind.fields[name].choices or ""][str(wanted)].label)
    for letter in fold(label):
        hand.type(letter)
        hand.answered()
        assert page.editing.editor is not None
        inner = page.editing.editor.editor
        assert isinstance(inner, ChoiceEditor | MultiEditor)
        finder = inner.inner()
        assert isinstance(finder, Finder)
        marked = finder._marked()
        if marked is not None and finder._rows.options[marked.row()].value == wanted:
            return


def test_thirty_rows_take_no_more_strokes_than_in_a_spreadsheet(
    open_window: OpenWindow, make_file: MakeFile, plan: Plan
) -> None:
    hand = open_window(make_file(records=[(KIND, BEFORE)]))
    hand.go(2)
    listed = hand.area.list
    listed.choose_kind(KIND)
    hand.wait()
    listed.cells.toggle()
    hand.wait()
    page = listed.cells.page
    assert page is not None
    page.table.go_to(1, 0)
    hand.strokes, sheet, before = 0, 0, BEFORE
    for number in range(30):
        fill_row(hand, page, row(number))
        sheet += in_spreadsheet(plan, plan.kinds[KIND], before, row(number))
        before = row(number)
    found = hand.ask(lambda file: [one.values for one in records.rows(file, KIND)])
    for number in range(30):
        assert any(all(one[name] == value for name, value in row(number).items()) for one in found), number
    print(f"30 rows: {hand.strokes} strokes, {sheet} in a spreadsheet")
    assert hand.strokes <= sheet
