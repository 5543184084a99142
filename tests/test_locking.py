"""A report that was signed: kept as it was, printed the same, corrected when something came later."""

import hashlib
import io
import json
import re
import shutil
import unicodedata
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from msgspec.structs import replace

from db import acts, store
from db.counting.later import came_later
from db.file_check import check
from desktop_app.domain.changes import Edit
from desktop_app.domain.correction import Correction, SheetHead
from desktop_app.domain.lock_content import FORMAT, figure_from_json, figure_to_json, parse_lock
from desktop_app.domain.lock_kinds import CONTENT, LOCK, UNLOCK
from desktop_app.domain.merging import Source
from desktop_app.plan_files import load_plan, plan_folder
from desktop_app.session import (
    OpenFile,
    editing,
    exchange,
    figures,
    maintenance,
    opening,
    records,
    reports,
    undo,
)
from desktop_app.session.report_data import FORMS
from desktop_app.session.report_locks import print_locked
from desktop_app.texts import in_words
from tests import paper_reader
from tests.db.office import absorb
from tests.filled_files import put
from tests.new_files import new_file
from tests.printed_pages import is_across_pages
from tests.processes import pdf_text
from tests.sentences import printed, refused

TOWN, WARD = "105", "03386"
SHORT = 20  # letters: a shorter piece stands in many places
SOURCE = load_plan(plan_folder("lai-chau-2022"))


def text_of(pdf: bytes) -> str:
    """What the pages say."""
    return pdf_text(pdf, "-layout")


def is_draft(pdf: bytes) -> bool:
    return is_across_pages(pdf)


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
def file(tmp_path: Path, clock: Clock) -> Iterator[OpenFile]:
    with new_file(tmp_path / "a.db", SOURCE, TOWN, "Lan", now=clock) as made:
        inspect(made)
        yield made


def inspect(file: OpenFile) -> None:
    """Four establishments, one of them inspected."""
    place = {"unit": WARD, "name": "Sao Mai", "business_type": "khach_san", "first_listed_date": "2021-05-01"}
    for n in range(4):
        add(file, "establishment", f"cs-{n}", {**place, "name": f"Sao Mai {n}"})
    team = {"unit": TOWN, "date": "2022-05-10", "team_type": "doi_178_huyen", "mode": "ke_hoach"}
    add(file, "inspection", "kt-1", {**team, "covers_prostitution": True})
    visit(file, "cs-0")


def add(file: OpenFile, kind: str, record: str | None, fields: dict[str, Any]) -> None:
    named = {"id": record} if record else {}
    put(file, {"kind": kind, **named, "fields": fields})


def copy_with(source: Path, copy: Path, clock: Clock, establishment: str) -> None:
    """A copy of a file in which an establishment was visited."""
    shutil.copyfile(source, copy)
    with opening.open_file(copy, now=clock) as other:
        visit(other, establishment)


def visit(file: OpenFile, place: str, day: str = "2022-05-10") -> None:
    fields = {"inspection": "kt-1", "establishment": place, "date": day, "result": "khong_vi_pham"}
    add(file, "inspection_visit", f"luot-{place}", fields)


def the_correction(file: OpenFile, period: str = "2022-Q2") -> Correction:
    found = reports.correction(file, figures.read_period(file, period))
    assert found
    return found


def test_a_locked_report_prints_the_same_bytes_for_ever(file: OpenFile) -> None:
    period = figures.read_period(file, "2022-Q2")
    draft = reports.report(file, period)
    lock = reports.lock(file, period)
    printed = reports.report(file, period)
    assert hashlib.sha256(printed).hexdigest() == lock.sha256
    assert is_draft(draft)
    assert not is_draft(printed)
    visit(file, "cs-1")
    assert reports.report(file, period) == printed
    assert reports.report(file, figures.read_period(file, "2022-06")) != printed
    assert reports.report(file, period, WARD) != printed
    assert reports.report(file, period, form="docx") != printed
    path = file.path
    file.close()
    with opening.open_file(path) as again:
        assert reports.report(again, figures.read_period(again, "2022-Q2")) == printed


