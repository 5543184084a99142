"""Backups: read back before they count, thinned out with time, and rid of what was erased."""

import os
import random
import shutil
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from db.connection import connect
from db.data_file import create, open_data_file
from db.file_check import check
from db.log import stored_digest
from db.open_file import OpenFile
from db.rescue.backup import add_backup, backups_in, erase_in_backups, folder_of, is_daily_due, make_backup, restore
from desktop_app.domain.backups import BY_HAND, DAILY, MERGE, Backup, backup_name, parse_name, superfluous
from desktop_app.errors import AppError, StoppedError
from desktop_app.messages import Text
from tests.db.office import START, Office, Timepiece, a_clock
from tests.db.test_erasing import NAME, erase, stamps_of, traces
from tests.sentences import refused
from tests.small_plan import SOURCE


@pytest.fixture
def timepiece() -> Timepiece:
    return Timepiece()


@pytest.fixture
def office(tmp_path: Path, timepiece: Timepiece) -> Iterator[Office]:
    opened = Office.new(tmp_path / "Xã Một.db", "Lan", a_clock("Lan", timepiece))
    opened.create("place", name=NAME, unit="11")
    yield opened
    opened.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "backups"


def opened(path: Path, key: str | None = None) -> OpenFile:
    return open_data_file(path, a_clock("x"), key)


def key_of(error: pytest.ExceptionInfo[AppError]) -> str:
    return error.value.key


# --- made -------------------------------------------------------------------------------------------------------------


def test_a_backup_is_a_whole_data_file_with_a_plain_name(office: Office, folder: Path) -> None:
    made = make_backup(office.file, folder, BY_HAND)
    assert made.path.name == "20220514T080000Z-hand.db"
    assert made.path.parent.name.startswith("xa-mot-")
    assert made.size == made.path.stat().st_size
    copy = opened(made.path)
    assert (check(copy), stored_digest(copy.connection)) == ([], stored_digest(office.file.connection))
    copy.connection.close()
    assert backups_in(made.path.parent) == [made]


def test_where_nothing_changed_since_no_second_copy_is_made(office: Office, folder: Path, timepiece: Timepiece) -> None:
    first = make_backup(office.file, folder, DAILY)
    timepiece.pass_by(days=1)
    assert make_backup(office.file, folder, MERGE) == first
    office.create("place", name="Chợ", unit="11")
    assert make_backup(office.file, folder, MERGE) != first
    assert [b.why for b in backups_in(first.path.parent)] == [MERGE, DAILY]


def test_a_backup_that_became_unreadable_is_no_reason_not_to_make_one(
    office: Office, folder: Path, timepiece: Timepiece
) -> None:
    first = make_backup(office.file, folder, DAILY)
    first.path.write_bytes(b"x" * 5000)
    timepiece.pass_by(days=1)
    assert make_backup(office.file, folder, DAILY) != first


def test_one_copy_a_day_is_due(office: Office, folder: Path, timepiece: Timepiece) -> None:
    assert is_daily_due(office.file, folder)
    make_backup(office.file, folder, BY_HAND)
    assert is_daily_due(office.file, folder)
    office.create("place", name="Chợ", unit="11")
    timepiece.pass_by(seconds=1)
    make_backup(office.file, folder, DAILY)
    assert not is_daily_due(office.file, folder)
    timepiece.pass_by(days=1)
    assert is_daily_due(office.file, folder)


def test_a_backup_of_an_encrypted_file_has_its_passphrase(tmp_path: Path, folder: Path) -> None:
    data = create(tmp_path / "kín.db", SOURCE, "11", "Lan", a_clock("Lan"), (), "bí mật")
    made = make_backup(data, folder, BY_HAND)
    with pytest.raises(AppError) as caught:
        opened(made.path)
    assert key_of(caught) == "keys.needed"
    copy = opened(made.path, "bí mật")
    assert check(copy) == []
    for one in (copy, data):
        one.connection.close()


# --- not made ---------------------------------------------------------------------------------------------------------


def test_a_full_disk_is_said_and_nothing_is_left(office: Office, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(folder.parent)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=1000))
    with pytest.raises(AppError) as caught:
        make_backup(office.file, folder, DAILY)
    assert key_of(caught) == "backup.no_room"
    assert list(folder.rglob("*.*")) == []


