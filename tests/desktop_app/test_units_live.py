"""Units live: one gets another code, two become one, one is no more; whoever still writes under which edition."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from itertools import permutations
from pathlib import Path
from shutil import copy
from typing import Any

import pytest

from db.counting.statistics import statistics
from db.editions import switch
from desktop_app.cli.file_commands import unit_code
from desktop_app.domain.plan_changes import plan_changes
from desktop_app.domain.plan_check import check_plan
from desktop_app.domain.plan_renaming import lost_values
from desktop_app.domain.plan_seeds import seed_records
from desktop_app.errors import AppError
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
)  # fmt: skip
from desktop_app.texts import in_words
from tests.filled_files import put
from tests.moved_units import BOTH, GONE, HEIRS, MOVED, ONE, PROVINCE, TOWN, TWO, VERSION, WARD, new_plan, old_plan
from tests.own_folders import use_settings


def activity(unit: str, title: str, day: str = "2022-05-14") -> dict[str, Any]:
    return {"kind": "comm_activity", "fields": {
        "unit": unit, "date": day, "title": title, "form": "loa", "sessions": 1, "audience": ["nhan_dan"],
        "people_total": 40,
    }}  # fmt: skip


def declaration(unit: str) -> dict[str, Any]:
    return {"kind": "period_declaration", "fields": {
        "unit": unit, "year": 2022, "period_code": "Q2", "plan_area": "3", "declared_by": "Lan", "date": "2022-06-20",
    }}  # fmt: skip


def adopt(file: OpenFile) -> None:
    switch(file, new_plan(), seed_records(new_plan()), lambda: None)


def log(file: OpenFile) -> list[tuple[Any, ...]]:
    query = "SELECT c.stamp, c.value, a.unit FROM main.change_log c JOIN main.act a ON a.no = c.act ORDER BY 1"
    return file.connection.execute(query).fetchall()


def merge(file: OpenFile, other: OpenFile) -> Any:
    (report,) = exchange.merge(file, exchange.find_sources(file, [other.path])).reports
    assert report.status != "refused", report
    return report


@pytest.fixture(scope="module")
def ledgers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The files of the province, of the ward and of the two that become one, with a record each."""
    folder, found = tmp_path_factory.mktemp("units"), {}
    for unit in (PROVINCE, WARD, ONE, TWO):
        with opening.create_file(folder / f"{unit}.db", old_plan(), unit, f"Người {unit}") as file:
            if unit != PROVINCE:
                put(file, activity(unit, f"Buổi của {unit}"), declaration(unit))
            else:
                put(file, activity(GONE, "Buổi của xã cũ"), activity(TOWN, "Buổi của thành phố"))
            found[unit] = file.path
    return found


class Ledgers:
    """Copies of the files, for one test."""

    def __init__(self, folder: Path, found: Mapping[str, Path]) -> None:
        self._folder, self._found, self.open = folder, found, list[OpenFile]()

    def __call__(self, unit: str, name: str = "") -> OpenFile:
        file = opening.open_file(Path(copy(self._found[unit], self._folder / f"{name or unit}.db")))
        self.open.append(file)
        return file


