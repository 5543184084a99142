"""All hostile files by their number: first those that are made, then what chance makes."""

import random
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from tests.harness.hostile.books import book_cases
from tests.harness.hostile.mutants import mutate
from tests.harness.hostile.packed import zip_cases
from tests.harness.hostile.plan_packages import plan_package_cases
from tests.harness.hostile.structure import log_cases, part_cases, plan_cases
from tests.harness.hostile.texts_and_places import lock_cases, place_cases, plan_mutant, text_cases
from tests.harness.hostile.values import name_cases, value_cases

PLANS, FIRST = 10, 4  # of so many mutants this one is a plan


@cache
def made_cases() -> list[tuple[str, Callable[[Path], Any]]]:
    """The made ones: names, and what is done to a whole file."""
    found = [
        *value_cases(), *name_cases(), *part_cases(), *log_cases(), *plan_cases(), *zip_cases(), *text_cases(),
        *lock_cases(), *place_cases(), *book_cases(), *plan_package_cases(),
    ]  # fmt: skip
    random.Random(1).shuffle(found)  # so that the first ones are of every sort
    return found


def made(number: int, path: Path) -> tuple[str, Path]:
    """Make the file of a number out of a whole one, which may then have another name; "" where chance has to."""
    cases = made_cases()
    if number >= len(cases):
        return "", path
    name, change = cases[number]
    moved = change(path)
    return name, moved if isinstance(moved, Path) else path


def mutant(number: int, path: Path) -> str:
    """Let chance make the file of a number; says how."""
    return plan_mutant(path, number) if number % PLANS == FIRST else mutate(path, number)
