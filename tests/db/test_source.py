"""Files from outside: found by content, copied, and refused with one sentence unless they are whole and ours."""

import errno
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_LZMA, ZipFile

import pytest

from db import connection as opening
from db.connection import APPLICATION_ID, FILE_FORMAT, connect
from db.data_file import open_data_file
from db.data_file_opening import open_file
from db.merging import inspection
from db.merging import source as source_module
from db.merging.inspection import inspect_copy
from db.merging.merge import merge_files
from db.merging.source import find_sources, refusing, take_copy
from desktop_app.domain.merging import Source
from desktop_app.domain.plan import canonical_json, plan_digest
from desktop_app.errors import AppError, StoppedError
from desktop_app.plan_bundle import is_bundle, read_bundle
from desktop_app.session import exchange
from desktop_app.sheets.book_reading import read_book
from desktop_app.texts import in_words
from tests.db.office import Office, a_clock
from tests.db.test_merge import Two, alter, log, take, told
from tests.processes import most_memory
from tests.sentences import refused
from tests.small_plan import SOURCE


def looked_at(source: Source, folder: Path) -> None:
    """Copy a file from outside and look it through, as a merge does."""
    with refusing(source):
        take_copy(source, folder / "source.db", lambda: None)
        inspect_copy(source, folder / "source.db", lambda: None)


@pytest.fixture
def file(lan: Office) -> Path:
    """A data file with a record."""
    lan.create("visit", n=1, m=1)
    return lan.file.path


@pytest.fixture
def refusal(tmp_path: Path) -> Callable[..., str]:
    """Why a file is refused."""
    folder = tmp_path / "private"
    folder.mkdir()

    def refused(path: Path, passphrase: str | None = None) -> str:
        with pytest.raises(AppError) as caught:
            looked_at(Source(path, path.name, passphrase), folder)
        for made in folder.iterdir():
            made.unlink()
        return caught.value.key

    return refused


# --- found ------------------------------------------------------------------------------------------------------------


def test_data_files_are_found_by_their_content_in_a_folder_and_below(file: Path, tmp_path: Path) -> None:
    folder = tmp_path / "Zalo"
    (folder / "xã").mkdir(parents=True)
    for name in ("Xã A (1).db", "xã/báo cáo.docx"):
        shutil.copy(file, folder / name)
    (folder / "ghi chú.txt").write_text("một", encoding="utf-8")
    (folder / "trống.db").touch()
    with suppress(OSError):  # on Windows only an administrator makes links
        (folder / "mất.db").symlink_to(folder / "không có")
    connect(folder / "khác.db").execute("CREATE TABLE t (a)").connection.close()
    found = find_sources([folder], {}, file)
    assert [source.name for source in found] == ["xã/báo cáo.docx", "Xã A (1).db"]


def test_a_file_named_twice_is_there_once(file: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copy(file, tmp_path / "a.db"))
    found = find_sources([copy, tmp_path, copy], {}, file)
    assert [source.path for source in found] == [copy]


def test_an_encrypted_file_in_a_folder_is_found_by_its_passphrase(file: Path, tmp_path: Path) -> None:
    secret = tmp_path / "mật.db"
    secret.write_bytes(b"\x01" * 4096)
    assert [source.passphrase for source in find_sources([tmp_path], {secret: "x"}, file)] == ["x"]


