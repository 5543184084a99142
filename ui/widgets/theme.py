"""How everything looks: two palettes, one font, and the style sheet of the resources in their colours."""

import os
import re
from functools import cache
from string import Template

from msgspec import Struct
from msgspec.structs import asdict
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetrics, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from desktop_app import paths

TOP_BAR, SIDE_BAR, STATUS_BAR, FORM = 56, 224, 28, 420
FIELD_HEIGHT, ROW_HEIGHT = 34, 36
LOW_ROW, LOW_LIST = 30, 280  # rows of a list that is too low for more than a few of the usual height
MARGIN, GAP = 20, 16
LOW_PAGE = 500


class Palette(Struct, frozen=True):
    """The named colours; a `_tint` is the ground on which its colour is readable."""

    text: str
    muted: str
    line: str
    field_line: str
    ground: str
    paper: str
    hover: str
    track: str
    accent: str
    accent_hover: str
    accent_tint: str
    on_accent: str
    warning: str
    warning_text: str
    warning_tint: str
    error: str
    error_tint: str
    danger: str
    on_danger: str
    good: str
    good_tint: str


LIGHT = Palette(
    text="#1F2933", muted="#5B6976", line="#E1E5EA", field_line="#C5CDD6", ground="#F6F7F9", paper="#FFFFFF",
    hover="#F1F3F6", track="#E6EAEF", accent="#0F766A", accent_hover="#0B5D51", accent_tint="#E6F0EE",
    on_accent="#FFFFFF", warning="#B7791F", warning_text="#855510", warning_tint="#FBF0D9", error="#B83232",
    error_tint="#FBE3E3", danger="#B83232", on_danger="#FFFFFF", good="#0B5D51", good_tint="#DFF3EC",
)  # fmt: skip
DARK = Palette(
    text="#E4E9EE", muted="#9CA9B6", line="#2C3640", field_line="#46535F", ground="#12181E", paper="#1A222A",
    hover="#222C35", track="#2C3640", accent="#35B5A5", accent_hover="#5CCBBD", accent_tint="#17332F",
    on_accent="#06231F", warning="#D39B3A", warning_text="#E9C27A", warning_tint="#3A2E15", error="#F19A9A",
    error_tint="#45201F", danger="#C23B3B", on_danger="#FFFFFF", good="#7AD8C5", good_tint="#14362F",
)  # fmt: skip
PALETTES = {"light": LIGHT, "dark": DARK}
PEN, PEN_HERE = "#FFEBB0", "#FFD35C"  # marks on a report, whose paper is white in either look
SCALES = {"small": 0.9, "normal": 1.0, "large": 1.2}

SAMPLE, DRAWN = "0123456789 Đơn vị, cơ quan tổ chức", 238  # as wide as this at 14 px in the font of the drawings

_current = LIGHT
_scale = 1.0
_breadth = 1.0


def colours() -> Palette:
    return _current


@cache
def colour(name: str) -> QColor:
    """A colour of the palette in force, not to be changed by whoever gets it."""
    return QColor(getattr(_current, name))


def scaled(pixels: int) -> int:
    """A size of type, or of what holds type, at the size that the person chose."""
    return round(pixels * _scale)


def wide(pixels: int) -> int:
    """A width that holds text, drawn for Noto Sans or Segoe UI, in the font that this computer has."""
    return round(pixels * _breadth)


def row_height(list_height: int) -> int:
    """How high the rows of a list are, at its height."""
    return LOW_ROW if list_height < LOW_LIST else ROW_HEIGHT


os.environ.setdefault("QT_STYLE_OVERRIDE", "Fusion")  # `setStyle` would have all names of QStyle made at the start


def top_margin(page_height: int) -> int:
    """How far below the top bar a page begins: on a low one, as on a laptop at 150 %, closer."""
    return GAP // 2 if is_low(page_height) else MARGIN


def is_low(page_height: int) -> bool:
    """Whether a page has little room below the top bar, as on a laptop at 150 %."""
    return page_height < LOW_PAGE