def test_a_lock_keeps_figures_text_letterhead_digest_and_conflicts(file: OpenFile) -> None:
    digest = maintenance.info(file)["log_digest"]
    lock = reports.lock(file, figures.read_period(file, "2022-Q2"))
    kept = {figure.code: figure for figure in lock.figures}["3.3"]
    assert (kept.numerator, kept.denominator, kept.value) == (Fraction(1), Fraction(4), "25,0%")
    assert (lock.log, lock.conflicts, lock.by, lock.office, lock.unit) == (digest, 0, "Lan", TOWN, TOWN)
    assert "letterhead" in lock.report
    assert undo.acts(file, 1)[0].kind == "lock"
    assert [figure_from_json(figure_to_json(f)) for f in lock.figures] == list(lock.figures)


def test_a_lock_never_blocks_entry_and_leaves_the_file_whole(file: OpenFile) -> None:
    reports.lock(file, figures.read_period(file, "2022-Q2"))
    visit(file, "cs-1")
    assert editing.set_value(file, "cs-1", "name", "Sao Hôm").saved
    assert check(file) == []
    assert maintenance.info(file)["records"][LOCK] == 1


def test_elsewhere_a_locked_report_says_the_same_in_the_same_order_in_every_form(file: OpenFile, clock: Clock) -> None:
    other = Path(shutil.copy(file.path, file.path.with_name("b.db")))
    period = figures.read_period(file, "2022-Q2")
    reports.lock(file, period)
    visit(file, "cs-1")
    here = {form: said_in(form, reports.report(file, period, form=form)) for form in FORMS}
    with opening.open_file(other, now=clock) as twin:
        absorb(twin, file.path)
        assert {form: said_in(form, reports.report(twin, period, form=form)) for form in FORMS} == here
    pieces = [text for text in here["docx"] if len(text) > SHORT]
    assert len(pieces) > 20
    for form in ("pdf", "xlsx"):
        assert in_order(pieces, "".join(here[form])) > 0.9 * len(pieces), "a page break parts a few"


def said_in(form: str, content: bytes) -> list[str]:
    """What a file says, piece by piece in its order, without blanks."""
    if form == "xlsx":
        said = [cell for rows in paper_reader.read_xlsx(content).values() for row in rows for cell in row]
    elif form == "docx":
        body = ElementTree.fromstring(ZipFile(io.BytesIO(content)).read("word/document.xml"))
        said = ["".join(one.itertext()) for one in body.iter(f"{paper_reader.WORD}p")]
    else:
        said = [unicodedata.normalize("NFC", pdf_text(content, "-raw"))]
    return [piece for text in said if (piece := "".join(text.split()))]


def in_order(pieces: list[str], text: str) -> int:
    """How many of the pieces stand in a text one after the other."""
    found, place = 0, 0
    for piece in pieces:
        there = text.find(piece, place)
        if there >= 0:
            found, place = found + 1, there + len(piece)
    return found


def test_two_locks_of_one_period_are_both_kept_and_the_later_one_prints(file: OpenFile) -> None:
    period = figures.read_period(file, "2022-Q2")
    first = reports.lock(file, period)
    visit(file, "cs-1")
    second = reports.lock(file, period)
    assert [lock.id for lock in reports.locks(file)] == [first.id, second.id]
    assert hashlib.sha256(reports.report(file, period)).hexdigest() == second.sha256
    reports.unlock(file, second.id, "Nhập thiếu")
    assert hashlib.sha256(reports.report(file, period)).hexdigest() == first.sha256