def test_a_file_that_can_not_be_read_is_passed_over_in_a_folder(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(file, tmp_path / "a.db")

    def unreadable(*_: object) -> object:
        raise PermissionError

    monkeypatch.setattr(Path, "open", unreadable)
    assert find_sources([tmp_path], {}, file) == []


@pytest.mark.parametrize(("most", "found"), [(3, 2), (2, None)])
def test_a_folder_of_very_many_files_is_not_looked_through(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int, found: int | None
) -> None:
    """A whole disk perhaps, named by mistake or led to by a link."""
    folder = tmp_path / "Zalo"
    (folder / "xã").mkdir(parents=True)
    for name in ("a.db", "xã/b.db", "c.txt"):
        shutil.copy(file, folder / name) if name != "c.txt" else (folder / name).touch()
    monkeypatch.setattr(source_module, "MOST_FILES", most)
    if found is None:
        with refused("Thư mục “.*Zalo” có hơn 2 tệp"):
            find_sources([folder], {}, file)
    else:
        assert len(find_sources([folder], {}, file)) == found


def test_looking_through_a_folder_can_be_stopped(lan: Office, tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).touch()

    def stop(*_: object) -> None:
        raise StoppedError

    with pytest.raises(StoppedError):
        exchange.find_sources(lan.file, [tmp_path], report_progress=stop)


@pytest.mark.skipif(
    os.name == "nt", reason="on Windows nothing in a folder is a pipe, and links are for administrators"
)
def test_what_never_ends_to_be_read_is_no_file(file: Path, tmp_path: Path, refusal: Callable[..., str]) -> None:
    circle, pipe, beside = tmp_path / "vòng.db", tmp_path / "ống.db", Path(f"{file}-journal")
    circle.symlink_to(circle.name)
    for path in (pipe, beside):
        os.mkfifo(path)
    assert [source.name for source in find_sources([circle, pipe], {}, file)] == ["vòng.db", "ống.db"]
    assert (refusal(circle), refusal(pipe), refusal(file)) == ("core.no_file", "core.special_file", "merge.unreadable")
    with refused("Không mở được tệp"):
        open_file(file)
    assert not is_bundle(pipe)
    with refused("đó không phải là tệp"):
        read_bundle(pipe)
    with refused("đó không phải là tệp"):
        read_book(pipe)


@pytest.mark.skipif(os.name == "nt", reason="nothing in a folder is a pipe there")
@pytest.mark.usefixtures("quick_keys")
def test_what_never_ends_to_be_read_is_no_file_for_whoever_gives_a_passphrase(lan: Office, tmp_path: Path) -> None:
    pipe, secret = tmp_path / "ống.db", encrypted(lan.file.path, "bí mật")
    os.mkfifo(pipe)
    os.mkfifo(f"{secret}-journal")
    given = {pipe: "bí mật", secret: "bí mật"}
    result = exchange.preview(lan.file, exchange.find_sources(lan.file, [pipe, secret], given))
    assert ["thiết bị hoặc ống dẫn" in in_words(report.reason) for report in result.reports] == [True, False]
    assert [report.status for report in result.reports] == ["refused", "refused"]
    assert exchange.opens_with_passphrase(pipe, "bí mật")


# --- out of a zip file ------------------------------------------------------------------------------------------------


def test_data_files_in_a_zip_file_are_found_and_taken(two: Two, tmp_path: Path) -> None:
    lan, mai = two
    mai.create("visit", n=1)
    folder = tmp_path / "Zalo"
    folder.mkdir()
    with ZipFile(folder / "gửi.zip", "w", ZIP_DEFLATED) as packed:
        packed.write(mai.file.path, "xã/số liệu.dat")
        packed.writestr("ghi chú.txt", "một")
        packed.mkdir("trống")
    with ZipFile(folder / "báo cáo.docx", "w") as packed:
        packed.writestr("word/document.xml", "<a/>")
    for given in (folder, folder / "gửi.zip"):
        (source,) = find_sources([given], {}, lan.file.path)
        assert source.name == "gửi.zip/xã/số liệu.dat"
    assert told(take(lan, folder).reports[0]) == ("merged", 1, 0, 0, 0)
    assert log(lan) == log(mai)


def test_a_zip_file_without_a_data_file_is_refused(two: Two, tmp_path: Path) -> None:
    with ZipFile(tmp_path / "a.zip", "w") as packed:
        packed.writestr("ghi chú.txt", "một")
    report = take(two[0], tmp_path / "a.zip").reports[0]
    assert (report.status, "hãy giải nén rồi chọn lại" in in_words(report.reason)) == ("refused", True)


def test_a_damaged_zip_file_is_refused(file: Path, tmp_path: Path, refusal: Callable[..., str]) -> None:
    whole = tmp_path / "whole.zip"
    with ZipFile(whole, "w", ZIP_DEFLATED) as packed:
        packed.write(file, "a.db")
    (source,) = find_sources([whole], {}, file)
    raw = bytearray(whole.read_bytes())
    raw[600:640] = bytes(40)
    whole.write_bytes(raw)
    with refused("hãy giải nén"):
        looked_at(source, tmp_path)
    whole.write_bytes(raw[:3000])
    assert refusal(whole) == "merge.zip"
    assert [source.member for source in find_sources([whole], {}, file)] == [None]


def test_a_zip_file_that_another_one_was_put_in_the_place_of_is_refused(
    two: Two, tmp_path: Path, refusal: Callable[..., str]
) -> None:
    lan, mai = two
    mai.create("visit", n=1)
    packed_at = tmp_path / "gửi.zip"
    for name in ("a.db", "b.db"):
        with ZipFile(packed_at, "w") as packed:
            packed.write(mai.file.path, name)
        if name == "a.db":
            found = find_sources([packed_at], {}, lan.file.path)
            staged = exchange.stage(lan.file, found)
    with refused("hãy giải nén"):
        looked_at(found[0], tmp_path)
    assert exchange.merge_staged(lan.file, staged, found).changed_sources == [found[0].name]
    staged.close()


def test_a_zip_file_with_two_files_of_one_name_is_refused(two: Two, tmp_path: Path) -> None:
    """Only the last of them could be read, and nobody would know of the other one."""
    lan, mai = two
    with ZipFile(tmp_path / "a.zip", "w") as packed:
        packed.write(mai.file.path, "a.db")
        with pytest.warns(UserWarning, match="Duplicate"):
            packed.write(mai.file.path, "a.db")
    report = take(lan, tmp_path / "a.zip").reports[0]
    assert (report.status, "hãy giải nén rồi chọn lại" in in_words(report.reason)) == ("refused", True)


@pytest.mark.parametrize("method", [ZIP_BZIP2, ZIP_LZMA])
def test_a_zip_file_packed_in_a_rare_way_and_damaged_is_refused(
    file: Path, tmp_path: Path, refusal: Callable[..., str], method: int
) -> None:
    whole = tmp_path / "whole.zip"
    with ZipFile(whole, "w", method) as packed:
        packed.write(file, "a.db")
    raw = bytearray(whole.read_bytes())
    raw[60:200] = bytes(140)
    whole.write_bytes(raw)
    assert refusal(whole) == "merge.zip"


def test_a_zip_file_whose_names_are_no_letters_is_refused(
    file: Path, tmp_path: Path, refusal: Callable[..., str]
) -> None:
    whole = tmp_path / "whole.zip"
    with ZipFile(whole, "w", ZIP_DEFLATED) as packed:
        packed.write(file, "ế.db")
    whole.write_bytes(whole.read_bytes().replace("ế".encode(), b"\xff\xff\xff"))
    assert refusal(whole) == "merge.zip"


def test_a_zip_file_with_too_many_data_files_is_refused(two: Two, tmp_path: Path) -> None:
    lan, mai = two
    head = mai.file.path.read_bytes()[:4096]
    for number, found in (
        (source_module.MOST_MEMBERS, source_module.MOST_MEMBERS),
        (source_module.MOST_MEMBERS + 1, 1),
    ):
        with ZipFile(tmp_path / "a.zip", "w") as packed:
            for member in range(number):
                packed.writestr(f"{member}.db", head)
        assert len(find_sources([tmp_path / "a.zip"], {}, lan.file.path)) == found
    report = take(lan, tmp_path / "a.zip").reports[0]
    assert (report.status, "hãy giải nén rồi chọn lại" in in_words(report.reason)) == ("refused", True)


def test_a_member_that_is_too_large_is_refused(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with ZipFile(tmp_path / "a.zip", "w") as packed:
        packed.write(file, "a.db")
    monkeypatch.setattr(source_module, "MOST_TIMES", 0)
    (source,) = find_sources([tmp_path / "a.zip"], {}, file)
    with refused("hãy giải nén"):
        looked_at(source, tmp_path)


# --- encrypted --------------------------------------------------------------------------------------------------------


def encrypted(file: Path, passphrase: str) -> Path:
    """The same file under a passphrase."""
    other = file.with_name("mật.db")
    connection = connect(file)
    connection.execute("ATTACH DATABASE ? AS other KEY ?", (str(other), passphrase))
    connection.execute("SELECT sqlcipher_export('other')")
    connection.execute(f"PRAGMA other.application_id = {APPLICATION_ID}")
    connection.execute("PRAGMA other.user_version = 1")
    connection.close()
    return other


@pytest.mark.usefixtures("quick_keys")
def test_an_encrypted_file_is_taken_with_its_passphrase(two: Two) -> None:
    lan, mai = two
    mai.create("visit", n=1)
    sources = find_sources([secret := encrypted(mai.file.path, "bí mật")], {secret: "bí mật"}, lan.file.path)
    assert merge_files(lan.file, sources, dry_run=False).reports[0].status == "merged"
    assert log(lan) == log(mai)


@pytest.mark.usefixtures("quick_keys")
def test_an_encrypted_file_takes_in_a_plain_one(two: Two) -> None:
    lan, mai = two
    secret = Office(open_data_file(encrypted(lan.file.path, "bí mật"), a_clock(1), "bí mật"), "Lan")
    mai.create("visit", n=1)
    assert take(secret, mai).reports[0].status == "merged"
    assert log(secret) == log(mai)
    secret.close()


def state_of(folder: Path) -> dict[str, tuple[bytes, int]]:
    """What lies in a folder, and when each file was written."""
    return {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.iterdir()}


@pytest.mark.usefixtures("quick_keys")
@pytest.mark.parametrize("left", [(), ("-wal",), ("-wal", "-shm")])
def test_an_encrypted_file_with_a_write_ahead_log_is_read_with_it_and_nothing_is_left_beside_it(
    two: Two, tmp_path: Path, left: tuple[str, ...]
) -> None:
    """As another program sets it; that shows only in what is encrypted."""
    lan, mai = two
    mai.create("visit", n=1)
    expected, folder = log(mai), tmp_path / "USB"
    secret = encrypted(mai.file.path, "bí mật")
    folder.mkdir()
    with closing(connect(secret, "bí mật")) as other:
        other.execute("PRAGMA journal_mode = WAL")
        other.execute("CREATE TABLE another (a)")
        for end in ("", *left):
            shutil.copy(f"{secret}{end}", folder / f"xã.db{end}")
    before = state_of(folder)
    sources = exchange.find_sources(lan.file, [folder / "xã.db"], {folder / "xã.db": "bí mật"})
    assert merge_files(lan.file, sources, dry_run=False).reports[0].status == "merged"
    assert log(lan) == expected
    assert state_of(folder) == before


@pytest.mark.usefixtures("quick_keys")
def test_a_passphrase_is_that_of_a_file_whatever_path_leads_to_it(
    two: Two, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lan, mai = two
    secret = encrypted(mai.file.path, "bí mật")
    monkeypatch.chdir(secret.parent)
    for given, known in (
        (Path(secret.name), secret), (secret, Path(secret.name)), (tmp_path, Path(secret.name)),
    ):  # fmt: skip
        found = find_sources([given], {known: "bí mật"}, lan.file.path)
        assert "bí mật" in [source.passphrase for source in found if source.path.name == secret.name]


@pytest.mark.usefixtures("quick_keys")
def test_a_wrong_passphrase_is_said(file: Path, refusal: Callable[..., str]) -> None:
    secret = encrypted(file, "bí mật")
    assert refusal(secret, "khác") == "keys.wrong"
    assert refusal(secret) == "keys.needed"


def test_a_row_that_its_index_does_not_lead_to_is_damage(two: Two, tmp_path: Path, refusal: Callable[..., str]) -> None:
    """One bit of a stamp that flipped in a table, not in its index."""
    _, mai = two
    mai.create("visit", n=1)
    (act,) = mai.run("SELECT max(id) FROM act").fetchone()
    raw = mai.file.path.read_bytes()
    places = [at for at in range(len(raw)) if raw.startswith(act, at)]
    found = set()
    for at in places:
        spoilt = tmp_path / f"{at}.db"
        spoilt.write_bytes(raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :])
        found.add(refusal(spoilt))
    assert (found, len(places)) == ({"core.damaged"}, 2)


# --- refused ----------------------------------------------------------------------------------------------------------


def test_what_is_no_data_file_is_refused(tmp_path: Path, refusal: Callable[..., str]) -> None:
    (tmp_path / "text.db").write_text("một hai ba " * 100, encoding="utf-8")
    (tmp_path / "empty.db").touch()
    connect(tmp_path / "other.db").execute("CREATE TABLE t (a)").connection.close()
    for name in ("text.db", "empty.db", "other.db"):
        assert refusal(tmp_path / name) == "core.not_ours"
    assert refusal(tmp_path / "nowhere.db") == "core.no_file"


def test_a_file_in_other_letters_is_refused(file: Path, tmp_path: Path, refusal: Callable[..., str]) -> None:
    other = tmp_path / "khác.db"
    with closing(connect(file)) as ours, closing(connect(other, None, "PRAGMA encoding = 'UTF-16le'")) as theirs:
        for table, sql in ours.execute("SELECT name, sql FROM sqlite_schema WHERE rootpage AND sql <> ''").fetchall():
            if sql.startswith("CREATE TABLE") and not table.startswith("_search_text"):
                theirs.execute(sql)
                for row in ours.execute(f'SELECT * FROM "{table}"').fetchall():
                    theirs.execute(f'INSERT INTO "{table}" VALUES ({", ".join("?" * len(row))})', row)
        for pragma in (f"application_id = {APPLICATION_ID}", f"user_version = {FILE_FORMAT}"):
            theirs.execute(f"PRAGMA {pragma}")
    assert refusal(other) == "core.damaged"
    with refused("bị hỏng"):
        open_data_file(other, a_clock(1))


def test_a_newer_log_format_is_refused(file: Path, refusal: Callable[..., str]) -> None:
    assert refusal(alter(file, f"PRAGMA user_version = {FILE_FORMAT + 1}")) == "core.other_format"


def test_a_file_in_use_is_refused_while_it_is_written(
    file: Path, refusal: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "BUSY_MS", 10)
    other = connect(file)
    other.execute("BEGIN EXCLUSIVE")
    assert refusal(file) == "core.file_in_use"
    other.close()


def test_a_disk_that_fails_is_said(file: Path, refusal: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> object:
        raise OSError

    with_wal = alter(file, "PRAGMA journal_mode = WAL")
    monkeypatch.setattr(source_module, "_pour", fails)
    assert refusal(with_wal) == "merge.unreadable"


PAGE, LISTED = 4096, 1000  # bytes of a page; pages that one of the free ones lists
ENDLESS = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"


@pytest.mark.parametrize(
    "statement",
    [
        f"CREATE VIEW v AS {ENDLESS}",
        f"CREATE TRIGGER t AFTER INSERT ON visit BEGIN INSERT INTO kind (name) {ENDLESS}; END",
        "CREATE VIRTUAL TABLE other USING fts5 (a)",
        "CREATE INDEX more ON change_log (value, replaces, covers)",
        "CREATE TABLE large AS SELECT zeroblob(3000000) AS a",
    ],
)
def test_what_another_program_put_into_a_file_is_not_read_and_no_reason_to_refuse_it(two: Two, statement: str) -> None:
    lan, mai = two
    mai.create("visit", n=1)
    assert told(take(lan, alter(mai.file.path, statement)).reports[0]) == ("merged", 1, 0, 0, 0)
    assert log(lan) == log(mai)


def test_thirty_thousand_parts_are_passed_over_at_once(two: Two) -> None:
    lan, mai = two
    mai.create("visit", n=1)
    name = "printf('v%d', value)"
    path = alter(
        mai.file.path,
        "PRAGMA writable_schema = ON",
        f"INSERT INTO sqlite_schema SELECT 'view', {name}, {name}, 0, printf('CREATE VIEW v%d AS SELECT 1', value)"
        " FROM (WITH RECURSIVE n (value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n LIMIT 30000) SELECT * FROM n)",
    )
    start = time.process_time()
    assert take(lan, path).reports[0].status == "merged"
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    "statements",
    [
        ("ALTER TABLE change_log ADD COLUMN more AS (1)",),
        ("DROP TABLE plan", "CREATE VIEW plan AS SELECT 1 AS id, 1 AS edition, '' AS digest, '' AS body"),
        ("DROP TABLE kind", "CREATE VIRTUAL TABLE kind USING fts5 (no, name)"),
        (
            "PRAGMA writable_schema = ON",
            "UPDATE sqlite_schema SET sql = replace(sql, 'TEXT', 'TEXT Collate nowhere') WHERE name = 'act'",
        ),
    ],
)
def test_a_table_that_is_worked_out_or_ordered_in_its_own_way_is_hostile(
    file: Path, refusal: Callable[..., str], statements: tuple[str, ...]
) -> None:
    assert refusal(alter(file, *statements)) == "merge.hostile"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE change_log SET value = printf('%.*c', 100000000, 'x') WHERE value = 1",
        "UPDATE act SET author = printf('%.*c', 100000000, 'x')",
        "UPDATE kind SET name = printf('%.*c', 100000000, 'x') WHERE no = 1",
        "UPDATE meta SET value = printf('%.*c', 100000000, 'x') WHERE key = 'author'",
    ],
)
def test_a_value_longer_than_any_we_write_is_not_even_read(
    file: Path, refusal: Callable[..., str], statement: str
) -> None:
    assert refusal(alter(file, statement)) == "merge.too_long"


