"""The recorded process: does one work, says after each of its steps that it is done, and what stands where then."""

import json
import sys
from contextlib import closing
from pathlib import Path

from db import connection, data_file, data_file_opening, part_file
from db.connection import connect_to_look
from tests.harness.works import WORKS, World, ledger_of, log_of


def spoil(how: str) -> None:
    """Take a safety out, so that the harness must find harm."""
    if how == "syncs":
        right = connection.connect

        def unsafe(path: Path, key: str | None = None, *settings: str) -> connection.Connection:
            found = right(path, key, *settings)
            found.execute("PRAGMA synchronous = OFF")
            return found

        data_file.connect = data_file_opening.connect = connection.connect = unsafe  # type: ignore[attr-defined]  # the control
    elif how == "names":
        part_file.flush_folder = lambda folder: None  # type: ignore[attr-defined]  # the control
    else:
        assert not how


def main(name: str, root: str, said_in: str, how: str, key: str) -> None:
    spoil(how)
    world = World(Path(root), key or None)
    world.enter()
    moments = []
    with Path(said_in).open("ab", buffering=0) as said, world.open() as file:

        def say() -> None:
            made = {str(path.relative_to(world.root)): log_in(path, world.key) for path in world.made()}
            moments.append({"ledger": ledger_of(file.connection), "log": log_of(file.connection), "made": made})
            said.write(b"done\n")

        say()
        for _ in WORKS[name](world, file):
            say()
    Path(f"{said_in}.json").write_text(json.dumps(moments), encoding="utf-8")


def log_in(path: Path, key: str | None) -> str:
    """The log of a whole file, which is left alone."""
    assert not path.with_name(f"{path.name}-journal").exists()
    with closing(connect_to_look(path, key, immutable=True)) as there:
        return log_of(there)


if __name__ == "__main__":
    main(*sys.argv[1:])
