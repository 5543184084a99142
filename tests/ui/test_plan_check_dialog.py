"""An officer has a plan checked in the window: sees each mistake with its place, mends it, and looks again."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from desktop_app.settings import Settings
from tests.new_plans import ID, new_plan_folder
from ui.start.plan_check_dialog import PlanCheckDialog
from ui.start.start_page import StartPage


def checked(qtbot: QtBot, sheet: PlanCheckDialog) -> list[tuple[str, ...]]:
    qtbot.waitUntil(lambda: not sheet.busy)
    return [tuple(line.cells) for line in sheet.table.lines]


def test_mistakes_are_listed_and_gone_once_they_are_mended(
    dressed: object, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = new_plan_folder(tmp_path)
    head = folder / "plan.toml"
    good = head.read_text(encoding="utf-8")
    head.write_text(
        good.replace('op = ">="', 'op = "=>"').replace('type = "int"', 'type = "integer"'), encoding="utf-8"
    )
    page = StartPage(Settings(), date(2026, 9, 8))
    qtbot.addWidget(page)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    page.check_folder.click()
    found = checked(qtbot, page.sheet)
    assert [line[0] for line in found] == ["plan.toml"] * 2
    assert {line[2]: line[1] for line in found} == {
        "indicators.1.1.op": str(good.splitlines().index('op = ">="') + 1),
        "kinds.activity.fields.people.type": str(good.splitlines().index('type = "int"') + 1),
    }
    assert all(line[3].startswith("Không có “") for line in found)
    assert page.sheet.about.startswith(f"Kế hoạch “{ID}” có 2 lỗi.")
    head.write_text(good, encoding="utf-8")
    page.sheet.again.click()
    assert checked(qtbot, page.sheet) == []
    assert page.sheet.about == f"Kế hoạch “{ID}” không có lỗi; đã thử trên phiếu mẫu."
    page.sheet.close()


def test_closing_the_sheet_stops_the_check(dressed: object, qtbot: QtBot, tmp_path: Path) -> None:
    page = StartPage(Settings(), date(2026, 9, 8))
    qtbot.addWidget(page)
    page.check_plan(new_plan_folder(tmp_path))
    page.sheet.close()
    qtbot.wait(50)
    assert list(page.sheet.table.lines) == []
