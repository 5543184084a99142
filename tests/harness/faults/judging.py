"""What a following process finds after a fault: the file opens and is whole, and what was said of it is true."""

import json
import os
import re
from collections.abc import Iterator
from contextlib import closing

from desktop_app.errors import AppError
from desktop_app.session import OpenFile, maintenance, opening
from tests.harness.faults.injecting import Said
from tests.harness.faults.operations import OPERATIONS, Facts, facts_of
from tests.harness.works import NAME, World

ELSEWHERE = ("file.replaced", "file.moved")  # what is never true here
IN_DOUBT = ("file.stored_in_doubt", "file.unsure")  # sentences after which nobody does it again without looking


def judged(world: World, operation: str, said: Said, before: Facts, after: Facts) -> list[str]:
    """What must not be, found in a process of its own."""
    readable, writable = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.write(writable, json.dumps(list(_findings(world, operation, said, before, after))).encode())
        finally:
            os._exit(0)
    os.close(writable)
    with open(readable, "rb") as answer:  # noqa: PTH123  # it is no path
        raw = answer.read()
    os.waitpid(child, 0)
    return list(json.loads(raw)) if raw else ["the judge itself broke down"]


def _findings(world: World, operation: str, said: Said, before: Facts, after: Facts) -> Iterator[str]:
    world.enter()
    try:
        with world.open() as file:
            maintenance.finish_interrupted(file)
            yield from (f"check: {found}" for found in maintenance.check(file))
            facts = facts_of(world, file, operation)
            yield from _untrue(said, facts, before, after)
            yield from _left(world)
            if facts["values"] == before["values"]:
                yield from _repeated(world, operation, file, after)
            if operation == "erase" and facts_of(world, file, operation)["values"] == after["values"]:
                yield from _still_named(world)
    except AppError as error:
        yield f"opening afterwards: {error.key}"
    except Exception as error:  # noqa: BLE001  # whatever it is, it is a finding
        yield f"opening afterwards: {error!r}"
    yield from _not_whole(world)


def _untrue(said: Said, facts: Facts, before: Facts, after: Facts) -> Iterator[str]:
    """Where what the work said of itself is not what is found."""
    first, second = said.get("first"), said.get("second")
    for outcome in (first, second, said.get("broken")):
        if outcome and "Traceback" in outcome:
            yield f"traceback {_place(outcome)}: {outcome.strip().splitlines()[-1][:80]}"
            return
    yield from (f"said {outcome} of a file that is in its place" for outcome in (first, second) if outcome in ELSEWHERE)
    if said["killed"] or first in IN_DOUBT:
        return
    facts, before, after = ({**one, "sent": 0} for one in (facts, before, after))  # a note too many is no harm
    if "done" in (first, second):
        if facts != after:
            yield f"said done, but {_differing(facts, after)} (at first: {first})"
    elif facts != before:
        yield f"said {first}, {second}, but {_differing(facts, before)}"
    if second and second != "done":
        yield f"said {first}; repeated: {second}"
    if "between" in said and said["between"] | {"sent": 0} != before:
        yield f"said {first}, but {_differing(said['between'] | {'sent': 0}, before)}"


def _place(trace: str) -> str:
    """Where in our files it came from."""
    found = re.findall(r'/((?:db|desktop_app|tests)/[\w/]+\.py)", line (\d+)', trace)
    return " ".join(f"{name}:{line}" for name, line in found[-3:])


def _differing(one: Facts, other: Facts) -> str:
    return f"{', '.join(name for name in one if one[name] != other[name])} differ"


def _repeated(world: World, operation: str, file: OpenFile, after: Facts) -> Iterator[str]:
    """What was not done is done by whoever tries again."""
    try:
        OPERATIONS[operation](world, file)
    except AppError as error:
        yield f"tried again afterwards: {error.key}"
    else:
        if facts_of(world, file, operation)["values"] != after["values"]:
            yield "tried again afterwards: not done"


def _still_named(world: World) -> Iterator[str]:
    for path in (world.file, *world.made()):
        if NAME.encode() in path.read_bytes():
            yield f"erased, but still in {'the file' if path == world.file else 'a copy'}"


def _left(world: World) -> Iterator[str]:
    """Private copies, part files, journals; a folder with nothing but its lock may be just being made."""
    for path in world.root.rglob("*"):
        own = path in (world.file, world.brought) or path in world.made()
        if path.is_file() and not own and not path.name.startswith("lock"):
            yield f"left: {path.relative_to(world.root).parts[0]}/{''.join(path.suffixes) or path.name}"


def _not_whole(world: World) -> Iterator[str]:
    for path in world.made():
        try:
            with closing(opening.open_file(path, passphrase=world.key)) as file:
                yield from (f"a copy: {found}" for found in maintenance.check(file))
        except AppError as error:
            yield f"a copy: {error.key}"
