"""A unit that the list in force does not hold is named as well as the plan can, and never by a bare code."""

from desktop_app.domain.plan import Plan
from desktop_app.domain.plan_parsing import parse_plan
from desktop_app.domain.unit_words import unit_words
from desktop_app.plan_files import load_plan, plan_folder
from desktop_app.texts import in_words


def test_a_unit_of_the_list_is_named(plan: Plan) -> None:
    assert (in_words(unit_words(plan, "03388")), in_words(unit_words(plan, ""))) == ("Phường Quyết Tiến", "")


def test_a_unit_of_another_list_of_the_plan_is_named_too() -> None:
    later = parse_plan(load_plan(plan_folder("lai-chau-2025")))
    assert "105" not in later.units
    assert in_words(unit_words(later, "105")) == "Thành phố Lai Châu"


def test_of_any_other_it_is_said_that_the_list_lacks_it(plan: Plan) -> None:
    assert in_words(unit_words(plan, "99999")) == "đơn vị ngoài danh mục (99999)"
