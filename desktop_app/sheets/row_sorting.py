"""Rows that are no records: totals, groups, repeated headings, numbers of columns, notes and signatures."""

import re
from collections.abc import Container, Mapping
from itertools import pairwise

from desktop_app.domain.collation import fold
from desktop_app.sheets.grid import Cell, CellKind
from desktop_app.sheets.headings import heading_key, is_english
from desktop_app.sheets.number_texts import names_measure
from desktop_app.sheets.table_finding import ColumnHeading

_TOTAL = re.compile(
    r"tong(?! (ket|dai|cuc|duyet|ve sinh))( cong| so| chung| hop)?( \w+){0,6}"
    r"|cong(?! (tac|an|dong|nhan|chuc|ty|bo|khai|trinh))"
    r"( trang| don| luy ke| chung| cong| quy| thang| nam| huyen| xa)?( \w+){0,4}"
    r"|toan (huyen|xa|tinh|phuong|thi xa|thi tran|thanh pho|nganh|dia ban)"
    r"|mang sang( \w+){0,3}|chuyen (sang )?trang( \w+){0,2}|luy ke( \w+){0,5}"
    r"|(tieu|t) cong( \w+){0,5}|tc|ts|tong ket qua|total( \w+){0,3}|(\w+ ){1,6}total|(grand |sub)?sum"
)
_PLAIN_TOTAL = re.compile(  # no subject is only this
    r"(tong( cong| so| chung| ket qua)?|cong( don| trang| luy ke)?|luy ke|mang sang|(grand |sub)?total)"
    r"( (thang|quy|nam|ca|dau|tu|den|ngay|\d{1,18}|[ivx]+))*"
)
MOST_SIGNING = 3  # who signs beside each other
_INDEX = re.compile(r"[IVXL]+\.?|[A-ZĐ]\.?|[IVX]+\s*[-.)]")
_INDEXED = re.compile(r"([IVXL]+|[A-ZĐ])[.)]\s")
_NOTE = re.compile(r"(ghi chu|chu thich|luu y|nguon( so lieu)?|noi nhan|\*)\b.*|\*.*|don vi tinh.*")
_SIGNED = re.compile(
    r"nguoi (lap( bieu| bang)?|tong hop|bao cao)|lap bieu|thu truong( don vi)?|(pho )?chu tich|giam doc"
    r"|truong (phong|ban)|can bo lap( bieu)?|ke toan( truong)?|(tm|kt|tl|tuq|q)\b.*|ky (ten|ghi ro|va ghi|dong dau).*"
    r"|xac nhan.*|dai dien.*|noi nhan.*"
    r"|(\w+ ){0,4}ngay( \w+)? thang( \w+)? nam( \w+)?|luu vt.*|nhu tren"
)
_DAY = re.compile(r"\d{1,2}([./-])\d{1,2}\1(\d{2}|\d{4})|\d{4}-\d{2}-\d{2}")
_COLUMN_NUMBER = re.compile(r"[(\[]?\s*(\d{1,2}|[A-Za-z])\s*[)\]]?|\(?\d+\)?\s*=.*")


def texts_of(row: Mapping[int, Cell]) -> list[str]:
    """The words of a row from the left, each merged cell once."""
    found = [
        str(cell.value).strip() for _, cell in sorted(row.items()) if cell.kind is CellKind.TEXT and not cell.merged
    ]
    return [text for text in found if text]


def is_column_numbers(row: Mapping[int, Cell]) -> bool:
    """Whether a row numbers the columns: (1) (2) (3), A B 1 2."""
    texts = [str(cell.value).strip() for _, cell in sorted(row.items()) if not cell.merged]
    if len(texts) < 3 or not all(_COLUMN_NUMBER.fullmatch(text) for text in texts):
        return False
    numbers = [int(found[0]) for text in texts if "=" not in text and (found := re.findall(r"\d{1,18}", text))]
    return len(numbers) >= 2 and all(b - a in (1, 2) for a, b in pairwise(numbers)) and numbers[0] <= 2


