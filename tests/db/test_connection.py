"""A file is whole and ours, or it is refused in one sentence that says what to do, and not a byte of it changes."""

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2 as sqlite

from db import connection as opening
from db import replaced, store
from db.connection import (
    APPLICATION_ID,
    FILE_FORMAT,
    Connection,
    connect,
    connect_to_look,
    connect_to_memory,
    large_cache,
    progress_handler,
    transaction,
)
from db.data_file import create, open_data_file
from db.error_sentences import sentences
from db.file_check import check
from db.rescue.salvage import salvage
from desktop_app.domain.changes import Edit
from desktop_app.errors import AppError, StoppedError
from desktop_app.texts import in_words
from tests.db.office import Office, a_clock
from tests.db.open_names import is_kept
from tests.processes import run_on_linux
from tests.sentences import refused
from tests.small_plan import SOURCE


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A data file with a few records, closed."""
    office = Office.new(tmp_path / "tệp.db")
    for number in range(20):
        office.create("visit", date="2022-05-01", n=number)
    office.close()
    return office.file.path


def refusal(path: Path, key: str | None = None) -> str:
    """The sentence with which a file is refused; the file and its folder must be as before."""
    before = {file: file.read_bytes() for file in path.parent.iterdir() if file.is_file()}
    with pytest.raises(AppError) as refused:
        open_data_file(path, a_clock("refused"), key)
    assert {file: file.read_bytes() for file in path.parent.iterdir() if file.is_file()} == before
    return in_words(refused.value.message)


def sqlite_error(name: str) -> Any:
    """An error as SQLite reports it."""
    error = sqlite.OperationalError(name)
    error.sqlite_errorname = name
    return error


def change_header(path: Path, statement: str) -> None:
    changed = sqlite.connect(str(path))
    changed.execute(statement)
    changed.close()


# --- files that are not ours ---------------------------------------------------------------------------------------


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "thư.db"
    path.write_bytes("Kính gửi Ủy ban nhân dân huyện\n".encode() * 300)
    assert refusal(path).startswith("“thư.db” không phải là tệp dữ liệu của Sổ Kế hoạch")


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "trống.db"
    path.touch()
    assert "“trống.db” không phải là tệp dữ liệu" in refusal(path)


def test_a_missing_file_is_not_found_and_a_folder_is_called_one(tmp_path: Path) -> None:
    assert refusal(tmp_path / "không có.db").startswith("Không tìm thấy tệp")
    assert "là thư mục, không phải tệp" in refusal(tmp_path)


@pytest.mark.parametrize("journal", ["DELETE", "WAL"])
def test_another_programs_database_is_refused_without_a_trace(tmp_path: Path, journal: str) -> None:
    path = tmp_path / "kế toán.db"
    foreign = sqlite.connect(str(path), isolation_level=None)
    foreign.execute(f"PRAGMA journal_mode = {journal}")
    foreign.execute("CREATE TABLE account (no INTEGER)")
    foreign.close()
    assert "không phải là tệp dữ liệu" in refusal(path)


@pytest.mark.parametrize("number", [0, FILE_FORMAT + 1])
def test_a_file_of_another_format_is_refused_with_one_sentence(path: Path, number: int) -> None:
    change_header(path, f"PRAGMA user_version = {number}")
    assert refusal(path) == (
        "Tệp “tệp.db” không theo định dạng tệp mà phiên bản chương trình này dùng nên không mở được."
    )


def test_tables_that_a_newer_program_added_for_itself_do_not_hinder(path: Path) -> None:
    change_header(path, "CREATE TABLE later (no INTEGER)")
    office = Office.open(path)
    office.create("visit", n=1)
    assert check(office.file) == []
    office.close()


# --- damaged files -------------------------------------------------------------------------------------------------


def test_a_file_cut_short_is_damaged(path: Path) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 8192 * 4096])
    assert refusal(path) == "Tệp “tệp.db” bị hỏng; hãy dùng bản sao lưu gần nhất, hoặc cứu dữ liệu sang sổ mới."


@pytest.mark.parametrize(
    "statement", ["DROP TABLE plan", "DROP TABLE change_log", "DELETE FROM plan", "DELETE FROM meta"]
)
def test_a_file_that_lacks_what_every_file_has_is_damaged(path: Path, statement: str) -> None:
    changed = sqlite.connect(str(path), isolation_level=None)
    changed.execute(statement)
    changed.close()
    assert "bị hỏng" in refusal(path)


def test_a_file_with_a_spoilt_page_is_told_to_be_damaged_when_it_is_met(path: Path) -> None:
    pages = bytearray(path.read_bytes())
    for start in range(4096, len(pages), 4096):
        if b"2022-05-01" in pages[start : start + 4096]:
            pages[start : start + 4096] = b"\xff" * 4096
    path.write_bytes(pages)
    office = Office.open(path)
    with refused("bị hỏng"):
        office.create("visit", n=1)
    with refused("bị hỏng"):
        check(office.file)
    office.close()
    assert path.read_bytes() == bytes(pages)


def test_a_journal_that_a_killed_program_left_is_played_back(path: Path, tmp_path: Path) -> None:
    office = Office.open(path)
    before = path.read_bytes()
    office.run("PRAGMA cache_size = 1")
    office.run("BEGIN IMMEDIATE")
    office.run("UPDATE meta SET value = randomblob(100000) WHERE key = 'author'")
    torn = tmp_path / "torn"
    torn.mkdir()
    for file in (path, path.with_name("tệp.db-journal")):
        shutil.copy(file, torn / file.name)
    office.run("ROLLBACK")
    office.close()
    assert (torn / "tệp.db").read_bytes() != before
    again = Office.open(torn / "tệp.db")
    assert check(again.file) == []
    again.close()


# --- files in use, on full or read-only disks ----------------------------------------------------------------------

HOLD = """
import sys
from sqlcipher3 import dbapi2 as sqlite
held = sqlite.connect(sys.argv[1], isolation_level=None)
held.execute("BEGIN " + sys.argv[2])
print("held", flush=True)
sys.stdin.read()
"""


@contextmanager
def held_by_another_program(path: Path, how: str) -> Iterator[None]:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path), how], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with holder:
        assert holder.stdout
        assert holder.stdout.readline() == "held\n"
        yield
        holder.communicate("")


@pytest.mark.parametrize("how", ["IMMEDIATE", "EXCLUSIVE"])
def test_a_file_that_another_program_writes_is_in_use(path: Path, how: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "BUSY_MS", 50)
    with held_by_another_program(path, how):
        assert refusal(path) == (
            "Tệp “tệp.db” đang được chương trình khác sử dụng; hãy đóng chương trình đó rồi thử lại."
        )
    Office.open(path).close()


def test_an_act_that_another_program_stands_in_the_way_of_is_not_lost_unsaid(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "BUSY_MS", 50)
    office = Office.open(path)
    before = office.run("SELECT count(*) FROM change_log").fetchone()
    with held_by_another_program(path, "IMMEDIATE"), refused("chương trình khác"):
        office.create("visit", n=1)
    assert office.run("SELECT count(*) FROM change_log").fetchone() == before
    office.create("visit", n=1)
    office.close()


@contextmanager
def mounted(folder: Path, options: str) -> Iterator[Path]:
    """A small file system in memory; skipped where this user may not mount one."""
    folder.mkdir()
    failure = run_on_linux("mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder))
    if failure:
        pytest.skip(f"mounting a file system is not allowed here: {failure}")
    try:
        yield folder
    finally:
        assert run_on_linux("umount", str(folder)) == ""


def test_a_full_disk_leaves_what_was_saved_before(path: Path, tmp_path: Path) -> None:
    with mounted(tmp_path / "usb", "size=1m") as usb:
        office = Office.open(Path(shutil.copy(path, usb)))
        filler = usb / "phim.mp4"
        with filler.open("wb", buffering=0) as film:
            while film.write(b"x" * 4096) == 4096 and shutil.disk_usage(usb).free:
                pass
        before = office.file.path.read_bytes()
        with refused(r"Ổ đĩa đã đầy nên chưa ghi được vào “tệp\.db”"):
            office.create("visit", n=1)
        with refused("Ổ đĩa đã đầy"), sentences(office.file.path):
            raise sqlite_error("SQLITE_IOERR_WRITE")
        assert office.file.path.read_bytes() == before
        filler.unlink()
        office.create("visit", n=1)
        assert check(office.file) == []
        office.close()


def test_a_new_file_on_a_full_disk_is_not_left_half_made(tmp_path: Path) -> None:
    with mounted(tmp_path / "usb", "size=64k") as usb:
        with refused("Ổ đĩa đã đầy"):
            Office.new(usb / "mới.db")
        assert list(usb.iterdir()) == []


def test_a_file_on_a_read_only_disk_is_refused(path: Path, tmp_path: Path) -> None:
    with mounted(tmp_path / "usb", "size=1m") as usb:
        copy = Path(shutil.copy(path, usb))
        assert run_on_linux("mount", "-o", "remount,ro", str(usb)) == ""
        assert refusal(copy).startswith("Không ghi được vào “tệp.db” vì ổ đĩa hoặc tệp chỉ cho phép đọc")
        why = "không có quyền" if os.name == "nt" else "ổ đĩa chỉ cho đọc"  # wine says no more of it
        with refused(f"Không tạo được tệp “mới.db”: {why}; hãy kiểm tra ổ đĩa và quyền truy cập"):
            Office.new(usb / "mới.db")


def test_a_file_moved_away_while_it_is_open_is_told(path: Path) -> None:
    office = Office.open(path)
    if is_kept(lambda: path.rename(path.with_name("khác.db"))):
        assert office.create("visit", n=1)
    else:
        with refused("đã bị di chuyển, đổi tên hoặc xóa"):
            office.create("visit", n=1)
    office.close()


def written(office: Office, times: int) -> str:
    """A record that is changed so many times, so that the file is written as often."""
    record = office.create("visit", n=0)
    for number in range(times):
        office.put(record, n=number + 1)
    return record


@pytest.mark.parametrize("key", [None, f"x'{'5c' * 48}'"])
@pytest.mark.parametrize(("ours", "theirs"), [(2, 2), (1, 4), (4, 1)], ids=["as often", "more often", "less often"])
def test_nothing_is_written_into_another_file_that_was_copied_over_an_open_one(
    tmp_path: Path, key: str | None, ours: int, theirs: int
) -> None:
    path, other = tmp_path / "a.db", tmp_path / "b.db"
    office, mai = Office.new(path, key=key), Office.new(other, "Mai", key=key)
    record = written(office, ours)
    written(mai, theirs)
    mai.close()
    path.write_bytes(other.read_bytes())
    for _ in range(2):
        with refused("đã bị thay bằng tệp khác"):
            office.create("visit", n=1)
        with refused("đã bị thay bằng tệp khác"):
            office.put(record, n=100)
    office.close()
    assert path.read_bytes() == other.read_bytes()


def test_a_file_of_another_office_over_a_new_one_is_another(tmp_path: Path) -> None:
    path, other = tmp_path / "a.db", tmp_path / "b.db"
    office = Office.new(path)
    create(other, SOURCE, "1", "Mai", a_clock("Mai"), ()).close()
    path.write_bytes(other.read_bytes())
    with refused("đã bị thay bằng tệp khác"):
        office.create("visit", n=1)
    office.close()
    assert path.read_bytes() == other.read_bytes()


def test_a_look_that_fails_once_calls_no_file_another(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, two = Office.open(path), Office.open(path, "Mai")
    record = written(two, 2)
    looks: list[Path] = []

    def connect(*given: Any) -> Connection:
        looks.append(given[0])
        return connect_to_memory() if len(looks) == 1 else connect_to_look(*given)

    monkeypatch.setattr(replaced, "connect_to_look", connect)
    one.put(record, n=9)
    assert (one.get(record, "n"), len(looks)) == (9, 2)


def test_what_another_window_writes_is_no_other_file(path: Path) -> None:
    one, two = Office.open(path), Office.open(path, "Mai")
    record = written(one, 2)
    two.put(record, n=7)
    one.put(record, n=8)
    two.put(record, n=9)
    assert check(one.file) == []
    one.close()
    two.close()


def test_a_later_copy_of_the_same_file_goes_on(tmp_path: Path) -> None:
    """It was continued elsewhere, and holds all that was written here."""
    path, copy = tmp_path / "a.db", tmp_path / "b.db"
    office = Office.new(path)
    record = written(office, 2)
    shutil.copy(path, copy)
    mai = Office.open(copy, "Mai")
    mai.put(record, n=7)
    mai.close()
    path.write_bytes(copy.read_bytes())
    office.put(record, n=8)
    assert check(office.file) == []
    office.close()


@pytest.mark.parametrize("emptied", [True, False], ids=["its folder is empty now", "its folder is gone"])
def test_a_stick_moved_away_in_the_middle_of_an_act_takes_it_back(path: Path, tmp_path: Path, emptied: bool) -> None:
    stick, moved = tmp_path / "usb", tmp_path / "elsewhere"
    stick.mkdir()
    office = Office.open(Path(shutil.copy(path, stick)))
    changes = office.run("SELECT count(*) FROM change_log").fetchone()
    try:
        stick.rename(moved).rename(stick)
    except PermissionError:  # as Windows has it, unlike wine
        moved = stick
    else:
        with refused("Thay đổi vừa rồi chưa được lưu"), store.writing(office.file):
            store.apply(office.file, [Edit("v-1", "visit", "n", 1)], "edit")
            stick.rename(moved)
            if emptied:
                stick.mkdir()
    office.close()
    again = Office.open(moved / path.name)
    assert again.run("SELECT count(*) FROM change_log").fetchone() == changes
    assert check(again.file) == []
    again.close()


# --- new files -----------------------------------------------------------------------------------------------------


def test_a_new_file_never_overwrites_and_needs_its_folder(path: Path, tmp_path: Path) -> None:
    before = path.read_bytes()
    with refused(r"Tệp “tệp\.db” đã có"):
        Office.new(path)
    assert path.read_bytes() == before
    with refused("Không có thư mục"):
        Office.new(tmp_path / "không" / "có.db")


def test_a_file_is_signed_keeps_a_rollback_journal_and_erases_what_it_deletes(path: Path) -> None:
    office = Office.open(path)

    def pragma(name: str) -> Any:
        return office.run(f"PRAGMA {name}").fetchone()[0]

    assert (pragma("application_id"), pragma("user_version")) == (APPLICATION_ID, FILE_FORMAT)
    assert (pragma("journal_mode"), pragma("synchronous"), pragma("secure_delete")) == ("delete", 3, 1)
    assert (pragma("trusted_schema"), pragma("cell_size_check"), pragma("foreign_keys")) == (0, 1, 1)
    office.close()


def test_a_file_that_another_program_turned_to_wal_is_turned_back(path: Path) -> None:
    change_header(path, "PRAGMA journal_mode = WAL")
    office = Office.open(path)
    assert office.run("PRAGMA journal_mode").fetchone() == ("delete",)
    office.close()
    assert [file.name for file in path.parent.iterdir()] == ["tệp.db"]


# --- encrypted files -----------------------------------------------------------------------------------------------


def test_an_encrypted_file_opens_with_its_passphrase_only(tmp_path: Path) -> None:
    path, key = tmp_path / "mật.db", "Mường Tè 'hai' \"ba\""
    data = open_or_create(path, key)
    data.close()
    assert b"SQLite format 3" not in path.read_bytes()
    assert "Lan, văn phòng huyện".encode() not in path.read_bytes()
    again = Office(open_data_file(path, a_clock("again"), key), "Lan")
    assert again.file.encrypted
    assert again.run("SELECT name FROM place").fetchall() == [("Bến",)]
    assert check(again.file) == []
    again.close()
    assert refusal(path, "khác").startswith("Mật khẩu này không mở được “mật.db”")
    assert refusal(path).startswith("“mật.db” có mật khẩu")


def open_or_create(path: Path, key: str) -> Office:
    from db.data_file import create

    office = Office(create(path, SOURCE, "11", "Lan, văn phòng huyện", a_clock("key"), (), key), "Lan")
    office.create("place", name="Bến")
    return office


def test_a_passphrase_for_a_file_without_one_is_refused(path: Path) -> None:
    assert refusal(path, "bí mật").startswith("“tệp.db” không có mật khẩu")


# --- what is a sentence and what is a bug --------------------------------------------------------------------------


def test_our_own_mistakes_stay_bugs(path: Path) -> None:
    office = Office.open(path)
    with pytest.raises(sqlite.OperationalError, match="no such table"), transaction(office.file.connection, path):
        office.run("SELECT * FROM nowhere")
    office.close()


def test_a_disk_that_fails_says_so(tmp_path: Path) -> None:
    with refused("Ổ đĩa báo lỗi"), sentences(tmp_path / "a.db"):
        raise sqlite_error("SQLITE_IOERR_READ")


def test_a_stick_that_is_gone_is_a_disk_that_fails(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(_: Path) -> None:
        raise OSError(errno.ENOTCONN, os.strerror(errno.ENOTCONN))

    monkeypatch.setattr(shutil, "disk_usage", gone)
    with refused("Ổ đĩa"), sentences(path):
        raise sqlite.OperationalError("disk I/O error")


def test_a_file_whose_folder_is_gone_was_moved_and_is_not_called_read_only(tmp_path: Path) -> None:
    """So it is with a stick that was pulled out: its journal can't be opened any more."""
    with refused("đã bị di chuyển"), sentences(tmp_path / "USB" / "sổ.db"):
        raise sqlite.OperationalError("unable to open database file")


