"""Wrong clocks and copied files: what a file says of its clock, and that no clock decides unseen who wins."""

import random
import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from desktop_app.domain.clock import present
from desktop_app.session import OpenFile, editing, exchange, figures, maintenance, opening, records, reports
from desktop_app.texts import in_words
from tests.desktop_app.test_merging import UNIT, activity, plan, take
from tests.sentences import refused

NOON = datetime(2022, 5, 14, 5, 0, tzinfo=UTC)


class Pc:
    """A computer with a clock that may be wrong, and random bytes of its own."""

    def __init__(self, name: str, time: datetime = NOON) -> None:
        self.time = time
        self._random = random.Random(name)

    def open(self, path: Path, author: str = "Lan") -> OpenFile:
        return opening.open_file(path, author=author, now=lambda: self.time, random=self._random.randbytes)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file in which an activity was written at noon."""
    pc = Pc("first")
    with opening.create_file(tmp_path / "a.db", plan(), UNIT, now=lambda: pc.time, random=pc._random.randbytes) as file:
        editing.new_record(file, "comm_activity", {"unit": UNIT, "date": "2022-05-14", "form": "loa", "title": "A"})
    return tmp_path / "a.db"


def doubt(path: Path, time: datetime) -> str | None:
    with Pc("asks", time).open(path) as file:
        found = maintenance.clock_doubt(file)
    return in_words(found) if found else None


# --- what is said at the start ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("later", [timedelta(0), timedelta(days=600), timedelta(minutes=-50)])
def test_a_clock_that_nothing_speaks_against_is_not_doubted(path: Path, later: timedelta) -> None:
    assert doubt(path, NOON + later) is None


def test_a_clock_behind_the_last_save_is_doubted(path: Path) -> None:
    said = doubt(path, NOON - timedelta(hours=3))
    assert said
    assert said.startswith("Đồng hồ máy tính đang là ")
    assert "sớm hơn lần ghi gần nhất" in said


def test_a_clock_years_behind_is_doubted(path: Path) -> None:
    assert "sớm hơn lần ghi gần nhất" in str(doubt(path, NOON - timedelta(days=3000)))


def test_a_clock_years_ahead_is_doubted(path: Path) -> None:
    assert "sau lần ghi gần nhất" in str(doubt(path, NOON + timedelta(days=3000)))


def test_a_clock_long_before_the_plan_is_doubted_in_a_new_file(tmp_path: Path) -> None:
    pc = Pc("new", datetime(2001, 1, 1, tzinfo=UTC))
    with opening.create_file(tmp_path / "a.db", plan(), UNIT, now=lambda: pc.time) as file:
        found = maintenance.clock_doubt(file)
        assert found
        assert "trước ngày ban hành kế hoạch (15/03/2022)" in in_words(found)
        pc.time = NOON
        assert maintenance.clock_doubt(file) is None


def test_another_office_s_clock_far_ahead_casts_no_doubt_on_ours(path: Path, tmp_path: Path) -> None:
    other = Path(shutil.copy(path, tmp_path / "b.db"))
    with Pc("wrong", NOON + timedelta(days=3000)).open(other) as wrong:
        editing.set_value(wrong, activity(wrong), "title", "B")
        with Pc("right").open(path) as right:
            take(right, wrong)
            assert maintenance.clock_doubt(right) is None


def test_a_clock_that_was_set_right_is_trusted_once_the_person_says_which_day_it_is(path: Path) -> None:
    with Pc("wrong", NOON + timedelta(days=700)).open(path) as wrong:
        editing.set_value(wrong, activity(wrong), "title", "B")
    right = Pc("right", NOON + timedelta(days=1))
    with right.open(path) as file:
        assert maintenance.clock_doubt(file)
        maintenance.say_today(file, (NOON + timedelta(days=1)).date(), insists=True)
    with right.open(path) as file:
        assert maintenance.clock_doubt(file) is None


# --- the present ------------------------------------------------------------------------------------------------------

THEN = datetime(2014, 1, 1, tzinfo=UTC)


def told(file: OpenFile, day: str) -> list[tuple[str, bool]]:
    """How severe it is, and whether it stops the save, when a record gets this day."""
    found = editing.set_value(file, activity(file), "date", day)
    return [(problem.severity, problem.refuses) for problem in found.problems if problem.field == "date"]


def test_with_a_clock_of_2014_a_day_of_2022_is_no_day_to_come(path: Path) -> None:
    with Pc("old", THEN).open(path) as file:
        assert file.today().isoformat() == "2022-05-14"
        assert told(file, "2022-05-13") == []
        assert told(file, "2022-05-15") == [("warning", False)]
        assert records.rows(file, "comm_activity")[0].values["date"] == "2022-05-15"
    with Pc("right").open(path) as file:
        assert told(file, "2022-05-16") == [("error", True)]


def test_while_the_clock_is_doubted_what_judges_lateness_or_prints_a_day_asks_for_it(path: Path) -> None:
    with Pc("old", THEN).open(path) as file:
        period = figures.read_period(file, "2022-Q2")
        for ask in (
            lambda: figures.completeness(file, period),
            lambda: figures.deadlines(file, period),
            lambda: reports.report(file, period, None, "pdf"),
        ):
            with refused("cho biết hôm nay là ngày nào"):
                ask()
        file.said_today = NOON.date()
        assert figures.completeness(file, period)
        assert figures.deadlines(file, period)


def test_what_a_person_said_holds_in_the_next_session_at_least(path: Path) -> None:
    old = Pc("old", THEN)
    with old.open(path) as file:
        maintenance.say_today(file, NOON.date() + timedelta(days=40))
        assert not file.clock_is_doubted
    with old.open(path) as file:
        assert (file.clock_is_doubted, file.today()) == (True, NOON.date() + timedelta(days=40))


def said(path: Path, day: str, time: datetime = THEN) -> None:
    with Pc("old", time).open(path) as file:
        maintenance.say_today(file, date.fromisoformat(day))


def test_a_day_before_what_the_file_knows_of_is_refused_by_its_name(path: Path) -> None:
    with refused("hôm nay không thể trước ngày 14/05/2022"):
        said(path, "2022-05-13")
    said(path, "2022-05-14")


@pytest.mark.parametrize("insists", [False, True])
def test_a_day_before_the_plan_or_after_the_life_of_the_program_is_refused(path: Path, insists: bool) -> None:
    with Pc("old", THEN).open(path) as file:
        with refused("trước ngày ban hành kế hoạch \\(15/03/2022\\)"):
            maintenance.say_today(file, date(2014, 1, 1), insists=insists)
        with refused("Hãy xem lại năm"):
            maintenance.say_today(file, date(2202, 6, 1), insists=insists)


def test_what_was_said_bounds_what_is_said_later_also_after_something_was_written(path: Path) -> None:
    with Pc("old", THEN).open(path) as file:
        maintenance.say_today(file, date(2022, 6, 1))
        editing.set_value(file, activity(file), "title", "B")
    with Pc("old", THEN + timedelta(days=1)).open(path) as file:
        assert file.today() == date(2022, 6, 1)
        with refused("hôm nay không thể trước ngày 01/06/2022"):
            maintenance.say_today(file, date(2022, 5, 20))


def test_acts_still_speak_of_the_present_after_a_later_day_was_said(path: Path) -> None:
    said(path, "2022-05-14")
    with Pc("old", THEN).open(path) as file:
        assert present(THEN, file.ahead) == pytest.approx(NOON, abs=timedelta(seconds=5))


def test_the_day_that_a_person_said_is_not_told_as_a_save(path: Path) -> None:
    said(path, "2022-06-01")
    told_why = str(doubt(path, THEN))
    assert "sớm hơn ngày đã cho biết lần trước (01/06/2022)" in told_why
    assert "lần ghi" not in told_why


def test_who_insists_that_the_clock_was_ahead_once_is_not_bound_by_it(path: Path) -> None:
    said(path, "2023-05-01")
    with Pc("old", THEN).open(path) as file:
        maintenance.say_today(file, date(2022, 5, 2), insists=True)
    with Pc("old", THEN).open(path) as file:
        assert file.today() == date(2022, 5, 2)


def acting(path: Path, folder: Path, unit: str, time: datetime) -> Path:
    """The file of another office, whose clock may be wrong."""
    pc, other = Pc(unit, time), folder / f"{unit}.db"
    with opening.create_file(other, plan(), unit, now=lambda: pc.time, random=pc._random.randbytes) as file:
        editing.new_record(file, "comm_activity", {"unit": unit, "date": "2022-05-14", "form": "loa", "title": unit})
    return other


@pytest.mark.parametrize(
    ("others", "ahead"), [([], 0), ([3000], 0), ([3000, 2000], 1), ([3000, 0], 0), ([5, 0.5, 0.25], 0.5)]
)
def test_foreign_clocks_move_the_present_by_a_day_at_most_and_only_where_two_agree(
    path: Path, tmp_path: Path, others: list[float], ahead: float
) -> None:
    units = ("106", "107", "108")
    files = [acting(path, tmp_path, u, NOON + timedelta(days=d)) for u, d in zip(units, others, strict=False)]
    with Pc("right").open(path) as file:
        exchange.merge(file, exchange.find_sources(file, files), take=["all"])
        assert present(NOON, file.ahead) - NOON == pytest.approx(timedelta(days=ahead), abs=timedelta(seconds=5))


def test_a_clock_beyond_the_life_of_the_program_says_nothing(path: Path) -> None:
    with Pc("wrong", datetime(2200, 1, 1, tzinfo=UTC)).open(path) as wrong:
        editing.set_value(wrong, activity(wrong), "title", "B")
    assert doubt(path, NOON) is None


def test_a_copy_that_is_sent_does_not_tell_what_day_a_person_said(path: Path, tmp_path: Path) -> None:
    (tmp_path / "usb").mkdir()
    with Pc("right").open(path) as file:
        maintenance.say_today(file, NOON.date() + timedelta(days=40))
        sent = exchange.send(file, tmp_path / "usb")
    with Pc("other").open(sent.path) as copy:
        assert copy.today() == NOON.date()


def last_change(path: Path) -> tuple[str, str]:
    with Pc("asks").open(path) as file:
        found = records.find(file, activity(file))
    assert found
    return found.changed_by, found.changed_at


def test_the_last_change_is_the_one_made_last_here_with_the_time_of_the_clock_that_was_wrong(path: Path) -> None:
    with Pc("old", THEN).open(path, "Mai") as file:
        editing.set_value(file, activity(file), "place", "Chợ")
    assert last_change(path) == ("Mai", THEN.astimezone().isoformat(timespec="seconds"))


def test_what_another_office_changed_before_is_not_the_last_change_though_it_came_later(
    path: Path, tmp_path: Path
) -> None:
    other = Path(shutil.copy(path, tmp_path / "b.db"))
    with Pc("b", NOON + timedelta(days=1)).open(other, "Lý") as theirs, Pc("a", NOON).open(path, "Mai") as ours:
        editing.set_value(theirs, activity(theirs), "place", "Chợ")
        ours.clock.now = lambda: NOON + timedelta(days=2)
        editing.set_value(ours, activity(ours), "title", "B")
        take(ours, theirs)
    assert last_change(path)[0] == "Mai"


# --- no clock decides unseen ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("days", [-9000, -1, 0, 1, 9000])
def test_a_wrong_clock_decides_nothing_unseen(path: Path, tmp_path: Path, days: int) -> None:
    other = Path(shutil.copy(path, tmp_path / "b.db"))
    with Pc("b", NOON + timedelta(days=days)).open(other, "Mai") as mai, Pc("a").open(path) as lan:
        editing.set_value(lan, activity(lan), "title", "của Lan")
        editing.set_value(mai, activity(mai), "title", "của Mai")
        take(lan, mai)
        (conflict,) = records.open_conflicts(lan)
        assert {(v.value, v.author) for v in conflict.values} == {("của Lan", "Lan"), ("của Mai", "Mai")}


@pytest.mark.parametrize("days", [-9000, 9000])
def test_who_saw_a_value_replaces_it_whatever_the_clocks_say(path: Path, tmp_path: Path, days: int) -> None:
    other = tmp_path / "b.db"
    with Pc("b", NOON + timedelta(days=days)).open(path, "Mai") as mai:
        editing.set_value(mai, activity(mai), "title", "của Mai")
    with Pc("a").open(Path(shutil.copy(path, other))) as lan, Pc("b").open(path, "Mai") as mai:
        editing.set_value(lan, activity(lan), "title", "của Lan")
        take(mai, lan)
        assert records.rows(mai, "comm_activity")[0].values["title"] == "của Lan"
        assert records.open_conflicts(mai) == []


def test_a_file_copied_to_a_second_pc_merges_without_a_clash(path: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copy(path, tmp_path / "b.db"))
    with Pc("one").open(path) as one, Pc("two").open(copy) as two:  # the same moment, the same origin
        made: list[str] = []
        for file in (one, two):
            for number in range(3):
                values = {"unit": UNIT, "date": "2022-05-14", "form": "loa", "title": f"{number}"}
                made.append(editing.new_record(file, "comm_activity", values).record)
        for here, there in ((one, two), (two, one)):
            assert take(here, there).reports[0].new == 3
        assert len(set(made)) == 6
        assert [records.count(s, "comm_activity") for s in (one, two)] == [7, 7]
        assert maintenance.info(one)["log_digest"] == maintenance.info(two)["log_digest"]
        assert (records.open_conflicts(one), maintenance.check(one), maintenance.check(two)) == ([], [], [])


# --- copies that are out ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("opened_between", [False, True])
@pytest.mark.parametrize(
    ("typed", "sent", "insists"),
    [(1, 2, False), (1, -400, False), (900, 1, False), (900, 1, True), (30000, 1, False), (1, 0.9, False)],
)
def test_a_copy_that_may_hold_a_value_is_named_whatever_the_clock_said(
    path: Path, tmp_path: Path, typed: float, sent: float, insists: bool, opened_between: bool
) -> None:
    pc = Pc("one")
    (tmp_path / "usb").mkdir()
    with pc.open(path) as file:
        before = exchange.send(file, tmp_path / "usb").path.name
        pc.time = NOON + timedelta(days=typed)
        act = editing.set_value(file, activity(file), "title", "Tên sai").act
        if not opened_between:
            after = _sent(file, pc, sent, tmp_path, insists)
    if opened_between:
        with pc.open(path) as file:
            after = _sent(file, pc, sent, tmp_path, insists)
    with pc.open(path) as file:
        (stamp,) = file.connection.execute(
            "SELECT c.stamp FROM change_log c JOIN act a ON a.no = c.act WHERE a.id = ?", (act,)
        ).fetchone()
        named = [copy.name for copy in maintenance.copies_holding(file, [stamp])]
    assert after in named
    assert before not in named or insists or typed > 10_000, "where no order is sure, all are named"


def _sent(file: OpenFile, pc: Pc, days: float, folder: Path, insists: bool) -> str:
    pc.time = NOON + timedelta(days=days)
    file.said_today = NOON.date() + timedelta(days=3)
    if insists:
        maintenance.say_today(file, pc.time.date(), insists=True)
    return exchange.send(file, folder / "usb").path.name