def test_locks_of_two_copies_of_one_file_are_both_there_after_a_merge(file: OpenFile, clock: Clock) -> None:
    other = Path(shutil.copy(file.path, file.path.with_name("b.db")))
    ours = reports.lock(file, figures.read_period(file, "2022-Q2"))
    with opening.open_file(other, author="Hoa", now=clock) as twin:
        theirs = reports.lock(twin, figures.read_period(twin, "2022-Q2"))
        theirs_printed = reports.report(twin, figures.read_period(twin, "2022-Q2"))
    absorb(file, other)
    assert {lock.id for lock in reports.locks(file)} == {ours.id, theirs.id}
    assert records.conflicts(file) == []
    found = reports.lock_of(file, figures.read_period(file, "2022-Q2"))
    assert found
    assert found.id == theirs.id
    assert (
        reports.report(file, figures.read_period(file, "2022-Q2")) == theirs_printed
    )  # printed again from what the log keeps


def test_unlocking_is_an_act_with_its_reason(file: OpenFile) -> None:
    period = figures.read_period(file, "2022-Q2")
    lock = reports.lock(file, period)
    with refused("lý do"):
        reports.unlock(file, lock.id, "  ")
    reports.unlock(file, lock.id, "Nhập thiếu một cuộc kiểm tra")
    assert reports.lock_of(file, period) is None
    (kept,) = reports.locks(file)
    assert kept.unlocked
    assert (kept.unlocked.by, kept.unlocked.reason) == ("Lan", "Nhập thiếu một cuộc kiểm tra")
    assert printed(kept)["unlocked"]["reason"] == "Nhập thiếu một cuộc kiểm tra"
    assert [act.kind for act in undo.acts(file, 1)] == ["unlock"]
    with refused("chưa được chốt"):
        reports.unlock(file, lock.id, "nữa")
    assert is_draft(reports.report(file, period))


def test_a_lock_belongs_to_one_office(file: OpenFile, tmp_path: Path, clock: Clock) -> None:
    lock = reports.lock(file, figures.read_period(file, "2022-Q2"))
    with new_file(tmp_path / "province.db", SOURCE, "12", "Mai", now=clock) as province:
        absorb(province, file.path)
        assert [one.id for one in reports.locks(province)] == [lock.id]
        period = figures.read_period(province, "2022-Q2")
        assert reports.lock_of(province, period, TOWN) is None
        assert is_draft(reports.report(province, period, TOWN))
        with refused("Thành phố Lai Châu"):
            reports.unlock(province, lock.id, "x")


def test_nobody_locks_or_unlocks_in_the_name_of_another_office(file: OpenFile, tmp_path: Path, clock: Clock) -> None:
    period = figures.read_period(file, "2022-Q2")
    lock = reports.lock(file, period)
    ((content,),) = file.connection.execute(
        "SELECT c.value FROM change_log c JOIN act a ON a.no = c.act WHERE a.kind = 'lock'"
    )
    with new_file(tmp_path / "ward.db", SOURCE, WARD, "Mai", now=clock) as ward:
        with store.writing(ward):
            store.apply(ward, [Edit("giả", LOCK, CONTENT, content)], "lock")
            unlock = json.dumps({"lock": lock.id, "reason": "vì thế"})
            store.apply(ward, [Edit("mở", UNLOCK, CONTENT, unlock)], "unlock")
        absorb(file, ward.path)
    (found,) = reports.locks(file)
    assert (found.id, found.unlocked) == (lock.id, None)


def test_nobody_takes_back_the_lock_of_another_office(file: OpenFile, tmp_path: Path, clock: Clock) -> None:
    lock = reports.lock(file, figures.read_period(file, "2022-Q2"))
    with new_file(tmp_path / "province.db", SOURCE, "12", "Mai", now=clock) as province:
        absorb(province, file.path)
        with store.writing(province):
            store.apply(province, acts.deleting(province, lock.id), "delete")
        absorb(file, province.path)
    assert [found.id for found in reports.locks(file)] == [lock.id]
    assert check(file) == []


