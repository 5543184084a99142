"""Small things that hands ran into: a blank in a choice, the field of a new declaration, the plan proposed."""

from datetime import date
from pathlib import Path
from shutil import copytree

import pytest
from PySide6.QtWidgets import QLabel

from desktop_app import plan_files
from desktop_app.cli import main
from desktop_app.plan_files import available_plans, newest_in_force, read_head
from desktop_app.settings import Settings
from tests.own_folders import use_settings
from tests.ui.conftest import ONE, MakeFile, OpenWindow, open_one
from ui.progress.overview import Overview
from ui.start.start_page import StartPage


def test_a_blank_typed_over_a_choice_leaves_it_as_it_was(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_one(open_window, make_file)
    hand.write("form", " ")
    hand.wait()
    assert hand.form.grid is not None
    assert hand.form.grid.editors["form"].value == "loa"
    hand.write("form", "\b")
    hand.wait()
    assert hand.form.grid.editors["form"].value is None, "an emptied field is empty"


def test_a_new_declaration_begins_at_what_is_not_settled_yet(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_window(make_file())
    hand.view._start_declaration()
    hand.wait()
    assert hand.form.grid is not None
    here = hand.form.grid.here
    assert here is not None
    assert here.field.name == "plan_area"


def test_what_is_unfinished_is_no_work_of_a_task_yet(open_window: OpenWindow, make_file: MakeFile) -> None:
    kind, values = ONE[0]
    hand = open_window(make_file(records=[*ONE, (kind, {**values, "title": "Hai", "audience": None})]))
    hand.go(1)
    page = hand.find(Overview)
    assert dict(page.plan_tasks.not_counting) == {kind: 1}


@pytest.mark.parametrize(("today", "plan"), [("2022-09-08", "lai-chau-2022"), ("2025-09-08", "lai-chau-2025")])
def test_the_newest_plan_that_is_in_force_is_proposed(dressed: object, today: str, plan: str) -> None:
    heads = {one: read_head(one) for one in available_plans()}
    assert newest_in_force(heads, today) == plan
    page = StartPage(Settings(), date.fromisoformat(today))
    assert page.new.plan_id == plan
    page.deleteLater()


@pytest.mark.parametrize("others", [True, False], ids=["beside good ones", "alone"])
def test_a_broken_plan_is_one_sentence_of_the_start_page(
    dressed: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, others: bool
) -> None:
    shipped = plan_files.plans_folder()
    for name in available_plans() if others else ():
        copytree(shipped / name, tmp_path / name)
    broken = tmp_path / "moi"
    broken.mkdir()
    (broken / "plan.toml").write_text('[plan]\nid = "moi', encoding="utf-8")
    monkeypatch.setattr(plan_files, "plans_folder", lambda: tmp_path)
    page = StartPage(Settings(), date(2025, 9, 8))
    assert page.new.plan.text() == ("Kế hoạch 434/KH-UBND · 2025" if others else "")
    assert (page.new.make.isEnabled(), page.practise.isEnabled()) == (False, others)
    sentences = [one.text() for one in page.findChildren(QLabel) if "moi" in one.text()]
    place, reason = (
        "Kế hoạch trong thư mục “moi” chưa dùng được. Tệp plan.toml, dòng 2: ",
        "chuỗi chữ thiếu dấu nháy đóng",
    )
    assert sentences == [f'{place}{reason}: “id = "moi”.']
    page.deleteLater()


def test_a_spreadsheet_without_a_kind_says_which_kinds_there_are(
    make_file: MakeFile, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    use_settings(monkeypatch, tmp_path / "config")
    assert main(["export", str(make_file(records=ONE)), "--out", str(tmp_path / "x.xlsx")])
    said = capsys.readouterr().err
    assert "--kind" in said
    assert "comm_activity" in said
