"""Small charts as plain data: one indicator over a few periods, its target, and the same periods a year before."""

from fractions import Fraction

from msgspec import Struct

from desktop_app.report.cells import Figure


class ChartBar(Struct, frozen=True):
    """One period; None where nothing is known, now or a year before."""

    label: str
    now: Figure | None
    earlier: Figure | None = None


class Chart(Struct, frozen=True):
    """The last bar is the period of the report; `lines` are the target, two where it is
    a range, none where nothing is asked for; `target` says it.

    Charts with one `measure` that is a share of a whole stand side by side on one scale.
    """

    title: str
    measure: str
    target: str
    lines: tuple[Fraction, ...]
    bars: tuple[ChartBar, ...]
