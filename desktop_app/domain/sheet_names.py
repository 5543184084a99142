"""What a sheet of a workbook is called: a name that Excel and LibreOffice take, whatever words it is made of."""

from collections.abc import Iterable

LONGEST = 31  # UTF-16 units: what Excel counts
RESERVED = "History"  # Excel keeps it for itself, in any letters
_FORBIDDEN = "[]:*?/\\'"  # the last one only where a name begins or ends, but it would have to be doubled in formulas
_NO_LETTERS = {*map(chr, (*range(0x20), *range(0x7F, 0xA0), 0xFFFE, 0xFFFF)), *map(chr, range(0xD800, 0xE000))}


def sheet_name(title: str, taken: Iterable[str] = ()) -> str:
    """The title as the name of a sheet: none of the signs that no name holds, cut at a whole word where it is too long,
    numbered where another sheet has it in whatever letters.
    """
    clean = "".join("-" if sign in _FORBIDDEN or sign in _NO_LETTERS else sign for sign in title).strip()
    short = clean if _length(clean) <= LONGEST else _first_words(clean)
    others = {one.casefold() for one in (RESERVED, *taken)}
    name, number = short or "1", 2
    while name.casefold() in others:
        name, number = f"{_cut(short, LONGEST - len(f' {number}'))} {number}", number + 1
    return name


def _first_words(text: str) -> str:
    begun = _cut(text, LONGEST - 1)
    return f"{begun.rpartition(' ')[0] or begun}…"


def _length(text: str) -> int:
    return len(text) + sum(sign > "\uffff" for sign in text)


def _cut(text: str, most: int) -> str:
    """As many whole letters as there is room for."""
    while _length(text) > most:
        text = text[: most if len(text) > most else -1]
    return text
