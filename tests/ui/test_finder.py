"""Type to find: what matches, in which order, and that nothing typed is ever changed."""

from pytestqt.qtbot import QtBot

from ui.pieces.finder import Finder, Option, matching, pick, search_in
from ui.pieces.unit_finder import tree_options

FORMS = [Option("a", "Hội nghị, nói chuyện"), Option("b", "Lồng ghép họp thôn"), Option("c", "Đội tuyên truyền")]
TREE = [Option("1", "Tỉnh Lai Châu"), Option("2", "Huyện Than Uyên", 1), Option("3", "Xã Mường Than", 2)]


def found(options: list[Option], text: str) -> list[str]:
    return [option.value for option in matching(options, text)]


def test_accents_and_the_crossed_d_are_folded() -> None:
    assert found(FORMS, "hoi nghi") == ["a"]
    assert found(FORMS, "doi") == ["c"]


def test_every_word_must_be_there_in_any_order() -> None:
    assert found(FORMS, "thon long") == ["b"]
    assert found(FORMS, "thon hoi") == []


def test_what_has_the_typed_accents_stands_first() -> None:
    assert found([Option("x", "Hoa ban"), Option("y", "Hòa bình")], "hòa") == ["y", "x"]


def test_branches_above_a_match_stay_and_the_match_is_marked() -> None:
    options = matching(TREE, "muong than")
    assert [o.value for o in options] == ["1", "2", "3"]
    assert options[pick(options, "muong than")].value == "3"


def test_nothing_typed_shows_everything() -> None:
    assert found(FORMS, "  ") == ["a", "b", "c"]


def test_what_is_typed_stays_as_it_was_typed(qtbot: QtBot) -> None:
    finder = Finder(search_in(lambda: FORMS))
    qtbot.addWidget(finder)
    finder.show()
    finder.setFocus()
    finder.setText("hoi")
    finder.textEdited.emit("hoi")
    assert finder.text() == "hoi"


def test_the_tree_of_units_holds_every_unit_below_its_own() -> None:
    from desktop_app.domain.org_unit import build_units

    units = build_units("x", [("1", None, "tinh", "", "T"), ("2", "1", "xa", "", "B"), ("3", "1", "xa", "", "A")])
    assert [(o.value, o.depth) for o in tree_options(units)] == [("1", 0), ("3", 1), ("2", 1)]
