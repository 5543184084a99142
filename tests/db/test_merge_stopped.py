"""A merge that a person stops, that is killed, or that runs out of room leaves the file as it was."""

import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest

from db import connection as opening
from db.file_check import check
from db.merging import source as copying
from db.merging.merge import merge_files
from db.merging.source import find_sources
from desktop_app.domain.merging import WHOLE, MergeResult, Source
from desktop_app.errors import StoppedError
from desktop_app.messages import Text
from desktop_app.texts import in_words
from tests.db.office import Office
from tests.db.test_connection import mounted
from tests.db.test_merge import Two, alter, log
from tests.processes import run_on_linux
from tests.sentences import refused

Told = tuple[int, int, str]


class Listener:
    """Hears how far a merge is, and stops it at the word of this number."""

    def __init__(self, last: int | None = None) -> None:
        self.told: list[Told] = []
        self.last = last

    def __call__(self, done: int, total: int, text: Text) -> None:
        self.told.append((done, total, in_words(text)))
        if len(self.told) == self.last:
            raise StoppedError


def take(
    office: Office, report_progress: Callable[[int, int, Text], None], *sources: Source, dry_run: bool = False
) -> MergeResult:
    return merge_files(office.file, sources, dry_run=dry_run, report_progress=report_progress)


def filled(office: Office, places: int, name: str = "Nơi") -> Office:
    for number in range(places):
        office.create("place", name=f"{name} {number}", unit="11")
    return office


@pytest.fixture
def sources(two: Two, tmp_path: Path) -> list[Source]:
    """Files that are copied in every way: by SQLite, byte by byte, out of a zip file."""
    lan, mai = two
    nam = filled(mai.twin("Nam"), 3, "Khác")
    filled(mai, 5)
    alter(nam.file.path, "PRAGMA journal_mode = WAL").rename(tmp_path / "wal.db")
    with ZipFile(tmp_path / "gửi.zip", "w") as packed:
        packed.write(nam.file.path, "xã.db")
    nam.close()
    return find_sources([mai.file.path, tmp_path / "wal.db", tmp_path / "gửi.zip"], {}, lan.file.path)


def test_a_merge_says_how_far_it_is(two: Two, sources: list[Source]) -> None:
    listener = Listener()
    take(two[0], listener, *sources)
    done = [part for part, _, _ in listener.told]
    assert done == sorted(done)
    assert (done[0], {total for _, total, _ in listener.told}) == (0, {WHOLE})
    sentences = list(dict.fromkeys(in_words(sentence) for _, _, sentence in listener.told))
    assert sentences == [
        "Đang xem “Mai.db”…",
        "Đang xem “wal.db”…",
        "Đang xem “gửi.zip/xã.db”…",
        "Đang nhận vào sổ này…",
    ]


def test_a_preview_says_how_far_it_is_up_to_its_end(two: Two, sources: list[Source]) -> None:
    listener = Listener()
    take(two[0], listener, *sources, dry_run=True)
    assert max(done for done, _, _ in listener.told) == WHOLE * 7 // 10


def test_a_merge_stopped_at_any_step_leaves_the_file_as_it_was(
    two: Two, sources: list[Source], monkeypatch: pytest.MonkeyPatch
) -> None:
    lan, _ = two
    monkeypatch.setattr(opening, "STEPS", 500)
    monkeypatch.setattr(copying, "_BYTES", 40_000)
    before, plan = log(lan), lan.file.plan
    last = 0
    while last < 200:
        last += 1
        try:
            take(lan, Listener(last), *sources)
        except StoppedError:
            assert (log(lan), lan.file.plan is plan) == (before, True)
            assert lan.run("SELECT name FROM pragma_database_list").fetchall()[-1:] in ([("main",)], [("temp",)])
        else:
            break
    assert 15 < last < 200
    assert len(log(lan)) == len(before) + 16
    assert check(lan.file) == []


def test_a_person_who_presses_control_c_stops_it_too(two: Two, sources: list[Source]) -> None:
    def interrupt(_done: int, _total: int, sentence: Text) -> None:
        if in_words(sentence) == "Đang nhận vào sổ này…":
            raise KeyboardInterrupt

    lan, _ = two
    before = log(lan)
    with pytest.raises(KeyboardInterrupt):
        take(lan, interrupt, *sources)
    assert log(lan) == before


