"""Random histories of three offices that adopt a renaming at any time, beside the same ones where nobody ever does."""

import random
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from db.editions import switch
from db.file_check import check
from db.log import find_record
from db.schema import quoted
from desktop_app.domain.plan_check_names import check_names
from desktop_app.domain.plan_findings import Findings
from desktop_app.domain.plan_renaming import lost_values
from desktop_app.domain.values import Value
from desktop_app.errors import AppError
from tests.db.office import Office
from tests.renamed_plan import reworded
from tests.small_plan import SOURCE

STEPS, SEEDS = 60, range(6)
KINDS = {"visit": "trip", "place": "spot"}
FIELDS = {"n": "people", "note": "remark", "place": "spot", "sort": "mode", "tags": "labels"}
CODES = {"a": "first", "b": "second"}
UNITS = {"1": "01", "11": "21"}
LATER = {"trip": "journey", "people": "persons", "first": "one", "01": "001"}
Log = list[tuple[Any, ...]]


def plan() -> dict[str, Any]:
    source = deepcopy(SOURCE)
    source["choices"] = {"sorts": {code: {"label": code.upper()} for code in "abc"}}
    fields = source["kinds"]["visit"]["fields"]
    fields["sort"] = {"type": "choice", "label": "Loại", "choices": "sorts"}
    fields["tags"] = {"type": "multi", "label": "Nhãn", "choices": "sorts"}
    return source


def renamed() -> dict[str, Any]:
    source: dict[str, Any] = reworded(plan(), KINDS | FIELDS | CODES)
    source["plan"] |= {"edition": 2}
    for old, new in KINDS.items():
        source["kinds"][new]["was"] = old
    for kind in source["kinds"].values():
        for old, new in FIELDS.items():
            kind["fields"].get(new, {})["was"] = old
    for old, new in CODES.items():
        source["choices"]["sorts"][new]["was"] = [old]
    rows = [[UNITS.get(code or "", code) for code in row[:2]] + row[2:] for row in source["units"]["2022"]]
    source["plan"]["root"], source["units"] = UNITS["1"], {"2022": rows}
    source["renamed_units"] = {"2022": {new: old for old, new in UNITS.items()}}
    return source


def renamed_again() -> dict[str, Any]:
    """The edition after that: some have a third name, a list of all that they had, and one is called as nothing was."""
    source: dict[str, Any] = reworded(renamed(), LATER)
    source["plan"] |= {"edition": 3, "root": LATER["01"]}
    things = [source["kinds"], *(kind["fields"] for kind in source["kinds"].values()), source["choices"]["sorts"]]
    for second, third in LATER.items():
        for one in (one[third] for one in things if "was" in one.get(third, ())):
            was = one["was"]
            one["was"] = [*([was] if isinstance(was, str) else was), second]
    rows = [[LATER.get(code or "", code) for code in row[:2]] + row[2:] for row in source["units"]["2022"]]
    source["units"] = {"2022": rows}
    source["renamed_units"] = {"2022": {"001": ["1", "01"], "21": "11"}}
    return source


EDITIONS = (plan, renamed, renamed_again)


class World:
    """Three offices; `renames`: whether they take another edition over where the history says so."""

    def __init__(self, folder: Path, *, renames: bool) -> None:
        first = Office.new(folder / "a.db", "a", source=plan())
        self.offices = [first, first.twin("b"), first.twin("c")]
        self.renames = renames
        self.acts: list[list[bytes | None]] = [[], [], []]
        self.records: list[tuple[str, str]] = []

    def kind(self, office: Office, old: str) -> str:
        return office.file.names.plan_kind(old)

    def values(self, office: Office, old_kind: str, values: dict[str, Any]) -> dict[str, Value]:
        names, kind = office.file.names, self.kind(office, old_kind)
        return {
            names.plan_field(kind, n): self._value(office, kind, names.plan_field(kind, n), v)
            for n, v in values.items()
        }

    def _value(self, office: Office, kind: str, name: str, value: Any) -> Value:
        now: Any = office.file.names.plan_json(kind, name, list(value) if isinstance(value, tuple) else value)
        return tuple(sorted(now)) if isinstance(now, list) else now

    def step(self, chance: random.Random) -> None:
        number, what = chance.randrange(3), chance.choices(list(ACTS), list(ACTS.values()))[0]
        drawn = [chance.random() for _ in range(8)]
        try:
            getattr(self, what)(number, drawn)
        except AppError:
            return  # the same in both worlds, or their logs differ

    def make(self, number: int, drawn: list[float]) -> None:
        office = self.offices[number]
        kind, values = ("visit", _visit(drawn)) if drawn[6] < 0.7 else ("place", {"name": "Chợ", "unit": "11"})
        self.records.append((kind, office.create(self.kind(office, kind), **self.values(office, kind, values))))

    def edit(self, number: int, drawn: list[float]) -> None:
        office, (kind, record) = self.offices[number], self._known(number, drawn)
        values = _visit(drawn)
        some = {name: values[name] for name in list(values)[: int(drawn[6] * 4) + 1]}
        some = some if kind == "visit" else {"name": f"Chợ {int(drawn[6] * 9)}"}
        self.acts[number].append(office.put(record, **self.values(office, kind, some)))

    def drop(self, number: int, drawn: list[float]) -> None:
        self.acts[number].append(self.offices[number].delete(self._known(number, drawn)[1]))

    def undo(self, number: int, drawn: list[float]) -> None:
        acts = [act for act in self.acts[number] if act]
        if acts:
            self.offices[number].undo(acts[int(drawn[7] * len(acts))])

    def settle(self, number: int, _: list[float]) -> None:
        office = self.offices[number]
        for record, name in sorted(office.conflicts(), key=lambda one: (one[0], logged(office, *one))):
            if name != "deleted":
                office.settle(record, name, office.get(record, name))

    def adopt(self, number: int, drawn: list[float]) -> None:
        if self.renames:
            switch(self.offices[number].file, EDITIONS[int(drawn[0] * len(EDITIONS))](), (), lambda: None)

    def meet(self, number: int, drawn: list[float]) -> None:
        self.offices[number].absorb(self.offices[(number + 1 + int(drawn[7] * 2)) % 3])

    def _known(self, number: int, drawn: list[float]) -> tuple[str, str]:
        there = [one for one in self.records if find_record(self.offices[number].file.connection, one[1])]
        if not there:
            raise AppError("core.no_record", record="")
        return there[int(drawn[5] * len(there))]


