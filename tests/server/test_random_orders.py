"""Whatever offices do and whenever they publish, a server holds what their files hold together."""

import pytest

from tests.server.postgres import Postgres
from tests.server.random_orders import apart


@pytest.mark.no_cover
@pytest.mark.parametrize("seed", [0, 7])  # `python -m tests.server.random_orders 50` does more
def test_a_server_holds_what_merging_the_files_gives(seed: int, postgres: Postgres) -> None:
    assert apart(postgres, seed) == {}
