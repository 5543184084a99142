"""What this program computes of a key is what SQLCipher does with it; a wrong key and a damaged file are told apart."""

import shutil
import unicodedata
from contextlib import closing
from pathlib import Path

import pytest

from db.connection import connect
from db.data_file import open_data_file
from db.keys import (
    PAGE_BYTES,
    PageCheck,
    fits,
    is_raw,
    new_key,
    opens_with,
    raw_key,
    raw_parts,
    salt_of,
    why_unreadable,
)
from desktop_app.errors import AppError
from tests.db.office import Office, a_clock
from tests.sentences import refused

PASSPHRASE = "Mường Tè 'hai' \"ba\""
LONG = "Chợ phiên vùng cao " * 900


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file that SQLCipher encrypted with a passphrase, by itself."""
    made = tmp_path / "mật.db"
    with closing(Office.new(made, key=PASSPHRASE)) as office:
        office.create("place", name="Chợ", unit="11")
        office.create("place", name=LONG, unit="11")
    return made


def key_of(path: Path, key: str | None) -> str:
    with pytest.raises(AppError) as caught:
        open_data_file(path, a_clock("x"), key)
    return caught.value.key


def test_key_and_salt_are_those_of_sqlcipher(path: Path) -> None:
    raw = raw_key(PASSPHRASE, salt_of(path))
    with closing(connect(path, PASSPHRASE)) as by_passphrase:
        assert by_passphrase.execute("PRAGMA cipher_salt").fetchone()[0] == raw_parts(raw)[1].hex()
        expected = by_passphrase.execute("SELECT * FROM change_log").fetchall()
    with closing(connect(path, raw)) as by_key:
        assert by_key.execute("SELECT * FROM change_log").fetchall() == expected
        assert by_key.execute("PRAGMA cipher_integrity_check").fetchall() == []
    with open_data_file(path, a_clock("x"), PASSPHRASE) as file:
        assert file.raw_key == raw


def test_each_page_is_known_by_its_key(path: Path) -> None:
    check, other = PageCheck(raw_key(PASSPHRASE, salt_of(path))), PageCheck(raw_key("khác", salt_of(path)))
    raw = path.read_bytes()
    pages = [raw[at : at + PAGE_BYTES] for at in range(0, len(raw), PAGE_BYTES)]
    assert all(check.is_whole(number, page) for number, page in enumerate(pages, 1))
    assert not any(other.is_whole(number, page) for number, page in enumerate(pages, 1))
    assert not check.is_whole(3, pages[1])


@pytest.mark.usefixtures("quick_keys")
@pytest.mark.parametrize("at", [16, 40, 4000, 4031, 4032, 4095], ids=lambda at: f"byte {at}")
def test_a_damaged_file_is_told_from_a_wrong_passphrase(path: Path, at: int) -> None:
    assert key_of(path, "một câu khác") == "keys.wrong"
    raw = bytearray(path.read_bytes())
    raw[at] ^= 1
    path.write_bytes(raw)
    assert key_of(path, PASSPHRASE) == "core.damaged"
    assert key_of(path, "một câu khác") == "keys.wrong"
    assert key_of(path, None) == "keys.needed"


def test_where_the_salt_is_damaged_the_key_opens_the_file_and_mends_it(path: Path) -> None:
    raw = raw_key(PASSPHRASE, salt_of(path))
    with path.open("rb+") as file:
        file.write(bytes(16))
    assert key_of(path, PASSPHRASE) == "keys.wrong"  # without the salt nobody can know
    with closing(Office(open_data_file(path, a_clock("x"), raw), "Lan")) as office:
        office.create("place", name="Chợ", unit="11")
    open_data_file(path, a_clock("x"), PASSPHRASE).close()


def test_a_key_of_another_file_is_said(path: Path) -> None:
    assert key_of(path, new_key("một câu khác")) == "keys.code_wrong"


def test_a_file_without_a_passphrase_says_so(tmp_path: Path) -> None:
    Office.new(tmp_path / "lan.db").close()
    assert key_of(tmp_path / "lan.db", PASSPHRASE) == "keys.not_encrypted"


def test_what_is_no_data_file_is_not_taken_for_an_encrypted_one(tmp_path: Path) -> None:
    for name, content in (
        ("ngắn.db", bytes(range(256))),
        ("chữ.db", b"Tuyen truyen " * 900),
        ("không.db", bytes(8192)),
    ):
        (tmp_path / name).write_bytes(content)
        assert key_of(tmp_path / name, None) == "core.not_ours"
    noise = bytes(range(256)) * 17
    (tmp_path / "ảnh.jpg").write_bytes(noise)
    assert why_unreadable(tmp_path / "ảnh.jpg", None) == "core.not_ours"
    assert why_unreadable(tmp_path / "không có.db", None) == "core.not_ours"


def test_another_database_of_sqlcipher_is_none_of_ours(tmp_path: Path) -> None:
    with closing(connect(tmp_path / "lạ.db", PASSPHRASE)) as connection:
        connection.execute("CREATE TABLE a (b)")
    assert key_of(tmp_path / "lạ.db", PASSPHRASE) == "core.not_ours"


def test_of_a_large_file_a_few_pages_are_enough(path: Path) -> None:
    damaged = path.with_name("lớn.db")
    shutil.copyfile(path, damaged)
    with damaged.open("rb+") as file:
        file.seek(PAGE_BYTES)
        rest = file.read()
        for _ in range(40):
            file.write(rest)
        file.seek(0)
        file.write(path.read_bytes()[:16] + bytes(PAGE_BYTES - 16))
    assert not fits(damaged, "một câu khác")
    assert fits(damaged, PASSPHRASE)


@pytest.mark.parametrize("passphrase", ["ngắn", "dài " * 30, "có\tký tự ẩn", "mật\x00khẩu của xã"])
def test_what_is_no_good_passphrase_is_refused(passphrase: str) -> None:
    with refused("Mật khẩu phải có từ 8 đến 90 ký tự"):
        new_key(passphrase)


@pytest.mark.usefixtures("quick_keys")
def test_a_passphrase_is_known_however_its_accents_were_typed() -> None:
    raw = new_key(unicodedata.normalize("NFD", PASSPHRASE))
    assert is_raw(raw)
    assert all(opens_with(raw, unicodedata.normalize(form, PASSPHRASE)) for form in ("NFC", "NFD"))
    assert not opens_with(raw, PASSPHRASE.lower())
    assert not opens_with(raw, raw)
