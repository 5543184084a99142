"""Who reported what, in plain Python from the printed rules, over exported records."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from tests.oracle_days import Days, Span, days_between, written_in


class Reported:
    """The four states of every unit and area for one span of days; `source` is the printed plan."""

    def __init__(
        self, source: Mapping[str, Any], records: Sequence[Mapping[str, Any]], first: date, last: date,
        scheme: str = "nd09",
    ) -> None:  # fmt: skip
        self.days = Days(written_in(source))
        self.kinds, self.first, self.last, self.scheme = source["kinds"], first, last, scheme
        self.shown: dict[tuple[str, str], list[bool]] = {}
        self.said: dict[tuple[str, str], list[set[int]]] = {}  # the days of each declaration
        for record in records:
            if record.get("counts", True):
                self.take(record)

    def span(self, fields: Mapping[str, Any]) -> Span | None:
        return self.days.span(self.scheme, fields["year"], fields["period_code"])

    def take(self, record: Mapping[str, Any]) -> None:
        kind, fields = self.kinds[record["kind"]], record["fields"]
        if record["kind"] == "period_declaration" and (days := self.span(fields)):
            self.said.setdefault((fields["unit"], fields["plan_area"]), []).append(days_between(*days))
        shown = self.shows(kind, fields)
        if shown is not None:
            self.shown.setdefault((fields["unit"], kind["area"]), []).append(shown)

    def shows(self, kind: Mapping[str, Any], fields: Mapping[str, Any]) -> bool | None:
        """What a record shows for its area: something, nothing, or None where it is no report on it."""
        if kind["area"] not in "12345" or kind.get("parent") or kind.get("unit_field") != "unit":
            return None
        if kind["date_field"] == "year+period_code":
            days = self.span(fields)
            numbers = [n for name, n in fields.items() if type(n) is int and name != "year"]
            return any(numbers) if days and self.first <= days[0] and days[1] <= self.last else None
        day = fields.get(kind["date_field"])
        return True if day and self.first <= date.fromisoformat(day) <= self.last else None

    def state(self, unit: str, area: str) -> str:
        found = self.shown.get((unit, area))
        if found:
            return "number" if any(found) else "zero"
        return "nothing" if self.declares(unit, area) else "not_reported"

    def declares(self, unit: str, area: str) -> bool:
        """Whether declarations together cover every day."""
        return days_between(self.first, self.last) <= set().union(*self.said.get((unit, area), []))
