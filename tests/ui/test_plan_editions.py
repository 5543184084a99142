"""Editions of the plan in the window: offered on the list of what is left to do, put in force, taken back, declined."""

from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

from desktop_app.domain.plan import plan_digest
from desktop_app.domain.plan_code import plan_code
from desktop_app.plan_bundle import bundle_name, bundle_text, read_bundle
from desktop_app.session import opening, plans
from desktop_app.texts import say
from tests.ui.conftest import ONE, MakeFile, OpenWindow, exchange_page
from tests.ui.hand import Hand, now
from ui.exchange.exchange_page import ExchangePage
from ui.exchange.plan_dialog import PlanDialog
from ui.page_names import OVERVIEW
from ui.progress.overview import Overview
from ui.progress.to_do import PLANS


def carrier(folder: Path, source: Mapping[str, Any]) -> Path:
    """The province's file under a later edition: another name for a field, another target."""
    later = deepcopy(dict(source))
    later["plan"]["edition"] += 1
    later["kinds"]["comm_activity"]["fields"]["place"]["label"]["vi"] = "Nơi tổ chức"
    later["indicators"]["1.1"]["threshold"] = 95
    opening.create_file(folder / "tỉnh.db", later, "12", "Nam", now=now).close()
    return folder / "tỉnh.db"


def receive(hand: Hand, path: Path) -> ExchangePage:
    page = exchange_page(hand)
    page.receive.look_at([path])
    hand.wait()
    page.receive.merge()
    hand.wait()
    return page


def tasks(hand: Hand) -> list[str]:
    hand.view.show_page(OVERVIEW)
    hand.wait()
    overview = hand.find(Overview)
    return [line.to_do.name for line in overview.to_do]


def open_sheet(hand: Hand) -> PlanDialog:
    """From the list of what is left to do; the edition has been tried then."""
    overview = hand.find(Overview)
    next(line for line in overview.to_do if line.to_do.name == PLANS).click()
    return tried(hand)


def tried(hand: Hand) -> PlanDialog:
    hand.wait()
    (sheet,) = [one for one in hand.window.findChildren(PlanDialog) if one.isVisible()]
    hand.until(lambda: sheet._trial is not None)
    return sheet


def cells(sheet: PlanDialog) -> str:
    return "\n".join(line.cells[1] for line in sheet.table.lines)


def test_an_edition_waits_on_the_list_is_put_in_force_and_taken_back(
    open_window: OpenWindow, make_file: MakeFile, source: Mapping[str, Any], tmp_path: Path
) -> None:
    hand = open_window(make_file(records=ONE))
    edition = source["plan"]["edition"]
    receive(hand, carrier(tmp_path, source))
    assert hand.window.notice.text == say("edition.came", edition=edition + 1)
    assert PLANS in tasks(hand)
    sheet = open_sheet(hand)
    assert "mục tiêu đổi từ ≥ 60 % thành ≥ 95 %" in cells(sheet)
    assert say("edition.trial_good") in cells(sheet)
    assert not sheet.back.isVisible()
    sheet.adopt_button.click()
    hand.wait()
    assert (hand.view.file.plan.edition, PLANS in tasks(hand)) == (edition + 1, False)
    assert say("edition.adopted", edition=edition + 1, before=1, after=1)[:30] in hand.window.notice.text
    hand.view.go_to(1)
    hand.wait()
    assert hand.area.list.kind.fields["place"].label.vi == "Nơi tổ chức"

    exchange_page(hand).plans_wanted.emit()
    sheet = tried(hand)
    assert "Quay lại lần ban hành" in sheet.about
    assert "mục tiêu đổi từ ≥ 95 % thành ≥ 60 %" in cells(sheet)
    assert (sheet.back.isVisible(), sheet.adopt_button.isVisible()) == (True, False)
    sheet.back.click()
    hand.wait()
    assert hand.view.file.plan.edition == edition
    assert PLANS not in tasks(hand)


def test_a_declined_plan_is_named_beside_the_file_that_brought_it(
    open_window: OpenWindow, make_file: MakeFile, source: Mapping[str, Any], tmp_path: Path
) -> None:
    path = carrier(tmp_path, source)
    with opening.open_file(path, now=now) as file:
        file.connection.execute("UPDATE meta SET value = '03388' WHERE key = 'unit'")
    hand = open_window(make_file(records=ONE))
    page = exchange_page(hand)
    page.receive.look_at([path])
    hand.wait()
    tree = page.receive.preview.tree
    line = tree.topLevelItem(0)
    assert line is not None
    tree.setCurrentItem(line)
    assert "chỉ Tỉnh Lai Châu ban hành kế hoạch" in tree.note


def plan_file(folder: Path, source: Mapping[str, Any], edition: int) -> Path:
    """An edition as a file of its own."""
    later = deepcopy(dict(source))
    later["plan"]["edition"] = edition
    later["indicators"]["1.1"]["threshold"] = 95
    file = folder / bundle_name(later)
    file.write_text(bundle_text(later), encoding="utf-8")
    return file


def test_an_edition_that_came_as_a_file_is_shown_with_its_code_and_put_in_force(
    open_window: OpenWindow, make_file: MakeFile, source: Mapping[str, Any], tmp_path: Path
) -> None:
    hand = open_window(make_file(records=ONE))
    edition = source["plan"]["edition"]
    exchange_page(hand).plans_wanted.emit()
    hand.wait()
    (sheet,) = [one for one in hand.window.findChildren(PlanDialog) if one.isVisible()]
    sheet.look_at(plan_file(tmp_path, source, edition + 3))
    sheet.look_at(plan_file(tmp_path, source, edition + 1))
    sheet = tried(hand)
    assert sheet.chosen is not None
    assert sheet.chosen.edition == edition + 1
    assert plan_code(plan_digest(read_bundle(tmp_path / f"lai-chau-2022-{edition + 1}.sokehoach-plan"))) in sheet.about
    assert "mục tiêu đổi từ ≥ 60 % thành ≥ 95 %" in cells(sheet)
    sheet.adopt_button.click()
    hand.wait()
    assert hand.view.file.plan.edition == edition + 1


def test_a_file_that_is_no_plan_is_told_in_the_sheet(
    open_window: OpenWindow, make_file: MakeFile, source: Mapping[str, Any], tmp_path: Path
) -> None:
    hand = open_window(make_file(records=ONE))
    exchange_page(hand).plans_wanted.emit()
    hand.wait()
    (sheet,) = [one for one in hand.window.findChildren(PlanDialog) if one.isVisible()]
    torn = plan_file(tmp_path, source, source["plan"]["edition"] + 1)
    torn.write_bytes(torn.read_bytes()[:-100])
    sheet.look_at(torn)
    hand.wait()
    assert torn.name in sheet.message.text()
    assert sheet.message.isVisible()
    assert hand.view.file.plan.edition == source["plan"]["edition"]


def test_a_window_follows_what_another_one_put_in_force(
    open_window: OpenWindow, make_file: MakeFile, source: Mapping[str, Any], tmp_path: Path
) -> None:
    hand = open_window(make_file(records=ONE))
    edition = source["plan"]["edition"]
    with opening.open_file(hand.view.file.path, now=now) as other:
        plans.adopt(other, plans.find_offer(other, str(plan_file(tmp_path, source, edition + 1))))
    hand.view.meet_others()
    hand.wait()
    assert hand.window.notice.text == say("edition.followed", edition=edition + 1)
    assert hand.view.file.plan.indicators["1.1"].threshold == 95
    before = hand.view
    hand.view.meet_others()
    hand.wait()
    assert hand.view is before