def test_a_large_file_that_is_none_of_ours_is_refused_before_it_is_copied(
    tmp_path: Path, refusal: Callable[..., str]
) -> None:
    for start in (b"no data", b"SQLite format 3\x00\x10\x00\x01\x01"):
        large = tmp_path / f"large{len(start)}.db"
        with large.open("wb") as stream:
            stream.write(start)
            stream.truncate(1 << 40)  # more than any disk here holds
        assert refusal(large) == "core.not_ours"


def add_free_pages(path: Path, size: int) -> None:
    """Make a file so large by pages that are free, of which only those that list others take room on the disk."""
    with path.open("r+b") as stream:
        head = bytearray(stream.read(100))
        assert head[32:40] == bytes(8)
        first, last = int.from_bytes(head[28:32]) + 1, size // PAGE
        stream.truncate(last * PAGE)
        for trunk in range(first, last + 1, LISTED + 1):
            leaves = range(trunk + 1, min(trunk + LISTED, last) + 1)
            following = trunk + LISTED + 1 if trunk + LISTED < last else 0
            stream.seek((trunk - 1) * PAGE)
            stream.write(b"".join(number.to_bytes(4) for number in (following, len(leaves), *leaves)))
        head[28:40] = b"".join(number.to_bytes(4) for number in (last, first, last - first + 1))
        stream.seek(0)
        stream.write(head)


