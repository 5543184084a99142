"""Organisation units form a tree of any number of levels, sorted as Vietnamese readers expect."""

import pytest

from desktop_app.domain.org_unit import OrgUnits, build_units

ROWS = [
    ("12", None, "tinh", "Tỉnh", "Lai Châu"),
    ("107", "12", "huyen", "Huyện", "Mường Tè"),
    ("105", "12", "huyen", "Thành phố", "Lai Châu"),
    ("03434", "107", "xa", "Xã", "Thu Lũm"),
    ("03433", "107", "xa", "Thị trấn", "Mường Tè"),
    ("03435", "107", "xa", "", "Ka Lăng"),
]


@pytest.fixture
def units() -> OrgUnits:
    return build_units("2022", ROWS)


def test_children_stand_in_vietnamese_order_of_their_names(units: OrgUnits) -> None:
    assert units.children("107") == ["03435", "03433", "03434"]
    assert units.children(None) == ["12"]
    assert units.children("03433") == []


def test_units_with_numbers_stand_by_their_size() -> None:
    rows = [("0", None, "xa", "", "Xã"), *((f"{n}", "0", "ban", "", f"Bản {n}") for n in (1, 10, 11, 2))]
    assert build_units("thử", rows).children("0") == ["1", "2", "10", "11"]


def test_descendants_hold_the_unit_itself_and_parents_before_children(units: OrgUnits) -> None:
    assert units.descendants("12") == ["12", "105", "107", "03435", "03433", "03434"]


def test_ancestors_lead_from_the_unit_to_the_root(units: OrgUnits) -> None:
    assert units.ancestors("03434") == ["03434", "107", "12"]
    assert units.ancestors("999") == []


def test_the_unit_of_a_level_is_above_or_the_unit_itself(units: OrgUnits) -> None:
    assert units.ancestor_at("03434", "huyen") == "107"
    assert units.ancestor_at("107", "huyen") == "107"
    assert units.ancestor_at("12", "huyen") is None


def test_an_unknown_code_is_shown_as_it_is(units: OrgUnits) -> None:
    assert units.name("107") == "Mường Tè"
    assert units.name("999") == "999"
    assert units.level("999") is None
    assert units.find("999") is None
    assert "999" not in units


def test_a_known_code_tells_its_level_and_itself(units: OrgUnits) -> None:
    assert units.level("03434") == "xa"
    found = units.find("03435")
    assert found is not None
    assert (found.code, found.parent, found.type) == ("03435", "107", "")
    assert len(list(units)) == len(ROWS)


@pytest.mark.parametrize("row", [("", None, "tinh", "", "A"), ("1", None, "", "", "A"), ("1", None, "tinh", "", "")])
def test_a_unit_without_code_level_or_name_is_refused(row: tuple[str | None, ...]) -> None:
    with pytest.raises(ValueError, match=r"^1?$"):
        build_units("2022", [row])
