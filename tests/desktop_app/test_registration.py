"""A record that names one which its register holds only later: figures leave it out, that is said."""

import pytest

from desktop_app.session import OpenFile, editing, figures, records
from desktop_app.session.record_copying import registered_later
from desktop_app.texts import in_words
from tests.desktop_app.test_record_making import made

WARD = "03388"


@pytest.fixture
def visit(office: OpenFile) -> str:
    """A visit in April to an establishment that is in the register from September."""
    place = made(office, "establishment", name="Sao Mai", business_type="karaoke", first_listed_date="2022-09-08")
    around = made(office, "inspection", date="2022-04-05", team_type="doi_178_xa", mode="ke_hoach", members=3)
    return made(office, "inspection_visit", inspection=around, establishment=place, result="khong_vi_pham")


def warnings(office: OpenFile, visit: str) -> list[tuple[str | None, str]]:
    view = records.find(office, visit)
    assert view is not None
    problems = registered_later(office, office.kind("inspection_visit"), view.values)
    return [(problem.field, in_words(problem.message)) for problem in problems]


def test_a_visit_before_the_register_held_the_establishment_warns_with_the_day(office: OpenFile, visit: str) -> None:
    ((field, words),) = warnings(office, visit)
    assert field == "establishment"
    assert "08/09/2022" in words


def test_one_on_the_very_day_is_in_order(office: OpenFile, visit: str) -> None:
    editing.set_value(office, visit, "date", "2022-09-08")
    assert warnings(office, visit) == []


def test_the_figure_names_the_visit_that_it_leaves_out_and_why(office: OpenFile, visit: str) -> None:
    quarter = figures.read_period(office, "2022-Q2")
    outside = figures.explain(office, "3.3", quarter).outside
    why = [in_words(one.why) for one in outside if one.record == visit]
    assert why == ["Chưa có trong danh sách đến ngày cuối kỳ (có từ 08/09/2022)"]
    year = figures.read_period(office, "2022")
    assert visit not in {one.record for one in figures.explain(office, "3.3", year).outside}


def test_a_record_that_names_nothing_of_a_register_is_left_alone(office: OpenFile) -> None:
    activity = made(office, "comm_activity", title="Phát thanh", form="loa", audience=("nhan_dan",))
    view = records.find(office, activity)
    assert view is not None
    assert registered_later(office, office.kind("comm_activity"), view.values) == []
