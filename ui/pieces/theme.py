"""How everything looks: two palettes, one style sheet, one font; no other module names a colour or a size of type."""

import re
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetrics, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from desktop_app import paths

TOP_BAR, SIDE_BAR, STATUS_BAR, FORM = 56, 224, 28, 420
FIELD_HEIGHT, ROW_HEIGHT = 34, 36
LOW_ROW, LOW_LIST = 30, 280  # rows of a list that is too low for more than a few of the usual height
MARGIN, GAP = 20, 16
LOW_PAGE = 500


@dataclass(frozen=True, slots=True)
class Palette:
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
SCALES = {"small": 0.9, "normal": 1.0, "large": 1.2}

SAMPLE, DRAWN = "0123456789 Đơn vị, cơ quan tổ chức", 238  # as wide as this at 14 px in the font of the drawings

_current = LIGHT
_scale = 1.0
_breadth = 1.0


def colours() -> Palette:
    """The palette in force."""
    return _current


def colour(name: str) -> QColor:
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


def top_margin(page_height: int) -> int:
    """How far below the top bar a page begins: on a low one, as on a laptop at 150 %, closer."""
    return GAP // 2 if page_height < LOW_PAGE else MARGIN


def apply(application: QApplication, theme: str, size: str = "normal") -> None:
    """Dress the whole application, at the start and whenever the person or (`system`) the computer chooses anew."""
    global _current, _scale, _breadth
    schemes = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}
    hints = application.styleHints()
    hints.setColorScheme(schemes.get(theme, Qt.ColorScheme.Unknown))
    dark = theme == "dark" or (theme == "system" and hints.colorScheme() == Qt.ColorScheme.Dark)
    _current, _scale = PALETTES["dark" if dark else "light"], SCALES[size]
    _breadth = max(_scale, QFontMetrics(font()).horizontalAdvance(SAMPLE) / DRAWN)
    application.setStyle("Fusion")
    application.setPalette(_qt_palette(_current))
    application.setFont(font())
    application.setStyleSheet(style_sheet(_current))


def font(pixels: int = 14, *, semibold: bool = False) -> QFont:
    """The system's font with figures of equal width."""
    chosen = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    if chosen.family() in ("Sans", "Sans Serif", ""):
        chosen.setFamily("Noto Sans")
    chosen.setPixelSize(scaled(pixels))
    chosen.setWeight(QFont.Weight.DemiBold if semibold else QFont.Weight.Normal)
    chosen.setFeature(QFont.Tag("tnum"), 1)
    return chosen


def descent(pixels: int) -> int:
    """How far letters of this size reach below the line they stand on."""
    return QFontMetrics(font(pixels)).descent()


def set_role(widget: QWidget, role: str) -> None:
    """Give a widget another look of the style sheet (`muted`, `primary`, `chip`, `wrong` …)."""
    if widget.property("role") != role:
        widget.setProperty("role", role)
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
    """The one style sheet."""
    sheet = _frame(p) + _labels(p) + _buttons(p) + _fields(p) + _tables(p) + _rest(p)
    return re.sub(r"font-size: (\d+)px", lambda size: f"font-size: {scaled(int(size[1]))}px", sheet)


def _frame(p: Palette) -> str:
    return f"""
QMainWindow, QWidget#page, QScrollArea#page {{ background: {p.ground}; }}
QWidget#top, QWidget#side {{ background: {p.paper}; }}
QWidget#top {{ border-bottom: 1px solid {p.line}; }}
QWidget#side {{ border-right: 1px solid {p.line}; }}
QWidget#status {{ background: {p.paper}; border-top: 1px solid {p.line}; }}
QWidget#status QLabel, QWidget#status QPushButton {{ font-size: 12px; color: {p.muted}; }}
QWidget#status QPushButton {{ padding-right: 6px; }}
QFrame#card {{ background: {p.paper}; border: 1px solid {p.line}; border-radius: 8px; }}
QWidget#plain, QScrollArea#plain {{ background: transparent; border: none; }}
QFrame#ring {{ background: transparent; border: 2px solid {p.accent}; border-radius: 8px; }}
QFrame#notice {{ background: {p.accent_tint}; border: 1px solid {p.accent}; border-radius: 8px; }}
QFrame#notice[role="failure"] {{ background: {p.error_tint}; border: 1px solid {p.error}; }}
QFrame#notice QLabel[role="failure"] {{ color: {p.error}; }}
QTableView#inner, QTreeView#inner {{ border: 1px solid {p.line}; border-radius: 6px; padding: 3px; }}
QTableView#inner:focus, QTreeView#inner:focus {{ border: 2px solid {p.accent}; padding: 2px; }}
QTabBar {{ outline: none; }}
QTabBar::tab {{ background: transparent; border: 2px solid transparent; padding: 4px 10px 6px; color: {p.muted}; }}
QTabBar::tab:selected {{ color: {p.good}; border-bottom: 2px solid {p.accent}; }}
QTabBar::tab:selected:focus {{ border: 2px solid {p.accent}; border-radius: 4px; }}
QFrame#waiting {{ background: {p.track}; border: none; border-radius: 4px; min-height: 10px; max-height: 10px;
  margin: 9px 24px 9px 4px; }}
QFrame#rule {{ background: {p.line}; border: none; max-height: 1px; min-height: 1px; }}
QSplitter::handle {{ background: transparent; }}
QSplitter::handle:hover {{ background: {p.accent_tint}; }}
"""


