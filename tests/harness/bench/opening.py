"""Opening a file of 100,000 records takes little longer than opening one of 1,000."""

from collections.abc import Iterator
from pathlib import Path

from desktop_app.session import opening
from tests.harness.bench.harness import Case, Work
from tests.harness.bench.place import data_file


def open_and_close(path: Path) -> Work:
    """Work that opens the file, sees whose it is, and closes it."""

    def run() -> object:
        with opening.open_file(path) as file:
            return file.plan.id, file.unit

    return run


def cases() -> Iterator[Case]:
    large, small = data_file(100_000), data_file(1_000)
    yield Case("open 100,000 records (limit: 1,000)", open_and_close(large), open_and_close(small), 1.2)
