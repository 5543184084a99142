"""LibreOffice as a person at its keyboard: opens a workbook, types into its cells, saves it as it was."""

import subprocess
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

Typed = str | int | date
Cells = Mapping[tuple[str, str], Typed]  # by sheet and cell what is typed
_MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" script:language="StarBasic">
{source}</script:module>"""


def type_into(path: Path, cells: Cells) -> None:
    """Type into cells of a workbook; protected cells take nothing, as with a person."""
    profile = path.parent / "typing profile"
    office = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore"]
    for what in ("--terminate_after_init", "macro:///Standard.Module1.Fill"):  # the first makes the profile
        subprocess.run([*office, what], check=True, capture_output=True, timeout=180)
        (profile / "user/basic/Standard/Module1.xba").write_text(_macro(path, cells))


def _macro(path: Path, cells: Cells) -> str:
    source = "\n".join([
        "Sub Fill", "Dim none()", "On Error GoTo Refused",
        f'document = StarDesktop.loadComponentFromURL("{path.as_uri()}", "_blank", 0, none())',
        *(_typing(*where, what) for where, what in cells.items()),
        "document.store()", "Refused:", "document.close(True)", "StarDesktop.terminate()", "End Sub",
    ])  # fmt: skip
    return _MODULE.format(source=escape(source))


def _typing(sheet: str, cell: str, what: Typed) -> str:
    place = f"document.Sheets.getByName({_quoted(sheet)}).getCellRangeByName({_quoted(cell)})"
    if isinstance(what, date):
        return f"{place}.Value = DateSerial({what.year}, {what.month}, {what.day})"
    if isinstance(what, int):
        return f"{place}.Value = {what}"
    return f"{place}.String = {_quoted(what)}"


def _quoted(text: str) -> str:
    doubled = text.replace('"', '""')
    return f'"{doubled}"'
