"""Locked reports that arrive from anywhere: what another office, another PC or a forged file says of them."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from db import acts, store
from db.counting.locks import locks
from db.file_check import check
from desktop_app.domain.changes import Edit
from desktop_app.domain.lock_kinds import ACTS, CONTENT, LOCK, UNLOCK
from desktop_app.session import OpenFile, editing, exchange, figures, maintenance, opening, records, reports, undo
from desktop_app.texts import in_words
from tests.db.office import absorb
from tests.new_files import new_file
from tests.sentences import refused
from tests.test_locking import SOURCE, TOWN, WARD, Clock, clock, file, visit

__all__ = ["clock", "file"]
PROVINCE = "12"


def content_of(file: OpenFile, lock: str) -> dict[str, Any]:
    query = "SELECT c.value FROM change_log c JOIN record r ON r.no = c.record WHERE r.id = ?"
    found: dict[str, Any] = json.loads(file.connection.execute(query, (lock,)).fetchone()[0])
    return found


def say(file: OpenFile, kind: str, record: str, content: Any) -> None:
    """What a forged file holds, as its office's own act."""
    with store.writing(file):
        store.apply(file, [Edit(record, kind, CONTENT, json.dumps(content))], ACTS[kind])


def brought(file: OpenFile, folder: Path, clock: Clock, forge: Callable[[OpenFile], object], unit: str = WARD) -> None:
    """Another office's file, in which `forge` did something, is taken in."""
    with new_file(folder / f"{unit}.db", SOURCE, unit, "Mai", now=clock) as other:
        absorb(other, file.path)
        forge(other)
        absorb(file, other.path)


# --- whose it is ------------------------------------------------------------------------------------------------------


def test_nobody_takes_back_a_lock_that_its_office_took_back_and_made_again(
    file: OpenFile, tmp_path: Path, clock: Clock
) -> None:
    lock = reports.lock(file, figures.read_period(file, "2022-Q2"))
    undo.undo(file, undo.acts(file, 1)[0].act)
    undo.redo(file, undo.acts(file, 2)[1].act)

    def delete(other: OpenFile) -> None:
        with store.writing(other):
            store.apply(other, acts.deleting(other, lock.id), "delete")

    brought(file, tmp_path, clock, delete, PROVINCE)
    assert [found.id for found in reports.locks(file)] == [lock.id]


def test_nobody_restores_a_lock_that_its_office_took_back(file: OpenFile, tmp_path: Path, clock: Clock) -> None:
    lock = reports.lock(file, figures.read_period(file, "2022-Q2"))
    undo.undo(file, undo.acts(file, 1)[0].act)

    def restore(other: OpenFile) -> None:
        with store.writing(other):
            store.apply(other, acts.restoring(other, lock.id), "edit")

    brought(file, tmp_path, clock, restore, PROVINCE)
    assert reports.locks(file) == []


def test_what_another_office_writes_into_a_lock_changes_nothing(file: OpenFile, tmp_path: Path, clock: Clock) -> None:
    period = figures.read_period(file, "2022-Q2")
    lock = reports.lock(file, period)
    printed = reports.locked_report(file, lock.id)
    forged = content_of(file, lock.id) | {"office": PROVINCE, "sha256": "0"}
    clock.time -= timedelta(days=900)  # before it, by its stamp
    brought(file, tmp_path, clock, lambda other: say(other, LOCK, lock.id, forged), PROVINCE)
    assert [(one.id, one.office) for one in reports.locks(file)] == [(lock.id, TOWN)]
    assert reports.locked_report(file, lock.id) == printed
    reports.unlock(file, lock.id, "Nhập thiếu")
    assert reports.lock_of(file, period) is None