@pytest.fixture
def ledger(tmp_path: Path, ledgers: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> Iterator[Ledgers]:
    use_settings(monkeypatch, tmp_path / "config")
    found = Ledgers(tmp_path, ledgers)
    yield found
    for file in found.open:
        file.close()


def units_of(file: OpenFile, kind: str = "comm_activity") -> dict[str, str]:
    return {str(row.values.get("title")): str(row.values["unit"]) for row in records.rows(file, kind)}


# --- what it is called ------------------------------------------------------------------------------------------------


def test_the_plan_with_units_that_moved_is_sound_and_says_what_changes() -> None:
    assert [in_words(text) for text in check_plan(new_plan())] == []
    assert [in_words(text) for text in lost_values(old_plan(), new_plan())] == []
    said = [in_words(text) for part in plan_changes(old_plan(), new_plan()) for text in part.sentences]
    assert any("Phường Quyết Tiến (05388): mã cũ trong sổ là 03388" in text for text in said), said
    assert any("Xã Sùng Phài" in text and "thôi dùng" in text for text in said)
    assert not any("bỏ" in text and "Phường Quyết Tiến" in text for text in said)


def test_the_log_keeps_the_first_code_and_everything_else_says_the_new_one(ledger: Ledgers) -> None:
    ward = ledger(WARD)
    before = log(ward)
    adopt(ward)
    assert set(before) <= set(log(ward))  # to which only the records that come with new units are added
    assert (ward.unit, ward.logged_unit) == (MOVED, WARD)
    assert units_of(ward) == {f"Buổi của {WARD}": MOVED}
    put(ward, activity(MOVED, "Buổi sau"), activity(WARD, "Buổi ghi mã cũ"))
    assert set(units_of(ward).values()) == {MOVED}
    assert {row[1] for row in log(ward) if row[1] in (MOVED, WARD)} == {WARD}
    assert {row[2] for row in log(ward)} <= {WARD, None}
    assert maintenance.check(ward) == []
    with opening.open_file(ward.path) as again:
        assert (again.unit, units_of(again)) == (MOVED, units_of(ward))


def test_what_is_kept_once_for_a_unit_and_period_stays_one_record(ledger: Ledgers) -> None:
    ward = ledger(WARD)
    (before,) = records.rows(ward, "period_declaration")
    adopt(ward)
    assert put(ward, declaration(MOVED)) == put(ward, declaration(WARD)) == [before.id]
    assert len(records.rows(ward, "period_declaration")) == 1


def test_figures_of_a_unit_that_only_got_another_code_are_the_same(ledger: Ledgers) -> None:
    ward = ledger(WARD)
    year = figures.read_period(ward, "2022")
    before = [(one.code, one.value, one.numerator) for one in figures.progress(ward, year)]
    said = [(row.area, row.state) for row in figures.completeness(ward, year)]
    adopt(ward)
    assert [(one.code, one.value, one.numerator) for one in figures.progress(ward, year)] == before
    assert [(row.area, row.state) for row in figures.completeness(ward, year)] == said
    assert unit_code(ward, WARD) == MOVED  # who still types the old code asks about the same unit
    with pytest.raises(AppError):  # and below that nothing is counted for a code that no record has
        figures.progress(ward, year, WARD)
    undo.undo(ward, undo.acts(ward)[0].act)
    assert units_of(ward) == {}


# --- two editions meet ------------------------------------------------------------------------------------------------


def test_offices_with_either_edition_take_each_others_records_in(ledger: Ledgers) -> None:
    province, ward = ledger(PROVINCE), ledger(WARD)
    adopt(province)
    report = merge(province, ward)
    assert (report.unit, report.outside, report.new) == (MOVED, 0, 2)
    assert units_of(province)[f"Buổi của {WARD}"] == MOVED
    put(province, activity(MOVED, "Tỉnh ghi cho phường"))
    assert merge(ward, province).conflicts == 0
    assert units_of(ward)["Tỉnh ghi cho phường"] == WARD  # by what its own edition calls it
    adopt(ward)
    assert set(units_of(ward).values()) == {MOVED}
    assert maintenance.check(ward) == maintenance.check(province) == []


def test_two_units_that_became_one_are_one_whoever_wrote(ledger: Ledgers) -> None:
    one, two = ledger(ONE), ledger(TWO)
    adopt(one)
    report = merge(one, two)  # which still has the old edition: its unit is ours
    assert (report.unit, report.outside, report.new) == (BOTH, 0, 2)
    assert set(units_of(one).values()) == {BOTH}
    put(two, activity(TWO, "Viết dưới mã cũ"))
    adopt(two)
    put(two, activity(BOTH, "Viết dưới mã mới"))
    assert (one.unit, two.unit) == (BOTH, BOTH)
    assert merge(one, two).new == 2
    assert set(units_of(one).values()) == {BOTH}
    assert records.open_conflicts(one) == []
    year = figures.read_period(one, "2022")
    told = {row.area: row.state for row in figures.completeness(one, year)}
    assert told["1"] == "number"


def test_every_order_of_meeting_comes_to_the_same(ledger: Ledgers) -> None:
    ward, one, two = ledger(WARD), ledger(ONE), ledger(TWO)
    adopt(one)
    put(one, activity(BOTH, "Dưới mã mới"))
    put(two, activity(TWO, "Dưới mã cũ"))
    ends = []
    for number, order in enumerate(permutations([ward, one, two])):
        province = ledger(PROVINCE, f"tỉnh-{number}")
        if number % 2:
            adopt(province)
        for other in order:
            merge(province, other)
        if not number % 2:
            adopt(province)
        ends.append((sorted(units_of(province).items()), log(province), list(records.conflicts(province))))
    assert all(end == ends[0] for end in ends)


def test_a_copy_for_one_unit_holds_what_stands_under_all_its_codes(ledger: Ledgers, tmp_path: Path) -> None:
    province, one, two = ledger(PROVINCE), ledger(ONE), ledger(TWO)
    merge(province, one)
    merge(province, two)
    adopt(province)
    (tmp_path / "out").mkdir()
    sent = exchange.send(province, tmp_path / "out", BOTH)
    with opening.open_file(sent.path) as part:
        assert {f"Buổi của {ONE}", f"Buổi của {TWO}"} <= units_of(part).keys()
        assert set(units_of(part).values()) == {BOTH}


# --- retired, split ---------------------------------------------------------------------------------------------------


def test_a_unit_that_is_no_more_keeps_its_records_and_is_waited_for_no_longer(ledger: Ledgers) -> None:
    province = ledger(PROVINCE)
    adopt(province)
    assert units_of(province)["Buổi của xã cũ"] == GONE
    assert province.units.name(GONE) == "Xã Sùng Phài"
    quarter, other = (figures.read_period(province, text) for text in ("2022-Q2", "2022-Q4"))
    waited = {row.unit for row in figures.completeness(province, other)}
    assert GONE not in waited
    assert waited >= HEIRS.keys()
    there = [(row.area, row.records) for row in figures.completeness(province, quarter) if row.unit == GONE]
    assert there == [("1", 1)]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda plan: plan.pop("renamed_units"), "không còn trong danh sách đơn vị"),
        (lambda plan: plan["renamed_units"][VERSION].update({MOVED: ["04000", WARD]}), "bắt đầu bằng 03388"),
    ],
    ids=["forgotten", "in another order"],
)
def test_an_edition_that_forgets_a_unit_is_not_put_in_force(change: Any, sentence: str) -> None:
    plan = deepcopy(new_plan())
    change(plan)
    said = [in_words(text) for text in lost_values(old_plan(), plan)]
    assert any(sentence in text for text in said), said


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda plan: plan["renamed_units"][VERSION].update({MOVED: TOWN}), "vẫn còn là một tên"),
        (lambda plan: plan["renamed_units"][VERSION].update({MOVED: ONE}), "đã là tên cũ của"),
        (lambda plan: plan["renamed_units"][VERSION].update({"99999": "88888"}), "không có đơn vị “99999”"),
        (lambda plan: plan["retired_units"][VERSION].append(PROVINCE), "đơn vị gốc"),
        (lambda plan: plan["retired_units"][VERSION].append("99999"), "không có đơn vị “99999”"),
    ],
    ids=["still there", "of two", "unknown", "root", "retired unknown"],
)
def test_what_a_plan_says_wrongly_of_units_is_told(change: Any, sentence: str) -> None:
    plan = deepcopy(new_plan())
    change(plan)
    said = [in_words(text) for text in check_plan(plan)]
    assert any(sentence in text for text in said), said


