"""Draws the program's icon in the sizes that Windows asks for, and the side of the setup (`make windows-icon`)."""

from pathlib import Path

from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

HERE = Path(__file__).resolve().parent
DRAWING = HERE.parent / "resources" / "icons" / "app.svg"
ICON = HERE / "launcher" / "sokehoach.ico"
SIZES = (16, 20, 24, 32, 40, 48, 64, 256)
SIDE = (164, 314)
COLOUR = "#0F766A"  # of the drawing


def drawn(size: int) -> Image.Image:
    """The drawing as a square of so many pixels."""
    image = QImage(size, size, QImage.Format.Format_RGBA8888)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(DRAWING)).render(painter)
    painter.end()
    return Image.frombytes("RGBA", (size, size), bytes(image.constBits()))


def side() -> Image.Image:
    """The left side of the first and the last page of the setup, in the size that NSIS gives it."""
    image = Image.new("RGB", SIDE, COLOUR)
    book = drawn(96)
    image.paste(book, ((SIDE[0] - 96) // 2, 96), book)
    return image


if __name__ == "__main__":
    *others, largest = [drawn(size) for size in SIZES]
    largest.save(ICON, append_images=others, sizes=[(size, size) for size in SIZES])
    side().save(ICON.with_name("side.bmp"))