def test_an_honest_file_is_taken_however_large_it_is(two: Two) -> None:
    """One of 10 GB, made in the same way, is taken as well."""
    lan, mai = two
    mai.create("visit", n=1)
    mai.close()
    add_free_pages(mai.file.path, 200 << 20)
    began = most_memory()
    assert told(take(lan, mai.file.path).reports[0]) == ("merged", 1, 0, 0, 0)
    assert most_memory() - began < 40


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM change_log WHERE stamp = (SELECT max(stamp) FROM change_log)",
        "DELETE FROM act",
        "UPDATE meta SET value = 7 WHERE key = 'log_digest'",
    ],
)
def test_a_copy_whose_log_does_not_add_up_is_torn(file: Path, refusal: Callable[..., str], statement: str) -> None:
    assert refusal(alter(file, statement)) == "merge.torn"


def test_a_copy_that_mixes_old_and_new_pages_is_refused_unless_its_log_is_whole(lan: Office, tmp_path: Path) -> None:
    file, size = lan.file.path, 4096
    lan.create("visit", n=1)
    old, known = file.read_bytes(), log(lan)
    for n in range(60):
        lan.create("visit", n=n)
    new, wholes = file.read_bytes(), (known, log(lan))
    refused = 0
    for cut in range(size, len(new), size):
        torn = tmp_path / f"{cut}.db"
        torn.write_bytes(new[:cut] + old[cut:] + new[max(cut, len(old)) :])
        other = Office.new(tmp_path / f"other{cut}.db")
        report = take(other, torn).reports[0]
        refused += report.status == "refused"
        assert report.status == "refused" or log(other) in wholes
        other.close()
    assert refused > 0


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TABLE plan",
        "ALTER TABLE act RENAME COLUMN author TO someone",
        "UPDATE change_log SET replaces = x'00'",
        "UPDATE change_log SET value = x'00'",
        "UPDATE change_log SET value = CAST(x'ff' AS TEXT)",
        "UPDATE act SET author = CAST(x'c3' AS TEXT)",
        "UPDATE record SET id = x'00'",
        "UPDATE act SET author = x'00'",
        "UPDATE kind SET name = x'00'",
        "UPDATE field SET name = CAST(name AS BLOB)",
        "UPDATE plan SET digest = 'other'",
        "UPDATE plan SET body = 'no JSON'",
        "UPDATE plan SET body = '[]'",
        "UPDATE plan SET edition = 'nine'",
        "UPDATE plan SET edition = 1e300",
        "UPDATE change_log SET value = 1e300",
        "DELETE FROM meta WHERE key = 'unit'",
    ],
)
def test_a_file_of_another_shape_is_damaged(file: Path, refusal: Callable[..., str], statement: str) -> None:
    assert refusal(alter(file, statement)) == "core.damaged"


