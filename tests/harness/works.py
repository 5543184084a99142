"""Works on a small file that harm is done to: power cuts (power), faults of the disk (faults), kills."""

import json
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from db.connection import Connection
from db.merging.sending import CopyContent, write_copy
from desktop_app.session import OpenFile, editing, exchange, imports, maintenance, opening
from tests.db.office import Office
from tests.own_folders import SETTINGS
from tests.small_plan import SOURCE

NAME = "Vàng Thị Xuân Quỳnh"  # is erased
KEY = f"x'{'5c' * 48}'"  # a key and its salt: to work one out of a passphrase takes a tenth of a second
PLAN = SOURCE | {"period_schemes": {"nd09": {"label": {"vi": "Kỳ"}, "start_day": 15, "month_shift": -1}}}
PLACES, VISITS = 12, 30


class World(NamedTuple):
    """A computer of its own: an office's file, another office's, settings with backups, temporary files, a stick."""

    root: Path
    key: str | None = None

    @property
    def file(self) -> Path:
        return self.root / "office" / "lan.db"

    @property
    def brought(self) -> Path:
        return self.root / "brought" / "mai.db"

    @property
    def stick(self) -> Path:
        return self.root / "stick"

    @property
    def temporary(self) -> Path:
        return self.root / "temporary"

    @property
    def backups(self) -> Path:
        return self.root / "settings" / "sokehoach" / "backups"

    def enter(self) -> None:
        """From now on this process knows this computer only."""
        for variable in SETTINGS:
            os.environ[variable] = str(self.root / "settings")
        os.environ["TMPDIR"] = tempfile.tempdir = str(self.temporary)

    def open(self) -> OpenFile:
        return opening.open_file(self.file, passphrase=self.key)

    def made(self) -> list[Path]:
        """The whole files beside the office's own: copies handed over, backups, new ones."""
        return sorted([*self.stick.glob("*.db"), *self.backups.glob("*/*.db")])


def prepare(world: World) -> None:
    """Furnish the computer."""
    for folder in (world.file.parent, world.brought.parent, world.stick, world.temporary, world.root / "settings"):
        folder.mkdir(parents=True)
    world.enter()
    with closing(Office.new(world.file, source=PLAN, key=world.key)) as lan:
        places = [lan.create("place", name=f"Chợ {number}", unit="11") for number in range(PLACES)]
        for number in range(VISITS):
            lan.create("visit", date="2022-05-01", place=places[number % PLACES], n=number)
        lan.create("place", name=NAME, unit="11")
        with closing(Office.open(_copied(world.file, world.brought), "Mai", key=world.key)) as mai:
            for number in range(VISITS):
                mai.create("visit", date="2022-06-01", place=places[number % PLACES], n=100 + number)
            mai.put(places[0], name="Chợ của Mai")
        lan.put(places[0], name="Chợ của Lan")


def _copied(path: Path, target: Path) -> Path:
    target.write_bytes(path.read_bytes())
    return target


# --- the works: each gives back control whenever it has said that something is done ----------------------------------

Work = Callable[[World, OpenFile], Iterator[None]]


def save(world: World, file: OpenFile, mark: str = "mới") -> Iterator[None]:
    """A record, one more field of it, a draft, and a record that is deleted."""
    record = editing.new_record(file, "place", {"name": f"Nơi {mark}", "unit": "11"}).record
    yield
    assert editing.set_value(file, record, "name", f"Tên {mark}").saved
    yield
    editing.save_draft(file, record, "name", f"Đang gõ {mark}")
    yield
    assert editing.delete(file, record)
    yield


def import_lines(world: World, file: OpenFile) -> Iterator[None]:
    """Many records as one act, of which more pages are written than stay in memory."""
    file.connection.execute("PRAGMA cache_size = 10")
    lines = [json.dumps({"kind": "visit", "fields": {"date": "2022-07-01", "n": number}}) for number in range(60)]
    assert not imports.import_lines(file, lines).problems
    yield


def merge(world: World, file: OpenFile) -> Iterator[None]:
    sources = exchange.find_sources(file, [world.brought], {world.brought: world.key} if world.key else {})
    assert exchange.merge(file, sources).changes
    yield


def erase(world: World, file: OpenFile) -> Iterator[None]:
    """A backup, and a value that leaves file and backup for good."""
    maintenance.back_up(file)
    yield
    stamps = file.connection.execute("SELECT stamp FROM change_log WHERE value = ?", (NAME,)).fetchall()
    assert maintenance.erase(file, [stamp for (stamp,) in stamps], "Gõ nhầm").compact
    yield


def back_up(world: World, file: OpenFile) -> Iterator[None]:
    maintenance.back_up(file)
    yield


def send(world: World, file: OpenFile) -> Iterator[None]:
    """As the officer does it; an encrypted copy gets the key of this world in place of one of its own."""
    write_copy(file, world.stick, CopyContent(), "2022-Q2", key=world.key)
    yield


def make_new(world: World, file: OpenFile) -> Iterator[None]:
    """A new file, and a backup brought back as one."""
    Office.new(world.stick / "new.db", source=PLAN, key=world.key).close()
    yield
    backup = maintenance.back_up(file)
    yield
    maintenance.restore_backup(file, backup.path.name, world.stick / "back.db")
    yield


WORKS: dict[str, Work] = {
    "save": save,
    "import": import_lines,
    "merge": merge,
    "erase": erase,
    "send": send,
    "new": make_new,
}


# --- what a file holds ------------------------------------------------------------------------------------------------

LOG = (
    "SELECT r.id, f.name, c.stamp, c.value FROM main.change_log c JOIN main.record r ON r.no = c.record"
    " JOIN main.field f ON f.no = c.field ORDER BY c.stamp, r.id, f.name"
)
OWN = (
    "SELECT id, kind, target FROM main.act ORDER BY id",
    "SELECT act, reverted FROM main._merge ORDER BY act",
    "SELECT record, field, text FROM main._draft ORDER BY record, field",
)


def log_of(connection: Connection) -> str:
    """A digest of the whole log."""
    return _digest(connection, LOG)


def ledger_of(connection: Connection) -> str:
    """A digest of log, acts, merges and drafts."""
    return _digest(connection, LOG, *OWN)


def _digest(connection: Connection, *queries: str) -> str:
    digest = blake2b(digest_size=12)
    for query in queries:
        digest.update(repr(connection.execute(query).fetchall()).encode())
    return digest.hexdigest()
