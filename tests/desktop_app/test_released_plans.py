"""An edition of a plan that was released is never edited, and a ledger of it goes on as it was."""

import shutil
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from desktop_app import plan_files
from desktop_app.domain.period_reading import parse_period
from desktop_app.domain.plan import plan_digest
from desktop_app.domain.plan_check import check_plan
from desktop_app.domain.plan_offers import FROM_PROGRAM
from desktop_app.domain.plan_parsing import parse_plan
from desktop_app.plan_files import (
    available_plans,
    load_plan,
    plan_folder,
    released_editions,
    released_plan,
    shipped_edition,
    shipped_plan,
)
from desktop_app.report.blocks import Paragraph
from desktop_app.report.contents import build
from desktop_app.session import OpenFile, editing, exchange, figures, imports, maintenance, opening, plans, records
from desktop_app.session.report_data import collect
from tests.filled_files import put_made_up
from tests.new_files import new_file
from tests.own_folders import use_settings
from tests.sentences import said

PLAN, PROVINCE, COMMUNE = "lai-chau-2022", "12", "03388"
BEFORE = 7
RELEASED = {
    ("lai-chau-2022", 7): "24ad1769dbb61a1baba89c55b417cca6f1dd01fc851de6b7968657f103363e1d",
    ("lai-chau-2025", 7): "e2e2aacf6ec8b5121309f78e3528bd77624bbe931b79d901f9478b51dd993238",
}  # a line is added with each release, and none is ever changed


def test_no_released_edition_is_edited_or_lost() -> None:
    editions = [(plan, edition) for plan in available_plans() for edition in released_editions(plan)]
    found = {(plan, edition): released_plan(plan, edition) for plan, edition in editions}
    assert {key: plan_digest(body) for key, body in found.items()} == RELEASED
    for (plan, edition), body in found.items():
        assert (body["plan"]["id"], body["plan"]["edition"]) == (plan, edition)
        assert check_plan(body) == []


@pytest.mark.parametrize("plan", available_plans())
def test_the_edition_that_is_being_made_is_the_one_after_the_last_released(plan: str) -> None:
    assert shipped_edition(plan) == released_editions(plan)[-1] + 1
    assert shipped_plan(plan, 99) is None


@pytest.mark.parametrize("plan", available_plans())
def test_the_sign_for_exactly_keeps_the_meaning_that_it_was_judged_by(plan: str) -> None:
    before, now = parse_plan(released_plan(plan, BEFORE)), parse_plan(load_plan(plan_folder(plan)))
    written = {code for code, raw in before.source["indicators"].items() if raw["op"] == "="}
    assert written == {"1.4", "2.1", "3.1"}
    assert {before.indicators[code].op for code in written} == {now.indicators[code].op for code in written} == {">="}
    exactly = {**now.source, "indicators": {**now.source["indicators"]}}
    exactly["indicators"]["2.1"] = {**exactly["indicators"]["2.1"], "op": "="}
    assert parse_plan(exactly).indicators["2.1"].op == "="


# --- a ledger of the edition before -----------------------------------------------------------------------------------


def tips(file: OpenFile) -> None:
    """One that was closed in time, and a remark that nobody looked at."""
    for code, kind, closed in (("T1", "tin_bao", "2022-05-20"), ("T2", "phan_anh", None)):
        values: dict[str, Any] = {"unit": PROVINCE, "date": "2022-05-10", "code": code, "tip_kind": kind}
        values |= {"channel": "truc_tiep", "due_date": "2022-05-25" if kind == "phan_anh" else "2022-05-30"}
        values |= {"closed_date": closed, "outcome": "khong_vi_pham" if closed else None}
        assert editing.new_record(file, "tip", {name: value for name, value in values.items() if value}).saved


@pytest.fixture
def old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[OpenFile]:
    use_settings(monkeypatch, tmp_path / "config")
    with new_file(tmp_path / "old.db", released_plan(PLAN, BEFORE), PROVINCE, "Lan") as file:
        tips(file)
        yield file


def ratio(file: OpenFile, code: str) -> tuple[str, str]:
    period = parse_period("2022-H1", file.plan.schemes, file.plan.period_scheme)
    figure = next(one for one in figures.progress(file, period, PROVINCE) if one.code == code)
    return figure.ratio, figure.status


def test_a_ledger_keeps_its_figures_until_the_next_edition_is_put_in_force(old: OpenFile) -> None:
    assert (old.plan.edition, ratio(old, "3.1")) == (BEFORE, ("1/2", "not-met"))
    (offer,) = plans.open_offers(old)
    assert (offer.edition, offer.origin) == (BEFORE + 1, FROM_PROGRAM)
    plans.adopt(old, offer)
    assert ratio(old, "3.1") == ("1/1", "met")
    plans.take_back(old)
    assert (ratio(old, "3.1"), maintenance.check(old)) == (("1/2", "not-met"), [])


