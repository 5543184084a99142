"""All hostile files by their number: first those that are made, then what chance makes."""

import random
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from tests.hostile.mutants import mutate
from tests.hostile.packed import zip_cases
from tests.hostile.structure import log_cases, part_cases, plan_cases
from tests.hostile.values import name_cases, value_cases


@cache
def made_cases() -> list[tuple[str, Callable[[Path], Any]]]:
    """The made ones: names, and what is done to a whole file."""
    found = [*value_cases(), *name_cases(), *part_cases(), *log_cases(), *plan_cases(), *zip_cases()]
    random.Random(1).shuffle(found)  # so that the first ones are of every sort
    return found


def made(number: int, path: Path) -> str:
    """Make the file of a number out of a whole one; "" where chance has to make it."""
    cases = made_cases()
    if number >= len(cases):
        return ""
    name, change = cases[number]
    change(path)
    return name


def mutant(number: int, path: Path) -> str:
    """Let chance make the file of a number; says how."""
    return mutate(path, number)
