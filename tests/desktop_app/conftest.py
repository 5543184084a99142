"""The command line run in this process, and a ward's new file for it."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_app.cli import main
from tests.own_folders import use_settings

Run = Callable[..., tuple[int, str, str]]


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