ACTS = {"make": 3, "edit": 8, "drop": 1, "undo": 2, "settle": 1, "adopt": 2, "meet": 4}


def _visit(drawn: list[float]) -> dict[str, Any]:
    tags = tuple(sorted({"abc"[int(one * 3)] for one in drawn[3:5]}))
    day = f"2022-0{int(drawn[2] * 4) + 1}-11"
    return {"n": int(drawn[0] * 5), "sort": "abc"[int(drawn[1] * 3)], "tags": tags, "date": day}


def log(office: Office) -> Log:
    return office.run(
        "SELECT k.name, r.id, f.name, c.stamp, c.value, c.replaces, c.covers FROM main.change_log c"
        " JOIN main.record r ON r.no = c.record JOIN main.kind k ON k.no = r.kind JOIN main.field f ON f.no = c.field"
        " ORDER BY 2, 3, 4"
    ).fetchall()


def shown(office: Office) -> tuple[object, ...]:
    """All rows and conflicts under the names of the log."""
    names, rows = office.file.names, []
    for kind in office.file.plan.record_kinds.values():
        for _id, state, *values in office.run(
            f"SELECT id, _state, {', '.join(map(quoted, kind.fields))} FROM main.{quoted(kind.name)} ORDER BY id"
        ):
            values_there = {
                names.logged_field(kind.name, name): names.logged_value(kind.name, name, value)
                for name, value in zip(kind.fields, values, strict=True)
            }
            rows.append((kind.logged_as, _id, state, sorted(values_there.items())))
    return sorted(rows, key=repr), sorted((record, logged(office, record, name)) for record, name in office.conflicts())


def logged(office: Office, record: str, name: str) -> str:
    row = find_record(office.file.connection, record)
    assert row
    return office.file.names.logged_field(row.kind, name)


def test_the_chain_of_editions_is_one_that_may_be_put_in_force() -> None:
    for edition in EDITIONS[1:]:
        found = Findings({}, "plan.toml")
        check_names(found, edition())
        wrong = [one.place.key for one in found.mistakes]
        assert wrong == ["kinds.spot.was"]  # a name of the program's own, which no real plan may have had
    for number, earlier in enumerate(EDITIONS):
        for later in EDITIONS[number:]:
            assert list(lost_values(earlier(), later())) == []


@pytest.mark.parametrize(
    "names",
    [{"a": {"was": "b"}, "b": {"was": "a"}}, {"b": {"was": "a"}, "a": {}}, {"b": {"was": "a"}, "c": {"was": "a"}},
     {"b": {"was": ["b"]}}, {"b": {"was": ["a", "a"]}}],
    ids=["swapped", "a name used again", "two heirs", "itself", "twice"],
)  # fmt: skip
def test_names_that_would_lead_to_two_things_are_refused(names: dict[str, dict[str, Any]]) -> None:
    source = renamed()
    field = source["kinds"]["trip"]["fields"]["people"]
    source["kinds"]["trip"]["fields"] |= {name: {**field, "was": [], **raw} for name, raw in names.items()}
    for name in names:
        if not source["kinds"]["trip"]["fields"][name]["was"]:
            del source["kinds"]["trip"]["fields"][name]["was"]
    found = Findings({}, "plan.toml")
    check_names(found, source)
    assert found.mistakes


@pytest.mark.no_cover
@pytest.mark.parametrize("seed", SEEDS)
def test_a_renaming_changes_neither_the_log_nor_what_follows_from_it(seed: int, tmp_path: Path) -> None:
    worlds = []
    for renames in (False, True):
        folder = tmp_path / str(renames)
        folder.mkdir()
        world = World(folder, renames=renames)
        chance = random.Random(seed)
        for _ in range(STEPS):
            world.step(chance)
        worlds.append(world)
    plain, other = worlds
    for one, two in zip(plain.offices, other.offices, strict=True):
        assert log(one) == log(two)
        assert shown(one) == shown(two)
        assert check(two.file) == []
    for world in worlds:
        for office in world.offices:
            office.close()
