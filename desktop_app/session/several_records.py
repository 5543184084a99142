"""What is done to several records at once: one value for all, copies, several new ones; each is one act."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from msgspec import Struct

from db import acts, store
from db.log import logged_record
from db.open_file import OpenFile
from desktop_app.domain.changes import Edit, setting, values_of
from desktop_app.domain.field_defaults import is_numbered
from desktop_app.domain.plan import Field, RecordKind
from desktop_app.domain.validation import check
from desktop_app.domain.values import ERROR, Problem, Value
from desktop_app.errors import AppError
from desktop_app.messages import Text
from desktop_app.session import editing
from desktop_app.session.record_copying import copied_values

_LAST_NUMBER = re.compile(r"\d+(?=\D*$)")


class ValueOutcome(Struct, frozen=True):
    """What one value does to one record: nothing where it has it `already`; `refused`: why it can't stand there;
    `broken`: what a check says of it then that it did not say before.
    """

    record: str
    before: Value
    already: bool = False
    refused: Text | None = None
    broken: Text | None = None

    @property
    def changes(self) -> bool:
        return not self.already and self.refused is None


class MadeRecords(Struct, frozen=True):
    """`records` came to be in one act; `refused`: by their places among those wanted, the ones that could not."""

    act: bytes | None
    records: Sequence[str]
    refused: Mapping[int, Problem]


def fields_for_all(kind: RecordKind) -> list[Field]:
    """The fields that may get one value in several records: not what names a record or says in which one it lies."""
    own = {*kind.natural_key, kind.parent_field}
    return [of for of in kind.fields.values() if of.name not in own and not is_numbered(of)]


def look_at_value(file: OpenFile, records: Iterable[str], field: str, value: Value) -> list[ValueOutcome]:
    """What one value would do to each of these records; nothing is written."""
    return [_outcome(file, record, field, value)[0] for record in records]


def set_value(
    file: OpenFile, records: Iterable[str], field: str, value: Value
) -> tuple[bytes | None, list[ValueOutcome]]:
    """Give a field one value in each of these records where it can stand, as one act."""
    with store.writing(file):
        found = [_outcome(file, record, field, value) for record in records]
        edits = [edit for _, of_record in found for edit in of_record]
        act = store.apply(file, edits, "edit").act
    return act, [outcome for outcome, _ in found]


def _outcome(file: OpenFile, record: str, field: str, value: Value) -> tuple[ValueOutcome, list[Edit]]:
    logged = logged_record(file.connection, record)
    kind = file.kind(logged.row.kind)
    before = values_of(kind, logged.state)
    if before[field] == value:
        return ValueOutcome(record, value, already=True), []
    refused, found = editing.judge(file, kind, before | {field: value}, (field,))
    if refused:
        return ValueOutcome(record, before[field], refused=refused[0].message), []
    known = [problem.message for problem in check(before, kind, file.entry_rules())]
    broken = next((one.message for one in found if one.severity == ERROR and one.message not in known), None)
    edits = setting(record, kind.name, logged.state, {field: value})
    return ValueOutcome(record, before[field], broken=broken), edits


def copy(file: OpenFile, kind_name: str, records: Iterable[str]) -> MadeRecords:
    """A copy of each of these records, without its days and what lies inside it, each with numbers of its own."""
    kind = file.kind(kind_name)
    if kind.natural_key:
        raise AppError("several.has_key", kind=kind.label)
    numbered = [name for name, of in kind.fields.items() if is_numbered(of)]
    used: set[Value] = set()
    wanted = []
    for record in records:
        values = copied_values(file, kind, record)
        values |= {name: _free(values[name], used) for name in numbered if name in values}
        used |= {values[name] for name in numbered if name in values}
        wanted.append(values)
    return make(file, kind_name, wanted)


def _free(code: Value, used: Collection[Value]) -> Value:
    """A number that no copy before has: none of them is in the file yet."""
    while code in used and isinstance(code, str):
        code = _LAST_NUMBER.sub(lambda found: str(int(found[0]) + 1).zfill(len(found[0])), code)
    return code


def make(file: OpenFile, kind_name: str, wanted: Sequence[Mapping[str, Value]]) -> MadeRecords:
    """Make records with these values, as one act; one that can't be made stops no other."""
    kind = file.kind(kind_name)
    made: dict[str, list[Edit]] = {}
    refused: dict[int, Problem] = {}
    with store.writing(file):
        for place, values in enumerate(wanted):
            record, problems = editing.may_make(file, kind, values)
            if problems or record is None:
                refused[place] = problems[0]
            else:
                made[record] = acts.creating(file, record, kind, values)
        act = store.apply(file, [edit for edits in made.values() for edit in edits], "edit").act
    return MadeRecords(act, list(made), refused)
