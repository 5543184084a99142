"""What a person's computer remembers, and that rubbish in the file never stops the program."""

import json
import ntpath
import os
import shutil
import sys
from pathlib import Path

import pytest

from desktop_app import paths, settings
from desktop_app.settings import Settings


def write(text: str) -> None:
    file = paths.config_dir() / "settings.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def test_what_was_saved_is_there_again() -> None:
    saved = Settings(author="Cán bộ VH-XH", theme="dark", language="en", splitter=[700, 420])
    settings.save(saved)
    assert settings.load() == saved


def test_where_a_file_was_left_goes_with_the_file() -> None:
    chosen = Settings()
    for name in ("a.db", "b.db"):
        chosen.remember(Path("/data") / name)
        chosen.left_at(Path("/data") / name).page = name
    chosen.forget(Path("/data/a.db"))
    settings.save(chosen)
    assert chosen.recent == [str(Path("/data/b.db").absolute())]
    assert settings.load().left_at(Path("/data/b.db")).page == "b.db"
    assert settings.load().left_at(Path("/data/a.db")).page == ""
    for number in range(settings.MAX_RECENT):
        chosen.remember(Path(f"/data/{number}.db"))
    assert chosen.files == {}


@pytest.mark.parametrize("text", ["", "[]", "{", '{"theme": "pink", "language": "xx", "author": 5, "recent": [1]}'])
def test_rubbish_gives_the_first_settings(text: str) -> None:
    write(text)
    assert settings.load() == Settings()


def test_the_last_file_stands_first_and_only_once() -> None:
    chosen = Settings()
    for name in ("a.db", "b.db", "a.db"):
        chosen.remember(Path("/data") / name)
    assert [Path(r).name for r in chosen.recent] == ["a.db", "b.db"]


def test_only_the_last_few_files_are_remembered() -> None:
    chosen = Settings()
    for number in range(20):
        chosen.remember(Path(f"/data/{number}.db"))
    assert len(chosen.recent) == settings.MAX_RECENT


def test_a_folder_that_cannot_be_made_disturbs_nobody() -> None:
    config = paths.config_dir()
    config.parent.mkdir(parents=True, exist_ok=True)
    write("{}")
    shutil.rmtree(config)
    config.write_text("a file in the way")
    try:
        settings.save(Settings(author="x"))
        assert settings.load() == Settings()
    finally:
        config.unlink()


def test_settings_are_on_the_disk_before_they_take_the_place_of_others(monkeypatch: pytest.MonkeyPatch) -> None:
    flush, flushed = os.fsync, dict[str, int]()

    def noted(handle: int) -> None:
        flushed[Path(f"/proc/self/fd/{handle}").readlink().name] = os.fstat(handle).st_size
        flush(handle)

    monkeypatch.setattr(os, "fsync", noted)
    settings.save(Settings(author="x"))
    assert flushed["settings.new"] == (paths.config_dir() / "settings.json").stat().st_size


def test_on_a_stick_settings_go_with_the_program_and_backups_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    beside = tmp_path / "SoKeHoach" / paths.WITH_THE_PROGRAM
    monkeypatch.setattr(sys, "executable", str(tmp_path / "SoKeHoach" / "runtime" / "pythonw.exe"))
    settings.save(Settings(author="of this computer"))
    beside.mkdir(parents=True)
    assert settings.load().author == ""
    settings.save(Settings(author="of the stick"))
    assert settings.load().author == "of the stick"
    assert [path.name for path in beside.iterdir()] == ["settings.json"]
    beside.joinpath("settings.json").unlink()
    beside.rmdir()
    assert settings.load().author == "of this computer"


def test_files_of_a_stick_are_found_under_the_letter_that_it_has_now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os.path, "splitdrive", ntpath.splitdrive)
    before = Settings(recent=[r"E:\Xã\sổ.db", r"D:\khác.db", r"\\server\share\so.db"])
    before.files = {r"e:\Xã\sổ.db": settings.LeftAt("report", "2022")}
    monkeypatch.setattr(settings, "_drive", lambda: "e:")
    settings.save(before)
    monkeypatch.setattr(settings, "_drive", lambda: "f:")
    after = settings.load()
    assert after.recent == [r"F:\Xã\sổ.db", r"D:\khác.db", r"\\server\share\so.db"]
    assert after.files == {r"F:\Xã\sổ.db": settings.LeftAt("report", "2022")}


@pytest.mark.parametrize("text", ["[" * 200_000, '{"a":' * 100_000, '{"splitter": [1' + "0" * 5000 + "]}"])
def test_what_no_reader_of_json_bears_gives_the_first_settings(text: str) -> None:
    write(text)
    assert settings.load() == Settings()


@pytest.mark.skipif(os.name == "nt", reason="no such files there")
def test_a_pipe_in_its_place_is_not_waited_for() -> None:
    write("")
    (paths.config_dir() / "settings.json").unlink()
    os.mkfifo(paths.config_dir() / "settings.json")
    assert settings.load() == Settings()


def test_a_file_larger_than_any_of_ours_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    write('{"author": "Lan"}')
    assert settings.load().author == "Lan"
    monkeypatch.setattr(settings, "MOST_BYTES", 10)
    assert settings.load() == Settings()


def test_settings_saved_by_an_editor_that_marks_the_text_are_read() -> None:
    write('\ufeff{"author": "Lan"}')
    assert settings.load().author == "Lan"


def test_a_path_with_letters_that_are_none_is_remembered() -> None:
    chosen = Settings(author="Lan")
    chosen.remember(Path("/data/x\udce9.db"))
    settings.save(chosen)
    assert settings.load() == chosen


def test_letters_that_are_none_are_no_name_and_no_window() -> None:
    write('{"author": "L\\ud800n", "window": "\\ud800", "authors": {"03388 a.db": "\\udfff"}}')
    found = settings.load()
    assert (found.author, found.window, found.authors) == ("L?n", "", {"03388 a.db": "?"})


def test_sizes_that_no_screen_has_are_forgotten() -> None:
    widths = {"a": 10**12, "b": 90}
    looks = {"k": {"widths": widths, "cell_widths": widths}}
    write(json.dumps({"splitter": [10**10, 300, -4, True], "lists": looks}))
    found = settings.load()
    assert (found.splitter, found.lists["k"].widths, found.lists["k"].cell_widths) == ([300], {"b": 90}, {"b": 90})


def test_no_more_files_are_remembered_than_are_shown() -> None:
    write(json.dumps({"recent": [f"/data/{number}.db" for number in range(1000)]}))
    assert len(settings.load().recent) == settings.MAX_RECENT


def test_what_a_later_program_remembers_stays() -> None:
    write('{"author": "Lan", "voice": {"speed": 2}}')
    chosen = settings.load()
    chosen.author = "Mai"
    settings.save(chosen)
    kept = json.loads((paths.config_dir() / "settings.json").read_text(encoding="utf-8"))
    assert (kept["voice"], kept["author"]) == ({"speed": 2}, "Mai")