def test_a_lock_can_be_taken_back_like_any_act(file: OpenFile) -> None:
    reports.lock(file, figures.read_period(file, "2022-Q2"))
    undo.undo(file, undo.acts(file, 1)[0].act)
    assert reports.locks(file) == []
    undo.redo(file, undo.acts(file, 2)[1].act)
    assert len(reports.locks(file)) == 1


# --- correction ---


def test_nothing_that_came_later_is_nothing_to_correct(file: OpenFile, clock: Clock) -> None:
    period = figures.read_period(file, "2022-Q2")
    with refused("chưa được chốt"):
        reports.correction(file, period)
    reports.lock(file, period)
    clock.time += timedelta(days=30)
    add(file, "inspection", "kt-2", {"unit": TOWN, "date": "2022-07-01", "mode": "ke_hoach"})
    assert reports.correction(file, period) is None
    with refused("không có gì"):
        reports.correction_sheet(file, period)


def test_a_later_record_makes_a_correction_with_old_new_and_reason(file: OpenFile, clock: Clock) -> None:
    period = figures.read_period(file, "2022-Q2")
    reports.lock(file, period)
    visit(file, "cs-1")
    editing.set_value(file, "cs-3", "first_listed_date", "2021-06-01")
    editing.delete(file, "cs-2")
    clock.time += timedelta(days=30)
    add(file, "inspection", "kt-3", {"unit": TOWN, "date": "2022-07-01", "mode": "ke_hoach"})
    found = the_correction(file)
    (figure,) = (f for f in found.figures if f.old.code == "3.3")
    assert (figure.old.ratio, figure.new.ratio) == ("1/4", "2/3")
    assert {(later.record, later.what) for later in figure.later} == {
        ("luot-cs-1", "added"), ("cs-3", "changed"), ("cs-2", "removed"),
    }  # fmt: skip
    names = {later.record: later.title for later in figure.later}
    assert in_words(names["cs-2"]).endswith("Phường Quyết Thắng")
    shown = printed(found)
    assert shown["figures"][0]["later"][0]["by"] == "Lan"
    assert shown["newer"] is None
    sheet = " ".join(text_of(reports.correction_sheet(file, period, head=SheetHead("Nhập thiếu.")).content).split())
    records = "bổ sung lượt kiểm tra cơ sở (1); sửa cơ sở kinh doanh dịch vụ (1); xóa cơ sở kinh doanh dịch vụ (1)."
    for part in ("1/4; 25,0%; chưa đạt", "2/3; 66,7%; chưa đạt", "+41,7", "Nhập thiếu.", records):
        assert part in sheet
    assert is_draft(reports.correction_sheet(file, period).content)


def test_the_sheet_is_no_draft_once_the_new_figures_are_locked(file: OpenFile) -> None:
    period = figures.read_period(file, "2022-Q2")
    reports.lock(file, period)
    visit(file, "cs-1")
    second = reports.lock(file, period)
    found = the_correction(file)
    assert found.newer
    assert found.newer.id == second.id
    assert [later.record for f in found.figures if f.old.code == "3.3" for later in f.later] == ["luot-cs-1"]
    sheet = reports.correction_sheet(file, period).content
    assert not is_draft(sheet)
    assert printed(found)["newer"]["id"] == second.id


def test_in_a_practice_file_the_sheet_stays_a_draft(tmp_path: Path, clock: Clock) -> None:
    with opening.create_file(tmp_path / "tap.db", SOURCE, TOWN, "Lan", now=clock, practice=True) as file:
        inspect(file)
        period = figures.read_period(file, "2022-Q2")
        reports.lock(file, period)
        visit(file, "cs-1")
        reports.lock(file, period)
        assert the_correction(file).newer
        assert is_draft(reports.correction_sheet(file, period).content)


