"""What was erased is gone: from log, tables, search, drafts, locked reports, and whatever comes back later."""

import json
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db import local_notes, store
from db.act_list import acts
from db.connection import connect
from db.drafts import drafts, save_draft
from db.erasure import compact, due, erasing, traces_of
from db.file_check import check
from db.history import history
from db.log import find_record
from db.searching import search
from db.traces import SHORT, elsewhere, texts_within
from desktop_app.catalogue import catalogue
from desktop_app.domain.changes import DELETED, Edit
from desktop_app.domain.collation import fold
from desktop_app.domain.erasing import ERASE, ERASURE, ErasedChange, erasure_text, parse_erasure
from desktop_app.domain.lock_kinds import CONTENT, LOCK
from desktop_app.domain.record_ids import random_id
from desktop_app.errors import AppError
from tests.db.office import Office
from tests.db.test_merge import take

NAME = "Vàng Thị Xuân Quỳnh"
Two = tuple[Office, Office]


def stamps_of(office: Office, value: str) -> list[bytes]:
    return [row[0] for row in office.run("SELECT stamp FROM change_log WHERE value = ?", (value,))]


def erase(office: Office, *stamps: bytes, reason: str = "Gõ nhầm") -> bytes | None:
    with store.writing(office.file):
        record = random_id(office.file.clock.random(16))
        edit, _ = erasing(office.file, record, stamps, reason)
        act = store.apply(office.file, [edit], ERASE).act
    assert compact(office.file.connection, office.file.path)
    return act


# what every file says of its tables; English words hold syllables of names
_SAID_OF_TABLES = sorted(
    (text.encode() for key, one in catalogue().items() if key.startswith("dictionary.") for text in (one.vi, one.en)),
    key=len, reverse=True,
)  # fmt: skip


def traces(path: Path, *texts: str) -> set[str]:
    """Which of these texts, or words of them, stand in the bytes of a file or of what lies beside it."""
    raw = b"".join(file.read_bytes() for file in path.parent.iterdir() if file.name.startswith(path.stem))
    for said in _SAID_OF_TABLES:
        raw = raw.replace(said, b"")
    wanted = {form for text in texts for form in _forms(text)}
    return {form for form in wanted if any(form.encode(code) in raw for code in ("utf-8", "utf-16-le", "utf-16-be"))}


def _forms(text: str) -> Iterable[str]:
    for word in (text, *text.split()):
        yield from (word, word.lower(), word.upper(), fold(word))


@pytest.mark.parametrize("times", [1, 400])
def test_no_byte_is_left_of_a_short_or_a_very_long_value(lan: Office, times: int) -> None:
    value = " ".join(f"{NAME}{n or ''}" for n in range(times))
    for n in range(30):
        lan.create("place", name=f"Chợ {n}", unit="11")
    record = lan.create("place", name=value, unit="11")
    lan.put(record, name="Chợ mới")
    lan.put(record, name=value + " ")
    lan.put(record, name="Chợ cũ")
    save_draft(lan.file, record, "unit", f"của {value}")
    assert traces(lan.file.path, NAME)
    erase(lan, *stamps_of(lan, value), *stamps_of(lan, value + " "))
    assert traces(lan.file.path, NAME) == set()
    assert check(lan.file) == []
    assert not due(lan.file.connection)
    assert drafts(lan.file.connection, record) == {}
    assert search(lan.file, "Quỳnh", 10) == []
    row = find_record(lan.file.connection, record)
    assert row
    assert [item.erased for item in history(lan.file, row)].count(True) == 2


def test_a_required_field_that_is_erased_leaves_the_record_unfinished(lan: Office) -> None:
    record = lan.create("place", name=NAME, unit="11")
    assert lan.state(record) == 0
    erase(lan, *stamps_of(lan, NAME))
    assert (lan.get(record, "name"), lan.state(record)) == (None, 1)


def test_the_change_itself_stays_and_nothing_is_kept_to_guess_the_value_by(lan: Office) -> None:
    record = lan.create("place", name=NAME, unit="11")
    lan.put(record, name="Chợ")
    (stamp,) = stamps_of(lan, NAME)
    before = lan.digest()
    erase(lan, stamp)
    found = lan.run("SELECT value, replaces FROM change_log WHERE stamp = ?", (stamp,)).fetchone()
    assert found == (None, None)
    assert lan.get(record, "name") == "Chợ"
    assert lan.digest()[0] == before[0] + 1
    ((text,),) = lan.run(
        "SELECT c.value FROM change_log c JOIN record r ON r.no = c.record JOIN kind k ON k.no = r.kind"
        " WHERE k.name = ?", (ERASURE,)
    ).fetchall()  # fmt: skip
    assert json.loads(text) == {"changes": [[stamp.hex(), "place", record, "name"]], "reason": "Gõ nhầm"}
    assert acts(lan.file.connection)[0].kind == ERASE


# --- what comes back --------------------------------------------------------------------------------------------------


