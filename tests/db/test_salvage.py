"""Damaged files give back what lies in their whole pages, and never a change that nobody made."""

import json
import shutil
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db import local_notes, store
from db.act_list import acts
from db.connection import connect
from db.data_file import describe, open_data_file
from db.file_check import check
from db.meta import mark_head
from db.rescue.carving import carve
from db.rescue.pages import PageRow, Pages
from db.rescue.salvage import salvage
from desktop_app.domain.changes import Edit
from desktop_app.domain.lock_kinds import CONTENT, LOCK
from desktop_app.domain.plan import canonical_json, plan_digest
from desktop_app.domain.record_ids import random_id
from desktop_app.domain.salvaged import Salvaged
from desktop_app.errors import AppError, StoppedError
from desktop_app.messages import Text
from desktop_app.session import maintenance
from tests.db.office import Office, a_clock
from tests.db.test_erasing import NAME, erase, stamps_of
from tests.sentences import refused
from tests.small_plan import SOURCE

PAGE = 4096
LONG = "Chợ phiên vùng cao " * 900
Log = dict[bytes, tuple[Any, ...]]


class Whole(NamedTuple):
    """A file before it is damaged: its bytes and its log by stamp."""

    path: Path
    raw: bytes
    log: Log

    def __repr__(self) -> str:
        return str(self.path)


def find_plan(_: str) -> list[Mapping[str, Any]]:
    return [SOURCE]


def log_of(path: Path, key: str | None = None) -> Log:
    connection = connect(path, key)
    rows = connection.execute(
        "SELECT c.stamp, r.id, k.name, f.name, c.value, c.replaces, c.covers, a.id FROM change_log c"
        " JOIN record r ON r.no = c.record JOIN kind k ON k.no = r.kind JOIN field f ON f.no = c.field"
        " JOIN act a ON a.no = c.act"
    ).fetchall()
    connection.close()
    return {row[0]: row[1:] for row in rows}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Whole:
    office = Office.new(tmp_path_factory.mktemp("whole") / "whole.db")
    office.run("PRAGMA synchronous = OFF")
    places = [office.create("place", name=f"Chợ {n}", unit="11", near=None) for n in range(60)]
    for n, place in enumerate(places):
        office.create("visit", date="2022-05-01", place=place, n=n)
    for n in range(0, 60, 3):
        office.put(places[n], name=f"{LONG[: n * 300]}{n}", near=places[n - 1])
    office.delete(office.create("visit", date="2022-05-01", n=3))
    record = random_id(office.file.clock.random(16))
    office.write([Edit(record, LOCK, CONTENT, json.dumps({"sha256": ""}))], "lock")
    with store.writing(office.file):
        local_notes.add_locked_pdf(office.file.connection, "7d" * 32, b"not what its name says")
        local_notes.add_locked_pdf(
            office.file.connection, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", b"abc"
        )
    office.close()
    return Whole(office.file.path, office.file.path.read_bytes(), log_of(office.file.path))


def saved(path: Path, out: Path) -> Salvaged:
    """What came out; the new file is whole whatever it holds."""
    told = salvage(path, out, a_clock("later"), find_plan)
    data = open_data_file(out, a_clock("later"))
    assert check(data) == []
    data.connection.close()
    return told


def damaged(whole: Whole, path: Path, *pages: int, by: bytes = bytes(PAGE)) -> Path:
    raw = bytearray(whole.raw)
    for page in pages:
        raw[(page - 1) * PAGE : page * PAGE] = by
    path.write_bytes(raw)
    return path


