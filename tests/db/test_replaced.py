"""Nothing is made out of another file that was copied over an open one, nor is it written anew."""

from collections.abc import Callable
from pathlib import Path

import pytest

from db.erasure import WITH_BACKUPS, set_due
from db.ledger_copy import ledger_copy
from db.merging.sending import CopyContent, write_copy
from db.open_file import OpenFile
from db.rescue.backup import make_backup
from db.rescue.rekeying import rekey
from desktop_app.domain.backups import BY_HAND
from desktop_app.session import maintenance, opening
from tests.db.office import Office
from tests.db.test_connection import written
from tests.harness.works import KEY
from tests.sentences import refused


def private_copy(file: OpenFile, folder: Path) -> None:
    with ledger_copy(file, folder / "copy.db"):
        pass


WORKS: dict[str, Callable[[OpenFile, Path], object]] = {
    "a private copy": private_copy,
    "a backup": lambda file, folder: make_backup(file, folder, BY_HAND),
    "a copy to hand over": lambda file, folder: write_copy(file, folder, CopyContent(), "2022-Q2"),
    "one more opening": lambda file, _: opening.reopen(file),
    "another key": lambda file, _: rekey(file, KEY),
    "an erasing to be finished": lambda file, _: maintenance.finish_erasing(file),
}


@pytest.mark.parametrize("name", WORKS)
@pytest.mark.parametrize("theirs", [2, 4], ids=["written as often", "written more often"])
def test_of_a_file_that_was_copied_over_an_open_one_nothing_is_made(tmp_path: Path, theirs: int, name: str) -> None:
    path, other, folder = tmp_path / "a.db", tmp_path / "b.db", tmp_path / "made"
    folder.mkdir()
    office, mai = Office.new(path), Office.new(other, "Mai")
    for one, times in ((office, 2), (mai, theirs)):
        written(one, times)
        set_due(one.file.connection, WITH_BACKUPS)
    mai.close()
    path.write_bytes(other.read_bytes())
    with refused("đã bị thay bằng tệp khác"):
        WORKS[name](office.file, folder)
    assert path.read_bytes() == other.read_bytes()
    assert [made for made in folder.rglob("*.db") if made.name != "copy.db"] == []
    office.close()


@pytest.mark.parametrize("name", WORKS)
def test_of_a_file_that_another_window_wrote_into_it_is_made(tmp_path: Path, name: str) -> None:
    office = Office.new(tmp_path / "a.db")
    record = written(office, 2)
    again = Office.open(tmp_path / "a.db", "Mai")
    again.put(record, n=7)
    again.close()
    folder = tmp_path / "made"
    folder.mkdir()
    WORKS[name](office.file, folder)
    office.close()
