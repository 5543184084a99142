"""The start page: plans that were taken onto this computer, broken ones, and the examples apart from all of them."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from desktop_app import own_plans
from desktop_app.domain.plan import plan_digest
from desktop_app.domain.plan_code import plan_code
from desktop_app.domain.plan_examples import is_example
from desktop_app.plan_bundle import bundle_name, bundle_text
from desktop_app.plan_files import example_plans, load_plan, plan_folder
from desktop_app.session import plan_books
from desktop_app.texts import in_words, say
from tests.own_folders import use_documents, use_settings
from tests.ui.conftest import OpenWindow, start_page
from ui.start.start_page import StartPage
from ui.widgets.finder import Finder

TINY = Path(__file__).parent.parent / "data" / "plans" / "tiny"


@pytest.fixture(autouse=True)
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use_documents(monkeypatch, tmp_path)
    use_settings(monkeypatch, tmp_path / "config")


def bundle(folder: Path, plan: dict[str, Any]) -> Path:
    file = folder / bundle_name(plan)
    file.write_text(bundle_text(plan), encoding="utf-8")
    return file


def offered(start: StartPage) -> list[str]:
    assert isinstance(start.new.plan, Finder)
    return [str(option.value) for option in start.new._plan_options()]


def test_a_plan_is_taken_from_a_file_chosen_and_a_ledger_is_made_with_it(
    open_window: OpenWindow, tmp_path: Path
) -> None:
    hand = open_window(None)
    start, plan = start_page(hand), load_plan(TINY)
    start.new.take_plan(bundle(tmp_path, plan))
    assert start.new.plan_note.isVisible()
    assert plan_code(plan_digest(plan)) in start.new.plan_note.text()
    assert start.new.plan.text() == in_words(own_plans.own_heads()[0]["tiny"].label)
    start.new.tree.search.setText("vùng bắc")
    start.new.author.setText("Lan")
    start.new.make.click()
    hand.wait()
    assert hand.view.file.plan.id == "tiny"
    assert hand.view.file.unit == "01"


def test_a_taken_plan_is_offered_at_the_next_start(open_window: OpenWindow, tmp_path: Path) -> None:
    plan_books.take(bundle(tmp_path, load_plan(TINY)))
    assert "tiny" in offered(start_page(open_window(None)))


def test_a_broken_plan_is_told_and_harms_nothing(open_window: OpenWindow) -> None:
    folder = own_plans.own_folder()
    folder.mkdir(parents=True)
    whole = bundle_text(load_plan(TINY))
    (folder / "torn.sokehoach-plan").write_text(whole[:-30], encoding="utf-8")
    no_head: dict[str, Any] = {"kinds": {}}
    text = json.dumps({"sokehoach-plan": 1, "digest": plan_digest(no_head), "plan": no_head})
    (folder / "no head.sokehoach-plan").write_text(text, encoding="utf-8")
    (folder / "folder").mkdir()
    (folder / "folder" / "plan.toml").write_text("[plan]\nid = 3\n", encoding="utf-8")
    start = start_page(open_window(None))
    assert offered(start) == ["lai-chau-2022", "lai-chau-2025"]
    for name in ("torn", "no head", "folder"):
        assert name in start.new.plan_note.text()
    start.new.tree.search.setText("muong than")
    assert start.new.make.isEnabled() == bool(start.new.author.text())


def test_why_a_file_is_not_taken_stands_below_the_plan(open_window: OpenWindow, tmp_path: Path) -> None:
    start = start_page(open_window(None))
    (tmp_path / "x.sokehoach-plan").write_text("nothing", encoding="utf-8")
    start.new.take_plan(tmp_path / "x.sokehoach-plan")
    assert "x.sokehoach-plan" in start.new.plan_note.text()
    assert start.new.plan_note.property("role") == "error"


def test_examples_stand_apart_and_are_never_proposed(open_window: OpenWindow) -> None:
    start = start_page(open_window(None))
    assert list(start.examples.buttons) == example_plans()
    assert not any(map(is_example, offered(start)))
    assert not is_example(start.new.plan_id)


def test_an_example_that_was_taken_is_not_offered_for_work_either(open_window: OpenWindow, tmp_path: Path) -> None:
    later = deepcopy(load_plan(plan_folder(example_plans()[0])))
    later["plan"]["edition"] += 1
    plan_books.take(bundle(tmp_path, later))
    assert not any(map(is_example, offered(start_page(open_window(None)))))


@pytest.mark.parametrize("name", example_plans())
def test_an_example_opens_as_a_practice_file_that_says_so(open_window: OpenWindow, name: str) -> None:
    hand = open_window(None)
    start_page(hand).examples.buttons[name].click()
    hand.until(lambda: hand.window.view is not None and hand.view.file.plan.id == name)
    hand.wait()
    assert hand.view.file.practice
    pills = [one.text() for one in hand.window.findChildren(QLabel) if one.isVisible()]
    assert say("ui.example_pill") in pills
    assert say("ui.practice_pill") not in pills


def test_the_start_page_needs_no_scrolling_on_a_small_screen(open_window: OpenWindow) -> None:
    hand = open_window(None)
    start = hand.window.start
    assert start is not None
    assert start.check_book.y() == start.check_folder.y()  # beside each other
    assert start.verticalScrollBar().maximum() == 0


def test_tab_leads_from_the_plan_to_the_unit_and_a_blank_typed_there_opens_nothing(open_window: OpenWindow) -> None:
    hand = open_window(None)
    start = start_page(hand)
    start.new.plan.setFocus()
    hand.key(Qt.Key.Key_Tab)
    assert hand.focus() is start.new.tree.search
    hand.type("muong than")
    assert start.new.tree.search.text() == "muong than"