def test_an_old_copy_does_not_bring_it_back(lan: Office) -> None:
    record = lan.create("place", name=NAME, unit="11")
    mai = lan.twin("Mai")
    mai.put(record, near=record)
    erase(lan, *stamps_of(lan, NAME))
    assert take(lan, mai).reports[0].status == "merged"
    assert (lan.get(record, "name"), lan.get(record, "near")) == (None, record)
    assert traces(lan.file.path, NAME) == set()
    assert check(lan.file) == []
    mai.close()


def test_erasures_reach_a_third_office_before_the_value_does(lan: Office, tmp_path: Path) -> None:
    record = lan.create("place", name=NAME, unit="11")
    mai, nam = lan.twin("Mai"), Office.new(tmp_path / "nam.db", "Nam")
    erase(mai, *stamps_of(mai, NAME))
    take(nam, mai)
    assert take(nam, lan).reports[0].status == "nothing-new"
    assert (nam.get(record, "name"), traces(nam.file.path, NAME)) == (None, set())
    for office in (mai, nam):
        office.close()


def test_the_value_and_its_erasure_in_one_merge_leave_no_value(lan: Office, tmp_path: Path) -> None:
    lan.create("place", name=NAME, unit="11")
    mai, nam = lan.twin("Mai"), Office.new(tmp_path / "nam.db", "Nam")
    erase(mai, *stamps_of(mai, NAME))
    result = take(nam, lan, mai)
    assert [report.status for report in result.reports] == ["merged", "merged"]
    compact(nam.file.connection, nam.file.path)
    assert traces(nam.file.path, NAME) == set()
    for office in (mai, nam):
        office.close()


def test_an_emptied_change_that_no_erasure_names_is_not_believed(lan: Office) -> None:
    lan.create("place", name=NAME, unit="11")
    mai = lan.twin("Mai")
    mai.run("UPDATE change_log SET value = NULL WHERE value = ?", (NAME,))
    assert take(lan, mai).reports[0].status == "refused"
    mai.close()


def test_undoing_later_work_does_not_bring_it_back(lan: Office) -> None:
    record = lan.create("place", name=NAME, unit="11")
    later = lan.put(record, name="Chợ")
    gone = lan.delete(record)
    erase(lan, *stamps_of(lan, NAME))
    lan.undo(gone)
    lan.undo(later)
    assert lan.get(record, "name") is None
    assert traces(lan.file.path, NAME) == set()


# --- locked reports ---------------------------------------------------------------------------------------------------


def lock(office: Office, *texts: str) -> str:
    """A locked report, as far as erasing looks at it."""
    record = random_id(office.file.clock.random(16))
    content = json.dumps({"sha256": record, "report": {"pieces": [*texts, 1]}}, ensure_ascii=False)
    office.write([Edit(record, LOCK, CONTENT, content)], "lock")
    with store.writing(office.file):
        local_notes.add_locked_pdf(office.file.connection, record, b"%PDF")
    return record


def kept(office: Office) -> set[str]:
    """The locks that still hold something, and the pages that are still there."""
    rows = office.run(
        "SELECT r.id FROM change_log c JOIN record r ON r.no = c.record JOIN kind k ON k.no = r.kind"
        " WHERE k.name = ? AND c.value IS NOT NULL", (LOCK,)
    )  # fmt: skip
    pages = {name for (name,) in office.run("SELECT sha256 FROM _locked_pdf")}
    found = {name for (name,) in rows}
    assert pages == found
    return found


def test_locked_reports_that_print_the_value_go_with_it(lan: Office) -> None:
    lan.create("place", name=f"- **{NAME}** ở chợ", unit="11")
    holding, other = lock(lan, "Ông " + NAME.upper() + " ở đây", "ở chợ"), lock(lan, "Ông Quang")
    erase(lan, *stamps_of(lan, f"- **{NAME}** ở chợ"))
    assert kept(lan) == {other}
    assert holding != other
    assert traces(lan.file.path, NAME) == set()


def test_a_lock_can_itself_be_erased(lan: Office) -> None:
    lock(lan, NAME)
    (stamp,) = [row[0] for row in lan.run("SELECT stamp FROM change_log WHERE instr(value, ?)", (NAME,))]
    erase(lan, stamp)
    assert kept(lan) == set()


def test_numbers_and_blank_texts_are_looked_for_in_no_report(lan: Office) -> None:
    visit = lan.create("visit", date="2022-05-01", n=12345)
    stop = lan.create("stop", visit=visit, note="**")
    other = lock(lan, "12345 **")
    numbers = [row[0] for row in lan.run("SELECT stamp FROM change_log WHERE value IN (12345, '**')")]
    erase(lan, *numbers)
    assert (lan.get(visit, "n"), lan.get(stop, "note")) == (None, None)
    assert kept(lan) == {other}


def test_codes_are_looked_for_nowhere_else(lan: Office) -> None:
    lan.create("place", name="Nhà số 11", unit="11")
    other = lock(lan, "Nhà số 11")
    (stamp,) = stamps_of(lan, "11")
    with store.writing(lan.file):
        _, gone = erasing(lan.file, random_id(lan.file.clock.random(16)), [stamp], "Gõ nhầm")
        assert (gone.locks, gone.texts(lan.file)) == ([], [])
    erase(lan, stamp)
    assert kept(lan) == {other}


