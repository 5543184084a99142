"""What a reading returns of a unit, shared out over the units below it: one question in place of one for each."""

from collections.abc import Collection, Sequence
from typing import Any

from msgspec import Struct, field

from db.counting.found import COLUMNS
from desktop_app.domain.org_unit import OrgUnits
from desktop_app.domain.plan_indicators import MEMBER, Indicator, Reading
from desktop_app.server.server_readings import Rows, ServerReadings


class SharedRows(Struct):
    """The rows of the reading that was asked for last, by unit; `above` asks for the unit that lies above `wanted`."""

    above: ServerReadings
    units: OrgUnits
    wanted: Collection[str]
    rows: dict[str, list[Any]] = field(default_factory=dict)

    def ask(self, indicator: Indicator, reading: Reading) -> bool:
        """Whether a reading could be shared out; of an indicator that a member's own records may decide it never can
        (as in `unit_figures`).
        """
        self.rows = {}
        if indicator.min_level != MEMBER:
            self._share_out(self.above.rows(indicator, reading))
        return bool(self.rows)

    def __call__(self, unit: str) -> Rows:
        return self.rows[unit]

    def _share_out(self, found: Sequence[Any]) -> None:
        """What belongs to no unit stands for each where it counts nothing (a part that has no members); where it
        counts, nothing can be shared out.
        """
        unit, *counting = (COLUMNS.index(name) for name in ("unit", "numerator", "denominator"))
        nowhere = [row for row in found if row[unit] not in self.units]
        if any(row[at] for row in nowhere for at in counting):
            return
        self.rows = {one: list(nowhere) for one in self.wanted}
        lists: dict[str, list[list[Any]]] = {}
        for row in found:
            code = row[unit]
            if code in self.units:
                if code not in lists:
                    lists[code] = [self.rows[one] for one in self.units.ancestors(code) if one in self.rows]
                for rows in lists[code]:
                    rows.append(row)


def common_unit(units: OrgUnits, wanted: Sequence[str]) -> str:
    """The lowest unit that holds all of these."""
    first, *others = ([*units.ancestors(unit)] for unit in wanted)
    return next(unit for unit in first if all(unit in above for above in others))
