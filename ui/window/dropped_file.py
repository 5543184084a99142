"""A data file that is dragged into the window."""

from pathlib import Path

from PySide6.QtCore import QMimeData


def data_file_of(dragged: QMimeData) -> Path | None:
    """The one data file that is dragged, None for anything else."""
    urls = dragged.urls()
    path = Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None
    return path if path is not None and path.suffix.lower() == ".db" else None
