"""Whatever is typed under two editions, in any order of putting in force and taking back: no value is ever lost."""

from collections.abc import Iterator
from contextlib import ExitStack
from copy import deepcopy
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest

from desktop_app.plan_files import load_plan, plan_folder
from desktop_app.session import OpenFile, editing, exchange, maintenance, plans, records
from tests.new_files import new_file
from tests.own_folders import use_settings

PROVINCE, WARD = "12", "03388"
Typed = dict[str, dict[str, str]]  # by record and field


@cache
def source(edition: int) -> dict[str, Any]:
    """The plan, and its next edition: one field more, one less, one of another type."""
    found = deepcopy(load_plan(plan_folder("lai-chau-2022")))
    if edition:
        found["plan"]["edition"] += 1
        fields = found["kinds"]["comm_activity"]["fields"]
        fields["weather"] = {"type": "text", "label": {"vi": "Thời tiết"}, "privacy": "P0"}
        fields["duration_min"] = {**fields["duration_min"], "type": "text", "checks": []}
        fields["duration_min"].pop("plausible", None)
        del fields["evidence_no"]
    return found


OFTEN = {0: ("title", "place", "evidence_no"), 1: ("title", "place", "weather", "duration_min")}


class Ledger:
    """A file, and what was typed in it last, field by field."""

    def __init__(self, file: OpenFile, chance: Random) -> None:
        self.file, self.chance = file, chance

    @property
    def edition(self) -> int:
        return int("weather" in self.file.plan.kinds["comm_activity"].fields)

    def type_something(self, typed: Typed, number: int) -> None:
        rows = records.rows(self.file, "comm_activity")
        if len(rows) < 3:
            values = {"unit": WARD, "date": "2022-05-14", "form": "loa", "title": f"T{number}"}
            made = editing.new_record(self.file, "comm_activity", values)
            assert made.saved
            typed[made.record] = {"title": f"T{number}"}
            return
        record = self.chance.choice(rows).id
        field = self.chance.choice(OFTEN[self.edition])
        if editing.set_value(self.file, record, field, f"{field} {number}").saved:
            typed[record][field] = f"{field} {number}"

    def turn(self) -> None:
        """Put the next edition in force, or take it back."""
        if self.edition:
            plans.take_back(self.file)
        else:
            plans.adopt(self.file, plans.offers(self.file)[0])


@pytest.fixture
def offices(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[OpenFile, OpenFile]]:
    """The province with the next edition, and a ward that was offered it."""
    use_settings(monkeypatch, tmp_path / "config")
    with ExitStack() as stack:
        root = stack.enter_context(new_file(tmp_path / "tỉnh.db", source(0), PROVINCE, "Nam"))
        ward = stack.enter_context(new_file(tmp_path / "xã.db", source(0), WARD, "Lan"))
        with new_file(tmp_path / "mới.db", source(1), PROVINCE, "Nam"):
            pass
        for file in (root, ward):
            plans.find_offer(file, str(tmp_path / "mới.db"))
        yield root, ward


@pytest.mark.no_cover
@pytest.mark.parametrize("seed", range(2))
def test_nothing_typed_under_either_edition_is_lost(offices: tuple[OpenFile, OpenFile], seed: int) -> None:
    chance, typed = Random(seed), Typed()
    ledgers = [Ledger(file, chance) for file in offices]
    for number in range(16):
        here, there = chance.sample(ledgers, 2)
        if chance.random() < 0.25:
            here.turn()
        here.type_something(typed, number)
        # both take in what the other has, so that each edits what the other wrote last
        for one, other in ((here, there), (there, here)):
            report = exchange.merge(one.file, exchange.find_sources(one.file, [other.file.path])).reports[0]
            assert (report.left, records.conflicts(one.file)) == (0, [])
        for ledger in ledgers:
            shown = {row.id: row.values for row in records.rows(ledger.file, "comm_activity")}
            known = ledger.file.plan.kinds["comm_activity"].fields
            for record, fields in typed.items():
                seen = {name: value for name, value in fields.items() if name in known and known[name].type.free_text}
                assert {name: shown[record][name] for name in seen} == seen
    for ledger in ledgers:
        assert maintenance.check(ledger.file) == []
        ever = set(ledger.file.connection.execute(VALUES))
        assert {(record, name, value) for record, fields in typed.items() for name, value in fields.items()} <= ever


VALUES = (
    "SELECT r.id, f.name, c.value FROM change_log c JOIN record r ON r.no = c.record JOIN field f ON f.no = c.field"
)
