"""Records of an earlier year that go on in this one: which do, what a change of one becomes, and what is said of it."""

import json
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct, field

from desktop_app.domain.changes import Change, Edit, RecordState, Stamps, heads_of
from desktop_app.domain.clock import TAIL_BYTES
from desktop_app.domain.expressions import parse
from desktop_app.domain.log_names import LogNames
from desktop_app.domain.plan import RecordKind
from desktop_app.domain.record_ids import record_id_of
from desktop_app.domain.validation import Rules
from desktop_app.domain.values import Stored, Value
from desktop_app.messages import Text

CARRY = "carry"  # the act
# what a plan says of a kind: all go on; of each parent the latest before the year and all since; those for which a
# condition holds, in which `year_start` is the first day of the year
ALWAYS, LATEST, WHEN, YEAR_START = "always", "latest", "when ", "year_start"

# why a record stays in its year: its kind does; it is over; a later one says more; it came with its plan; its unit has
# no heir that the plan names; it is not ours; what it lies in stays; its key lacks something; it was deleted here;
# here it is one with another record
STAYS, OVER, EARLIER, OF_PLAN, NO_HEIR, OUTSIDE, PARENT, KEY, DELETED_HERE, JOINED = REASONS = (
    "stays", "over", "earlier", "of_plan", "no_heir", "outside", "parent", "key", "deleted_here", "joined",
)  # fmt: skip
# why a value stays: the plan has no such field; it is none of its type or list; it names a record or unit that stays
NO_FIELD, UNREADABLE, NO_RECORD, NO_UNIT = ("no_field", "unreadable", "no_record", "no_unit")

NEW, CHANGED, SAME = "new", "changed", "same"


class KindCount(Struct):
    """The live records of one kind in the earlier ledger, by what becomes of them here: `new`, `changed`, `same` as
    they were carried before, `left` by the reason; `conflicts`: fields that were corrected there and changed here.
    """

    kind: str
    label: Text
    new: int = 0
    changed: int = 0
    same: int = 0
    conflicts: int = 0
    left: dict[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return self.new + self.changed + self.same + sum(self.left.values())

    def go_on(self, fate: str) -> None:
        """One more is NEW, CHANGED or the SAME."""
        setattr(self, fate, getattr(self, fate) + 1)

    def leave(self, reason: str, count: int = 1) -> None:
        if count:
            self.left[reason] = self.left.get(reason, 0) + count


class RecordFate(Struct, frozen=True):
    """What becomes of one record of a kind of which some go on: NEW, CHANGED, SAME, or why it stays; `record`: its id
    here, where it goes on.
    """

    kind: str
    title: str
    fate: str
    record: str = ""


class ValuesLeft(Struct, frozen=True):
    """How many values of a field are not carried, and why."""

    kind: str
    field: str
    label: Text
    reason: str
    count: int


class UnitAsked(Struct, frozen=True):
    """A unit of the earlier list of which the plan does not say what it became, and how many records hang on that;
    `into`: what the units below it became.
    """

    unit: str
    unit_name: str
    records: int
    into: tuple[str, ...]


class CarryResult(Struct, frozen=True):
    """What carrying an earlier ledger does; `act` is None for a preview and where there was nothing to write.

    `notice` says why there is no backup from before, where there is none; `note` what is to be known of that plan.
    """

    name: str
    plan: Text
    years: Text
    unit: str
    unit_name: str
    kinds: Sequence[KindCount]
    values: Sequence[ValuesLeft]
    asked: Sequence[UnitAsked]
    records: Sequence[RecordFate]
    act: bytes | None = None
    notice: Text = ""
    note: Text = ""

    @property
    def new(self) -> int:
        return sum(kind.new for kind in self.kinds)

    @property
    def changed(self) -> int:
        return sum(kind.changed for kind in self.kinds)

    @property
    def left(self) -> int:
        return sum(sum(kind.left.values()) for kind in self.kinds)


def carried_id(kind: str, record: str) -> str:
    """The id that a record without a natural key has in later years, the same wherever it is carried."""
    return record_id_of([CARRY, kind, record])


def goes_on(kind: RecordKind, rules: Rules, year_start: str, values: Mapping[str, Value]) -> bool:
    """Whether the plan's condition for a kind holds for a record."""
    if not kind.carried.startswith(WHEN):
        return True
    scope = rules.scope({**values, YEAR_START: year_start}, kind)
    return parse(kind.carried.removeprefix(WHEN)).evaluate(scope) is True


def earlier_ones(kind: RecordKind, year_start: str, records: Mapping[str, Mapping[str, Value]]) -> set[str]:
    """Of records by id those that a later one of the same parent, also before the year, leaves nothing to say."""
    if kind.carried != LATEST or kind.parent_field is None:
        return set()
    before: dict[Value, dict[str, str]] = {}
    for record, values in records.items():
        day = values.get(kind.date_field)
        if isinstance(day, str) and day < year_start:
            before.setdefault(values.get(kind.parent_field), {})[record] = day
    return {record for days in before.values() for record, day in days.items() if day < max(days.values())}


class CarriedValue(Struct, frozen=True):
    """A value as it is here, and the stamp of the change that gave it there."""

    value: Stored
    stamp: bytes


class CarriedRecord(Struct):
    """A record as it goes on here: under which id, what its fields say, and the titles of those that became it."""

    kind: str
    record: str
    wanted: dict[str, list[CarriedValue]]
    titles: list[str]


def carried_edits(
    record: str, kind: str, now: RecordState | None, before: Iterable[Change],
    wanted: Mapping[str, Sequence[CarriedValue]], names: LogNames,
) -> list[Edit]:  # fmt: skip
    """What brings a record up to what the earlier ledger says of it; nothing where it says what it said `before`.

    `before`: the changes that earlier carrying made. What was corrected there takes the place of what came from there;
    where somebody changed that here, both stand side by side, as a conflict. The stamps follow from the changes there,
    so that two offices which carry the same make the same, also where one of them has an edition with other `names`.
    """
    known = heads_of(before)
    edits: list[Edit] = []
    for name, values in wanted.items():
        came = known.get(name, ())
        shown = now.heads.get(name, ()) if now else ()
        coming = {one.value for one in values}
        gone = [head for head in came if head.value not in coming]
        new = [one for one in values if _is_new(one.value, came, shown)]
        if gone and not new and any(head.value == one.value for head in shown for one in gone):
            new = [values[-1]]  # of several values that were open there, this one was chosen
        ended = {head.value for head in gone} | ({None} if not came else set())
        replaces = frozenset(head.stamp for head in gone) | {head.stamp for head in shown if head.value in ended}
        edits += [
            Edit(record, kind, name, one.value, replaces, stamp=_stamp(one, record, kind, name, replaces, names))
            for one in new
        ]
    return edits


def _is_new(value: Stored, came: Sequence[Change], shown: Sequence[Change]) -> bool:
    if value is None and not came:
        return False
    return all(head.value != value for head in (*came, *shown))


def _stamp(one: CarriedValue, record: str, kind: str, name: str, replaces: Stamps, names: LogNames) -> bytes:
    from hashlib import blake2b  # it loads OpenSSL, which the start does without

    field, value = names.logged_field(kind, name), names.logged_value(kind, name, one.value)
    ended = sorted(stamp.hex() for stamp in replaces)
    said = [one.stamp.hex(), names.logged_kind(kind), record, field, value, ended]
    tail = blake2b(json.dumps(said).encode(), digest_size=TAIL_BYTES).digest()
    return one.stamp[:-TAIL_BYTES] + tail
