"""One register of words: what an officer reads says one thing in one word, spelt one way, wherever it stands."""

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from desktop_app.plan_files import available_plans, load_plan, plan_folder

ROOT = Path(__file__).parent.parent
# what is said, and what is not said in its place (as a pattern of what would be found)
REGISTER = {
    "giảm tác hại": r"(?<!tác )\bgiảm hại\b",
    "cách tính": r"(?<!hai )\bcách hiểu\b|\bcách đếm\b",
    "chặt hơn, rộng hơn": r"cách tính (chặt|rộng)(?! hơn)",
    "thanh tra, kiểm tra": r"^kiểm tra, xử lý$|\bkiểm tra, thanh tra\b",
    "mức đề ra": r"so với mục tiêu",
    "quá hạn": r"\btrễ( hạn)?\b",
    "tệp": r"(?-i:(?<!-)\bfile\b)|\btập tin\b",
    "mật khẩu": r"\bmật mã\b",
    "sao lưu": r"\bbackup\b|\bsao chép dự phòng\b",
    "thư mục": r"\bfolder\b",
    "phiếu": r"(?<!biên )\bbản ghi\b|\bbiểu ghi\b|\brecord\b",
    "không phát sinh": r"\bkhông có phát sinh\b",
    "người bán dâm": r"\bgái mại dâm\b|\bđối tượng mại dâm\b",
}
ENGLISH = "english.md"  # the one page of the guide that is
FILLED = re.compile(r"\{[^{}]*\}")
TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}


@cache
def texts() -> tuple[tuple[str, str], ...]:
    """(where, Vietnamese text) of all messages and of all that the plans say."""
    found: list[tuple[str, str]] = []
    for path in sorted((ROOT / "resources" / "i18n").glob("*.json")):
        messages = json.loads(path.read_text(encoding="utf-8"))
        found += [(key, FILLED.sub("", message["vi"])) for key, message in messages.items()]
    for plan in available_plans():
        found += [(plan, text) for text in _spoken(load_plan(plan_folder(plan)))]
    brief = [
        json.loads(file.read_text(encoding="utf-8")) for file in (ROOT / "resources" / "plans").rglob("brief.json")
    ]
    for page in sorted((ROOT / "resources" / "guide").glob("*.md")):
        if page.name != ENGLISH:
            found += [(page.name, line) for line in page.read_text(encoding="utf-8").splitlines()]
    return (*found, *(("brief.json", text) for text in _strings(brief)))


def _spoken(part: Any) -> Iterator[str]:
    """Every text that a plan has in Vietnamese."""
    if isinstance(part, dict):
        if isinstance(part.get("vi"), str):
            yield part["vi"]
        for inner in part.values():
            yield from _spoken(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from _spoken(inner)


def _strings(part: Any) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        for key, inner in part.items():
            yield from (key, *_strings(inner))


@pytest.mark.parametrize("said", REGISTER)
def test_one_thing_has_one_word(said: str) -> None:
    other = re.compile(REGISTER[said], re.IGNORECASE)
    assert [(where, text) for where, text in texts() if other.search(text)] == []


def spelling(word: str) -> str:
    """What two spellings of one word share: the tone wherever it stands, i for y behind a consonant."""
    marks = unicodedata.normalize("NFD", word.lower())
    tone = "".join(sign for sign in marks if sign in TONES)
    bare = unicodedata.normalize("NFC", "".join(sign for sign in marks if sign not in TONES))
    return re.sub(r"(?<=[bcdđghklmnprstvx])y$", "i", bare) + tone


def test_a_word_is_spelt_one_way() -> None:
    spelt: dict[str, dict[str, str]] = defaultdict(dict)
    for where, text in texts():
        for word in re.findall(r"[^\W\d_]+", unicodedata.normalize("NFC", text)):
            spelt[spelling(word)].setdefault(word.lower(), where)
    assert [ways for ways in spelt.values() if len(ways) > 1] == []