def apply(application: QApplication, theme: str, size: str = "normal") -> None:
    """Dress the whole application, at the start and whenever the person or (`system`) the computer chooses anew."""
    global _current, _scale, _breadth
    schemes = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}
    hints = application.styleHints()
    hints.setColorScheme(schemes.get(theme, Qt.ColorScheme.Unknown))
    dark = theme == "dark" or (theme == "system" and hints.colorScheme() == Qt.ColorScheme.Dark)
    _current, _scale = PALETTES["dark" if dark else "light"], SCALES[size]
    colour.cache_clear()
    font.cache_clear()
    known_widths.cache_clear()
    _system_font.cache_clear()
    _breadth = max(_scale, QFontMetrics(font()).horizontalAdvance(SAMPLE) / DRAWN)
    application.setPalette(_qt_palette(_current))
    application.setStyleSheet(style_sheet(_current))
    application.setFont(font())  # after the style sheet, which brings back the fonts that Windows gives lists and menus


@cache
def font(pixels: int = 14, *, semibold: bool = False) -> QFont:
    """The system's font with figures of equal width, not to be changed by whoever gets it."""
    chosen = QFont(_system_font())
    chosen.setPixelSize(scaled(pixels))
    chosen.setWeight(QFont.Weight.DemiBold if semibold else QFont.Weight.Normal)
    chosen.setFeature(QFont.Tag("tnum"), 1)
    return chosen


@cache
def _system_font() -> QFont:
    chosen = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    if not QFontDatabase.hasFamily(chosen.family()):  # "Sans Serif", or what is not installed
        chosen.setFamily("Noto Sans")
    return chosen


class KnownWidths(QFontMetrics):
    """Measures each text once: names are broken at the same blanks for every width that a window passes through."""

    def __init__(self, font: QFont) -> None:
        super().__init__(font)
        self._known: dict[str, int] = {}

    def horizontalAdvance(self, text: str) -> int:  # type: ignore[override]  # asked for whole texts alone
        if text not in self._known:
            self._known[text] = super().horizontalAdvance(text)
        return self._known[text]


@cache
def known_widths(pixels: int) -> KnownWidths:
    """What measures texts that come again and again."""
    return KnownWidths(font(pixels))


def descent(pixels: int) -> int:
    """How far letters of this size reach below the line they stand on."""
    return QFontMetrics(font(pixels)).descent()


def set_role(widget: QWidget, role: str) -> None:
    """Give a widget another look of the style sheet (`muted`, `primary`, `chip`, `wrong` …)."""
    if widget.property("role") != role:
        widget.setProperty("role", role)
        if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):  # else it is dressed when it is shown
            widget.style().unpolish(widget)
            widget.style().polish(widget)


def _qt_palette(p: Palette) -> QPalette:
    roles = QPalette.ColorRole
    made = QPalette()
    for role, name in {
        roles.Window: p.ground, roles.WindowText: p.text, roles.Base: p.paper, roles.AlternateBase: p.ground,
        roles.Text: p.text, roles.Button: p.paper, roles.ButtonText: p.text, roles.Highlight: p.accent,
        roles.HighlightedText: p.on_accent, roles.PlaceholderText: p.muted, roles.ToolTipBase: p.paper,
        roles.ToolTipText: p.text, roles.Link: p.accent, roles.Light: p.paper, roles.Midlight: p.line,
        roles.Mid: p.line, roles.Dark: p.field_line, roles.Shadow: p.field_line,
    }.items():  # fmt: skip
        made.setColor(role, QColor(name))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(p.muted))
    return made


def style_sheet(p: Palette) -> str:
    """The one style sheet, in these colours and at the size of type in force."""
    place = paths.resources()
    tick = place / "icons" / ("tick-dark.svg" if p is DARK else "tick-light.svg")
    words = Template((place / "style.qss").read_text("utf-8"))
    sheet = words.substitute(
        asdict(p), tick=tick.as_posix(), link_height=scaled(20),
        behind=p.muted if p is DARK else "transparent",  # the signs of Qt's own dialog for files are black
    )  # fmt: skip
    return re.sub(r"font-size: (\d+)px", lambda size: f"font-size: {scaled(int(size[1]))}px", sheet)