def test_a_second_content_of_a_lock_is_never_printed(file: OpenFile) -> None:
    period = figures.read_period(file, "2022-Q2")
    lock = reports.lock(file, period)
    printed = reports.report(file, period)
    say(file, LOCK, lock.id, content_of(file, lock.id) | {"sha256": "0", "conflicts": 99})
    assert [(one.id, one.conflicts) for one in reports.locks(file)] == [(lock.id, 0)]
    assert reports.report(file, period) == printed


# --- how it is built --------------------------------------------------------------------------------------------------

ODD: tuple[Any, ...] = (
    None,
    True,
    5,
    -1.5,
    "",
    "x",
    "9999-12-31",
    "0001-01-01",
    "1" * 5000,
    [],
    [[]],
    ["x"],
    {},
    {"a": []},
)
KEYS = ("code", "year", "scheme", "first_day", "last_day", "name")


@pytest.mark.parametrize("kind", [LOCK, UNLOCK])
def test_records_of_nonsense_from_another_office_harm_no_list_and_no_report(
    file: OpenFile, tmp_path: Path, clock: Clock, kind: str
) -> None:
    period = figures.read_period(file, "2022-Q2")
    lock = reports.lock(file, period)
    genuine = {
        LOCK: content_of(file, lock.id) | {"office": WARD}, UNLOCK: {"lock": lock.id, "reason": "x"},
    }[kind]  # fmt: skip

    def forge(other: OpenFile) -> None:
        wrong = [{**genuine, key: odd} for key in genuine for odd in ODD]
        if "period" in genuine:
            wrong += [{**genuine, "period": {**genuine["period"], key: odd}} for key in KEYS for odd in ODD]
        for number, content in enumerate(wrong):
            say(other, kind, f"giả-{number}", content)

    brought(file, tmp_path, clock, forge)
    assert lock.id in [one.id for one in reports.locks(file)]
    for one in reports.locks(file):
        assert in_words(one.period.label)
        assert one.to_json()
    found = reports.lock_of(file, period)
    assert found
    assert (found.id, found.unlocked, found.is_public) == (lock.id, None, False)
    assert check(file) == []


def test_a_period_that_only_another_plan_names_is_called_by_its_days(file: OpenFile) -> None:
    lock = reports.lock(file, figures.read_period(file, "2022-Q2"))
    content = content_of(file, lock.id)
    say(file, LOCK, "lạ", content | {"period": content["period"] | {"code": "HK1"}})
    assert "15/03/2022" in in_words(reports.locks(file)[-1].period.label)


def test_figures_of_a_lock_about_an_office_above_are_not_drawn_in_its_reports(
    file: OpenFile, tmp_path: Path, clock: Clock
) -> None:
    """What was reported a year before stands in the charts of a report."""
    last_year = {"code": "Q2", "year": 2021, "first_day": "2021-03-15", "last_day": "2021-06-14"}
    lock = reports.lock(file, figures.read_period(file, "2022-Q2"))
    content = content_of(file, lock.id)
    forged = content | {"office": WARD, "period": content["period"] | last_year}
    brought(file, tmp_path, clock, lambda other: say(other, LOCK, "giả", forged))
    assert "giả" in [one.id for one in reports.locks(file)]
    found = {one.last.code: one.points for one in figures.trend(file, unit=TOWN, step="quarter")}
    assert [point.earlier for point in found["3.3"]] == [None] * len(found["3.3"])


# --- whose words it has -----------------------------------------------------------------------------------------------


def later_edition(file: OpenFile) -> None:
    source = json.loads(json.dumps(file.plan.source))
    source["plan"]["edition"] += 1
    source["words"] = {"recipients": {"vi": "Gửi đến:"}, "motto": {"vi": "Khẩu hiệu mới"}, "to": {"vi": "Trình"}}
    from db import editions
    from desktop_app.domain.plan_seeds import seed_records

    editions.switch(file, source, seed_records(source), lambda: None)


