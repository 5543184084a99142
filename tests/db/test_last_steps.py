"""What fails at the very last step: a name that was not flushed, a commit whose last sync failed, a file in use."""

import errno
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from db import connection as opening
from db import part_file, rewriting
from db.connection import Connection, OperationalError, transaction
from db.data_file import creating
from db.erasure import value_of
from db.present import DAY_SAID, times_ahead
from db.private_folder import private_folder
from db.rescue import salvage
from db.rescue.rekeying import rekey
from desktop_app.domain.erasing import ErasedChange
from desktop_app.errors import AppError
from tests.db.office import Office, a_clock
from tests.sentences import refused


def broken(*_: object, **__: object) -> None:
    raise OSError(errno.EIO, "Input/output error")


class LateFailure(Connection):
    """Everything is stored, and the disk reports an error at the very end."""

    def execute(self, statement: str, *values: Any) -> Any:
        done = super().execute(statement, *values)
        if statement == "COMMIT":
            raise OperationalError("disk I/O error")
        return done


def write(path: Path, is_stored: Callable[[], bool]) -> None:
    made = LateFailure(path, isolation_level=None)
    with transaction(made, path, is_stored):
        made.execute("CREATE TABLE IF NOT EXISTS kept (x)")
    made.close()


def test_a_commit_that_failed_at_its_end_is_read_again_before_anybody_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    write(path, lambda: True)
    with refused("Ổ đĩa báo lỗi"):
        write(path, lambda: False)


def test_where_it_can_not_be_made_sure_that_is_what_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unreadable() -> bool:
        raise OperationalError("disk I/O error")

    path = tmp_path / "a.db"
    with pytest.raises(AppError) as unsure:
        write(path, unreadable)
    monkeypatch.setattr(opening, "flush_folder", broken)
    with pytest.raises(AppError) as doubt:
        write(path, lambda: True)
    assert (unsure.value.key, doubt.value.key) == ("file.unsure", "file.stored_in_doubt")


def test_a_name_that_could_not_be_flushed_is_not_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(part_file, "flush_folder", broken)
    with refused("Không tạo được"), creating(tmp_path / "mới.db") as part:
        part.write_bytes(b"x")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_came_meanwhile_is_left_alone(tmp_path: Path) -> None:
    with refused("đã có; hãy chọn"), creating(tmp_path / "mới.db") as part:
        part.write_bytes(b"x")
        (tmp_path / "mới.db").write_bytes(b"y")
    assert (tmp_path / "mới.db").read_bytes() == b"y"
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize(
    ("error", "sentence"),
    [(PermissionError(errno.EACCES, "denied"), "chương trình khác"), (OSError(errno.EIO, "error"), "đĩa bị lỗi")],
)
def test_a_file_that_can_not_be_replaced_stays_as_it_is(
    lan: Office, monkeypatch: pytest.MonkeyPatch, error: OSError, sentence: str
) -> None:
    def fails(*_: object) -> None:
        raise error

    before = lan.file.path.read_bytes()
    monkeypatch.setattr(rewriting, "patiently", fails)
    with refused(sentence):
        rekey(lan.file, "x'" + "5c" * 48 + "'")
    assert lan.file.path.read_bytes() == before


def test_what_holds_an_erased_value_is_found_where_it_was_reverted_and_in_drafts(lan: Office) -> None:
    visit = lan.create("visit", n=1)
    stamp = lan.run("SELECT stamp FROM change_log WHERE value = 1").fetchone()[0]
    lan.run("INSERT INTO _draft VALUES (?, 'n', 'mười', '2022-05-14')", (visit,))
    change = ErasedChange(stamp, "visit", visit, "n")
    draft = ErasedChange(b"", "", visit, "n")
    assert (value_of(lan.file.connection, change), value_of(lan.file.connection, draft)) == (1, "mười")
    lan.run("UPDATE change_log SET value = NULL WHERE stamp = ?", (stamp,))
    assert value_of(lan.file.connection, change) is None


def test_a_day_said_that_is_none_says_nothing(lan: Office) -> None:
    lan.run("INSERT INTO meta VALUES (?, 'hôm qua')", (DAY_SAID,))
    assert times_ahead(lan.file.connection, lan.file.clock, lan.file.unit).said is None


def test_no_private_folder_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "mkdtemp", broken)
    with refused("thư mục"), private_folder():
        pass


def test_a_damaged_file_that_can_not_be_copied_says_why(lan: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    lan.close()
    monkeypatch.setattr(shutil, "copyfile", full)
    with refused("đầy"):
        salvage.salvage(lan.file.path, lan.file.path.with_name("cứu.db"), a_clock("s"), lambda _: ())


def test_what_the_disk_says_inside_is_a_sentence_and_a_kind_that_is_none_too(lan: Office) -> None:
    with refused("không có loại"):
        lan.file.kind("nowhere")
    with refused("Ổ đĩa báo lỗi khi đọc hoặc ghi “sổ khác.db”"), lan.file:
        raise OSError(errno.EIO, "error", "sổ khác.db")
