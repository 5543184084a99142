"""Keys for people from the command line: set, changed, taken off, the recovery page, and what each of them says."""

import io
import json
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import pytest
from pikepdf import Pdf
from pypdfium2 import PdfDocument

from db.connection import connect, opens
from db.keys import raw_key
from desktop_app.domain.recovery_code import is_right
from desktop_app.session import maintenance, opening, passphrases
from tests.desktop_app.conftest import Run
from tests.desktop_app.test_plan_editions import carrier, later

pytestmark = pytest.mark.usefixtures("quick_keys")
OLD, NEW = "mật khẩu của xã", "Một câu khác, dài hơn"


@pytest.fixture
def secret(tmp_path: Path) -> Callable[[str], Path]:
    """A text file that holds a passphrase or a code."""

    def write(text: str) -> Path:
        path = tmp_path / f"{abs(hash(text))}.txt"
        path.write_text(f"{text}\n", encoding="utf-8")
        return path

    return write


def page_text(path: Path) -> str:
    document = PdfDocument(path.read_bytes())
    assert len(document) == 1
    return unicodedata.normalize("NFC", document[0].get_textpage().get_text_range())


def code_of(path: Path) -> str:
    """The code as a person reads it off the page: the place of a group, then its two halves."""
    found = re.findall(r"\b(\d{1,2})\s+(\d{3})\s*(\d{3})\b", page_text(path))
    assert [int(place) for place, *_ in found] == list(range(1, 26))
    return " ".join(first + second for _, first, second in found)


def test_a_ledger_gets_a_passphrase_and_its_backups_too(file: Path, run: Run, secret: Callable[[str], Path]) -> None:
    run("backup", file)
    code, out, err = run("passphrase", "set", file, "--new-passphrase-file", secret(OLD), "--json")
    assert (code, json.loads(out)) == (0, {"encrypted": True, "backups": 1, "unread": []})
    assert "Đã đặt mật khẩu" in err
    assert "không bảo vệ các bản sao đã gửi đi hoặc tự chép trước đây, và phần trống của ổ đĩa" in err
    assert "in trang mã dự phòng" in err
    assert b"SQLite format 3" not in file.read_bytes()
    assert all(opens(backup.path, OLD) for backup in maintenance.backups(file))
    assert run("info", file)[::2] == (1, "“xã.db” có mật khẩu (hoặc không phải là tệp dữ liệu của Sổ Kế hoạch).\n")
    assert run("check", file, "--passphrase-file", secret(OLD))[0] == 0
    assert "đã có mật khẩu" in run(
        "passphrase", "set", file, "--passphrase-file", secret(OLD), "--new-passphrase-file", secret(NEW)
    )[2]  # fmt: skip


def test_the_recovery_page_opens_the_ledger_until_the_passphrase_is_changed(
    file: Path, tmp_path: Path, run: Run, secret: Callable[[str], Path]
) -> None:
    first, second = tmp_path / "một.pdf", tmp_path / "hai.pdf"
    run("passphrase", "set", file, "--new-passphrase-file", secret(OLD), "--out", first)
    code = code_of(first)
    assert all(is_right(group) for group in code.split())
    assert passphrases.read_recovery(code) == raw_key(OLD, file.read_bytes()[:16])
    assert run("info", file, "--recovery-file", secret(code))[0] == 0
    wrong = f"{code[:7]}{(int(code[7]) + 1) % 10}{code[8:]}"
    assert run("info", file, "--recovery-file", secret(wrong))[2] == "Mã dự phòng gõ sai ở nhóm số: 2.\n"
    changed = run(
        "passphrase", "change", file, "--recovery-file", secret(code), "--new-passphrase-file", secret(NEW),
        "--out", second,
    )  # fmt: skip
    assert changed[0] == 0
    assert "Trang mã dự phòng in trước đây không còn hiệu lực" in changed[2]
    assert "hết hiệu lực từ lần đổi mật khẩu" in run("info", file, "--recovery-file", secret(code))[2]
    assert "Mật khẩu này không mở được" in run("info", file, "--passphrase-file", secret(OLD))[2]
    for given in (("--recovery-file", secret(code_of(second))), ("--passphrase-file", secret(NEW))):
        assert run("info", file, *given)[0] == 0


