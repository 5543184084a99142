"""Other programs browse a file without a passphrase: a Datasette that is really running."""

import json
import re
import sqlite3
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.error import HTTPError

import pytest

from desktop_app.__main__ import main


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("other") / "demo.db"
    assert main(["demo", str(path), "--units", "3", "--records", "400"]) == 0
    return path


class Served:
    """A Datasette at work on one file, on a port of its own of this computer alone."""

    def __init__(self, file: Path) -> None:
        command = [sys.executable, "-m", "datasette", "serve", str(file), "--host", "127.0.0.1", "--port", "0"]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
        self.database = file.stem
        self.address = next(filter(None, map(self._address_in, self.process.stderr or ())))

    @staticmethod
    def _address_in(line: str) -> str:
        found = re.search(r"http://127\.0\.0\.1:\d+", line)  # it may be coloured
        return found[0] if found else ""

    def status(self, path: str) -> int:
        try:
            with urllib.request.urlopen(f"{self.address}/{path}", timeout=60) as answer:  # our own address
                answer.read()
                return int(answer.status)
        except HTTPError as error:
            return error.code

    def close(self) -> None:
        self.process.terminate()
        self.process.wait(60)
        if self.process.stderr:
            self.process.stderr.close()


@pytest.fixture
def served(demo: Path) -> Iterator[tuple[Served, Path]]:
    server = Served(demo)
    yield server, demo
    server.close()


def names_in(file: Path) -> list[str]:
    query = "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') ORDER BY name"
    with closing(sqlite3.connect(file)) as connection:
        return [name for (name,) in connection.execute(query)]


def encoded(name: str) -> str:
    """A name in an address of Datasette, which writes other signs behind a tilde."""
    return "".join(c if re.match(r"[A-Za-z0-9_-]", c) else f"~{ord(c):02X}" for c in name)


def test_every_table_and_view_is_shown_by_a_running_datasette(served: tuple[Served, Path]) -> None:
    server, file = served
    names = names_in(file)
    assert {"change_log", "choice", "data_dictionary"} <= set(names)
    assert any(name.endswith(":labels") for name in names)
    pages = ["", server.database, *(f"{server.database}/{encoded(name)}" for name in names)]
    assert {page: status for page in pages if (status := server.status(page)) != 200} == {}
    assert server.status(f"{server.database}/not_there") == 404


def test_datasette_finds_what_a_column_means(demo: Path) -> None:
    server = Served(demo)
    try:
        table = f"{server.database}/data_dictionary.json?column_name=people_total&_shape=array"
        with urllib.request.urlopen(f"{server.address}/{table}") as answer:
            (row,) = json.loads(answer.read())
        assert (row["table_name"], row["vi"], row["unit_vi"]) == ("comm_activity", "Số lượt người", "lượt người")
    finally:
        server.close()
