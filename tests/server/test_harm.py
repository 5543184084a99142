"""Kills of the publishing process, and files made to do harm, leave the server as it should be."""

import shutil
from pathlib import Path

from tests.harness.hostile.base import make_base
from tests.harness.hostile.cases import made
from tests.server.hostile_ledgers import server_with_canary, wrong_with
from tests.server.kills import first_copies_killed, killed_and_resumed
from tests.server.postgres import Postgres

KILLS, FILES = 7, 40  # `python -m tests.server.kills 50` and `python -m tests.server.hostile_ledgers` do more


def test_a_publish_that_is_killed_anywhere_leaves_nothing_or_all_and_the_next_one_ends_it(
    postgres: Postgres, tmp_path: Path
) -> None:
    left, done = killed_and_resumed(postgres, tmp_path, KILLS, seed=0)
    assert left + done == KILLS - 1  # the first one had nothing before it
    assert left > 0


def test_a_first_copy_that_is_killed_anywhere_leaves_nothing_or_all_and_the_next_one_ends_it(
    postgres: Postgres, tmp_path: Path
) -> None:
    nothing, done = first_copies_killed(postgres, tmp_path, KILLS, seed=0)
    assert nothing + done == KILLS
    assert nothing > 0


def test_hostile_files_end_in_a_sentence_or_are_published_and_nothing_of_their_sql_runs(
    postgres: Postgres, tmp_path: Path
) -> None:
    base, path = make_base(tmp_path), tmp_path / "lạ.db"
    with server_with_canary(postgres, base) as (address, owner):
        for number in range(FILES):
            shutil.copy(base.theirs, path)
            name = made(number, path)
            assert wrong_with(path, address, owner) == [], (number, name)
            for one in tmp_path.glob("lạ.db*"):
                one.unlink()
