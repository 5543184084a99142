"""Lists say in few words what was chosen; everything else says it whole."""

import json
from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop_app import paths
from desktop_app.domain.brief_words import short_parts, short_words
from desktop_app.domain.plan import Plan
from desktop_app.domain.plan_parsing import parse_plan
from desktop_app.domain.values import Value
from desktop_app.plan_files import available_plans, load_plan, plan_folder
from desktop_app.session import records
from desktop_app.texts import set_language
from tests.ui.conftest import MakeFile, OpenWindow
from tests.ui.hand import Hand
from ui.form.form_content import child_columns
from ui.records.record_rows import SPOKEN, TIP
from ui.widgets import theme
from ui.widgets.column_widths import AIR, SHORT

LONG = "Lồng ghép họp thôn, bản, sinh hoạt đoàn thể"
MEETINGS: list[tuple[str, dict[str, Value]]] = [
    ("comm_activity", {"date": "2022-07-20", "form": "long_ghep_hop", "title": "Họp bản", "audience": ("nhan_dan",)}),
    ("comm_activity", {"date": "2022-07-21", "form": "hoi_nghi", "title": "Chợ phiên", "audience": ("nhan_dan",)}),
]


def plans() -> Iterator[Plan]:
    for plan in available_plans():
        yield parse_plan(load_plan(plan_folder(plan)))


def test_every_short_word_belongs_to_a_choice_and_is_shorter_than_it() -> None:
    known = json.loads((paths.resources() / "plans" / "lai-chau-2022" / "brief.json").read_text(encoding="utf-8"))
    labels = {choice.label.vi for plan in plans() for choices in plan.choices.values() for choice in choices.values()}
    assert set(known["words"]) <= labels
    assert all(len(brief) < len(whole) for kind in ("words", "names") for whole, brief in known[kind].items())


def test_no_two_choices_of_a_field_have_the_same_short_word() -> None:
    for plan in plans():
        for name, choices in plan.choices.items():
            words = [short_words(choice.label.vi) for choice in choices.values()]
            assert len(words) == len(set(words)), name


def test_a_choice_in_a_list_is_short_enough_to_stay_whole(qtbot: QtBot) -> None:
    metrics = QFontMetrics(theme.font(14))
    numbered = {"indicator", "section"}  # their numbers set them apart
    for plan in plans():
        for kind in plan.kinds.values():
            shown = child_columns(kind) if kind.parent_field else kind.columns
            for field in (kind.fields[name] for name in shown):
                if field.type.one_choice and field.name not in numbered:
                    for choice in plan.choices[str(field.choices)].values():
                        word = short_words(choice.label.vi)
                        assert metrics.horizontalAdvance(word) + AIR <= SHORT, word


def test_several_choices_and_the_names_of_offices_are_shortened_in_place() -> None:
    both = "Điều 327 - Tội chứa mại dâm, Điều 328 - Tội môi giới mại dâm"
    assert short_parts(both, "words") == "Điều 327, Điều 328"
    assert short_parts("Ủy ban nhân dân xã Mường Than", "names") == "UBND xã Mường Than"
    assert short_parts("Công an phụ trách địa bàn", "names") == "Công an phụ trách địa bàn"


def test_a_list_shows_few_words_and_says_the_whole(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = listed(open_window(make_file(records=MEETINGS)))
    rows = hand.area.list.table.rows
    cells = {str(cell.data()): cell for cell in (rows.index(row, rows.columns.index("form")) for row in (0, 1))}
    assert set(cells) == {"Lồng ghép", "Hội nghị"}
    assert cells["Lồng ghép"].data(TIP) == LONG
    assert cells["Lồng ghép"].data(SPOKEN) == LONG


def test_the_whole_words_are_searched_and_copied(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = listed(open_window(make_file(records=MEETINGS)))
    table = hand.area.list.table
    hand.area.list.open_filters("form")
    hand.type("đoàn thể")
    QTest.keyClick(hand.focus(), Qt.Key.Key_Return)
    hand.wait()
    assert len(table.rows.ids) == 1
    table.selectRow(0)
    hand.area.list.several.copy()
    hand.wait()
    assert LONG in QGuiApplication.clipboard().text()


def test_an_english_window_keeps_the_words_of_the_plan(open_window: OpenWindow, make_file: MakeFile) -> None:
    set_language("en")
    hand = listed(open_window(make_file(records=MEETINGS)))
    rows = hand.area.list.table.rows
    assert "Meeting, talk" in {rows.index(row, rows.columns.index("form")).data() for row in (0, 1)}


def listed(hand: Hand) -> Hand:
    """The list of the activities."""
    hand.go(2)
    return hand


def test_a_field_finds_a_choice_by_what_the_list_shows_for_it(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_window(make_file())
    hand.go(2)
    hand.new("comm_activity")
    hand.write("date", "20/7/2022")
    hand.into("form")
    hand.type("phat thanh")
    hand.key(Qt.Key.Key_Return)
    hand.wait()
    assert [row.values["form"] for row in hand.ask(lambda file: records.rows(file, "comm_activity"))] == ["loa"]
