"""Lists stand with the newest first, registers by their names."""

import pytest

from desktop_app.domain.list_order import default_order
from desktop_app.domain.plan import Plan
from desktop_app.domain.plan_parsing import parse_plan
from tests.small_plan import SOURCE


@pytest.mark.parametrize(
    ("kind", "order"),
    [
        ("comm_activity", ("date", True)),
        ("admin_handling", ("year", True)),
        ("target", ("year", True)),
        ("agency", ("name", False)),
        ("establishment", ("name", False)),
        ("staff", ("full_name", False)),
    ],
)
def test_a_list_stands_as_one_expects(plan: Plan, kind: str, order: tuple[str, bool]) -> None:
    assert default_order(plan.kinds[kind]) == order


def test_a_kind_without_a_title_is_sorted_by_its_first_field() -> None:
    field = {"type": "int", "label": "Số"}
    kinds = {name: {"area": "1", "label": name, "title": title, "fields": {"a": field, "b": field}}
             for name, title in (("bare", ""), ("named", "{b}"))}  # fmt: skip
    found = parse_plan({**SOURCE, "kinds": kinds}).kinds
    assert default_order(found["bare"]) == ("a", False)
    assert default_order(found["named"]) == ("b", False)
