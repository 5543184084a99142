"""What a public paper prints of people: every count to the nearest ten, and nothing that tells a smaller one.

A printed 0 means fewer than five, whether or not anything happened. Every number is rounded from the exact one, so sums
need not add up. Counts of units, activities and things stay exact, and so does a paper for the superior office, which
holds the records anyway.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from msgspec.structs import replace

from desktop_app.domain.completeness import Completeness
from desktop_app.domain.crosstab import CrossAxis, CrossTable
from desktop_app.domain.indicators import NOT_APPLICABLE, UNTOLD, FigurePart, IndicatorResult, withheld
from desktop_app.domain.measures import MEASURES, PERCENT, show_value, value_of
from desktop_app.domain.period import Period
from desktop_app.domain.plan import Plan, RecordKind
from desktop_app.domain.plan_indicators import DEFAULT, Indicator
from desktop_app.domain.statistic_results import (
    Amount,
    AreaStatistics,
    Number,
    StatisticResult,
    UnitAmount,
)
from desktop_app.domain.trend import Point, Trend

STEP, MONEY_STEP = 10, 10**6
LEAST_SIDE = 10  # printed people on both sides of a verdict, and behind a sum of money
LEAST_DIVISOR = 50  # printed people that a share is reckoned from
_MONTH = 31  # days: a paper of so few says nothing of the year so far
_OF_THE_PERIOD = ("period", "at_end")  # windows that hold nothing of the year before the period
_SUPPRESSED = range(1, 5)


def rounded(number: Number | Fraction, step: int = STEP) -> int:
    """Round to the nearest multiple of `step`, half away from zero."""
    exact = Fraction(number)
    nearest = int(abs(exact) / step + Fraction(1, 2)) * step
    return nearest if exact >= 0 else -nearest


def adds_year_so_far(period: Period) -> bool:
    """Return whether a public paper of the period may add the year so far: one of a month or a week may not."""
    return period.days > _MONTH


# --- statistics --------------------------------------------------------------------------------------------------


def public_statistics(plan: Plan, areas: Iterable[AreaStatistics], period: Period) -> list[AreaStatistics]:
    """Return the statistics as a public paper of the period prints them; parts and places without any are left out."""
    exact = list(areas)
    people: dict[str, list[StatisticResult]] = {}
    for result in (result for area in exact for result in area.results):
        if result.statistic.people:
            people.setdefault(result.statistic.kind, []).append(result)
    with_year = adds_year_so_far(period)

    def public(result: StatisticResult) -> StatisticResult:
        statistic = result.statistic
        if statistic.people:
            return _rounded_result(result, with_year)
        counted = people.get(statistic.kind, ()) if _is_money(plan, plan.kinds[statistic.kind], statistic.sum) else ()
        return _money_result(result, counted, with_year) if counted else _exact_result(result, with_year)

    return [AreaStatistics(area.area, tuple(map(public, area.results))) for area in exact]


def _is_money(plan: Plan, kind: RecordKind, summed: str | None) -> bool:
    """Whether a sum is no count: money, hectares."""
    field = kind.fields[summed] if summed else None
    return field is not None and not field.type.counts


def _alone(amount: Amount, with_year: bool) -> Amount:
    return amount if with_year or amount.period is None else Amount(amount.period, amount.period)


def _rounded_amount(amount: Amount) -> Amount:
    return Amount(None if amount.period is None else rounded(amount.period), rounded(amount.year_to_date))


def _rounded_result(result: StatisticResult, with_year: bool) -> StatisticResult:
    def public(amount: Amount) -> Amount:
        return _rounded_amount(_alone(amount, with_year))

    shares = [replace(share, amount=public(share.amount)) for share in result.shares]
    indexes = [number for number, share in enumerate(shares) if share.amount.period or share.amount.year_to_date]
    places = (
        UnitAmount(place.unit, public(place.amount), tuple(public(place.shares[n]) for n in indexes))
        for place in result.places
    )
    return StatisticResult(
        result.statistic, public(result.amount), tuple(shares[n] for n in indexes),
        tuple(place for place in places if any(a.period or a.year_to_date for a in (place.amount, *place.shares))),
    )  # fmt: skip


def _exact_result(result: StatisticResult, with_year: bool) -> StatisticResult:
    if with_year:
        return result
    shares = (replace(share, amount=_alone(share.amount, with_year)) for share in result.shares)
    places = (
        UnitAmount(place.unit, _alone(place.amount, with_year), tuple(_alone(one, with_year) for one in place.shares))
        for place in result.places
    )
    return StatisticResult(result.statistic, _alone(result.amount, with_year), tuple(shares), tuple(places))


def _money_result(result: StatisticResult, people: Sequence[StatisticResult], with_year: bool) -> StatisticResult:
    """A sum over records that count people: to the million, and only where enough of them print."""

    def public(amount: Amount, counted: Iterable[Amount]) -> Amount:
        known = [_rounded_amount(_alone(one, with_year)) for one in counted]
        sums = _alone(amount, with_year)

        def shown(number: Number, sides: Iterable[Number]) -> int:
            return rounded(number, MONEY_STEP) if max(sides, default=0) >= LEAST_SIDE else 0

        return Amount(
            None if sums.period is None else shown(sums.period, (one.period or 0 for one in known)),
            shown(sums.year_to_date, (one.year_to_date for one in known)),
        )

    def at(unit: str) -> Iterator[Amount]:
        return (place.amount for one in people for place in one.places if place.unit == unit)

    places = (UnitAmount(place.unit, public(place.amount, at(place.unit))) for place in result.places)
    return StatisticResult(
        result.statistic, public(result.amount, (one.amount for one in people)), (),
        tuple(place for place in places if place.amount.period or place.amount.year_to_date),
    )  # fmt: skip


# --- indicators --------------------------------------------------------------------------------------------------


def public_figure(indicator: Indicator, figure: IndicatorResult, period: Period) -> IndicatorResult:
    """Return a figure as a public paper of the period prints it: rounded sides; share and verdict where these are large
    enough. What the exact sides would give away (what is lacking, notes, reasons) is left out.
    """
    parts = {name: _public_part(indicator, part) for name, part in figure.parts.items()}
    if not counts_people(indicator, figure.reading):
        return replace(figure, parts=parts, notes=(), missing=()) if indicator.people_parts else figure
    if figure.numerator is None and figure.denominator is None and figure.status == NOT_APPLICABLE:
        return figure  # not asked of such a unit, or of such a period
    sides = _rounded_sides(figure.measure, figure.numerator, figure.denominator)
    if sides is None or not (adds_year_so_far(period) or indicator.window in _OF_THE_PERIOD):
        return withheld(figure)
    judged = all(people >= LEAST_SIDE for people in _people(figure.measure, *sides))
    return replace(
        figure, numerator=sides[0], denominator=sides[1], status=figure.status if judged else UNTOLD, text="",
        exceeded=judged and figure.exceeded, short_by=None, notes=(), parts=parts, missing=(),
        unrated=sides[1] is not None and sides[1] < LEAST_DIVISOR,
    )  # fmt: skip


def public_trend(indicator: Indicator, trend: Trend) -> Trend:
    """Return a trend whose periods are as their own public papers print them."""
    return Trend(tuple(_public_point(indicator, point) for point in trend.points))


def counts_people(indicator: Indicator, reading: str) -> bool:
    """Return whether both sides count people; of a reading that is made of parts which do, they may."""
    return indicator.people or (bool(indicator.people_parts) and reading != DEFAULT)


def _rounded_sides(
    measure: str, numerator: Fraction | None, denominator: Fraction | None
) -> tuple[Fraction, Fraction | None] | None:
    """Both sides in tens; of a growth the difference of two rounded counts. None where one is not known."""
    if numerator is None or (denominator is None and MEASURES[measure].has_denominator):
        return None
    if denominator is None:
        return Fraction(rounded(numerator)), None
    before = rounded(denominator)
    above = rounded(numerator + denominator) - before if MEASURES[measure].from_baseline else rounded(numerator)
    return Fraction(above), Fraction(before)


def _people(measure: str, numerator: Fraction, denominator: Fraction | None) -> list[Fraction]:
    """The counts of people behind two sides."""
    if denominator is None:
        return [numerator]
    return [numerator + denominator if MEASURES[measure].from_baseline else numerator, denominator]


def _public_part(indicator: Indicator, part: FigurePart) -> FigurePart:
    if part.name not in indicator.people_parts and not indicator.supported:
        return part
    above, below = (None if side is None else Fraction(rounded(side)) for side in (part.numerator, part.denominator))
    share = value_of(PERCENT, above, below) if below is not None and below >= LEAST_DIVISOR else None
    return replace(
        part, numerator=above, denominator=below, value=None if share is None else show_value(PERCENT, share)
    )


def _public_point(indicator: Indicator, point: Point) -> Point:
    figure, earlier = public_figure(indicator, point.figure, point.period), point.earlier
    if earlier is None or not counts_people(indicator, point.figure.reading):
        return replace(point, figure=figure)
    sides = _rounded_sides(earlier.measure, earlier.numerator, earlier.denominator)
    known = figure.exact is not None and sides is not None and (sides[1] is None or sides[1] >= LEAST_DIVISOR)
    before = replace(earlier, numerator=sides[0], denominator=sides[1]) if known and sides else None
    return Point(point.period, figure, before)


# --- who reported, cross-tables, the superior's paper ------------------------------------------------------------


def public_completeness(rows: Iterable[Completeness]) -> list[Completeness]:
    """Return one row a unit that says when it sent its report, and nothing of any area."""
    sent = {row.unit: row for row in rows}
    return [
        replace(row, area="", state="", records=0, contradiction=False, declared_by=None, declared_on=None)
        for row in sent.values()
    ]


def table_counts_people(plan: Plan, kind: RecordKind, summed: str | None) -> bool | None:
    """Return whether a cross-table counts people; None of a sum that is no count, over records that count people."""
    of_kind = [one for one in plan.statistics if one.kind == kind.name]
    behind = any(one.people for one in of_kind) or _is_behind_people(plan, kind)
    if behind and _is_money(plan, kind, summed):
        return None
    said = [one.people for one in of_kind if one.sum == summed]
    return any(said) if said or summed is None else behind


def _is_behind_people(plan: Plan, kind: RecordKind) -> bool:
    codes = {code for code, one in plan.indicators.items() if one.people}
    return any(codes & {*field.counts_in} for field in kind.fields.values())


def public_table(table: CrossTable) -> CrossTable:
    """Return a cross-table of people in tens, without the rows and columns that print none."""
    numbers = [list(map(rounded, row)) for row in table.numbers]
    last_row, last_column = len(numbers) - 1, len(numbers[0]) - 1
    rows = [r for r, row in enumerate(numbers) if any(row) or r == last_row]
    columns = [c for c in range(last_column + 1) if c == last_column or any(row[c] for row in numbers)]
    across = table.columns and _with_categories(table.columns, columns[:-1])
    return CrossTable(
        table.query, table.period, table.unit, _with_categories(table.rows, rows[:-1]), across,
        tuple(tuple(numbers[r][c] for c in columns) for r in rows), least_divisor=LEAST_DIVISOR,
    )  # fmt: skip


def _with_categories(axis: CrossAxis, places: Iterable[int]) -> CrossAxis:
    return replace(axis, categories=tuple(axis.categories[n] for n in places))


def counts_few(
    plan: Plan, statistics: Iterable[AreaStatistics], figures: Mapping[str, Collection[IndicatorResult]]
) -> bool:
    """Return whether an exact paper counts 1 to 4 people who are given support, anywhere."""
    return any(number is not None and number in _SUPPRESSED for number in _supported(plan, statistics, figures))


def _supported(
    plan: Plan, statistics: Iterable[AreaStatistics], figures: Mapping[str, Collection[IndicatorResult]]
) -> Iterator[Number | Fraction | None]:
    for result in (result for area in statistics for result in area.results if result.statistic.supported):
        places = (amount for place in result.places for amount in (place.amount, *place.shares))
        for amount in (result.amount, *(share.amount for share in result.shares), *places):
            yield from (amount.period, amount.year_to_date)
    for figure in (figure for row in figures.values() for figure in row if plan.indicators[figure.code].supported):
        yield from (figure.numerator, figure.denominator)
        yield from (side for part in figure.parts.values() for side in (part.numerator, part.denominator))
