"""The menu of periods on a screen that is too low for all of them at once."""

import pytest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from desktop_app.domain.plan import Plan
from ui.window import period_button
from ui.window.period_button import PeriodButton


@pytest.mark.parametrize(("chosen", "ticked"), [("07", {"07", None}), ("Q3", {"Q3"})])
def test_a_chosen_month_is_ticked_and_so_is_what_leads_to_it(
    qtbot: QtBot, plan: Plan, monkeypatch: pytest.MonkeyPatch, chosen: str, ticked: set[str | None]
) -> None:
    monkeypatch.setattr(period_button, "LOW", 10_000)
    button = PeriodButton(plan)
    qtbot.addWidget(button)
    scheme = plan.scheme
    period = scheme.period(chosen, plan.year)
    assert period is not None
    button.show_period(period)
    (months,) = button.menu().findChildren(QMenu)
    found = {code for code, action in button._actions.items() if not action.icon().isNull()}
    if not months.menuAction().icon().isNull():
        found.add(None)
    assert found == ticked
