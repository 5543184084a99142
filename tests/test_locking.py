"""A report that was signed: kept as it was, printed the same, corrected when something came later."""

import hashlib
import json
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from db.counting.later import came_later
from db.counting.locks import kept_pdf
from db.data_file import check
from db.store import Act
from desktop_app.domain.changes import Edit
from desktop_app.domain.correction import Correction
from desktop_app.domain.disclosure import SMALL
from desktop_app.domain.lock_kinds import CONTENT, LOCK, UNLOCK
from desktop_app.domain.locking import figure_from_json, figure_to_json, parse_lock
from desktop_app.domain.merging import Source
from desktop_app.errors import AppError
from desktop_app.locked import print_locked
from desktop_app.plan_files import load_plan, plan_folder
from desktop_app.session import Session

TOWN, WARD = "105", "03386"
SOURCE = load_plan(plan_folder("lai-chau-2022"))


def text_of(pdf: bytes) -> str:
    """What a page says; the watermark stands among its words."""
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return done.stdout.decode()


def is_draft(pdf: bytes) -> bool:
    return " DỰ\n" in text_of(pdf)


class Clock:
    """A PC's clock that a test sets."""

    def __init__(self) -> None:
        self.time = datetime(2022, 6, 20, 8, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.time += timedelta(seconds=1)
        return self.time


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def session(tmp_path: Path, clock: Clock) -> Iterator[Session]:
    with Session.create(tmp_path / "a.db", SOURCE, TOWN, "Lan", now=clock) as made:
        inspect(made)
        yield made


def inspect(session: Session) -> None:
    """Four establishments, one of them inspected."""
    place = {"unit": WARD, "name": "Sao Mai", "business_type": "khach_san", "first_listed_date": "2021-05-01"}
    for n in range(4):
        add(session, "establishment", f"cs-{n}", {**place, "name": f"Sao Mai {n}"})
    team = {"unit": TOWN, "date": "2022-05-10", "team_type": "doi_178_huyen", "mode": "ke_hoach"}
    add(session, "inspection", "kt-1", {**team, "covers_prostitution": True})
    visit(session, "cs-0")


def add(session: Session, kind: str, record: str | None, fields: dict[str, Any]) -> None:
    named = {"id": record} if record else {}
    done = session.import_lines([json.dumps({"kind": kind, **named, "fields": fields})])
    assert not done.problems


def copy_with(source: Path, copy: Path, clock: Clock, establishment: str) -> None:
    """A copy of a file in which an establishment was visited."""
    shutil.copyfile(source, copy)
    with Session.open(copy, now=clock) as other:
        visit(other, establishment)


def visit(session: Session, place: str, day: str = "2022-05-10") -> None:
    fields = {"inspection": "kt-1", "establishment": place, "date": day, "result": "khong_vi_pham"}
    add(session, "inspection_visit", f"luot-{place}", fields)


def the_correction(session: Session, period: str = "2022-Q2") -> Correction:
    found = session.correction(session.period(period))
    assert found
    return found


def test_a_locked_report_prints_the_same_bytes_for_ever(session: Session) -> None:
    period = session.period("2022-Q2")
    draft = session.report(period)
    lock = session.lock(period)
    printed = session.report(period)
    assert hashlib.sha256(printed).hexdigest() == lock.sha256
    assert is_draft(draft)
    assert not is_draft(printed)
    visit(session, "cs-1")
    assert session.report(period) == printed
    assert session.report(session.period("2022-06")) != printed
    assert session.report(period, WARD) != printed
    assert session.report(period, form="docx") != printed
    path = session.path
    session.close()
    with Session.open(path) as again:
        assert again.report(again.period("2022-Q2")) == printed


def test_a_lock_keeps_figures_text_letterhead_digest_and_conflicts(session: Session) -> None:
    digest = session.info()["log_digest"]
    lock = session.lock(session.period("2022-Q2"))
    kept = {figure.code: figure for figure in lock.figures}["3.3"]
    assert (kept.numerator, kept.denominator, kept.value) == (Fraction(1), Fraction(4), "25,0%")
    assert (lock.log, lock.conflicts, lock.by, lock.office, lock.unit) == (digest, 0, "Lan", TOWN, TOWN)
    assert "letterhead" in lock.report
    assert session.acts(1)[0].kind == "lock"
    assert [figure_from_json(figure_to_json(f)) for f in lock.figures] == list(lock.figures)


def test_a_lock_never_blocks_entry_and_leaves_the_file_whole(session: Session) -> None:
    session.lock(session.period("2022-Q2"))
    visit(session, "cs-1")
    assert session.set_value("cs-1", "name", "Sao Hôm").saved
    assert check(session._data) == []
    assert session.info()["records"][LOCK] == 1


def test_two_locks_of_one_period_are_both_kept_and_the_later_one_prints(session: Session) -> None:
    period = session.period("2022-Q2")
    first = session.lock(period)
    visit(session, "cs-1")
    second = session.lock(period)
    assert [lock.id for lock in session.locks()] == [first.id, second.id]
    assert hashlib.sha256(session.report(period)).hexdigest() == second.sha256
    session.unlock(second.id, "Nhập thiếu")
    assert hashlib.sha256(session.report(period)).hexdigest() == first.sha256


def test_locks_of_two_copies_of_one_file_are_both_there_after_a_merge(session: Session, clock: Clock) -> None:
    other = Path(shutil.copy(session.path, session.path.with_name("b.db")))
    ours = session.lock(session.period("2022-Q2"))
    with Session.open(other, author="Hoa", now=clock) as twin:
        theirs = twin.lock(twin.period("2022-Q2"))
        theirs_printed = twin.report(twin.period("2022-Q2"))
    session._store.absorb(other)
    assert {lock.id for lock in session.locks()} == {ours.id, theirs.id}
    assert session.conflicts() == []
    found = session.lock_of(session.period("2022-Q2"))
    assert found
    assert found.id == theirs.id
    assert session.report(session.period("2022-Q2")) == theirs_printed  # printed again from what the log keeps


def test_unlocking_is_an_act_with_its_reason(session: Session) -> None:
    period = session.period("2022-Q2")
    lock = session.lock(period)
    with pytest.raises(AppError, match="lý do"):
        session.unlock(lock.id, "  ")
    session.unlock(lock.id, "Nhập thiếu một cuộc kiểm tra")
    assert session.lock_of(period) is None
    (kept,) = session.locks()
    assert kept.unlocked
    assert (kept.unlocked.by, kept.unlocked.reason) == ("Lan", "Nhập thiếu một cuộc kiểm tra")
    assert kept.to_json()["unlocked"]["reason"] == "Nhập thiếu một cuộc kiểm tra"
    assert [act.kind for act in session.acts(1)] == ["unlock"]
    with pytest.raises(AppError, match="chưa được chốt"):
        session.unlock(lock.id, "nữa")
    assert is_draft(session.report(period))


def test_a_lock_belongs_to_one_office(session: Session, tmp_path: Path, clock: Clock) -> None:
    lock = session.lock(session.period("2022-Q2"))
    with Session.create(tmp_path / "province.db", SOURCE, "12", "Mai", now=clock) as province:
        province._store.absorb(session.path)
        assert [one.id for one in province.locks()] == [lock.id]
        period = province.period("2022-Q2")
        assert province.lock_of(period, TOWN) is None
        assert is_draft(province.report(period, TOWN))
        with pytest.raises(AppError, match="Thành phố Lai Châu"):
            province.unlock(lock.id, "x")


def test_a_lock_can_be_taken_back_like_any_act(session: Session) -> None:
    session.lock(session.period("2022-Q2"))
    session.undo(session.acts(1)[0].act)
    assert session.locks() == []
    session.redo(session.acts(2)[1].act)
    assert len(session.locks()) == 1


# --- correction ---


def test_nothing_that_came_later_is_nothing_to_correct(session: Session, clock: Clock) -> None:
    period = session.period("2022-Q2")
    with pytest.raises(AppError, match="chưa được chốt"):
        session.correction(period)
    session.lock(period)
    clock.time += timedelta(days=30)
    add(session, "inspection", "kt-2", {"unit": TOWN, "date": "2022-07-01", "mode": "ke_hoach"})
    assert session.correction(period) is None
    with pytest.raises(AppError, match="không có gì"):
        session.correction_sheet(period)


def test_a_later_record_makes_a_correction_with_old_new_and_reason(session: Session, clock: Clock) -> None:
    period = session.period("2022-Q2")
    session.lock(period)
    visit(session, "cs-1")
    session.set_value("cs-3", "first_listed_date", "2021-06-01")
    session.delete("cs-2")
    clock.time += timedelta(days=30)
    add(session, "inspection", "kt-3", {"unit": TOWN, "date": "2022-07-01", "mode": "ke_hoach"})
    found = the_correction(session)
    (figure,) = (f for f in found.figures if f.old.code == "3.3")
    assert (figure.old.ratio, figure.new.ratio) == ("1/4", "2/3")
    assert {(later.record, later.what) for later in figure.later} == {
        ("luot-cs-1", "added"), ("cs-3", "changed"), ("cs-2", "removed"),
    }  # fmt: skip
    names = {later.record: later.title for later in figure.later}
    assert names["cs-2"].endswith("Phường Quyết Thắng")
    shown = found.to_json()
    assert shown["figures"][0]["later"][0]["by"] == "Lan"
    assert shown["newer"] is None
    sheet = " ".join(text_of(session.correction_sheet(period, reason="Nhập thiếu.")).split())
    records = "bổ sung lượt kiểm tra cơ sở (1); sửa cơ sở kinh doanh dịch vụ (1); xóa cơ sở kinh doanh dịch vụ (1)."
    for part in ("1/4; 25,0%; chưa đạt", "2/3; 66,7%; chưa đạt", "+41,7", "Nhập thiếu.", records):
        assert part in sheet
    assert is_draft(session.correction_sheet(period))


def test_the_sheet_is_no_draft_once_the_new_figures_are_locked(session: Session) -> None:
    period = session.period("2022-Q2")
    session.lock(period)
    visit(session, "cs-1")
    second = session.lock(period)
    found = the_correction(session)
    assert found.newer
    assert found.newer.id == second.id
    assert [later.record for f in found.figures if f.old.code == "3.3" for later in f.later] == ["luot-cs-1"]
    sheet = session.correction_sheet(period)
    assert not is_draft(sheet)
    assert found.to_json()["newer"]["id"] == second.id


def test_in_a_practice_file_the_sheet_stays_a_draft(tmp_path: Path, clock: Clock) -> None:
    with Session.create(tmp_path / "tap.db", SOURCE, TOWN, "Lan", now=clock, practice=True) as session:
        inspect(session)
        period = session.period("2022-Q2")
        session.lock(period)
        visit(session, "cs-1")
        session.lock(period)
        assert the_correction(session).newer
        assert is_draft(session.correction_sheet(period))


def test_other_numbers_of_the_report_are_corrected_too(session: Session) -> None:
    period = session.period("2022-Q2")
    session.lock(period)
    add(session, "material", "m-1", {
        "unit": TOWN, "date": "2022-04-01", "material_type": "to_roi", "title": "x", "qty_distributed": 250,
    })  # fmt: skip
    found = the_correction(session)
    assert any(a.new and a.new.period == "250" for a in found.amounts)
    assert {later.record for a in found.amounts for later in a.later} == {"m-1"}
    sheet = " ".join(text_of(session.correction_sheet(period)).split())
    assert "250 / 250" in sheet
    assert "bổ sung ấn phẩm, tài liệu truyền thông (1)." in sheet


def test_a_part_that_changed_alone_is_corrected_by_name(session: Session) -> None:
    case = {"unit": TOWN, "date": "2022-04-20", "articles": ["327"], "stage": "khoi_to", "published": True}
    add(session, "crime_baseline", None, {"unit": TOWN, "year": 2021, "period_code": "Q2", "cases": 1, "source": "x"})
    add(session, "crime_case", "va-1", {**case, "persons": 21})
    period = session.period("2022-Q2")
    session.lock(period)
    session.set_value("va-1", "persons", 19)
    sheet = " ".join(text_of(session.correction_sheet(period)).split())
    assert re.search(r"- Số bị can kỳ này 21 19\b", sheet)


def test_the_sheet_names_the_number_of_the_report(session: Session) -> None:
    period = session.period("2022-Q2")
    head = {"unit": TOWN, "year": 2022, "period_code": "Q2", "doc_no": "7"}
    add(session, "report_header", None, head)
    session.lock(period)
    visit(session, "cs-1")
    sheet = " ".join(text_of(session.correction_sheet(period)).split())
    assert "điều chỉnh số liệu của Báo cáo số 07/BC-PLĐTBXH quý II năm 2022" in sheet
    assert "Số: 07/BC" not in sheet


def test_a_changed_threshold_is_given_as_the_reason(session: Session) -> None:
    period = session.period("2022-Q2")
    session.lock(period)
    add(
        session,
        "target",
        None,
        {"year": 2022, "indicator": "3.3", "reading": "default", "threshold": 20, "basis": "TB 1"},
    )
    assert "mức chỉ tiêu đang áp dụng" in " ".join(text_of(session.correction_sheet(period)).split())


def test_only_the_latest_of_many_later_records_are_named(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    lock = session.lock(session.period("2022-Q2"))
    for n in range(1, 4):
        visit(session, f"cs-{n}")
    add(session, "material", "elsewhere", {"unit": "12", "date": "2022-04-01", "material_type": "to_roi"})
    assert [later.record for later in came_later(session._book, lock)] == ["luot-cs-3", "luot-cs-2", "luot-cs-1"]
    monkeypatch.setattr("db.counting.later.MOST_LATER", 2)
    assert len(came_later(session._book, lock)) == 2


def test_what_went_with_a_merge_that_was_taken_back_is_named(session: Session, tmp_path: Path, clock: Clock) -> None:
    copy = tmp_path / "b.db"
    shutil.copyfile(session.path, copy)
    with Session.open(copy, now=clock) as other:
        visit(other, "cs-1")
        visit(other, "cs-2", "2022-06-18")
        other.set_value("cs-0", "name", "Sao Hôm")
    merged = session.merge([Source(copy, copy.name)])
    assert merged.act
    lock = session.lock(session.period("2022-Q2"))
    assert came_later(session._book, lock) == []
    session.undo(merged.act)
    gone = came_later(session._book, lock)
    assert {(one.record, one.what) for one in gone} == {("luot-cs-1", "removed"), ("cs-0", "changed")}
    assert {(one.record, one.title) for one in gone} >= {("luot-cs-1", "Lượt kiểm tra cơ sở – Phường Quyết Thắng")}
    figures = the_correction(session).figures
    assert "luot-cs-1" in [one.record for f in figures if f.old.code == "3.3" for one in f.later]
    session.redo(merged.act)
    assert came_later(session._book, lock) == []
    session.undo(merged.act)
    again = session.lock(session.period("2022-Q2"))
    assert came_later(session._book, again) == []


def test_of_two_merges_taken_back_only_the_one_that_went_after_the_lock_is_named(
    session: Session, tmp_path: Path, clock: Clock
) -> None:
    """What went before the lock was never in it, and of a kind that the plan does not know nothing was printed."""
    acts = []
    for name in ("cs-1", "cs-2"):
        copy = tmp_path / f"{name}.db"
        shutil.copyfile(session.path, copy)
        with Session.open(copy, now=clock) as other:
            visit(other, name)
            with other._store.writing():
                other._store.apply([Edit(f"la-{name}", "other_kind", "x", 1)], Act("edit", "Hoa"))
        acts.append(session.merge([Source(copy, copy.name)]).act)
    assert acts[0]
    assert acts[1]
    session.undo(acts[0])
    lock = session.lock(session.period("2022-Q2"))
    session.undo(acts[1])
    assert {one.record for one in came_later(session._book, lock) if one.kind == "inspection_visit"} == {"luot-cs-2"}


def test_what_came_with_a_merge_that_was_done_again_after_the_lock_is_named(
    session: Session, tmp_path: Path, clock: Clock
) -> None:
    copy = tmp_path / "b.db"
    shutil.copyfile(session.path, copy)
    with Session.open(copy, now=clock) as other:
        visit(other, "cs-1")
        other.set_value("cs-0", "name", "Sao Hôm")
    merged = session.merge([Source(copy, copy.name)])
    assert merged.act
    before = session.lock(session.period("2022-Q2"))
    session.undo(merged.act)
    meanwhile = session.lock(session.period("2022-Q2"))
    assert came_later(session._book, meanwhile) == []
    session.redo(merged.act)
    came = {(one.record, one.what, one.by) for one in came_later(session._book, meanwhile)}
    assert came == {("luot-cs-1", "added", "Lan"), ("cs-0", "changed", "Lan")}
    figures = the_correction(session).figures
    assert "luot-cs-1" in [one.record for f in figures if f.old.code == "3.3" for one in f.later]
    assert came_later(session._book, before) == []
    session.undo(merged.act)
    assert came_later(session._book, meanwhile) == []
    assert {one.record for one in came_later(session._book, before)} == {"luot-cs-1", "cs-0"}


def test_what_two_merges_brought_goes_when_the_last_of_them_that_stood_is_taken_back(
    session: Session, tmp_path: Path, clock: Clock
) -> None:
    """The one that came last is taken back already, which makes no difference."""
    copy, more = tmp_path / "b.db", tmp_path / "c.db"
    copy_with(session.path, copy, clock, "cs-1")
    acts = [session.merge([Source(copy, copy.name)]).act]
    session.undo(acts[0] or b"")
    copy_with(copy, more, clock, "cs-2")
    acts.append(session.merge([Source(more, more.name)]).act)
    session.redo(acts[0] or b"")
    session.undo(acts[1] or b"")
    lock = session.lock(session.period("2022-Q2"))
    session.undo(acts[0] or b"")
    assert {(one.record, one.what) for one in came_later(session._book, lock)} == {("luot-cs-1", "removed")}


def test_what_came_again_with_another_merge_after_the_lock_is_named(
    session: Session, tmp_path: Path, clock: Clock
) -> None:
    """Its acts were known before, so that nothing of it has arrived later by their numbers."""
    copy, more = tmp_path / "b.db", tmp_path / "c.db"
    copy_with(session.path, copy, clock, "cs-1")
    act = session.merge([Source(copy, copy.name)]).act
    session.undo(act or b"")
    lock = session.lock(session.period("2022-Q2"))
    shutil.copyfile(copy, more)
    assert session.merge([Source(more, more.name)]).act
    assert {(one.record, one.what) for one in came_later(session._book, lock)} == {("luot-cs-1", "added")}


@pytest.mark.parametrize(
    "spoil",
    [
        lambda kept: kept.pop("figures"),
        lambda kept: kept.update(conflicts="many"),
        lambda kept: kept.update(period=None),
    ],
)
def test_what_is_no_lock_is_none(session: Session, spoil: Callable[[dict[str, Any]], object]) -> None:
    """A log may come from anybody's file."""
    lock = session.lock(session.period("2022-Q2"))
    history = session.history(lock.id)
    kept = json.loads(str(history[0].value))
    spoil(kept)
    assert parse_lock("x", 1, "a", "2022", kept, None) is None


def test_what_is_no_content_is_passed_over(session: Session) -> None:
    lock = session.lock(session.period("2022-Q2"))
    for kind in (LOCK, UNLOCK):
        for text in ("{", "[]", None, '{"lock": "nobody"}'):
            with session._store.writing():
                edit = Edit(f"{kind}-{text}", kind, CONTENT, text)
                session._store.apply([edit], Act("lock", "Hoa"))
    assert [one.id for one in session.locks()] == [lock.id]


def test_a_lock_whose_page_nobody_can_read_says_so(session: Session) -> None:
    lock = session.lock(session.period("2022-Q2"))
    session._store.connection.execute("DELETE FROM locked_pdf")
    for page in ({}, {"is": "Hologram"}, {"is": "Paragraph", "text": "x"}, {"is": "Table", "odd": 1}):
        with pytest.raises(AppError, match="20/06/2022"):
            print_locked(session._book, replace(lock, report=page), "pdf")
    assert print_locked(session._book, lock, "pdf") == session.report(session.period("2022-Q2"))


def test_a_file_of_an_earlier_version_gets_its_table_when_something_is_locked(session: Session) -> None:
    run = session._store.connection.execute
    run("DROP TABLE locked_pdf")
    run("DELETE FROM _sqlite_migrations WHERE name LIKE '0002%'")
    assert session.lock_of(session.period("2022-Q2")) is None
    assert kept_pdf(session._store.connection, "x") is None
    lock = session.lock(session.period("2022-Q2"))
    assert kept_pdf(session._store.connection, lock.sha256) == session.report(session.period("2022-Q2"))


def test_records_behind_references_are_judged_by_where_they_lead(session: Session) -> None:
    """A visit lies where its establishment does, and counts on its own day; a lost reference leads nowhere."""
    lock = session.lock(session.period("2022-Q2"))
    visit(session, "cs-1", "2022-06-18")
    visit(session, "cs-2")
    elsewhere = {"unit": "03390", "name": "Xa", "business_type": "khach_san", "first_listed_date": "2021-05-01"}
    add(session, "establishment", "cs-9", elsewhere)
    visit(session, "cs-9")
    with session._store.writing():
        edits = [Edit("lac", "inspection_visit", "establishment", "nobody"), Edit("la", "other_kind", "x", 1)]
        session._store.apply(edits, Act("edit", "Hoa"))
    assert [later.record for later in came_later(session._book, lock)] == ["lac", "luot-cs-2"]


def test_a_count_of_people_gives_no_numbers_away(session: Session) -> None:
    period = session.period("2022-Q2")
    fields = {"unit": TOWN, "year": 2022, "period_code": "Q2", "in_need": 9, "eligible": 9, "served": 6}
    add(session, "support_population", None, fields)
    session.lock(period)
    (row,) = session.rows("support_population")
    session.set_value(row.id, "served", 3)
    sheet = " ".join(text_of(session.correction_sheet(period)).split())
    assert "<5/…" in sheet
    assert "“<5”: từ 1 đến 4 người" in sheet
    assert "3/9" not in sheet
    assert "(1)" not in sheet


def test_a_lock_remembers_which_counts_of_people_it_hid(session: Session) -> None:
    sanctioned = {"year": 2022, "period_code": "Q2", "behaviour": "ban_dam", "source": "Công an"}
    add(session, "admin_handling", None, {**sanctioned, "unit": WARD, "cases": 2, "persons": 2})
    marks = session.lock(session.period("2022-Q2")).marks
    assert marks
    assert SMALL in {mark for table in marks.tables.values() for mark in table.values()}
