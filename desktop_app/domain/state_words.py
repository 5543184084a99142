"""The words by which a text says a state or a number: `chưa có số liệu`, `đạt`, `tăng`; `hai` for 2."""

import json
import re
from functools import cache
from typing import Any

from desktop_app import paths

_DATE = re.compile(r"\d{1,2}/\d{1,2}/\d{4}|(?<=ngày )\d{1,2}/\d{1,2}\b|(?<=ngày )\d{1,2} tháng \d{1,2}(?: năm \d{4})?")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*(?: ?%)?")
_THOUSANDS = re.compile(r"\.(?=\d{3}(?!\d))")


@cache
def _words() -> dict[str, Any]:
    """No part of any plan: texts written under one are judged under the next."""
    found: dict[str, Any] = json.loads((paths.resources() / "plans" / "states.json").read_text(encoding="utf-8"))
    return found


@cache
def _patterns(group: str) -> dict[str, re.Pattern[str]]:
    return {name: re.compile(words) for name, words in _words()[group].items()}


def states(text: str) -> dict[str, str]:
    """The states that a text claims, each with the words that do; `text` in small letters."""
    found = ((name, pattern.search(text)) for name, pattern in _patterns("states").items())
    return {name: match[0] for name, match in found if match}


def judged_alone() -> frozenset[str]:
    """The states that a draft says in the same words everywhere, so that a text can be held against it alone."""
    return frozenset(_words()["alone"])


def without_days(text: str) -> str:
    """A text without its days: that they pass makes nothing wrong."""
    return _DATE.sub(" ", text)


def numbers(text: str) -> dict[str, str]:
    """The numbers of a text in one form (1490, 64,2%), each as it is written there; days are none."""
    bare = without_days(text)
    found = {_plain(match[0]): match[0] for match in _NUMBER.finditer(bare)}
    spelt = ((digit, pattern.search(bare)) for digit, pattern in _patterns("numbers").items())
    return {digit: match[0] for digit, match in spelt if match} | found


def _plain(number: str) -> str:
    """1.490 and 1490, 05 and 5, 64,2 % and 64.2%, 100,0% and 100% are the same."""
    percent = "%" if number.endswith("%") else ""
    whole, _, parts = _THOUSANDS.sub("", number.rstrip("% ")).replace(".", ",").partition(",")
    parts = parts.rstrip("0")
    return f"{whole.lstrip('0') or '0'}{',' if parts else ''}{parts}{percent}"
