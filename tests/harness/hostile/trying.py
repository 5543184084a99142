"""One hostile file tried in every way a person may meet it; what goes wrong is said, and nothing else is."""

import shutil
import tempfile
import traceback
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from desktop_app.errors import AppError
from desktop_app.paths import is_file
from desktop_app.session import (
    OpenFile,
    carrying,
    crosstabs,
    data_package,
    exchange,
    figures,
    imports,
    maintenance,
    opening,
    publishing,
    records,
    reports,
    undo,
)
from desktop_app.texts import in_words
from tests.harness.hostile.base import DAY, Base, ledger
from tests.harness.hostile.trying_beside import as_book, as_edition, as_folder, as_plan

PERIOD = "2023"
SQLITE = b"SQLite format 3\0"
LATER = DAY + timedelta(days=30)


def now() -> Any:
    return LATER


def try_file(hostile: Path, base: Base, folder: Path, *, thorough: bool = False) -> list[str]:
    """What is wrong with how the program takes a file: as a source of a merge, as the ledger of a year before, and as a
    person's own.
    """
    beside = {
        end: companion.read_bytes() for end in ("-journal", "-wal") if is_file(companion := _beside(hostile, end))
    }
    found = [*_caught("merge", lambda: _as_source(hostile, base, folder)), *_left_behind(hostile, beside)]
    found += [*_caught("carry", lambda: _as_earlier(hostile, base, folder)), *_left_behind(hostile, beside)]
    ours = Path(shutil.copy(base.ours, folder / "của ta nữa.db"))
    with opening.open_file(ours, now=now) as file:
        found += _caught("edition", lambda: as_edition(hostile, ours, file))
        if is_file(hostile) and not _raw(hostile).startswith(SQLITE):
            found += _caught("book", lambda: as_book(hostile, ours, file))
            found += _caught("plan", lambda: as_plan(hostile))
            found += _caught("folder", lambda: as_folder(hostile, folder))
    return [*found, *_left(), *_caught("own", lambda: _as_own(hostile, folder, thorough=thorough)), *_left()]


def _raw(path: Path) -> bytes:
    """What a file holds; nothing where it is none."""
    return path.read_bytes() if is_file(path) else b""


def _beside(file: Path, end: str) -> Path:
    return file.with_name(file.name + end)


def _caught(way: str, action: Callable[[], Iterator[str]]) -> list[str]:
    try:
        return [f"{way}: {fault}" for fault in action()]
    except AppError as error:
        in_words(error.message)
        return []
    except Exception:  # noqa: BLE001  # a traceback is what is looked for
        return [f"{way}: {traceback.format_exc()}"]


def _left() -> list[str]:
    return [f"left behind: {path.name}" for path in Path(tempfile.gettempdir()).glob("sokehoach-*")]


def _left_behind(hostile: Path, beside: dict[str, bytes]) -> list[str]:
    """A file of another office is only read."""
    changed = [end for end, raw in beside.items() if not is_file(at := _beside(hostile, end)) or at.read_bytes() != raw]
    return [*_left(), *(f"merge: {end} beside the source was changed" for end in changed)]


# --- as a source ------------------------------------------------------------------------------------------------------


def _as_source(hostile: Path, base: Base, folder: Path) -> Iterator[str]:
    ours = Path(shutil.copy(base.ours, folder / "của ta.db"))
    before, raw = ledger(ours), _raw(hostile)
    merged = False
    with opening.open_file(ours, now=now) as file:
        with suppress(AppError):
            found = exchange.find_sources(file, [hostile])
            shown = exchange.preview(file, found)
            for report in shown.reports:
                in_words(report.reason)
            if ledger(ours) != before:
                yield "a preview changed our file"
            result = exchange.merge(file, found)
            merged = result.changes > 0 or any(report.status == "merged" for report in result.reports)
        if merged:
            yield from (f"after a merge: {finding}" for finding in maintenance.check(file))
            yield from _read(file)
    if not merged and ledger(ours) != before:
        yield "a refusal changed our file"
    if _raw(hostile) != raw:
        yield "the source was changed"


# --- as the ledger of a year before -----------------------------------------------------------------------------------


