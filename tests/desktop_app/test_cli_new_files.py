"""What a command would write is refused before anything is done where its name or place can't be right."""

import json
from contextlib import suppress
from pathlib import Path

import pytest

from tests.desktop_app.conftest import Run

WRONG = (
    ("new", "{other}", "--unit", "03388"),
    ("demo", "{other}", "--records", "5"),
    ("guide", "{other}"),
    ("form", "{file}", "--kind", "comm_activity", "--out", "{other}"),
    ("import", "{file}", "{file}", "--kind", "comm_activity", "--asked-out", "{other}"),
    ("salvage", "{file}", "--out", "{other}"),
    ("restore", "{file}", "{file}", "--out", "{other}"),
    ("passphrase", "recovery", "{file}", "--out", "{other}"),
    ("passphrase", "set", "{file}", "--new-passphrase-file", "{secret}", "--out", "{other}"),
)


@pytest.mark.parametrize("words", WRONG, ids=" ".join)
def test_a_name_that_says_another_form_is_refused(run: Run, file: Path, tmp_path: Path, words: tuple[str, ...]) -> None:
    other, secret = tmp_path / "ảnh.png", tmp_path / "mật khẩu.txt"
    secret.write_text("một mật khẩu dài\n", encoding="utf-8")
    code, out, told = run(*(word.format(file=file, other=other, secret=secret) for word in words))
    assert (code, out) == (1, "")
    assert told.startswith("Tên tệp mới phải có đuôi .")
    assert told.endswith("không phải “ảnh.png”.\n")
    assert not other.exists()


def test_no_passphrase_is_set_whose_page_would_find_no_folder(run: Run, file: Path, tmp_path: Path) -> None:
    secret = tmp_path / "mật khẩu.txt"
    secret.write_text("một mật khẩu dài\n", encoding="utf-8")
    page = tmp_path / "không có" / "trang.pdf"
    code, _, told = run("passphrase", "set", file, "--new-passphrase-file", secret, "--out", page)
    assert (code, told) == (1, f"Không có thư mục “{page.parent}”; hãy tạo thư mục đó trước, hoặc chọn thư mục khác.\n")
    assert json.loads(run("info", file, "--json")[1])["encrypted"] is False


@pytest.mark.parametrize("words", [
    ("new", "{there}/sổ.db", "--unit", "03388"),
    ("guide", "{there}/hướng dẫn.pdf"),
    ("report", "{file}", "--period", "2022", "--out", "{there}/báo cáo.pdf"),
    ("export", "{file}", "--out", "{there}/phiếu.jsonl"),
    ("export", "{file}", "--out", "{there}/gói/"),
    ("plan", "import", "{book}", "--out", "{there}/lai-chau-2022"),
], ids=" ".join)  # fmt: skip
def test_a_folder_that_is_missing_is_named_with_what_to_do(
    run: Run, file: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    there, book = tmp_path / "chưa có", tmp_path / "kế hoạch.xlsx"
    if "{book}" in words:
        assert run("plan", "export", book, "--plan", "lai-chau-2022")[0] == 0
    code, out, told = run(*(word.format(file=file, there=there, book=book) for word in words))
    assert (code, out) == (1, "")
    sentence = f"Không có thư mục “{there}”; hãy tạo thư mục đó trước, hoặc chọn thư mục khác."
    assert told.splitlines()[-1] == sentence


def test_a_text_without_words_is_not_taken_for_one(run: Run, file: Path, tmp_path: Path) -> None:
    empty = tmp_path / "trống.txt"
    empty.write_text(" \n", encoding="utf-8")
    code, _, told = run("narrative", file, "--period", "2022", "--set", empty)
    assert (code, told.partition(".")[0]) == (1, "Không có lời văn nào để nhận")


def test_a_sheet_without_heading_is_told_without_empty_brackets(run: Run, file: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "tờ.csv"
    sheet.write_text("xin chào\nmột hai\n", encoding="utf-8")
    code, _, told = run("import", file, sheet, "--kind", "comm_activity", "--dry-run")
    assert code == 1
    assert "Hỏi [heading]: " in told
    assert "()" not in told
    assert "Dòng 1-2: " in told


def test_what_is_left_out_of_a_sheet_is_told_column_by_column_and_alike_rows_once(
    run: Run, file: Path, tmp_path: Path
) -> None:
    sheet = tmp_path / "tờ.csv"
    sheet.write_text("Ngày;Nội dung;Màu\n5/3;A;x\n5/3;B;y\n6/3;C;z\n5/3;D;z\n", encoding="utf-8")
    told = run("import", file, sheet, "--kind", "comm_activity", "--dry-run")[2]
    assert "Cột C “Màu”: Không có trường nào tương ứng; để lại.\n" in told
    assert "Dòng 2-3, 5 A: Ngày thực hiện: “5/3” thiếu năm.\n" in told
    assert "Dòng 4 A: Ngày thực hiện: “6/3” thiếu năm.\n" in told


@pytest.mark.parametrize(
    ("words", "usage"), [(("info", "x.db", "--zz"), " info "), (("plan", "back", "a", "b"), " plan back ")]
)
def test_a_word_too_much_is_told_with_the_usage_of_its_command(run: Run, words: tuple[str, ...], usage: str) -> None:
    code, out, told = run(*words)
    assert (code, out) == (2, "")
    assert told.startswith("Không hiểu: ")
    assert f"Cách dùng: sokehoach{usage}" in told


@pytest.mark.parametrize("words", [("plan", "take"), ("plan", "check"), ("info",), ("plan", "export", "x.xlsx")])
def test_a_name_that_no_disk_takes_is_a_sentence(run: Run, tmp_path: Path, words: tuple[str, ...]) -> None:
    code, _, told = run(*words, tmp_path / ("x" * 300))
    assert code == 1
    assert told
    loop = tmp_path / "vòng"
    with suppress(OSError):  # on Windows only an administrator makes links
        loop.symlink_to(loop.name)
    code, out, told = run(*words, loop)
    assert code == 1
    assert "symbolic" not in out + told
