"""Publishing killed by SIGKILL and done again: `python -m tests.server.kills [points] [seed]`."""

import os
import random
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
from psycopg import Connection, Copy, Cursor, Transaction

from desktop_app.domain.publication_scope import TEXT
from tests.db.office import Office, a_clock
from tests.server.postgres import Postgres, rows, running
from tests.server.published import ALL, contents, send

# whatever a publish does there: statements, rows of a COPY, and the end of a transaction
STEPS = ((Connection, "execute"), (Cursor, "execute"), (Copy, "write_row"), (Transaction, "__exit__"))


def work(path: Path, number: int) -> frozenset[str]:
    """Some days' work in a ledger; what is ticked when it is published the next time."""
    office = Office.open(path, "Lan", a_clock(number))
    place = office.create("place", name=f"Nơi {number}", unit="11")
    visit = office.create("visit", date="2022-05-01", place=place, n=number)
    office.put(visit, n=number + 1)
    if number % 3 == 1:  # what the server has already
        named = office.run("SELECT stamp FROM change_log WHERE value = ?", (f"Nơi {number - 1}",)).fetchone()[0]
        office.erase(named)
    if number % 4 == 1:
        office.delete(visit)
    office.close()
    return ALL if number % 5 else ALL - {TEXT}


def publish(path: Path, address: str, include: frozenset[str]) -> None:
    office = Office.open(path)
    send(office.file, address, include)
    office.close()


def in_a_process(task: Callable[[], Any]) -> int:
    """How a process of its own ends that does it: the signal by which it was killed, else 0."""
    child = os.fork()
    if child == 0:
        try:
            task()
        except BaseException:  # noqa: BLE001  # whatever it was, the process ends
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert not os.WIFEXITED(status) or os.WEXITSTATUS(status) == 0
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0


def killed_at(step: int, task: Callable[[], Any]) -> None:
    """Do it, and kill this very process before or after so many steps, odd or even."""
    left = [step]

    def pass_by() -> None:
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    for class_, name in STEPS:
        setattr(class_, name, _counted(getattr(class_, name), pass_by))
    task()


def _counted(run: Callable[..., Any], pass_by: Callable[[], None]) -> Callable[..., Any]:
    def counted(*given: Any, **more: Any) -> Any:
        pass_by()
        result = run(*given, **more)
        pass_by()
        return result

    return counted


def steps_of(task: Callable[[], Any]) -> int:
    """How many steps it takes, counted in a process of its own."""
    read, write = os.pipe()

    def count() -> None:
        steps = [0]
        for class_, name in STEPS:
            setattr(class_, name, _counted(getattr(class_, name), lambda: steps.__setitem__(0, steps[0] + 1)))
        task()
        os.write(write, str(steps[0]).encode())

    assert in_a_process(count) == 0
    os.close(write)
    with os.fdopen(read) as told:
        return int(told.read())


def all_gone(address: str) -> None:
    """Wait until nobody else is connected: the server ends what the killed one had begun."""
    with psycopg.connect(address, autocommit=True) as connection:
        query = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        while connection.execute(query).fetchall() != [(0,)]:
            time.sleep(0.01)


def killed_and_resumed(cluster: Postgres, folder: Path, points: int, seed: int) -> tuple[int, int]:
    """At each point: work, a publish that is killed, one that is not; held against a server where none was killed.
    How many kills left the server as before, and how many came after all was there.
    """
    chance, path = random.Random(seed), folder / "lan.db"
    cut, whole = cluster.database(), cluster.database()
    Office.new(path).close()
    before: list[tuple[Any, ...]] = []
    left, done = 0, 0
    for number in range(points):
        include = work(path, number)
        steps = steps_of(partial(publish, path, whole, include))
        step = chance.randint(max(1, steps - 120) if number % 3 == 1 else 1, steps)  # what comes after the end is short
        ended = in_a_process(partial(killed_at, step, partial(publish, path, cut, include)))
        all_gone(cut)
        office = Office.open(path)
        if number:
            found, after = contents(office.file, cut), contents(office.file, whole)
            assert found == before or ended == 0 or without_cleaning(found) == without_cleaning(after), (number, step)
            left, done = left + (found == before), done + (found != before)
        office.close()
        assert in_a_process(partial(publish, path, cut, include)) == 0
        office = Office.open(path)
        before = contents(office.file, cut)
        assert before == contents(office.file, whole), (number, step)
        office.close()
    return left, done


def first_copies_killed(cluster: Postgres, folder: Path, points: int, seed: int) -> tuple[int, int]:
    """At each point a server that has nothing yet: a publish that is killed, one that is not; held against a server
    where none was killed. How many kills left nothing, and how many came after all was there.
    """
    chance, path, whole = random.Random(seed), folder / "đầu.db", cluster.database()
    Office.new(path).close()
    for number in range(4):
        work(path, number)
    steps = steps_of(partial(publish, path, whole, ALL))
    nothing, done, after = 0, 0, there(path, whole)
    for step in chance.sample(range(1, steps + 1), points):
        cut = cluster.database()
        ended = in_a_process(partial(killed_at, step, partial(publish, path, cut, ALL)))
        assert ended == signal.SIGKILL, step
        all_gone(cut)
        is_empty = rows(cut, "SELECT to_regnamespace('sokehoach') IS NULL") == [(True,)]
        assert is_empty or without_cleaning(there(path, cut)) == without_cleaning(after), step
        nothing, done = nothing + is_empty, done + (not is_empty)
        assert in_a_process(partial(publish, path, cut, ALL)) == 0
        assert there(path, cut) == after, step
    return nothing, done


def there(path: Path, address: str) -> list[tuple[Any, ...]]:
    office = Office.open(path)
    found = contents(office.file, address)
    office.close()
    return found


def without_cleaning(found: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Also where the pages of what was erased are still to be cleaned."""
    return [row[:3] if row[0] == "ledger" else row for row in found]


def main(points: int, seed: int) -> None:
    with running() as cluster, tempfile.TemporaryDirectory() as folder:
        left, done = killed_and_resumed(cluster, Path(folder), points, seed)
        print(f"{points} kills: {left} left the server as before, {done} came when all was there; all resumed")
        nothing, done = first_copies_killed(cluster, Path(folder), points, seed)
        print(f"{points} kills of a first copy: {nothing} left nothing, {done} came when all was there; all resumed")


if __name__ == "__main__":
    numbers = [int(one) for one in sys.argv[1:]]
    main(numbers[0] if numbers else 50, numbers[1] if len(numbers) > 1 else 0)
