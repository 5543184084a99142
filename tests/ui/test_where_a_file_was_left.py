"""A file that is opened again shows the page and the period that were in sight when it was closed."""

import json
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db.connection import BUSY_MS
from db.keys import new_key
from db.rewriting import rewrite
from desktop_app import settings
from desktop_app.domain.period import Period
from desktop_app.session import OpenFile, editing, figures, opening
from desktop_app.texts import in_words
from tests.ui.conftest import MakeFile
from tests.ui.hand import NAME, Hand, SameEverywhere, now, open_hand
from tests.ui.test_file_in_use import locked
from ui.progress.figure_list import FigureList
from ui.progress.shown_figures import ShownFigure
from ui.progress.situation import read_figures


class Start(Protocol):
    def __call__(self, path: Path, clock: Callable[[], datetime] = now) -> Hand: ...


@pytest.fixture
def start(qtbot: QtBot, dressed: QApplication) -> Start:
    """Start the program on a file as the computer remembers it."""

    def reopen(path: Path, clock: Callable[[], datetime] = now) -> Hand:
        left = settings.load()
        left.authors = SameEverywhere(NAME)
        return open_hand(qtbot, path, left, clock)

    return reopen


def december() -> datetime:
    """A day in the fourth quarter of the plan's year."""
    return datetime(2022, 12, 1, 7, 3, tzinfo=UTC)


def choose(hand: Hand, code: str) -> None:
    """Choose a period in the menu at the top."""
    period = in_words(figures.read_period(hand.view.file, code).label)
    for action in hand.view.period_button.menu().actions():
        if action.text().startswith(f"{period}\t"):
            action.trigger()
    hand.wait()
    assert period_of(hand) == period


def period_of(hand: Hand) -> str:
    place = hand.view.place.period
    assert place is not None
    assert in_words(place.label) in hand.view.period_button.accessibleName()
    return in_words(place.label)


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The values that the list of the overview was given one after the other, without those that wait for figures."""
    found: list[list[str]] = []
    show_figures = FigureList.show_figures

    def noted(self: FigureList, figures: Sequence[ShownFigure]) -> None:
        show_figures(self, figures)
        if any(figure.state for figure in figures) and self.window().windowTitle():
            found.append([figure.amount for figure in figures])

    monkeypatch.setattr(FigureList, "show_figures", noted)
    return found


def count_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on figures that are worked out are told from those before."""

    def more(file: OpenFile, period: Period) -> list[ShownFigure]:
        return [replace(figure, ratio="1/1", value="") for figure in read_figures(file, period)]

    monkeypatch.setattr("ui.page_reading.read_figures", more)


def test_a_first_opening_shows_the_overview_and_the_present_period(start: Start, make_file: MakeFile) -> None:
    hand = start(make_file())
    assert hand.view.place.page == "overview"
    assert period_of(hand) == "Quý III/2022"
    hand.leave()


@pytest.mark.parametrize("page", [2, 7, 8, 9])
def test_the_page_in_sight_is_shown_again(start: Start, make_file: MakeFile, page: int) -> None:
    path = make_file()
    first = start(path)
    first.go(page)
    first.leave()
    again = start(path)
    assert again.view.tabs.currentIndex() == page - 1
    assert again.view.stack.currentWidget() is again.view.page
    again.go(1)
    again.leave()
    third = start(path)
    assert third.view.tabs.currentIndex() == 0
    third.leave()


def test_a_period_chosen_by_hand_is_kept_even_when_it_is_over(start: Start, make_file: MakeFile) -> None:
    path = make_file(records=[("comm_activity", {"date": "2022-04-20", "title": "Quý hai"})])
    first = start(path)
    first.go(2)
    choose(first, "2022-Q2")
    first.leave()
    again = start(path, december)
    assert period_of(again) == "Quý II/2022"
    assert again.area.list.table.rows.rowCount() == 1
    choose(again, "2022-Q4")
    again.leave()
    third = start(path)
    assert period_of(third) == "Quý III/2022"
    third.leave()


def test_a_period_that_nobody_chose_gives_way_to_the_next_one(start: Start, make_file: MakeFile) -> None:
    path = make_file()
    first = start(path)
    first.go(2)
    first.leave()
    again = start(path, december)
    assert period_of(again) == "Quý IV/2022"
    again.leave()


def test_each_file_is_left_in_its_own_place(start: Start, make_file: MakeFile, tmp_path: Path) -> None:
    one = make_file().rename(tmp_path / "một.db")
    other = make_file()
    hand = start(one)
    hand.go(3)
    choose(hand, "2022")
    hand.window.open_file(other)
    hand.wait()
    assert hand.view.place.page == "overview"
    assert period_of(hand) == "Quý III/2022"
    hand.window.open_file(one)
    hand.wait()
    assert hand.view.tabs.currentIndex() == 2
    assert period_of(hand) == "Năm 2022"
    hand.leave()


def test_what_the_plan_does_not_have_is_passed_over(start: Start, make_file: MakeFile) -> None:
    path = make_file()
    remembered = settings.Settings()
    remembered.remember(path)
    left = remembered.left_at(path)
    left.page, left.period = "9", "2021-Q2"
    settings.save(remembered)
    hand = start(path)
    assert hand.view.place.page == "overview"
    assert period_of(hand) == "Quý III/2022"
    hand.leave()


