"""What the format of a number in a spreadsheet says of its value: whether it is a day, and which zeros are shown."""

import re
from functools import lru_cache

BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
    14: "dd/mm/yyyy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm",
    21: "h:mm:ss", 22: "dd/mm/yyyy h:mm", 37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00", 45: "mm:ss",
    46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@",
}  # fmt: skip
_LITERAL = re.compile(r'"([^"]*)"|\\(.)|\[\$([^\]-]*)[^\]]*\]|([$€£¥₫])')
_FILLER = re.compile(r"[_*].")
_SCALED = re.compile(r"[0#?],+(?![0#?,])")
_EXTRA = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]')  # words, fillers, colours, languages


@lru_cache(1024)
def is_day(format_: str) -> bool:
    """Whether a number is shown as a day or a time."""
    bare = re.sub(r"s\.0+", "s", _EXTRA.sub("", format_.split(";")[0]).lower())
    return bare != "standard" and re.search("[dmhys]", bare) is not None and re.search("[0#?]", bare) is None


@lru_cache(1024)
def hides_day(format_: str) -> bool:
    """Whether a day is shown as its month or year alone: under 05/2022 lies the first of May unseen."""
    bare = _EXTRA.sub("", format_.split(";")[0]).lower()
    return is_day(format_) and re.search("[dhs]", bare) is None


def words_beside(format_: str) -> str:
    """The words and signs of money that stand beside a number."""
    literals = _LITERAL.findall(_FILLER.sub("", format_.split(";")[0]))
    return " ".join(part for parts in literals for part in parts if part.strip())


def shows_other_digits(format_: str) -> bool:
    """Whether a number is shown in thousands or millions, or not at all."""
    first, *others = format_.split(";")
    return bool(others and not first.strip()) or _SCALED.search(_EXTRA.sub("", first)) is not None


@lru_cache(1024)
def shows_other_words(format_: str) -> bool:
    """Whether a text is shown with words beside it, or not at all."""
    parts = format_.split(";")
    of_text = parts[3] if len(parts) > 3 else next((part for part in parts if "@" in part), "@")
    return "@" not in _EXTRA.sub("", of_text) or bool(words_beside(of_text))


@lru_cache(1024)
def least_digits(format_: str) -> int | None:
    """How many digits of a whole number are shown at least; None where more than digits is shown, or fewer."""
    bare = format_.split(";")[0].strip()
    if bare.lower() in ("", "general", "@", "#", "standard"):
        return 1
    if re.fullmatch(r"0+", bare):
        return len(bare)
    return 1 if re.fullmatch(r"#[,.\s]##0(_\)|_-)?", bare) else None
