"""Some of the hostile files of `make hostile`, and the proof that what would be wrong with one is found."""

from pathlib import Path

from tests.harness.hostile.__main__ import Tried, try_all
from tests.harness.hostile.cases import made_cases

MADE, MUTANTS = 18, 10
# mutants that were tracebacks once: pages swapped, bits of the schema, half a letter in the plan
FOUND = (5175, 6187, 6341, 16838, 8214)
GUARDED = ("virtual cleaning", "value planting.tools 31")  # without the guards they bring the program down


def numbers_of(*names: str) -> list[int]:
    return [number for number, (name, _) in enumerate(made_cases()) if name in names]


def faults(tried: list[Tried]) -> dict[str, list[str]]:
    return {one.name: one.faults for one in tried if one.faults}


def test_there_are_many_and_no_two_have_one_name() -> None:
    names = [name for name, _ in made_cases()]
    assert len(names) == len(set(names)) > 500


def test_no_hostile_file_brings_the_program_down_or_changes_ours(tmp_path: Path) -> None:
    first = len(made_cases())
    numbers = [*range(MADE), *numbers_of(*GUARDED), *range(first, first + MUTANTS), *FOUND]
    tried = list(try_all(numbers, tmp_path))
    assert len(tried) == len(numbers)
    assert faults(tried) == {}


def test_without_the_guards_it_would_be_found(tmp_path: Path) -> None:
    assert faults(list(try_all(numbers_of(*GUARDED), tmp_path, "tests.harness.hostile.unguarded"))).keys() == {*GUARDED}
