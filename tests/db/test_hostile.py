"""Some of the hostile files of `make hostile`, and the proof that what would be wrong with one is found."""

from pathlib import Path

import pytest

from tests.hostile.__main__ import Tried, try_all
from tests.hostile.cases import made_cases

MADE, MUTANTS = 30, 15


def number_of(name: str) -> int:
    return next(number for number, (known, _) in enumerate(made_cases()) if known == name)


def faults(tried: list[Tried]) -> dict[str, list[str]]:
    return {one.name: one.faults for one in tried if one.faults}


def test_there_are_many_and_no_two_have_one_name() -> None:
    names = [name for name, _ in made_cases()]
    assert len(names) == len(set(names)) > 500


def test_no_hostile_file_brings_the_program_down_or_changes_ours(tmp_path: Path) -> None:
    first = len(made_cases())
    tried = [*try_all(range(MADE), tmp_path), *try_all(range(first, first + MUTANTS), tmp_path)]
    assert len(tried) == MADE + MUTANTS
    assert faults(tried) == {}


@pytest.mark.parametrize("name", ["virtual cleaning", "value planting.tools 31"])
def test_without_the_guards_it_would_be_found(tmp_path: Path, name: str) -> None:
    numbers = [number_of(name)]
    assert faults(list(try_all(numbers, tmp_path))) == {}
    assert faults(list(try_all(numbers, tmp_path, "tests.hostile.unguarded"))).keys() == {name}