def test_other_numbers_of_the_report_are_corrected_too(file: OpenFile) -> None:
    period = figures.read_period(file, "2022-Q2")
    reports.lock(file, period)
    add(file, "material", "m-1", {
        "unit": TOWN, "date": "2022-04-01", "material_type": "to_roi", "title": "x", "qty_distributed": 250,
    })  # fmt: skip
    found = the_correction(file)
    assert any(a.new and a.new.period == "250" for a in found.amounts)
    assert {later.record for a in found.amounts for later in a.later} == {"m-1"}
    sheet = " ".join(text_of(reports.correction_sheet(file, period).content).split())
    assert "250 / 250" in sheet
    assert "bổ sung ấn phẩm, tài liệu truyền thông (1)." in sheet


def test_a_part_that_changed_alone_is_corrected_by_name(file: OpenFile) -> None:
    case = {"unit": TOWN, "date": "2022-04-20", "articles": ["327"], "stage": "khoi_to", "published": True}
    add(file, "crime_baseline", None, {"unit": TOWN, "year": 2021, "period_code": "Q2", "cases": 1, "source": "x"})
    add(file, "crime_case", "va-1", {**case, "persons": 21})
    period = figures.read_period(file, "2022-Q2")
    reports.lock(file, period)
    editing.set_value(file, "va-1", "persons", 19)
    sheet = " ".join(text_of(reports.correction_sheet(file, period).content).split())
    assert re.search(r"- Số bị can kỳ này 21 19\b", sheet)


def test_the_sheet_names_the_number_of_the_report(file: OpenFile) -> None:
    period = figures.read_period(file, "2022-Q2")
    head = {"unit": TOWN, "year": 2022, "period_code": "Q2", "doc_no": "7"}
    add(file, "report_header", None, head)
    reports.lock(file, period)
    visit(file, "cs-1")
    sheet = " ".join(text_of(reports.correction_sheet(file, period).content).split())
    assert "điều chỉnh số liệu quý II năm 2022 tại Báo cáo số 07/BC-PLĐTBXH" in sheet
    assert "Số: 07/BC" not in sheet


def test_a_changed_threshold_is_given_as_the_reason(file: OpenFile) -> None:
    period = figures.read_period(file, "2022-Q2")
    reports.lock(file, period)
    add(
        file,
        "target",
        None,
        {"year": 2022, "indicator": "3.3", "reading": "default", "threshold": 20, "basis": "TB 1"},
    )
    assert "mức chỉ tiêu đang áp dụng" in " ".join(text_of(reports.correction_sheet(file, period).content).split())


def test_only_the_latest_of_many_later_records_are_named(file: OpenFile, monkeypatch: pytest.MonkeyPatch) -> None:
    lock = reports.lock(file, figures.read_period(file, "2022-Q2"))
    for n in range(1, 4):
        visit(file, f"cs-{n}")
    add(file, "material", "elsewhere", {"unit": "12", "date": "2022-04-01", "material_type": "to_roi"})
    assert [later.record for later in came_later(file, lock)] == ["luot-cs-3", "luot-cs-2", "luot-cs-1"]
    monkeypatch.setattr("db.counting.later.MOST_LATER", 2)
    assert len(came_later(file, lock)) == 2


def test_what_went_with_a_merge_that_was_taken_back_is_named(file: OpenFile, tmp_path: Path, clock: Clock) -> None:
    copy = tmp_path / "b.db"
    shutil.copyfile(file.path, copy)
    with opening.open_file(copy, now=clock) as other:
        visit(other, "cs-1")
        visit(other, "cs-2", "2022-06-18")
        editing.set_value(other, "cs-0", "name", "Sao Hôm")
    merged = exchange.merge(file, [Source(copy, copy.name)])
    assert merged.act
    lock = reports.lock(file, figures.read_period(file, "2022-Q2"))
    assert came_later(file, lock) == []
    undo.undo(file, merged.act)
    gone = came_later(file, lock)
    assert {(one.record, one.what) for one in gone} == {("luot-cs-1", "removed"), ("cs-0", "changed")}
    assert {(one.record, in_words(one.title)) for one in gone} >= {
        ("luot-cs-1", "Lượt kiểm tra cơ sở – Phường Quyết Thắng")
    }
    corrected = the_correction(file).figures
    assert "luot-cs-1" in [one.record for f in corrected if f.old.code == "3.3" for one in f.later]
    undo.redo(file, merged.act)
    assert came_later(file, lock) == []
    undo.undo(file, merged.act)
    again = reports.lock(file, figures.read_period(file, "2022-Q2"))
    assert came_later(file, again) == []