def test_what_failed_is_told_and_not_that_nothing_can_be_tidied_up_after_it(path: Path) -> None:
    there = connect(path)
    with refused("không đọc lại được"), large_cache(there):
        there.close()
        raise AppError("file.unsure", file=path.name)


def test_a_disk_that_fills_up_under_a_backup_says_so(tmp_path: Path) -> None:
    """SQLite gives no code then, only its own words."""
    with mounted(tmp_path / "usb", "size=64k") as usb, closing(connect(tmp_path / "large.db")) as large:
        large.execute("CREATE TABLE t AS SELECT zeroblob(300000) AS x")
        with refused("Ổ đĩa đã đầy"), sentences(usb / "a.db"), closing(connect(usb / "a.db")) as copy:
            large.backup(copy, pages=5)


def test_a_folder_in_the_place_of_a_file_can_not_be_opened(tmp_path: Path) -> None:
    with refused("Không mở được tệp"), sentences(tmp_path):
        connect(tmp_path)


# --- what was acknowledged stays -----------------------------------------------------------------------------------

TYPE = """
import sys
from pathlib import Path
from tests.db.office import Office
office = Office.open(Path(sys.argv[1]))
visit, number = sys.argv[2], int(sys.argv[3])
while True:
    number += 1
    office.put(visit, n=number)
    print(number, flush=True)
"""


