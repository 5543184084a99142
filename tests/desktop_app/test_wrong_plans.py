"""Plans that are made wrong by rules: each is refused with its place, several at once are all told, none takes long."""

from pathlib import Path

import pytest

from desktop_app.plan_files import plan_folder
from desktop_app.plan_reading import mistakes_in
from tests.new_plans import new_plan_folder
from tests.wrong_plans import judge, key_of, names, senseless_plans, several_wrongs, wrong_plans

SENSELESS = {"lai-chau-2022": 10, "new": 400}
PLANS = {"lai-chau-2022": 40, "lai-chau-2025": 40, "new": 70}


def folder_of(plan: str, tmp_path: Path) -> Path:
    return new_plan_folder(tmp_path) if plan == "new" else plan_folder(plan)


@pytest.mark.parametrize("plan", PLANS)
def test_every_wrong_plan_is_refused_with_its_file_and_entry(plan: str, tmp_path: Path) -> None:
    wrong = list(wrong_plans(folder_of(plan, tmp_path), PLANS[plan]))
    assert len(wrong) == PLANS[plan]
    faults = {(one.rule.name, key_of(one.steps)): judge(one) for one in wrong}
    assert {place: fault for place, fault in faults.items() if fault} == {}


@pytest.mark.no_cover
@pytest.mark.parametrize("plan", ["lai-chau-2022", "new"])
def test_several_wrongs_of_one_plan_are_all_told(plan: str, tmp_path: Path) -> None:
    untold = []
    for files, together in several_wrongs(folder_of(plan, tmp_path), 40):
        mistakes = mistakes_in(files)
        untold += [
            (one.rule.name, one.entry) for one in together if not any(names(found, one.entry) for found in mistakes)
        ]
    assert untold == []


@pytest.mark.no_cover
@pytest.mark.parametrize("plan", SENSELESS)
def test_whatever_stands_in_a_plan_is_judged_without_a_fault_of_ours(plan: str, tmp_path: Path) -> None:
    found = [len(mistakes_in(files)) for files in senseless_plans(folder_of(plan, tmp_path), SENSELESS[plan], seed=1)]
    assert sum(map(bool, found)) > len(found) / 2
