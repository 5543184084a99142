"""Offices at work, and a file of the real plan to put records for figures into; closed again afterwards."""

from collections.abc import Iterator
from pathlib import Path
from shutil import copy

import pytest

from db.connection import Connection
from desktop_app.domain.plan import Plan
from tests.db.office import Office
from tests.figure_book import FigureBook
from tests.figure_file import empty_file, shipped_plan


@pytest.fixture(scope="module")
def plan() -> Plan:
    return shipped_plan()


@pytest.fixture(scope="module")
def connection(plan: Plan) -> Iterator[Connection]:
    opened = empty_file(plan)
    yield opened
    opened.close()


@pytest.fixture
def book(plan: Plan, connection: Connection) -> FigureBook:
    return FigureBook(plan, connection)


@pytest.fixture(scope="session")
def new_lan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new file of Lan's, made once and to be copied: that takes a fifteenth of the time."""
    path = tmp_path_factory.mktemp("mới") / "lan.db"
    Office.new(path, "Lan").close()
    return path


@pytest.fixture
def lan(tmp_path: Path, new_lan: Path) -> Iterator[Office]:
    """An office with a new file."""
    office = Office.open(Path(copy(new_lan, tmp_path)), "Lan")
    yield office
    office.close()


@pytest.fixture
def two(tmp_path: Path, new_lan: Path) -> Iterator[tuple[Office, Office]]:
    """Two offices that begin with the same place and visit in their files."""
    lan = Office.open(Path(copy(new_lan, tmp_path)), "Lan")
    place = lan.create("place", name="Chợ", unit="11")
    lan.create("visit", date="2022-05-01", place=place, n=5)
    mai = lan.twin("Mai")
    yield lan, mai
    lan.close()
    mai.close()