# --- reports ----------------------------------------------------------------------------------------------------------


def test_a_report_that_was_locked_before_is_read_printed_and_unlocked_after(ledger: Ledgers) -> None:
    ward = ledger(WARD)
    quarter = figures.read_period(ward, "2022-Q2")
    lock = reports.lock(ward, quarter)
    before = {form: reports.make(ward, quarter, form=form).content for form in ("pdf", "docx")}
    adopt(ward)
    (found,) = reports.locks(ward)
    assert (found.office, found.unit) == (MOVED, MOVED)
    assert {form: reports.make(ward, quarter, form=form).content for form in before} == before
    assert reports.correction(ward, quarter) is None  # nothing else is called so in it
    reports.unlock(ward, lock.id, "Sửa lại")
    assert reports.lock_of(ward, quarter) is None
    again = reports.lock(ward, quarter)
    assert again.unit == MOVED
    switch(ward, old_plan(), (), lambda: None)
    (standing,) = (one for one in reports.locks(ward) if not one.unlocked)
    assert (standing.id, standing.unit, standing.office) == (again.id, WARD, WARD)


def test_a_locked_report_of_a_unit_that_became_one_with_another_is_not_that_of_both(ledger: Ledgers) -> None:
    one = ledger(ONE)
    quarter = figures.read_period(one, "2022-Q2")
    reports.lock(one, quarter)
    adopt(one)
    (lock,) = reports.locks(one)
    assert (lock.unit, lock.office) == (ONE, BOTH)
    assert one.units.name(lock.unit) == "Phường Hợp Nhất"
    assert reports.lock_of(one, quarter) is None


