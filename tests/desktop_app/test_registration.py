"""A record that names one which its register holds only later: figures leave it out, that is said, one act mends it."""

import pytest

from desktop_app.session import OpenFile, editing, figures, records, reports, undo
from desktop_app.session.registration import look, register_from_day, registered_later
from desktop_app.texts import in_words
from tests.desktop_app.test_record_making import made

WARD = "03388"


@pytest.fixture
def visit(office: OpenFile) -> str:
    """A visit in April to an establishment that is in the register from September."""
    place = made(office, "establishment", name="Sao Mai", business_type="karaoke", first_listed_date="2022-09-08")
    around = made(office, "inspection", date="2022-04-05", team_type="doi_178_xa", mode="ke_hoach", members=3)
    return made(office, "inspection_visit", inspection=around, establishment=place, result="khong_vi_pham")


def later_of(office: OpenFile, visit: str) -> list[tuple[str, str, str]]:
    view = records.find(office, visit)
    assert view is not None
    kind = office.kind("inspection_visit")
    return [(one.field, one.since, one.day) for one in registered_later(office, kind, view.values)]


def test_a_visit_before_the_register_held_the_establishment_is_known_by_both_days(office: OpenFile, visit: str) -> None:
    assert later_of(office, visit) == [("establishment", "2022-09-08", "2022-04-05")]


def test_one_on_the_very_day_is_in_order(office: OpenFile, visit: str) -> None:
    editing.set_value(office, visit, "date", "2022-09-08")
    assert later_of(office, visit) == []


def test_the_figure_names_the_visit_that_it_leaves_out_and_why(office: OpenFile, visit: str) -> None:
    quarter = figures.read_period(office, "2022-Q2")
    outside = figures.explain(office, "3.3", quarter).outside
    why = [in_words(one.why) for one in outside if one.record == visit]
    assert why == ["Chưa có trong danh sách đến ngày cuối kỳ (có từ 08/09/2022)"]
    year = figures.read_period(office, "2022")
    assert visit not in {one.record for one in figures.explain(office, "3.3", year).outside}


def test_what_moves_is_named_before_it_does(office: OpenFile, visit: str) -> None:
    quarter = figures.read_period(office, "2022-Q2")
    reports.lock(office, quarter)
    reports.lock(office, figures.read_period(office, "2022-Q1"))
    view = records.find(office, visit)
    assert view is not None
    (later,) = registered_later(office, office.kind("inspection_visit"), view.values)
    moved = look(office, later)
    codes = {period.code for period in moved.periods}
    assert {"Q2", "H1", "04", "08"} <= codes
    assert not codes & {"Q1", "Q3", "9M", "Y", "03", "09"}
    assert [lock.period.code for lock in moved.locks] == ["Q2"]
    before = {p.code: figures.progress(office, p) for p in moved.periods}
    act, problems = register_from_day(office, later)
    assert (act is not None, problems) == (True, [])
    assert all(figures.progress(office, p) != before[p.code] for p in moved.periods)
    assert later_of(office, visit) == []
    assert figures.explain(office, "3.3", quarter).figure.numerator == 1
    assert act is not None
    undo.undo(office, act)
    assert later_of(office, visit) == [("establishment", "2022-09-08", "2022-04-05")]


def test_a_record_that_names_nothing_of_a_register_is_left_alone(office: OpenFile) -> None:
    activity = made(office, "comm_activity", title="Phát thanh", form="loa", audience=("nhan_dan",))
    view = records.find(office, activity)
    assert view is not None
    assert registered_later(office, office.kind("comm_activity"), view.values) == []
