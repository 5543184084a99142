"""What a system says of a path, and what is done where it refuses for a moment."""

import errno
import os
import threading
import time
from pathlib import Path

import pytest
from platformdirs import user_config_path

from desktop_app import paths
from desktop_app.cli.output import writing_new
from desktop_app.domain.device_names import is_none_on_windows
from desktop_app.errors import AppError, reason_of
from desktop_app.messages import Message
from desktop_app.settings import Settings

on_windows = pytest.mark.skipif(os.name != "nt", reason="only there is an open file held")


def test_what_fails_for_another_reason_fails_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []
    monkeypatch.setattr(time, "sleep", waits.append)
    with pytest.raises(FileNotFoundError):
        paths.patiently((tmp_path / "nowhere").unlink)
    assert waits == []


@on_windows
def test_a_name_that_another_program_holds_for_a_moment_is_given_all_the_same(tmp_path: Path) -> None:
    file, target = tmp_path / "một.db", tmp_path / "hai.db"
    file.write_bytes(b"x")
    held = file.open("rb")
    with pytest.raises(PermissionError):
        file.rename(target)
    threading.Timer(4 * paths.PAUSE, held.close).start()
    paths.patiently(lambda: file.rename(target))
    assert target.read_bytes() == b"x"


@on_windows
def test_who_holds_it_for_long_is_named_as_what_it_is(tmp_path: Path) -> None:
    file = tmp_path / "báo cáo.pdf"
    file.write_bytes(b"x")
    with file.open("rb"), pytest.raises(PermissionError) as caught:
        paths.patiently(file.unlink)
    assert reason_of(caught.value) == Message("core.why_busy")


@pytest.mark.parametrize(
    ("number", "key"),
    [(32, "core.why_busy"), (53, "core.why_network"), (123, "core.why_bad_name"), (1167, "core.why_disk")],
)
def test_windows_own_number_says_more_than_what_it_is_translated_to(number: int, key: str) -> None:
    error = OSError(errno.EACCES, "denied")
    vars(error)["winerror"] = number
    assert reason_of(error if os.name != "nt" else OSError(errno.EACCES, "denied", None, number)) == Message(key)


def test_a_folder_in_the_place_of_a_file_is_named_as_one(tmp_path: Path) -> None:
    assert reason_of(OSError(errno.EACCES, "denied", str(tmp_path))) == Message("core.why_folder")
    assert reason_of(OSError(errno.EACCES, "denied", str(tmp_path / "x"))) == Message("core.why_not_allowed")


def test_a_letter_that_a_stick_does_not_take_is_named(tmp_path: Path) -> None:
    said = {name: reason_of(OSError(errno.EINVAL, "Invalid", str(tmp_path / name))) for name in ("a?.pdf", "a.pdf")}
    assert said == {"a?.pdf": Message("core.why_bad_name"), "a.pdf": "Invalid"}


def test_one_file_is_once_among_the_recent_ones_whatever_its_letters(tmp_path: Path) -> None:
    settings = Settings()
    for name in ("Sổ.db", "SỔ.DB"):
        settings.remember(tmp_path / name)
    assert len(settings.recent) == (1 if os.name == "nt" else 2)


@pytest.mark.parametrize("name", ["con", "NUL.csv", "com¹.xlsx", "aux .pdf", "CONIN$", "Báo cáo: quý I.pdf", "so.db:x"])
def test_what_is_no_file_on_windows_is_known(name: str) -> None:
    assert is_none_on_windows(name)
    assert not is_none_on_windows(f"Báo cáo {name.replace(':', '-')}")


@on_windows
@pytest.mark.parametrize("name", ["con.xlsx", "quý: I.xlsx"])
def test_nothing_is_written_where_nobody_would_find_it(tmp_path: Path, name: str) -> None:
    with pytest.raises(AppError, match="cannot_write"), writing_new(tmp_path / name):
        pass


def test_what_a_network_says_of_a_name_is_that_nothing_has_it(tmp_path: Path) -> None:
    assert [paths.is_there(tmp_path), paths.is_there(tmp_path / ("x" * 300)), paths.is_there(Path("a\0b"))] == [
        True, False, False,
    ]  # fmt: skip


def test_a_folder_is_asked_whether_files_can_be_made_in_it(tmp_path: Path) -> None:
    assert paths.is_writable(tmp_path)
    assert not paths.is_writable(tmp_path / "nowhere")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("home", [None, "", " ", "/cau/hinh"])
def test_settings_lie_where_the_system_has_those_of_other_programs(
    home: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    if home is not None:
        monkeypatch.setenv("XDG_CONFIG_HOME", home)
    assert paths.config_dir() == user_config_path("sokehoach", appauthor=False)
