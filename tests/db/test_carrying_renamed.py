"""An earlier year's ledger comes under this year's names, whichever of the two plans renamed what."""

from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from db.editions import switch
from desktop_app.domain.carried_names import NOT_OURS, CarriedNames
from desktop_app.domain.plan_check import check_plan
from desktop_app.domain.unit_heirs import heirs_by_unit, unit_heirs
from desktop_app.errors import AppError
from desktop_app.session import OpenFile, exchange, maintenance, opening, records
from tests.carried_years import NOW, carry, new_ledger, source_of
from tests.db.test_carrying import PLACE, TIP, count_of
from tests.filled_files import put
from tests.renamed_plan import reworded

KIND, FIELDS, CODES = {"establishment": "venue"}, {"business_type": "trade"}, {"karaoke": "singing"}
LATER = {"venue": "site", "trade": "branch", "singing": "song"}
Log = list[tuple[Any, ...]]


def renamed(source: Mapping[str, Any], words: Mapping[str, str], edition: int) -> dict[str, Any]:
    """A plan with other names; each says all that it had."""
    told: dict[str, Any] = reworded(source, words)
    told["plan"] |= {"edition": edition}
    kinds, lists = told["kinds"], told["choices"]
    _say(kinds, words)
    for kind in kinds.values():
        _say(kind.get("fields", {}), words)
    for choices in lists.values():
        _say(choices, words)
    return told


def _say(things: dict[str, Any], words: Mapping[str, str]) -> None:
    for old, new in words.items():
        if new in things and not isinstance(things[new], str):
            had = things[new].get("was", ())
            things[new]["was"] = [*([had] if isinstance(had, str) else had), old]


def once(year: int) -> dict[str, Any]:
    edition = source_of(year)["plan"]["edition"] + 1
    return renamed(source_of(year), KIND | FIELDS | CODES, edition)


def twice(year: int) -> dict[str, Any]:
    plan = once(year)
    return renamed(plan, LATER, plan["plan"]["edition"] + 1)


@pytest.fixture
def ward(tmp_path: Path) -> Path:
    with new_ledger(tmp_path / "phường-2022.db", 2022, "03388") as file:
        (place,) = put(file, {"kind": "establishment", "fields": PLACE})
        put(
            file,
            {"kind": "establishment_headcount", "fields": {"establishment": place, "date": "2022-05-04", "workers": 7}},
            {"kind": "tip", "fields": {**TIP, "establishment": place}},
        )
        return file.path


def under(path: Path, plan: Mapping[str, Any]) -> Path:
    with opening.open_file(path) as file:
        switch(file, plan, (), lambda: None)
    return path


def this_year(path: Path, plan: Mapping[str, Any]) -> OpenFile:
    return opening.create_file(path, plan, "12", "Lan", now=lambda: NOW)


def carried_log(file: OpenFile) -> Log:
    return file.connection.execute(
        "SELECT k.name, r.id, f.name, c.stamp, c.value, c.replaces FROM main.change_log c JOIN act a ON a.no = c.act"
        " JOIN record r ON r.no = c.record JOIN main.kind k ON k.no = r.kind JOIN main.field f ON f.no = c.field"
        " WHERE a.kind = 'carry' ORDER BY 1, 2, 3, 4"
    ).fetchall()


@pytest.mark.parametrize(
    ("then", "now"), [(source_of, once), (once, source_of), (once, twice), (twice, once)],
    ids=["this year", "that year", "both, once more", "both, once less"],
)  # fmt: skip
def test_the_same_is_carried_whatever_either_plan_calls_it(tmp_path: Path, ward: Path, then: Any, now: Any) -> None:
    with this_year(tmp_path / "plain.db", source_of(2025)) as plain:
        carry(plain, ward)
        wanted = carried_log(plain)
    with this_year(tmp_path / "other.db", now(2025)) as file:
        result = carry(file, under(ward, then(2022)))
        assert (result.new, result.values) == (3, [])
        assert carried_log(file) == wanted
        kind = file.kind("establishment").name
        (place,) = records.rows(file, kind)
        trade = file.names.plan_field(kind, "business_type")
        assert place.values["name"] == "Quán Thử"
        assert place.values[trade] == file.names.plan_value(kind, trade, "karaoke")
        (tip,) = records.rows(file, "tip")
        assert tip.values[file.names.plan_field("tip", "establishment")] == place.id
        assert tip.values["receiver_agency"] == "ubnd-2025-03388"
        assert count_of(result, kind).new == 1
        assert carry(file, ward).act is None  # and a second time there is nothing
        assert maintenance.check(file) == []