def _labels(p: Palette) -> str:
    return f"""
QLabel {{ background: transparent; }}
QLabel[role="muted"] {{ color: {p.muted}; }}
QLabel[role="small"] {{ color: {p.muted}; font-size: 12px; }}
QLabel[role="label"] {{ color: {p.muted}; font-size: 12px; }}
QLabel[role="line"] {{ font-size: 12px; }}
QLabel[role="strong"] {{ font-weight: 600; }}
QLabel[role="section"] {{ font-size: 12px; font-weight: 600; }}
QLabel[role="office"] {{ font-size: 15px; font-weight: 600; }}
QLabel[role="title"] {{ font-size: 20px; font-weight: 600; }}
QLabel[role="form"] {{ font-size: 16px; font-weight: 600; }}
QLabel[role="figure"] {{ font-size: 28px; font-weight: 700; }}
QDialog {{ background: {p.ground}; border: 1px solid {p.field_line}; }}
QDialog#sheet {{ background: {p.paper}; border: 1px solid {p.accent}; }}
QDialog#sheet QFrame#card {{ border: none; border-radius: 0; }}
QLabel[role="band"] {{ color: {p.good}; background: {p.accent_tint}; font-size: 12px; padding: 8px 18px; }}
QLabel[role="help"] {{ color: {p.text}; background: {p.accent_tint}; font-size: 12px; border-radius: 6px;
  padding: 6px 8px; margin-top: 4px; }}
QLabel[role="error"] {{ color: {p.error}; font-size: 12px; }}
QFrame#stale {{ background: {p.warning_tint}; border: none; }}
QLabel[role="stale"] {{ color: {p.warning_text}; }}
QLabel[role="warning"] {{ color: {p.warning_text}; font-size: 12px; }}
QLabel[role="good-pill"], QLabel[role="warning-pill"], QLabel[role="error-pill"], QLabel[role="neutral-pill"] {{
  font-size: 12px; padding: 2px 8px; border-radius: 11px; }}
QLabel[role="good-pill"] {{ color: {p.good}; background: {p.good_tint}; }}
QLabel[role="warning-pill"] {{ color: {p.warning_text}; background: {p.warning_tint}; }}
QLabel[role="error-pill"] {{ color: {p.error}; background: {p.error_tint}; }}
QLabel[role="neutral-pill"] {{ color: {p.muted}; background: {p.track}; }}
"""


