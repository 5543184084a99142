"""What is wrong in a text of the plan language is said with its place, what was meant, and all at once."""

from collections.abc import Iterable, Mapping
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from desktop_app.domain.plan_check import check_plan
from desktop_app.domain.plan_language import vocabulary
from desktop_app.domain.plan_language.language import language_of
from desktop_app.domain.plan_parsing import LaterPlanError, is_later, parse_plan
from desktop_app.domain.plan_shape import PART
from desktop_app.plan_files import available_plans, load_plan, plan_folder
from desktop_app.texts import in_words

PAGE = Path(__file__).resolve().parents[2] / "docs" / "PLAN_LANGUAGE.md"
DEFAULT_33 = "indicators/3.3/readings/default"


@cache
def shipped(name: str = "lai-chau-2022") -> dict[str, Any]:
    return load_plan(plan_folder(name))


def changed(changes: Mapping[str, Any]) -> dict[str, Any]:
    """The plan of 2022 with other values at these places; None takes one away."""
    source = deepcopy(shipped())
    for path, value in changes.items():
        *steps, last = path.split("/")
        part: Any = source
        for step in steps:
            part = part[step]
        if value is None:
            del part[last]
        else:
            part[last] = value
    return source


def mistakes(changes: Mapping[str, Any]) -> list[str]:
    return [in_words(sentence) for sentence in check_plan(changed(changes))]


