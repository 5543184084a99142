"""The search finds what was saved at once, though a save leaves its index behind, and whoever dies loses nothing."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from db import file_check, search_index
from db.connection import connect
from desktop_app.session import editing, records
from tests.db.office import Office
from tests.processes import KILLED

ROOT = Path(__file__).resolve().parent.parent.parent
# another process saves a value and is killed before the index knows it
SAVE_AND_DIE = """
import os, sys
from pathlib import Path
from desktop_app.session import editing
from tests.db.office import Office
from tests.processes import KILL
office = Office.open(Path(sys.argv[1]))
assert editing.set_value(office.file, sys.argv[2], "name", sys.argv[3]).saved
os.kill(os.getpid(), KILL)
"""


def found(office: Office, text: str) -> list[str]:
    return [row.id for row in records.search(office.file, text)]


def listed(office: Office, text: str) -> list[str]:
    return [row.id for row in records.rows(office.file, "place", text=text)]


def save(office: Office, record: str, name: str) -> None:
    assert editing.set_value(office.file, record, "name", name).saved


def behind(office: Office) -> bool:
    return search_index.is_behind(office.file)


@pytest.fixture
def place(lan: Office) -> str:
    return lan.create("place", name="Quán cũ")


def test_a_save_leaves_the_index_behind_and_the_search_finds_its_words_all_the_same(lan: Office, place: str) -> None:
    save(lan, place, "Nhà nghỉ Sông Đà")
    assert behind(lan)
    assert found(lan, "song da") == [place]
    assert not behind(lan)
    assert found(lan, "quán cũ") == []


def test_so_does_the_filter_of_a_list(lan: Office, place: str) -> None:
    save(lan, place, "Nhà nghỉ Sông Đà")
    assert (listed(lan, "sông đà"), listed(lan, "quán")) == ([place], [])


def test_a_value_without_words_leaves_nothing_behind(lan: Office, place: str) -> None:
    found(lan, "quán")
    visit = lan.create("visit", place=place, date="2022-05-01")
    assert editing.set_value(lan.file, visit, "date", "2022-05-02").saved
    assert found(lan, "quán") == [place]


def test_what_a_killed_process_saved_is_found(lan: Office, place: str) -> None:
    lan.close()
    command = [sys.executable, "-c", SAVE_AND_DIE, str(lan.file.path), place, "Nhà nghỉ Sông Đà"]
    assert subprocess.run(command, cwd=ROOT, check=False).returncode == KILLED
    again = Office.open(lan.file.path)
    assert behind(again)
    assert found(again, "sông đà") == [place]
    assert file_check.check(again.file) == []


def test_an_index_that_is_behind_is_no_damage_and_one_that_is_wrong_is(lan: Office, place: str) -> None:
    save(lan, place, "Nhà nghỉ Sông Đà")
    assert file_check.check(lan.file) == []
    assert behind(lan)  # a check changes nothing
    lan.create("place", name="Khác")
    lan.run("UPDATE _search_text SET folded = 'x'")
    save(lan, place, "Nhà nghỉ Đà Giang")
    assert file_check.check(lan.file) == ["table _search_text"]


def test_whatever_else_is_written_brings_the_index_along(lan: Office, place: str) -> None:
    mai = lan.twin("Mai")
    other = mai.create("place", name="Karaoke Hoa Ban")
    save(lan, place, "Nhà nghỉ Sông Đà")
    save(mai, other, "Karaoke Hoa Đào")
    lan.merge(mai)
    assert not behind(lan)
    assert (found(lan, "sông đà"), found(lan, "hoa đào"), found(lan, "hoa ban")) == ([place], [other], [])


@pytest.mark.parametrize("then", ["delete", "undo", "create"])
def test_a_deletion_an_undo_or_a_new_record_after_a_save(lan: Office, place: str, then: str) -> None:
    save(lan, place, "Nhà nghỉ Sông Đà")
    act = lan.put(place, name="Nhà nghỉ Nậm Na")
    expected: dict[str, tuple[Sequence[str], Sequence[str]]] = {
        "delete": ([], []), "undo": ([place], []), "create": ([], [place]),
    }  # fmt: skip
    if then == "delete":
        lan.delete(place)
    elif then == "undo":
        lan.undo(act)
    else:
        lan.create("place", name="Khác")
    assert not behind(lan)
    assert (found(lan, "sông đà"), found(lan, "nậm na")) == expected[then]
    assert file_check.check(lan.file) == []


def test_a_key_that_is_corrected_leaves_nothing_of_an_earlier_save_unfound(lan: Office, place: str) -> None:
    stop = lan.create("stop", visit=lan.create("visit", place=place, date="2022-05-01"), note="Chặng")
    item = lan.create("item", stop=stop, k=1, note="Mục cũ")
    save(lan, place, "Nhà nghỉ Sông Đà")
    corrected = editing.set_value(lan.file, item, "k", 2).record
    assert corrected != item
    assert (found(lan, "sông đà"), found(lan, "mục cũ")) == ([place], [corrected])


def test_a_file_that_another_program_holds_is_searched_as_its_index_is(lan: Office, place: str) -> None:
    save(lan, place, "Nhà nghỉ Sông Đà")
    lan.run("PRAGMA busy_timeout = 1")
    holder = connect(lan.file.path)
    holder.execute("BEGIN IMMEDIATE")
    assert (found(lan, "quán cũ"), found(lan, "sông đà")) == ([place], [])
    holder.execute("ROLLBACK")
    holder.close()
    assert (found(lan, "quán cũ"), found(lan, "sông đà")) == ([], [place])


def test_an_erased_value_is_in_no_index_that_was_behind(lan: Office, place: str) -> None:
    save(lan, place, "Bí mật Tám")
    found(lan, "bí mật")
    save(lan, place, "Nhà nghỉ Sông Đà")
    stamps = [row[0] for row in lan.run("SELECT stamp FROM change_log WHERE value = 'Bí mật Tám'")]
    lan.erase(*stamps)
    words = " ".join(row[0] for row in lan.run("SELECT exact FROM _search_text"))
    assert "bí mật" not in words
    assert "sông đà" in words
