"""The queries of the plans that were in use last, remembered on this computer: to read a plan's language and write it
into SQL takes longer than all else that a ledger is opened with.

They go by the digest of the plan's text and by the program, down to the size and time of the modules that write
queries, or the digest of a build, whose files have one date. They have a checksum; where anything is not as it was, the
plan is read again.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

from msgspec import MsgspecError
from msgspec.msgpack import decode, encode

from db.counting.plan_queries import PlanQueries, named_often
from desktop_app import paths
from desktop_app.domain.clock import BUILT
from desktop_app.domain.plan import Plan

if TYPE_CHECKING:
    from db.counting.compiler.dialect import Dialect

MOST = 4  # plans
ENDING = ".queries"
_WRITERS = ("db/counting", "db/counting/compiler", "db", "desktop_app/domain", "desktop_app/domain/plan_language")


@lru_cache(16)
def queries_of(plan: Plan, dialect: "Dialect | None" = None) -> PlanQueries:
    """What the readings of a plan ask: as the plan writes it itself, as it is remembered, or written now. `dialect`:
    that of a server, which runs only what is in the plan language; None: SQLite's.
    """
    if dialect is not None:
        from db.counting.compiler.query_writing import write_queries

        return write_queries(plan, {}, dialect)
    written = {(i.code, r.name): r.members for i in plan.indicators.values() for r in i.readings.values() if r.members}
    if len(written) == sum(len(indicator.readings) for indicator in plan.indicators.values()):
        return PlanQueries(plan.views, plan.views.keys(), named_often(plan), written)
    found = _remembered(plan.text_digest) if plan.text_digest else None
    if found is None:
        from db.counting.compiler.query_writing import write_queries  # with all that reads the language

        found = write_queries(plan, written)
        if plan.text_digest:
            _remember(plan.text_digest, found)
    return found


def _remembered(digest: str) -> PlanQueries | None:
    with suppress(OSError, ValueError, MsgspecError):
        check, _, body = _file(digest).read_bytes().partition(b"\n")
        if check == _check(body):
            return decode(body, type=PlanQueries)
    return None


def _remember(digest: str, queries: PlanQueries) -> None:
    """For the next start; a folder that can't be written is no reason to disturb anybody."""
    file, body = _file(digest), encode(queries)
    fresh = file.with_suffix(f".{os.getpid()}")
    with suppress(OSError):
        paths.make_folder(file.parent)
        fresh.write_bytes(_check(body) + b"\n" + body)
        paths.patiently(lambda: fresh.replace(file))
        oldest_first = sorted(file.parent.glob(f"*{ENDING}"), key=lambda one: one.stat().st_mtime)
        for old in oldest_first[:-MOST]:
            old.unlink()


def _check(body: bytes) -> bytes:
    return b"%08x" % crc32(body)


def _file(digest: str) -> Path:
    return paths.config_dir() / "queries" / f"{digest}-{_program()}{ENDING}"


@cache
def _program() -> str:
    """A name for what writes queries here: any change of its modules, or of the program that they are built into."""
    build = paths.resources() / paths.BUILD_DIGEST
    known = (build.read_text(encoding="ascii"),) if paths.is_file(build) else tuple(_modules())
    return f"{crc32(repr((BUILT, *known)).encode()):08x}"


def _modules() -> Iterator[tuple[str, int, int]]:
    root = Path(__file__).resolve().parent.parent.parent
    folders = [root / name for name in _WRITERS if (root / name).is_dir()]
    files = [one for folder in folders for one in os.scandir(folder) if one.name.endswith(".py")]
    for file in sorted(files, key=lambda one: one.path) if files else [Path(sys.executable)]:
        found = file.stat()  # which Windows told with the names, without a look at each
        yield file.name, found.st_size, found.st_mtime_ns