def test_of_two_merges_taken_back_only_the_one_that_went_after_the_lock_is_named(
    file: OpenFile, tmp_path: Path, clock: Clock
) -> None:
    """What went before the lock was never in it, and of a kind that the plan does not know nothing was printed."""
    acts = []
    for name in ("cs-1", "cs-2"):
        copy = tmp_path / f"{name}.db"
        shutil.copyfile(file.path, copy)
        with opening.open_file(copy, now=clock) as other:
            visit(other, name)
            with store.writing(other):
                store.apply(other, [Edit(f"la-{name}", "other_kind", "x", 1)], "edit", author="Hoa")
        acts.append(exchange.merge(file, [Source(copy, copy.name)]).act)
    assert acts[0]
    assert acts[1]
    undo.undo(file, acts[0])
    lock = reports.lock(file, figures.read_period(file, "2022-Q2"))
    undo.undo(file, acts[1])
    assert {one.record for one in came_later(file, lock) if one.kind == "inspection_visit"} == {"luot-cs-2"}


def test_what_came_with_a_merge_that_was_done_again_after_the_lock_is_named(
    file: OpenFile, tmp_path: Path, clock: Clock
) -> None:
    copy = tmp_path / "b.db"
    shutil.copyfile(file.path, copy)
    with opening.open_file(copy, now=clock) as other:
        visit(other, "cs-1")
        editing.set_value(other, "cs-0", "name", "Sao Hôm")
    merged = exchange.merge(file, [Source(copy, copy.name)])
    assert merged.act
    before = reports.lock(file, figures.read_period(file, "2022-Q2"))
    undo.undo(file, merged.act)
    meanwhile = reports.lock(file, figures.read_period(file, "2022-Q2"))
    assert came_later(file, meanwhile) == []
    undo.redo(file, merged.act)
    came = {(one.record, one.what, one.by) for one in came_later(file, meanwhile)}
    assert came == {("luot-cs-1", "added", "Lan"), ("cs-0", "changed", "Lan")}
    corrected = the_correction(file).figures
    assert "luot-cs-1" in [one.record for f in corrected if f.old.code == "3.3" for one in f.later]
    assert came_later(file, before) == []
    undo.undo(file, merged.act)
    assert came_later(file, meanwhile) == []
    assert {one.record for one in came_later(file, before)} == {"luot-cs-1", "cs-0"}


def test_what_two_merges_brought_goes_when_the_last_of_them_that_stood_is_taken_back(
    file: OpenFile, tmp_path: Path, clock: Clock
) -> None:
    """The one that came last is taken back already, which makes no difference."""
    copy, more = tmp_path / "b.db", tmp_path / "c.db"
    copy_with(file.path, copy, clock, "cs-1")
    acts = [exchange.merge(file, [Source(copy, copy.name)]).act]
    undo.undo(file, acts[0] or b"")
    copy_with(copy, more, clock, "cs-2")
    acts.append(exchange.merge(file, [Source(more, more.name)]).act)
    undo.redo(file, acts[0] or b"")
    undo.undo(file, acts[1] or b"")
    lock = reports.lock(file, figures.read_period(file, "2022-Q2"))
    undo.undo(file, acts[0] or b"")
    assert {(one.record, one.what) for one in came_later(file, lock)} == {("luot-cs-1", "removed")}


