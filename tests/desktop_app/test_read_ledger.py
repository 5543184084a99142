"""The reader of docs, which knows nothing of the program, lists what the program lists."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from db import editions
from desktop_app.domain.values import Value
from desktop_app.plan_files import load_plan, plan_folder
from desktop_app.session import editing, exchange, opening, records
from tests import moved_units
from tests.db.office import Office
from tests.desktop_app.conftest import Run
from tests.renamed_plan import CODE, FIELD, ITEM, KIND, LIST_FIELD, NEW, renamed

READER = Path(__file__).resolve().parents[2] / "docs" / "read_ledger.py"


def reader(*arguments: object) -> list[Any]:
    """On a computer that writes into files what has no Vietnamese letters, as Windows may."""
    command = [sys.executable, "-I", "-S", "-X", "utf8=0", str(READER), *map(str, arguments)]
    english = os.environ | {"LC_ALL": "C"}
    done = subprocess.run(command, capture_output=True, encoding="utf-8", env=english, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def without_notes(change: dict[str, Any]) -> dict[str, Any]:
    """A change without what this file alone noted, and what only follows from others."""
    return {name: change[name] for name in ("stamp", "field", "value", "replaces", "author", "time", "act", "act_kind")}


def same(run: Run, path: Path) -> list[Any]:
    """Compare both on a file; what was listed of the records."""
    exported = [json.loads(line) for line in run("export", path, "--out", "-")[1].splitlines()]
    assert reader(path, "records") == exported
    assert reader(path, "conflicts") == json.loads(run("conflicts", path, "--json")[1])
    for record in exported[:: max(1, len(exported) // 6)]:
        told = json.loads(run("history", path, record["id"], "--json")[1])
        assert [without_notes(one) for one in reader(path, "history", record["id"])] == list(map(without_notes, told))
    return exported


@pytest.fixture
def offices(tmp_path: Path) -> Callable[[], tuple[Office, Office]]:
    def two() -> tuple[Office, Office]:
        lan = Office.new(tmp_path / "lan.db")
        return lan, lan.twin("mai")

    return two


def apart(lan: Office, mai: Office) -> str:
    """Two offices give one place two names."""
    place = lan.create("place", name="Chợ", unit="11")
    mai.absorb(lan)
    lan.put(place, name="Chợ huyện")
    mai.put(place, name="Chợ xã")
    return place


def conflict(lan: Office, mai: Office) -> None:
    apart(lan, mai)
    lan.absorb(mai)


def deletion_that_did_not_see_an_edit(lan: Office, mai: Office) -> None:
    place = apart(lan, mai)
    lan.delete(place)
    lan.absorb(mai)


def reference_to_what_is_deleted(lan: Office, mai: Office) -> None:
    place = lan.create("place", name="Chợ", unit="11")
    mai.absorb(lan)
    lan.delete(place)
    mai.create("visit", date="2022-05-01", place=place, n=3)
    lan.absorb(mai)


def join(lan: Office, mai: Office) -> None:
    first, second = (lan.create("place", name="Chợ", unit="11") for _ in range(2))
    lan.create("visit", date="2022-05-01", place=max(first, second), n=3)
    lan.join(first, second)
    mai.absorb(lan)


def natural_key(lan: Office, mai: Office) -> None:
    visit = lan.create("visit", date="2022-05-01", n=3)
    stop = lan.create("stop", visit=visit, note="Trạm")
    mai.absorb(lan)
    lan.create("item", stop=stop, k=1, note="của Lan")
    mai.create("item", stop=stop, k=1, note="của Mai")
    lan.absorb(mai)


def erasure(lan: Office, mai: Office) -> None:
    place = apart(lan, mai)
    (stamp,) = (row[0] for row in lan.run("SELECT stamp FROM change_log WHERE value = 'Chợ huyện'"))
    lan.erase(stamp)
    lan.put(place, near=place)


def merge_taken_back(lan: Office, mai: Office) -> None:
    apart(lan, mai)
    lan.undo_merge(lan.merge(mai))


def merge_done_again(lan: Office, mai: Office) -> None:
    apart(lan, mai)
    act = lan.merge(mai)
    lan.undo_merge(act)
    lan.redo_merge(act)


HISTORIES = (
    conflict, deletion_that_did_not_see_an_edit, reference_to_what_is_deleted, join, natural_key, erasure,
    merge_taken_back, merge_done_again,
)  # fmt: skip


@pytest.mark.parametrize("history", HISTORIES, ids=lambda history: history.__name__)
def test_the_reader_lists_what_the_program_lists(
    history: Callable[[Office, Office], None], offices: Callable[[], tuple[Office, Office]], run: Run
) -> None:
    lan, mai = offices()
    history(lan, mai)
    lan.close()
    assert same(run, lan.file.path)


def test_a_made_up_ledger_of_every_kind_reads_the_same(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "demo.db"
    assert run("demo", path, "--records", "300")[0] == 0
    assert len({record["kind"] for record in same(run, path)}) > 20


def test_the_reader_fits_on_two_pages() -> None:
    assert len(READER.read_text(encoding="utf-8").splitlines()) <= 100


def test_what_a_later_edition_renamed_reads_as_the_program_has_it(tmp_path: Path, run: Run) -> None:
    path, source = tmp_path / "renamed.db", load_plan(plan_folder("lai-chau-2022"))
    with opening.create_file(path, source, "03388", "Lan") as lan:
        given: dict[str, Value] = {"unit": "03388", "date": "2022-05-14", "title": "Một", "form": CODE, FIELD: 3}
        record = editing.new_record(lan, KIND, given | {LIST_FIELD: (ITEM, "hs_thpt")}).record
        shutil.copy(path, tmp_path / "mai.db")
        assert editing.set_value(lan, record, "form", "hoi_nghi").saved
        editions.switch(lan, renamed(source), (), lambda: None)
        with opening.open_file(tmp_path / "mai.db") as mai:
            assert editing.set_value(mai, record, FIELD, 5).saved
        assert editing.set_value(lan, record, NEW[FIELD], 4).saved
        exchange.merge(lan, exchange.find_sources(lan, [tmp_path / "mai.db"]))
        assert list(records.conflicts(lan)) == [(record, NEW[FIELD])]
    (told,) = (one for one in same(run, path) if one["id"] == record)
    assert told["fields"][NEW[LIST_FIELD]] == [NEW[ITEM], "hs_thpt"]


def test_units_that_have_other_codes_read_as_the_program_has_them(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "moved.db"
    with opening.create_file(path, moved_units.old_plan(), moved_units.WARD, "Lan") as lan:
        values: dict[str, Value] = {"unit": moved_units.WARD, "date": "2022-05-04", "title": "Buổi một", "form": "loa"}
        made = editing.new_record(lan, KIND, values)
        assert made.record
        editions.switch(lan, moved_units.new_plan(), (), lambda: None)
        editing.set_value(lan, made.record, "unit", moved_units.BOTH)
    told = [line for line in same(run, path) if line["kind"] == KIND]
    assert [line["unit"] for line in told] == [moved_units.BOTH]
    changes = [one for one in reader(path, "history", made.record) if one["field"] == "unit"]
    assert [one["value"] for one in changes] == [moved_units.MOVED, moved_units.BOTH]
    assert {one["unit"] for one in changes} == {moved_units.MOVED}
