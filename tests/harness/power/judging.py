"""A state that a power cut left is judged: each file is opened, checked, and compared with what was acknowledged."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple, TypedDict

from db import data_file_opening
from db.file_check import check
from db.private_folder import remove_abandoned
from desktop_app.errors import AppError
from desktop_app.session import OpenFile, opening
from tests.harness.power.disk import Content, State
from tests.harness.works import NAME, World, ledger_of, log_of

OWN, TEMPORARY = "office/lan.db", "temporary/"
PLACES = (OWN, "stick/", "settings/sokehoach/backups/")


class Moment(TypedDict):
    """What stood in the office's file after a step was acknowledged, and the log in each file made by then."""

    ledger: str
    log: str
    made: dict[str, str]


class Verdict(NamedTuple):
    """What a file turned out to hold; `refused`: with which sentence it did not open; `wrong`: what must not be."""

    refused: str = ""
    wrong: str = ""
    ledger: str = ""
    log: str = ""
    names: bool = False


@dataclass
class Judge:
    """Judges states of one work; what was judged once is known again by its bytes. `root` is where it opens files."""

    root: Path
    key: str | None
    moments: list[Moment]
    erases: bool
    verdicts: dict[bytes, Verdict] = field(default_factory=dict)
    settled: dict[bytes, Verdict] = field(default_factory=dict)
    tidied: dict[bytes, str] = field(default_factory=dict)

    def faults(self, state: State, said: int, *, moved: bool) -> Iterator[str]:
        """What is wrong with a state; `said`: how many steps were acknowledged before the cut, opening among them."""
        before = self.moments[said - 1] if said else Moment({**self.moments[0], "made": {}})
        after = self.moments[min(said, len(self.moments) - 1)]
        if OWN not in state:
            yield "the office's file is gone"
        for path in before["made"].keys() & after["made"].keys():
            if path not in state:
                yield f"gone: {_kind(path)}"
        for path in state:
            if path.startswith(PLACES) and path.endswith(".db"):
                verdict = self._verdict(state, path, moved=moved)
                yield from self._compared(path, verdict, before, after, said)
        yield from self._left_elsewhere(state)

    def _compared(self, path: str, verdict: Verdict, before: Moment, after: Moment, said: int) -> Iterator[str]:
        if verdict.wrong or verdict.refused:
            yield f"{_kind(path)}: {verdict.wrong or verdict.refused}"
            return
        own = path == OWN
        found = verdict.ledger if own else verdict.log
        allowed = {one["ledger"] if own else one["made"].get(path) for one in (before, after)}
        if found not in allowed:
            yield f"{_kind(path)}: holds something else than was acknowledged"
        if self.erases and said == len(self.moments) and verdict.names:
            yield f"{_kind(path)}: holds what was erased"

    def _verdict(self, state: State, path: str, *, moved: bool) -> Verdict:
        raw, journal = state[path], state.get(f"{path}-journal")
        known = raw.digest + (journal.digest if journal else b"") + bytes([moved])
        if known not in self.verdicts:
            self.verdicts[known] = self._open(raw, journal, self.root / ("moved" if moved else "there") / "a.db")
        return self.verdicts[known]

    def _open(self, raw: Content, journal: Content | None, path: Path) -> Verdict:
        """Let SQLite play the journal back, as opening does; what the file is then may be known."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(raw.raw)
        beside = path.with_name("a.db-journal")
        beside.unlink(missing_ok=True)
        if journal:
            beside.write_bytes(journal.raw)
        try:
            data_file_opening.open_file(path, self.key).close()
            played = path.read_bytes()
            known = blake2b(played, digest_size=16).digest()
            if known not in self.settled:
                self.settled[known] = self._look(path, played)
            return self.settled[known]
        except AppError as error:
            return Verdict(refused=error.key)
        except Exception as error:  # noqa: BLE001  # whatever it is, it is a finding
            return Verdict(wrong=repr(error)[:60])

    def _look(self, path: Path, played: bytes) -> Verdict:
        world = World(self.root / "elsewhere")
        world.enter()
        shutil.rmtree(world.root, ignore_errors=True)
        world.temporary.mkdir(parents=True)
        with opening.open_file(path, passphrase=self.key) as file:
            wrong = ", ".join([*check(file), *_unreadable(file)])[:60]
            ledger, log = ledger_of(file.connection), log_of(file.connection)
            named = self.key is None and NAME.encode() in played
            return Verdict("", wrong, ledger, log, named)

    def _left_elsewhere(self, state: State) -> Iterator[str]:
        """What lies in the folder for temporary files, in whatever state, stops no start."""
        left = {path: one for path, one in state.items() if path.startswith(TEMPORARY)}
        known = blake2b(b"".join(path.encode() + one.digest for path, one in sorted(left.items()))).digest()
        if known not in self.tidied:
            self.tidied[known] = self._tidied(left) if left else ""
        if self.tidied[known]:
            yield self.tidied[known]

    def _tidied(self, left: Mapping[str, Content]) -> str:
        world = World(self.root / "tidied")
        world.enter()
        for path, one in left.items():
            (world.root / path).parent.mkdir(parents=True, exist_ok=True)
            (world.root / path).write_bytes(one.raw)
        try:
            remove_abandoned()
        except Exception as error:  # noqa: BLE001 (any is a finding)
            return f"remove_abandoned: {error!r}"
        finally:
            with suppress(OSError):
                shutil.rmtree(world.root)
        return ""


def _unreadable(file: OpenFile) -> list[str]:
    """Pages that can't be deciphered, the free ones among them."""
    return [str(row[0]) for row in file.connection.execute("PRAGMA cipher_integrity_check")] if file.encrypted else []


def _kind(path: str) -> str:
    return "the office's file" if path == OWN else path.split("/")[0]
