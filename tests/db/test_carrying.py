"""An earlier year's ledger goes on in this year's: what comes, under which units, once whatever is repeated."""

import json
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from desktop_app.domain.carried_records import CarryResult, KindCount
from desktop_app.domain.plan_check import check_plan, is_readable
from desktop_app.domain.plan_outline import outline
from desktop_app.domain.unit_heirs import unit_heirs
from desktop_app.errors import AppError
from desktop_app.session import (
    OpenFile,
    carrying,
    editing,
    exchange,
    figures,
    imports,
    maintenance,
    opening,
    records,
    undo,
)
from desktop_app.texts import in_words
from tests.carried_years import (
    CHILD,
    START,
    THEN,
    carry,
    counted,
    going_on,
    heirs,
    new_ledger,
    of_plan,
    source_of,
)
from tests.filled_files import put, put_made_up
from tests.oracle_words import TellingOracle
from tests.sentences import refused
from tests.test_figures_end_to_end import is_finished

PLACE: dict[str, Any] = {
    "name": "Quán Thử", "business_type": "karaoke", "unit": "03388", "first_listed_date": "2019-03-01",
}  # fmt: skip
TIP: dict[str, Any] = {
    "unit": "03388", "date": "2022-10-03", "tip_kind": "to_giac", "channel": "truc_tiep", "due_date": "2022-10-23",
    "receiver_agency": "ubnd-2022-03388",
}  # fmt: skip


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A made-up province of 2022."""
    path = tmp_path_factory.mktemp("carried") / "tỉnh-2022.db"
    with opening.create_file(path, source_of(2022), "12", "Lan", now=lambda: THEN) as file:
        put_made_up(file, 3000)
    return path


@pytest.fixture
def ward(tmp_path: Path) -> Iterator[OpenFile]:
    """The ledger of Quyết Tiến in 2022, with a place and an open tip about it."""
    with new_ledger(tmp_path / "quyết-tiến-2022.db", 2022, "03388") as file:
        (place,) = put(file, {"kind": "establishment", "fields": PLACE})
        put(
            file,
            {"kind": "establishment_headcount", "fields": {"establishment": place, "date": "2021-05-04", "workers": 3}},
            {"kind": "establishment_headcount", "fields": {"establishment": place, "date": "2022-05-04", "workers": 7}},
            {"kind": "tip", "fields": {**TIP, "establishment": place}},
        )
        yield file


@pytest.fixture
def now(tmp_path: Path) -> Iterator[OpenFile]:
    """The ledger of the province in 2025."""
    with new_ledger(tmp_path / "tỉnh-2025.db", 2025) as file:
        yield file


def only(file: OpenFile, kind: str) -> records.Row:
    (record,) = records.rows(file, kind)
    return record


def count_of(result: CarryResult, kind: str) -> KindCount:
    return next(count for count in result.kinds if count.kind == kind)


def exported(file: OpenFile) -> list[dict[str, Any]]:
    return list(imports.export_lines(file))


# --- units ------------------------------------------------------------------------------------------------------------


def test_units_go_by_the_lineage_and_never_by_code_or_name() -> None:
    found = unit_heirs(source_of(2025), "2022", "2025")
    assert found == heirs()  # the 106 communes of the table, and the province, whose communes all became its own
    assert (found["03388"], found["03387"]) == ("03388", "03408")  # Quyết Tiến is part of Đoàn Kết; Tân Phong moved
    assert {"105", "106", "107"}.isdisjoint(found)
    assert unit_heirs(source_of(2025), "2025", "2022") == {}
    assert unit_heirs(source_of(2022), "2022", "2022")["105"] == "105"


def test_a_lineage_leads_over_lists_between_and_ends_where_it_goes_in_a_circle() -> None:
    rows = [["1", "", "tinh", "Tỉnh", "Tỉnh"], ["2", "1", "xa", "Xã", "Xã"]]
    source = {"units": {"a": rows, "b": rows, "c": rows}, "lineage": [["a:2", "b:2"], ["b:2", "c:2"]]}
    assert unit_heirs(source, "a", "c") == {"2": "2", "1": "1"}
    source["lineage"] = [["a:2", "b:2"], ["b:2", "a:2"]]
    assert unit_heirs(source, "a", "c") == {}


# --- a province -------------------------------------------------------------------------------------------------------


def test_of_a_province_registers_and_what_is_open_go_on_and_all_else_is_named(now: OpenFile, province: Path) -> None:
    result = carry(now, province)
    with opening.open_file(province) as old:
        there, plan = exported(old), of_plan(source_of(2022))
    going = [line for line in going_on(there, heirs()) if line["id"] not in plan]
    single = {kind: count for kind, count in counted(going).items() if kind not in CHILD}
    assert {kind.kind: kind.new for kind in result.kinds if kind.new and kind.kind not in CHILD} == single
    assert {kind.kind: kind.total for kind in result.kinds if kind.total} == counted(there)
    assert min(single[kind] for kind in ("establishment", "staff", "tip", "school", "unit_flag")) > 0
    left = {kind.kind: set(kind.left) for kind in result.kinds if kind.left}
    assert left["comm_activity"] == left["inspection_visit"] == left["letterhead"] == {"stays"}
    assert left["tip"] <= {"over", "no_heir"}
    assert left["agency"] <= {"of_plan", "no_heir"}
    asked = {one.unit: one.records for one in result.asked}
    assert set(asked) <= {str(code) for code in range(105, 113)}
    assert sum(asked.values()) == sum(kind.left.get("no_heir", 0) for kind in result.kinds)
    named = Counter(one.kind for one in result.records)
    assert named == {kind.kind: kind.total for kind in result.kinds if kind.kind in named}
    assert {one.fate for one in result.records} == {"new", "over", "earlier", "of_plan", "no_heir", "parent"}
    assert all(one.title for one in result.records)
    assert maintenance.check(now) == []


def test_of_a_places_history_the_latest_before_the_year_goes_on(now: OpenFile, province: Path) -> None:
    result = carry(now, province)
    with opening.open_file(province) as old:
        there = [line["fields"] for line in exported(old) if line["kind"] == "establishment_headcount"]
    latest = {
        one["establishment"]: max(o["date"] for o in there if o["establishment"] == one["establishment"])
        for one in there
    }
    assert max(latest.values()) < START
    assert count_of(result, "establishment_headcount").new == len(latest) < len(there)
    here = sorted(str(row.values["date"]) for row in records.rows(now, "establishment_headcount"))
    assert here == sorted(latest.values())


def test_the_figures_of_the_new_year_count_what_goes_on_as_a_second_count_does(now: OpenFile, province: Path) -> None:
    carry(now, province, {"106": "12", "110": "12"})
    with opening.open_file(province) as old:
        units = {**heirs(), "106": "12", "110": "12"}
        lines = list(going_on(exported(old), units))
    source = dict(source_of(2025))
    counted_by_hand = [{**line, "counts": is_finished(source, line)} for line in lines]
    oracle = type("Of2025", (TellingOracle,), {"levels": ("tinh", "xa"), "aims": {**TellingOracle.aims, "1.1": 70}})(
        source
    )
    seen = 0
    for unit in ("12", "03388", "03408", "03595"):
        for period in ("2025", "2025-Q1"):
            theirs = oracle.told(counted_by_hand, [], unit, period, "default")
            for ours in figures.progress(now, figures.read_period(now, period), unit, "default"):
                found = theirs[ours.code]
                assert (ours.code, ours.status) == (ours.code, found.status)
                if ours.exact is not None:
                    said = (ours.numerator, ours.denominator)
                    assert (ours.code, unit, period, *said) == (
                        ours.code,
                        unit,
                        period,
                        found.numerator,
                        found.denominator,
                    )
                    seen += bool(ours.denominator)
    assert seen > 30


def test_carried_again_nothing_is_new(now: OpenFile, province: Path) -> None:
    carry(now, province)
    before, changes = exported(now), maintenance.info(now)["changes"]
    again = carry(now, province)
    assert (again.new, again.changed, again.act) == (0, 0, None)
    assert (exported(now), maintenance.info(now)["changes"]) == (before, changes)


def test_carrying_is_one_act_that_can_be_taken_back_and_done_again(now: OpenFile, province: Path) -> None:
    empty = exported(now)
    done = carry(now, province)
    full = exported(now)
    assert done.act is not None
    undo.undo(now, done.act)
    assert exported(now) == empty
    again = carry(now, province)
    assert (again.new, exported(now)) == (done.new, full)
    assert maintenance.check(now) == []
    assert [act.kind for act in undo.acts(now)] == ["carry", "undo", "carry"]


# --- a ward -----------------------------------------------------------------------------------------------------------


def test_a_wards_place_and_open_tip_are_those_of_the_unit_that_it_became(now: OpenFile, ward: OpenFile) -> None:
    carry(now, ward.path)
    place, tip = only(now, "establishment"), only(now, "tip")
    assert (place.values["name"], place.values["unit"], place.values["first_listed_date"]) == (
        "Quán Thử",
        "03388",
        "2019-03-01",
    )
    assert (tip.values["establishment"], tip.values["date"]) == (place.id, "2022-10-03")
    assert tip.values["receiver_agency"] == "ubnd-2025-03388"  # which came with the plan of this year
    assert only(now, "establishment_headcount").values["workers"] == 7
    assert place.id != only(ward, "establishment").id
    act = undo.acts(now)[0]
    assert (act.kind, act.author, act.made_here) == ("carry", "Lan", True)


def test_what_is_corrected_there_is_corrected_here(now: OpenFile, ward: OpenFile) -> None:
    carry(now, ward.path)
    editing.set_value(ward, only(ward, "establishment").id, "name", "Quán Mới")
    editing.set_value(ward, only(ward, "tip").id, "receiver_agency", None)
    result = carry(now, ward.path)
    assert (result.new, result.changed) == (0, 2)
    assert only(now, "establishment").values["name"] == "Quán Mới"
    assert only(now, "tip").values["receiver_agency"] is None
    assert records.open_conflicts(now) == []
    assert carry(now, ward.path).act is None


def test_what_was_changed_here_and_corrected_there_is_left_to_choose(now: OpenFile, ward: OpenFile) -> None:
    carry(now, ward.path)
    place = only(now, "establishment").id
    editing.set_value(now, place, "address", "Bản 1")
    editing.set_value(now, place, "name", "Quán Ta")
    assert carry(now, ward.path).act is None  # what only this ledger changed stays as it is
    editing.set_value(ward, only(ward, "establishment").id, "name", "Quán Họ")
    result = carry(now, ward.path)
    (conflict,) = records.open_conflicts(now)
    assert (conflict.field, {one.value for one in conflict.values}) == ("name", {"Quán Ta", "Quán Họ"})
    assert count_of(result, "establishment").conflicts == 1
    assert only(now, "establishment").values["name"] == "Quán Ta"  # which was written later
    editing.settle(now, place, "name", "Quán Ta")
    assert carry(now, ward.path).act is None
    assert records.open_conflicts(now) == []


def test_a_correction_that_was_taken_back_comes_again(now: OpenFile, ward: OpenFile) -> None:
    carry(now, ward.path)
    editing.set_value(ward, only(ward, "establishment").id, "name", "Quán Mới")
    act = carry(now, ward.path).act
    assert act is not None
    undo.undo(now, act)
    assert only(now, "establishment").values["name"] == "Quán Thử"
    assert carry(now, ward.path).changed == 1
    assert only(now, "establishment").values["name"] == "Quán Mới"
    assert records.open_conflicts(now) == []
    assert maintenance.check(now) == []


def test_a_tip_that_turns_out_to_be_closed_there_is_closed_here_once_it_was_carried(
    now: OpenFile, ward: OpenFile
) -> None:
    carry(now, ward.path)
    (closed,) = put(ward, {"kind": "tip", "fields": {**TIP, "closed_date": "2022-11-01", "outcome": "khong_vi_pham"}})
    put(
        ward,
        {
            "kind": "tip",
            "id": _other(ward, closed),
            "fields": {"closed_date": "2022-11-20", "outcome": "khong_vi_pham"},
        },
    )
    result = carry(now, ward.path)
    assert (count_of(result, "tip").changed, count_of(result, "tip").left) == (1, {"over": 1})
    assert only(now, "tip").values["closed_date"] == "2022-11-20"


def _other(file: OpenFile, record: str) -> str:
    (other,) = {row.id for row in records.rows(file, "tip")} - {record}
    return other


def test_what_was_deleted_here_does_not_come_back_nor_what_lies_in_it(now: OpenFile, ward: OpenFile) -> None:
    carry(now, ward.path)
    editing.set_value(now, only(now, "tip").id, "establishment", None)
    editing.delete(now, only(now, "establishment").id)
    result = carry(now, ward.path)
    assert count_of(result, "establishment").left == {"deleted_here": 1}
    assert count_of(result, "establishment_headcount").left == {"parent": 2}
    assert records.rows(now, "establishment") == []


def test_what_was_deleted_or_joined_there_is_not_carried_and_is_followed(now: OpenFile, ward: OpenFile) -> None:
    first = only(ward, "establishment").id
    (second,) = put(ward, {"kind": "establishment", "fields": {**PLACE, "name": "Quán Thử (ghi trùng)"}})
    editing.join(ward, first, second)
    carry(now, ward.path)
    place = only(now, "establishment")
    assert only(now, "tip").values["establishment"] == place.id


def test_an_erased_value_is_not_carried(now: OpenFile, ward: OpenFile) -> None:
    tip = only(ward, "tip").id
    editing.set_value(ward, tip, "note", "ông Nguyễn Văn A")
    stamp = next(item.stamp for item in records.history(ward, tip) if item.field == "note")
    maintenance.erase(ward, [stamp], "Gõ nhầm")
    carry(now, ward.path)
    assert only(now, "tip").values["note"] is None
    assert "Nguyễn Văn A".encode() not in now.path.read_bytes()


def test_what_was_erased_here_does_not_come_back_by_carrying_nor_in_another_office(
    now: OpenFile, ward: OpenFile, tmp_path: Path
) -> None:
    put(ward, {"kind": "establishment", "id": only(ward, "establishment").id, "fields": {"note": "bí mật"}})
    carry(now, ward.path)
    place = only(now, "establishment").id
    stamp = next(item.stamp for item in records.history(now, place) if item.field == "note")
    maintenance.erase(now, [stamp], "Không được ghi")
    assert carry(now, ward.path).act is None
    with new_ledger(tmp_path / "phường.db", 2025, "03388", "Mai") as theirs:
        exchange.merge(theirs, exchange.find_sources(theirs, [now.path]), take=["all"])
        carry(theirs, ward.path)
        assert only(theirs, "establishment").values["note"] is None
        exchange.merge(now, exchange.find_sources(now, [theirs.path]))
    assert only(now, "establishment").values["note"] is None
    for file in (now.path, tmp_path / "phường.db"):
        assert "bí mật".encode() not in file.read_bytes()


# --- several ledgers --------------------------------------------------------------------------------------------------


def test_two_offices_that_carried_the_same_ledger_have_each_record_once(tmp_path: Path, province: Path) -> None:
    with (
        new_ledger(tmp_path / "a.db", 2025, "12") as ours,
        new_ledger(tmp_path / "b.db", 2025, "03388", "Mai") as theirs,
    ):
        carry(ours, province)
        before = exported(ours)
        carry(theirs, province)
        place = records.rows(theirs, "establishment")[0].id
        editing.set_value(theirs, place, "address", "Tổ 5")
        result = exchange.merge(ours, exchange.find_sources(ours, [theirs.path]))
        assert (result.refused, result.changes) == (0, 1)
        after = exported(ours)
        assert [line["id"] for line in after] == [line["id"] for line in before]
        assert records.open_conflicts(ours) == []
        found = records.find(ours, place)
        assert found is not None
        assert found.values["address"] == "Tổ 5"
        assert maintenance.check(ours) == []
        assert carry(ours, province).act is None


def test_two_wards_that_carried_their_own_and_the_same_ledger_meet_in_the_province(
    tmp_path: Path, ward: OpenFile
) -> None:
    made = [new_ledger(tmp_path / f"{name}.db", 2025, "03388", name) for name in ("Mai", "Hoa")]
    with new_ledger(tmp_path / "tỉnh.db", 2025) as ours:
        for file in made:
            carry(file, ward.path)
            file.close()
        result = exchange.merge(ours, exchange.find_sources(ours, [file.path for file in made]))
        assert result.refused == 0
        assert len(records.rows(ours, "establishment")) == len(records.rows(ours, "tip")) == 1
        assert records.open_conflicts(ours) == []
        assert maintenance.check(ours) == []


def test_communes_that_became_one_have_one_record_where_its_key_says_so(now: OpenFile, tmp_path: Path) -> None:
    flag = {"flag": "dia_ban_trong_diem", "date": "2022-01-04"}
    with new_ledger(tmp_path / "tp-2022.db", 2022, "12") as old:
        put(
            old,
            {"kind": "unit_flag", "fields": {**flag, "unit": "03386", "evidence_no": "1/QĐ"}},
            {"kind": "unit_flag", "fields": {**flag, "unit": "03388", "evidence_no": "2/QĐ"}},
            {"kind": "unit_flag", "fields": {**flag, "unit": "03387"}},
        )
        result = carry(now, old.path)
        assert (count_of(result, "unit_flag").new, count_of(result, "unit_flag").left) == (2, {"joined": 1})
        assert sorted(str(row.values["unit"]) for row in records.rows(now, "unit_flag")) == ["03388", "03408"]
        (conflict,) = records.open_conflicts(now)
        assert {one.value for one in conflict.values} == {"1/QĐ", "2/QĐ"}
        assert carry(now, old.path).act is None


def test_a_commune_takes_what_is_its_own_of_the_provinces_ledger(tmp_path: Path, province: Path) -> None:
    with new_ledger(tmp_path / "xã.db", 2025, "03408") as commune:
        result = carry(commune, province)
        units = {row.values["unit"] for row in records.rows(commune, "establishment")}
        assert units == {"03408"}
        assert count_of(result, "establishment").left["outside"] > 0


def test_a_ledger_speaks_of_its_own_units_alone(now: OpenFile, ward: OpenFile) -> None:
    put(ward, {"kind": "establishment", "fields": {**PLACE, "unit": "03386"}})
    result = carry(now, ward.path)
    assert count_of(result, "establishment").left == {"outside": 1}


def test_next_years_ledger_begins_with_this_years_and_over_two_years_it_is_the_same_record(
    tmp_path: Path, ward: OpenFile
) -> None:
    ids = []
    for name, years in (("qua-hai-năm", (2023, 2024)), ("thẳng", (2024,))):
        old = ward.path
        for year in years:
            with new_ledger(tmp_path / f"{name}-{year}.db", year, "03388") as file:
                assert carry(file, old).new == 3
                old = file.path
                place = only(file, "establishment")
                assert place.values["unit"] == "03388"
                assert only(file, "tip").values["receiver_agency"] == "ubnd-2022-03388"
        ids.append([(line["kind"], line["id"]) for line in _lines(old)])
    assert ids[0] == ids[1]


def _lines(path: Path) -> list[dict[str, Any]]:
    with opening.open_file(path) as file:
        return exported(file)


def test_a_merge_that_brought_what_was_carried_may_be_taken_back_and_the_ledger_carried(
    tmp_path: Path, ward: OpenFile
) -> None:
    with new_ledger(tmp_path / "a.db", 2025) as ours, new_ledger(tmp_path / "b.db", 2025, "03388", "Mai") as theirs:
        carry(theirs, ward.path)
        act = exchange.merge(ours, exchange.find_sources(ours, [theirs.path])).act
        assert act is not None
        undo.undo(ours, act)
        assert carry(ours, ward.path).new == 3
        assert maintenance.check(ours) == []
        assert exchange.merge(ours, exchange.find_sources(ours, [theirs.path])).refused == 0
        assert maintenance.check(ours) == []


# --- what is asked, left and refused ----------------------------------------------------------------------------------


def test_a_unit_of_which_the_plan_says_nothing_is_asked_about_and_taken_at_a_persons_word(
    now: OpenFile, tmp_path: Path
) -> None:
    with new_ledger(tmp_path / "huyện-2022.db", 2022, "106") as old:
        put(
            old,
            {
                "kind": "media_outlet",
                "fields": {"name": "Đài Tam Đường", "media_type": "phat_thanh", "unit": "106", "counts": True},
            },
        )
        result = carry(now, old.path)
        (asked,) = result.asked
        assert (asked.unit, asked.unit_name, asked.records) == ("106", "Huyện Tam Đường", 1)
        assert "03390" in asked.into
        assert result.act is None
        assert carry(now, old.path, {"106": "03390"}).asked == []
        assert only(now, "media_outlet").values["unit"] == "03390"
        assert carry(now, old.path, {"106": "12"}).changed == 1
        assert carry(now, old.path).act is None
        for answers, wanted in (
            ({"106": "99999"}, "99999"), ({"999": "12"}, "999"), ({"03388": "12"}, "Phường Đoàn Kết"),
        ):  # fmt: skip
            with refused(wanted):
                carry(now, old.path, answers)


def test_values_that_the_new_plan_has_no_place_for_are_named(now: OpenFile, ward: OpenFile, tmp_path: Path) -> None:
    source = json.loads(json.dumps(source_of(2025)))
    source["kinds"]["establishment"]["fields"].pop("address")
    source["kinds"]["establishment"]["fields"].pop("license_no")
    source["choices"]["tip_channel"].pop("truc_tiep")
    put(ward, {"kind": "establishment", "id": only(ward, "establishment").id, "fields": {"address": "Bản 1"}})
    with opening.create_file(tmp_path / "khác.db", source, "12", "Lan") as other:
        result = carry(other, ward.path)
        left = {(one.kind, one.field, one.reason): one.count for one in result.values}
        assert left == {("establishment", "address", "no_field"): 1, ("tip", "channel", "unreadable"): 1}
        assert only(other, "tip").values["channel"] is None


def test_only_an_earlier_real_and_whole_ledger_is_taken(now: OpenFile, ward: OpenFile, tmp_path: Path) -> None:
    with refused("chính là sổ đang mở"):
        carry(now, now.path)
    same = shutil.copy(now.path, tmp_path / "bản sao.db")
    with refused("không trước sổ này"):
        carry(now, Path(same))
    with opening.create_file(tmp_path / "tập.db", source_of(2022), "12", practice=True) as practice:
        path = practice.path
    with refused("minh họa"):
        carry(now, path)
    torn = tmp_path / "rách.db"
    torn.write_bytes(ward.path.read_bytes()[:9000])
    with refused("rách.db"):
        carry(now, torn)
    (tmp_path / "thư mục trống").mkdir()
    with refused("Không thấy tệp dữ liệu nào"):
        carry(now, tmp_path / "thư mục trống")
    assert undo.acts(now) == []


def test_what_another_program_put_into_the_earlier_ledger_is_never_run(now: OpenFile, ward: OpenFile) -> None:
    ward.connection.execute("CREATE TRIGGER evil AFTER INSERT ON act BEGIN DELETE FROM act; END")
    ward.connection.execute("CREATE VIEW spy AS SELECT load_extension('x')")
    assert carry(now, ward.path).new == 3


@pytest.mark.usefixtures("quick_keys")
def test_an_encrypted_ledger_needs_its_passphrase(now: OpenFile, tmp_path: Path) -> None:
    path = tmp_path / "kín.db"
    with opening.create_file(
        path, source_of(2022), "03388", "Lan", now=lambda: THEN, passphrase="một hai ba bốn"
    ) as old:
        put(old, {"kind": "establishment", "fields": PLACE})
    with pytest.raises(AppError) as error:
        carry(now, path)
    assert error.value.key == "keys.needed"
    assert carry(now, path, passphrase="một hai ba bốn").new == 1


def test_a_ledger_of_several_years_comes_once_they_are_over(now: OpenFile, tmp_path: Path) -> None:
    source = source_of(2022)
    for last, key in ((2024, ""), (2025, "carry.not_earlier")):
        head = {**source["plan"], "id": "nhieu-nam", "year": 2021, "last_year": last}
        path = tmp_path / f"2021-{last}.db"
        with opening.create_file(path, {**source, "plan": head}, "03388", "Lan", now=lambda: THEN) as old:
            put(old, {"kind": "establishment", "fields": PLACE})
        if key:
            with refused("là sổ năm 2021–2025, không trước sổ này"):
                carry(now, path)
        else:
            assert (carry(now, path).new, carry(now, path).years) == (1, "2021–2024")


def test_what_was_shown_is_what_is_written_or_nothing(now: OpenFile, ward: OpenFile) -> None:
    old = carrying.open_ledger(now, ward.path)
    shown = carrying.look(now, old)
    carry(now, ward.path)
    with refused("Hãy xem lại"):
        carrying.carry(now, old, {}, shown)
    old.close()
    assert not old.checked.path.exists()


def test_a_clock_that_ran_ahead_there_does_not_rule_here(now: OpenFile, tmp_path: Path) -> None:
    path = tmp_path / "đồng hồ sai.db"
    ahead = datetime(2031, 1, 1, tzinfo=UTC)
    with opening.create_file(path, source_of(2022), "03388", "Lan", now=lambda: ahead) as old:
        put(old, {"kind": "establishment", "fields": PLACE})
    carry(now, path)
    editing.set_value(now, only(now, "establishment").id, "name", "Quán Ta")
    assert only(now, "establishment").values["name"] == "Quán Ta"
    assert maintenance.check(now) == []


def breaks_later_rules(source: Mapping[str, Any]) -> dict[str, Any]:
    """A plan that was good in its day: since then labels, settings, tasks and figures are judged more strictly."""
    plan: dict[str, Any] = json.loads(json.dumps(source))
    plan["kinds"]["establishment"]["fields"]["name"]["label"]["vi"] = "Họ và tên, CCCD chủ cơ sở"
    plan["kinds"]["tip"]["fields"]["channel"]["checks"] = [{"expr": "no_more == 1", "vi": "Sai."}]
    plan["plan"]["settings"]["no_more"] = 3
    plan["tasks"]["no_more"] = {"label": {"vi": "Thêm"}, "kinds": ["no_more"]}
    return plan


def test_a_ledger_whose_own_plan_breaks_rules_that_came_later_is_carried_and_it_is_said(
    now: OpenFile, ward: OpenFile, tmp_path: Path
) -> None:
    plan = breaks_later_rules(source_of(2022))
    assert len(check_plan(plan)) > 3
    with opening.create_file(tmp_path / "cũ.db", plan, "03388", "Lan", now=lambda: THEN) as old:
        (place,) = put(old, {"kind": "establishment", "fields": PLACE})
        put(old, {"kind": "tip", "fields": {**TIP, "establishment": place}})
    done = carry(now, tmp_path / "cũ.db")
    assert done.new == 2
    assert "không hợp các quy tắc có sau nó" in in_words(done.note)
    assert only(now, "tip").values["establishment"] == only(now, "establishment").id
    assert carry(now, ward.path).note == ""


def test_of_a_plan_that_is_none_nothing_is_read() -> None:
    plan = source_of(2022)
    good = outline(plan)
    assert good is not None
    assert is_readable(good)
    rows = [[code, "12" if code == "105" else parent, *rest] for code, parent, *rest in plan["units"]["2022"]]
    circle = [[row[0], "105", *row[2:]] if row[0] == "12" else row for row in rows]
    for wrong in (
        {**good, "units": {"2022": circle}},
        {**good, "choices": {}},
        {**good, "plan": {**good["plan"], "levels": {}}},
        {**good, "plan": {**good["plan"], "year": "2022"}},
        {**good, "units": {**good["units"], None: []}},
    ):
        assert not is_readable(wrong)
    for none in ({}, {**plan, "kinds": 3}, {**plan, "areas": ["1"]}, {**plan, "choices": {"form": "x"}}):
        assert outline(none) is None
