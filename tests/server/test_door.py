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


def calls_of(trace: Path, *command: str) -> list[str]:
    """The calls of a run, and of all that it starts, that lead to an address which is none of the file system."""
    traced = ["strace", "--seccomp-bpf", "-f", "-qq", "-e", "trace=connect,sendto,sendmsg,bind", "-o", str(trace)]
    program = [sys.executable, "-m", *command]
    done = subprocess.run([*traced, *program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    found = trace.read_text(encoding="utf-8", errors="replace")
    return [call[0] for call in CALLS.finditer(found) if not OF_FILES.search(call[0])]


def test_no_command_connects_anywhere_without_an_order_to_send(tmp_path: Path) -> None:
    (tmp_path / "files").mkdir()
    assert calls_of(tmp_path / "trace", "tests.server.every_command", str(tmp_path / "files")) == []


def test_a_day_at_the_window_connects_nowhere(tmp_path: Path) -> None:
    written, exchanged = "tests/test_story.py", "tests/ui/test_exchange.py"
    taken_in, sent = "a_conflict_is_settled_with_one_key", "a_copy_is_sent_read_back_and_remembered"
    tests = [written, f"{exchanged}::test_{taken_in}", f"{exchanged}::test_{sent}"]
    away = ["-p", "no:xdist", "-p", "no:cacheprovider", "-p", "no:cov"]
    assert calls_of(tmp_path / "trace", "pytest", "-q", *away, "--basetemp", str(tmp_path / "files"), *tests) == []


def test_what_is_ordered_connects_to_the_address_alone(ledger: Path, tmp_path: Path, postgres: Postgres) -> None:
    calls = calls_of(tmp_path / "trace", "desktop_app", "publish", str(ledger), postgres.database(), "--send")
    connected = [call for call in calls if "connect(" in call]
    assert connected
    assert {tuple(re.findall(r'htons\((\d+)\)|inet_addr\("([\d.]+)"\)', call)) for call in connected} == {
        ((str(postgres.port), ""), ("", "127.0.0.1"))
    }
