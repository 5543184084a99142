"""Where a report is saved: the name as chosen, nothing overwritten unasked, a sentence where the disk refuses."""

from pathlib import Path

import pytest

from tests.sentences import refused
from ui.widgets.file_saving import save_content, with_ending


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
