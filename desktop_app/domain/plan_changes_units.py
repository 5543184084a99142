"""What a new edition changes of the lists of units, in sentences."""

from collections.abc import Mapping, Sequence

from desktop_app.domain.plan_differences import UNITS, Raw, Said, keys_apart
from desktop_app.domain.values import show_number
from desktop_app.messages import Message, joined

Row = Sequence[str]  # code, parent, level, type, name


def unit_changes(old: Raw, new: Raw) -> Said:
    """Lists that come and go, and what changes in those that stay."""
    added, gone, changed = keys_apart(old["units"], new["units"])
    for version in added:
        yield UNITS, Message("edition.units_added", version=version, count=show_number(len(new["units"][version])))
    for version in gone:
        yield UNITS, Message("edition.units_gone", version=version)
    for version in changed:
        before, now = ({row[0]: row for row in plan["units"][version]} for plan in (old, new))
        yield from _list_changes(before, now, version)
    if old.get("aliases", {}) != new.get("aliases", {}):
        yield UNITS, Message("edition.units_aliases")
    if old.get("lineage", []) != new.get("lineage", []):
        yield UNITS, Message("edition.units_lineage")


def _list_changes(old: Mapping[str, Row], new: Mapping[str, Row], version: str) -> Said:
    added, gone, changed = keys_apart(old, new)
    for key, codes, rows in (("unit_added", added, new), ("unit_gone", gone, old)):
        if codes:
            names = joined([rows[code][4] for code in codes])
            yield UNITS, Message(f"edition.{key}", version=version, count=show_number(len(codes)), units=names)
    for code in changed:
        was, now = old[code], new[code]
        if was[4] != now[4]:
            yield UNITS, Message("edition.unit_renamed", old=was[4], new=now[4])
        if was[1] != now[1]:
            yield UNITS, Message("edition.unit_moved", unit=now[4], old=_name(old, was[1]), new=_name(new, now[1]))
        if was[2:4] != now[2:4]:
            yield UNITS, Message("edition.unit_level", unit=now[4])
    if list(old) != list(new) and not added and not gone and not changed:
        yield UNITS, Message("edition.unit_order", version=version)


def _name(rows: Mapping[str, Row], code: str) -> str:
    return rows[code][4] if code in rows else code or "–"