def test_a_folder_that_can_t_be_made_is_said(office: Office, folder: Path) -> None:
    folder.write_text("a file stands there")
    with pytest.raises(AppError) as caught:
        make_backup(office.file, folder, DAILY)
    assert key_of(caught) == "backup.no_folder"


def test_a_copy_of_a_file_that_does_not_add_up_is_not_kept(office: Office, folder: Path) -> None:
    office.run("UPDATE meta SET value = 1 WHERE key = 'log_count'")
    folder.mkdir()
    with pytest.raises(AppError) as caught:
        add_backup(office.file, folder, DAILY)
    assert key_of(caught) == "backup.not_whole"
    assert list(folder.rglob("*.*")) == []


# --- kept -------------------------------------------------------------------------------------------------------------


def a_backup(time: datetime, why: str = DAILY) -> Backup:
    return Backup(Path(backup_name(time, why)), time, why)


def test_of_two_years_of_daily_copies_a_few_are_kept() -> None:
    now = START
    daily = [a_backup(now - timedelta(days=n)) for n in range(730)]
    gone = superfluous(daily, now)
    kept = sorted(now - b.time for b in daily if b not in gone)
    assert [span.days for span in kept[:7]] == list(range(7))
    assert 18 <= len(kept) <= 23
    assert 11 * 28 <= kept[-1].days <= 366


def test_the_only_copy_is_kept_however_old() -> None:
    assert superfluous([a_backup(START - timedelta(days=5000))], START) == []


def test_of_very_many_copies_in_a_week_the_latest_are_kept() -> None:
    many = [a_backup(START - timedelta(minutes=n), MERGE) for n in range(100)]
    assert len(superfluous(many, START)) == 70


def test_superfluous_copies_are_removed(office: Office, folder: Path, timepiece: Timepiece) -> None:
    for n in range(40):
        office.create("place", name=str(n), unit="11")
        timepiece.pass_by(days=1)
        make_backup(office.file, folder, DAILY)
    assert 8 <= len(backups_in(folder_of(folder, office.file.path))) <= 13


def test_a_copy_stays_that_is_made_after_thirty_dated_ahead(office: Office, folder: Path, timepiece: Timepiece) -> None:
    for number in range(31):
        timepiece.pass_by(seconds=1)
        ahead = make_backup(office.file, folder, DAILY)
        office.create("visit", n=number)
    timepiece.pass_by(days=-2)
    made = make_backup(office.file, folder, BY_HAND)
    assert {made.path, ahead.path} <= {backup.path for backup in backups_in(made.path.parent)}