def test_the_figures_seen_last_are_shown_at_once_and_those_worked_out_anew_behind_them(
    start: Start, make_file: MakeFile, shown: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make_file(records=[("comm_activity", {"date": "2022-08-20", "title": "Loa xã"})])
    start(path).leave()
    left = shown[-1]
    assert any(left)
    shown.clear()
    count_more(monkeypatch)
    start(path).leave()
    assert shown == [left, ["1/1"] * len(left)]


def test_where_anything_was_written_since_the_figures_seen_last_are_not_shown(
    start: Start, make_file: MakeFile, shown: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make_file(records=[("comm_activity", {"date": "2022-08-20", "title": "Loa xã"})])
    start(path).leave()
    with opening.open_file(path, author="Mai", now=now) as file:
        editing.new_record(file, "comm_activity", {"date": "2022-08-21"})
    shown.clear()
    count_more(monkeypatch)
    start(path).leave()
    assert [set(values) for values in shown] == [{"1/1"}]


def change_left(path: Path, change: Callable[[Any], object]) -> None:
    """What lies among the settings of the figures seen last is something else."""
    kept = settings.load()
    left = json.loads(kept.left_at(path).figures)
    change(left)
    kept.left_at(path).figures = json.dumps(left)
    settings.save(kept)


@pytest.mark.parametrize(
    "part",
    [
        {"pill": "x", "state": "x"}, {"bar": {"share": 0.5, "target": None, "look": "x"}},
        {"bar": {"share": float("inf"), "target": float("nan"), "look": "met"}},
        {"bar": {"share": 0.5, "target": -1e308, "look": "met"}}, {"bar": {"share": 10**400, "target": 0, "look": ""}},
        {"ratio": "9" * 1000}, {"value": "1\n2"}, {"ratio": "\u202e31"}, {"state": "<img src='x'>"},
        {"value": "\ud800"},
    ],
)  # fmt: skip
def test_what_is_no_figure_is_not_shown(
    start: Start, make_file: MakeFile, shown: list[list[str]], monkeypatch: pytest.MonkeyPatch, part: dict[str, object]
) -> None:
    """Whoever carries the stick may have written it there."""
    path = make_file()
    start(path).leave()
    change_left(path, lambda left: left["shown"][0].update(part))
    shown.clear()
    count_more(monkeypatch)
    start(path).leave()
    assert [set(values) for values in shown] == [{"1/1"}]


@pytest.mark.parametrize("left", [{"shown": []}, 5, "", "[", "[" * 100_000, '{"x":' + "[" * 100_000, "\ud800"])
def test_what_makes_no_sense_is_read_as_if_nothing_were_remembered(
    start: Start, make_file: MakeFile, left: object
) -> None:
    path = make_file()
    start(path).leave()
    kept = settings.load()
    kept.left_at(path).figures = left  # type: ignore[assignment]  # as it may stand in the file
    settings.save(kept)
    hand = start(path)
    assert hand.view.place.page == "overview"
    hand.leave()


def test_names_and_tips_are_those_of_the_plan(start: Start, make_file: MakeFile) -> None:
    """A tip may hold what somebody wrote beside a figure."""
    path = make_file()
    start(path).leave()
    change_left(path, lambda left: left["shown"][0].update(title="x" * 1_000_000, tip="x"))
    hand = start(path)
    hand.leave()
    left = json.loads(settings.load().left_at(path).figures)
    assert {one["title"] + one["tip"] for one in left["shown"]} == {""}


def test_a_file_that_was_emptied_meanwhile_is_closed_without_a_word(start: Start, make_file: MakeFile) -> None:
    path = make_file()
    hand = start(path)
    path.write_bytes(b"")
    hand.leave()
    assert settings.load().left_at(path).figures == ""


def test_who_closes_the_window_does_not_wait_for_another_program(start: Start, make_file: MakeFile) -> None:
    path = make_file()
    hand = start(path)
    with locked(path, "EXCLUSIVE"):
        began = time.monotonic()
        hand.window.close()
        assert time.monotonic() - began < BUSY_MS / 2000
    assert settings.load().left_at(path).figures == ""


def test_nothing_is_remembered_of_figures_while_a_file_is_open(start: Start, make_file: MakeFile) -> None:
    """What is erased or encrypted meanwhile is not to be read there, not even where the program then ends at once."""
    path = make_file()
    start(path).leave()
    assert settings.load().left_at(path).figures
    hand = start(path)
    hand.until(lambda: not settings.load().left_at(path).figures)
    hand.leave()
    assert settings.load().left_at(path).figures


@pytest.mark.parametrize("of", ["another day", "another language", "another plan", "another program"])
def test_the_figures_of_something_else_are_not_shown(
    start: Start, make_file: MakeFile, shown: list[list[str]], monkeypatch: pytest.MonkeyPatch, of: str
) -> None:
    path = make_file()
    start(path).leave()

    def change(left: dict[str, Any]) -> None:
        if of == "another language":
            left["rest_on"][-1] = "en"
        elif of == "another plan":
            del left["shown"][0]
        elif of == "another program":
            left["shown"][0]["bar"] = 3

    change_left(path, change)
    shown.clear()
    count_more(monkeypatch)
    start(path, december if of == "another day" else now).leave()
    assert [set(values) for values in shown] == [{"1/1"}]


def test_the_figures_of_a_file_with_a_passphrase_are_not_remembered(start: Start, make_file: MakeFile) -> None:
    other = make_file()
    other = other.rename(other.with_name("khác.db"))
    path = make_file()
    start(path).leave()
    assert settings.load().left_at(path).figures
    rewrite(path, None, new_key("bốn con gà trống"))
    hand = start(other)
    hand.window.open_file(path, "bốn con gà trống")
    hand.wait()
    hand.leave()
    assert settings.load().left_at(path).figures == ""
