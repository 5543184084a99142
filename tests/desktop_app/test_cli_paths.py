"""A path that is too long, in no folder, or another person's is a sentence, whatever command takes it."""

import ctypes
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.desktop_app.conftest import Run
from tests.own_folders import use_settings

NOBODY = 65534
READS, NOT_SHARED, EXISTING = 0x80000000, 0, 3  # of Windows
LONG = "a" * 300
TODAY = ("--today", "2022-10-20")

# `{bad}` is the path, `{file}` a whole file, `{new}` a name that is free
TAKES_PATHS = [
    "new {bad}.db --unit 03388", "demo {bad}.db --records 1", "info {bad}", "check {bad}", "backups {bad}",
    "send {file} --out {bad}", "report {file} --period 2022-Q3 --out {bad}.pdf", "restore {file} {bad} --out {new}",
    "restore {file} {file} --out {bad}", "salvage {file} --out {bad}", "salvage {bad} --out {new}",
    "export {file} --out {bad}.jsonl", "import {file} {bad}.jsonl", "merge {file} {bad}",
    "merge {file} {file} --passphrase-file {bad}", "info {file} --passphrase-file {bad}",
    "narrative {file} --period 2022-Q3 --section 1 --set {bad}", "parts {bad}",
]  # fmt: skip


def words(command: str, **paths: object) -> list[str]:
    return [word.format(**paths) for word in command.split()] + list(TODAY if "report" in command else ())


@pytest.mark.parametrize("command", TAKES_PATHS)
@pytest.mark.parametrize("bad", [LONG, f"{LONG}/b", "{file}/b", "không có/b"])
def test_a_name_that_no_disk_takes_is_a_sentence(run: Run, file: Path, tmp_path: Path, command: str, bad: str) -> None:
    path = tmp_path / bad.format(file=file)
    code, _, told = run(*words(command, bad=path, file=file, new=tmp_path / "mới.db"))
    assert code == 1
    assert told.strip()
    assert not (tmp_path / "mới.db").exists()


@contextmanager
def another_person() -> Iterator[None]:
    """Somebody without rights, where the test has all of them."""
    if os.geteuid():
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@contextmanager
def held_alone(path: Path) -> Iterator[None]:
    """On Windows nobody may read what another program has open for itself alone, as an antivirus does."""
    system: Any = ctypes.CDLL("kernel32")
    system.CreateFileW.restype = ctypes.c_void_p
    path.chmod(0o666)
    handle = system.CreateFileW(ctypes.c_wchar_p(str(path)), READS, NOT_SHARED, None, EXISTING, 0, None)
    try:
        yield
    finally:
        system.CloseHandle(ctypes.c_void_p(handle))


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that everybody may write in."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o777)
    yield folder
    shutil.rmtree(folder)


READING = [
    "info {bad}", "check {bad}", "salvage {bad} --out {new}", "merge {file} {bad}", "backup {bad}", "acts {bad}",
    "restore {file} {bad} --out {new}",
]  # fmt: skip


@pytest.mark.parametrize("command", READING)
@pytest.mark.parametrize("folder_mode", [0o777, 0o555])
def test_a_file_that_nobody_may_read_is_a_sentence(
    run: Run, file: Path, open_folder: Path, monkeypatch: pytest.MonkeyPatch, command: str, folder_mode: int
) -> None:
    use_settings(monkeypatch, open_folder / "config")
    own = Path(shutil.copy(file, open_folder / "ta.db"))
    locked = Path(shutil.copy(file, open_folder / "khóa.db"))
    own.chmod(0o666)
    new = open_folder / "mới.db"
    run(*words(command, bad=own, file=file, new=open_folder / "thử.db"))  # whatever it imports is there
    locked.chmod(0)
    open_folder.chmod(folder_mode)
    with held_alone(locked) if os.name == "nt" else another_person():
        code, out, told = run(*words(command, bad=locked, file=own, new=new))
    assert (code, "Traceback" in told) == (1, False)
    assert "không phải là tệp dữ liệu" not in out + told
    assert out + told
    assert not new.exists()


def test_a_folder_that_nobody_may_enter_is_a_sentence(run: Run, file: Path, open_folder: Path) -> None:
    inner = open_folder / "kín"
    inner.mkdir()
    shutil.copy(file, inner / "ta.db")
    run("info", file)
    run("salvage", file, "--out", open_folder / "thử.db")
    inner.chmod(0)
    with another_person():
        for command in ("info {bad}", "salvage {bad} --out {new}"):
            assert run(*words(command, bad=inner / "ta.db", new=open_folder / "mới.db"))[0] == 1


def test_a_place_without_any_data_file_is_said(run: Run, file: Path, tmp_path: Path) -> None:
    place = tmp_path / "trống"
    place.mkdir()
    (place / "ghi chú.txt").write_text("một", encoding="utf-8")
    code, out, told = run("merge", file, place)
    assert (code, out) == (1, "")
    assert told.startswith("Không thấy tệp dữ liệu nào trong “trống”; ")


@pytest.mark.parametrize("command", ["info", "check", "backup", "backups", "salvage", "merge"])
@pytest.mark.parametrize("name", ["", ".", "/"])
def test_a_path_without_a_name_is_a_sentence(run: Run, file: Path, tmp_path: Path, command: str, name: str) -> None:
    more = {"salvage": ("--out", tmp_path / "mới.db"), "merge": (file,)}.get(command, ())
    code, _, told = run(command, name, *more)
    assert (code, told != "", "Traceback" in told) == (1, True, False)
