"""Offices at work, closed again after each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.db.office import Office


@pytest.fixture
def lan(tmp_path: Path) -> Iterator[Office]:
    """An office with a new file."""
    office = Office.new(tmp_path / "lan.db", "Lan")
    yield office
    office.close()


@pytest.fixture
def two(tmp_path: Path) -> Iterator[tuple[Office, Office]]:
    """Two offices that begin with the same place and visit in their files."""
    lan = Office.new(tmp_path / "lan.db", "Lan")
    place = lan.create("place", name="Chợ", unit="11")
    lan.create("visit", date="2022-05-01", place=place, n=5)
    mai = lan.twin("Mai")
    yield lan, mai
    lan.close()
    mai.close()
