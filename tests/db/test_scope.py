"""What a merge takes of its own accord: whole records below both units, and what they refer to; the rest on request."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from db.data_file import create
from db.file_check import check
from db.log import take_from_digest
from db.merging.merge import merge_files
from db.merging.scope import marks_of
from db.merging.source import find_sources
from db.meta import set_meta
from desktop_app.domain.changes import Edit
from desktop_app.domain.merging import ALL, Source, SourceReport
from desktop_app.texts import in_words
from tests.db.office import Office, a_clock
from tests.small_plan import SOURCE, _field

Make = Callable[[str], Office]


def wide_plan() -> dict[str, Any]:
    """Two districts with communes; trips belong to a unit, their legs lie inside them; visits are common to all."""
    source = deepcopy(SOURCE)
    source["units"]["2022"] += [
        ["12", "1", "huyen", "Huyện", "Sìn Hồ"],
        ["111", "11", "xa", "Xã", "Mường Tè"],
        ["112", "11", "xa", "Xã", "Bum Tở"],
        ["121", "12", "xa", "Xã", "Chăn Nưa"],
    ]
    unit, place, into = _field("unit", "Đơn vị"), _field("ref:place", "Nơi"), _field("ref:trip", "Chuyến")
    trip = {"area": "1", "label": "Chuyến", "title": "{note}", "unit_field": "unit"}
    source["kinds"]["trip"] = {**trip, "fields": {"unit": unit, "place": place, "note": _field("text", "Ghi chú")}}
    leg = {"area": "1", "label": "Chặng", "title": "{note}", "parent": "trip", "parent_field": "trip"}
    source["kinds"]["leg"] = {**leg, "unit_field": "trip.unit", "fields": {"trip": into, "note": _field("text", "Ghi")}}
    mark = {"area": "1", "label": "Dấu", "title": "{note}", "unit_field": "place.unit"}
    source["kinds"]["mark"] = {**mark, "fields": {"place": place, "note": _field("text", "Ghi chú")}}
    source["kinds"]["view"] = {"area": "1", "label": "Bảng", "title": "", "storage": "internal"}
    return source


PLAN = wide_plan()
SEEDS = (("place", "seed-121", {"name": "UBND Chăn Nưa", "unit": "121"}),)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Make]:
    """Makes the file of an office."""
    made: list[Office] = []

    def make(unit: str) -> Office:
        path = tmp_path / f"{unit}-{len(made)}.db"
        made.append(Office(create(path, PLAN, unit, unit, a_clock(path.name), SEEDS), unit))
        return made[-1]

    yield make
    for one in made:
        one.close()


def take(office: Office, source: Office, *units: str, dry_run: bool = False) -> SourceReport:
    (found,) = find_sources([source.file.path], {}, office.file.path)
    chosen = Source(found.path, found.name, take=units)
    result = merge_files(office.file, [chosen], dry_run=dry_run)
    return result.reports[0]


def has(office: Office, *records: str) -> list[bool]:
    return [bool(office.run("SELECT 1 FROM record WHERE id = ?", (record,)).fetchone()) for record in records]


def rows(report: SourceReport) -> list[tuple[str, bool, bool, int, int]]:
    return [(unit.unit, unit.inside, unit.taken, unit.changes, unit.new) for unit in report.units if unit.changes]


# --- what is taken of its own accord ----------------------------------------------------------------------------------


def test_a_district_takes_what_its_commune_sends(office: Make) -> None:
    district, commune = office("11"), office("111")
    trip = commune.create("trip", unit="111", note="a")
    report = take(district, commune)
    assert (report.status, report.new, report.outside, report.left) == ("merged", 1, 0, 0)
    assert has(district, trip) == [True]


def test_a_commune_takes_of_its_district_only_what_is_its_own(office: Make) -> None:
    district, commune = office("11"), office("111")
    own, neighbours = district.create("trip", unit="111"), district.create("trip", unit="112")
    above = district.create("trip", unit="11")
    report = take(commune, district)
    assert has(commune, own, neighbours, above) == [True, False, False]
    assert (report.new, report.outside, report.left) == (1, 2, 2)
    assert rows(report) == [("111", True, True, 1, 1), ("11", False, False, 1, 1), ("112", False, False, 1, 1)]


def test_neighbours_take_nothing_of_each_other(office: Make) -> None:
    here, there = office("111"), office("112")
    there.create("trip", unit="112")
    report = take(here, there)
    assert (report.status, report.changes, report.left) == ("nothing-new", 0, 1)


def test_a_unit_that_is_unknown_here_lies_outside(office: Make) -> None:
    here, there = office("111"), office("111")
    trip = there.create("trip", unit="99")
    set_meta(there.file.connection, {"unit": "99"})  # last: another unit's file is written no more
    report = take(here, there)
    assert in_words(report.unit_name) == "đơn vị ngoài danh mục (99)"
    assert (report.left, has(here, trip)) == (1, [False])


def test_a_record_belongs_to_every_unit_that_it_ever_named(office: Make) -> None:
    district, commune = office("11"), office("111")
    moved = district.create("trip", unit="111")
    district.put(moved, unit="112")
    report = take(commune, district)
    assert (has(commune, moved), commune.get(moved, "unit")) == ([True], "112")
    assert rows(report) == [("112", True, True, 2, 1)]


def test_what_is_inside_a_record_goes_along(office: Make) -> None:
    district, commune = office("11"), office("111")
    own, other = district.create("trip", unit="111"), district.create("trip", unit="112")
    leg, others = district.create("leg", trip=own), district.create("leg", trip=other)
    take(commune, district)
    assert has(commune, leg, others) == [True, False]
    assert check(commune.file) == []


def test_a_change_inside_a_known_record_comes_by_the_unit_of_the_record(office: Make) -> None:
    district, commune = office("11"), office("111")
    own = district.create("trip", unit="111")
    take(commune, district)
    leg = district.create("leg", trip=own)
    assert rows(take(commune, district)) == [("111", True, True, 1, 1)]
    assert has(commune, leg) == [True]


def test_what_a_record_refers_to_goes_along_with_what_is_inside(office: Make) -> None:
    district, commune = office("11"), office("111")
    far, other = district.create("place", name="xa", unit="112"), district.create("place", name="khác", unit="112")
    near = district.create("place", name="gần", unit="112", near=far)
    mark = district.create("mark", place=near, note="a")
    district.create("trip", unit="111", place=near)
    report = take(commune, district)
    assert has(commune, near, far, mark, other) == [True, True, True, False]
    assert rows(report) == [("111", True, True, 2, 1), ("112", True, True, 7, 3), ("112", False, False, 2, 1)]


def test_what_belongs_by_a_reference_lies_where_that_lies(office: Make) -> None:
    district, commune = office("11"), office("111")
    place = district.create("place", name="chợ", unit="111")
    mark = district.create("mark", place=place)
    take(commune, district)
    assert has(commune, place, mark) == [True, True]


def test_a_joined_record_goes_with_the_one_that_stands_for_it(office: Make) -> None:
    district, commune = office("11"), office("111")
    keeps, goes = sorted(district.create("trip", unit="112", note=note) for note in "ab")
    district.put(goes, unit="111")
    district.join(keeps, goes)
    take(commune, district)
    assert has(commune, keeps, goes) == [True, True]
    assert check(commune.file) == []


def test_what_is_common_to_all_comes_from_above_and_from_below_only_when_it_is_asked_for(office: Make) -> None:
    commune, district, other = office("111"), office("11"), office("112")
    visit = district.create("visit", n=1)
    stop = district.create("stop", visit=visit)
    report = take(commune, district)
    assert has(commune, visit, stop) == [True, True]
    assert (report.units[0].unit, report.units[0].unit_name, report.units[0].inside) == ("", "", True)
    commune.put(visit, n=2)
    new = commune.create("visit", n=9)
    for here in (district, other):
        report = take(here, commune)
        assert (has(here, new), report.left) == ([False], {"11": 2, "112": 4}[here.file.unit])
    assert district.get(visit, "n") == 1
    single = take(district, commune, *[ALL])
    assert (single.left, district.get(visit, "n"), has(district, new)) == (0, 2, [True])


def test_a_record_that_names_no_unit_belongs_to_the_office_that_wrote_it(office: Make) -> None:
    district, commune, other = office("11"), office("111"), office("112")
    trip, leg = commune.create("trip", note="chưa rõ"), commune.create("leg", note="chưa rõ")
    commune.write([Edit("x", "unheard", "of", 1)])
    take(district, commune)
    assert has(district, trip, leg, "x") == [True, True, True]
    assert rows(take(other, district)) == [("111", False, False, 3, 3)]


def test_what_came_with_the_plan_is_changed_by_whom_it_names_or_from_above(office: Make) -> None:
    here, there, own, above = office("11"), office("112"), office("121"), office("1")
    there.put("seed-121", name="khác")
    assert (take(here, there).left, here.get("seed-121", "name")) == (1, "UBND Chăn Nưa")
    own.put("seed-121", name="của mình")
    assert (take(above, own).changed, above.get("seed-121", "name")) == (1, "của mình")


def test_what_an_office_wrote_inside_the_plan_s_own_goes_by_its_unit(office: Make) -> None:
    here, there = office("111"), office("11")
    mark = there.create("mark", place="seed-121")
    there.create("trip", unit="111", place="seed-121")
    take(here, there)
    assert has(here, mark) == [False]
    other = office("121")
    set_meta(there.file.connection, {"unit": "1"})
    take(other, there)
    assert has(other, mark) == [True]


# --- what a file says of its units only narrows what it may do --------------------------------------------------------


@pytest.fixture
def known(office: Make) -> tuple[Office, Office, str]:
    """A district that knows a trip of commune 111, and the file of commune 112, which has it too."""
    owner = office("111")
    trip = owner.create("trip", unit="111", note="của 111")
    district, neighbour = office("11"), office("112")
    take(district, owner, ALL)
    take(neighbour, owner, ALL)
    return district, neighbour, trip


Work = Callable[[Office, str], object]


@pytest.mark.parametrize(
    "work",
    [
        lambda office, trip: office.put(trip, note="sửa"),
        lambda office, trip: office.delete(trip),
        lambda office, trip: office.put(trip, unit="112"),
        lambda office, trip: (office.put(trip, unit="112"), office.put(trip, note="sửa")),
        lambda office, trip: office.create("leg", trip=trip, note="thêm"),
        lambda office, trip: office.put(office.create("leg", trip=office.create("trip", unit="112")), trip=trip),
        lambda office, trip: office.create("trip", unit="111", note="giả"),
        lambda office, trip: office.put(office.create("trip", unit="112"), unit="111"),
        lambda office, trip: office.join(*sorted((trip, office.create("trip", unit="112")))),
        lambda office, trip: office.create("mark", place=office.create("place", name="x", unit="111")),
        lambda office, trip: office.put("seed-121", name="giả"),
    ],
)  # fmt: skip
def test_a_commune_changes_nothing_of_its_neighbour_by_itself(known: tuple[Office, Office, str], work: Work) -> None:
    district, neighbour, trip = known
    of_others = {"111", "121"}
    work(neighbour, trip)
    before = district.run("SELECT * FROM trip WHERE unit = '111'").fetchall()
    report = take(district, neighbour)
    assert report.left > 0
    assert district.run("SELECT * FROM trip WHERE unit = '111'").fetchall() == before
    assert not of_others & {row.unit for row in report.units if row.taken and row.changes}
    assert [act.taken for act in report.acts].count(False) >= 1


def test_what_is_left_is_shown_act_by_act_and_single_acts_can_be_taken(known: tuple[Office, Office, str]) -> None:
    district, neighbour, trip = known
    wanted, other = neighbour.put(trip, note="sửa"), neighbour.create("trip", unit="111", note="giả")
    acts = {
        act.act: (act.kind, act.unit, act.changes, act.records, act.kinds) for act in take(district, neighbour).acts
    }
    assert acts[wanted or b""] == ("edit", "112", 1, 1, ("trip",))
    assert len(acts) == 2
    (found,) = find_sources([neighbour.file.path], {}, district.file.path)
    result = merge_files(district.file, [replace(found, acts=(wanted or b"",))], dry_run=False)
    assert (result.changes, district.get(trip, "note"), has(district, other)) == (1, "sửa", [False])
    assert check(district.file) == []


def test_a_single_act_of_a_new_record_is_taken_alone(known: tuple[Office, Office, str]) -> None:
    district, neighbour, _ = known
    made = neighbour.create("trip", unit="111", note="a")
    later = neighbour.put(made, note="b")
    (found,) = find_sources([neighbour.file.path], {}, district.file.path)
    result = merge_files(district.file, [replace(found, acts=(later or b"",))], dry_run=False)
    assert (result.changes, district.get(made, "note"), district.get(made, "unit")) == (1, "b", None)
    assert check(district.file) == []


def test_a_parent_that_is_not_in_the_file_is_still_the_neighbour_s(known: tuple[Office, Office, str]) -> None:
    district, neighbour, trip = known
    leg = neighbour.create("leg", trip=trip, note="lén")
    neighbour.run("PRAGMA foreign_keys = OFF")
    number = neighbour.run("SELECT no FROM record WHERE id = ?", (trip,)).fetchone()[0]
    stamps = [stamp for (stamp,) in neighbour.run("SELECT stamp FROM change_log WHERE record = ?", (number,))]
    neighbour.run("DELETE FROM change_log WHERE record = ?", (number,))
    neighbour.run("DELETE FROM record WHERE no = ?", (number,))
    take_from_digest(neighbour.file.connection, stamps)
    report = take(district, neighbour)
    assert (report.status, report.left, has(district, leg)) == ("nothing-new", 2, [False])


def test_records_that_claim_to_have_come_with_the_plan_are_what_their_unit_says(
    known: tuple[Office, Office, str],
) -> None:
    district, neighbour, trip = known
    neighbour.put(trip, note="giả")
    new = neighbour.create("trip", unit="111", note="giả")
    neighbour.run("UPDATE act SET kind = 'plan', unit = NULL")
    report = take(district, neighbour)
    assert (report.left > 0, district.get(trip, "note"), has(district, new)) == (True, "của 111", [False])


def test_a_code_of_another_list_of_units_is_no_unit_of_ours(office: Make) -> None:
    district, commune = office("11"), office("111")
    trip = commune.create("trip", unit="111")
    set_meta(commune.file.connection, {"unit_version": "2025"})
    assert (take(district, commune).left, has(district, trip)) == (1, [False])


# --- what is taken on request -----------------------------------------------------------------------------------------


def test_a_unit_outside_is_taken_on_request_with_those_below(office: Make) -> None:
    commune, province = office("111"), office("1")
    below, district = province.create("trip", unit="121"), province.create("trip", unit="12")
    other = province.create("trip", unit="112")
    report = take(commune, province, "12")
    assert has(commune, below, district, other) == [True, True, False]
    assert (report.changes, report.outside, report.left) == (2, 3, 1)
    assert rows(report) == [("112", False, False, 1, 1), ("12", False, True, 1, 1), ("121", False, True, 1, 1)]


def test_everything_is_taken_on_request(office: Make) -> None:
    commune, province = office("111"), office("1")
    trips = [province.create("trip", unit=unit) for unit in ("12", "112")]
    province.write([Edit("x", "unheard", "of", 1)])
    report = take(commune, province, ALL)
    assert has(commune, *trips, "x") == [True, True, True]
    assert (report.outside, report.left) == (3, 0)


def test_what_was_left_can_be_taken_by_a_later_merge(office: Make) -> None:
    here, there = office("111"), office("112")
    trip = there.create("trip", unit="112")
    take(here, there)
    assert take(here, there, "112").changes == 1
    assert has(here, trip) == [True]
    assert take(here, there, "112").status == "nothing-new"


def test_a_preview_shows_what_would_be_left(office: Make) -> None:
    here, there = office("111"), office("112")
    there.create("trip", unit="112")
    assert take(here, there, dry_run=True) == take(here, there)


def test_changes_and_deletions_of_known_records_outside_are_left_too(office: Make) -> None:
    here, there = office("111"), office("112")
    trip, gone = there.create("trip", unit="112", note="a"), there.create("trip", unit="112")
    take(here, there, ALL)
    there.put(trip, note="b")
    there.delete(gone)
    (outside,) = [unit for unit in take(here, there).units if unit.changes]
    assert (outside.taken, outside.changed, outside.deleted) == (False, 1, 1)
    assert (here.get(trip, "note"), here.is_live(gone)) == ("a", True)


def test_what_is_already_here_is_counted_by_unit(office: Make) -> None:
    district, commune = office("11"), office("111")
    commune.create("trip", unit="111")
    commune.create("trip", unit="111")
    assert take(district, commune).same == 0
    commune.create("trip", unit="111")
    assert (take(district, commune).same, take(district, commune).same) == (2, 3)


def test_the_marks_of_a_plan_are_its_units_references_and_common_kinds() -> None:
    assert marks_of({k: PLAN["kinds"][k] for k in ("trip", "leg", "mark", "visit", "view")}) == {
        ("erasure", "", "common", None),
        ("trip", "unit", "unit", None),
        ("trip", "place", "ref", "place"),
        ("leg", "trip", "up", "trip"),
        ("mark", "place", "up", "place"),
        ("visit", "", "common", None),
        ("visit", "place", "ref", "place"),
    }


def test_files_of_a_folder_stand_by_the_size_of_their_numbers(office: Make, tmp_path: Path) -> None:
    folder, own = tmp_path / "đã nhận", office("1").file.path
    folder.mkdir()
    for name in ("Xã 10", "Xã 2", "Xã 1"):
        (folder / f"{name}.db").write_bytes(own.read_bytes())
    found = find_sources([folder], {}, own)
    assert [one.name for one in found] == ["Xã 1.db", "Xã 2.db", "Xã 10.db"]