MISTAKES = {
    "a field that is not there": (
        "sets/visits/where", "inspection.covers_prostituton", "sets.visits.where",
        "không có trường “covers_prostituton” (có phải “covers_prostitution”?)",
    ),
    "a set that is not there": (
        f"{DEFAULT_33}/numerator", "exists(visit)", "readings.default.numerator",
        "không có tập “visit” (có phải “visits”?)",
    ),
    "a function that is not there": (
        f"{DEFAULT_33}/numerator", "exist(visits)", "numerator", "không có hàm “exist” (có phải “exists”?)",
    ),
    "a choice that is not in its list": (
        "sets/visits/exclusions", {"closed_door": "result == 'dong_cua'"}, "exclusions.closed_door",
        "không có lựa chọn “dong_cua”",
    ),
    "a text where a number is needed": (
        "sets/visits/where", "inspection.decision_no > 3", "where", "không so sánh chữ với một số được",
    ),
    "a day where a condition is needed": (
        "sets/visits/where", "date", "where", "“date” là một ngày, ở đây cần một điều kiện",
    ),
    "a sum of a day": (
        f"{DEFAULT_33}/numerator", "sum(visits.date)", "numerator", "“visits.date” là một ngày, ở đây cần một số",
    ),
    "a dot behind what names no record": (
        "sets/visits/where", "date.year == 2022", "where", "trường “date” không dẫn tới phiếu khác",
    ),
    "a set without a link": (
        f"{DEFAULT_33}/numerator", "exists(attended)", "numerator", "ghi units để nối theo đơn vị",
    ),
    "units that are not said": (
        "indicators/1.1/readings/loose/numerator", "exists(visits)", "numerator", "units = \"own\"",
    ),
    "a set by parts of a calendar where there are none": (
        f"{DEFAULT_33}/numerator", "exists(own_media)", "numerator", "ở đây không có each",
    ),
    "a field that names school years where quarters are looked at": (
        "indicators/1.4/readings/strict/each", "quarter", "denominator", "chỉ dùng được với each = \"school_year\"",
    ),
    "a window that is not there": (
        "sets/visits/during", "year", "sets.visits.during", "không có khoảng thời gian “year”",
    ),
    "a window of what has no day": (
        "sets/active_schools/during", "period", "during", "loại phiếu school không có ngày",
    ),
    "a set that asks for itself": (
        "sets/statuses/of", "statuses", "statuses", "tập “statuses” gọi vòng quanh chính nó",
    ),
    "a number without a denominator": (
        f"{DEFAULT_33}/numerator", "count(visits)", "readings.default", "tử số là một số nên phải ghi denominator",
    ),
    "a denominator of a count": (
        "indicators/4.1/readings/default/denominator", "1", "readings.default", "count không có mẫu số",
    ),
    "a level that is not there": (
        "indicators/1.1/readings/loose/population", "unit:lowst", "population",
        "không có cấp “lowst” (có phải “lowest”?)",
    ),
    "no population": (f"{DEFAULT_33}/population", None, "readings.default", "thiếu population"),
    "no numerator": (f"{DEFAULT_33}/numerator", None, "readings.default", "thiếu numerator"),
    "a field where none is wanted": (
        f"{DEFAULT_33}/numerator", "exists(visits.date)", "numerator", "exists() chỉ nhận tên tập",
    ),
    "no field where one is wanted": (
        f"{DEFAULT_33}/numerator", "sum(visits)", "numerator", "sum() cần một trường của tập",
    ),
    "too few arguments": (
        f"{DEFAULT_33}/numerator", "if(true)", "numerator", "if() cần 3 giá trị",
    ),
    "signs of another language": (
        f"{DEFAULT_33}/numerator", "exists(visits) && true", "numerator", "không đọc được biểu thức",
    ),
    "what Python knows and the language does not": (
        f"{DEFAULT_33}/numerator", "[v for v in visits]", "numerator", "không đọc được biểu thức",
    ),
    "an expression nested beyond all bounds": (
        f"{DEFAULT_33}/numerator", f"{'not ' * 480}exists(visits)", "numerator", "không đọc được biểu thức",
    ),
    "a sum of a text": (f"{DEFAULT_33}/numerator", "'a' - 1", "numerator", "“'a'” là chữ, ở đây cần một số"),
    "a calendar that is not there": (
        "indicators/1.1/readings/default/numerator", "in_every(week, communication.form)", "numerator",
        "không có loại kỳ con “week”",
    ),
    "groups of another kind": (
        "indicators/5.1/readings/default/adds/group_by", ["member(unit)"], "readings.default.adds",
        "adds.group_by phải có cùng số phần",
    ),
    "a key that is not there": (
        f"{DEFAULT_33}/numerater", "1", "numerater", "không có khóa “numerater” (có phải “numerator”?)",
    ),
    "a total that the set has not": (
        "indicators/3.2/readings/default/numerator", "-total(baseline.source)", "numerator", "“baseline.source” là chữ",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_told_with_its_place(name: str) -> None:
    path, value, place, sentence = MISTAKES[name]
    found = mistakes({path: value})
    assert any(place in one and sentence in one for one in found), found


def test_all_mistakes_are_told_at_once() -> None:
    changes = {
        "sets/visits/where": "inspection.covers_prostituton", "sets/tips/values/due": "days_later(date, 3)",
        "indicators/1.1/readings/loose/numerator": "exists(communication_that_year)",
        f"{DEFAULT_33}/why": {"only_closed": "exclude(visits)"},
    }  # fmt: skip
    found = mistakes(changes)
    for name in ("covers_prostituton", "days_later", "communication_that_year", "“exclude”"):
        assert sum(name in one for one in found) == 1, (name, found)


def test_a_plan_of_a_later_program_is_known_as_one() -> None:
    later = changed({"plan/language": 99})
    assert is_later(later)
    with pytest.raises(LaterPlanError):
        parse_plan(later)
    assert not is_later(shipped())
    assert not is_later({})


def words_of(part: str, text: str) -> set[str]:
    """The words in the first column of the tables of a part of the page."""
    section = text.split(f"## {part}")[1].split("\n## ")[0]
    cells = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]
    return {word.partition("(")[0] for cell in cells for word in cell.replace("`", "").split(", ") if word.strip()}


def plain(words: Iterable[str]) -> set[str]:
    return {word.strip().partition(".")[0].partition("(")[0] for word in words}


def test_the_page_names_every_key_and_word() -> None:
    text = PAGE.read_text(encoding="utf-8")
    for word in (
        *vocabulary.PARAMETERS, *vocabulary.LEVELS, *vocabulary.FUNCTIONS, *vocabulary.ASKS, *vocabulary.WINDOWS,
        *vocabulary.CALENDARS, *vocabulary.POPULATIONS, *vocabulary.LINKS,
    ):  # fmt: skip
        assert f"`{word}" in text, word
    assert plain(words_of("Readings", text)) >= {key.removesuffix("_") for key in PART if key != "part_"}


def test_every_set_of_the_shipped_plans_is_used() -> None:
    for name in available_plans():
        language = language_of(shipped(name))
        text = str(shipped(name)["indicators"]) + str(shipped(name)["sets"])
        assert [one for one in language.sets if text.count(one) < 2] == []
