"""A damaged encrypted file gives back with its key what the same file gives back without encryption."""

import random
from contextlib import closing
from pathlib import Path

import pytest

from db.connection import FILE_FORMAT, connect
from db.data_file import open_data_file
from db.file_check import check
from db.keys import PAGE_BYTES, RESERVED_BYTES, new_key, raw_key, raw_parts, salt_of
from db.rescue.decrypting import decrypted
from db.rescue.salvage import salvage
from db.rewriting import rewrite
from desktop_app.domain.salvaged import Salvaged
from tests.db.office import Office, a_clock
from tests.db.test_salvage import LONG, find_plan, log_of
from tests.sentences import refused

PASSPHRASE = "mật khẩu của xã"
KEY = new_key(PASSPHRASE)
RECORDS = 300


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("whole") / "lan.db"
    with closing(Office.new(path, key=KEY)) as office:
        office.create("place", name=LONG, unit="11")
        for n in range(RECORDS):
            office.create("place", name=f"Bản {n}", unit="11")
    return path


@pytest.fixture
def path(whole: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "lan.db"
    copy.write_bytes(whole.read_bytes())
    return copy


def saved(path: Path, key: str | None) -> Salvaged:
    out = path.with_name("cứu.db")
    done = salvage(path, out, a_clock("s"), find_plan, key)
    with closing(open_data_file(out, a_clock("x"), key)) as file:
        assert check(file) == []
        assert file.encrypted == (key is not None)
    out.unlink()
    return done


def test_each_page_is_decrypted_as_sqlcipher_does_it(path: Path) -> None:
    clear = path.with_name("rõ.db")
    clear.write_bytes(decrypted(path, KEY, path.parent))
    assert len(clear.read_bytes()) == len(path.read_bytes())
    assert clear.read_bytes()[20] == RESERVED_BYTES
    with closing(connect(clear)) as plain, closing(connect(path, KEY)) as encrypted:
        assert plain.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        for table in ("change_log", "act", "record", "place", "meta", "plan"):
            query = f"SELECT * FROM {table}"
            assert plain.execute(query).fetchall() == encrypted.execute(query).fetchall()


@pytest.mark.parametrize("pages", [1, 2, 255, 256, 257, 515])
def test_files_of_any_length_are_decrypted(whole: Path, tmp_path: Path, pages: int) -> None:
    raw, key, path = whole.read_bytes(), KEY, tmp_path / "dài.db"
    count = len(raw) // PAGE_BYTES
    path.write_bytes(b"".join(raw[n % count * PAGE_BYTES :][:PAGE_BYTES] for n in range(pages)))
    once, found = decrypted(whole, key, tmp_path), decrypted(path, key, tmp_path)
    assert len(found) == pages * PAGE_BYTES
    for n in (n for n in range(pages) if n % count):
        assert found[n * PAGE_BYTES :][:PAGE_BYTES] == once[n % count * PAGE_BYTES :][:PAGE_BYTES]


@pytest.mark.parametrize("key", [PASSPHRASE, KEY], ids=["passphrase", "recovery page"])
def test_of_a_whole_file_everything_is_saved(path: Path, key: str) -> None:
    done = saved(path, key)
    assert (done.lost, done.own_plan) == (0, True)
    assert done.changes == 2 * (RECORDS + 1)


def test_a_file_of_another_format_is_refused(path: Path) -> None:
    with closing(connect(path, KEY)) as connection:
        connection.execute(f"PRAGMA user_version = {FILE_FORMAT + 1}")
    with refused("không theo định dạng tệp"):
        saved(path, PASSPHRASE)
    assert not path.with_name("cứu.db").exists()


def test_passphrase_and_recovery_page_open_what_was_saved(path: Path) -> None:
    out = path.with_name("cứu.db")
    salvage(path, out, a_clock("s"), find_plan, PASSPHRASE)
    assert raw_key(PASSPHRASE, salt_of(out)) == KEY
    open_data_file(out, a_clock("x"), KEY).close()


@pytest.mark.parametrize("seed", range(6))
def test_where_pages_are_lost_as_much_is_saved_as_of_a_plain_file(path: Path, seed: int) -> None:
    plain = path.with_name("rõ.db")
    plain.write_bytes(decrypted(path, KEY, path.parent))
    count = len(path.read_bytes()) // PAGE_BYTES
    lost = random.Random(seed).sample(range(count), 1 + seed * 2)
    for file in (path, plain):
        with file.open("rb+") as stream:
            for page in lost:
                stream.seek(page * PAGE_BYTES)
                stream.write(bytes(PAGE_BYTES))
    if 0 in lost:  # the first page of a plain file also says how large the pages are
        return
    assert saved(path, KEY) == saved(plain, None)


def test_the_first_page_may_be_lost_where_the_recovery_page_is_there(path: Path) -> None:
    with path.open("rb+") as file:
        file.write(bytes(PAGE_BYTES))
    assert saved(path, KEY).changes == 2 * (RECORDS + 1)
    with refused("Mật khẩu này không mở được"):
        saved(path, PASSPHRASE)


def test_a_flipped_bit_spoils_no_more_than_its_row(path: Path) -> None:
    raw = bytearray(path.read_bytes())
    raw[10 * PAGE_BYTES + 2000] ^= 8
    path.write_bytes(raw)
    assert saved(path, KEY).changes >= 2 * RECORDS - 4


def test_a_wrong_key_is_not_taken_for_damage(path: Path) -> None:
    before = path.read_bytes()
    for key, sentence in (
        ("một câu khác", "Mật khẩu này không mở được"),
        (new_key("một câu khác"), "Trang mã dự phòng này không mở được"),
        (None, "có mật khẩu"),
    ):
        with refused(sentence):
            salvage(path, path.with_name("cứu.db"), a_clock("s"), find_plan, key)
    rewrite(path, KEY, None)
    with refused("không có mật khẩu"):
        salvage(path, path.with_name("cứu.db"), a_clock("s"), find_plan, PASSPHRASE)
    assert before[:16] == raw_parts(KEY)[1]


def test_nothing_clear_is_left_elsewhere(path: Path) -> None:
    decrypted(path, KEY, path.parent)
    assert all("Bản 7".encode() not in file.read_bytes() for file in path.parent.iterdir())


def flipped(path: Path, pages: range, seed: int) -> Path:
    """A copy in which one bit of each of these pages is another."""
    raw, chance = bytearray(path.read_bytes()), random.Random(seed)
    for page in pages:
        raw[page * PAGE_BYTES + chance.randrange(100, 4000)] ^= 1 << chance.randrange(8)
    copy = path.with_name("lật.db")
    copy.write_bytes(raw)
    return copy


def test_what_stood_on_pages_that_are_not_whole_is_told(path: Path) -> None:
    count, before = len(path.read_bytes()) // PAGE_BYTES, log_of(path, KEY)
    out, flips = path.with_name("cứu.db"), flipped(path, range(1, count), 3)
    told = salvage(flips, out, a_clock("s"), find_plan, KEY)
    wrong = {stamp for stamp, row in log_of(out, KEY).items() if before.get(stamp) != row}
    assert told.unsure >= len(wrong)
    assert told.unsure > 0
    out.unlink()
    assert saved(path, KEY).unsure == 0


def test_what_a_whole_page_says_is_believed_before_another(path: Path) -> None:
    """The acts stand in a table and in an index, so that each hurt page is made up for by a whole one."""
    out, before = path.with_name("cứu.db"), log_of(path, KEY)
    flips = flipped(path, range(8, 9), 1)
    told = salvage(flips, out, a_clock("s"), find_plan, KEY)
    assert told.changes + told.lost >= len(before)
    log = log_of(out, KEY)
    assert {stamp for stamp, row in log.items() if before.get(stamp) != row} == set() or told.unsure


@pytest.mark.parametrize("key", [PASSPHRASE, KEY], ids=["passphrase", "recovery page"])
def test_a_key_is_known_though_no_page_is_whole(path: Path, key: str) -> None:
    count = len(path.read_bytes()) // PAGE_BYTES
    flips = flipped(path, range(count), 5)
    told = salvage(flips, path.with_name("cứu.db"), a_clock("s"), find_plan, key)
    assert told.changes == told.unsure > RECORDS
    path.with_name("cứu.db").unlink()
    with refused("không mở được"):
        salvage(flips, path.with_name("cứu.db"), a_clock("s"), find_plan, new_key("một câu khác"))
