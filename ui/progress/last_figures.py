"""The figures of a file as a person saw them last: shown at once where nothing was written since, and read anew behind.

They lie among the settings, so those of an encrypted file are not remembered, nor what notes say of records.
"""

from collections.abc import Sequence

from msgspec import MsgspecError, Struct
from msgspec.json import decode, encode
from msgspec.structs import replace

from desktop_app.domain.period import Period
from desktop_app.session import OpenFile, figures
from desktop_app.texts import language
from ui.progress.figure_bar import COLOURS
from ui.progress.figure_list import PILLS
from ui.progress.shown_figures import ShownFigure, blank_figures
from ui.progress.situation import read_figures

MOST = 100  # letters of one text


class _LastFigures(Struct, frozen=True):
    """`rest_on`: what they were worked out of, the period and the words; other figures come of another one."""

    rest_on: list[str]
    shown: Sequence[ShownFigure]


def figures_to_settings(file: OpenFile, period: Period) -> str:
    """Those of the records as they are now, as the settings remember them: without what the plan says."""
    with figures.at_once(file):  # nobody who closes a window waits for another program
        rest_on = _rest_on(file, period)  # first: who writes between the two makes them old at once
        shown = [replace(figure, title="", tip="") for figure in read_figures(file, period)]
    return encode(_LastFigures(rest_on, shown), enc_hook=str).decode()


def recall_figures(file: OpenFile, period: Period, settings: str) -> Sequence[ShownFigure] | None:
    """Those of the settings, None where there are none, or where others may have come since."""
    if not settings or file.encrypted:
        return None
    file.refuse_uncertain()
    try:
        last = decode(settings.encode(), type=_LastFigures)
    except (MsgspecError, UnicodeError, RecursionError):
        return None  # of another program
    blank = blank_figures(file.plan)
    is_of_plan = [(figure.code, figure.area) for figure in last.shown] == [(one.code, one.area) for one in blank]
    if not is_of_plan or last.rest_on != _rest_on(file, period) or not all(map(_can_be_shown, last.shown)):
        return None
    return [replace(figure, title=one.title, tip=one.tip) for figure, one in zip(last.shown, blank, strict=True)]


def _can_be_shown(figure: ShownFigure) -> bool:
    """Whoever carries the stick may have written there what is no figure, and what takes long to paint."""
    bar, texts = figure.bar, (figure.ratio, figure.value, figure.state, figure.target)
    return (
        figure.pill in PILLS
        and bar.look in ("", *COLOURS)
        and min(bar.share, bar.target or 0) >= 0
        and all(len(text) <= MOST and text.isprintable() and "<" not in text for text in texts)
    )


def _rest_on(file: OpenFile, period: Period) -> list[str]:
    return [*figures.rest_on(file), period.text, language()]