def test_the_folders_of_a_first_backup_are_sure_before_it_counts(
    office: Office, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flush, flushed = os.fsync, set[Path]()

    def noted(handle: int) -> None:
        flushed.add(Path(f"/proc/self/fd/{handle}").readlink())
        flush(handle)

    monkeypatch.setattr(os, "fsync", noted)
    made = make_backup(office.file, folder / "deep", BY_HAND)
    assert flushed >= {folder.parent, folder, folder / "deep", made.path.parent}


def test_files_of_another_name_are_no_backups(folder: Path) -> None:
    assert backups_in(folder) == []
    assert parse_name(Path("20221414T080000Z-hand.db")) is None
    assert parse_name(Path("ghi chú.db")) is None
    assert parse_name(Path("20220514T080000Z-hand.db")) == a_backup(datetime(2022, 5, 14, 8, tzinfo=UTC), BY_HAND)


# --- brought back -----------------------------------------------------------------------------------------------------


def test_a_backup_comes_back_as_a_new_file(office: Office, folder: Path, tmp_path: Path) -> None:
    made = make_backup(office.file, folder, BY_HAND)
    restore(office.file, made.path, tmp_path / "new.db")
    copy = opened(tmp_path / "new.db")
    assert check(copy) == []
    copy.connection.close()
    with pytest.raises(AppError) as caught:
        restore(office.file, made.path, tmp_path / "new.db")
    assert key_of(caught) == "core.exists"


def test_what_was_erased_since_does_not_come_back(office: Office, folder: Path, tmp_path: Path) -> None:
    made = make_backup(office.file, folder, BY_HAND)
    kept = Path(shutil.copy(made.path, tmp_path / "stick.db"))
    erase(office, *stamps_of(office, NAME))
    restore(office.file, kept, tmp_path / "new.db")
    assert traces(tmp_path / "new.db", NAME) == set()
    copy = opened(tmp_path / "new.db")
    assert check(copy) == []
    copy.connection.close()


def test_whatever_file_a_copy_is_taken_from_stays_as_it_is(office: Office, folder: Path, tmp_path: Path) -> None:
    """It may be anybody's: parts that another program put in, and its way of keeping a journal, are its own."""
    other = Path(shutil.copy(make_backup(office.file, folder, DAILY).path, tmp_path / "USB.db"))
    with closing(connect(other)) as connection:
        connection.execute("CREATE VIEW theirs AS SELECT 1")
        connection.execute("PRAGMA journal_mode = WAL")
    before = other.read_bytes(), other.stat().st_mtime_ns
    restore(office.file, other, tmp_path / "new.db")
    assert (other.read_bytes(), other.stat().st_mtime_ns) == before
    assert [path.name for path in tmp_path.glob("USB*")] == ["USB.db"]
    with closing(connect(tmp_path / "new.db")) as connection:
        assert connection.execute("SELECT count(*) FROM place").fetchone()[0] == 1


def test_a_copy_that_another_program_removes_meanwhile_is_none(office: Office, folder: Path) -> None:
    made = make_backup(office.file, folder, DAILY)
    (made.path.parent / backup_name(START, BY_HAND)).symlink_to(made.path.parent / "nowhere")
    assert backups_in(made.path.parent) == [made]


def test_half_a_restored_file_is_never_left(
    office: Office, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make_backup(office.file, folder, BY_HAND)
    erase(office, *stamps_of(office, NAME))
    monkeypatch.setattr("db.rescue.backup.compact", lambda *_: False)
    with pytest.raises(AppError) as caught:
        restore(office.file, made.path, tmp_path / "new.db")
    assert key_of(caught) == "backup.no_room"
    assert not (tmp_path / "new.db").exists()


# --- erased -----------------------------------------------------------------------------------------------------------


def test_what_is_erased_leaves_every_own_backup(office: Office, folder: Path, timepiece: Timepiece) -> None:
    first = make_backup(office.file, folder, BY_HAND)
    office.create("place", name="Chợ", unit="11")
    timepiece.pass_by(days=1)
    second = make_backup(office.file, folder, DAILY)
    moved = folder / "elsewhere" / first.path.name
    moved.parent.mkdir()
    shutil.copy(first.path, moved)
    erase(office, *stamps_of(office, NAME))
    assert erase_in_backups(office.file, folder) == (3, (), ())
    for path in (first.path, second.path, moved):
        assert traces(path, NAME) == set()
        copy = opened(path)
        assert check(copy) == []
        copy.connection.close()
    assert erase_in_backups(office.file, folder) == (0, (), ())


def test_a_backup_that_can_t_be_rewritten_is_removed(
    office: Office, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make_backup(office.file, folder, BY_HAND)
    erase(office, *stamps_of(office, NAME))
    monkeypatch.setattr("db.rescue.backup.compact", lambda *_: False)
    assert erase_in_backups(office.file, folder) == (0, (made.path,), ())
    assert not made.path.exists()


def test_a_backup_with_another_passphrase_is_left_and_named(office: Office, folder: Path) -> None:
    secret = connect(make_backup(office.file, folder, BY_HAND).path)
    other = folder / "other" / "20220514T080000Z-hand.db"
    other.parent.mkdir()
    data = create(other, SOURCE, "11", "Mai", a_clock("Mai"), (), "bí mật")
    data.connection.close()
    secret.close()
    erase(office, *stamps_of(office, NAME))
    assert erase_in_backups(office.file, folder) == (1, (), (other,))
    file = office.file
    wrong = OpenFile(file.path, file.connection, file.plan, file.clock, file.logged_unit, key="khác")
    assert erase_in_backups(wrong, folder).unread != ()


# --- made while others work -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("last", [0, 1])
def test_a_copy_that_is_stopped_leaves_nothing(office: Office, folder: Path, last: int) -> None:
    def stop(done: int, total: int, _sentence: Text) -> None:
        if not last or 2 * done == total:  # while it is copied, or while it is read back
            raise StoppedError

    with pytest.raises(StoppedError):
        make_backup(office.file, folder, DAILY, stop)
    assert [path for path in folder.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("when", ["copying", "reading back"])
def test_what_is_erased_while_a_copy_is_made_is_not_in_the_copy(office: Office, folder: Path, when: str) -> None:
    reader = opened(office.file.path)
    done: list[bytes | None] = []

    def erase_once(at: int, total: int, _sentence: Text) -> None:
        if not done and (when == "copying" or 2 * at == total):
            done.append(erase(office, *stamps_of(office, NAME)))
            erase_in_backups(office.file, folder)

    made = make_backup(reader, folder, DAILY, erase_once)
    reader.connection.close()
    assert done
    assert traces(made.path, NAME) == set()


def test_what_is_written_while_a_copy_is_made_is_saved_and_the_copy_is_whole(office: Office, folder: Path) -> None:
    for n in range(300):
        office.create("place", name=f"Chợ {n} {'x' * 2000}", unit="11")
    reader = opened(office.file.path)
    steps: list[int] = []

    def write_once(at: int, _total: int, _sentence: Text) -> None:
        if not steps:
            office.create("place", name="Ghi trong lúc chép", unit="11")
        steps.append(at)

    made = make_backup(reader, folder, DAILY, write_once)
    reader.connection.close()
    copy = opened(made.path)
    assert check(copy) == []
    copy.connection.close()
    assert office.run("SELECT count(*) FROM place WHERE name = 'Ghi trong lúc chép'").fetchone()[0] == 1


def test_what_a_copy_left_that_was_cut_off_goes_with_an_erasure(office: Office, folder: Path) -> None:
    made = make_backup(office.file, folder, DAILY)
    left = Path(shutil.copy(made.path, made.path.with_name("20220101T000000Z-daily.db.part")))
    os.utime(left, (0, 0))
    young = Path(shutil.copy(made.path, made.path.with_name("20220102T000000Z-daily.db.part")))
    erase(office, *stamps_of(office, NAME))
    erase_in_backups(office.file, folder)
    assert not left.exists()
    assert young.exists()  # perhaps it is being made


# --- clocks that are wrong --------------------------------------------------------------------------------------------


def thinned(clock: list[datetime]) -> set[datetime]:
    """What is left of backups made one after the other at these times, of which any may be wrong."""
    there: set[Backup] = set()
    for now in clock:
        there.add(a_backup(now))
        there -= {old for old in superfluous(there, now) if old.time != now}
    return {backup.time for backup in there}


def days_before(now: datetime, *spans: float) -> list[datetime]:
    return [now - timedelta(days=span) for span in sorted(spans, reverse=True)]


@pytest.mark.parametrize("days", [8, 40, 400, 27000])
def test_a_clock_that_jumps_ahead_makes_no_copy_of_the_last_days_superfluous(days: int) -> None:
    week = days_before(START, *range(7), 0.1, 0.2)
    ahead = START + timedelta(days=days)
    assert thinned([*week, ahead]) >= {ahead, *week[1:]}  # it is a day on which a copy was made
    assert thinned([*week, ahead, START + timedelta(hours=1)]) >= {ahead, *week[1:]}


@pytest.mark.parametrize("many", [1, 40])
def test_copies_dated_ahead_take_no_place_of_those_made_since_the_clock_is_right(many: int) -> None:
    ahead = [START + timedelta(days=3000 + n) for n in range(many)]
    since = days_before(START + timedelta(days=30), *range(30))
    right = thinned(since)
    assert thinned([*ahead, *since]) >= right
    assert len(right) >= 9


def test_while_a_clock_is_behind_what_was_made_before_stays() -> None:
    before = days_before(START, *range(400))
    stay = thinned(before)
    behind = [START.replace(year=2014) + timedelta(days=n) for n in range(30)]
    assert thinned([*before, *behind]) >= stay
    assert behind[-1] in thinned([*before, *behind])


def test_there_are_never_more_than_twice_as_many_however_a_clock_jumps() -> None:
    chance = random.Random(7)
    for _ in range(20):
        clock = [START + timedelta(days=chance.choice((0, 0, 0, -3000, 2000)) + n / 8) for n in range(300)]
        assert len(thinned(clock)) <= 2 * (30 + 4 + 12)


def test_the_latest_copy_is_the_last_that_is_not_dated_ahead(
    office: Office, folder: Path, timepiece: Timepiece
) -> None:
    timepiece.pass_by(days=4000)
    ahead = make_backup(office.file, folder, DAILY)
    timepiece.pass_by(days=-3999)
    office.create("place", name="Chợ", unit="11")
    made = make_backup(office.file, folder, DAILY)
    assert backups_in(made.path.parent, timepiece.time) == [made, ahead]
    timepiece.pass_by(days=1)
    assert make_backup(office.file, folder, MERGE) == made


def test_what_a_copy_left_under_a_clock_that_was_ahead_goes_too(office: Office, folder: Path) -> None:
    made = make_backup(office.file, folder, DAILY)
    left = Path(shutil.copy(made.path, made.path.with_name("29990101T000000Z-daily.db.part")))
    os.utime(left, (32_000_000_000, 32_000_000_000))
    erase(office, *stamps_of(office, NAME))
    erase_in_backups(office.file, folder)
    assert not left.exists()


# --- odd states of the folder -----------------------------------------------------------------------------------------


def test_a_copy_that_was_damaged_since_is_no_reason_not_to_make_one(
    office: Office, folder: Path, timepiece: Timepiece
) -> None:
    first = make_backup(office.file, folder, DAILY)
    raw = bytearray(first.path.read_bytes())
    with closing(connect(first.path)) as copy:
        (page,) = copy.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'change_log'").fetchone()
    raw[(page - 1) * 4096 : page * 4096] = bytes(4096)
    first.path.write_bytes(raw)
    timepiece.pass_by(days=1)
    made = make_backup(office.file, folder, DAILY)
    assert made != first
    with closing(opened(made.path)) as copy_of:
        assert check(copy_of) == []


def test_what_is_no_file_is_no_backup(office: Office, folder: Path) -> None:
    made = make_backup(office.file, folder, DAILY)
    (made.path.parent / "20230514T080000Z-hand.db").mkdir()
    assert backups_in(made.path.parent) == [made]
    erase(office, *stamps_of(office, NAME))
    assert erase_in_backups(office.file, folder) == (1, (), ())


def test_a_copy_that_can_t_be_removed_is_told(office: Office, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = make_backup(office.file, folder, DAILY)
    made.path.write_bytes(made.path.read_bytes()[:9000])
    erase(office, *stamps_of(office, NAME))

    def refuse(_: Path) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "unlink", refuse)
    assert erase_in_backups(office.file, folder) == (0, (), (made.path,))


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_folder_on_a_disk_that_is_not_there_is_told_and_nothing_counts_as_erased(
    office: Office, folder: Path, tmp_path: Path
) -> None:
    folder.symlink_to(tmp_path / "USB")
    erase(office, *stamps_of(office, NAME))
    with refused("Không đọc được thư mục sao lưu"):
        erase_in_backups(office.file, folder)
    with refused("thư mục sao lưu"):
        make_backup(office.file, folder, DAILY)
    (tmp_path / "USB").mkdir()
    assert erase_in_backups(office.file, folder) == (0, (), ())


def test_a_folder_in_which_nobody_may_look_is_told(
    office: Office, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_backup(office.file, folder, DAILY)

    def refuse(_: Path) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "iterdir", refuse)
    for ask in (lambda: erase_in_backups(office.file, folder), lambda: backups_in(folder)):
        with refused("Không đọc được thư mục sao lưu"):
            ask()


def test_a_copy_that_is_made_counts_though_nobody_may_look_at_the_others_then(
    office: Office, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreadable(*_: object) -> list[Backup]:
        raise AppError("backup.unreadable", folder=str(folder))

    monkeypatch.setattr("db.rescue.backup.superfluous", unreadable)
    assert make_backup(office.file, folder, BY_HAND).path.is_file()
