"""The lines that name the records of an earlier ledger, in words of the plan and units that they had there."""

from collections.abc import Mapping

from msgspec import Struct, field

from db.carrying.old_ledger import OldRecord
from db.titles import fill_title, title_fields
from desktop_app.catalogue import in_language
from desktop_app.domain.field_type import Lookup
from desktop_app.domain.org_unit import OrgUnits
from desktop_app.domain.plan import Field, Plan, RecordKind
from desktop_app.domain.values import Stored, from_stored, show


class OldTitles(Struct):
    """Serves one question; kinds are named after those that they refer to."""

    plan: Plan
    units: OrgUnits
    language: str
    known: dict[tuple[str, str], str] = field(default_factory=dict)

    def title(self, kind: RecordKind, record: OldRecord) -> str:
        shown: Mapping[str, Stored] = record.state.shown
        words = {name: self._words(kind.fields[name], shown.get(name)) for name in title_fields(kind.title)}
        title = fill_title(kind.title, words) or in_language(kind.label, self.language)
        self.known[kind.name, record.id] = title
        return title

    def _words(self, of: Field, stored: Stored) -> str:
        value = from_stored(of, stored)
        if value is None:
            return ""
        if of.type.lookup is Lookup.UNITS:
            return self.units.name(str(value))
        if of.type.refers:
            return self.known.get((of.target or "", str(value)), "")
        return in_language(show(of, value, self.plan), self.language)
