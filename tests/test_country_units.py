"""The invented country is whole, and its plan and its provinces' are plans that the program takes."""

import pytest

from desktop_app.domain.org_unit import unit_list
from desktop_app.domain.plan_check import check_plan
from tests.harness.country.made_units import COUNTRY, THREE_LEVELS, TWO_LEVELS, codes, country_source, province_source


@pytest.mark.parametrize(("plan", "districts"), [(TWO_LEVELS, 0), (THREE_LEVELS, 272)])
def test_a_country_has_34_provinces_with_3321_communes(plan: str, districts: int) -> None:
    source = country_source(plan)
    assert (len(codes(source, "tinh")), len(codes(source, "huyen")), len(codes(source, "xa"))) == (34, districts, 3321)
    assert check_plan(source) == []
    tree = unit_list(source, source["plan"]["unit_version"])
    assert len(tree.descendants(COUNTRY)) == 1 + 34 + districts + 3321


def test_a_province_has_the_country_s_plan_with_its_own_units() -> None:
    country = country_source()
    provinces = [province_source(country, code) for code in codes(country, "tinh")]
    assert sum(len(codes(province, "xa")) for province in provinces) == 3321
    assert check_plan(provinces[-1]) == []
    assert {one["plan"]["root"] for one in provinces} == set(codes(country, "tinh"))
    assert provinces[0]["indicators"] == country["indicators"]
