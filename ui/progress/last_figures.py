"""The figures of a file as a person saw them last: shown at once where nothing was written since, and read anew behind.

They lie among the settings, so those of an encrypted file are not remembered.
"""

from collections.abc import Sequence
from typing import Any

from msgspec import Struct, ValidationError, convert, to_builtins

from desktop_app.domain.period import Period
from desktop_app.session import OpenFile, figures
from desktop_app.texts import language
from ui.progress.shown_figures import ShownFigure
from ui.progress.situation import read_figures


class _LastFigures(Struct, frozen=True):
    """`rest_on`: what they were worked out of, the period and the words; other figures come of another one."""

    rest_on: list[str]
    shown: Sequence[ShownFigure]


def figures_to_settings(file: OpenFile, period: Period) -> dict[str, Any]:
    """Those of the records as they are now, as the settings remember them."""
    if file.encrypted:
        return {}
    rest_on = _rest_on(file, period)  # first: who writes between the two makes them old at once
    last: dict[str, Any] = to_builtins(_LastFigures(rest_on, read_figures(file, period)), enc_hook=str)
    return last


def recall_figures(file: OpenFile, period: Period, settings: dict[str, Any]) -> Sequence[ShownFigure] | None:
    """Those of the settings, None where there are none, or where others may have come since."""
    if not settings or file.encrypted:
        return None
    file.refuse_uncertain()
    try:
        last = convert(settings, _LastFigures)
    except ValidationError:
        return None  # of another program
    plan = [(code, indicator.area) for code, indicator in file.plan.indicators.items()]
    is_of_plan = [(figure.code, figure.area) for figure in last.shown] == plan
    return last.shown if is_of_plan and last.rest_on == _rest_on(file, period) else None


def _rest_on(file: OpenFile, period: Period) -> list[str]:
    return [*figures.rest_on(file), period.text, language()]
