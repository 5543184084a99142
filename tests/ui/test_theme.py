"""Colours: every text can be read on every ground it stands on, light and dark."""

import pytest
from PySide6.QtGui import QColor

from ui.theme import PALETTES, Palette

PAIRS = [
    ("text", "paper"), ("text", "ground"), ("text", "accent_tint"), ("muted", "paper"), ("muted", "ground"),
    ("muted", "track"), ("accent", "paper"), ("on_accent", "accent"), ("on_accent", "accent_hover"),
    ("warning_text", "paper"), ("warning_text", "warning_tint"), ("error", "paper"), ("error", "error_tint"),
    ("good", "paper"), ("good", "good_tint"), ("good", "accent_tint"),
]  # fmt: skip


def luminance(name: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    colour = QColor(name)
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(palette: Palette, ink: str, ground: str) -> float:
    bright, dark = sorted((luminance(getattr(palette, ink)), luminance(getattr(palette, ground))), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", PALETTES)
@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_words_stand_out_from_their_ground(theme: str, ink: str, ground: str) -> None:
    assert contrast(PALETTES[theme], ink, ground) >= 4.5


@pytest.mark.parametrize("theme", PALETTES)
def test_a_focused_field_stands_out_from_the_paper(theme: str) -> None:
    assert contrast(PALETTES[theme], "accent", "paper") >= 3
