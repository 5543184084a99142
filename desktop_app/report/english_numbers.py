"""Writes numbers as readers of English expect them: `35.436` is 35,436 and `64,2%` is 64.2%."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_NUMBER = re.compile(r"(?<![\w.,])(\d{1,3}(?:\.\d{3})+|\d+)(,\d+)?(?!\w)")
_WANTED: ContextVar[bool] = ContextVar("numbers as in English", default=False)


def in_english(text: str) -> str:
    """A text with its numbers as English has them; days and codes stay."""
    return _NUMBER.sub(lambda found: found[1].replace(".", ",") + (found[2] or "").replace(",", "."), text)


def as_printed(number: str) -> str:
    """A number of a cell as this report writes it."""
    return in_english(number) if _WANTED.get() else number


@contextmanager
def english_numbers() -> Iterator[None]:
    """Inside, cells are printed with numbers as English has them."""
    token = _WANTED.set(True)
    try:
        yield
    finally:
        _WANTED.reset(token)
