"""Lucide outlines in the colours of the theme, drawn once per name, colour and size."""

from functools import cache, lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from desktop_app import paths
from ui.widgets import theme

SIZE = 18
_SCALE = 3  # drawn larger, so that it stays sharp on any screen


@lru_cache(maxsize=256)
def pixmap(name: str, colour: str, size: int = SIZE) -> QPixmap:
    """The outline `name` in a colour like `#1F2933`; an unknown name gives a plain circle."""
    renderer = QSvgRenderer(QByteArray(_outline(name).replace("currentColor", colour).encode()))
    drawn = QPixmap(size * _SCALE, size * _SCALE)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    renderer.render(painter, QRectF(0, 0, size * _SCALE, size * _SCALE))
    painter.end()
    drawn.setDevicePixelRatio(_SCALE)
    return drawn


@cache
def _outline(name: str) -> str:
    """As it lies in the resources, without a colour."""
    folder = paths.resources() / "icons"
    file = folder / f"{name}.svg"
    return (file if file.exists() else folder / "circle.svg").read_text(encoding="utf-8")


def icon(name: str, colour: str, size: int = SIZE) -> QIcon:
    """The outline as an icon: in a marked row in its own colour, on a disabled button in that of the words."""
    made = QIcon(pixmap(name, colour, size))
    made.addPixmap(pixmap(name, colour, size), QIcon.Mode.Selected)  # else Qt mixes the colour of the mark in
    made.addPixmap(pixmap(name, theme.colours().muted, size), QIcon.Mode.Disabled)
    return made


def tick(*, shown: bool) -> QIcon:
    """The mark of the chosen entry of a menu."""
    return icon("check", theme.colours().accent) if shown else QIcon()
