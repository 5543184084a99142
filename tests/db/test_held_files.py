"""What another program keeps for itself, as only Windows allows, is told as that and not as a fault of the disk."""

import shutil
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as sqlite

from db.error_sentences import disk_sentences, sentences
from db.journal import journal_of
from db.rescue.backup import restoring
from desktop_app.cli.output import reading
from desktop_app.errors import AppError
from desktop_app.session import opening
from desktop_app.texts import in_words
from tests.db.office import a_clock
from tests.db.test_merge import Two, take
from tests.held import ALONE, READERS, held
from tests.sentences import refused

IN_USE = "“tep.db” đang được chương trình khác"


@pytest.fixture
def path(two: Two, tmp_path: Path) -> Path:
    """A ledger of Mai's with a record."""
    two[1].create("visit", n=1, m=1)
    return Path(shutil.copy(two[1].file.path, tmp_path / "tep.db"))


@pytest.mark.parametrize("shared", [ALONE, READERS])
def test_who_opens_it_is_told_to_close_it_there(path: Path, shared: int) -> None:
    with held(path, shared), refused(IN_USE):
        opening.open_file(path)
    opening.open_file(path).close()


def test_who_takes_it_in_is_told_too_and_may_read_what_others_may_only_read(two: Two, path: Path) -> None:
    with held(path):
        (report,) = take(two[0], path).reports
    assert (report.status, IN_USE in in_words(report.reason)) == ("refused", True)
    with held(path, READERS):
        assert take(two[0], path).reports[0].status == "merged"


def test_a_backup_that_is_looked_through_is_told_too(path: Path, tmp_path: Path) -> None:
    with held(path), refused(IN_USE), restoring(path, tmp_path / "neu.db", a_clock("a"), None):
        pass


@pytest.mark.parametrize("name", ["unable to open database file", "attempt to write a readonly database"])
def test_its_journal_may_be_what_is_held(path: Path, name: str) -> None:
    with held(journal_of(path)), refused(IN_USE), sentences(path):
        raise sqlite.OperationalError(name)


def test_what_only_is_not_allowed_says_why(path: Path) -> None:
    with held(path), refused(IN_USE), disk_sentences(path):
        path.open("r+b").close()
    with held(path), refused("tệp đang được chương trình khác dùng"), reading(path):
        path.read_text(encoding="utf-8")


def test_what_nobody_holds_is_no_file_in_use(path: Path) -> None:
    with pytest.raises(AppError) as caught, sentences(path):
        raise sqlite.OperationalError("unable to open database file")
    assert caught.value.key == "core.cannot_open"
    with pytest.raises(AppError) as caught, disk_sentences(path):
        raise PermissionError(13, "not allowed", str(path))
    assert caught.value.key == "core.disk_error"
