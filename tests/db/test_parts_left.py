"""What a copy that was cut off left under its own name: never taken for a ledger, however whole it looks."""

import shutil
from pathlib import Path
from zipfile import ZipFile

import pytest

from db.merging.source import find_sources
from db.part_file import part_file
from desktop_app.session import opening
from desktop_app.texts import in_words
from tests.db.office import Office
from tests.db.test_merge import Two, take
from tests.sentences import refused


@pytest.fixture
def left(lan: Office, tmp_path: Path) -> Path:
    """A part with all pages of a ledger in a folder, as a process left it that was killed before the last step."""
    folder = tmp_path / "usb"
    folder.mkdir()
    with part_file(folder / "gửi.db") as part:
        kept = Path(shutil.copy(lan.file.path, tmp_path / "whole"))
    return kept.rename(part)


@pytest.mark.parametrize("big", [False, True])
def test_a_part_in_a_folder_or_a_zip_file_is_no_source(left: Path, lan: Office, tmp_path: Path, *, big: bool) -> None:
    if big:  # as an old disk gives names back
        left = left.rename(left.with_name(left.name.upper()))
    whole = Path(shutil.copy(left, left.with_name("gửi.db")))
    with ZipFile(left.parent / "usb.zip", "w") as packed:
        packed.write(left, f"usb/{left.name}")
        packed.write(whole, "usb/gửi.db")
    found = find_sources([left.parent], {left: "x"}, lan.file.path)
    assert [source.name for source in found] == ["gửi.db", "usb.zip/usb/gửi.db"]


def test_a_part_of_a_book_or_a_page_is_no_source_either(left: Path, lan: Office) -> None:
    left.rename(left.with_name(f".{left.name}"))
    assert find_sources([left.parent], {}, lan.file.path) == []


def test_a_name_that_is_only_like_that_of_a_part_is_one(left: Path, lan: Office) -> None:
    for name in ("sokehoach-2026.part", "sổ.part", f"{left.stem}.db", f"x{left.name}"):
        shutil.copy(left, left.with_name(name))
    left.unlink()
    assert len(find_sources([left.parent], {}, lan.file.path)) == 4


def test_a_part_that_is_named_is_refused_by_who_takes_it_in_and_who_opens_it(two: Two, left: Path) -> None:
    ours, before = two[0], left.read_bytes()
    (report,) = take(ours, left).reports
    assert (report.status, "bị ngắt" in in_words(report.reason)) == ("refused", True)
    with refused(f"{left.name}.*chép lại"):
        opening.open_file(left)  # what would be written there goes with the next start
    assert [(there, there.read_bytes()) for there in left.parent.iterdir()] == [(left, before)]
