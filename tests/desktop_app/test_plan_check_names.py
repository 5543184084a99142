"""What the validator says of names that parts of a plan had before, and of parts that are retired."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from desktop_app.domain.plan_check import check_plan
from tests.desktop_app.test_plan_check import WHOLE
from tests.sentences import said

Change = Callable[[dict[str, Any]], object]


def changed(change: Change) -> dict[str, Any]:
    plan = deepcopy(WHOLE)
    change(plan)
    return plan


def kind(plan: dict[str, Any], name: str = "planting") -> dict[str, Any]:
    found: dict[str, Any] = plan["kinds"][name]
    return found


def field(plan: dict[str, Any], name: str = "tree") -> dict[str, Any]:
    found: dict[str, Any] = kind(plan)["fields"][name]
    return found


def choices(plan: dict[str, Any]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = plan["choices"][field(plan)["choices"]]
    return found


def first_choice(plan: dict[str, Any]) -> dict[str, Any]:
    return next(iter(choices(plan).values()))


SOUND: dict[str, Change] = {
    "one name before": lambda plan: field(plan).update(was="plant"),
    "several names before": lambda plan: field(plan).update(was=["plant", "seedling"]),
    "a kind": lambda plan: kind(plan).update(was="trees_planted"),
    "two choices that became one": lambda plan: first_choice(plan).update(was=["oak", "red_oak"]),
    "a retired field": lambda plan: field(plan, "note").update(retired=True),
    "a retired choice": lambda plan: first_choice(plan).update(retired=True),
    "a retired kind": lambda plan: kind(plan).update(retired=True),
}
BROKEN: dict[str, tuple[Change, str]] = {
    "a name that is still there": (lambda plan: field(plan).update(was="day"), "“day” vẫn còn là một tên"),
    "its own name": (lambda plan: field(plan).update(was="tree"), "“tree” vẫn còn là một tên"),
    "a circle": (
        lambda plan: (field(plan).update(was="day"), field(plan, "day").update(was="tree")),
        "“tree” vẫn còn là một tên",
    ),
    "one name of two fields": (
        lambda plan: (field(plan).update(was="old"), field(plan, "trees").update(was=["older", "old"])),
        "“old” đã là tên cũ của “tree”",
    ),
    "a kind that is still there": (lambda plan: kind(plan).update(was="planting_check"), "vẫn còn là một tên"),
    "a choice that is still there": (
        lambda plan: first_choice(plan).update(was=list(choices(plan))[1]),
        "vẫn còn là một tên",
    ),
    "a name of the program's own": (lambda plan: kind(plan).update(was="erasure"), "chương trình đã dùng"),
    "a column of the program's own": (lambda plan: field(plan).update(was="deleted"), "chương trình đã dùng"),
    "no name at all": (lambda plan: field(plan).update(was=[]), "danh mục chưa có giá trị nào"),
    "a name twice": (lambda plan: field(plan).update(was=["old", "old"]), "“old” ghi hai lần"),
    "what is no name": (lambda plan: field(plan).update(was="Cây cũ"), "tên không hợp lệ"),
    "a number": (lambda plan: field(plan).update(was=3), "một từ hoặc danh sách từ"),
    "a retired field that is required": (
        lambda plan: field(plan, "note").update(retired=True, required="always"),
        "đã thôi nhập thì không có required",
    ),
    "a retired day": (lambda plan: field(plan, "day").update(retired=True), "không thôi nhập được"),
    "a list without a choice left": (
        lambda plan: [choice.update(retired=True) for choice in choices(plan).values()],
        "mọi lựa chọn đều đã thôi dùng",
    ),
}


@pytest.mark.parametrize("name", SOUND)
def test_a_renaming_that_makes_sense_is_right(name: str) -> None:
    assert said(check_plan(changed(SOUND[name]))) == []


@pytest.mark.parametrize("name", BROKEN)
def test_a_renaming_that_makes_no_sense_is_told(name: str) -> None:
    change, words = BROKEN[name]
    found = said(check_plan(changed(change)))
    assert any(words in sentence for sentence in found), found


def test_a_choice_of_a_natural_key_keeps_its_code() -> None:
    def key(plan: dict[str, Any]) -> None:
        next(iter(plan["choices"]["period_code"].values()))["was"] = "H0"

    found = said(check_plan(changed(key)))
    assert any("mã lựa chọn trong khóa tự nhiên không đổi được" in sentence for sentence in found), found