def test_what_was_acknowledged_survives_a_kill_while_saving(path: Path) -> None:
    office = Office.open(path)
    visit = str(office.run("SELECT min(id) FROM visit").fetchone()[0])
    office.close()
    last = 100
    for kill in range(10):
        command = [sys.executable, "-c", TYPE, str(path), visit, str(last)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]) as typist:
            assert typist.stdout
            for _ in range(3 + 7 * kill):
                last = int(typist.stdout.readline())
            typist.kill()
            last = max([last, *map(int, typist.stdout.read().split())])
        office = Office.open(path)
        assert office.get(visit, "n") in (last, last + 1)
        assert check(office.file) == []
        last = int(office.get(visit, "n"))
        office.close()


@pytest.mark.parametrize("letters", [300, 252, 245])  # with “.db”: too many, the most, and too many for a journal
def test_a_name_that_is_too_long_is_told_as_such(path: Path, tmp_path: Path, letters: int) -> None:
    long = tmp_path / ("a" * letters + ".db")
    with refused("quá dài"):
        create(long, SOURCE, "11", "Lan", a_clock("Lan"), ())
    with refused("quá dài"):
        open_data_file(long, a_clock("long"))
    if letters < 255:
        shutil.copy(path, long)
        with refused("quá dài"):
            open_data_file(long, a_clock("long"))