def _buttons(p: Palette) -> str:
    return f"""
QPushButton {{ background: {p.paper}; border: 1px solid {p.field_line}; border-radius: 6px; padding: 0 14px;
  min-height: 30px; color: {p.text}; outline: none; }}
QPushButton:hover {{ border-color: {p.accent}; }}
QPushButton:focus {{ border: 2px solid {p.accent}; padding: 0 13px; min-height: 28px; }}
QPushButton:disabled {{ color: {p.muted}; border-color: {p.line}; }}
QPushButton::menu-indicator {{ image: none; width: 0; }}
QPushButton[role="primary"] {{ background: {p.accent}; border: 1px solid {p.accent}; color: {p.on_accent};
  font-weight: 600; }}
QPushButton[role="primary"]:hover {{ background: {p.accent_hover}; border-color: {p.accent_hover}; }}
QPushButton[role="primary"]:focus {{ border: 2px solid {p.text}; }}
QPushButton[role="primary"]:disabled {{ background: {p.track}; border-color: {p.track}; color: {p.muted}; }}
QPushButton[role="danger"] {{ background: {p.danger}; border: 1px solid {p.danger}; color: {p.on_danger};
  font-weight: 600; }}
QPushButton[role="danger"]:focus {{ border: 2px solid {p.text}; }}
QPushButton[role="chip"], QPushButton[role="narrow-chip"] {{ background: {p.track}; border: 2px solid transparent;
  border-radius: 8px; color: {p.muted}; font-size: 12px; padding: 0 10px; min-height: 27px; }}
QPushButton[role="narrow-chip"] {{ padding: 0 5px; }}
QPushButton[role="chip"]:hover, QPushButton[role="narrow-chip"]:hover {{ color: {p.text}; }}
QPushButton[role="chip"]:checked, QPushButton[role="narrow-chip"]:checked {{ background: {p.good_tint};
  color: {p.good}; font-weight: 600; }}
QPushButton[role="chip"]:focus, QPushButton[role="narrow-chip"]:focus {{ border: 2px solid {p.accent}; }}
QPushButton[role="tag"] {{ background: {p.accent_tint}; border: 2px solid transparent; border-radius: 6px;
  color: {p.text}; font-size: 12px; padding: 0 6px; min-height: 22px; }}
QPushButton[role="tag"]:focus {{ border: 2px solid {p.accent}; }}
QPushButton[role="link"], QPushButton[role="line"] {{ background: transparent; border: 2px solid transparent;
  border-radius: 4px; color: {p.accent}; padding: 0 2px; font-size: 12px; text-align: left;
  min-height: {scaled(20)}px; }}
QPushButton[role="link"]:hover {{ text-decoration: underline; }}
QPushButton[role="link"] {{ border: none; border-bottom: 2px solid transparent; border-radius: 0; padding: 2px 0 0; }}
QPushButton[role="link"]:focus {{ border-bottom: 2px solid {p.accent}; background: {p.accent_tint}; }}
QPushButton[role="line"]:focus {{ border: 2px solid {p.accent}; }}
QPushButton[role="line"] {{ color: {p.text}; }}
QPushButton[role="line"]:hover {{ background: {p.accent_tint}; }}
QPushButton[role="card"] {{ background: {p.paper}; border: 1px solid {p.line}; border-radius: 8px; padding: 0; }}
QPushButton[role="card"]:hover {{ border-color: {p.accent}; }}
QPushButton[role="card"]:focus {{ border: 2px solid {p.accent}; }}
QPushButton[role="icon"] {{ background: transparent; border: 2px solid transparent; padding: 0; min-height: 24px;
  min-width: 24px; }}
QPushButton[role="icon"]:hover {{ background: {p.accent_tint}; }}
QPushButton[role="icon"]:checked {{ background: {p.good_tint}; }}
QPushButton[role="icon"]:focus {{ border: 2px solid {p.accent}; }}
QPushButton[role="segment"] {{ border-radius: 6px; padding: 0 10px; }}
QPushButton[role="segment"]:checked {{ background: {p.accent_tint}; border-color: {p.accent}; color: {p.good};
  font-weight: 600; }}
QPushButton[role="segment"]:focus {{ border: 2px solid {p.accent}; padding: 0 9px; }}
QPushButton[role="segment"]:checked:focus {{ border: 2px solid {p.text}; }}
"""


def _fields(p: Palette) -> str:
    return f"""
QLineEdit, QPlainTextEdit {{ background: {p.paper}; border: 1px solid {p.field_line}; border-radius: 6px;
  padding: 0 10px; color: {p.text}; placeholder-text-color: {p.muted};
  selection-background-color: {p.accent}; selection-color: {p.on_accent}; }}
QLineEdit {{ min-height: 32px; max-height: 32px; }}
QPlainTextEdit {{ padding: 5px 6px; }}
QLineEdit:focus {{ border: 2px solid {p.accent}; padding: 0 9px; min-height: 30px; max-height: 30px; }}
QPlainTextEdit:focus {{ border: 2px solid {p.accent}; padding: 4px 5px; }}
QLineEdit[role="filter"], QLineEdit[role="filter-wrong"] {{ min-height: 24px; max-height: 24px; padding: 0 6px;
  border-radius: 4px; font-size: 12px; }}
QLineEdit[role="filter"]:focus, QLineEdit[role="filter-wrong"]:focus {{ min-height: 22px; max-height: 22px;
  padding: 0 5px; }}
QLineEdit[role="filter-wrong"] {{ border-color: {p.error}; }}
QLineEdit[role="wrong"], QPlainTextEdit[role="wrong"] {{ border-color: {p.error}; }}
QTextEdit#paper {{ background: {p.paper}; border: 2px solid transparent; color: {p.text};
  selection-background-color: {p.accent}; selection-color: {p.on_accent}; }}
QTextEdit#paper:focus {{ border: 2px solid {p.accent}; }}
QTextEdit#paper:read-only {{ color: {p.muted}; }}
QLineEdit:disabled, QPlainTextEdit:disabled, QLineEdit:read-only {{ background: {p.ground}; color: {p.muted}; }}
"""


