"""What a report is made from: plain values that the session collects, nothing read or computed here."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import cached_property

from msgspec import Struct, field

from desktop_app.domain.audiences import PUBLIC, SUPERIOR
from desktop_app.domain.completeness import NOTHING, AreaStanding, Completeness, standing
from desktop_app.domain.indicators import IndicatorResult
from desktop_app.domain.org_unit import OrgUnits
from desktop_app.domain.period import Period
from desktop_app.domain.plan import Plan
from desktop_app.domain.plan_indicators import Statistic
from desktop_app.domain.stale_words import Basis
from desktop_app.domain.statistic_results import AreaStatistics
from desktop_app.domain.trend import Trend
from desktop_app.domain.values import Value
from desktop_app.messages import Text
from desktop_app.report.wording import words


class ReportData(Struct, frozen=True, dict=True):
    """One unit's report for one period.

    `letterhead` and `header` are the values of the records of those kinds, by part: what `header` leaves empty comes
    from `letterhead`, what both leave empty from the unit. `narratives` holds the office's own text per section (`I`,
    `III.2`), `bases` what the drafts said when these were written, `section_titles` the plan's names of the sections.
    `data_date` is the day up to which records count.
    `earlier` are the statistics of the same period a year before, `below` the indicators of each unit directly below,
    `trends` the indicators over the last periods of the year, all as this `audience` may read them; `extras` is what
    the office wants printed beside what every report says. `proposes_frame`: few supported people are counted, so the
    paper is for internal circulation unless its head says otherwise.
    """

    plan: Plan
    units: OrgUnits
    unit: str
    period: Period
    year_start: date
    data_date: date
    progress: Sequence[IndicatorResult] = ()
    statistics: Sequence[AreaStatistics] = ()
    completeness: Sequence[Completeness] = ()
    earlier: Sequence[AreaStatistics] = ()
    below: Mapping[str, Sequence[IndicatorResult]] = field(default_factory=dict)
    trends: Sequence[Trend] = ()
    letterhead: Mapping[str, Value] = field(default_factory=dict)
    header: Mapping[str, Value] = field(default_factory=dict)
    agency_name: str = ""
    narratives: Mapping[str, str] = field(default_factory=dict)
    bases: Mapping[str, Basis | None] = field(default_factory=dict)
    section_titles: Mapping[str, Text] = field(default_factory=dict)
    open_conflicts: int = 0
    unfinished: int = 0
    draft: bool = True
    extras: Collection[str] = ()
    other_editions: Mapping[str, int] = field(default_factory=dict)
    audience: str = SUPERIOR
    proposes_frame: bool = False

    def text(self, name: str) -> str:
        """A text of this report's header, else of the letterhead; empty when neither has it."""
        return str(self.header.get(name) or self.letterhead.get(name) or "")

    def lines(self, name: str) -> tuple[str, ...]:
        """The lines of such a text, blank ones and the dashes before them left out."""
        stripped = (line.strip().lstrip("-+•").strip() for line in self.text(name).splitlines())
        return tuple(line for line in stripped if line)

    @property
    def is_public(self) -> bool:
        return self.audience == PUBLIC

    @property
    def whole_year(self) -> bool:
        """Whether the period begins with the plan year, so that figures to date say the same."""
        return self.period.first_day == self.year_start

    @property
    def lowest(self) -> bool:
        """Whether the unit has none below it: it gives its share, and judges no target of those above."""
        return not self.units.children(self.unit)

    @property
    def nothing_happened(self) -> bool:
        """Whether nothing happened in the period, as declared for every area, and nothing was typed in by hand."""
        declared = all(self.standing(area.code).state == NOTHING for area in self.plan.tab_areas)
        return declared and not any(progress.manual for progress in self.progress)

    def key_of(self, statistic: Statistic) -> str:
        """What the figures of a statistic go by."""
        return self.plan.statistic_keys.get(statistic, statistic.name)

    def standing(self, area: str) -> AreaStanding:
        """What is known of an area in the period: the one decision that every sentence about it follows."""
        return self._standings[area]

    @cached_property
    def _standings(self) -> dict[str, AreaStanding]:
        found = {}
        for area in self.plan.areas:
            amounts = (result.amount.period for some in self.statistics if some.area == area for result in some.results)
            found[area] = standing(self.completeness, area, any(amounts))
        return found

    def declared_nothing(self, unit: str, area: str) -> bool:
        """Whether a unit and all below it declared that nothing happened in an area."""
        inside = set(self.units.descendants(unit))
        states = {row.state for row in self.completeness if row.area == area and row.unit in inside}
        return states == {NOTHING}

    def in_sentence(self, code: str) -> str:
        """A unit's name with the word before it small: `xã Hồ Thầu`."""
        unit, name = self.units.find(code), self.units.name(code)
        return unit.type.lower() + name.removeprefix(unit.type) if unit and name.startswith(unit.type) else name

    @property
    def office_name(self) -> str:
        """Who reports, inside a sentence."""
        return self.agency_name or words("report.committee_of", unit=self.in_sentence(self.unit))
