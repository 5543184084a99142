"""Nothing but what a person orders with an address speaks to anybody outside this computer's own files."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from desktop_app.cli import main
from tests.server.postgres import Postgres

CALLS = re.compile(r"^.*\b(connect|sendto|sendmsg|bind)\(.*$", re.MULTILINE)
OF_FILES = re.compile(r"AF_UNIX|AF_UNSPEC|NULL")


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("door") / "sổ.db"
    assert main(["demo", str(path), "--records", "20"]) == 0
    return path


def calls_of(trace: Path, *arguments: str) -> list[str]:
    """The calls of a run that lead to an address which is none of the file system."""
    program = [sys.executable, "-m", "desktop_app", *arguments]
    command = ["strace", "-f", "-qq", "-e", "trace=connect,sendto,sendmsg,bind", "-o", str(trace), *program]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = trace.read_text(encoding="utf-8", errors="replace")
    return [call[0] for call in CALLS.finditer(found) if not OF_FILES.search(call[0])]


@pytest.mark.parametrize(
    "arguments",
    [
        ("progress", "{file}", "--period", "2022"),
        ("report", "{file}", "--period", "2022", "--out", "{folder}/report.pdf"),
        ("send", "{file}", "--out", "{folder}"),
        ("merge", "{file}", "{file}"),
        ("publish", "{file}", "{address}", "--period", "2022"),
    ],
    ids=lambda arguments: " ".join(arguments[:3:2]),
)
def test_a_command_without_an_order_to_send_connects_nowhere(
    arguments: tuple[str, ...], ledger: Path, tmp_path: Path, postgres: Postgres
) -> None:
    given = {"file": str(ledger), "folder": str(tmp_path), "address": postgres.address("postgres")}
    assert calls_of(tmp_path / "trace", *(one.format(**given) for one in arguments)) == []


def test_what_is_ordered_connects_to_the_address_alone(ledger: Path, tmp_path: Path, postgres: Postgres) -> None:
    calls = calls_of(tmp_path / "trace", "publish", str(ledger), postgres.database(), "--send")
    connected = [call for call in calls if "connect(" in call]
    assert connected
    assert {tuple(re.findall(r'htons\((\d+)\)|inet_addr\("([\d.]+)"\)', call)) for call in connected} == {
        ((str(postgres.port), ""), ("", "127.0.0.1"))
    }
