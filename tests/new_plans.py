"""A folder with the plan that `plan new` writes, and changes of its files."""

from datetime import date
from pathlib import Path
from tempfile import mkdtemp

from desktop_app.session import plan_checks

ID, TITLE = "rung-2026", 'Kế hoạch "bảo vệ" rừng · 2026'


def new_plan_folder(above: Path | None = None) -> Path:
    folder = (above or Path(mkdtemp())) / ID
    folder.mkdir()
    for name, text in plan_checks.new_plan(ID, TITLE, date(2026, 3, 1)).items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def replace(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