def repeats_heading(row: Mapping[int, Cell], headings: Mapping[int, ColumnHeading], *, literally: bool = False) -> bool:
    """Whether a row says what stands above the columns, or a row of the heading; not `literally`, also in English."""
    words = ((str(cell.value), headings[n]) for n, cell in row.items() if n in headings)
    same = sum(_says_again(text, heading) or (not literally and _translates(text, heading)) for text, heading in words)
    return same >= 2 and same * 2 > len(row)


def _translates(text: str, heading: ColumnHeading) -> bool:
    return not heading.text.isascii() and is_english(text)


def _says_again(text: str, heading: ColumnHeading) -> bool:
    return bool(key := heading_key(text)) and key in map(heading_key, (heading.text, *heading.parts))


def names_measures(row: Mapping[int, Cell]) -> bool:
    """Whether a row says in what the columns count: buổi, người."""
    return bool(row) and all(names_measure(str(cell.value)) for cell in row.values())


def is_total(row: Mapping[int, Cell]) -> bool:
    """Whether the first words of a row, but for its number, say that it is a total."""
    return any(_TOTAL.fullmatch(text) for text in _first_words(row))


def is_plain_total(row: Mapping[int, Cell]) -> bool:
    """Whether they say nothing else, so that a unit or a day beside them is what the total is of."""
    return any(_PLAIN_TOTAL.fullmatch(text) for text in _first_words(row))


def _first_words(row: Mapping[int, Cell]) -> list[str]:
    return [" ".join(re.sub(r"[^\w ]", " ", fold(text)).split()) for text in texts_of(row)[:2]]


def is_group(row: Mapping[int, Cell]) -> bool:
    """Whether a row gives a name to those that follow: an index and a name, maybe with their sums."""
    texts = texts_of(row)
    if not texts or any(cell.kind in (CellKind.DAY, CellKind.TRUTH) for cell in row.values()):
        return False
    if len(texts) == 2:
        return _INDEX.fullmatch(texts[0]) is not None
    return len(texts) == 1 and _INDEXED.match(texts[0]) is not None and not is_total(row)


def is_spread(row: Mapping[int, Cell], numbering: Container[int]) -> bool:
    """Whether one text is merged over several columns, and nothing else stands there but a number of the row."""
    others = {str(cell.value) for n, cell in row.items() if n not in numbering}
    return len(others) == 1 and len(row) > 1 and any(cell.merged for cell in row.values())


def is_note(row: Mapping[int, Cell]) -> bool:
    texts = texts_of(row)
    return bool(texts) and (_NOTE.fullmatch(fold(texts[0])) is not None or is_signature(row))


def is_signature(row: Mapping[int, Cell]) -> bool:
    """Whether a row says who signs, or where and when; numbers stand beside that in a record alone."""
    return any(_signs(cell) for cell in row.values()) and may_sign(row)


def may_sign(row: Mapping[int, Cell]) -> bool:
    """Whether a row may stand among signatures: few words, and no numbers beside what is signed."""
    beside = besides_signing(row)
    return len(texts_of(row)) <= MOST_SIGNING and (
        len(row) == 1 or not any(any(c.isdigit() for c in str(cell.value)) for cell in beside.values())
    )


def besides_signing(row: Mapping[int, Cell]) -> dict[int, Cell]:
    """The cells of a row but those that say who signs, or where and when."""
    return {number: cell for number, cell in row.items() if not _signs(cell)}


def holds_day(row: Mapping[int, Cell]) -> bool:
    """Whether a cell is a day and nothing else."""
    return any(cell.kind is CellKind.DAY or _DAY.fullmatch(str(cell.value).strip()) for cell in row.values())


def _signs(cell: Cell) -> bool:
    bare = " ".join(re.sub(r"[^\w ]", " ", fold(str(cell.value))).split())
    return cell.kind is CellKind.TEXT and not cell.merged and _SIGNED.fullmatch(bare) is not None
