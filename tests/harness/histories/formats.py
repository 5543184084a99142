"""A machine whose files travel in both formats, and are merged in every mix of them."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from itertools import product
from pathlib import Path
from typing import Any

from hypothesis.stateful import precondition, rule

from db.log import stored_digest
from db.open_file import OpenFile
from db.schema import quoted
from desktop_app.domain.merging import ALL, Source
from tests.db.earlier_format import in_format_1
from tests.db.office import Office, a_clock
from tests.harness.histories.aside import Aside
from tests.harness.histories.desk import Desk
from tests.harness.histories.facts import Copy
from tests.harness.histories.machine import LogMachine
from tests.harness.histories.office_hours import Number
from tests.harness.histories.travel import File


class BothFormats(LogMachine):
    """Every second file that comes, and every second one that is opened on another PC, is of format 1."""

    turns = 0

    def brought_back(self, path: Path) -> Path:
        self.turns += 1
        return in_format_1(path, self.folder / f"earlier{self.turns}.db") if self.turns % 2 else path

    def merge(self, desk: Desk, files: list[File], take: tuple[str, ...], look_first: bool = False) -> None:
        earlier = [(path if path == desk.path else self.brought_back(path), copy) for path, copy in files]
        super().merge(desk, earlier, take, look_first)

    def open_copy(self, origin: Path, copy: Copy, aside: Aside | None = None) -> Desk:
        return super().open_copy(self.brought_back(origin), copy, aside)

    @precondition(lambda self: len(self.desks) > 1)
    @rule(number=Number, other=Number)
    def two_histories_are_merged_in_every_mix(self, number: int, other: int) -> None:
        """Before the migration and after it, ours and theirs: the same comes of it."""
        desk, far = self.two(number, other)
        results = [self.merged(desk, far, *mix) for mix in product((False, True), repeat=2)]
        assert all(result == results[0] for result in results)

    def merged(self, desk: Desk, far: Desk, ours_earlier: bool, theirs_earlier: bool) -> dict[str, Any]:
        ours, theirs = self.folder / "ours.db", self.folder / "theirs.db"
        for origin, path, earlier in ((desk.path, ours, ours_earlier), (far.path, theirs, theirs_earlier)):
            (in_format_1 if earlier else shutil.copy)(origin, path)
        office = Office.open(ours, "Lan", a_clock("mix"))
        with closing(office):
            office.receive(Source(theirs, theirs.name, take=(ALL,)))
            return dict(export(office.file))


def export(file: OpenFile) -> Iterator[tuple[str, Any]]:
    """All that a file shows, and the digest of its log."""
    run = file.connection.execute
    for kind in file.plan.record_kinds:
        yield kind, run(f"SELECT * FROM main.{quoted(kind)} ORDER BY id").fetchall()
    yield (
        "conflicts",
        run("SELECT r.id, c.field FROM _conflict c JOIN record r ON r.no = c.record ORDER BY 1, 2").fetchall(),
    )
    yield "digest", stored_digest(file.connection)
