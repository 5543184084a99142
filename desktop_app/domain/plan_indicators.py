"""What a plan measures: its indicators with their readings and targets, and its statistics."""

from collections.abc import Mapping
from decimal import Decimal

from msgspec import Struct

from desktop_app.messages import NO_LABEL, Label

DEFAULT = "default"  # the reading in force unless an office wishes another
NAMED_READINGS = (DEFAULT, "strict", "loose")  # those that the program itself has a name for
MEMBER = "member"  # the level of the members of the plan, whatever it is called


class Reading(Struct, frozen=True):
    """One way to understand an indicator: its printed wording; what it counts is written in the plan language.

    `capped`: no group counts more than its denominator; `alone`: each row with numbers is a group of its own.
    """

    name: str
    wording: Label
    capped: bool = False
    alone: bool = False
    label: Label = NO_LABEL  # what people call it, where it is none of those that the program has a name for


class YearTarget(Struct, frozen=True):
    """What is asked for in a year or over several; nothing where there is no threshold."""

    threshold: Decimal | None
    threshold_max: Decimal | None = None


class Baseline(Struct, frozen=True):
    """The value from which a plan of several years starts, and of which year it is."""

    year: int
    value: Decimal


class Indicator(Struct, frozen=True):
    """One measurable statement of the plan; texts say what is printed where no figure can be given.

    `people`: numerator and denominator count people; `supported`: those who are given support. `targets`: by year
    (`2022`) or years (`2021..2025`), where they are not the threshold. `path`: how the years lead to it from the
    `baseline`.
    """

    code: str
    area: str
    title: Label
    short: Label
    measure: str
    op: str
    threshold: Decimal
    threshold_max: Decimal | None
    unit: Label
    window: str
    accountable_level: str
    min_level: str
    texts: Mapping[str, Label]
    readings: Mapping[str, Reading]
    people: bool
    people_parts: tuple[str, ...]
    supported: bool
    targets: Mapping[str, YearTarget]
    baseline: Baseline | None
    path: str


class PlanAnnex(Struct, frozen=True):
    """An annex of the report: the indicators, or the statistics that name it."""

    code: str
    title: Label
    indicators: bool


class Statistic(Struct, frozen=True):
    """A figure of the report beside the indicators: records counted, or one field summed, maybe by a choice field.

    `unit` is what is counted, `annex` where its details are printed, `lead` whether the text names it. `per_unit` says
    what the annex shows for each unit below: the `total`, the parts `by` its field too, or `none`. `supported`: its
    `people` are those who are given support.
    """

    area: str
    kind: str
    label: Label
    sum: str | None = None
    by: str | None = None
    where: str | None = None
    people: bool = False
    short: Label = NO_LABEL
    unit: Label = NO_LABEL
    annex: str | None = None
    lead: bool = False
    per_unit: str = "total"
    supported: bool = False

    @property
    def name(self) -> str:
        """Its kind and field."""
        return f"{self.kind}.{self.sum}" if self.sum else self.kind