def test_what_came_again_with_another_merge_after_the_lock_is_named(
    file: OpenFile, tmp_path: Path, clock: Clock
) -> None:
    """Its acts were known before, so that nothing of it has arrived later by their numbers."""
    copy, more = tmp_path / "b.db", tmp_path / "c.db"
    copy_with(file.path, copy, clock, "cs-1")
    act = exchange.merge(file, [Source(copy, copy.name)]).act
    undo.undo(file, act or b"")
    lock = reports.lock(file, figures.read_period(file, "2022-Q2"))
    shutil.copyfile(copy, more)
    assert exchange.merge(file, [Source(more, more.name)]).act
    assert {(one.record, one.what) for one in came_later(file, lock)} == {("luot-cs-1", "added")}


@pytest.mark.parametrize(
    "spoil",
    [
        lambda kept: kept.pop("figures"),
        lambda kept: kept.update(conflicts="many"),
        lambda kept: kept.update(period=None),
        lambda kept: kept["figures"][0].update(measure="unheard_of"),
        lambda kept: kept.update(conflicts=float("inf")),
        lambda kept: kept["figures"][0].update(threshold="1/0"),
    ],
)
def test_what_is_no_lock_is_none(file: OpenFile, spoil: Callable[[dict[str, Any]], object]) -> None:
    """A log may come from anybody's file."""
    lock = reports.lock(file, figures.read_period(file, "2022-Q2"))
    history = records.history(file, lock.id)
    kept = json.loads(str(history[0].value))
    spoil(kept)
    assert parse_lock("x", 1, "a", "2022", kept, None) is None


def test_what_is_no_content_is_passed_over(file: OpenFile) -> None:
    lock = reports.lock(file, figures.read_period(file, "2022-Q2"))
    for kind in (LOCK, UNLOCK):
        for number, text in enumerate(("{", "[]", None, '{"lock": "nobody"}', "[" * 200_000)):
            with store.writing(file):
                edit = Edit(f"{kind}-{number}", kind, CONTENT, text)
                store.apply(file, [edit], "lock", author="Hoa")
    assert [one.id for one in reports.locks(file)] == [lock.id]


def test_a_lock_whose_page_nobody_can_read_says_so(file: OpenFile) -> None:
    lock = reports.lock(file, figures.read_period(file, "2022-Q2"))
    file.connection.execute("DELETE FROM _locked_pdf")
    deep: Any = []
    for _ in range(5000):
        deep = [deep]
    for page in ({}, {"is": "Hologram"}, {"is": "Paragraph", "text": "x"}, {"is": "Table", "odd": 1}, {"is": deep}):
        for number in range(1, FORMAT + 2):
            with refused("20/06/2022"):
                print_locked(file, replace(lock, report=page, format=number), "pdf")
    with refused("20/06/2022"):
        print_locked(file, replace(lock, format=FORMAT + 1), "pdf")
    assert print_locked(file, lock, "pdf") == reports.report(file, figures.read_period(file, "2022-Q2"))


def test_records_behind_references_are_judged_by_where_they_lead(file: OpenFile) -> None:
    """A visit lies where its establishment does, and counts on its own day; a lost reference leads nowhere."""
    lock = reports.lock(file, figures.read_period(file, "2022-Q2"))
    visit(file, "cs-1", "2022-06-18")
    visit(file, "cs-2")
    elsewhere = {"unit": "03390", "name": "Xa", "business_type": "khach_san", "first_listed_date": "2021-05-01"}
    add(file, "establishment", "cs-9", elsewhere)
    visit(file, "cs-9")
    with store.writing(file):
        edits = [Edit("lac", "inspection_visit", "establishment", "nobody"), Edit("la", "other_kind", "x", 1)]
        store.apply(file, edits, "edit", author="Hoa")
    assert [later.record for later in came_later(file, lock)] == ["lac", "luot-cs-2"]