@pytest.mark.skipif(os.name == "nt", reason="there SQLite takes a path as long as the system does")
def test_a_path_that_is_too_long_for_sqlite_is_told_as_such(path: Path, tmp_path: Path) -> None:
    folder = tmp_path / ("ộ" * 70) / ("a" * 20)
    folder.mkdir(parents=True)
    left = 512 - len(os.fsencode(folder / ".db-journal"))
    assert 0 < left < 240
    shutil.copy(path, longest := folder / ("a" * left + ".db"))
    open_data_file(longest, a_clock("long")).close()
    longer = longest.rename(longest.with_name("a" + longest.name))
    with refused("quá dài"):
        open_data_file(longer, a_clock("long"))


@pytest.mark.skipif(os.name == "nt", reason="there no folder holds pipes or devices")
def test_a_pipe_or_a_device_is_told_as_such_and_never_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "ống.db"
    os.mkfifo(pipe)
    for special in (pipe, Path("/dev/zero")):
        with refused("thiết bị hoặc ống dẫn"):
            open_data_file(special, a_clock("pipe"))
        with refused("thiết bị hoặc ống dẫn"):
            salvage(special, tmp_path / "cứu.db", a_clock("pipe"), lambda _: ())


@pytest.mark.parametrize("name", [":memory:", "file:sổ.db"])
def test_a_name_that_looks_like_an_address_is_a_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    create(Path(name), SOURCE, "11", "Lan", a_clock("Lan"), ()).close()
    assert (tmp_path / name).is_file()


def test_what_tidies_up_after_a_stop_is_let_through(path: Path) -> None:
    long = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 300000) SELECT count(*) FROM n"
    opened = connect(path)
    asked: list[bool] = []

    def stop() -> None:
        asked.append(True)
        raise StoppedError

    tidied: list[tuple[int]] = []

    def work() -> None:
        try:
            opened.execute(long).fetchone()
        finally:
            tidied.extend(opened.execute(long).fetchall())

    with pytest.raises(StoppedError), progress_handler(opened, stop):
        work()
    opened.close()
    assert (asked, tidied) == ([True], [(300000,)])
