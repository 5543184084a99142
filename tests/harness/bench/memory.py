"""Memory of the window at rest (private) with 10,000 and 100,000 records, against a bare window."""

from collections.abc import Iterator
from functools import partial

from tests.harness.bench import screen
from tests.harness.bench.harness import Case, Reading, told
from tests.harness.bench.place import data_file


def resting(environment: dict[str, str], module: str, *arguments: str) -> Reading:
    return screen.reading(screen.tell(environment, module, *arguments, "rest"), "memory", "picture")


def cases() -> Iterator[Case]:
    with screen.platforms() as platforms:
        name, environment = next(reversed(platforms.items()))
        limit = partial(resting, environment, "tests.harness.bench.bare_window")
        for records in (10_000, 100_000):
            ours = partial(resting, environment, "tests.harness.bench.real_window", str(data_file(records)))
            case = f"memory at rest, {records:,} records ({name})"
            yield Case(case, ours, limit, 1.4, told, screen.Pictures(), blocks=3, unit="MB")
