"""Cells for the clipboard: text with tabs, and a table of HTML with the numbers and days behind what it shows."""

import csv
import html
import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal

from msgspec import Struct

from desktop_app.domain.typed_value import Value
from desktop_app.sheets.grid import ORIGINS

_FORMULA = ("=", "+", "-", "@")
_HEAD = '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><meta charset="utf-8"><body><table sdval="">'
_DAY, _TEXT, _POINT = "dd/mm/yyyy", "\\@", "\\."


class BlockCell(Struct, frozen=True):
    """What a cell shows, and the number or (`day`) the day behind it; `format`: how a spreadsheet shows the number."""

    text: str
    value: Value = None
    day: bool = False
    format: str = ""

    @property
    def number(self) -> int | float | Decimal | None:
        """What a spreadsheet keeps of it; None of words."""
        if self.day and isinstance(self.value, str):
            return (datetime.fromisoformat(self.value) - ORIGINS["1900"]).days
        return self.value if isinstance(self.value, int | Decimal) and not isinstance(self.value, bool) else None


def as_text(lines: Iterable[Sequence[BlockCell]]) -> str:
    """Numbers without points between thousands, and no words that a spreadsheet would reckon out."""
    target = io.StringIO(newline="")
    csv.writer(target, delimiter="\t", lineterminator="\n").writerows([_plain(cell) for cell in line] for line in lines)
    return target.getvalue().removesuffix("\n")


def _plain(cell: BlockCell) -> str:
    if cell.format:
        return cell.text
    if cell.number is not None and not cell.day:
        return f"{cell.number:f}".replace(".", ",") if isinstance(cell.number, Decimal) else str(cell.number)
    return f"'{cell.text}" if cell.text.startswith(_FORMULA) else cell.text


def as_html(lines: Iterable[Sequence[BlockCell]], line_break: str = " ") -> str:
    """Excel reads `x:num`, LibreOffice `sdval`; words are words to both, whatever they begin with. Both would put what
    stands behind a `line_break` of HTML into the row below.
    """
    rows = (f"<tr>{''.join(_td(cell, line_break) for cell in line)}</tr>" for line in lines)
    return f"{_HEAD}{''.join(rows)}</table></body></html>"


def _td(cell: BlockCell, line_break: str) -> str:
    text = html.escape(cell.text).replace("\n", line_break)
    if cell.number is None:
        return f'<td style=\'mso-number-format:"{_TEXT}"\' sdnum="1066;0;@">{text}</td>'
    number = f"{cell.number:f}" if isinstance(cell.number, Decimal) else str(cell.number)
    if cell.format:  # LibreOffice would take the number without its format, so that it stays words there
        look = cell.format.replace(".", _POINT)
        return f'<td style=\'mso-number-format:"{look}"\' x:num="{number}" sdnum="1066;0;@">{text}</td>'
    shown, format_ = (f"style='mso-number-format:\"{_DAY}\"' ", f"1066;0;{_DAY.upper()}") if cell.day else ("", "1066;")
    said = number.replace(".", ",")  # LibreOffice reads it in the language that `sdnum` names
    return f'<td {shown}x:num="{number}" sdval="{said}" sdnum="{format_}">{text}</td>'