MERGE = """
import sys
from pathlib import Path
from db import connection
from db.merging.merge import merge_files
from db.merging.source import find_sources
from desktop_app.domain.merging import WHOLE
from tests.db.office import Office

office = Office.open(Path(sys.argv[1]))
connection.LARGE_CACHE_KIB = 4  # so that pages reach the file before the end
heard = 0

def stop(done, total, sentence):
    global heard
    heard += done >= WHOLE // 2
    if heard == int(sys.argv[3]):
        print("in the middle", flush=True)
        sys.stdin.read()

merge_files(office.file, find_sources([Path(sys.argv[2])], {}, office.file.path), dry_run=False, report_progress=stop)
"""


def test_a_merge_that_is_killed_leaves_the_file_as_it_was(two: Two) -> None:
    lan, mai = two
    filled(mai, 450)
    before, path, bytes_before = log(lan), lan.file.path, lan.file.path.read_bytes()
    lan.close()
    touched = []
    for word in (1, 2, 3, 4):
        command = [sys.executable, "-c", MERGE, str(path), str(mai.file.path), str(word)]
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]
        ) as merging:
            assert merging.stdout
            assert merging.stdout.readline() == "in the middle\n"
            merging.kill()
        touched.append(path.read_bytes() != bytes_before)
        again = Office.open(path)
        assert log(again) == before
        assert check(again.file) == []
        again.close()
    assert any(touched)


AT_ONCE = """
import sys
from pathlib import Path
from db import connection
from db.merging.merge import merge_files
from db.merging.source import find_sources
from desktop_app.errors import AppError
from desktop_app.texts import in_words
from tests.db.office import Office

office = Office.open(Path(sys.argv[1]))
connection.LARGE_CACHE_KIB = 4
sources = find_sources([Path(sys.argv[2])], {}, office.file.path)
if len(sys.argv) > 3:  # no file may become larger than this
    import resource, signal
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), resource.RLIM_INFINITY))
print("begun", flush=True)
try:
    print(in_words(merge_files(office.file, sources, dry_run=False).reports[0].reason))
except AppError as error:
    print(in_words(error.message))
"""


def at_once(office: Path, source: Path, *limit: str) -> subprocess.Popen[str]:
    """A process that merges a file without a pause."""
    command = [sys.executable, "-c", AT_ONCE, str(office), str(source), *limit]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2])


def test_a_merge_that_is_killed_at_any_moment_leaves_all_or_nothing(two: Two, tmp_path: Path) -> None:
    lan, mai = two
    filled(mai, 450)
    before, start = log(lan), lan.file.path
    lan.close()
    kills, longest, untouched = 7, 1.0, 0
    for number in range(1 + kills):
        path = Path(shutil.copy(start, tmp_path / f"killed{number}.db"))
        with at_once(path, mai.file.path) as merging:
            assert merging.stdout
            assert merging.stdout.readline() == "begun\n"
            began = time.monotonic()
            if number == 0:
                merging.wait()
                longest = time.monotonic() - began
            else:
                time.sleep(longest * (number - 1) / kills)  # the first one before anything is written
                merging.kill()
        again = Office.open(path)
        assert len(log(again)) - len(before) in (0, 900)
        assert check(again.file) == []
        untouched += log(again) == before
        again.close()
    assert untouched > 0


def test_a_merge_that_may_write_no_more_leaves_the_file_as_it_was(two: Two, tmp_path: Path) -> None:
    lan, mai = two
    filled(mai, 300, "x" * 2_000)
    before, start = log(lan), lan.file.path
    size = start.stat().st_size
    lan.close()
    for more in (0, 1 << 16, 1 << 18, 1 << 20):
        path = Path(shutil.copy(start, tmp_path / f"full{more}.db"))
        with at_once(path, mai.file.path, str(size + more)) as merging:
            told, _ = merging.communicate()
        assert len(told.splitlines()) == 2  # begun, and a sentence
        again = Office.open(path)
        assert log(again) == before
        assert check(again.file) == []
        again.close()


def test_a_merge_on_a_full_disk_leaves_the_file_as_it_was(two: Two, tmp_path: Path) -> None:
    lan, mai = two
    filled(mai, 60, "x" * 10_000)
    with mounted(tmp_path / "usb", "size=1m") as usb:
        here = Office.open(Path(shutil.copy(lan.file.path, usb)))
        before, sources = here.file.path.read_bytes(), find_sources([mai.file.path], {}, here.file.path)
        with refused("Ổ đĩa đã đầy"):
            take(here, Listener(), *sources)
        assert here.file.path.read_bytes() == before
        assert [file.name for file in usb.iterdir()] == ["lan.db"]
        assert run_on_linux("mount", "-o", "remount,size=16m", str(usb)) == ""
        assert take(here, Listener(), *sources).reports[0].new == 60
        assert check(here.file) == []
        here.close()
