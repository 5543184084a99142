"""Editions of a plan are offered, tried, put in force and taken back; none comes with records by itself."""

import json
import shutil
from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from db import head
from desktop_app import plan_files
from desktop_app.domain.merging import SourceReport
from desktop_app.domain.plan_offers import DECLINED, FROM_PROGRAM, OFFERED, TAKEN_BACK, PlanReport
from desktop_app.errors import StoppedError
from desktop_app.messages import Text
from desktop_app.plan_files import load_plan, plan_folder
from desktop_app.session import (
    OpenFile,
    editing,
    entry,
    exchange,
    figures,
    maintenance,
    opening,
    plans,
    records,
    reports,
    undo,
)
from desktop_app.texts import in_words
from tests.desktop_app.conftest import Run
from tests.own_folders import use_settings
from tests.sentences import refused

WARD, DISTRICT, PROVINCE = "03388", "105", "12"
ENDLESS = "SELECT a.code AS grp, 1 AS denominator FROM under a, under b, under c, under d WHERE a.top || d.top = ''"
ACTIVITY: dict[str, Any] = {
    "unit": WARD,
    "form": "loa",
    "sessions": 1,
    "audience": ("nhan_dan",),
}  # what an activity needs to count
Change = Callable[[dict[str, Any]], None]


@cache
def plan() -> dict[str, Any]:
    return dict(load_plan(plan_folder("lai-chau-2022")))


def later(change: Change = lambda _: None, number: int = 1) -> dict[str, Any]:
    """The plan as it might come next year: one field more, another name of a unit, another target."""
    source = deepcopy(plan())
    source["plan"]["edition"] += number
    fields = source["kinds"]["comm_activity"]["fields"]
    fields["weather"] = {"type": "text", "label": {"vi": "Thời tiết"}, "privacy": "P0"}
    next(row for row in source["units"]["2022"] if row[0] == WARD)[4] = "Phường Mới"
    source["indicators"]["1.1"]["threshold"] = 95
    change(source)
    return source


@cache
def first_bytes(folder: Path) -> Path:
    path = folder / "editions.db"
    with opening.create_file(path, plan(), WARD, "Lan") as file:
        editing.new_record(file, "comm_activity", ACTIVITY | {"date": "2022-05-14", "title": "A"})
    return path


