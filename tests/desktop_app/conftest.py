"""The command line run in this process, a ward's new file for it, and the plan of 2022."""

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop_app.cli import main
from desktop_app.domain.plan import Plan
from desktop_app.session import OpenFile, opening
from tests.figure_file import shipped_plan
from tests.own_folders import use_settings

Run = Callable[..., tuple[int, str, str]]
SEPTEMBER = datetime(2022, 9, 8, 7, 3, tzinfo=UTC)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command here, with settings and backups of its own; gives its exit code, standard output and error."""
    use_settings(monkeypatch, tmp_path / "config")

    def command(*arguments: object) -> tuple[int, str, str]:
        code = main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return command


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("cli") / "xã.db"
    assert main(["new", str(path), "--unit", "03388", "--author", "Văn thư"]) == 0
    return path


@pytest.fixture
def file(tmp_path: Path, made: Path) -> Path:
    """A new file of a ward."""
    return Path(shutil.copy(made, tmp_path))


@pytest.fixture
def office(file: Path) -> Iterator[OpenFile]:
    """The file of a ward, open on a day in September."""
    with opening.open_file(file, now=lambda: SEPTEMBER) as opened:
        yield opened


@pytest.fixture(scope="session")
def plan() -> Plan:
    """The plan of 2022."""
    return shipped_plan()