def test_the_page_of_before_opens_no_backup_any_more(
    file: Path, tmp_path: Path, run: Run, secret: Callable[[str], Path]
) -> None:
    page = tmp_path / "trang.pdf"
    run("passphrase", "set", file, "--new-passphrase-file", secret(OLD), "--out", page)
    run("backup", file, "--passphrase-file", secret(OLD))
    (backup,) = maintenance.backups(file)
    key = passphrases.read_recovery(code_of(page))
    assert opens(backup.path, key)
    run("passphrase", "change", file, "--passphrase-file", secret(OLD), "--new-passphrase-file", secret(NEW))
    assert not opens(backup.path, key)
    assert opens(backup.path, NEW)


def test_a_passphrase_is_taken_off(file: Path, run: Run, secret: Callable[[str], Path]) -> None:
    before = run("info", file)[1]
    run("passphrase", "set", file, "--new-passphrase-file", secret(OLD))
    code, _, err = run("passphrase", "remove", file, "--passphrase-file", secret(OLD))
    assert (code, "Đã bỏ mật khẩu: ai có tệp đều đọc được" in err) == (0, True)
    assert run("info", file)[1] == before
    for what in ("remove", "recovery"):
        more = ("--out", file.with_name("trang.pdf")) if what == "recovery" else ()
        assert "chưa có mật khẩu" in run("passphrase", what, file, *more)[2]


def test_the_recovery_page_is_one_sheet_of_a4_that_says_whose_it_is(
    file: Path, tmp_path: Path, run: Run, secret: Callable[[str], Path]
) -> None:
    page = tmp_path / "trang.pdf"
    run("passphrase", "set", file, "--new-passphrase-file", secret(OLD))
    made = run("passphrase", "recovery", file, "--passphrase-file", secret(OLD), "--out", page)
    assert (made[0], "cất vào nơi khóa kín" in made[2]) == (0, True)
    text = page_text(page)
    for said in ("Phường Quyết Tiến", "xã.db", "Cất trang trong tủ có", "Ngày lập trang", "NGƯỜI CẤT GIỮ"):
        assert said in text
    with Pdf.open(io.BytesIO(page.read_bytes())) as pdf:
        box = [float(number) for number in pdf.pages[0].mediabox]
    assert [round(number) for number in box] == [0, 0, 595, 842]
    taken = run("passphrase", "recovery", file, "--passphrase-file", secret(OLD), "--out", page)
    assert (taken[0], "đã có" in taken[2]) == (1, True)


def test_where_the_page_has_no_place_nothing_is_done(file: Path, run: Run, secret: Callable[[str], Path]) -> None:
    before = file.read_bytes()
    assert run("passphrase", "set", file, "--new-passphrase-file", secret(OLD), "--out", file)[0] == 1
    assert run("passphrase", "set", file, "--new-passphrase-file", secret("ngắn"))[2].startswith(
        "Mật khẩu phải có từ 8"
    )
    assert file.read_bytes() == before


def test_the_same_passphrase_is_no_change(file: Path, run: Run, secret: Callable[[str], Path]) -> None:
    run("passphrase", "set", file, "--new-passphrase-file", secret(OLD))
    again = run("passphrase", "change", file, "--passphrase-file", secret(OLD), "--new-passphrase-file", secret(OLD))
    assert (again[0], "trùng với mật khẩu đang dùng" in again[2]) == (1, True)
    assert run("info", file, "--passphrase-file", secret(OLD))[0] == 0


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_passphrase_opens_however_its_accents_are_typed(
    file: Path, run: Run, secret: Callable[[str], Path], form: Literal["NFC", "NFD"]
) -> None:
    run("passphrase", "set", file, "--new-passphrase-file", secret(unicodedata.normalize(form, OLD)))
    assert opens(file, OLD)
    for typed in (unicodedata.normalize("NFC", OLD), unicodedata.normalize("NFD", OLD)):
        assert run("info", file, "--passphrase-file", secret(typed))[0] == 0


def test_a_passphrase_that_was_set_decomposed_becomes_composed(
    file: Path, run: Run, secret: Callable[[str], Path]
) -> None:
    decomposed = unicodedata.normalize("NFD", OLD)
    run("backup", file)
    with opening.open_file(file) as opened:
        from db.rescue import rekeying

        rekeying.rekey(opened, raw_key(decomposed, bytes(range(16))))
    with opening.open_file(file, passphrase=raw_key(decomposed, bytes(range(16)))) as opened:
        maintenance.finish_interrupted(opened)
    assert not opens(file, OLD)
    assert run("info", file, "--passphrase-file", secret(OLD))[0] == 0
    assert opens(file, OLD)
    assert not opens(file, decomposed)
    assert [opens(backup.path, OLD) for backup in maintenance.backups(file)] == [True]
    assert run("check", file, "--passphrase-file", secret(decomposed))[0] == 0


