"""No word of a plan stands in the program: code and messages are the same whatever the plan says."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_app.domain.plan_check_roles import ROLES
from desktop_app.plan_files import available_plans, load_plan, plan_folder
from desktop_app.report.extras import EXTRAS

ROOT = Path(__file__).resolve().parent.parent
CODE = [path for folder in ("desktop_app", "db", "ui") for path in sorted((ROOT / folder).rglob("*.py"))]
GENERAL = [ROOT / "resources" / "plans" / name for name in ("brief.json", "headings.json", "states.json")]
MESSAGES = [*sorted((ROOT / "resources" / "i18n").glob("*.json")), *GENERAL]
# names of a plan that the program has for things of its own
OURS = {"period_code", "plan_year", *EXTRAS}


def words_of_plans() -> Iterator[str]:
    """What only these plans say: their numbers, places, subjects, codes of indicators, and names made of two words."""
    for name in available_plans():
        plan = load_plan(plan_folder(name))
        head = plan["plan"]
        root = next(row for row in plan["units"][head["unit_version"]] if row[0] == head["root"])
        number = head["doc_no"].partition("/")[0]
        yield from (head["id"], head["doc_no"], f"Kế hoạch {number}", root[4].removeprefix(root[3]).strip())
        yield from (str(head["settings"]["subject"]), str(head["settings"]["subject"]).rpartition(",")[2].strip())
        yield from (f'"{code}"' for code in plan["indicators"])
        yield from (f"`{code}`" for code in plan["indicators"])
        values = {value for choices in plan["choices"].values() for value in choices if "_" in value}
        names = {name for part in ("kinds", "sets") for name in plan[part] if "_" in name}
        yield from (names | values) - OURS - {*ROLES}


WORDS = [*sorted({word for word in words_of_plans() if len(word) > 3}), "mại dâm", "prostitution"]


def found_in(path: Path) -> list[str]:
    text = path.read_text(encoding="utf-8")
    return [f"{path.relative_to(ROOT)}: {word}" for word in WORDS if word.lower() in text.lower() and whole(word, text)]


def whole(word: str, text: str) -> bool:
    """Whether it stands there as a word, and not inside a longer one."""
    return bool(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE))


def test_the_words_are_those_of_the_plans() -> None:
    assert {
        "lai-chau-2022",
        "lai-chau-2025",
        "768/KH-UBND",
        "434/KH-UBND",
        "Lai Châu",
        "mại dâm",
        '"3.2"',
        "comm_activity",
    } <= {*WORDS}


@pytest.mark.parametrize("paths", [CODE, MESSAGES], ids=["code", "messages"])
def test_no_word_of_a_plan_stands_in_the_program(paths: list[Path]) -> None:
    assert [one for path in paths for one in found_in(path)] == []


def test_a_word_would_be_found(tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_text("x = 'Kế hoạch 768/KH-UBND'  # comm_activity, không phải recomm_activity", encoding="utf-8")
    text = path.read_text(encoding="utf-8")
    assert [word for word in WORDS if whole(word, text)] == ["768/KH-UBND", "Kế hoạch 768", "comm_activity"]


def test_no_message_gives_a_code_of_an_indicator() -> None:
    codes = {code for name in available_plans() for code in load_plan(plan_folder(name))["indicators"]}
    told = re.compile(rf"(?<![\d.])({'|'.join(map(re.escape, sorted(codes)))})(?![\d.]|,\d)")
    found = [
        key for path in MESSAGES for key, message in json.loads(path.read_text(encoding="utf-8")).items()
        if isinstance(message, dict) and any(told.search(str(text)) for text in message.values())
    ]  # fmt: skip
    assert found == []