def test_a_lock_that_is_none_stands_in_nobody_s_way(lan: Office) -> None:
    lan.create("place", name=NAME, unit="11")
    for text in ("{", "[1]", "[" * 200_000):
        lan.write([Edit(random_id(lan.file.clock.random(16)), LOCK, CONTENT, text)], "lock")
    erase(lan, *stamps_of(lan, NAME))
    (stamp,) = stamps_of(lan, "{")
    erase(lan, stamp)
    assert stamps_of(lan, "{") == []


# --- what can't be erased, what else holds the text -------------------------------------------------------------------


def test_each_reason_not_to_erase_is_a_sentence(lan: Office) -> None:
    record = lan.create("place", name=NAME, unit="11")
    lan.delete(record)
    (named,) = stamps_of(lan, NAME)
    (deletion,) = [row[0] for row in lan.run(
        "SELECT stamp FROM change_log c JOIN field f ON f.no = c.field WHERE f.name = ?", (DELETED,)
    )]  # fmt: skip
    for stamp, reason, key in (
        (named, " ", "erase.no_reason"),
        (b"\0" * 14, "x", "erase.no_change"),
        (deletion, "x", "erase.no_value"),
    ):
        with pytest.raises(AppError) as caught:
            erase(lan, stamp, reason=reason)
        assert caught.value.key == key
    erase(lan, named)
    with pytest.raises(AppError) as caught:
        erase(lan, named)
    assert caught.value.key == "erase.nothing"


def test_other_changes_with_the_same_text_are_named(lan: Office) -> None:
    first = lan.create("place", name=NAME, unit="11")
    second = lan.create("place", name=f"Nhà {NAME}", unit="11")
    short = lan.create("place", name="An", unit="11")
    lan.create("place", name="Anh", unit="11")
    erase(lan, *stamps_of(lan, NAME))
    found = elsewhere(lan.file.connection, [NAME, "An"])
    assert {(place.record, place.field) for place in found} == {(second, "name"), (short, "name")}
    assert first not in {place.record for place in found}


def test_what_is_read_does_not_grow_with_what_is_erased(lan: Office) -> None:
    """A commune may erase hundreds of names, and what is erased in one file is looked for in that of a province."""
    read = []
    for many in (2, 40):
        for number in range(many):
            lan.create("place", name=f"{NAME} {many}-{number:02}", unit="11")
        stamps = [
            stamp for (stamp,) in lan.run("SELECT stamp FROM change_log WHERE value LIKE ?", (f"{NAME} {many}-%",))
        ]
        statements: list[str] = []
        lan.file.connection.set_trace_callback(statements.append)
        _, gone = erasing(lan.file, "e", stamps, "x")
        gone.erasures = ["e"] * many
        traces_of(lan.file, gone)
        lan.file.connection.set_trace_callback(None)
        assert len(gone.places) == many
        read.append(len(statements))
    assert read[0] == read[1]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text("ab", max_size=8), max_size=6), st.lists(st.text("ab", min_size=1, max_size=6), max_size=12))
def test_a_text_is_found_in_other_changes_as_a_look_at_each_finds_it(values: list[str], texts: list[str]) -> None:
    short, long = ({text for text in texts if (len(text) < SHORT) == is_short} for is_short in (True, False))
    starts: dict[str, list[str]] = {}
    for text in long:
        starts.setdefault(text[:SHORT], []).append(text)
    for value in values:
        assert texts_within(value, short, starts) == {
            text for text in texts if text == value or (text in long and text in value)
        }


def test_an_erasure_from_outside_that_makes_no_sense_names_nothing() -> None:
    good = ErasedChange(b"s" * 14, "place", "r", "name")
    assert parse_erasure(erasure_text([good], "vì")).places == (good,)
    for text in (None, "{", "[]", "{}", '{"changes": [1], "reason": ""}', '{"changes": [["zz", "a", "b", "c"]]}'):
        assert parse_erasure(text).places == ()
    for bad in (["00", "a", "b", "c"], ["73" * 14, 1, "b", "c"], ["73" * 14, "a", "b", "deleted"]):
        assert parse_erasure(json.dumps({"changes": [bad], "reason": "x"})).places == ()


# --- a full disk ------------------------------------------------------------------------------------------------------


def test_without_room_the_file_is_written_anew_later(lan: Office) -> None:
    lan.create("place", name=NAME, unit="11")
    with store.writing(lan.file):
        edit, _ = erasing(lan.file, "e", stamps_of(lan, NAME), "x")
        store.apply(lan.file, [edit], ERASE)
    reader = connect(lan.file.path)
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM meta").fetchone()
    assert not compact(lan.file.connection, lan.file.path)
    assert due(lan.file.connection)
    reader.close()
    assert traces(lan.file.path, NAME) == set()
    assert compact(lan.file.connection, lan.file.path)