def test_where_it_cannot_be_written_anew_it_opens_all_the_same(
    file: Path, run: Run, secret: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    decomposed = unicodedata.normalize("NFD", OLD)
    with opening.open_file(file) as opened:
        from db.rescue import rekeying

        rekeying.rekey(opened, raw_key(decomposed, bytes(range(16))))
    with monkeypatch.context() as patched:
        patched.setattr("db.rewriting._SPARE", 1 << 60)  # a disk that is never large enough
        assert run("info", file, "--passphrase-file", secret(OLD))[0] == 0
    assert opens(file, decomposed)


def test_a_file_of_another_office_is_merged_with_its_own_passphrase(
    file: Path, tmp_path: Path, run: Run, secret: Callable[[str], Path]
) -> None:
    decomposed = unicodedata.normalize("NFD", NEW)
    copy = run("send", file, "--out", tmp_path, "--copy-passphrase-file", secret(NEW))[1].strip()
    run("new", tmp_path / "tỉnh.db", "--unit", "12")
    given = ("--passphrase-file", f"{copy}={secret(decomposed)}")
    assert run("merge", tmp_path / "tỉnh.db", copy, *given)[0] == 0
    refused = run("merge", tmp_path / "tỉnh.db", copy)
    assert (refused[0], "có mật khẩu" in refused[1]) == (1, True)
    refused = run("merge", tmp_path / "tỉnh.db", copy, "--passphrase-file", f"{copy}={secret(OLD)}")
    assert (refused[0], "Mật khẩu này không mở được" in refused[1]) == (1, True)


def test_a_damaged_encrypted_file_is_saved_with_its_passphrase(
    file: Path, tmp_path: Path, run: Run, secret: Callable[[str], Path]
) -> None:
    run("passphrase", "set", file, "--new-passphrase-file", secret(OLD))
    raw = bytearray(file.read_bytes())
    raw[100] ^= 1
    file.write_bytes(raw)
    given = ("--passphrase-file", secret(OLD))
    assert "bị hỏng" in run("info", file, *given)[2]
    out = tmp_path / "cứu.db"
    assert run("salvage", file, "--out", out)[0] == 1
    assert run("salvage", file, "--out", out, *given)[0] == 0
    assert run("check", out, *given)[0] == 0
    with connect(out, OLD) as connection:
        assert connection.execute("SELECT count(*) FROM change_log").fetchone()[0] > 0
    connection.close()


@pytest.mark.parametrize("command", ["info", "check", "backup", "salvage"])
def test_a_passphrase_in_letters_of_two_bytes_is_a_sentence(file: Path, tmp_path: Path, run: Run, command: str) -> None:
    """As some programs of Windows write text, without the mark that says so."""
    given = tmp_path / "mật khẩu.txt"
    given.write_bytes("mat khau\n".encode("utf-16-le"))
    out = ("--out", tmp_path / "mới.db") if command == "salvage" else ()
    code, _, err = run(command, file, *out, "--passphrase-file", given)
    assert (code, err) == (
        1, "“mật khẩu.txt” không phải văn bản UTF-8; hãy lưu lại tệp với bảng mã UTF-8.\n",
    )  # fmt: skip


def test_all_commands_of_the_family_are_explained(run: Run) -> None:
    code, out, _ = run("passphrase", "--help")
    assert code == 0
    assert {"set", "change", "remove", "recovery"} <= set(re.findall(r"\w+", out))
    assert run("passphrase")[0] == 2


def test_an_edition_of_the_plan_is_taken_out_of_an_encrypted_file(
    file: Path, tmp_path: Path, run: Run, secret: Callable[[str], Path]
) -> None:
    carrying, key = carrier(tmp_path, later()), secret(NEW)
    run("passphrase", "set", file, "--new-passphrase-file", secret(OLD))
    run("passphrase", "set", carrying, "--new-passphrase-file", key)
    own = ("--passphrase-file", secret(OLD))
    assert "có mật khẩu" in run("plan", "adopt", file, carrying, *own)[2]
    assert run("plan", "decline", file, carrying, *own, "--passphrase-file", f"{carrying}={key}")[0] == 0
    code, _, err = run("plan", "adopt", file, carrying, *own, "--passphrase-file", f"{carrying}={key}")
    assert (code, f"lần ban hành {later()['plan']['edition']}" in err) == (0, True), err
