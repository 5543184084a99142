"""The records of a ledger that a row of a sheet may be once more, though not in all its cells."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping

from msgspec import Struct, field

from desktop_app.domain.duplicates import Scale, find_duplicate, scale_of, shared_fields
from desktop_app.domain.likeness import words
from desktop_app.domain.plan import RecordKind
from desktop_app.domain.values import Value

Record = tuple[str, Mapping[str, Value]]
NEW = ""  # the id of what is no record yet
NEIGHBOURS = 6  # of a row among those of one unit and day, in the order of their names: a register has thousands


class AlikeRecords(Struct):
    """Finds them by the same rule as a form, which says that a record was entered twice."""

    scale: Scale
    shared: list[str]
    groups: dict[tuple[Value, ...], list[tuple[str, Record]]] = field(default_factory=dict)

    def add(self, record: Record) -> None:
        key = self._key(record[1])
        if None not in key:
            self.groups.setdefault(key, []).append((self._named(record[1]), record))

    def find(self, values: Mapping[str, Value]) -> Record | None:
        """The record that is most likely the same as a row."""
        group = self.groups.get(self._key(values), [])
        here = bisect_left(group, self._named(values), key=lambda one: one[0])
        near = group[max(0, here - NEIGHBOURS) : here + NEIGHBOURS]
        found = [(pair.score, one) for _, one in near if (pair := find_duplicate(self.scale, (NEW, values), one))]
        return max(found, key=lambda one: one[0])[1] if found else None

    def _key(self, values: Mapping[str, Value]) -> tuple[Value, ...]:
        return tuple(values.get(name) for name in self.shared)

    def _named(self, values: Mapping[str, Value]) -> str:
        return "".join(words(" ".join(str(values.get(name) or "") for name in self.scale.names)))


def alike_records(kind: RecordKind, existing: Iterable[Record]) -> AlikeRecords:
    """Those among which a row of the kind may be; records of a kind with a key are told by that."""
    made = AlikeRecords(scale_of(kind), shared_fields(kind))
    for one in existing if made.shared and not kind.natural_key else ():
        made.add(one)
    for group in made.groups.values():
        group.sort(key=lambda one: one[0])
    return made