@pytest.fixture
def lan(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Iterator[OpenFile]:
    """A ward's file that holds an activity."""
    use_settings(monkeypatch, tmp_path / "config")
    with opening.open_file(Path(shutil.copy(first_bytes(tmp_path_factory.getbasetemp()), tmp_path / "lan.db"))) as file:
        yield file


def carrier(folder: Path, source: dict[str, Any], unit: str = PROVINCE, name: str = "carrier.db") -> Path:
    """The file of an office under an edition, with one activity of the ward."""
    with opening.create_file(folder / name, source, unit, "Nam") as file:
        values = ACTIVITY | {"date": "2022-06-01", "title": name}
        if "weather" in source["kinds"]["comm_activity"]["fields"]:
            values["weather"] = "Mưa"
        editing.new_record(file, "comm_activity", values)
    return folder / name


def take(file: OpenFile, *paths: Path) -> SourceReport:
    return exchange.merge(file, exchange.find_sources(file, paths)).reports[0]


def answer(report: SourceReport) -> tuple[str, str]:
    """The status of the edition that a file brings, and why."""
    assert isinstance(report.plan, PlanReport)
    return report.plan.status, in_words(report.plan.reason)


def titles(file: OpenFile) -> set[object]:
    return {row.values["title"] for row in records.rows(file, "comm_activity")}


def number() -> int:
    return int(plan()["plan"]["edition"])


# --- whose editions are heard -----------------------------------------------------------------------------------------


def test_edition_nine_of_a_village_is_named_and_declined_and_its_records_are_taken(
    lan: OpenFile, tmp_path: Path
) -> None:
    path = carrier(tmp_path, later(number=2), WARD)
    report = take(lan, path)
    assert answer(report) == (DECLINED, "Tệp ghi là của Phường Quyết Tiến; chỉ Tỉnh Lai Châu ban hành kế hoạch.")
    assert (lan.plan.edition, plans.offers(lan), titles(lan)) == (number(), [], {"A", "carrier.db"})
    assert maintenance.check(lan) == []


@pytest.mark.parametrize("unit", [DISTRICT, "03386"])
def test_no_unit_inside_the_tree_but_its_root_issues_editions_not_even_picked_by_hand(
    lan: OpenFile, tmp_path: Path, unit: str
) -> None:
    path = carrier(tmp_path, later(), unit)
    assert answer(take(lan, path))[0] == DECLINED
    with refused("chỉ Tỉnh Lai Châu ban hành kế hoạch"):
        plans.find_offer(lan, str(path))


def test_the_plan_s_own_level_offers_an_edition_which_waits(lan: OpenFile, tmp_path: Path) -> None:
    report = take(lan, carrier(tmp_path, later()))
    assert answer(report) == (OFFERED, "")
    assert (lan.plan.edition, titles(lan)) == (number(), {"A", "carrier.db"})
    assert [(one.edition, one.file, one.unit) for one in plans.open_offers(lan)] == [
        (number() + 1, "carrier.db", PROVINCE)
    ]
    assert lan.connection.execute("SELECT count(*) FROM plan").fetchone() == (1,)


def ministry(source: dict[str, Any]) -> None:
    source["units"]["2022"].append(["bo", "", "tinh", "Bộ", "Bộ Y tế"])


def outside(folder: Path, name: str = "bo.db") -> Path:
    """The file of an office that our lists do not know."""
    path = carrier(folder, later(), PROVINCE, name)
    with opening.open_file(path) as file:
        file.connection.execute("UPDATE meta SET value = 'bo' WHERE key = 'unit'")
    return path


def test_an_edition_from_outside_the_tree_comes_only_by_a_file_picked_by_hand(lan: OpenFile, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    path = outside(tmp_path / "folder")
    found = take(lan, tmp_path / "folder")
    assert answer(found)[0] == DECLINED
    assert "chọn riêng tệp đó" in answer(found)[1]
    assert answer(take(lan, path))[0] == OFFERED
    assert [one.file for one in plans.open_offers(lan)] == ["bo.db"]


def test_the_root_of_another_list_of_units_is_outside(lan: OpenFile, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    path = carrier(tmp_path / "folder", later())
    with opening.open_file(path) as file:
        file.connection.execute("UPDATE meta SET value = '1999' WHERE key = 'unit_version'")
    assert answer(take(lan, tmp_path / "folder"))[0] == DECLINED


def test_another_text_under_the_number_in_force_is_named_and_declined(lan: OpenFile, tmp_path: Path) -> None:
    path = carrier(tmp_path, later(number=0))
    report = take(lan, path)
    assert answer(report) == (DECLINED, f"Nội dung khác với lần ban hành {number()} đang có ở đây.")
    assert titles(lan) == {"A", "carrier.db"}
    assert answer(take(lan, path))[0] == DECLINED  # named each time


def without_ward(source: dict[str, Any]) -> None:
    source["units"]["2022"] = [row for row in source["units"]["2022"] if row[0] != WARD]
    source["lineage"] = [pair for pair in source["lineage"] if pair[0] != f"2022:{WARD}"]
    source["aliases"]["2022"].pop(WARD, None)


def test_an_edition_whose_list_lacks_our_unit_is_declined(lan: OpenFile, tmp_path: Path) -> None:
    source = later(without_ward)
    opening.create_file(tmp_path / "carrier.db", source, PROVINCE, "Nam").close()
    report = take(lan, tmp_path / "carrier.db")
    assert answer(report) == (DECLINED, "Danh sách đơn vị của kế hoạch này không có đơn vị của cơ quan.")


def test_a_plan_that_is_none_brings_its_records_alone(lan: OpenFile, tmp_path: Path) -> None:
    def wrong(source: dict[str, Any]) -> None:
        source["indicators"]["1.1"]["measure"] = "magic"

    report = take(lan, carrier(tmp_path, later(wrong)))
    assert answer(report)[0] == DECLINED
    assert "không dùng được" in answer(report)[1]
    assert titles(lan) == {"A", "carrier.db"}


def test_the_plan_of_a_later_program_stays_away_and_its_records_come(
    lan: OpenFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = later(lambda source: source["plan"].update(language=99))
    with monkeypatch.context() as later_program:
        later_program.setattr("desktop_app.domain.plan_parsing.WRITTEN", (1, 99))
        path = carrier(tmp_path, source)
    report = take(lan, path)
    assert answer(report)[0] == DECLINED
    assert "viết theo cách mới hơn chương trình đang dùng" in answer(report)[1]
    assert titles(lan) == {"A", "carrier.db"}
    head._plans.clear()  # which the later program read in this very process
    with refused("phiên bản mới hơn của chương trình"):
        opening.open_file(path)


def test_two_texts_under_one_number_wait_both_and_are_called_rivals(lan: OpenFile, tmp_path: Path) -> None:
    take(lan, carrier(tmp_path, later()))
    take(lan, carrier(tmp_path, later(lambda source: source["plan"].update(issuer="Ai đó")), name="other.db"))
    assert [one.rival for one in plans.open_offers(lan)] == [True, True]
    with refused("hãy ghi một trong các mã"):
        plans.find_offer(lan, str(number() + 1))


# --- tried first ------------------------------------------------------------------------------------------------------


def statistic_where(expression: str) -> Change:
    return lambda source: source["statistics"][0].update(where=expression)


def check_of(expression: str) -> Change:
    check = {"expr": expression, "vi": "Luật mới."}
    return lambda source: source["kinds"]["comm_activity"]["fields"]["title"].update(checks=[check])


@pytest.mark.parametrize("where", [check_of, statistic_where], ids=["check", "statistic"])
def test_an_edition_with_a_pattern_that_might_never_end_is_not_even_offered(
    lan: OpenFile, tmp_path: Path, where: Callable[[str], Change]
) -> None:
    take(lan, carrier(tmp_path, later(where("matches(title, '(a+)+b')"))))
    assert plans.open_offers(lan) == []


def test_a_trial_says_what_would_not_count_any_more_and_writes_nothing(lan: OpenFile, tmp_path: Path) -> None:
    def asks_more(source: dict[str, Any]) -> None:
        source["kinds"]["comm_activity"]["fields"]["weather"]["required"] = "always"

    take(lan, carrier(tmp_path, later(asks_more)))
    before = lan.path.read_bytes()
    trial = plans.try_out(lan, plans.open_offers(lan)[0])
    assert (trial.findings, trial.counting - trial.counting_then) == ([], 1)  # the carrier's own has its weather
    assert lan.path.read_bytes() == before


def test_a_trial_quotes_what_stands_in_place_of_a_figure(lan: OpenFile, tmp_path: Path) -> None:
    def asks_more(source: dict[str, Any]) -> None:
        degree = {"type": "text", "label": {"vi": "Trình độ"}, "privacy": "P0", "required": "always"}
        source["kinds"]["staff"]["fields"]["degree"] = degree

    lan.said_today = date(2022, 7, 1)
    values = {"position": "Công chức", "duty": "kiem_nhiem", "from_date": "2022-01-10"}
    assert editing.new_record(lan, "staff", entry.defaults(lan, "staff", values)).saved
    take(lan, carrier(tmp_path, later(asks_more)))
    trial = plans.try_out(lan, plans.open_offers(lan)[0])
    (figure,) = (one for one in trial.figures if one.code == "5.1")
    assert in_words(figure.before) == "0,0% (chưa đạt)"
    assert in_words(figure.after).startswith("“Chưa có danh sách")
    assert in_words(figure.after).endswith("”")


def test_a_trial_says_where_the_same_figure_is_judged_otherwise(lan: OpenFile, tmp_path: Path) -> None:
    def asks_less(source: dict[str, Any]) -> None:
        source["indicators"]["5.1"]["threshold"] = 0

    lan.said_today = date(2022, 7, 1)
    values = {"position": "Công chức", "duty": "kiem_nhiem", "from_date": "2022-01-10"}
    assert editing.new_record(lan, "staff", entry.defaults(lan, "staff", values)).saved
    take(lan, carrier(tmp_path, later(asks_less)))
    (figure,) = plans.try_out(lan, plans.open_offers(lan)[0]).figures
    assert (in_words(figure.before), in_words(figure.after)) == ("0,0% (chưa đạt)", "0,0% (đạt)")


def test_a_trial_can_be_stopped(lan: OpenFile, tmp_path: Path) -> None:
    take(lan, carrier(tmp_path, later()))

    def stop(done: int, _total: int, _sentence: Text) -> None:
        if done > 30:
            raise StoppedError

    with pytest.raises(StoppedError):
        plans.adopt(lan, plans.open_offers(lan)[0], stop)
    assert lan.plan.edition == number()
    assert plans.adopt(lan, plans.open_offers(lan)[0]) == ""


# --- put in force and taken back --------------------------------------------------------------------------------------


def test_an_edition_is_put_in_force_taken_back_and_put_in_force_again(lan: OpenFile, tmp_path: Path) -> None:
    take(lan, carrier(tmp_path, later()))
    (offer,) = plans.open_offers(lan)
    plans.adopt(lan, offer)
    assert (lan.plan.edition, lan.units.name(WARD), plans.offers(lan)) == (number() + 1, "Phường Mới", [])
    assert {row.values["weather"] for row in records.rows(lan, "comm_activity")} == {None, "Mưa"}
    record = records.rows(lan, "comm_activity")[0].id
    assert editing.set_value(lan, record, "weather", "Nắng").saved
    assert maintenance.check(lan) == []

    plans.take_back(lan)
    assert (lan.plan.edition, lan.units.name(WARD)) == (number(), "Phường Quyết Tiến")
    assert "weather" not in records.rows(lan, "comm_activity")[0].values
    assert maintenance.check(lan) == []
    assert lan.connection.execute(
        f"SELECT name FROM org_unit WHERE version = '2022' AND code = '{WARD}'"
    ).fetchone() == ("Phường Quyết Tiến",)
    (back,) = plans.offers(lan)
    assert (back.origin, plans.is_open(back), plans.open_offers(lan)) == (TAKEN_BACK, False, [])
    with refused("không có lần nào khác ở đây"):
        plans.take_back(lan)

    plans.adopt(lan, back)
    found = records.find(lan, record)
    assert found
    assert found.values["weather"] == "Nắng"
    assert maintenance.check(lan) == []


def test_the_edition_in_force_is_the_one_that_the_file_names_when_it_is_opened_again(
    lan: OpenFile, tmp_path: Path
) -> None:
    take(lan, carrier(tmp_path, later()))
    plans.adopt(lan, plans.open_offers(lan)[0])
    with opening.open_file(lan.path) as again:
        assert again.plan.edition == number() + 1
    plans.take_back(lan)
    with opening.open_file(lan.path) as again:
        assert again.plan.edition == number()


def test_undo_of_a_merge_has_nothing_to_do_with_plans(lan: OpenFile, tmp_path: Path) -> None:
    sources = exchange.find_sources(lan, [carrier(tmp_path, later())])
    act = exchange.merge(lan, sources).act
    assert act
    plans.adopt(lan, plans.open_offers(lan)[0])
    undo.undo(lan, act)
    assert (lan.plan.edition, titles(lan)) == (number() + 1, {"A"})
    undo.redo(lan, act)
    plans.take_back(lan)
    undo.undo(lan, act)
    assert (lan.plan.edition, titles(lan), maintenance.check(lan)) == (number(), {"A"}, [])


def test_an_offered_edition_never_travels_and_one_taken_back_is_not_issued(lan: OpenFile, tmp_path: Path) -> None:
    take(lan, carrier(tmp_path, later()))
    (tmp_path / "out").mkdir()
    sent = exchange.send(lan, tmp_path / "out").path
    with opening.open_file(sent) as file:
        assert file.connection.execute("SELECT count(*) FROM _offered_plan").fetchone() == (0,)
    with opening.create_file(tmp_path / "root.db", plan(), PROVINCE, "Nam") as root:
        plans.adopt(root, plans.find_offer(root, str(carrier(tmp_path, later(), name="again.db"))))
        plans.take_back(root)
        assert take(lan, root.path).plan is None


def test_a_declined_edition_is_not_asked_about_again_but_can_be_put_in_force(lan: OpenFile, tmp_path: Path) -> None:
    path = carrier(tmp_path, later())
    take(lan, path)
    plans.decline(lan, plans.open_offers(lan)[0])
    assert plans.open_offers(lan) == []
    with opening.open_file(path) as file:
        editing.new_record(file, "comm_activity", ACTIVITY | {"date": "2022-07-01", "title": "Sau"})
    assert answer(take(lan, path)) == (DECLINED, "Cơ quan này đã chọn không áp dụng.")
    assert "Sau" in titles(lan)
    plans.adopt(lan, plans.find_offer(lan, str(path)))
    assert lan.plan.edition == number() + 1


def test_records_go_both_ways_between_two_editions(lan: OpenFile, tmp_path: Path) -> None:
    path = carrier(tmp_path, later())
    take(lan, path)
    with opening.open_file(path) as nam:
        take(nam, lan.path)
        assert (nam.plan.edition, titles(nam)) == (number() + 1, {"A", "carrier.db"})
        record = next(row.id for row in records.rows(nam, "comm_activity") if row.values["title"] == "A")
        editing.set_value(nam, record, "weather", "Gió")
        editing.set_value(lan, record, "place", "Chợ")
        take(nam, lan.path)
        take(lan, path)
        found = records.find(nam, record)
        assert found
        assert (found.values["weather"], found.values["place"]) == ("Gió", "Chợ")
    plans.adopt(lan, plans.open_offers(lan)[0])
    found = records.find(lan, record)
    assert found
    assert (found.values["weather"], found.values["place"], maintenance.check(lan)) == ("Gió", "Chợ", [])


def test_a_field_of_another_type_and_a_kind_that_goes_lose_nothing(lan: OpenFile, tmp_path: Path) -> None:
    def other(source: dict[str, Any]) -> None:
        source["kinds"]["comm_activity"]["fields"]["sessions"]["type"] = "decimal"
        source["kinds"]["comm_activity"]["fields"]["weather"]["type"] = "int"

    record = records.rows(lan, "comm_activity")[0].id

    def value(field: str) -> object:
        found = records.find(lan, record)
        assert found
        assert maintenance.check(lan) == []
        return found.values[field]

    editing.set_value(lan, record, "sessions", 3)
    take(lan, carrier(tmp_path, later()))
    plans.adopt(lan, plans.open_offers(lan)[0])
    editing.set_value(lan, record, "weather", "0012")
    take(lan, carrier(tmp_path, later(other, 2), name="third.db"))
    plans.adopt(lan, plans.open_offers(lan)[0])
    assert (value("sessions"), value("weather")) == (None, None)
    assert editing.set_value(lan, record, "sessions", Decimal("2.5")).saved
    assert value("sessions") == Decimal("2.5")
    stored = lan.connection.execute("SELECT sessions FROM comm_activity WHERE id = ?", (record,)).fetchone()
    assert stored == ("2.5",)
    plans.take_back(lan)
    assert (value("sessions"), value("weather")) == (None, "0012")
    editing.set_value(lan, record, "sessions", 4)
    plans.take_back(lan)
    assert value("sessions") == 4
    plans.adopt(lan, plans.find_offer(lan, str(number() + 1)))
    assert (value("sessions"), value("weather")) == (4, "0012")


def test_the_records_of_a_new_edition_come_with_it_once(lan: OpenFile, tmp_path: Path) -> None:
    def more(source: dict[str, Any]) -> None:
        source["seeds"].append(
            {
                "kind": "comm_activity",
                "id": "mau-2023",
                "fields": {**ACTIVITY, "audience": ["nhan_dan"], "title": "Mẫu", "date": "2022-04-01"},
            }
        )

    take(lan, carrier(tmp_path, later()))
    path = carrier(tmp_path, later(more, 2), name="more.db")
    plans.adopt(lan, plans.find_offer(lan, str(path)))
    assert "Mẫu" in titles(lan)
    changes = lan.connection.execute("SELECT count(*) FROM change_log").fetchone()
    plans.take_back(lan)
    plans.adopt(lan, plans.find_offer(lan, str(number() + 2)))
    assert lan.connection.execute("SELECT count(*) FROM change_log").fetchone() == changes
    report = take(lan, path)
    assert (report.conflicts, maintenance.check(lan)) == (0, [])


def test_the_records_of_an_edition_stay_though_the_merge_that_brought_them_first_is_taken_back(
    lan: OpenFile, tmp_path: Path
) -> None:
    def more(source: dict[str, Any]) -> None:
        fields = {**ACTIVITY, "audience": ["nhan_dan"], "title": "Mẫu", "date": "2022-04-01"}
        source["seeds"].append({"kind": "comm_activity", "id": "mau-2023", "fields": fields})

    path = carrier(tmp_path, later(more))
    act = exchange.merge(lan, exchange.find_sources(lan, [path]), ["all"]).act
    assert act
    assert "Mẫu" in titles(lan)
    undo.undo(lan, act)
    assert "Mẫu" not in titles(lan)
    undo.redo(lan, act)
    plans.adopt(lan, plans.find_offer(lan, str(path)))
    undo.undo(lan, act)
    assert "Mẫu" in titles(lan)
    assert maintenance.check(lan) == []


def test_a_locked_report_prints_byte_for_byte_the_same_under_every_edition(lan: OpenFile, tmp_path: Path) -> None:
    lan.said_today = date(2022, 7, 1)
    period = figures.read_period(lan, "2022-Q2")
    reports.lock(lan, period)

    def printed() -> list[bytes]:
        return [reports.report(lan, period, form=form) for form in ("pdf", "docx", "xlsx")]

    before = printed()
    take(lan, carrier(tmp_path, later()))
    plans.adopt(lan, plans.open_offers(lan)[0])
    assert printed() == before
    plans.take_back(lan)
    assert printed() == before


# --- the edition that ships with the program --------------------------------------------------------------------------


def test_a_later_edition_that_ships_with_the_program_is_offered_the_same_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_settings(monkeypatch, tmp_path / "config")
    source = deepcopy(plan())
    source["plan"]["edition"] -= 1
    source["kinds"]["comm_activity"]["fields"].pop("place")
    source["kinds"]["comm_activity"] |= {"columns": ["title"], "title": "{title}"}
    with opening.create_file(tmp_path / "old.db", source, WARD, "Lan") as old:
        (offer,) = plans.open_offers(old)
        assert (offer.edition, offer.origin, old.plan.edition) == (number(), FROM_PROGRAM, number() - 1)
        plans.decline(old, offer)
        assert plans.open_offers(old) == []
        plans.adopt(old, plans.find_offer(old, "program"))
        assert (old.plan.edition, plans.offers(old), maintenance.check(old)) == (number(), [], [])
        assert old.plan.source == plan_files.shipped_plan("lai-chau-2022")


# --- command line -----------------------------------------------------------------------------------------------------


def test_the_command_line_lists_adopts_declines_and_takes_back(lan: OpenFile, tmp_path: Path, run: Run) -> None:
    path = carrier(tmp_path, later())
    told = json.loads(run("merge", lan.path, path, "--dry-run", "--json")[1])
    assert (told["sources"][0]["plan"]["status"], told["sources"][0]["plan"]["edition"]) == (OFFERED, number() + 1)
    code, out, _ = run("merge", lan.path, path)
    assert (code, f"Mang kế hoạch lần ban hành {number() + 1}, chờ cơ quan này quyết định" in out) == (0, True)
    listed = json.loads(run("plan", "offers", lan.path, "--json")[1])
    assert (listed["edition"], [one["open"] for one in listed["offers"]]) == (number(), [True])
    assert "mục tiêu đổi từ ≥ 60 % thành ≥ 95 %" in run("plan", "offers", lan.path)[1]
    key = listed["offers"][0]["key"]
    assert run("plan", "decline", lan.path, key)[0] == 0
    assert "không áp dụng" in run("plan", "offers", lan.path)[1]
    code, _, err = run("plan", "adopt", lan.path, path)
    assert (code, f"Đã áp dụng kế hoạch lần ban hành {number() + 1}." in err) == (0, True)
    assert run("plan", "adopt", lan.path, path)[::2] == (
        1, "Tệp “carrier.db” không mang lần ban hành nào mới hơn của kế hoạch này.\n"
    )  # fmt: skip
    code, _, err = run("plan", "back", lan.path)
    assert (code, f"lần {number()} lại có hiệu lực" in err) == (0, True)
    assert run("plan", "back", lan.path)[0] == 1
    assert run("plan", "adopt", lan.path, "nowhere")[0] == 1
