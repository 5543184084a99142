"""What was staged and shown is what is taken in, whatever happens to its source; what no longer holds is shown anew."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from zipfile import ZipFile

import pytest
from msgspec.structs import replace

from db.connection import connect
from db.file_check import check
from db.merging.merge import merge_files, merge_staged
from db.merging.source import find_sources
from db.merging.staged_merge import StagedMerge, stage
from desktop_app.domain.merging import NOTHING_NEW, REFUSED, MergeResult, Source
from desktop_app.errors import StoppedError
from desktop_app.messages import Text
from desktop_app.texts import in_words
from tests.db.office import Office
from tests.db.test_connection import mounted
from tests.db.test_merge import Two, alter, log, take, told

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.usefixtures("temporary")


@contextmanager
def staging(office: Office, *paths: Path) -> Iterator[tuple[StagedMerge, list[Source]]]:
    """The files at these paths, looked at and not yet taken in."""
    sources = find_sources(paths, {}, office.file.path)
    with closing(stage(office.file, sources)) as staged:
        yield staged, sources


def merge(office: Office, staged: StagedMerge, *sources: Source, before: Callable[[], str] = str) -> MergeResult:
    return merge_staged(office.file, staged, sources, before=before)


# --- the copy that was staged -----------------------------------------------------------------------------------------


def test_what_was_staged_is_taken_in_though_the_source_is_gone(two: Two) -> None:
    lan, mai = two
    mai.create("visit", n=1)
    there = log(mai)
    with staging(lan, mai.file.path) as (staged, sources):
        mai.close()
        mai.file.path.unlink()
        done = merge(lan, staged, *sources)
    assert (done.reports, done.missing_sources) == (staged.result.reports, ["Mai.db"])
    assert log(lan) == there
    assert check(lan.file) == []


COUNTED = """
import sys
from pathlib import Path
from db.merging.merge import merge_staged
from db.merging.source import find_sources
from db.merging.staged_merge import stage
from tests.db.office import Office

opened = []
sys.addaudithook(lambda event, given: event == "open" and opened.append(str(given[0])))
office = Office.open(Path(sys.argv[1]))
sources = find_sources(map(Path, sys.argv[2:]), {}, office.file.path)

def reads():
    return [sum(path == str(source.path) for path in opened) for source in sources]