@pytest.mark.parametrize("form", ["pdf", "docx", "xlsx"])
def test_a_lock_prints_the_same_under_another_edition_of_the_plan(file: OpenFile, form: str) -> None:
    period = figures.read_period(file, "2022-Q2")
    lock = reports.lock(file, period)
    file.connection.execute("DELETE FROM _locked_pdf")  # as in any other copy of the file
    printed = reports.report(file, period, form=form)
    later_edition(file)
    assert reports.lock_of(file, period) is not None
    assert reports.report(file, period, form=form) == printed
    if form == "pdf":
        assert reports.locked_report(file, lock.id) == printed


# --- whose clock was wrong --------------------------------------------------------------------------------------------

NOON = datetime(2022, 6, 20, 8, tzinfo=UTC)


@pytest.mark.parametrize("years", [-8, -1, 1, 8, 77])
def test_the_report_that_was_locked_last_prints_whatever_the_clock_said(
    file: OpenFile, clock: Clock, years: int
) -> None:
    period, locked = figures.read_period(file, "2022-Q2"), list[str]()
    for number, moment in enumerate((NOON, NOON.replace(year=2022 + years), NOON + timedelta(days=2))):
        clock.time = moment
        file.said_today = date(2022, 6, 20 + number)
        if number:
            visit(file, f"cs-{number}")
        locked.append(reports.lock(file, period).id)
        found = reports.lock_of(file, period)
        assert found
        assert found.id == locked[-1]
    other = file.path.with_name("b.db")
    with new_file(other, SOURCE, TOWN, "Hoa", now=clock) as twin:
        absorb(twin, file.path)
        found = reports.lock_of(twin, period)
        assert found
        assert found.id == locked[-1]
    reports.unlock(file, locked[-1], "Nhập thiếu")
    found = reports.lock_of(file, period)
    assert found
    assert found.id == locked[1]


def test_locks_that_each_claim_to_follow_the_other_have_one_order(file: OpenFile) -> None:
    period = figures.read_period(file, "2022-Q2")
    content = content_of(file, reports.lock(file, period).id)
    for name, other in (("một", "hai"), ("hai", "một"), ("ba", "ba")):
        say(file, LOCK, name, content | {"follows": [other]})
    assert reports.lock_of(file, period)
    assert reports.correction(file, period) is None


def test_a_lock_bears_the_day_that_a_person_said_not_that_of_a_wrong_clock(file: OpenFile, clock: Clock) -> None:
    period = figures.read_period(file, "2022-Q2")
    clock.time = datetime(2014, 1, 1, tzinfo=UTC)
    with refused("hôm nay là ngày nào"):
        reports.lock(file, period)
    file.said_today = date(2022, 6, 21)
    lock = reports.lock(file, period)
    assert lock.locked_on == date(2022, 6, 21)
    visit(file, "cs-1")
    sheet = reports.correction_sheet(file, period, form="docx").content
    import io
    from zipfile import ZipFile

    said = ZipFile(io.BytesIO(sheet)).read("word/document.xml").decode()
    assert "21/6/2022" in said
    assert "2014" not in said


def test_a_lock_made_over_midnight_prints_the_same_bytes_in_every_copy(file: OpenFile) -> None:
    """The clock is asked several times while a report is locked."""
    period, midnight, asked, passes = figures.read_period(file, "2022-Q2"), datetime(2022, 6, 21).astimezone(), 0, 1000

    def now() -> datetime:
        nonlocal asked
        asked += 1
        return midnight + timedelta(milliseconds=asked - passes)

    file.clock.now = now
    reports.unlock(file, reports.lock(file, period).id, "Thử")
    often = asked
    for before in range(8):
        asked, passes = 0, often - before
        lock = reports.lock(file, period)
        printed = reports.report(file, period)
        file.connection.execute("DELETE FROM _locked_pdf")
        assert reports.report(file, period) == printed
        reports.unlock(file, lock.id, "Thử")


