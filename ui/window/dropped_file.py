"""A data file, or a spreadsheet, that is dragged into the window."""

from pathlib import Path

from PySide6.QtCore import QMimeData

DATA_FILES, SHEETS = (".db",), (".xlsx", ".xls", ".ods", ".csv")


def data_file_of(dragged: QMimeData) -> Path | None:
    """The one data file that is dragged, None for anything else."""
    return _one_of(dragged, DATA_FILES)


def sheet_of(dragged: QMimeData) -> Path | None:
    """The one spreadsheet that is dragged, None for anything else."""
    return _one_of(dragged, SHEETS)


def _one_of(dragged: QMimeData, endings: tuple[str, ...]) -> Path | None:
    urls = dragged.urls()
    path = Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None
    return path if path is not None and path.suffix.lower() in endings else None