def test_records_go_both_ways_between_a_released_edition_and_the_next(old: OpenFile, tmp_path: Path) -> None:
    with new_file(tmp_path / "new.db", load_plan(plan_folder(PLAN)), PROVINCE, "Nam") as new:
        base: dict[str, Any] = {
            "unit": PROVINCE,
            "year": 2021,
            "period_code": "Y",
            "cases": 9,
            "hotspot_cases": 4,
            "source": "1/CAT",
        }
        assert editing.new_record(new, "crime_baseline", base).saved
        exchange.merge(new, exchange.find_sources(new, [old.path]))
        exchange.merge(old, exchange.find_sources(old, [new.path]))
        assert {row.values["code"] for row in records.rows(new, "tip")} == {"T1", "T2"}
        (kept,) = records.rows(old, "crime_baseline")
        assert "hotspot_cases" not in kept.values
        assert (old.plan.edition, new.plan.edition) == (BEFORE, BEFORE + 1)
        assert (ratio(old, "3.1"), ratio(new, "3.1")) == (("1/2", "not-met"), ("1/1", "met"))
        plans.adopt(old, next(one for one in plans.open_offers(old) if one.edition == BEFORE + 1))
        (known,) = records.rows(old, "crime_baseline")
        assert (known.values["hotspot_cases"], maintenance.check(old)) == (4, [])


def pairs() -> list[tuple[str, int, int]]:
    """Every two editions of each plan: all that were released, and the one that is being made."""
    editions = {plan: [*released_editions(plan), shipped_edition(plan) or 0] for plan in available_plans()}
    return [(plan, *pair) for plan, known in editions.items() for pair in combinations(known, 2)]


@pytest.mark.parametrize(("plan", "earlier", "later"), pairs())
def test_every_two_editions_take_each_others_records_in(plan: str, earlier: int, later: int, tmp_path: Path) -> None:
    files = []
    for number, edition in enumerate((earlier, later)):
        body = released_plan(plan, edition) if (plan, edition) in RELEASED else load_plan(plan_folder(plan))
        file = opening.create_file(tmp_path / f"{number}.db", body, PROVINCE, f"Người {number}")
        put_made_up(file, 60, seed=number + 1)
        files.append(file)
    one, other = files
    sent = [{record["id"] for record in imports.export_lines(file)} for file in files]
    for file, source in ((one, other), (other, one)):
        (report,) = exchange.merge(file, exchange.find_sources(file, [source.path])).reports
        assert (report.status, report.reason) == ("merged", "")
    logs = [file.connection.execute("SELECT stamp, value FROM main.change_log ORDER BY 1").fetchall() for file in files]
    assert logs[0] == logs[1]
    for file, edition in zip(files, (earlier, later), strict=True):
        assert file.plan.edition == edition  # nobody's plan is put in force by a merge
        assert maintenance.check(file) == []
        there = {record["id"] for record in imports.export_lines(file)}
        assert sent[0] | sent[1] <= there
        file.close()


def test_a_report_over_files_of_different_editions_says_so(old: OpenFile, tmp_path: Path) -> None:
    old.connection.close()
    with (
        new_file(tmp_path / "town.db", released_plan(PLAN, BEFORE), "105", "Nam") as town,
        new_file(tmp_path / "new.db", load_plan(plan_folder(PLAN)), PROVINCE, "Lan") as province,
    ):
        training: dict[str, Any] = {"unit": "105", "date": "2022-05-01"}
        assert editing.new_record(town, "training", training).act
        exchange.merge(province, exchange.find_sources(province, [town.path]))

        def report() -> str:
            data = collect(province, figures.read_period(province, "2022-H1"), PROVINCE)
            return " ".join(block.text for block in build(data).blocks if isinstance(block, Paragraph))

        sentence = f"được ghi theo lần ban hành {BEFORE} của kế hoạch; báo cáo này tính theo lần ban hành {BEFORE + 1}."
        assert f"Số liệu của 1 đơn vị (thành phố Lai Châu) {sentence}" in report()
        plans.adopt(town, plans.open_offers(town)[0])
        assert editing.new_record(town, "training", training).act
        exchange.merge(province, exchange.find_sources(province, [town.path]))
        assert "lần ban hành" not in report()


def test_what_the_next_edition_changes_is_said_and_a_target_that_means_the_same_is_not(old: OpenFile) -> None:
    told = [text for part in plans.changes(old, plans.open_offers(old)[0]) for text in said(part.sentences)]
    assert not [text for text in told if "mục tiêu đổi" in text]
    assert any("dấu “=” từ nay là đúng bằng" in text for text in told)


def test_an_edition_that_was_broken_is_not_there_and_harms_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Path(shutil.copytree(plan_files.plans_folder() / "released", tmp_path / "released"))
    monkeypatch.setattr(plan_files, "_released_folder", lambda: folder)
    first, *others = released_editions(PLAN)
    for spoil in (lambda raw: raw[:900], lambda raw: b"", lambda raw: raw[:50] + bytes(50) + raw[100:], lambda _: b"x"):
        place = folder / f"{PLAN}-{first}.json.gz"
        place.write_bytes(spoil((plan_files.plans_folder() / "released" / place.name).read_bytes()))
        assert plan_files.shipped_plan(PLAN, first) is None
        assert [plan["plan"]["edition"] for plan in plan_files.released_plans(PLAN)] == others[::-1]