def test_a_clock_that_went_back_while_the_file_was_open_is_doubted(file: OpenFile, clock: Clock) -> None:
    period = figures.read_period(file, "2022-Q2")
    visit(file, "cs-1")
    clock.time -= timedelta(days=300)
    assert file.clock_is_doubted
    assert file.today() == date(2022, 6, 20)
    with refused("hôm nay là ngày nào"):
        reports.lock(file, period)


def test_a_day_that_somebody_insists_on_frees_from_a_clock_that_was_ahead(file: OpenFile, clock: Clock) -> None:
    def doubted() -> bool:
        return file.clock_is_doubted

    clock.time += timedelta(days=500)
    visit(file, "cs-1")
    clock.time -= timedelta(days=499)
    assert doubted()
    maintenance.say_today(file, clock.time.date(), insists=True)
    file.said_today = None
    assert not doubted()
    assert file.today() == clock.time.astimezone().date()


@pytest.mark.parametrize("year", [1970, 2014, 2038, 2100, 9998, 9999])
def test_whatever_year_a_clock_showed_the_file_opens_and_locks_afterwards(
    file: OpenFile, clock: Clock, year: int
) -> None:
    clock.time = datetime(year, 3, 1, tzinfo=UTC)
    visit(file, "cs-1")
    path = file.path
    file.close()
    for number, moment in enumerate((NOON, datetime(year, 3, 1, tzinfo=UTC), NOON + timedelta(days=1))):
        with opening.open_file(path, now=lambda moment=moment: moment) as again:  # type: ignore[misc]  # a moment each
            said = maintenance.clock_doubt(again)
            assert said is None or in_words(said)
            again.said_today = date(2022, 6, 22)
            editing.set_value(again, f"cs-{number}", "first_listed_date", f"2021-0{number + 1}-02")
            visit(again, f"cs-{number + 2}") if number < 2 else editing.delete(again, "luot-cs-2")
            reports.lock(again, figures.read_period(again, "2022-Q2"))
            assert check(again) == []


# --- what an erasure takes along --------------------------------------------------------------------------------------


def test_an_erased_lock_of_another_office_does_not_take_the_signed_page_of_ours(
    file: OpenFile, tmp_path: Path, clock: Clock
) -> None:
    from desktop_app.domain.merging import Source

    lock = reports.lock(file, figures.read_period(file, "2022-Q2"))
    forged = content_of(file, lock.id) | {"office": WARD}
    with new_file(tmp_path / "ward.db", SOURCE, WARD, "Mai", now=clock) as ward:
        say(ward, LOCK, "giả", forged)
        query = "SELECT c.stamp FROM change_log c JOIN record r ON r.no = c.record WHERE r.id = 'giả'"
        (stamp,) = ward.connection.execute(query).fetchone()
        exchange.merge(file, [Source(ward.path, "ward.db")])
        maintenance.erase(ward, [stamp], "Gõ nhầm")
        exchange.merge(file, [Source(ward.path, "ward.db")])
    assert file.connection.execute("SELECT value FROM change_log WHERE stamp = ?", (stamp,)).fetchone() == (None,)
    assert file.connection.execute("SELECT sha256 FROM _locked_pdf").fetchall() == [(lock.sha256,)]


# --- how long it is looked for ----------------------------------------------------------------------------------------


def test_a_long_log_is_not_gone_through_for_the_locks_of_a_file(file: OpenFile) -> None:
    reports.lock(file, figures.read_period(file, "2022-Q2"))
    (record,) = records.list_ids(file, "inspection")[:1]
    short = steps_of_reading_locks(file)
    for day in range(1, 31):
        assert editing.set_value(file, record, "date", f"2022-04-{day:02}").act
    assert steps_of_reading_locks(file) == short


def steps_of_reading_locks(file: OpenFile) -> int:
    """How many instructions of its virtual machine SQLite needs."""
    steps: list[int] = []
    file.connection.set_progress_handler(lambda: steps.append(1), 1)
    assert len(locks(file)) == 1
    file.connection.set_progress_handler(None, 0)
    return len(steps)
