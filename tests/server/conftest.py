"""One PostgreSQL for the tests of a process, and an office that publishes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.db.office import Office
from tests.server.postgres import Postgres, running


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    with running() as cluster:
        yield cluster


@pytest.fixture
def lan(tmp_path: Path) -> Iterator[Office]:
    office = Office.new(tmp_path / "lan.db", "Lan")
    yield office
    office.close()
