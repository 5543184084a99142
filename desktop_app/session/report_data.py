"""Collects what a report says: figures, records around the report, and what is still open."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from msgspec.structs import replace

from db.counting.indicator_figures import progress
from db.counting.statistics import statistics
from db.counting.trends import leading_to
from db.counting.unit_completeness import completeness
from db.log import logged_record
from db.merged_editions import other_editions
from db.open_file import OpenFile
from db.queries import Filter, conflicts, count
from desktop_app.domain.audiences import PUBLIC, SUPERIOR
from desktop_app.domain.disclosure import (
    adds_year_so_far,
    counts_few,
    public_completeness,
    public_figure,
    public_statistics,
    public_trend,
)
from desktop_app.domain.indicators import IndicatorResult
from desktop_app.domain.period import Period
from desktop_app.domain.stale_words import BASIS, Basis, read_basis
from desktop_app.domain.statistic_results import Amount, StatisticResult
from desktop_app.errors import AppError
from desktop_app.messages import Label
from desktop_app.report.data import ReportData
from desktop_app.session.report_head import agency_name, extras_of, head_of, printed_head, records_of_report

if TYPE_CHECKING:
    from desktop_app.report.blocks import ProgressReport

PDF, DOCX, XLSX = FORMS = ("pdf", "docx", "xlsx")
ReportShare = Callable[[float], None]  # hears which share of the work is done; an error that it raises stops the work
_COLLECTED = 0.7  # of the time that a report takes


def ignore_share(_done: float) -> None:
    """Nobody wants to know how far a report is."""


def render(
    report: "ProgressReport", form: str, made: date, report_progress: ReportShare = ignore_share, mark: str = ""
) -> bytes:
    """What a report says as a file of one of FORMS, dated with the day it was made on. `mark`: words on every page."""
    if form == DOCX:
        from desktop_app.report import docx_report

        return docx_report.render(report, made, mark)
    if form == XLSX:
        from desktop_app.report import xlsx_report

        return xlsx_report.render(report, made, mark)
    from desktop_app.report import layout

    return layout.render(report, lambda share: report_progress(_COLLECTED + (1 - _COLLECTED) * share), made, mark)


def collect(
    file: OpenFile, period: Period, unit: str, audience: str = SUPERIOR, *, report_progress: ReportShare = ignore_share,
    with_units_below: bool = True,
) -> ReportData:  # fmt: skip
    """Everything that one unit's report for one period and one audience is made from. AppError: days that the plan has
    no name for are not for everybody.
    """
    file.refuse_uncertain()
    public = audience == PUBLIC
    if public and period.code is None:
        raise AppError("report.public_range")
    below = file.units.children(unit) if with_units_below else []
    figures: dict[str, list[IndicatorResult]] = {}
    data = _collect(file, period, unit, public=public)
    for number, code in enumerate(below, start=1):
        figures[code] = progress(file, period, code, public=public)
        report_progress(_COLLECTED * number / len(below))
    trends = leading_to(file, unit, period, data.progress, public=public) if with_units_below else []
    data = replace(data, below=figures, trends=trends, audience=audience)
    return as_public(data) if public else replace(data, proposes_frame=_proposes_frame(data))


def as_public(data: ReportData) -> ReportData:
    """The data as a public paper prints them."""
    plan, period, indicators = data.plan, data.period, data.plan.indicators
    return replace(
        data,
        year_start=data.year_start if adds_year_so_far(period) else period.first_day,
        progress=[public_figure(indicators[one.code], one, period) for one in data.progress],
        statistics=public_statistics(plan, data.statistics, period),
        earlier=public_statistics(plan, data.earlier, period),
        completeness=public_completeness(data.completeness),
        below={
            unit: [public_figure(indicators[one.code], one, period) for one in row] for unit, row in data.below.items()
        },
        trends=[public_trend(indicators[one.last.code], one) for one in data.trends],
    )  # fmt: skip


def _proposes_frame(data: ReportData) -> bool:
    """Whether the paper counts few supported people of a unit below the top, itself or in its tables."""
    top = data.unit == data.plan.root
    places = [replace(one, results=tuple(map(_only_places, one.results))) if top else one for one in data.statistics]
    figures = data.below if top else {**data.below, data.unit: data.progress}
    return counts_few(data.plan, places, figures)


def _only_places(result: StatisticResult) -> StatisticResult:
    return replace(result, amount=Amount(None, 0), shares=())


def _collect(file: OpenFile, period: Period, unit: str, *, public: bool) -> ReportData:
    plan, units, today = file.plan, file.units, file.certain_today()
    scheme = plan.schemes[period.scheme]
    earlier = scheme.year_earlier(period)
    header, _, letterhead = head_of(file, period, unit)
    typed, printed = printed_head(file, header, letterhead)
    narratives, bases, section_titles = _texts(file, period, unit)
    return ReportData(
        plan=plan,
        units=units,
        unit=unit,
        period=period,
        year_start=scheme.year_start(period),
        data_date=min(today, period.last_day),
        progress=progress(file, period, unit, public=public),
        statistics=statistics(file, period, unit, public=public),
        completeness=completeness(file, period, unit, today),
        earlier=statistics(file, earlier, unit, public=public) if earlier else (),
        letterhead=printed,
        header=typed,
        agency_name=agency_name(file, letterhead) if letterhead else "",
        narratives=narratives,
        bases=bases,
        section_titles=section_titles,
        open_conflicts=sum(1 for _ in conflicts(file.connection)),
        unfinished=_unfinished(file, unit),
        extras=extras_of(file, letterhead),
        other_editions=other_editions(file, unit),
    )


def _texts(
    file: OpenFile, period: Period, unit: str
) -> tuple[dict[str, str], dict[str, Basis | None], dict[str, Label]]:
    """By section of the report the office's own text, what that was written with, and what the plan calls it."""
    found = file.plan.role("narrative")
    if found is None:
        return {}, {}, {}
    kind, names = found
    own = records_of_report(file, period, unit, "narrative")
    sections = file.plan.choices[kind.fields[names["section"]].choices or ""]
    return (
        {str(r.values[names["section"]]): str(r.values[names["body"]]) for r in own},
        {str(r.values[names["section"]]): basis_of_record(file, r.id, names["body"]) for r in own},
        {value: choice.label for value, choice in sections.items()},
    )


def basis_of_record(file: OpenFile, record: str, body: str) -> Basis | None:
    """What the draft said when the text that a record holds was written; None where that was not kept. Where offices
    left different texts, it is that of the text that shows.
    """
    state = logged_record(file.connection, record).state
    text, bases = state.visible.get(body, ()), state.visible.get(BASIS, ())
    own = [basis for basis in bases if text and basis.act == text[-1].act]
    return read_basis((own or bases)[-1].value) if bases else None


def _unfinished(file: OpenFile, unit: str) -> int:
    """Unfinished and contradictory records of the unit and all below it."""
    wanted = Filter(units=file.units.descendants(unit), unfinished=True)
    return sum(count(file, kind, wanted) for kind in file.plan.record_kinds.values() if kind.unit_field)
