"""Reads a printed report as a stranger would: the numbers and words of a PDF, DOCX or XLSX, with no code of ours."""

import io
import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple
from xml.etree import ElementTree
from zipfile import ZipFile

from tests.processes import pdf_text

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
NUMBER = re.compile(r"(?<![\w/.,])[+-]?\d+(?:\.\d{3})*(?:,\d+)?%?")
Table = list[list[str]]


class Paper(NamedTuple):
    """What a file says: its paragraphs, and its tables row by row."""

    paragraphs: list[str]
    tables: list[Table]

    @property
    def numbers(self) -> set[str]:
        texts = [*self.paragraphs, *(cell for table in self.tables for row in table for cell in row)]
        return {number for text in texts for number in numbers_of(text)}


def numbers_of(text: str) -> list[str]:
    """Numbers in one form: without zeros before them and points between thousands; both sides of a fraction."""
    found = NUMBER.findall(text.replace("/", " / ").replace("–", " ").replace("\u00a0", " "))
    return [plain(number) for number in found]


def plain(number: str) -> str:
    sign = "-" if number.startswith("-") else ""
    bare = number.lstrip("+-").replace(".", "")
    whole, comma, parts = bare.partition(",")
    return f"{sign}{whole.lstrip('0') or '0'}{comma}{parts}" if not whole.endswith("%") else sign + bare.lstrip("0")


def read_pdf(content: bytes) -> tuple[str, int]:
    """The text of all pages, and how many there are."""
    text = unicodedata.normalize("NFC", pdf_text(content))
    return text, text.count("\f")


def read_docx(content: bytes) -> Paper:
    body = ElementTree.fromstring(ZipFile(io.BytesIO(content)).read("word/document.xml"))[0]
    paragraphs, tables = [], []
    for element in body:
        if element.tag == f"{WORD}p":
            paragraphs.append(_said(element))
        elif element.tag == f"{WORD}tbl":
            tables.append([[_said(cell) for cell in row.iter(f"{WORD}tc")] for row in element.iter(f"{WORD}tr")])
    return Paper([text for text in paragraphs if text], tables)


def _said(element: ElementTree.Element) -> str:
    parts = []
    for one in element.iter():
        if one.tag == f"{WORD}t":
            parts.append(one.text or "")
        elif one.tag in (f"{WORD}br", f"{WORD}p") and parts:
            parts.append(" ")
    return " ".join("".join(parts).split())


def read_xlsx(content: bytes, *, digits: bool = False) -> dict[str, list[list[str]]]:
    """By the names of the sheets their rows; numbers as their formats show them, shares with all their `digits`."""
    packed = ZipFile(io.BytesIO(content))
    texts = [_plain_text(one) for one in ElementTree.fromstring(packed.read("xl/sharedStrings.xml"))]
    styles = ElementTree.fromstring(packed.read("xl/styles.xml"))
    codes = {one.get("numFmtId"): str(one.get("formatCode")) for one in styles.iter(f"{SHEET}numFmt")}
    cells = styles.find(f"{SHEET}cellXfs")
    formats = [codes.get(one.get("numFmtId"), "") for one in (cells if cells is not None else ())]
    names = [
        str(one.get("name")) for one in ElementTree.fromstring(packed.read("xl/workbook.xml")).iter(f"{SHEET}sheet")
    ]
    found = {}
    for number, name in enumerate(names, start=1):
        sheet = ElementTree.fromstring(packed.read(f"xl/worksheets/sheet{number}.xml"))
        lines = (row.iter(f"{SHEET}c") for row in sheet.iter(f"{SHEET}row"))
        rows = ([_cell(cell, texts, formats, digits) for cell in line] for line in lines)
        found[name] = [row for row in rows if any(row)]
    return found


def _plain_text(element: ElementTree.Element) -> str:
    return "".join(one.text or "" for one in element.iter(f"{SHEET}t"))


def _cell(cell: ElementTree.Element, texts: list[str], formats: list[str], digits: bool) -> str:
    value = cell.find(f"{SHEET}v")
    if value is None or value.text is None:
        return ""
    if cell.get("t") == "s":
        return texts[int(value.text)]
    code = formats[int(cell.get("s", "0"))]
    if "%" in code and digits:
        return f"{100 * float(value.text):.9f}%".replace(".", ",")
    if "%" in code:
        return shown_percent(float(value.text))
    number = float(value.text)
    return f"{int(number)}" if number == int(number) else f"{number:g}".replace(".", ",")


def shown_percent(share: float) -> str:
    """One decimal, half away from zero."""
    tenths = int(abs(share) * 1000 + 0.5 + 1e-9)
    return f"{'-' if share < 0 and tenths else ''}{tenths // 10},{tenths % 10}%"


def rows_headed(tables: list[Table], first: str) -> Iterator[dict[str, str]]:
    """The rows of every table whose head begins with this title, by the titles of their columns."""
    for table in tables:
        if table and table[0] and table[0][0] == first:
            yield from (dict(zip(table[0], row, strict=True)) for row in table[1:] if len(row) == len(table[0]))
