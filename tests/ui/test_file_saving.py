"""Where a report is saved: the name as chosen, nothing overwritten unasked, a sentence where the disk refuses."""

import os
import re
import threading
import unicodedata
from pathlib import Path

import pytest

from desktop_app import paths
from desktop_app.domain.device_names import is_device
from tests.sentences import refused
from ui.widgets.file_saving import safe_name, save_content, with_ending


@pytest.mark.parametrize(
    ("chosen", "name"),
    [
        ("Báo cáo 15.3", "Báo cáo 15.3.pdf"), ("Báo cáo.pdf", "Báo cáo.pdf"), ("Báo cáo.PDF", "Báo cáo.PDF"),
        ("Báo cáo", "Báo cáo.pdf"), ("BC.docx", "BC.docx.pdf"),
    ],
)  # fmt: skip
def test_a_name_with_dots_stays_whole(tmp_path: Path, chosen: str, name: str) -> None:
    assert with_ending(str(tmp_path / chosen), "pdf") == tmp_path / name


def test_a_file_that_nobody_was_asked_about_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "Báo cáo 15.3.pdf").touch()
    assert with_ending(str(tmp_path / "Báo cáo 15.3"), "pdf").name == "Báo cáo 15.3 (2).pdf"
    assert with_ending(str(tmp_path / "Báo cáo 15.3.pdf"), "pdf").name == "Báo cáo 15.3.pdf"


@pytest.mark.parametrize("name", ["x" * 300 + ".pdf", "không có/x.pdf"])
def test_a_place_that_the_disk_does_not_take_gets_a_sentence(tmp_path: Path, name: str) -> None:
    with refused("Không lưu được"):
        save_content(tmp_path / name, b"%PDF")


def test_a_drive_is_no_name_to_save_under_and_is_named(tmp_path: Path) -> None:
    drive = with_ending("Q:\\" if os.name == "nt" else tmp_path.anchor, "pdf")
    with refused(f"Không lưu được “{re.escape(str(drive))}”"):
        save_content(drive, b"%PDF")


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Báo cáo: quý I/2026", "Báo cáo- quý I-2026"), ("Con", "_Con"), ("com¹", "_com¹"), ("CONIN$", "_CONIN$"),
        ("nul .txt", "_nul .txt"), ("Danh sách...", "Danh sách"), ("Danh sách. ", "Danh sách"),
        ("hai\ndòng", "hai-dòng"), (" . ", "_"), ("…", "…"), (unicodedata.normalize("NFD", "Sổ"), "Sổ"),
    ],
)  # fmt: skip
def test_words_become_a_name_that_windows_takes_too(words: str, name: str) -> None:
    assert safe_name(words) == name
    assert not is_device(name)


@pytest.mark.parametrize("words", ["Ổ dịch " * 60, "x" * 400, "\U0001f33e" * 90], ids=("ổ", "x", "🌾"))
def test_a_long_heading_becomes_a_name_that_every_disk_takes(tmp_path: Path, words: str) -> None:
    save_content(tmp_path / f"{safe_name(words)} (12).xlsx", b"PK")
    assert len(list(tmp_path.iterdir())) == 1


def test_a_name_as_long_as_the_disk_takes_is_saved(tmp_path: Path) -> None:
    save_content(tmp_path / f"{'x' * 251}.pdf", b"%PDF")
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"%PDF"]


@pytest.mark.skipif(os.name != "nt", reason="only there is an open file held")
def test_a_file_that_an_antivirus_reads_for_two_seconds_is_written_all_the_same(tmp_path: Path) -> None:
    target = tmp_path / "Báo cáo.xlsx"
    target.write_bytes(b"PK 1")
    held = target.open("rb")
    threading.Timer(40 * paths.PAUSE, held.close).start()
    save_content(target, b"PK 2")
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"PK 2"]
