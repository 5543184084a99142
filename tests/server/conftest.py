"""One PostgreSQL for the tests of a process."""

from collections.abc import Iterator

import pytest

from tests.server.postgres import Postgres, running


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    with running() as cluster:
        yield cluster
