"""The text of a report on the command line: printed, edited in a file, taken in again, its stale figures told."""

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.desktop_app.conftest import Run


@pytest.fixture
def ask(tmp_path: Path, run: Run) -> Run:
    """`narrative` of a district's second quarter."""
    file = tmp_path / "huyện.db"
    assert run("new", file, "--unit", "106")[0] == 0
    return lambda *more: run("narrative", file, "--period", "2022-Q2", *more)


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str], Path]:
    def text(content: str) -> Path:
        file = tmp_path / "lời văn.txt"
        file.write_text(content, encoding="utf-8-sig")
        return file

    return text


def test_all_sections_are_printed_under_their_headings(ask: Run) -> None:
    code, out, err = ask()
    assert (code, err) == (0, "")
    headings = [line for line in out.splitlines() if line.startswith("#")]
    assert headings[:3] == [
        "# I. Tình hình chung (bản nháp)", "# II. Công tác lãnh đạo, chỉ đạo (bản nháp)",
        "# III.1. Công tác tuyên truyền (bản nháp)",
    ]  # fmt: skip
    assert len(headings) == 12


def test_one_section_is_set_and_printed_and_taken_back(ask: Run, write: Callable[[str], Path]) -> None:
    assert ask("--section", "II", "--set", write("Đã ban hành **kế hoạch**.\n- Một;\n")) == (
        0, "", "Đã nhận lời văn báo cáo.\n",
    )  # fmt: skip
    assert ask("--section", "II") == (0, "Đã ban hành **kế hoạch**.\n- Một;\n", "")
    assert "# II. Công tác lãnh đạo, chỉ đạo\nĐã ban hành" in ask()[1]
    ask("--section", "II", "--set", write(""))
    assert ask("--section", "II")[1] == "\n"


def test_a_whole_document_can_be_edited_and_only_what_was_changed_is_kept(
    ask: Run, write: Callable[[str], Path]
) -> None:
    before = ask()[1]
    changed = before.replace("# VI. Kiến nghị, đề xuất (bản nháp)\n", "# VI. Kiến nghị, đề xuất\nĐề nghị hỗ trợ.\n")
    assert ask("--set", write(changed))[0] == 0
    told = {item["section"]: item for item in json.loads(ask("--json")[1])}
    assert [code for code, item in told.items() if item["own"]] == ["VI"]
    assert told["VI"]["text"] == "Đề nghị hỗ trợ."
    assert ask("--set", write(before))[0] == 0
    assert not any(item["own"] for item in json.loads(ask("--json")[1]))


def test_the_text_comes_from_standard_input_too(ask: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO("Lời.".encode())))
    assert ask("--section", "I", "--set", "-")[0] == 0
    assert ask("--section", "I")[1] == "Lời.\n"


def test_stale_figures_are_told_and_listed(ask: Run, write: Callable[[str], Path]) -> None:
    code, _, err = ask("--section", "I", "--set", write("Đạt [7/8]{2.1/ratio}, [9]{không_có}."))
    assert code == 0
    assert err.splitlines() == [
        "I. Tình hình chung: số “7/8” nay là “0/1”.", "I. Tình hình chung: số “9” nay là “không còn”.",
        "Đã nhận lời văn báo cáo.",
    ]  # fmt: skip
    (told,) = json.loads(ask("--section", "I", "--json")[1])
    assert told["stale"][0] == {"figure": "2.1/ratio", "shown": "7/8", "now": "0/1"}


def test_what_can_not_be_taken_is_told(ask: Run, write: Callable[[str], Path], tmp_path: Path) -> None:
    assert ask("--section", "IX")[0] == 1
    assert ask("--section", "IX", "--set", write("x"))[0] == 1
    assert ask("--set", write("Lời không có mục."))[2].startswith("Trước mỗi mục cần một dòng như")
    assert ask("--set", tmp_path / "không có.txt")[0] == 1
    refused = ask("--unit", "99", "--section", "I", "--set", write("x"))
    assert refused[0] == 1
    assert refused[2].startswith("Chưa nhận được mục I:")