def test_what_has_become_one_is_no_conflict_before_a_merge_either(ledger: Ledgers) -> None:
    """Two offices say the one and the other of two units that are one now."""
    one = ledger(ONE)
    other = ledger(ONE, "bản sao")
    (record,) = records.rows(one, "comm_activity")
    editing.set_value(one, record.id, "title", "Sửa một")
    editing.set_value(other, record.id, "unit", TWO)
    editing.set_value(other, record.id, "title", "Sửa hai")
    editing.set_value(one, record.id, "unit", WARD)
    editing.set_value(one, record.id, "unit", ONE)
    adopt(one)
    looked = exchange.preview(one, exchange.find_sources(one, [other.path]))
    (report,) = looked.reports
    assert report.conflicts == 1
    merge(one, other)
    assert [(found.field, len(found.values)) for found in records.open_conflicts(one)] == [("title", 2)]


# --- another list -----------------------------------------------------------------------------------------------------


def another_list(renames: dict[str, Any]) -> dict[str, Any]:
    """An edition that goes over to a later list of units, in which the ward has the code that the town had."""
    plan = deepcopy(old_plan())
    rows = [[TOWN, PROVINCE, "huyen", "Thành phố", "Khu vực trung tâm"] if row[0] == TOWN else row
            for row in plan["units"][VERSION] if row[0] not in (ONE, TWO, WARD)]  # fmt: skip
    rows += [[BOTH, TOWN, "xa", "Phường", "Phường Hợp Nhất"], [MOVED, TOWN, "xa", "Phường", "Phường Quyết Tiến"]]
    plan["units"] = {**plan["units"], "2023": rows}
    plan["lineage"] = [*plan["lineage"], *([f"{VERSION}:{old}", f"2023:{new}"] for old, new in
                       ((ONE, BOTH), (TWO, BOTH), (WARD, MOVED)))]  # fmt: skip
    plan["lineage"] = [
        pair
        for pair in plan["lineage"]
        if not (pair[0] in {f"{VERSION}:{code}" for code in (ONE, TWO, WARD)} and pair[1].startswith("2025:"))
    ]
    plan["plan"] |= {"edition": plan["plan"]["edition"] + 1, "unit_version": "2023"}
    plan["renamed_units"] = {"2023": renames}
    return plan