def _as_earlier(hostile: Path, base: Base, folder: Path) -> Iterator[str]:
    ours = Path(shutil.copy(base.later, folder / "năm sau.db"))
    before, raw = ledger(ours), _raw(hostile)
    act = None
    with opening.open_file(ours, now=now) as file:
        with suppress(AppError), closing(carrying.open_ledger(file, hostile)) as old:
            shown = carrying.look(file, old)
            _printed(one.title for one in shown.records)
            if ledger(ours) != before:
                yield "a look at an earlier ledger changed our file"
            act = carrying.carry(file, old, {}, shown).act
        if act is not None:
            yield from (f"after carrying: {finding}" for finding in maintenance.check(file))
            yield from _read(file)
            undo.undo(file, act)
            yield from (f"after taking it back: {finding}" for finding in maintenance.check(file))
    if act is None and ledger(ours) != before:
        yield "a refusal to carry changed our file"
    if _raw(hostile) != raw:
        yield "the earlier ledger was changed"


# --- as one's own -----------------------------------------------------------------------------------------------------


def _as_own(hostile: Path, folder: Path, *, thorough: bool) -> Iterator[str]:
    out = folder / "cứu.db"
    with suppress(AppError):
        opening.salvage(hostile, out, now=now)
        with opening.open_file(out, now=now) as saved:
            yield from (f"salvaged: {finding}" for finding in maintenance.check(saved))
            yield from _read(saved)
    with opening.open_file(hostile, now=now) as file:
        for sentence in opening.found_at_opening(file):
            in_words(sentence)
        maintenance.info(file)
        for finding in file.run(maintenance.check):
            finding.encode()
        yield from file.run(lambda opened: list(_read(opened, thorough=thorough)))


def _read(file: OpenFile, *, thorough: bool = False) -> Iterator[str]:
    """Everything that is shown of a file, each way on its own: one that refuses must not hide the next."""
    period = figures.read_period(file, PERIOD)
    ways: dict[str, Callable[[], object]] = {
        "export": lambda: [str(line).encode("utf-8", "surrogatepass") for line in imports.export_lines(file)],
        "titles": lambda: [
            _printed(records.titles_by_id(file, {kind: [row.id for row in records.rows(file, kind)]}).values())
            for kind in file.plan.record_kinds
        ],
        "lists": lambda: [records.list_ids(file, kind) for kind in file.plan.record_kinds],
        "search": lambda: [records.search(file, word) for word in ("bai", "hostile", '"')],
        "history": lambda: [records.history(file, record) for record in _some(file)],
        "trash": lambda: records.trash(file),
        "acts": lambda: undo.acts(file),
        "conflicts": lambda: records.conflicts(file),
        "duplicates": lambda: [exchange.duplicates(file, kind) for kind in file.plan.record_kinds],
        "progress": lambda: figures.progress(file, period),
        "completeness": lambda: figures.completeness(file, period),
        "leaves": lambda: publishing.what_leaves(file, ("names", "authors", "text", "history")),
        "locks": lambda: [reports.locked_report(file, lock.id) for lock in reports.locks(file)[:3]],
        "crosstab": lambda: [
            crosstabs.table(file, crosstabs.read_query(file, kind, *crosstabs.usual_axes(file, kind)), period)
            for kind in file.plan.record_kinds
        ],
    }  # fmt: skip
    if thorough:
        ways["report"] = lambda: reports.report(file, period)
        ways["xlsx"] = lambda: reports.report(file, period, form="xlsx")
        ways["correction"] = lambda: reports.correction(file, figures.read_period(file, "2023-05"))
        ways["package"] = lambda: data_package.write_folder(file, Path(tempfile.mkdtemp(), "gói"))
        ways["breakdown"] = lambda: figures.breakdown(file, period)
    for name, way in ways.items():
        try:
            file.run(partial(_on, way))
        except AppError as error:
            in_words(error.message)
        except Exception:  # noqa: BLE001  # a traceback is what is looked for
            yield f"{name}: {traceback.format_exc()}"


def _on(way: Callable[[], object], _: OpenFile) -> object:
    return way()


def _printed(texts: Any) -> list[bytes]:
    """A text that can't be written in UTF-8 can't be shown either."""
    return [in_words(text).encode() for text in texts]


def _some(file: OpenFile) -> list[str]:
    query = "SELECT id FROM record ORDER BY no DESC LIMIT 5"
    return [record for (record,) in file.connection.execute(query) if isinstance(record, str)]
