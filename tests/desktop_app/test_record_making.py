"""Records are made in a form field by field: what a new one starts with, when it is made, what waits meanwhile."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop_app.domain.values import Problem, Value
from desktop_app.session import OpenFile, editing, entry, open_record, opening, records
from desktop_app.session.open_record import OpenRecord, Proposal
from desktop_app.session.record_copying import copy_of, days_of, value_above
from desktop_app.session.record_making import ProposedPeriod, enter, enter_unreadable, save, start
from tests.sentences import refused

TODAY = "2022-09-08"
WARD = "03388"
NO_DAY = Problem("date", "no such day")


def made(office: OpenFile, kind: str, **values: Value) -> str:
    result = editing.new_record(office, kind, entry.defaults(office, kind, values))
    assert result.saved, result.problems
    return result.record


def begun(office: OpenFile, kind: str, **given: Value) -> OpenRecord:
    opened = OpenRecord(kind, None, given)
    start(office, opened)
    return opened


def values_of(office: OpenFile, opened: OpenRecord) -> dict[str, Value]:
    view = records.find(office, opened.record or "")
    assert view is not None
    return {name: value for name, value in view.values.items() if value is not None}


def test_beginning_a_record_writes_nothing(office: OpenFile) -> None:
    opened = begun(office, "comm_activity")
    assert (opened.given["unit"], opened.given["date"]) == (WARD, TODAY)
    assert records.count(office, "comm_activity") == 0


def test_the_first_field_makes_the_record_with_what_it_began_with(office: OpenFile) -> None:
    opened = begun(office, "comm_activity")
    entered = enter(office, opened, "title", "Phát thanh", "Phát thanh")
    assert (entered.made, entered.refused) == (True, None)
    assert values_of(office, opened)["date"] == TODAY
    assert [field for _, field in opened.take_acts()] == [""]
    assert not enter(office, opened, "sessions", 2, "2").made
    assert [field for _, field in opened.take_acts()] == ["sessions"]
    assert opened.take_acts() == []


def test_a_new_record_takes_over_what_the_plan_lets_it(office: OpenFile) -> None:
    made(office, "comm_activity", form="loa", title="Phát thanh", place="Chợ")
    given = begun(office, "comm_activity").given
    assert given["form"] == "loa"
    assert "title" not in given


def test_a_default_never_replaces_what_was_emptied(office: OpenFile) -> None:
    opened = begun(office, "comm_activity")
    enter(office, opened, "date", None, "")
    assert "date" not in values_of(office, opened)


def test_what_follows_from_a_field_is_proposed_once(office: OpenFile) -> None:
    opened = begun(office, "tip")
    enter(office, opened, "channel", next(iter(office.plan.choices["tip_channel"])), "")
    assert "due_date" not in values_of(office, opened)
    kinds = iter(office.plan.choices["tip_kind"])
    enter(office, opened, "tip_kind", next(kinds), "")
    proposed = values_of(office, opened)["due_date"]
    enter(office, opened, "date", "2022-09-01", "1/9")
    assert values_of(office, opened)["due_date"] == proposed


def test_a_value_that_cannot_stand_stays_among_the_drafts(office: OpenFile) -> None:
    opened = begun(office, "comm_activity")
    entered = enter(office, opened, "unit", "99999", "Xã không có")
    assert entered.refused is not None
    assert entered.refused.field == "unit"
    assert opened.record is not None  # the rest can stand
    assert open_record.half_typed(office, opened) == {"unit": "Xã không có"}
    assert enter(office, opened, "unit", WARD, "Thị trấn").refused is None
    assert open_record.half_typed(office, opened) == {}


class TestKey:
    """A record whose kind has a natural key is made once the key is known."""

    @pytest.fixture
    def activity(self, office: OpenFile) -> str:
        return made(office, "comm_activity", title="Phát thanh")

    @pytest.fixture
    def place(self, office: OpenFile) -> str:
        return made(office, "establishment", name="Sao Mai")

    def test_it_waits_for_its_key_also_when_begun_anew(self, office: OpenFile, activity: str, place: str) -> None:
        opened = begun(office, "comm_reach_establishment", activity=activity)
        assert not enter(office, opened, "workers_total", 7, "7").made
        assert opened.touched
        again = begun(office, "comm_reach_establishment", activity=activity)
        assert again.touched
        assert again.given["workers_total"] == 7
        assert enter(office, again, "establishment", place, "Sao Mai").made
        assert values_of(office, again)["workers_total"] == 7
        assert not begun(office, "comm_reach_establishment", activity=activity).touched

    def test_what_waits_for_one_parent_waits_for_no_other(self, office: OpenFile, activity: str) -> None:
        enter(office, begun(office, "comm_reach_establishment", activity=activity), "workers_total", 7, "7")
        other = made(office, "comm_activity", title="Nói chuyện")
        assert not begun(office, "comm_reach_establishment", activity=other).touched

    def test_a_key_that_is_taken_makes_no_second_record(self, office: OpenFile, activity: str, place: str) -> None:
        made(office, "comm_reach_establishment", activity=activity, establishment=place)
        opened = begun(office, "comm_reach_establishment", activity=activity)
        enter(office, opened, "workers_total", 7, "7")
        entered = enter(office, opened, "establishment", place, "Sao Mai")
        assert entered.refused is not None
        assert opened.record is None
        assert opened.given["workers_total"] == 7
        assert open_record.half_typed(office, opened) == {"establishment": "Sao Mai"}

    def test_what_waits_can_be_given_up(self, office: OpenFile, activity: str) -> None:
        opened = begun(office, "comm_reach_establishment", activity=activity)
        enter(office, opened, "workers_total", 7, "7")
        open_record.save_typed(office, opened, "workers_new", "khoảng")
        open_record.forget(office, opened)
        again = begun(office, "comm_reach_establishment", activity=activity)
        assert not again.touched
        assert open_record.half_typed(office, again) == {}


def test_half_typed_text_goes_along_when_the_record_is_made(office: OpenFile) -> None:
    opened = begun(office, "comm_activity")
    open_record.save_typed(office, opened, "place", "Nhà văn h")
    assert open_record.half_typed(office, begun(office, "comm_activity")) == {"place": "Nhà văn h"}
    enter(office, opened, "title", "Phát thanh", "Phát thanh")
    assert open_record.half_typed(office, opened) == {"place": "Nhà văn h"}
    assert open_record.half_typed(office, begun(office, "comm_activity")) == {}
    open_record.save_typed(office, opened, "place", None)
    assert open_record.half_typed(office, opened) == {}


def test_a_corrected_key_gives_the_record_another_id(office: OpenFile) -> None:
    activity = made(office, "comm_activity", title="Phát thanh")
    first, second = (made(office, "establishment", name=name) for name in ("Sao Mai", "Hoa Ban"))
    record = made(office, "comm_reach_establishment", activity=activity, establishment=first)
    opened = OpenRecord("comm_reach_establishment", record)
    result = save(office, opened, "establishment", second)
    assert opened.record == result.record != record


def test_the_period_in_sight_is_proposed_until_one_was_written_for_another() -> None:
    period = ProposedPeriod()
    assert period.of("admin_handling") is None
    period.set_code("Q3")
    assert period.of("admin_handling") == "Q3"
    period.note_made("admin_handling")
    assert (period.of("admin_handling"), period.of("support_population")) == (None, "Q3")
    period.set_code("Q3")
    assert period.of("admin_handling") is None
    period.set_code("Q4")
    assert period.of("admin_handling") == "Q4"


def test_a_copy_has_another_day_and_number_and_nothing_inside(office: OpenFile) -> None:
    record = made(office, "tip", date="2022-09-01", tip_kind=next(iter(office.plan.choices["tip_kind"])))
    opened = copy_of(office, "tip", record)
    copy, before = values_of(office, opened), values_of(office, OpenRecord("tip", record))
    assert copy["tip_kind"] == before["tip_kind"]
    assert "date" not in copy
    assert copy["code"] != before["code"]


def test_what_a_commune_may_not_make_it_does_not_copy_either(office: OpenFile) -> None:
    record = made(office, "crime_case", unit=WARD, date="2022-07-01", articles=("327",), persons=1)
    with refused("cấp huyện, cấp tỉnh"):
        copy_of(office, "crime_case", record)


def test_the_day_of_what_is_added_may_be_that_of_the_record_around(office: OpenFile) -> None:
    activity = made(office, "comm_activity", date="2022-03-05", title="Phát thanh")
    reached = OpenRecord("comm_reach_establishment", None, {"activity": activity})
    assert days_of(office, reached, "establishment") == {"first_listed_date": "2022-03-05"}
    today = OpenRecord("comm_activity", None, {"date": TODAY})
    assert days_of(office, today, "establishment") == {}
    assert days_of(office, OpenRecord("admin_handling"), "establishment") == {}


def test_the_value_above_is_that_of_the_list_else_of_the_record_made_last(office: OpenFile) -> None:
    above = made(office, "comm_activity", title="Phát thanh", sessions=1200)
    last = made(office, "comm_activity", title="Nói chuyện")
    assert value_above(office, "comm_activity", "sessions", above, None, last) == (1200, "1.200")
    assert value_above(office, "comm_activity", "title", None, None, above) == ("Nói chuyện", "Nói chuyện")
    assert value_above(office, "comm_activity", "place", above, None, last) is None


class TestProposals:
    """What the plan or another record proposes is nobody's word until somebody confirms it."""

    def test_a_default_is_gone_once_something_unreadable_was_written_over_it(self, office: OpenFile) -> None:
        opened = begun(office, "comm_activity")
        enter_unreadable(office, opened, "date", "31/02/2022", NO_DAY)
        enter(office, opened, "title", "Phát thanh", "Phát thanh")
        assert "date" not in values_of(office, opened)
        assert open_record.half_typed(office, opened) == {"date": "31/02/2022"}

    def test_it_goes_from_a_record_that_is_there_too(self, office: OpenFile) -> None:
        opened = begun(office, "comm_activity")
        enter(office, opened, "title", "Phát thanh", "Phát thanh")
        opened.take_acts()
        enter_unreadable(office, opened, "date", "31/02/2022", NO_DAY)
        assert "date" not in values_of(office, opened)
        assert [field for _, field in opened.take_acts()] == ["date"]

    def test_a_day_to_come_that_is_refused_takes_the_default_away_as_well(self, office: OpenFile) -> None:
        opened = begun(office, "comm_activity")
        enter(office, opened, "title", "Phát thanh", "Phát thanh")
        assert enter(office, opened, "date", "2099-01-01", "1/1/2099").refused
        assert "date" not in values_of(office, opened)

    def test_what_a_person_has_written_stays_below_what_is_unreadable(self, office: OpenFile) -> None:
        opened = begun(office, "comm_activity")
        enter(office, opened, "date", "2022-09-01", "1/9/2022")
        enter_unreadable(office, opened, "date", "31/02/2022", NO_DAY)
        assert values_of(office, opened)["date"] == "2022-09-01"

    def test_an_emptied_default_does_not_come_back_while_the_record_waits_for_its_key(self, office: OpenFile) -> None:
        activity = made(office, "comm_activity", title="Phát thanh")
        opened = begun(office, "comm_reach_establishment", activity=activity)
        name = next(name for name, why in opened.proposed.items() if why is Proposal.DEFAULT)
        enter(office, opened, name, None, "")
        enter(office, opened, "workers_total", 7, "7")
        assert name not in opened.given

    def test_text_half_typed_the_last_time_stands_over_no_default(self, office: OpenFile) -> None:
        opened = begun(office, "comm_activity")
        open_record.save_typed(office, opened, "date", "31/02/2022")
        again = begun(office, "comm_activity")
        enter(office, again, "title", "Phát thanh", "Phát thanh")
        assert "date" not in values_of(office, again)

    def test_each_says_where_it_is_from(self, office: OpenFile) -> None:
        made(office, "comm_activity", form="loa", title="Phát thanh")
        proposed = begun(office, "comm_activity").proposed
        assert (proposed["form"], proposed["date"]) == (Proposal.CARRIED, Proposal.DEFAULT)
        assert proposed["unit"] is Proposal.DEFAULT  # the plan would propose the same
        assert "title" not in proposed


class TestDay:
    """The day that a new record proposes."""

    def test_it_is_today_where_the_plan_year_holds_it(self, office: OpenFile) -> None:
        assert entry.defaults(office, "comm_activity")["date"] == TODAY

    def test_work_of_a_year_that_is_over_was_done_on_no_day_known_yet(self, file: Path) -> None:
        with opening.open_file(file, now=lambda: datetime(2026, 11, 29, 7, 3, tzinfo=UTC)) as office:
            assert "date" not in entry.defaults(office, "comm_activity")
            assert "first_listed_date" not in entry.defaults(office, "establishment")
            assert entry.defaults(office, "period_declaration")["date"] == "2026-11-29"