def test_an_edition_goes_over_to_another_list_where_it_says_what_units_were(ledger: Ledgers) -> None:
    plan = another_list({MOVED: WARD, BOTH: [ONE, TWO]})
    assert [in_words(text) for text in check_plan(plan)] == []
    assert list(lost_values(old_plan(), plan)) == []
    province, ward, one = ledger(PROVINCE), ledger(WARD), ledger(ONE)
    switch(province, plan, (), lambda: None)
    assert (merge(province, ward).outside, merge(province, one).outside) == (0, 0)
    assert {units_of(province)[f"Buổi của {code}"] for code in (WARD, ONE)} == {MOVED, BOTH}
    put(province, activity(MOVED, "Tỉnh ghi"))
    assert merge(ward, province).conflicts == 0
    assert units_of(ward)["Tỉnh ghi"] == WARD
    assert maintenance.check(province) == maintenance.check(ward) == []


def test_another_list_whose_codes_mean_other_units_is_neither_put_in_force_nor_believed(ledger: Ledgers) -> None:
    plan = another_list({MOVED: WARD, BOTH: [TWO]})  # Quyết Thắng is nowhere
    said = [in_words(text) for text in lost_values(old_plan(), plan)]
    assert any("Quyết Thắng" in text for text in said), said
    swapped = another_list({MOVED: ONE, BOTH: [WARD, TWO]})  # against what the lineage says
    told = [in_words(text) for text in lost_values(old_plan(), swapped)]
    assert any("sẽ bị hiểu là của" in text for text in told), told
    province, ward = ledger(PROVINCE), ledger(WARD)
    switch(ward, plan, (), lambda: None)
    put(ward, activity(MOVED, "Không biết là của ai"))
    assert merge(province, ward).new == 0  # nothing by itself of a unit that may be another


# --- what was kept once for a unit and period -------------------------------------------------------------------------


def services(unit: str, code: str, people: int) -> dict[str, Any]:
    return {"kind": "support_service_total", "fields": {
        "unit": unit, "year": 2022, "period_code": code, "service": "tam_ly", "persons": people,
    }}  # fmt: skip


def persons_of(file: OpenFile, unit: str, period: str = "2022") -> Any:
    found = statistics(file, figures.read_period(file, period), unit)
    (one,) = (r for area in found for r in area.results if (r.statistic.kind, r.statistic.sum) == KEPT_BY_PERIOD)
    return one.amount.period


KEPT_BY_PERIOD = ("support_service_total", "persons")


@pytest.mark.parametrize("order", list(permutations((ONE, TWO))))
@pytest.mark.parametrize(("codes", "total"), [(("Q2", "Q2"), 30), (("Q2", "04"), 30)])
def test_numbers_of_units_that_became_one_add_up_in_any_order(
    ledger: Ledgers, order: tuple[str, str], codes: tuple[str, str], total: int
) -> None:
    numbers = {ONE: 10, TWO: 20}
    for unit, code in zip((ONE, TWO), codes, strict=True):
        put(ledger(unit), services(unit, code, numbers[unit]))
    province = ledger(PROVINCE)
    for unit in order:
        merge(province, next(file for file in ledger.open if file.unit == unit))
    before = persons_of(province, TOWN)
    adopt(province)
    assert (before, persons_of(province, BOTH), persons_of(province, TOWN)) == (total, total, total)
    assert maintenance.check(province) == []


def test_what_both_kept_for_one_period_is_no_duplicate(ledger: Ledgers) -> None:
    for unit in (ONE, TWO):
        put(ledger(unit), services(unit, "Q2", 10))
    province = ledger(PROVINCE)
    for unit in (ONE, TWO):
        merge(province, next(file for file in ledger.open if file.unit == unit))
    adopt(province)
    kinds = ("support_service_total", "period_declaration")
    assert [exchange.duplicates(province, kind) for kind in kinds] == [[], []]
    assert [len(records.rows(province, kind)) for kind in kinds] == [2, 2]
