"""A file of an earlier format is migrated when opened: it holds what it held, or nothing happens.

`git log -- tests/db/make_format_1.py` has the script that made those of format 1, for the program of then.
"""

import json
import re
import shutil
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from db.connection import FILE_FORMAT, connect
from db.migrations import RENAMED_TABLES
from desktop_app.session import (
    OpenFile,
    editing,
    entry,
    exchange,
    figures,
    imports,
    maintenance,
    opening,
    records,
    reports,
    undo,
)
from tests.db.earlier_format import PASSPHRASE, in_format_1, made_then, said_then
from tests.sentences import refused

EARLIER = range(1, FILE_FORMAT)
NEW = ("schema_version", "foreign_parts")  # what `info` says in another way than then
NOW = datetime(2023, 6, 2, 8, tzinfo=UTC)
BOTH = pytest.mark.parametrize(("name", "key"), [("plain", None), ("encrypted", PASSPHRASE)])


def opened(path: Path, key: str | None = None) -> OpenFile:
    return opening.open_file(path, now=lambda: NOW, passphrase=key)


def said(file: OpenFile) -> dict[str, Any]:
    """What the program of then was asked as well: its answers lie beside its files."""
    locks = reports.locks(file)
    found = [reports.correction(file, lock.period, lock.unit) for lock in locks]
    return {
        "info": {name: value for name, value in maintenance.info(file).items() if name not in NEW},
        "export": sorted(json.dumps(line, ensure_ascii=False, sort_keys=True) for line in imports.export_lines(file)),
        "figures": [
            [p.code, str(p.numerator), str(p.denominator), p.value]
            for p in figures.progress(file, figures.read_period(file, "2023"))
        ],
        "locks": {lock.id: sha256(reports.locked_report(file, lock.id)).hexdigest() for lock in locks},
        "corrected": [
            [[f.old.code, [[one.what, one.title] for one in f.later]] for f in one.figures] if one else []
            for one in found
        ],
        "conflicts": sorted(map(list, records.conflicts(file))),
        "drafts": {record: entry.drafts_of(file, record) for _, record in records.half_typed(file)},
        "sent": [[copy.name, copy.unit, copy.records] for copy in exchange.sent_files(file)],
        "duplicates": len(exchange.duplicates(file, "cleaning")),
        "history": [[act.kind, act.author, act.changes, act.undone] for act in undo.acts(file)],
    }


def schema(path: Path, key: str | None = None) -> dict[str, str]:
    with closing(connect(path, key)) as connection:
        rows = connection.execute("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL").fetchall()
    return {name: re.sub(r"[\s\"']", "", sql) for name, sql in rows}


