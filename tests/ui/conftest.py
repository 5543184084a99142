"""A real window on a real file of the real plan, on a screen that nobody sees."""

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from shutil import copyfile
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app import plan_files
from desktop_app.domain.plan import Plan
from desktop_app.domain.plan_parsing import parse_plan
from desktop_app.domain.values import Value
from desktop_app.session import editing, entry, opening
from tests.ui.hand import Hand, dress, now, open_hand
from ui.exchange.exchange_page import ExchangePage
from ui.start.start_page import StartPage

COMMUNE, PROVINCE = "Xã Mường Than", "Tỉnh Lai Châu"
MakeFile = Callable[..., Path]
OpenWindow = Callable[[Path | None], Hand]


def activity(day: str, title: str, **more: Value) -> tuple[str, dict[str, Value]]:
    return ("comm_activity", {"date": day, "form": "loa", "title": title, "audience": ("nhan_dan",), **more})


ONE = [activity("2022-07-20", "Một")]


def open_one(open_window: OpenWindow, make_file: MakeFile) -> Hand:
    """A window on a file with one activity, which is in the form."""
    hand = open_window(make_file(records=ONE))
    hand.pick(2)
    return hand


def begin_activity(open_window: OpenWindow, path: Path) -> Hand:
    """A window on a file with the form of a new activity, of which nothing is written yet."""
    hand = open_window(path)
    hand.go(2)
    hand.new("comm_activity")
    return hand


def start_page(hand: Hand) -> StartPage:
    assert hand.window.start is not None
    return hand.window.start


def exchange_page(hand: Hand) -> ExchangePage:
    """Go to the page of what is sent and received."""
    hand.view.show_page("exchange")
    hand.wait()
    return hand.find(ExchangePage)


@pytest.fixture(scope="session")
def source() -> Mapping[str, Any]:
    return plan_files.load_plan(plan_files.plan_folder("lai-chau-2022"))


@pytest.fixture(scope="session")
def plan(source: Mapping[str, Any]) -> Plan:
    return parse_plan(source)


@pytest.fixture(scope="session")
def codes(source: Mapping[str, Any]) -> dict[str, str]:
    """Unit codes by name."""
    return {str(row[4]): str(row[0]) for row in source["units"]["2022"]}


@pytest.fixture
def dressed(qapp: QApplication) -> QApplication:
    """The application as the program dresses it."""
    dress(qapp)
    return qapp


@pytest.fixture(scope="session")
def new_file(
    source: Mapping[str, Any], codes: Mapping[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], Path]:
    """The new file of a unit, made once and to be copied: all that stands in it follows from plan and unit."""

    @cache
    def new(unit: str) -> Path:
        path = tmp_path_factory.mktemp("mới") / "sổ.db"
        opening.create_file(path, source, codes[unit], "Cán bộ VH-XH", now=now).close()
        return path

    return new


@pytest.fixture
def make_file(tmp_path: Path, new_file: Callable[[str], Path]) -> MakeFile:
    """Make a data file of a unit with records, each given as (kind, values); `@n` stands for the id of the n-th."""

    def make(unit: str = COMMUNE, records: list[tuple[str, dict[str, Value]]] | None = None) -> Path:
        path = Path(copyfile(new_file(unit), tmp_path / "sổ.db"))
        if not records:
            return path
        with opening.open_file(path, now=now) as file:
            made: list[str] = []
            for kind, values in records:
                known: dict[str, Value] = {
                    name: made[int(value[1:])] if isinstance(value, str) and value.startswith("@") else value
                    for name, value in values.items()
                }
                result = editing.new_record(file, kind, entry.defaults(file, kind, known))
                assert result.saved, result.problems
                made.append(result.record)
        return path

    return make


@pytest.fixture
def open_window(qtbot: QtBot, dressed: QApplication) -> Iterator[OpenWindow]:
    """Open the window on a file (None: on the start page), with a hand to use it."""
    hands: list[Hand] = []

    def open_it(path: Path | None) -> Hand:
        hands.append(open_hand(qtbot, path))
        return hands[-1]

    yield open_it
    for hand in hands:
        hand.leave()
