"""What a record takes over from another: a copy of it, its days, the value of one field."""

from collections.abc import Mapping

from desktop_app.domain.field_defaults import is_numbered
from desktop_app.domain.plan import RecordKind
from desktop_app.domain.values import WARNING, Problem, Value, show_date
from desktop_app.messages import Message
from desktop_app.session import OpenFile, editing, entry, records
from desktop_app.session.open_record import OpenRecord

Values = Mapping[str, Value]


def copy_of(file: OpenFile, kind_name: str, record: str) -> OpenRecord:
    """Another record like this one, without those inside it, its days, its numbers and its key.

    It is written at once, unfinished as it is without its day, unless it must wait for a key.
    """
    kind = file.kind(kind_name)
    values = copied_values(file, kind, record)
    made = OpenRecord(kind_name, None, values, set(values))
    if not kind.natural_key:
        result = editing.new_record(file, kind_name, values)
        if result.act is not None:
            made.record = result.record
            made.acts.append((result.act, ""))
    return made


def copied_values(file: OpenFile, kind: RecordKind, record: str) -> dict[str, Value]:
    """What a copy of a record holds: all but its days, its key and what is entered no more, with numbers of its own."""
    if not entry.offers(file, kind):
        raise entry.refusal(file, kind)
    view = records.find(file, record)
    numbered = {name for name, field in kind.fields.items() if is_numbered(field)}
    there = view.values if view else {}
    copied = {n: there[n] for n in kind.fields if _may_copy(kind, n) and n not in numbered and there.get(n) is not None}
    filled = entry.defaults(file, kind.name, copied)
    return {n: v for n, v in filled.items() if n in numbered or n in copied}


def _may_copy(kind: RecordKind, name: str) -> bool:
    if name == kind.parent_field:
        return True
    if kind.fields[name].retired:
        return False
    return name not in kind.natural_key and not kind.fields[name].type.holds_day


def days_of(file: OpenFile, asking: OpenRecord, kind: str) -> dict[str, Value]:
    """The day of a record that `asking` needs: an establishment inspected in May was there in May already."""
    view = records.find(file, asking.record) if asking.record else None
    day = day_of(file, file.kind(asking.kind), view.values if view else asking.given)
    since = file.kind(kind).since
    return {since: day} if since and day and str(day) < file.today().isoformat() else {}


def day_of(file: OpenFile, kind: RecordKind, values: Values) -> Value:
    """The day of a record with these values, which the one around it may hold (`activity.date`)."""
    *around, name = kind.date_field.split(".")
    for step in around:
        view = records.find(file, str(values.get(step)))
        values = view.values if view else {}
    return values.get(name)


def value_above(
    file: OpenFile, kind: str, field_name: str, above: str | None, parent: str | None, record: str | None
) -> tuple[Value, str] | None:
    """A field of the record `above`, else of the one made last beside `record`, and how it is shown."""
    there = records.find(file, above) if above else records.latest(file, kind, parent, record)
    value = there.values.get(field_name) if there else None
    return None if value is None else (value, records.show_value(file, kind, field_name, value))


def registered_later(file: OpenFile, kind: RecordKind, values: Values) -> list[Problem]:
    """Return a warning for each field that names a record which its register holds only from a later day: figures of
    the days before leave this record out.
    """
    problems = []
    for field in kind.fields.values():
        target = file.kind(field.target) if field.target and values.get(field.name) else None
        named = records.find(file, str(values[field.name])) if target and target.since else None
        if named is None or target is None or not target.since:
            continue
        since, day = named.values[target.since], day_of(file, kind, values)
        if day and since and str(since) > str(day):
            words = {"title": records.title_of(file, named.id), "day": show_date(str(since))}
            problems.append(Problem(field.name, Message("form.registered_later", **words), WARNING))
    return problems
