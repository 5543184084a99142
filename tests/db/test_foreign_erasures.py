"""What an erasure of another office takes by itself, and what is asked: nothing in its file proves who wrote it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from db.data_file import create
from db.drafts import drafts, save_draft
from db.erased import erasure_changes
from db.erasure import FILE_ALONE, due
from db.erasure_items import all_items, waiting
from db.file_check import check
from db.merging.merge import merge_files
from db.merging.sending import CopyContent, write_copy
from db.merging.source import find_sources
from db.meta import set_meta
from db.rescue.backup import backups_in, folder_of, make_backup, restore
from db.rescue.salvage import salvage
from desktop_app.domain.backups import DAILY
from desktop_app.domain.changes import Edit
from desktop_app.domain.clock import STAMP_BYTES
from desktop_app.domain.erasing import (
    BACKUPS,
    DECLINED,
    ERASE,
    ERASURE,
    ITSELF,
    SAME_TEXT,
    ErasedChange,
    erasure_text,
    parse_erasure,
)
from desktop_app.domain.lock_kinds import CONTENT
from desktop_app.domain.merging import MergeResult
from desktop_app.domain.record_ids import random_id
from desktop_app.session import erasures, exchange
from tests.db.office import Office, a_clock
from tests.db.test_erasing import lock, stamps_of
from tests.db.test_scope import PLAN, SEEDS
from tests.sentences import refused

NAME = "Vàng Thị Xuân Quỳnh"
Make = Callable[..., Office]


@pytest.fixture(autouse=True)
def _own_backups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop_app.session.maintenance.backup_folder", lambda: tmp_path / "backups")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Make]:
    """Makes the file of an office, with what others sent before."""
    made: list[Office] = []

    def make(unit: str, *others: Office) -> Office:
        path = tmp_path / f"{unit}-{len(made)}.db"
        made.append(Office(create(path, PLAN, unit, unit, a_clock(path.name), SEEDS), unit))
        for other in others:
            take(made[-1], other, everything=True)
        return made[-1]

    yield make
    for one in made:
        one.close()


def take(office: Office, *others: Office, everything: bool = False) -> MergeResult:
    sources = find_sources([other.file.path for other in others], {}, office.file.path)
    if everything:
        sources = [source.__class__(source.path, source.name, take=("all",)) for source in sources]
    return merge_files(office.file, sources, dry_run=False)


def erase(office: Office, value: str = NAME) -> None:
    office.erase(*stamps_of(office, value))
    assert stamps_of(office, value) == []


def why(office: Office) -> list[str]:
    return [item.why for item in waiting(office.file.connection)]


def holds(office: Office, value: str = NAME) -> bool:
    return bool(stamps_of(office, value))


# --- by itself --------------------------------------------------------------------------------------------------------


def test_an_office_erases_its_own_values_up_to_the_province(office: Make) -> None:
    commune = office("111")
    commune.create("trip", unit="111", note=NAME)
    district = office("11", commune)
    province = office("1", district)
    erase(commune)
    for above in (district, province):
        take(above, commune)
        assert (holds(above), why(above)) == (False, [BACKUPS])
        assert due(above.file.connection) == FILE_ALONE
        assert check(above.file) == []


def test_a_district_erases_in_its_communes_records(office: Make) -> None:
    commune = office("111")
    commune.create("trip", unit="111", note=NAME)
    district = office("11", commune)
    province = office("1", district)
    district.erase(*stamps_of(district, NAME))
    take(province, district)
    assert not holds(province)


def test_a_value_that_arrives_in_the_same_merge_goes_with_its_erasure(office: Make) -> None:
    commune = office("111")
    commune.create("trip", unit="111", note=NAME)
    old = commune.twin("old")
    erase(commune)
    district = office("11")
    take(district, old, commune)
    assert (holds(district), why(district)) == (False, [BACKUPS])
    old.close()


def test_what_was_erased_before_it_came_stays_erased(office: Make) -> None:
    commune, district = office("111"), office("11")
    commune.create("trip", unit="111", note=NAME)
    old = commune.twin("old")
    erase(commune)
    take(district, commune)
    take(district, old)
    assert (holds(district), why(district)) == (False, [])
    old.close()


# --- asked ------------------------------------------------------------------------------------------------------------


def test_a_commune_that_took_the_province_s_file_erases_nobody_s_values(office: Make) -> None:
    other = office("112")
    other.create("trip", unit="112", note=NAME)
    province = office("1", other)
    province.create("trip", unit="111", note="của tỉnh")
    commune = office("111", province)
    commune.erase(*stamps_of(commune, NAME), *stamps_of(commune, "của tỉnh"))
    backup = make_backup(province.file, province.file.path.parent / "backups", DAILY).path.read_bytes()
    before = set(province.run("SELECT stamp, value FROM change_log WHERE value IS NOT NULL"))
    result = take(province, commune)
    assert before <= set(province.run("SELECT stamp, value FROM change_log WHERE value IS NOT NULL"))
    assert sorted(item.why for item in result.erasures) == ["made_here", "other_author"]
    assert sorted(why(province)) == ["made_here", "other_author"]
    folder = folder_of(province.file.path.parent / "backups", province.file.path)
    assert backup in [one.path.read_bytes() for one in backups_in(folder)]
    assert due(province.file.connection) == 0


def claims(office: Office, unit: str, version: str = "2022") -> None:
    """What a file says of itself can be written by anybody."""
    set_meta(office.file.connection, {"unit": unit, "unit_version": version})


@pytest.mark.parametrize(
    ("unit", "version", "reason"),
    [("111", "2022", "made_here"), ("11", "2022", "above"), ("1", "2022", "above"), ("112", "2022", "outside"),
     ("99", "2022", "unknown_office"), ("111", "2025", "unknown_office")],
)  # fmt: skip
def test_a_forged_file_erases_nothing_whatever_it_claims_to_be(
    office: Make, unit: str, version: str, reason: str
) -> None:
    commune = office("111")
    commune.create("trip", unit="111", note=NAME)
    forged = commune.twin("forged")
    forged.file.logged_unit = unit
    forged.erase(*stamps_of(forged, NAME))
    claims(forged, unit, version)
    take(commune, forged)
    assert (holds(commune), why(commune)) == (True, [reason])
    forged.close()


@pytest.mark.parametrize("unit", ["112", "11", "1", "99"])
@pytest.mark.parametrize("again", [False, True])
def test_an_erasing_of_ours_does_not_grow_by_what_comes(office: Make, unit: str, *, again: bool) -> None:
    """Whoever has a copy of our file knows its acts, and could have us erase what we never meant to."""
    district = office("11")
    district.create("trip", unit="11", note="gõ nhầm")
    trip = district.create("trip", unit="11", note=NAME)
    erase(district, "gõ nhầm")
    forged = district.twin("forged")
    (own,) = [change.record for change, _ in erasure_changes(forged.file.connection)]
    record = own if again else random_id(bytes(16))
    change = ErasedChange(stamps_of(forged, NAME)[0], "trip", trip, "note")
    last = forged.write([Edit(record, ERASURE, CONTENT, erasure_text({change}, "giả"))])
    forged.run("UPDATE change_log SET act = (SELECT no FROM act WHERE kind = ?) WHERE act = (SELECT no FROM act"
               " WHERE id = ?)", (ERASE, last))  # fmt: skip
    claims(forged, unit, "2022")
    result = take(district, forged)
    assert (holds(district), result.refused, check(district.file)) == (True, 1, [])
    forged.close()


def test_a_forged_act_of_the_owner_in_another_s_file_is_asked_about(office: Make) -> None:
    owner = office("111")
    owner.create("trip", unit="111", note=NAME)
    district = office("11", owner)
    neighbour = office("112", district)
    neighbour.file.logged_unit = "111"
    neighbour.erase(*stamps_of(neighbour, NAME))
    take(district, neighbour)
    assert (holds(district), why(district)) == (True, ["other_office"])


def test_a_value_in_a_record_that_we_know_as_another_s_is_asked_about(office: Make) -> None:
    writer = office("111")
    writer.create("trip", unit="112", note=NAME)
    district = office("11")
    take(district, writer, everything=True)
    erase(writer)
    take(district, writer)
    assert (holds(district), why(district)) == (True, ["outside_record"])


def test_a_value_in_a_joined_record_or_in_one_without_a_unit_is_asked_about(office: Make) -> None:
    commune = office("111")
    first, second = (commune.create("trip", unit="111", note=note) for note in (NAME, "b"))
    lone = commune.create("visit", n=7)
    district = office("11", commune)
    district.join(first, second)
    commune.erase(
        *stamps_of(commune, NAME), *(s for (s,) in commune.run("SELECT stamp FROM change_log WHERE value = 7"))
    )
    take(district, commune)
    assert (holds(district), sorted(why(district)), district.get(lone, "n")) == (True, ["joined", "no_unit"], 7)


def test_a_value_that_comes_after_a_stranger_s_erasure_stands_and_is_asked_about(office: Make) -> None:
    owner = office("111")
    owner.create("trip", unit="111", note=NAME)
    (stamp,) = stamps_of(owner, NAME)
    (record,) = owner.run("SELECT id FROM record ORDER BY no DESC LIMIT 1").fetchone()
    neighbour, district = office("112"), office("11")
    place = ErasedChange(stamp, "trip", record, "note")
    edit = Edit(random_id(b"x" * 16), ERASURE, CONTENT, erasure_text([place], "vì thế"))
    neighbour.write([edit], ERASE)
    take(district, neighbour)
    assert why(district) == []
    take(district, owner)
    assert (holds(district), why(district)) == (True, ["late"])


def test_a_file_that_still_holds_what_it_says_it_erased_erases_nothing(office: Make) -> None:
    commune = office("111")
    commune.create("trip", unit="111", note=NAME)
    district = office("11", commune)
    (stamp,) = stamps_of(commune, NAME)
    erase(commune)
    commune.run("UPDATE change_log SET value = ? WHERE stamp = ?", (NAME, stamp))
    take(district, commune)
    assert (holds(district), why(district)) == (True, ["not_done_there"])


def test_what_is_looked_up_does_not_grow_with_what_an_erasure_names(office: Make) -> None:
    """A few megabytes can name a hundred thousand changes, and what an erasure named is weighed in each merge."""
    owner = office("112")
    owner.create("trip", unit="112", note=NAME)
    (record,) = owner.run("SELECT id FROM record ORDER BY no DESC LIMIT 1").fetchone()
    (stamp,) = stamps_of(owner, NAME)
    asked = []
    for many in (2, 300):
        district, neighbour = office("11", owner), office("111")
        places = [ErasedChange(number.to_bytes(STAMP_BYTES), "trip", record, "note") for number in range(many)]
        edit = Edit(random_id(b"x" * 16), ERASURE, CONTENT, erasure_text([*places, place_of(stamp, record)], "vì thế"))
        neighbour.write([edit], ERASE)
        statements: list[str] = []
        district.file.connection.set_trace_callback(statements.append)
        take(district, neighbour)
        district.file.connection.set_trace_callback(None)
        assert (holds(district), why(district)) == (True, ["other_author"])
        asked.append(sum(one.lstrip().startswith("SELECT") for one in statements))
    assert asked[0] == asked[1]


def place_of(stamp: bytes, record: str) -> ErasedChange:
    return ErasedChange(stamp, "trip", record, "note")


def test_it_is_asked_once(office: Make) -> None:
    owner = office("112")
    owner.create("trip", unit="112", note=NAME)
    district = office("11", owner)
    neighbour = office("111", district)
    neighbour.erase(*stamps_of(neighbour, NAME))
    take(district, neighbour)
    assert list(take(district, neighbour).erasures) == []
    assert len(all_items(district.file.connection)) == 1


# --- what came empty --------------------------------------------------------------------------------------------------


@pytest.fixture
def emptied(office: Make) -> tuple[Office, Office, Office]:
    """A district, a commune with a value, and its neighbour who erased that in a copy."""
    owner = office("112")
    owner.create("trip", unit="112", note=NAME)
    neighbour = office("111", owner)
    neighbour.erase(*stamps_of(neighbour, NAME))
    return office("11"), owner, neighbour


@pytest.mark.parametrize("at_once", [False, True])
@pytest.mark.parametrize("first", [0, 1])
def test_a_value_stands_whoever_s_file_comes_first(
    emptied: tuple[Office, Office, Office], first: int, *, at_once: bool
) -> None:
    district, *files = emptied
    files = files[first:] + files[:first]
    merges = [files] if at_once else [[one] for one in files]
    results = [take(district, *one, everything=True) for one in merges]
    assert (holds(district), len(why(district)), check(district.file)) == (True, 1, [])
    assert all(result.changes for result in results if not at_once and first)
    assert take(district, *files, everything=True).changes == 0


def test_what_came_empty_is_asked_about_once_its_value_is_there(emptied: tuple[Office, Office, Office]) -> None:
    district, owner, neighbour = emptied
    assert list(take(district, neighbour, everything=True).erasures) == []
    assert (why(district), erasures.questions(district.file)) == ([], [])
    result = take(district, owner)
    (report,) = result.reports
    assert (report.changed, report.conflicts, [item.why for item in result.erasures]) == (1, 0, ["late"])
    (question,) = erasures.questions(district.file)
    assert [item.value for item in question.items] == [NAME]
    erasures.accept(district.file, [question.id])
    assert (holds(district), check(district.file)) == (False, [])
    take(district, owner, everything=True)
    assert (holds(district), why(district)) == (False, [])


def test_a_value_that_came_back_goes_and_comes_with_its_merge(emptied: tuple[Office, Office, Office]) -> None:
    district, *files = emptied
    acts = [take(district, one, everything=True).act or b"" for one in reversed(files)]
    before = sorted(district.run("SELECT * FROM change_log"), key=repr)
    district.undo_merge(acts[1])
    assert (holds(district), check(district.file)) == (False, [])
    district.redo_merge(acts[1])
    assert sorted(district.run("SELECT * FROM change_log"), key=repr) == before
    district.undo_merge(acts[0])
    assert (holds(district), check(district.file)) == (True, [])
    for act in reversed(acts):
        district.undo_merge(act)
    assert (district.run("SELECT count(*) FROM trip").fetchone(), check(district.file)) == ((0,), [])


def test_what_was_taken_back_keeps_its_value_where_another_brings_it_empty(
    emptied: tuple[Office, Office, Office],
) -> None:
    district, owner, neighbour = emptied
    act = take(district, owner).act or b""
    district.undo_merge(act)
    result = take(district, neighbour, everything=True)
    assert [item.why for item in result.erasures] == ["other_author"]
    assert (holds(district), why(district), check(district.file)) == (True, ["other_author"], [])
    district.redo_merge(act)
    assert holds(district)


def test_another_s_file_brings_no_value_into_what_came_empty(emptied: tuple[Office, Office, Office]) -> None:
    district, _, neighbour = emptied
    take(district, neighbour, everything=True)
    (stamp,) = (place.stamp for change, _ in erasure_changes(neighbour.file.connection)
                for place in parse_erasure(change.value).places)  # fmt: skip
    neighbour.run("UPDATE change_log SET value = 'giả' WHERE stamp = ?", (stamp,))
    assert (take(district, neighbour).changes, holds(district, "giả")) == (0, False)


def test_who_hands_on_what_came_empty_does_not_vouch_for_the_erasure(office: Make) -> None:
    owner = office("112")
    owner.create("trip", unit="112", note=NAME)
    district, province = office("11"), office("1", owner)
    neighbour = office("111", owner)
    erase(neighbour)
    take(district, neighbour, everything=True)
    take(province, district)
    assert (holds(province), why(province)) == (True, ["other_author"])


def test_an_erasure_that_came_with_what_it_emptied_goes_along_to_those_above(office: Make, tmp_path: Path) -> None:
    """Else the change without a value says there something else than here, and the whole file is refused."""
    owner = office("112")
    owner.create("trip", unit="112", note=NAME)
    district, province = office("11", owner), office("1", owner)
    owner.create("trip", unit="112", note="của xã")
    take(province, owner)
    neighbour = office("111", owner)
    neighbour.erase(*stamps_of(neighbour, NAME), *stamps_of(neighbour, "của xã"))
    take(district, neighbour, everything=True)
    assert why(district) == ["other_author"]
    copy = write_copy(district.file, tmp_path, CopyContent(), "2022").path
    result = merge_files(province.file, find_sources([copy], {}, province.file.path), dry_run=False)
    assert (result.refused, holds(province), holds(province, "của xã")) == (0, True, True)


# --- answered ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def asked(office: Make) -> tuple[Office, Office]:
    """A district that is asked about a value of one commune, which another one erased; and a province above."""
    owner = office("112")
    owner.create("trip", unit="112", note=NAME)
    district = office("11", owner)
    province = office("1", district)
    neighbour = office("111", district)
    make_backup(district.file, district.file.path.parent / "backups", DAILY)
    neighbour.erase(*stamps_of(neighbour, NAME))
    take(district, neighbour)
    return district, province


def test_yes_is_an_erasure_of_one_s_own_that_spreads_and_reaches_the_backups(asked: tuple[Office, Office]) -> None:
    district, province = asked
    (question,) = erasures.questions(district.file)
    assert (question.file, question.unit_name, question.reason) == ("111-3.db", "Mường Tè", "Gõ nhầm")
    assert [item.value for item in question.items] == [NAME]
    done = erasures.accept(district.file, [question.id])
    assert (done.changes, done.backups, done.compact) == (1, 1, True)
    assert (holds(district), why(district), due(district.file.connection)) == (False, [], 0)
    assert check(district.file) == []
    take(province, district)
    assert not holds(province)


def test_no_lets_it_stand_and_what_is_sent_on_does_not_erase_it_above(asked: tuple[Office, Office]) -> None:
    district, province = asked
    (question,) = erasures.questions(district.file)
    assert erasures.decline(district.file, [question.id]) == 1
    assert (holds(district), why(district)) == (True, [])
    take(province, district)
    assert (holds(province), why(province)) == (True, ["not_done_there"])


def test_the_file_is_known_by_its_merge_where_no_item_tells_it_any_more(asked: tuple[Office, Office]) -> None:
    district, _ = asked
    district.run("UPDATE _erasure_item SET file = ''")
    assert [question.file for question in erasures.questions(district.file)] == ["111-3.db"]


def test_a_no_can_become_a_yes(asked: tuple[Office, Office]) -> None:
    district, _ = asked
    (question,) = erasures.questions(district.file)
    erasures.decline(district.file, [question.items[0].id])
    assert [q.id for q in erasures.questions(district.file, declined=True)] == [question.id]
    erasures.accept(district.file, [question.items[0].id])
    assert not holds(district)


def test_what_holds_the_same_text_stays_until_each_is_agreed_to(office: Make) -> None:
    commune = office("111")
    commune.create("trip", unit="111", note=NAME)
    district = office("11", commune)
    other = district.create("trip", unit="112", note=f"gặp {NAME}")
    report = lock(district, NAME)
    save_draft(district.file, other, "note", f"{NAME} ?")
    acts = district.run("SELECT count(*) FROM act WHERE made_here").fetchone()
    erase(commune)
    take(district, commune)
    assert district.run("SELECT count(*) FROM act WHERE made_here").fetchone() == acts
    assert sorted(why(district)) == [BACKUPS, *[SAME_TEXT] * 3]
    assert district.get(other, "note") == f"gặp {NAME}"
    (question,) = erasures.questions(district.file)
    assert (question.file, question.unit) == ("111-0.db", "111")  # that it went by itself leaves it no less known
    ids = {item.item.change.kind or "draft": item.id for item in question.items if item.item.why == SAME_TEXT}
    erasures.accept(district.file, [ids["report"]])
    assert sorted(why(district)) == [BACKUPS, *[SAME_TEXT] * 2]
    assert district.run("SELECT count(*) FROM _locked_pdf WHERE sha256 = ?", (report,)).fetchone() == (0,)
    erasures.accept(district.file, [ids["trip"], ids["draft"]])
    assert (district.get(other, "note"), drafts(district.file.connection, other)) == (None, {})
    assert why(district) == [BACKUPS]


def test_backups_are_written_anew_after_the_yes_alone(office: Make) -> None:
    commune = office("111")
    commune.create("trip", unit="111", note=NAME)
    district = office("11", commune)
    made = make_backup(district.file, district.file.path.parent / "backups", DAILY)
    erase(commune)
    take(district, commune)
    assert NAME.encode() in made.path.read_bytes()
    (question,) = erasures.questions(district.file)
    erasures.accept(district.file, [question.id])
    assert NAME.encode() not in made.path.read_bytes()
    assert why(district) == []


def test_no_restored_backup_and_no_salvage_brings_back_what_went(office: Make, tmp_path: Path) -> None:
    commune = office("111")
    commune.create("trip", unit="111", note=NAME)
    district = office("11", commune)
    made = make_backup(district.file, tmp_path / "backups", DAILY)
    erase(commune)
    take(district, commune)
    restore(district.file, made.path, tmp_path / "back.db")
    salvage(district.file.path, tmp_path / "saved.db", a_clock("s"), lambda _: ())
    for path in (tmp_path / "back.db", tmp_path / "saved.db"):
        again = Office.open(path)
        assert (holds(again), [item.decision for item in all_items(again.file.connection)][-1]) == (False, ITSELF)
        again.close()


def test_erasures_alone_are_sent_to_whoever_has_a_copy(office: Make, tmp_path: Path) -> None:
    commune = office("111")
    commune.create("trip", unit="111", note=NAME)
    district = office("11", commune)
    with refused("chưa xóa hẳn giá trị nào"):
        exchange.send(commune.file, tmp_path, erasures=True)
    erase(commune)
    sent = write_copy(commune.file, tmp_path, CopyContent(erasures=True), "2022")
    assert sent.records == 1
    result = merge_files(district.file, find_sources([sent.path], {}, district.file.path), dry_run=False)
    assert (result.changes, holds(district)) == (1, False)


def test_an_erasure_that_nobody_agreed_to_is_not_handed_on_with_a_part(asked: tuple[Office, Office]) -> None:
    """The part lacks the record that the erasure names: above it would seem to be ours as well."""
    district, province = asked
    sent = write_copy(district.file, district.file.path.parent, CopyContent("111"), "2022")
    result = merge_files(province.file, find_sources([sent.path], {}, province.file.path), dry_run=False)
    assert (list(result.erasures), holds(province)) == ([], True)
    erasures.accept(district.file, [erasures.questions(district.file)[0].id])
    sent = write_copy(district.file, district.file.path.parent, CopyContent("111"), "2022")
    merge_files(province.file, find_sources([sent.path], {}, province.file.path), dry_run=False)
    assert not holds(province)


def test_a_copy_can_be_sent_while_something_is_undecided_and_a_merge_is_taken_back(
    asked: tuple[Office, Office], office: Make
) -> None:
    """What the merge brought waits beside the log, in tables that know acts by number and are not handed on."""
    district, province = asked
    other = office("113")
    other.create("trip", unit="113", note="Sìn Hồ")
    act = take(district, other, everything=True).act
    assert act
    district.undo_merge(act)
    sent = write_copy(district.file, district.file.path.parent, CopyContent(), "2022")
    result = merge_files(province.file, find_sources([sent.path], {}, province.file.path), dry_run=False)
    assert (list(result.erasures), holds(province)) == ([], True)
    assert check(province.file) == []


def test_a_decision_is_kept_by_a_restored_backup(asked: tuple[Office, Office], tmp_path: Path) -> None:
    district, _ = asked
    erasures.decline(district.file, [erasures.questions(district.file)[0].id])
    made = make_backup(district.file, tmp_path / "backups", DAILY)
    restore(district.file, made.path, tmp_path / "back.db")
    again = Office.open(tmp_path / "back.db")
    assert (holds(again), [item.decision for item in all_items(again.file.connection)]) == (True, [DECLINED])
    again.close()
