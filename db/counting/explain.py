"""Everything behind one figure, and any figure by the places below: read from one state of the file."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, partial

from db.counting.figure_scope import FigureScope
from db.counting.figure_sql import kinds_behind
from db.counting.indicator_figures import FigureContext, figure_context, indicator_of
from db.counting.unsettled import conflicts_behind, registered_later, unfinished_records
from db.open_file import OpenFile
from db.queries import rows_by_id
from db.titles import TitleBook
from desktop_app.domain.breakdown import FigureBreakdown, UnitShare
from desktop_app.domain.collation import sort_key
from desktop_app.domain.explanation import (
    DescribedMember,
    ExcludedRecord,
    Explanation,
    counts,
    cut_down,
    left_out,
    needed,
    reasons,
    wanted_records,
)
from desktop_app.domain.figure_texts import main_members, short_text
from desktop_app.domain.indicators import Member, Missing
from desktop_app.domain.period import Period
from desktop_app.domain.places import UnitPlaces, places_below, places_in
from desktop_app.domain.plan_indicators import Indicator
from desktop_app.domain.validation import check
from desktop_app.domain.values import ERROR, show_date
from desktop_app.messages import Message, Text, joined

MOST_OUTSIDE = 200


def explain(
    file: OpenFile, period: Period, unit: str, code: str, reading: str | None = None, named: int | None = None
) -> Explanation:
    """One figure with all records and units behind it; those that do not count with the reason in words.

    Of the records that only prove something the first `named` get their titles, all of them when None.
    """
    indicator = indicator_of(file.plan, code)
    with figure_context(file, period, unit, reading) as context:
        figure, members, evidence = context.explained(indicator, detail=True)
        order: dict[str | None, int] = {code: n for n, code in enumerate(context.scope.below)}
        evidence, titles = evidence.along(order), TitleBook(file)
        titles.read(wanted_records(members or [], evidence[:named], figure.missing))
        uncounted = left_out(main_members(members or ()), indicator.measure)
        reasons_for = cache(partial(reasons, indicator, context.values))  # thousands are left out for a few
        return Explanation(
            figure,
            _in_order(members or [], titles, order),
            partial(_behind, file, titles, reasons_for, cut_down(figure), uncounted),
            evidence,
            evidence.details,
            uncounted,
            (*_outside(file, context.scope, code, titles), *_registered_later(file, context.scope, code, titles)),
            tuple(_conflicts(file, context.scope, code, titles)),
            tuple(_shares(context, indicator, members, places_below(file.units, unit))),
            needed(figure, partial(_name, file, titles), short_text(indicator, figure.reading, figure.short_by or 0)),
        )


def _in_order(members: list[Member], titles: TitleBook, units: Mapping[str | None, int]) -> list[Member]:
    """As one looks for them: by unit, in a unit by name; what belongs to none of them stands last."""
    last = len(units)
    return sorted(members, key=lambda m: (units.get(m.unit, last), sort_key(titles.title(m.kind, m.record))))


def breakdown(
    file: OpenFile, period: Period, unit: str, reading: str | None = None, by: str | None = None,
    codes: Iterable[str] | None = None,
) -> list[FigureBreakdown]:  # fmt: skip
    """Figures with what each unit one level down adds, or with `by` each unit of another version of the unit list."""
    units, plan = file.units, file.plan
    wanted = [indicator_of(plan, code) for code in codes or plan.indicators]
    with figure_context(file, period, unit, reading) as context:
        places = places_in(plan, units, unit, by) if by else places_below(units, unit)
        found = []
        for indicator in wanted:
            figure, members, _ = context.explained(indicator)
            found.append(FigureBreakdown(figure, _shares(context, indicator, members, places)))
        return found


def _shares(
    context: FigureContext, indicator: Indicator, members: list[Member] | None, places: UnitPlaces
) -> list[UnitShare]:
    """A figure typed in by hand, or one that does not apply, comes from nobody below."""
    if members is None:
        return []
    capped = context.reading_of(indicator).capped
    return places.shares(main_members(members), indicator.measure, capped, Message("figure.cut"))


def _behind(
    file: OpenFile, titles: TitleBook, reasons_for: Callable[[tuple[str, ...], Text | None], tuple[Text, ...]],
    cut: Mapping[tuple[str | None, str | None], Text], uncounted: frozenset[str], m: Member,
) -> DescribedMember:  # fmt: skip
    unit_name = file.units.name(m.unit) if m.unit else ""
    why = reasons_for(m.notes, m.detail)
    more = cut.get((m.kind, m.record))
    return DescribedMember(
        m, titles.title(m.kind, m.record) or unit_name, unit_name, (*why, more) if more else why, counts(m, uncounted)
    )


def _name(file: OpenFile, titles: TitleBook, missing: Missing) -> str:
    return titles.title(missing.kind, missing.record) or file.units.name(missing.unit or "")


def _outside(file: OpenFile, scope: FigureScope, code: str, titles: TitleBook) -> Iterator[ExcludedRecord]:
    """The first unfinished or contradictory records of the kinds behind, with what is wrong with them."""
    room = MOST_OUTSIDE
    for kind in kinds_behind(file.plan, code):
        ids = unfinished_records(file.connection, scope, kind, room)
        room -= len(ids)
        titles.read({kind.name: ids})
        for row in rows_by_id(file, kind, ids):
            found = [p for p in check(row.values, kind, file.rules) if p.severity == ERROR or p.missing]
            wrong = [p.message for p in sorted(found, key=lambda p: not p.missing)]
            yield ExcludedRecord(kind.name, row.id, titles.title(kind.name, row.id), joined(wrong, " "))


def _registered_later(file: OpenFile, scope: FigureScope, code: str, titles: TitleBook) -> Iterator[ExcludedRecord]:
    """Records that count nowhere, since what they name is in its register only later."""
    for kind in kinds_behind(file.plan, code):
        found = registered_later(file.connection, scope, kind, MOST_OUTSIDE)
        titles.read({kind.name: [record for record, _ in found]})
        for record, since in found:
            why = Message("figure.registered_later", day=show_date(since))
            yield ExcludedRecord(kind.name, record, titles.title(kind.name, record), why)


def _conflicts(file: OpenFile, scope: FigureScope, code: str, titles: TitleBook) -> Iterator[ExcludedRecord]:
    found = conflicts_behind(file.connection, scope, code)
    titles.read(_by_kind(found))
    for kind, record, field in found:
        known = file.plan.kinds[kind].fields.get(field)
        label = known.label if known else Message("figure.deleted_or_not")
        yield ExcludedRecord(kind, record, titles.title(kind, record), Message("figure.in_conflict", field=label))


def _by_kind(found: Iterable[tuple[str, str, str]]) -> dict[str, list[str]]:
    by_kind: dict[str, list[str]] = {}
    for kind, record, _ in found:
        by_kind.setdefault(kind, []).append(record)
    return by_kind
