"""A stick that was cut is plugged in again: its ledger is opened there, its copies are taken in by another office."""

import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from db.connection import Connection
from db.file_check import check
from desktop_app.errors import AppError
from desktop_app.session import exchange, opening
from desktop_app.texts import in_words
from tests.harness.power.judging import OWN, Moment
from tests.harness.sticks import image
from tests.harness.works import World, ledger_of, log_of, prepare


@dataclass
class Judge:
    """Judges what cuts of one work left; `ends` counts how ledgers were found."""

    root: Path
    moments: list[Moment]
    ends: Counter[str]
    receiver: World = field(init=False)

    def __post_init__(self) -> None:
        self.receiver = World(self.root / "receiver")
        if not self.receiver.root.exists():
            prepare(self.receiver)

    def faults(self, kind: image.Kind, cut: Path, said: int) -> Iterator[str]:
        """What is wrong with a stick; `said`: how many steps were acknowledged before it was cut."""
        before = self.moments[said - 1] if said else Moment({**self.moments[0], "made": {}})
        after = self.moments[min(said, len(self.moments) - 1)]
        try:
            with image.plugged_in(kind, cut, self.root / "stick") as stick:
                world = World(stick.folder / "world")
                yield from self._own(world, before, after)
                yield from self._made(world, before, after)
                yield from self._received(world)
        except OSError as error:
            yield f"the stick can't be read: {error}"

    def lost(self, kind: image.Kind, pulled: Path, stamps: set[bytes]) -> Iterator[str]:
        """What is wrong with a stick that was pulled out; `stamps`: of all that was acknowledged."""
        try:
            with image.plugged_in(kind, pulled, self.root / "stick") as stick:
                world = World(stick.folder / "world")
                world.enter()
                with opening.open_file(world.file) as file:
                    if check(file) or not stamps <= stamps_of(file.connection):
                        yield "pulled out: something is lost"
                yield from self._received(world)
        except (OSError, AppError) as error:
            yield f"pulled out: the ledger can't be read: {error!r}"[:100]

    def _own(self, world: World, before: Moment, after: Moment) -> Iterator[str]:
        """The ledger is opened where it lies, as the officer does it."""
        world.enter()
        found, end = self._opened(world.file, of_log=False)
        self.ends[f"ledger: {end}"] += 1
        if end != "opened":
            yield f"{OWN}: {end}"
        elif found not in (before["ledger"], after["ledger"]):
            yield f"{OWN}: holds something else than was acknowledged"

    def _made(self, world: World, before: Moment, after: Moment) -> Iterator[str]:
        """Copies and backups: those acknowledged are there; others may be half there, and are told so."""
        for path in sorted({*before["made"], *after["made"]}):
            kept = path in before["made"] and path in after["made"]
            if not (world.root / path).is_file():
                if kept:
                    yield f"gone: {path.split('/')[0]}"
                continue
            found, end = self._opened(world.root / path, of_log=True)
            self.ends[f"{path.split('/')[0]}: {end}"] += 1
            if end.startswith("traceback") or (kept and end != "opened"):
                yield f"{path.split('/')[0]}: {end}"
            elif end == "opened" and found not in (before["made"].get(path), after["made"].get(path)):
                yield f"{path.split('/')[0]}: holds something else than was acknowledged"

    def _opened(self, path: Path, *, of_log: bool) -> tuple[str, str]:
        """What a file holds, and how opening it ended."""
        try:
            with opening.open_file(path) as file:
                if wrong := check(file):
                    return "", f"damaged: {wrong[0]}"[:80]
                return (log_of if of_log else ledger_of)(file.connection), "opened"
        except AppError as error:
            return "", said(error)
        except Exception as error:  # noqa: BLE001  # whatever it is, it is a finding
            return "", f"traceback {error!r}"[:100]

    def _received(self, world: World) -> Iterator[str]:
        """Another office takes in the whole stick: its own ledger is unharmed whatever lies there."""
        self.receiver.enter()
        mine = self.receiver.file.with_name("mine.db")
        shutil.copy(self.receiver.file, mine)
        try:
            with opening.open_file(mine) as file:
                before = stamps_of(file.connection)
                try:
                    result = exchange.merge(file, exchange.find_sources(file, [world.stick, world.file.parent]))
                    reasons = [report.reason for report in result.reports if report.reason]
                    self.ends["taken in: " + (f"refused, {in_words(reasons[0])[:60]}" if reasons else "done")] += 1
                    if not all(in_words(reason) for reason in reasons):
                        yield "a source is refused without a sentence"
                except AppError as error:
                    self.ends[f"taken in: {said(error)}"] += 1
                if check(file) or not before <= stamps_of(file.connection):
                    yield "the receiver is harmed"
        except Exception as error:  # noqa: BLE001  # whatever it is, it is a finding
            yield f"traceback in the receiver {error!r}"[:100]


def said(error: AppError) -> str:
    return f"sentence {error.key}" if in_words(error.message) else "nothing is said"


def stamps_of(connection: Connection) -> set[bytes]:
    return {stamp for (stamp,) in connection.execute("SELECT stamp FROM change_log")}
