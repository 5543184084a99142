"""What a new edition changes of the lists of units, in sentences."""

from collections.abc import Mapping, Sequence

from desktop_app.domain.former_names import former_names
from desktop_app.domain.org_unit import RENAMED, RETIRED
from desktop_app.domain.plan_differences import UNITS, Said, keys_apart
from desktop_app.domain.plan_findings import Raw
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
        before = _in_new_codes(old["units"][version], new.get(RENAMED, {}).get(version, {}))
        now = {row[0]: row for row in new["units"][version]}
        yield from _list_changes(before, now, version)
    for version in new["units"]:
        yield from _code_changes(old, new, version)
    if old.get("aliases", {}) != new.get("aliases", {}):
        yield UNITS, Message("edition.units_aliases")
    if old.get("lineage", []) != new.get("lineage", []):
        yield UNITS, Message("edition.units_lineage")


def _in_new_codes(rows: Sequence[Row], renamed: Raw) -> dict[str, Row]:
    """Rows by the codes that the new list has for them; of those that became one the first."""
    codes = {old: code for code, was in renamed.items() for old in former_names({"was": was})}
    found: dict[str, Row] = {}
    for row in rows:
        code = codes.get(row[0], row[0])
        found.setdefault(code, [code, codes.get(row[1], row[1]), *row[2:]])
    return found


def _code_changes(old: Raw, new: Raw, version: str) -> Said:
    """Units that have another code, became one with others, or are no more."""
    names = {row[0]: row[4] for plan in (old, new) for row in plan["units"].get(version, ())}
    (was, now), (gone, going) = (
        [plan.get(part, {}).get(version, {}) for plan in (old, new)] for part in (RENAMED, RETIRED)
    )
    for code in (one for one in now | was if was.get(one) != now.get(one)):
        former = joined(former_names({"was": now.get(code, ())})) if code in now else "–"
        yield UNITS, Message("edition.unit_was", unit=names.get(code, code), code=code, former=former)
    for key, codes in (("unit_retired", set(going) - set(gone)), ("unit_back", set(gone) - set(going))):
        for code in sorted(codes):
            yield UNITS, Message(f"edition.{key}", unit=names.get(code, code), version=version)


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