def format_of(path: Path, key: str | None = None) -> int:
    with closing(connect(path, key)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


@pytest.fixture(params=EARLIER)
def file_format(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture
def region(tmp_path: Path, file_format: int) -> Path:
    return made_then("plain-region", tmp_path, file_format)


@pytest.fixture
def file(region: Path) -> Iterator[OpenFile]:
    with opened(region) as migrated:
        yield migrated


# --- all is as it was -------------------------------------------------------------------------------------------------


@BOTH
def test_a_file_of_an_earlier_format_says_what_it_said(
    tmp_path: Path, name: str, key: str | None, file_format: int
) -> None:
    """Records, figures, locked prints byte for byte, drafts, merges that were reverted, and the digest of the log."""
    with opened(made_then(f"{name}-region", tmp_path, file_format), key) as file:
        assert maintenance.info(file)["schema_version"] == FILE_FORMAT
        assert maintenance.check(file) == []
        then = said_then(name)
        assert said(file) == {key: then[key] for key in said(file)}


@BOTH
def test_what_comes_of_it_is_what_came_of_it_then(tmp_path: Path, name: str, key: str | None, file_format: int) -> None:
    """A merge done now gives what the same merge gave then, of whatever formats the two files are."""
    bay = made_then("plain-bay", tmp_path, FILE_FORMAT - file_format)
    with opened(made_then(f"{name}-region", tmp_path, file_format), key) as file:
        found = exchange.merge(file, exchange.find_sources(file, [bay]))
        assert found.act
        then = said_then(name)["with_bay"]
        assert said(file) == {key: then[key] for key in said(file)}
        assert maintenance.check(file) == []


def test_reverted_merges_are_done_again_and_merges_of_then_reverted(file: OpenFile) -> None:
    then = said_then("plain")
    assert undo.redo(file, bytes.fromhex(then["reverted"])).changes == 5
    assert undo.undo(file, bytes.fromhex(then["redone"])).act
    assert records.find(file, then["late"]) is None
    assert undo.redo(file, bytes.fromhex(then["redone"])).act
    assert records.find(file, then["late"])
    assert maintenance.check(file) == []


def test_no_byte_of_the_log_changes(region: Path) -> None:
    def log() -> list[Any]:
        with closing(connect(region)) as connection:
            connection.execute("CREATE TEMP VIEW said AS SELECT * FROM meta WHERE key <> 'head'")
            tables = ("change_log", "act", "kind", "field", "said", "plan", "org_unit")
            return [connection.execute(f"SELECT * FROM {table}").fetchall() for table in tables]

    before = log()
    opened(region).close()
    assert log() == before


def test_a_migrated_file_has_the_tables_of_a_new_one(region: Path, tmp_path: Path) -> None:
    with opened(region) as file, opening.create_file(tmp_path / "new.db", file.plan.source, "02"):
        assert schema(region) == schema(tmp_path / "new.db")
        assert not schema(region).keys() & RENAMED_TABLES.keys()


@pytest.mark.parametrize("file_format", [1], indirect=True)
def test_a_file_of_now_is_brought_back_to_what_the_program_of_then_made(region: Path, tmp_path: Path) -> None:
    """Else the tests with files of both formats would show nothing."""
    before = schema(region)
    opened(region).close()
    assert schema(in_format_1(region, tmp_path / "back.db")) == before


def test_it_is_migrated_once(region: Path) -> None:
    opened(region).close()
    content = region.read_bytes()
    opened(region).close()
    assert region.read_bytes() == content
    assert [backup.why for backup in maintenance.backups(region)] == ["format"]


# --- the copy before it -----------------------------------------------------------------------------------------------


@BOTH
def test_a_copy_as_it_was_is_made_before_and_can_be_restored(
    tmp_path: Path, name: str, key: str | None, file_format: int
) -> None:
    path = made_then(f"{name}-region", tmp_path, file_format)
    before = schema(path, key)
    with opened(path, key) as file:
        (backup,) = maintenance.backups(path)
        assert (backup.why, format_of(backup.path, key), schema(backup.path, key)) == ("format", file_format, before)
        maintenance.restore_backup(file, backup.path.name, tmp_path / "restored.db")
    assert (format_of(backup.path, key), format_of(tmp_path / "restored.db", key)) == (file_format,) * 2
    with opened(tmp_path / "restored.db", key) as restored:
        then = said_then(name)
        assert said(restored) == {key: then[key] for key in said(restored)}


def test_without_room_for_a_copy_the_file_stays_as_it_is(region: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content, usage = region.read_bytes(), shutil.disk_usage(region.parent)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=1000))
    with refused(r"chưa sao lưu được: Ổ đĩa không đủ chỗ.* Tệp vẫn như cũ") as caught:
        opened(region)
    assert caught.value.key == "file.no_backup_before_format"
    assert region.read_bytes() == content


def test_where_no_copy_can_be_written_the_file_stays_as_it_is(region: Path) -> None:
    content = region.read_bytes()
    maintenance.backup_folder().parent.mkdir(parents=True)
    maintenance.backup_folder().write_text("a file where the folder should be")
    with refused("Không ghi được vào thư mục sao lưu"):
        opened(region)
    assert region.read_bytes() == content


def test_what_another_program_put_in_the_way_is_said(region: Path, file_format: int) -> None:
    name = {1: "_draft", 2: "_offered_plan", 3: "data_dictionary"}[file_format]  # each comes with the next format
    with closing(connect(region)) as connection:
        connection.execute(f"CREATE TABLE {name} (x)")
    before = schema(region)
    with refused(rf"do chương trình khác thêm vào.*{name}") as caught:
        opened(region)
    assert (caught.value.key, schema(region), format_of(region)) == ("file.foreign_part", before, file_format)


def test_a_file_to_be_looked_at_alone_is_not_touched(region: Path) -> None:
    content = region.read_bytes()
    with opening.open_copy(region) as copy:
        assert maintenance.check(copy) == []
        assert maintenance.info(copy)["log_digest"] == said_then("plain")["info"]["log_digest"]
    assert region.read_bytes() == content
    assert maintenance.backups(copy.path) == maintenance.backups(region) == []


# --- not migrated to be read ------------------------------------------------------------------------------------------


def test_files_of_an_earlier_format_are_found_looked_at_and_taken_in_as_they_are(
    file: OpenFile, tmp_path: Path, file_format: int
) -> None:
    folder = tmp_path / "usb"
    folder.mkdir()
    made_then("plain-bay", folder, FILE_FORMAT - file_format)
    made_then("plain-sent", folder)
    content = {path: path.read_bytes() for path in folder.iterdir()}
    sources = exchange.find_sources(file, [folder])
    assert [report.status for report in exchange.preview(file, sources).reports] == ["merged", "nothing-new"]
    assert exchange.merge(file, sources).act
    assert {path: path.read_bytes() for path in folder.iterdir()} == content


def test_copies_that_are_sent_are_of_the_newest_format(file: OpenFile, tmp_path: Path) -> None:
    folder = tmp_path / "usb"
    folder.mkdir()
    sent = exchange.send(file, folder, "021")
    assert format_of(sent.path) == FILE_FORMAT
    with closing(connect(sent.path)) as connection:
        own = [name for name in RENAMED_TABLES.values() if name not in ("_conflict", "_search_text")]
        assert [connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in own] == [0] * len(own)


def test_an_erasure_reaches_values_in_copies_of_both_formats(region: Path, file_format: int) -> None:
    with opened(region) as file:
        after = maintenance.back_up(file)
        (before,) = (backup for backup in maintenance.backups(region) if backup.why == "format")
        assert (format_of(before.path), format_of(after.path)) == (file_format, FILE_FORMAT)
        beaches = [item for item in records.history(file, said_then("plain")["late"]) if item.field == "beach"]
        assert all("Bãi Cát".encode() in path.read_bytes() for path in (region, before.path, after.path))
        done = maintenance.erase(file, [beaches[0].stamp], "Gõ nhầm")
        assert (done.backups, done.unread) == (2, ())
    for path in (region, before.path, after.path):
        assert "Bãi Cát".encode() not in path.read_bytes()
        with opened(path) as erased:
            assert maintenance.check(erased) == []


def test_an_earlier_copy_that_knows_all_that_was_erased_stays_as_it_is(
    file: OpenFile, region: Path, file_format: int
) -> None:
    """The file of then holds an erasure of its own, which its copy has carried out as well."""
    (backup,) = maintenance.backups(region)
    editing.set_value(file, said_then("plain")["late"], "bags", 9)
    assert maintenance.back_up(file).path != backup.path
    assert format_of(backup.path) == file_format


def test_a_copy_of_a_newer_format_is_left_and_named(file: OpenFile, region: Path) -> None:
    newer = maintenance.back_up(file).path
    with closing(connect(newer)) as connection:
        connection.execute(f"PRAGMA user_version = {FILE_FORMAT + 1}")
    beaches = [item for item in records.history(file, said_then("plain")["late"]) if item.field == "beach"]
    assert maintenance.erase(file, [beaches[0].stamp], "Gõ nhầm").unread == (str(newer),)
    assert newer.exists()


def test_a_file_of_an_earlier_format_is_salvaged_into_one_of_the_newest(region: Path, tmp_path: Path) -> None:
    found = opening.salvage(region, tmp_path / "new.db", now=lambda: NOW)
    assert (found.lost, found.reverted, format_of(tmp_path / "new.db")) == (0, 5, FILE_FORMAT)
    with opened(tmp_path / "new.db") as saved, opened(region) as file:
        assert maintenance.check(saved) == []
        assert maintenance.info(saved)["log_digest"] == maintenance.info(file)["log_digest"]
        assert said(saved)["locks"] == said(file)["locks"]
