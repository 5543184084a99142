"""The command line for the tests of spreadsheets, and the file of a district to read them into."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_app.session import OpenFile
from tests.desktop_app.conftest import file as file_of_ward
from tests.desktop_app.conftest import made, run
from tests.sheets.making import district

__all__ = ["file_of_ward", "made", "run"]


@pytest.fixture
def file(tmp_path: Path) -> Iterator[OpenFile]:
    with district(tmp_path) as opened:
        yield opened