def _tables(p: Palette) -> str:
    tick = (paths.resources() / "icons" / ("tick-dark.svg" if p is DARK else "tick-light.svg")).as_posix()
    return f"""
QTableView, QTreeView, QListView {{ background: {p.paper}; border: 2px solid transparent; border-radius: 7px;
  color: {p.text}; outline: none;
  gridline-color: {p.line}; selection-background-color: {p.accent_tint}; selection-color: {p.text}; }}
QTableView:focus, QTreeView:focus, QListWidget:focus {{ border-color: {p.accent}; }}
QTableView::item {{ border-bottom: 1px solid {p.line}; padding: 0 8px; }}
QTableView::item:selected, QTreeView::item:selected, QListView::item:selected {{ background: {p.accent_tint};
  color: {p.text}; }}
QTreeView::item {{ min-height: 30px; }}
QTreeView#inner::item {{ border-bottom: 1px solid {p.line}; padding: 0 8px; }}
QTreeView::item:hover, QListView::item:hover {{ background: {p.hover}; }}
QTreeView::item:selected:hover, QListView::item:selected:hover {{ background: {p.accent_tint}; }}
QListView::item {{ min-height: 30px; padding: 0 8px; }}
QListView::item:disabled {{ color: {p.muted}; }}
QTreeView::indicator, QListView::indicator {{ width: 14px; height: 14px; border: 1px solid {p.muted};
  border-radius: 3px; background: {p.paper}; }}
QTreeView::indicator:checked, QListView::indicator:checked {{ border-color: {p.accent}; background: {p.accent};
  image: url("{tick}"); }}
QPdfView {{ border: 2px solid transparent; }}
QPdfView:focus {{ border-color: {p.accent}; }}
QHeaderView {{ background: {p.paper}; }}
QFrame#popup {{ background: {p.paper}; border: 1px solid {p.field_line}; }}
QListView#hits {{ border: none; border-radius: 0; padding: 4px 0; }}
QListView#popup {{ background: {p.paper}; border: 1px solid {p.field_line}; border-radius: 0; padding: 4px; }}
"""


def _rest(p: Palette) -> str:
    behind = p.muted if p is DARK else "transparent"  # the signs of Qt's own dialog for files are black
    return f"""
QFileDialog QToolButton {{ background: {behind}; border: 2px solid transparent; border-radius: 4px; padding: 3px; }}
QFileDialog QToolButton:focus, QFileDialog QToolButton:checked {{ border-color: {p.accent}; }}
QMenu {{ background: {p.paper}; border: 1px solid {p.field_line}; padding: 4px; color: {p.text};
  menu-scrollable: 1; }}
QMenu::item {{ padding: 4px 16px; border-radius: 4px; }}
QMenu::item:selected {{ background: {p.accent_tint}; color: {p.text}; }}
QMenu::item:disabled {{ color: {p.muted}; }}
QMenu::separator {{ height: 1px; background: {p.line}; margin: 4px 8px; }}
QCalendarWidget QWidget#qt_calendar_navigationbar {{ background: {p.paper}; }}
QCalendarWidget QToolButton {{ background: transparent; border: 2px solid transparent; border-radius: 4px;
  color: {p.text}; font-weight: 600; padding: 2px 6px; }}
QCalendarWidget QToolButton:hover {{ background: {p.accent_tint}; }}
QCalendarWidget QToolButton::menu-indicator {{ image: none; }}
QCalendarWidget QTableView {{ border: none; border-radius: 0;
  selection-background-color: {p.accent}; selection-color: {p.on_accent}; }}
QCalendarWidget QTableView:disabled {{ color: {p.muted}; }}
QCalendarWidget QTableView::item {{ border: none; padding: 0; }}
QCalendarWidget QTableView::item:selected {{ background: {p.accent}; color: {p.on_accent}; }}
QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
QToolTip {{ background: {p.paper}; color: {p.text}; border: 1px solid {p.field_line}; padding: 4px; }}
QProgressBar {{ background: {p.track}; border: none; border-radius: 3px; max-height: 6px; min-height: 6px; }}
QProgressBar::chunk {{ background: {p.accent}; border-radius: 3px; }}
QScrollBar:vertical {{ background: transparent; width: 10px; margin: 2px; }}
QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 2px; }}
QScrollBar::handle {{ background: {p.field_line}; border-radius: 3px; min-height: 32px; min-width: 32px; }}
QScrollBar::handle:hover {{ background: {p.muted}; }}
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {{ background: none;
  border: none; width: 0; height: 0; }}
"""