def test_two_offices_with_different_editions_carry_the_same_and_have_it_once(tmp_path: Path, ward: Path) -> None:
    with this_year(tmp_path / "a.db", source_of(2025)) as one, this_year(tmp_path / "b.db", twice(2025)) as two:
        carry(one, ward)
        carry(two, ward)
        before = carried_log(two)
        merged = exchange.merge(two, exchange.find_sources(two, [one.path]))
        assert [report.status for report in merged.reports if report.status == "refused"] == []
        assert records.open_conflicts(two) == []
        assert carried_log(two) == before
        assert len(records.rows(two, "site")) == 1


def test_what_only_has_the_name_of_an_old_thing_does_not_get_its_values() -> None:
    head = {"unit_version": "2022"}
    old: dict[str, Any] = {
        "plan": head,
        "kinds": {"a": {"fields": {"x": {"type": "text"}, "y": {"type": "text"}}}},
        "choices": {},
    }
    new = deepcopy(old)
    new["kinds"]["a"]["fields"] = {"y": {"type": "text", "was": "x"}}  # the old y is gone, and x is called so
    names = CarriedNames.of(old, new)
    assert (names.field("a", "x"), names.field("a", "y")) == ("y", f"{NOT_OURS}y")
    assert names.field("a", "unheard_of") == "unheard_of"


def split() -> dict[str, Any]:
    """The plan of 2025, where Quyết Tiến became two units."""
    plan = deepcopy(dict(source_of(2025)))
    plan["lineage"] = [*plan["lineage"], ["2022:03388", "2025:03408"]]
    return plan


def test_of_a_unit_that_was_split_a_person_says_which_heir_its_records_go_to(tmp_path: Path, ward: Path) -> None:
    assert check_plan(split()) == []
    assert heirs_by_unit(split(), "2022", "2025")["03388"] == ["03388", "03408"]
    assert "03388" not in unit_heirs(split(), "2022", "2025")
    with this_year(tmp_path / "2025.db", split()) as file:
        asked = carry(file, ward)
        assert asked.new == 0
        ((unit, into),) = ((one.unit, one.into) for one in asked.asked)
        assert (unit, into) == ("03388", ("03388", "03408"))
        with pytest.raises(AppError) as error:
            carry(file, ward, {"03388": "03390"})
        assert error.value.key == "carry.not_an_heir"
        assert carry(file, ward, {"03388": "03408"}).new == 3
        (place,) = records.rows(file, "establishment")
        assert place.values["unit"] == "03408"
        assert carry(file, ward, {"03388": "03408"}).act is None


def test_a_unit_that_had_another_code_there_is_carried_by_what_the_list_called_it_last(
    tmp_path: Path, ward: Path
) -> None:
    moved = deepcopy(dict(source_of(2022)))
    moved["plan"] |= {"edition": moved["plan"]["edition"] + 1}
    rows = [["05388", *row[1:]] if row[0] == "03388" else row for row in moved["units"]["2022"]]
    moved["units"] = {**moved["units"], "2022": rows}
    moved["renamed_units"] = {"2022": {"05388": "03388"}}
    here = deepcopy(dict(source_of(2025)))
    here["units"] = {**here["units"], "2022": rows}
    for plan in (moved, here):
        plan["lineage"] = [["2022:05388", new] if old == "2022:03388" else [old, new] for old, new in plan["lineage"]]
    assert check_plan(moved) == check_plan(here) == []
    with this_year(tmp_path / "2025.db", here) as file:
        assert carry(file, under(ward, moved)).new == 3
        (place,) = records.rows(file, "establishment")
        assert place.values["unit"] == "03388"