def test_one_name_under_two_numbers_is_damaged(file: Path, refusal: Callable[..., str]) -> None:
    other = alter(
        file,
        "CREATE TABLE k (no INTEGER PRIMARY KEY, name TEXT)",
        "INSERT INTO k SELECT * FROM kind",
        "INSERT INTO k (name) SELECT name FROM kind",
        "DROP TABLE kind",
        "ALTER TABLE k RENAME TO kind",
    )
    assert refusal(other) == "core.damaged"


def test_a_file_with_a_broken_page_is_damaged_or_its_log_is_whole(lan: Office, tmp_path: Path) -> None:
    lan.create("visit", n=1, m=1)
    whole, known, refused = lan.file.path.read_bytes(), log(lan), 0
    for page in range(1, len(whole) // 4096):
        broken = tmp_path / "broken.db"
        broken.write_bytes(whole[: page * 4096] + b"\xff" * 4096 + whole[(page + 1) * 4096 :])
        with closing(Office.new(tmp_path / f"new{page}.db")) as new:
            report = take(new, broken).reports[0]
            assert report.status == "refused" or log(new) == known, page
            refused += report.status == "refused"
    assert refused > 10


def test_whoever_waits_is_asked_while_a_file_is_looked_through(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "STEPS", 50)
    asked: list[None] = []
    private = Path(shutil.copy(file, tmp_path / "private.db"))
    inspect_copy(Source(file, file.name), private, lambda: asked.append(None))
    assert len(asked) > 10


def test_a_file_that_is_read_for_ever_is_given_up(
    file: Path, refusal: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inspection, "SECONDS", -1.0)
    monkeypatch.setattr(opening, "STEPS", 1)
    assert refusal(file) == "merge.endless"


def test_a_file_that_tells_another_story_of_a_known_change_is_refused(two: Two) -> None:
    lan, mai = two
    report = take(lan, alter(mai.file.path, "UPDATE change_log SET value = 77 WHERE value = 5")).reports[0]
    assert (report.status, "ghi khác về những thay đổi" in in_words(report.reason)) == ("refused", True)


@pytest.mark.parametrize("edition", ["nine", "2", 2.5, True, 0, -1, 1 << 40])
def test_a_plan_whose_edition_is_no_number_is_damaged_and_stops_no_other_file(two: Two, edition: object) -> None:
    lan, mai = two
    mai.create("visit", n=1)
    plan = {**SOURCE, "plan": {**SOURCE["plan"], "edition": edition}}
    other = alter(mai.file.path)
    with closing(connect(other)) as connection:
        values = (edition, plan_digest(plan), canonical_json(plan))
        connection.execute("UPDATE plan SET edition = ?, digest = ?, body = ?", values)
    bad, good = take(lan, other, mai).reports
    assert (bad.status, in_words(bad.reason)) == (
        "refused",
        f"Tệp “{other.name}” bị hỏng; hãy dùng bản sao lưu gần nhất, hoặc cứu dữ liệu sang sổ mới.",
    )
    assert good.status == "merged"


def test_one_bad_file_among_many_does_not_stop_the_others(two: Two, tmp_path: Path) -> None:
    lan, mai = two
    nam = mai.twin("Nam")
    mai.create("visit", n=1)
    nam.create("visit", n=2)
    bad = tmp_path / "bad.db"
    bad.write_bytes(b"no" * 5000)
    reports = take(lan, mai, bad, alter(nam.file.path, "DROP TABLE plan", "CREATE VIEW plan AS SELECT 1"), nam).reports
    assert [report.status for report in reports] == ["merged", "refused", "refused", "merged"]
    assert all(report.reason for report in reports[1:3])
    assert log(mai) | log(nam) == log(lan)
    nam.close()


# --- taken all the same -----------------------------------------------------------------------------------------------


def test_a_copy_with_the_journal_of_a_program_that_died_is_settled_in_our_copy_only(two: Two, tmp_path: Path) -> None:
    lan, mai = two
    before = log(mai)
    for _ in range(3):
        mai.create("visit", n=1)
    before = log(mai)
    mai.run("PRAGMA cache_size = 1")
    mai.run("BEGIN IMMEDIATE")
    mai.run("UPDATE change_log SET value = 99 WHERE value = 1")
    mai.run("CREATE TABLE filler AS SELECT zeroblob(90000) AS a FROM change_log")
    left = tmp_path / "left"
    left.mkdir()
    for end in ("", "-journal"):
        shutil.copy(f"{mai.file.path}{end}", left / f"died.db{end}")
    mai.run("ROLLBACK")
    died = left / "died.db"
    bytes_before = [path.read_bytes() for path in sorted(left.iterdir())]
    assert take(lan, died).reports[0].status == "merged"
    assert log(lan) == before
    assert [path.read_bytes() for path in sorted(left.iterdir())] == bytes_before


def test_a_file_that_another_program_set_to_a_write_ahead_log_is_read_with_it(two: Two) -> None:
    lan, mai = two
    mai.create("visit", n=1)
    path = alter(mai.file.path, "PRAGMA journal_mode = WAL")
    assert told(take(lan, path).reports[0]) == ("merged", 1, 0, 0, 0)
    assert [p.name for p in path.parent.iterdir() if p.name.endswith(("-wal", "-shm"))] == []


@pytest.mark.parametrize("left", [b"", b"x" * 5000, "another"])
def test_a_write_ahead_log_beside_a_file_without_one_is_not_touched(
    two: Two, tmp_path: Path, left: bytes | str
) -> None:
    """As another file left it, which lay there before."""
    lan, mai = two
    mai.create("visit", n=1)
    folder = tmp_path / "USB"
    folder.mkdir()
    path = Path(shutil.copy(mai.file.path, folder))
    if isinstance(left, bytes):
        path.with_name(f"{path.name}-wal").write_bytes(left)
    else:
        with closing(connect(tmp_path / "another.db")) as another:
            another.execute("PRAGMA journal_mode = WAL")
            another.execute("CREATE TABLE a (x)")
            shutil.copy(tmp_path / "another.db-wal", folder / f"{path.name}-wal")
    before = state_of(folder)
    take(lan, path)
    assert state_of(folder) == before


def test_tables_that_this_version_does_not_know_do_no_harm(two: Two) -> None:
    lan, mai = two
    mai.create("visit", n=1)
    path = alter(mai.file.path, "CREATE TABLE later (a)")
    assert take(lan, path).reports[0].status == "merged"


def test_a_table_whose_name_is_no_text_is_damage_to_who_takes_the_file_in_and_who_opens_it(two: Two) -> None:
    lan, mai = two
    mai.create("visit", n=1)
    spoilt = "UPDATE sqlite_schema SET name = CAST(x'97' AS TEXT), sql = 'CREATE' WHERE name = 'visit'"
    path = alter(mai.file.path, "PRAGMA writable_schema = ON", spoilt)
    assert take(lan, path).reports[0].status == "refused"
    with refused("bị hỏng"):
        open_data_file(path, a_clock("Mai"))


@pytest.mark.parametrize("full", [errno.ENOSPC, errno.EDQUOT])
def test_no_room_for_a_copy_is_said_of_the_temporary_folder(tmp_path: Path, full: int) -> None:
    with pytest.raises(AppError) as said, refusing(Source(tmp_path / "a.db", "a.db")):
        raise OSError(full, "no room")
    assert (said.value.key, said.value.values["folder"]) == ("core.no_private_folder", tempfile.gettempdir())


def test_a_copy_that_sqlite_has_no_room_for_is_not_said_to_be_the_file_from_outside(tmp_path: Path) -> None:
    with pytest.raises(AppError) as said, refusing(Source(tmp_path / "a.db", "a.db")):
        raise AppError("core.disk_full", file="staging.db")
    assert said.value.key == "core.no_private_folder"


def test_what_lies_behind_the_last_page_of_a_file_is_not_copied(two: Two, tmp_path: Path) -> None:
    lan, mai = two
    mai.create("visit", n=1)
    path, size = mai.file.path, mai.file.path.stat().st_size
    os.truncate(path, 1 << 30)
    take_copy(Source(path, path.name), tmp_path / "source.db", lambda: None)
    assert (tmp_path / "source.db").stat().st_size == size
    assert take(lan, path).reports[0].status == "merged"


def test_what_is_put_behind_a_file_while_it_is_copied_is_not_waited_for(two: Two, tmp_path: Path) -> None:
    """A file that is just being copied there by another program perhaps, faster than it is read."""
    path = two[1].file.path
    size = path.stat().st_size

    def go_on() -> None:
        assert path.stat().st_size < size + 50_000
        with path.open("ab") as other:
            other.write(bytes(1000))

    for _ in range(2):
        size = path.stat().st_size
        take_copy(Source(path, path.name), tmp_path / "source.db", go_on)
        assert (tmp_path / "source.db").stat().st_size == size


def test_a_file_that_claims_more_than_it_holds_takes_no_more_room_as_a_copy(two: Two, tmp_path: Path) -> None:
    lan, mai = two
    mai.create("visit", n=1)
    path, copy = mai.file.path, tmp_path / "source.db"
    os.truncate(path, 1 << 28)
    with path.open("r+b") as raw:
        raw.seek(28)  # the number of pages, in the header
        raw.write(((1 << 28) // 4096).to_bytes(4))
    take_copy(Source(path, path.name), copy, lambda: None)
    if os.name != "nt":  # which does not tell how much room a file takes
        assert copy.stat().st_blocks * 512 < 1 << 23
    assert copy.read_bytes() == path.read_bytes()
    assert take(lan, path).reports[0].status == "merged"


@pytest.mark.skipif(os.name == "nt", reason="names are letters there")
def test_a_file_whose_name_is_no_text_is_taken_like_any_other(two: Two, tmp_path: Path) -> None:
    lan, mai = two
    mai.create("visit", n=1, m=1)
    found = Path(shutil.copy(mai.file.path, tmp_path / os.fsdecode(b"\xff.db")))
    assert take(lan, found).reports[0].status == "merged"


def test_a_drive_that_was_pulled_out_is_told_as_a_file_that_is_not_there(
    tmp_path: Path, refusal: Callable[..., str]
) -> None:
    root = Path(tmp_path.anchor)  # without a name, as `E:` is where nothing is plugged in
    assert source_module.stats_of(root)[1:] == (None, None)
    assert refusal(Path("Q:/") if os.name == "nt" else root) == "core.no_file"
