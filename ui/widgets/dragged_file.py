"""A file that is dragged over a widget."""

from collections.abc import Collection
from pathlib import Path

from PySide6.QtCore import QMimeData


def dragged_file(dragged: QMimeData, endings: Collection[str]) -> Path | None:
    """The one file with such an ending that is dragged, None for anything else."""
    urls = dragged.urls()
    path = Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None
    return path if path is not None and path.suffix.lower() in endings else None