def pages_with(whole: Whole, text: str) -> list[int]:
    """The pages on which a text stands."""
    return [n + 1 for n in range(len(whole.raw) // PAGE) if text.encode() in whole.raw[n * PAGE : (n + 1) * PAGE]]


def root(whole: Whole, name: str) -> int:
    connection = connect(whole.path)
    (page,) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (name,)).fetchone()
    connection.close()
    return int(page)


# --- whole files ------------------------------------------------------------------------------------------------------


def test_a_whole_file_comes_out_whole(whole: Whole, tmp_path: Path) -> None:
    assert saved(whole.path, tmp_path / "new.db") == Salvaged(len(whole.log), 0)
    assert log_of(tmp_path / "new.db") == whole.log
    assert whole.path.read_bytes() == whole.raw


def test_the_new_file_is_that_of_the_same_office(whole: Whole, tmp_path: Path) -> None:
    saved(whole.path, tmp_path / "new.db")
    before, after = (open_data_file(path, a_clock(1)) for path in (whole.path, tmp_path / "new.db"))
    assert describe(before) == describe(after)
    listed = [[(a.act, a.kind, a.author, a.time, a.made_here) for a in acts(d.connection)] for d in (before, after)]
    assert listed[0] == listed[1]
    assert after.connection.execute("SELECT pdf FROM _locked_pdf").fetchall() == [(b"abc",)]
    for data in (before, after):
        data.connection.close()


def test_a_copy_with_its_journal_is_settled_first(whole: Whole, tmp_path: Path) -> None:
    path = Path(shutil.copy(whole.path, tmp_path / "torn.db"))
    writer = connect(path)
    writer.execute("PRAGMA cache_size = 1")
    writer.execute("BEGIN")
    writer.execute("UPDATE change_log SET value = 'half' WHERE typeof(value) = 'text'")
    for end in ("", "-journal"):
        shutil.copy(f"{path}{end}", tmp_path / f"copy.db{end}")
    writer.execute("ROLLBACK")
    writer.close()
    saved(tmp_path / "copy.db", tmp_path / "new.db")
    assert log_of(tmp_path / "new.db") == whole.log


# --- damaged ones -----------------------------------------------------------------------------------------------------


def test_a_file_without_its_header_and_schema_comes_out_whole(whole: Whole, tmp_path: Path) -> None:
    saved(damaged(whole, tmp_path / "a.db", 1), tmp_path / "new.db")
    assert log_of(tmp_path / "new.db") == whole.log


def test_the_roots_of_the_log_are_not_needed(whole: Whole, tmp_path: Path) -> None:
    path = damaged(whole, tmp_path / "a.db", *(root(whole, name) for name in ("change_log_act", "_search_text_data")))
    saved(path, tmp_path / "new.db")
    assert log_of(tmp_path / "new.db") == whole.log


@pytest.mark.parametrize("table", ["kind", "field", "record"])
def test_names_come_out_of_the_index_where_their_table_is_lost(whole: Whole, tmp_path: Path, table: str) -> None:
    told = saved(damaged(whole, tmp_path / "a.db", root(whole, table)), tmp_path / "new.db")
    assert (told.changes, told.lost) == (len(whole.log), 0)
    assert log_of(tmp_path / "new.db") == whole.log


def test_without_its_plan_the_file_gets_that_of_the_program(whole: Whole, tmp_path: Path) -> None:
    told = saved(damaged(whole, tmp_path / "a.db", *pages_with(whole, '"doc_no"')), tmp_path / "new.db")
    assert (told.own_plan, told.lost) == (False, 0)
    assert log_of(tmp_path / "new.db") == whole.log


def test_without_any_plan_nothing_can_be_made_of_it(whole: Whole, tmp_path: Path) -> None:
    path = damaged(whole, tmp_path / "a.db", *pages_with(whole, '"doc_no"'))
    with refused("không tìm thấy kế hoạch của sổ"):
        salvage(path, tmp_path / "new.db", a_clock(1), lambda _: ())
    with refused("Không đọc được thay đổi nào"):
        salvage(empty(tmp_path), tmp_path / "new.db", a_clock(1), find_plan)
    assert not (tmp_path / "new.db").exists()


def empty(folder: Path) -> Path:
    path = folder / "empty.db"
    path.touch()
    return path


def test_whose_file_it_was_is_told_by_who_acted_in_it(whole: Whole, tmp_path: Path) -> None:
    path = damaged(whole, tmp_path / "a.db", root(whole, "meta"))
    saved(path, tmp_path / "new.db")
    data = open_data_file(tmp_path / "new.db", a_clock(1))
    assert data.unit == "11"
    data.connection.close()


def test_changes_whose_acts_are_lost_come_out_without_author(whole: Whole, tmp_path: Path) -> None:
    connection = connect(whole.path)
    gone = [n for n in range(1, len(whole.raw) // PAGE + 1) if _holds_acts(whole.raw[(n - 1) * PAGE : n * PAGE])]
    connection.close()
    told = saved(damaged(whole, tmp_path / "a.db", *gone, root(whole, "meta")), tmp_path / "new.db")
    assert (told.changes, told.lost, told.anonymous) == (len(whole.log), 0, len(whole.log))
    data = open_data_file(tmp_path / "new.db", a_clock(1))
    assert (data.unit, [a.kind for a in acts(data.connection)]) == ("1", ["salvage"])
    data.connection.close()


def test_changes_of_an_act_of_the_largest_number_come_out(whole: Whole, tmp_path: Path) -> None:
    """A bit that flipped may have made the number; the one after it is none."""
    copy = Path(shutil.copy(whole.path, tmp_path / "a.db"))
    with closing(connect(copy)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute(
            "UPDATE change_log SET act = 9223372036854775807 WHERE act = (SELECT max(act) FROM change_log)"
        )
    told = saved(copy, tmp_path / "new.db")
    assert (told.changes, told.lost) == (len(whole.log), 0)
    assert told.anonymous


def _holds_acts(page: bytes) -> bool:
    return page[0] == 0x0D and b"edit" in page and b"2022-05-1" in page


def test_a_lost_page_is_told_with_the_records_that_it_took(whole: Whole, tmp_path: Path) -> None:
    (stamp, row), *_ = ((s, r) for s, r in whole.log.items() if r[3] == LONG[: 57 * 300] + "57")
    gone = [n for n in range(1, len(whole.raw) // PAGE + 1) if stamp in whole.raw[(n - 1) * PAGE : n * PAGE]]
    leaf = next(n for n in gone if whole.raw[(n - 1) * PAGE] == 0x0A and n != root(whole, "change_log_act"))
    told = saved(damaged(whole, tmp_path / "a.db", leaf), tmp_path / "new.db")
    assert told.changes + told.lost == len(whole.log)
    assert told.lost > 0 or stamp in log_of(tmp_path / "new.db")
    assert told.records == () or row[0] in told.records or told.lost > 0


def test_a_change_that_the_index_does_not_know_is_not_believed(whole: Whole, tmp_path: Path) -> None:
    stamp, row = next((s, r) for s, r in whole.log.items() if r[3] == "Chợ 7")
    raw = bytearray(whole.raw)
    at = raw.index(stamp + "Chợ 7".encode())
    raw[at + 8] ^= 1
    path = tmp_path / "a.db"
    path.write_bytes(raw)
    told = saved(path, tmp_path / "new.db")
    assert set(log_of(tmp_path / "new.db")) == set(whole.log) - {stamp}
    assert told.records == (row[0],)


def rows_in(raw: bytes) -> list[PageRow]:
    pages = Pages(raw)
    return [row for number in range(1, pages.count + 1) for row in pages.rows(number)]


def test_an_erased_value_is_not_brought_back(tmp_path: Path) -> None:
    office = Office.new(tmp_path / "a.db")
    office.create("place", name=NAME, unit="11")
    torn = carve(rows_in(office.file.path.read_bytes()))
    erase(office, *stamps_of(office, NAME))
    office.close()
    saved(office.file.path, tmp_path / "new.db")
    assert NAME.encode() not in (tmp_path / "new.db").read_bytes()
    ((key, row),) = ((k, r) for k, r in torn.changes.items() if r[0] == NAME)
    rows = [PageRow(None, (*key, value, *row[1:])) for value in (NAME, None, NAME)]
    assert carve(rows).believed() == {key: (None, *row[1:])}
    assert carve([rows[0], PageRow(None, (*key, "khác", *row[1:]))]).believed() == {}
    assert carve([rows[0], PageRow(None, (*key, NAME, b"s" * 14, None, 1))]).believed() == {}


def test_without_the_names_of_kinds_no_change_can_be_placed(whole: Whole, tmp_path: Path) -> None:
    path = damaged(whole, tmp_path / "a.db", root(whole, "kind"), root(whole, "sqlite_autoindex_kind_1"))
    with pytest.raises(AppError) as caught:
        salvage(path, tmp_path / "new.db", a_clock(1), find_plan)
    assert caught.value.key == "salvage.nothing"


@pytest.mark.parametrize("body", ["{", "[]", '{"plan": 1}'])
def test_a_plan_that_is_none_any_more_is_not_taken(whole: Whole, tmp_path: Path, body: str) -> None:
    path = Path(shutil.copy(whole.path, tmp_path / "a.db"))
    connection = connect(path)
    connection.execute("UPDATE plan SET body = ?", (body,))
    connection.close()
    assert not saved(path, tmp_path / "new.db").own_plan


def signed(whole: Whole, copy: Path, change: Callable[[dict[str, Any]], object]) -> Path:
    """A copy whose plan is another, with a digest that is right."""
    shutil.copy(whole.path, copy)
    with closing(connect(copy)) as connection:
        source = json.loads(connection.execute("SELECT body FROM plan").fetchone()[0])
        change(source)
        connection.execute("UPDATE plan SET body = ?, digest = ?", (canonical_json(source), plan_digest(source)))
        mark_head(connection)
    return copy


def test_a_plan_of_a_later_program_asks_for_a_newer_one(whole: Whole, tmp_path: Path) -> None:
    copy = signed(whole, tmp_path / "a.db", lambda plan: plan["kinds"]["visit"]["fields"]["n"].update(type="hologram"))
    with refused("phiên bản mới hơn"):
        saved(copy, tmp_path / "new.db")


def test_a_signed_plan_of_nonsense_makes_no_new_file(whole: Whole, tmp_path: Path) -> None:
    def give_a_unit_a_list_for_a_type(plan: dict[str, Any]) -> None:
        for units in plan["units"].values():
            units[-1][3] = [units[-1][3]]

    copy = signed(whole, tmp_path / "a.db", give_a_unit_a_list_for_a_type)
    with refused("kế hoạch"):
        saved(copy, tmp_path / "new.db")
    assert not (tmp_path / "new.db").exists()


@pytest.mark.parametrize("wild", [1e308, True, -1])
@pytest.mark.parametrize("part", ["unit", "choice"])
def test_a_plan_with_a_number_for_a_word_makes_no_stale_table(
    whole: Whole, tmp_path: Path, part: str, wild: object
) -> None:
    def spoil(plan: dict[str, Any]) -> None:
        if part == "unit":
            next(iter(plan["units"].values()))[-1][3] = wild
        else:
            plan["choices"]["tool"] = {"khac": {"label": {"vi": wild, "en": "Other"}}}

    copy = signed(whole, tmp_path / "a.db", spoil)
    assert saved(copy, tmp_path / "new.db").own_plan
    with open_data_file(tmp_path / "new.db", a_clock("Lan")) as file:
        assert check(file) == []
        assert maintenance.make_plan_tables_again(file) == []


def test_a_name_that_is_told_in_two_ways_is_not_believed() -> None:
    found = carve([PageRow(1, (None, "place")), PageRow(1, (None, "visit")), PageRow(2, (None, "stop"))])
    assert found.all_kinds() == {2: "stop"}


def test_each_reason_not_to_salvage_is_a_sentence(whole: Whole, tmp_path: Path) -> None:
    picture = tmp_path / "ảnh.jpg"
    picture.write_bytes(b"\xff\xd8\xff" * 9000)
    for path, out, key in (
        (whole.path, whole.path, "core.exists"),
        (tmp_path / "nowhere.db", tmp_path / "new.db", "core.no_file"),
        (picture, tmp_path / "new.db", "salvage.nothing"),
    ):
        with pytest.raises(AppError) as caught:
            salvage(path, out, a_clock(1), find_plan)
        assert caught.value.key == key


def test_half_a_new_file_is_never_left(whole: Whole, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise AppError("core.disk_full", file="new.db")

    monkeypatch.setattr(store, "take_in", full)
    with pytest.raises(AppError):
        salvage(whole.path, tmp_path / "new.db", a_clock(1), find_plan)
    assert not (tmp_path / "new.db").exists()


# --- any damage -------------------------------------------------------------------------------------------------------

DAMAGE = st.tuples(st.integers(0, 10**6), st.integers(1, 3 * PAGE), st.binary(max_size=64))


def pages_of(raw: bytes, text: bytes) -> set[int]:
    found, at = set(), raw.find(text)
    while at >= 0:
        found.add(at // PAGE)
        at = raw.find(text, at + 1)
    return found


def may_be_lost(whole: Whole, stamp: bytes, hurt: set[int]) -> bool:
    """Whether something that a change needs lies in a page that was hurt: itself, the rest of its value, its names."""
    record, _, _, value, *_ = whole.log[stamp]
    names = {root(whole, table) - 1 for table in ("kind", "field")}
    needed = pages_of(whole.raw, stamp) | pages_of(whole.raw, record.encode()) | names
    return bool(needed & hurt) or (isinstance(value, str) and len(value) > 500)


@settings(max_examples=25)
@given(hurts=st.lists(DAMAGE, min_size=1, max_size=6), cut=st.one_of(st.none(), st.integers(0, 10**6)))
def test_whatever_is_damaged_no_change_is_invented_and_whole_pages_come_back(
    whole: Whole, tmp_path_factory: pytest.TempPathFactory, hurts: list[tuple[int, int, bytes]], cut: int | None
) -> None:
    folder = tmp_path_factory.mktemp("hurt")
    raw = bytearray(whole.raw)
    for at, size, pattern in hurts:
        start = at % len(raw) // 512 * 512  # a disk loses sectors
        end = min(len(raw), start + -(-size // 512) * 512)
        raw[start:end] = ((pattern or b"\0") * (end - start))[: end - start]
    if cut is not None:
        del raw[cut % len(raw) :]
    (folder / "a.db").write_bytes(raw)
    try:
        told = salvage(folder / "a.db", folder / "new.db", a_clock("later"), find_plan)
    except AppError:
        return  # nothing was left
    data = open_data_file(folder / "new.db", a_clock("later"))
    assert check(data) == []
    data.connection.close()
    log = log_of(folder / "new.db")
    assert {stamp: row[:6] for stamp, row in log.items()}.items() <= {s: r[:6] for s, r in whole.log.items()}.items()
    assert told.changes == len(log)
    count = len(whole.raw) // PAGE
    hurt = {n for n in range(count) if raw[n * PAGE : (n + 1) * PAGE] != whole.raw[n * PAGE : (n + 1) * PAGE]}
    assert [stamp for stamp in whole.log.keys() - log.keys() if not may_be_lost(whole, stamp, hurt)] == []


@settings(max_examples=40)
@given(raw=st.binary(max_size=3 * PAGE), at=st.integers(0, 2))
def test_no_bytes_at_all_make_reading_fail(whole: Whole, raw: bytes, at: int) -> None:
    for content in (raw, whole.raw[:PAGE] + raw, b"\0" * at * PAGE + b"\x0d" + raw, b"\0" * at * PAGE + b"\x02" + raw):
        carve(rows_in(content))


@pytest.mark.parametrize("at", [0.0, 0.5])
def test_saving_that_is_stopped_leaves_no_file(tmp_path: Path, at: float) -> None:
    office = Office.new(tmp_path / "whole.db")
    for n in range(250):
        office.create("place", name=f"{LONG[:4000]}{n}", unit="11")
    office.close()
    out = tmp_path / "new.db"

    def stop(done: int, total: int, _sentence: Text) -> None:
        if done >= at * total:
            raise StoppedError

    with pytest.raises(StoppedError):
        salvage(office.file.path, out, a_clock("x"), find_plan, None, stop)
    assert not out.exists()
    assert list(tmp_path.glob("new.db*")) == []


def test_of_what_is_set_aside_an_erased_value_is_believed_before_another() -> None:
    key, rest = ("p1", 1, b"s" * 14), (None, None, 1)
    for values in ((NAME, None), (None, NAME), (NAME, None, NAME)):
        found = carve(PageRow(None, (*key, value, *rest)) for value in values)
        assert found.reverted == {key: (None, *rest)}


def test_what_another_program_wrote_into_a_write_ahead_log_is_saved_with_the_rest(tmp_path: Path) -> None:
    office = Office.new(tmp_path / "whole.db")
    office.run("PRAGMA journal_mode = WAL")
    office.create("place", name=NAME, unit="11")
    for end in ("", "-wal"):
        shutil.copy(f"{office.file.path}{end}", tmp_path / f"left.db{end}")
    office.close()
    assert NAME.encode() not in (tmp_path / "left.db").read_bytes()
    before = (tmp_path / "left.db-wal").read_bytes()
    assert saved(tmp_path / "left.db", tmp_path / "new.db").changes == 2
    assert NAME.encode() in (tmp_path / "new.db").read_bytes()
    assert (tmp_path / "left.db-wal").read_bytes() == before
    assert not (tmp_path / "left.db-shm").exists()
