"""Colours: every text can be read on every ground it stands on, every focus mark is seen, light and dark."""

import re

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QFont, QIcon
from PySide6.QtWidgets import QApplication

from ui.widgets import icons, theme
from ui.widgets.theme import PALETTES, Palette, style_sheet

INKS = ("text", "muted", "accent", "good", "warning_text", "error")  # what views paint and write with
GROUNDS = ("paper", "ground", "accent_tint", "track")
OWN_GROUNDS = (
    ("on_accent", "accent"), ("on_accent", "accent_hover"), ("good", "good_tint"), ("warning_text", "warning_tint"),
    ("error", "error_tint"), ("on_danger", "danger"),
)  # fmt: skip
MARKS = ("accent", "text", "error")  # frames of what has the focus or is wrong
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
LISTS = "QAbstractItemView"
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")


def luminance(name: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    colour = QColor(name)
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(ink: str, ground: str) -> float:
    bright, dark = sorted((luminance(ink), luminance(ground)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def rules(p: Palette) -> dict[str, dict[str, str]]:
    """The style sheet as selector: {property: value}."""
    found: dict[str, dict[str, str]] = {}
    for selector, body in RULE.findall(COMMENT.sub("", style_sheet(p))):
        pairs = (line.split(":", 1) for line in body.split(";") if ":" in line)
        found[" ".join(selector.split())] = {name.strip(): value.strip() for name, value in pairs}
    return found


def written(p: Palette) -> set[tuple[str, str, str]]:
    """Selector, colour of the words, colour below them, as the style sheet pairs them; no ground: paper and ground."""
    found = set()
    for selector, look in rules(p).items():
        for ink, below in (("color", "background"), ("selection-color", "selection-background-color")):
            if ink in look:
                own = look.get(below, "transparent")
                grounds = (p.paper, p.ground) if own in ("transparent", "none") else (own,)
                found |= {(selector, look[ink], ground) for ground in grounds}
    return found


@pytest.mark.parametrize("theme", PALETTES)
def test_words_of_the_style_sheet_stand_out_from_their_ground(theme: str) -> None:
    pairs = written(PALETTES[theme])
    assert len(pairs) > 40
    assert {pair: contrast(*pair[1:]) for pair in pairs if contrast(*pair[1:]) < 4.5} == {}


@pytest.mark.parametrize("theme", PALETTES)
def test_words_that_views_paint_stand_out_from_every_ground(theme: str) -> None:
    p = PALETTES[theme]
    pairs = [(ink, ground) for ink in INKS for ground in GROUNDS] + list(OWN_GROUNDS)
    found = {(ink, ground): contrast(getattr(p, ink), getattr(p, ground)) for ink, ground in pairs}
    assert {pair: value for pair, value in found.items() if value < 4.5} == {}


@pytest.mark.parametrize("theme", PALETTES)
def test_marks_of_focus_and_mistakes_stand_out_from_paper_and_ground(theme: str) -> None:
    p = PALETTES[theme]
    found = {(m, g): contrast(getattr(p, m), getattr(p, g)) for m in MARKS for g in ("paper", "ground")}
    assert min(found.values()) >= 3


@pytest.mark.parametrize("theme", PALETTES)
def test_everything_that_takes_the_focus_has_a_mark_of_its_own(theme: str) -> None:
    p = PALETTES[theme]
    focused = {name: look for name, look in rules(p).items() if ":focus" in name}
    assert len(focused) > 15
    for name, look in focused.items():
        drawn = " ".join(look.values())
        quiet = "filter" in name  # the frame of any line of text, only less high
        assert quiet or p.accent in drawn or p.text in drawn or p.accent_tint in drawn, name


@pytest.mark.parametrize("theme", PALETTES)
def test_a_box_to_tick_and_the_hint_in_a_field_stand_out(theme: str) -> None:
    p = PALETTES[theme]
    sheet = rules(p)
    boxes = [look for name, look in sheet.items() if name.startswith("QTreeView::indicator, ")]
    assert boxes
    assert all(contrast(look["border"].split()[-1], p.paper) >= 3 for look in boxes)
    hints = [look["placeholder-text-color"] for look in sheet.values() if "placeholder-text-color" in look]
    assert hints
    assert min(contrast(hint, p.paper) for hint in hints) >= 4.5


def test_a_sign_keeps_its_colour_in_a_marked_row(qapp: QApplication) -> None:
    sign = icons.icon("circle-alert", theme.colours().error, 14)
    plain, marked = (sign.pixmap(QSize(14, 14), mode) for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected))
    assert marked.toImage() == plain.toImage()


def test_lists_and_tables_have_the_program_s_font_where_the_system_gives_them_another(qapp: QApplication) -> None:
    qapp.setFont(QFont("Liberation Serif", 31), LISTS)  # type: ignore[arg-type]  # as Windows and macOS do at the start
    theme.apply(qapp, "light")
    assert QApplication.font(LISTS) == theme.font()  # type: ignore[call-overload]  # as text, see theme
