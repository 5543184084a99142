"""What becomes of some of the records of a data set: deleted with what lies inside, brought back, deleted by somebody
who did not see everything, joined with another one.
"""

from random import Random
from typing import Any, NamedTuple

from tests.oracle_frame import PARENT

Record = dict[str, Any]
JOINED = ("comm_activity", "inspection", "training", "media_outlet", "staff")  # of which two may well be the same


class Operation(NamedTuple):
    """An act: delete, restore, blind (a deletion of one record alone, as a merge brings it), unseen (a deletion that
    has not seen one field) or join.
    """

    what: str
    record: str
    other: str = ""


class Fates:
    """Chooses the acts and marks the records: `gone` where a deletion that saw everything stands, `into` where it was
    joined, `doubted` where a deletion did not see everything, `returned` where it was brought back.
    """

    def __init__(self, seed: int, records: list[Record]) -> None:
        self.random = Random(f"fates {seed}")
        self.records = records
        self.by_id = {record["id"]: record for record in records}
        self.touched: set[str] = set()
        self.operations: list[Operation] = []

    def choose(self) -> list[Operation]:
        if self.records and self.random.random() < 0.7:
            many = min(len(self.records), self.random.randint(1, 8))
            for record in self.random.sample(self.records, many):
                if not self.touched & set(self.family(record["id"])):
                    self.befall(record)
        return self.operations

    def befall(self, record: Record) -> None:
        """One record's fate; where others refer to it, its own office can't delete it and only a merge can."""
        family, choice = self.family(record["id"]), self.random.random()
        twin = self.twin(record) if choice < 0.3 else None
        if twin is not None:
            self.join(record["id"], twin)
        elif choice < 0.65 and not self.referred_to(family):
            self.delete(family)
        else:
            self.delete_elsewhere(record, family)

    def join(self, first: str, second: str) -> None:
        keeps, goes = sorted((first, second))
        self.by_id[goes]["into"] = keeps
        self.do(Operation("join", keeps, goes), self.family(keeps) + self.family(goes))

    def delete(self, family: list[str]) -> None:
        """Parents first: a child that is brought back brings back what it lies in, not its siblings."""
        self.do(Operation("delete", family[0]), family)
        for one in family:
            self.by_id[one]["gone"] = True
        if self.random.random() < 0.5:
            back = self.random.choice(family)
            self.do(Operation("restore", back), [])
            for one in {*self.above(back), *self.family(back)}:
                del self.by_id[one]["gone"]
                self.by_id[one]["returned"] = True

    def delete_elsewhere(self, record: Record, family: list[str]) -> None:
        unseen = self.random.random() < 0.3
        record["doubted" if unseen else "gone"] = True
        self.do(Operation("unseen" if unseen else "blind", record["id"]), family)

    def do(self, operation: Operation, touched: list[str]) -> None:
        self.operations.append(operation)
        self.touched |= set(touched)

    # --- who hangs on whom

    def family(self, record: str) -> list[str]:
        """A record and all that lies inside it, parents first."""
        inside = [r["id"] for r in self.records if self.parent(r) == record]
        return [record, *(one for child in inside for one in self.family(child))]

    def parent(self, record: Record) -> str | None:
        field = PARENT.get(record["kind"])
        found: str | None = record["fields"].get(field) if field else None
        return found

    def above(self, record: str) -> list[str]:
        """What a record lies in, as far as it went with it."""
        parent = self.parent(self.by_id[record])
        return [parent, *self.above(parent)] if parent and self.by_id[parent].get("gone") else []

    def referred_to(self, family: list[str]) -> bool:
        others = (r for r in self.records if r["id"] not in family)
        return any(not set(family).isdisjoint(map(str, r["fields"].values())) for r in others)

    def twin(self, record: Record) -> str | None:
        """Another record of the same kind that nothing has happened to."""
        same = [r["id"] for r in self.records if r["kind"] == record["kind"] in JOINED and r is not record]
        free = [one for one in same if not self.touched & set(self.family(one))]
        return self.random.choice(free) if free else None