found = reads()
staged = stage(office.file, sources)
shown = reads()
picked = sources[1:]  # so that another staged database is needed, and no other copy
assert merge_staged(office.file, staged, picked).act
print(found, shown, reads(), [path for path in opened if "source.db" in path])
"""


def test_a_preview_and_the_merge_after_it_read_each_source_once(two: Two, temporary: Path) -> None:
    lan, mai = two
    nam = mai.twin("Nam")
    mai.create("visit", n=1)
    nam.create("visit", n=2)
    lan.close()
    command = [sys.executable, "-c", COUNTED, *(str(office.file.path) for office in (lan, mai, nam))]
    environment = os.environ | {"TMPDIR": str(temporary)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    found, shown, merged, copies = done.stdout.strip().replace("] [", "]|[").split("|")
    assert found == "[1, 1]"  # the first bytes: is it a zip file?
    assert shown == merged == "[4, 4]"  # once more by each of three steps, one of which copies it
    assert copies.count("source.db") == 2
    assert list(temporary.iterdir()) == []  # gone with the program, which had not closed it
    nam.close()


def copies(staged: StagedMerge) -> list[Path]:
    return list(staged.folder.rglob("source.db"))


def test_no_copy_is_kept_of_a_file_that_is_known_from_before(two: Two) -> None:
    lan, mai = two
    mai.create("visit", n=1)
    take(lan, mai)
    with staging(lan, mai.file.path) as (staged, (source,)):
        assert copies(staged) == []
        assert merge(lan, staged, source).reports == staged.result.reports
        assert staged.result.reports[0].status == NOTHING_NEW


def known_act(lan: Office, mai: Office) -> bytes:
    """The merge by which a file is known from before."""
    mai.create("visit", n=1)
    act = take(lan, mai).act
    assert act
    return act


def test_a_known_file_whose_merge_is_taken_back_meanwhile_is_shown_anew_and_comes(two: Two) -> None:
    lan, mai = two
    act = known_act(lan, mai)
    with staging(lan, mai.file.path) as (staged, (source,)):
        lan.undo_merge(act)
        assert merge(lan, staged, source).recounted
        assert staged.result.reports[0].new == 1
        assert merge(lan, staged, source).act
    assert log(lan) == log(mai)
    assert check(lan.file) == []


def test_a_known_file_that_is_gone_when_its_merge_is_taken_back_is_said_to_be_gone(two: Two) -> None:
    lan, mai = two
    act = known_act(lan, mai)
    with staging(lan, mai.file.path) as (staged, (source,)):
        lan.undo_merge(act)
        mai.close()
        mai.file.path.unlink()
        assert merge(lan, staged, source).recounted
        assert staged.result.reports[0].status == REFUSED


def test_only_what_is_picked_comes(two: Two) -> None:
    lan, mai = two
    nam = mai.twin("Nam")
    for office, number in ((mai, 1), (nam, 2)):
        office.create("visit", n=number)
    with staging(lan, mai.file.path, nam.file.path) as (staged, (_, second)):
        done = merge(lan, staged, second)
    assert [report.name for report in done.reports] == ["Nam.db"]
    assert log(lan) == log(nam)
    nam.close()


def test_what_brings_nothing_may_be_left_out_without_another_look(two: Two, tmp_path: Path) -> None:
    lan, mai = two
    same = Path(shutil.copy(mai.file.path, tmp_path / "as before.db"))
    mai.create("visit", n=1)
    bad = tmp_path / "bad.db"
    bad.write_bytes(b"no" * 5000)
    with staging(lan, same, mai.file.path, bad) as (staged, (_, second, _)):
        made = len(list(staged.folder.iterdir()))
        done = merge(lan, staged, second)
        assert len(list(staged.folder.iterdir())) == made
    assert [told(report) for report in done.reports] == [("merged", 1, 0, 0, 0)]


def test_another_part_of_a_file_may_be_picked_than_was_shown(two: Two) -> None:
    lan, mai = two
    mai.create("visit", n=1)
    with staging(lan, mai.file.path) as (staged, (source,)):
        assert merge(lan, staged, replace(source, take=("all",))).reports[0].new == 1


def test_nothing_is_left_of_the_copies_once_they_are_closed(two: Two, temporary: Path) -> None:
    lan, mai = two
    with staging(lan, mai.file.path) as (staged, _):
        assert list(temporary.iterdir()) == [staged.folder]
    assert list(temporary.iterdir()) == []
    staged.close()


def test_nothing_is_left_of_the_copies_where_staging_is_stopped(two: Two, temporary: Path) -> None:
    def stop(done: int, _total: int, _sentence: Text) -> None:
        if done:
            raise StoppedError

    lan, mai = two
    with pytest.raises(StoppedError):
        stage(lan.file, find_sources([mai.file.path], {}, lan.file.path), stop)
    assert list(temporary.iterdir()) == []


def test_where_no_room_is_left_for_a_copy_that_is_said(
    two: Two, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lan, mai = two
    with mounted(tmp_path / "small", "size=64k") as small:
        monkeypatch.setattr(tempfile, "tempdir", str(small))
        with staging(lan, mai.file.path) as (staged, _):
            report = staged.result.reports[0]
            assert report.status == "refused"
            if os.name != "nt":  # of a write of which a part found room, wine gives any reason
                assert f"{small}” của máy: đĩa đã đầy" in in_words(report.reason)


# --- the source has changed -------------------------------------------------------------------------------------------


def test_a_source_that_has_changed_is_refused_until_another_look(two: Two) -> None:
    lan, mai = two
    mai.create("visit", n=1)
    before = log(lan)
    with staging(lan, mai.file.path) as (staged, sources):
        mai.create("visit", n=2)
        done = merge(lan, staged, *sources)
        assert (done.act, done.changed_sources, log(lan)) == (None, ["Mai.db"], before)
    with staging(lan, mai.file.path) as (staged, sources):
        assert merge(lan, staged, *sources).reports[0].new == 2
    assert log(lan) == log(mai)


def test_a_source_with_another_time_and_the_same_bytes_has_not_changed(two: Two) -> None:
    lan, mai = two
    mai.create("visit", n=1)
    with staging(lan, mai.file.path) as (staged, sources):
        os.utime(mai.file.path, (1, 1))
        assert merge(lan, staged, *sources).act


def test_a_source_that_has_changed_and_is_left_out_stops_nothing(two: Two) -> None:
    lan, mai = two
    nam = mai.twin("Nam")
    nam.create("visit", n=2)
    mai.create("visit", n=1)
    with staging(lan, mai.file.path, nam.file.path) as (staged, (_, second)):
        mai.create("visit", n=3)
        assert merge(lan, staged, second).act
    nam.close()


def test_a_source_that_can_not_be_read_any_more_has_changed(two: Two) -> None:
    lan, mai = two
    mai.create("visit", n=1)
    with staging(lan, mai.file.path) as (staged, sources):
        mai.file.path.write_bytes(b"")
        assert merge(lan, staged, *sources).changed_sources == ["Mai.db"]


def test_a_source_whose_write_ahead_log_alone_has_grown_has_changed(two: Two) -> None:
    lan, mai = two
    mai.create("visit", n=1)
    path = alter(mai.file.path, "PRAGMA journal_mode = WAL")
    with closing(connect(path)) as other:
        other.execute("PRAGMA wal_autocheckpoint = 0")
        other.execute("UPDATE meta SET value = 'Nam' WHERE key = 'author'")
        with staging(lan, path) as (staged, sources):
            assert staged.result.reports[0].author == "Nam"
            other.execute("UPDATE meta SET value = 'Hoa' WHERE key = 'author'")
            assert merge(lan, staged, *sources).changed_sources == [path.name]


def test_a_member_of_a_zip_file_has_changed_when_its_bytes_have(two: Two, tmp_path: Path) -> None:
    lan, mai = two
    mai.create("visit", n=1)
    packed = tmp_path / "gửi.zip"

    def pack(note: str) -> None:
        with ZipFile(packed, "w") as archive:
            archive.write(mai.file.path, "xã.db")
            archive.writestr("ghi chú.txt", note)

    pack("một")
    with staging(lan, packed) as (staged, sources):
        pack("hai ba")
        mai.create("visit", n=2)
        assert merge(lan, staged, *sources).act
    with staging(lan, packed) as (staged, sources):
        assert staged.result.changes == 0
        pack("bốn")
        assert merge(lan, staged, *sources).changed_sources == ["gửi.zip/xã.db"]


# --- our ledger has changed -------------------------------------------------------------------------------------------


def test_where_our_ledger_has_changed_and_the_counts_have_not_the_merge_goes_on(two: Two) -> None:
    lan, mai = two
    mai.create("visit", n=1)
    with staging(lan, mai.file.path) as (staged, sources):
        lan.create("visit", n=2)
        assert merge(lan, staged, *sources).act
    assert check(lan.file) == []


def test_where_our_ledger_has_changed_the_new_counts_are_shown_first(two: Two) -> None:
    lan, mai = two
    visit = lan.only("visit")
    mai.put(visit, n=6)
    with staging(lan, mai.file.path) as (staged, sources):
        assert told(staged.result.reports[0]) == ("merged", 0, 1, 0, 0)
        lan.put(visit, n=7)
        before = log(lan)
        asked = merge(lan, staged, *sources)
        assert (asked.recounted, asked.act, log(lan)) == (True, None, before)
        assert told(asked.reports[0]) == told(staged.result.reports[0]) == ("merged", 0, 1, 0, 1)
        done = merge(lan, staged, *sources)
        assert (done.recounted, done.reports) == (False, asked.reports)
    assert lan.conflicts() == {(visit, "n")}


def test_what_came_meanwhile_by_another_way_is_shown_as_known(two: Two) -> None:
    lan, mai = two
    mai.create("visit", n=1)
    with staging(lan, mai.file.path) as (staged, sources):
        act = take(lan, mai).act
        assert act
        assert told(merge(lan, staged, *sources).reports[0]) == ("nothing-new", 0, 0, 0, 0)
        lan.undo_merge(act)
        assert merge(lan, staged, *sources).reports[0].reverted == 1
        assert merge(lan, staged, *sources).act


def test_what_another_program_writes_at_the_last_moment_is_met_too(two: Two) -> None:
    lan, mai = two
    visit = lan.only("visit")
    mai.put(visit, n=6)
    with staging(lan, mai.file.path) as (staged, sources):

        def write() -> str:
            with closing(Office.open(lan.file.path, "Nam").file) as other:
                Office(other, "Nam").put(visit, n=8)
            return ""

        asked = merge(lan, staged, *sources, before=write)
        assert (asked.recounted, asked.reports[0].conflicts) == (True, 1)
        assert lan.values_ever(visit, "n") == {5, 8}
        assert merge(lan, staged, *sources).act
    assert check(lan.file) == []


def test_a_merge_that_nobody_looks_at_first_takes_in_what_it_counts_last(two: Two) -> None:
    lan, mai = two
    visit = lan.only("visit")
    mai.put(visit, n=6)
    written: list[object] = []

    def write() -> str:
        if not written:
            with closing(Office.open(lan.file.path, "Nam").file) as other:
                written.append(Office(other, "Nam").put(visit, n=8))
        return ""

    done = merge_files(lan.file, find_sources([mai.file.path], {}, lan.file.path), dry_run=False, before=write)
    assert (bool(done.act), done.reports[0].conflicts) == (True, 1)
    assert lan.values_ever(visit, "n") == {5, 6, 8}


def test_what_was_erased_here_meanwhile_does_not_come_back(two: Two) -> None:
    lan, mai = two
    visit = lan.only("visit")
    mai.put(visit, m=2)
    (stamp,) = lan.run("SELECT stamp FROM change_log WHERE value = 5").fetchone()
    with staging(lan, mai.file.path) as (staged, sources):
        lan.erase(stamp)
        while not merge(lan, staged, *sources).act:
            pass
    assert 5 not in lan.values_ever(visit, "n")
    assert check(lan.file) == []


def test_a_merge_that_is_stopped_may_be_tried_again_from_the_same_copies(two: Two) -> None:
    def stop(_done: int, _total: int, sentence: Text) -> None:
        if in_words(sentence) == "Đang nhận vào sổ này…":
            raise StoppedError

    lan, mai = two
    mai.create("visit", n=1)
    before = log(lan)
    with staging(lan, mai.file.path) as (staged, sources):
        with pytest.raises(StoppedError):
            merge_staged(lan.file, staged, sources, stop)
        assert log(lan) == before
        assert merge(lan, staged, *sources).act
