"""What a report says, as a data value set of DHIS2: what nobody has reported is not in it."""

import csv
import io
import json
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from msgspec import Struct

from desktop_app.domain.completeness import NOT_REPORTED
from desktop_app.domain.dhis2_mapping import Dhis2Mapping, IndicatorElements, StatisticElements
from desktop_app.domain.expressions import Scope, parse
from desktop_app.domain.indicators import IndicatorResult
from desktop_app.domain.plan import Choice
from desktop_app.domain.plan_indicators import Statistic
from desktop_app.domain.statistic_results import Number, StatisticResult
from desktop_app.report.data import ReportData
from desktop_app.report.sentences import has_figure

CSV_COLUMNS = ("dataelement", "period", "orgunit", "categoryoptioncombo", "attributeoptioncombo", "value")
_DIGITS = 10  # behind the point, of a share that has no end


class DataValue(Struct, frozen=True):
    """One number; without a category option combo it is that of the whole."""

    data_element: str
    value: str
    category_option_combo: str = ""


class DataValueSet(Struct, frozen=True):
    """The values of one unit in one period, under the names that DHIS2 has for both."""

    id_scheme: str
    data_set: str
    period: str
    org_unit: str
    values: tuple[DataValue, ...]


def data_values(data: ReportData, mapping: Dhis2Mapping) -> Iterator[DataValue]:
    """A zero is a value; where a figure can't be given or was not reported, there is none."""
    figures = {figure.code: figure for figure in data.progress}
    for code, sent in mapping.indicators.items():
        if code in figures and has_figure(figures[code]):
            yield from _of_indicator(figures[code], sent)
    results = {data.key_of(r.statistic): r for some in data.statistics for r in some.results}
    for name, elements in mapping.statistics.items():
        if name in results:
            yield from _of_statistic(data, results[name], elements, mapping)


def as_json(made: DataValueSet) -> str:
    """As `POST /api/dataValueSets` takes it."""
    scheme = made.id_scheme.upper()
    document = {
        **({"dataSet": made.data_set} if made.data_set else {}), "period": made.period, "orgUnit": made.org_unit,
        "dataElementIdScheme": scheme, "orgUnitIdScheme": scheme, "idScheme": scheme,
        "dataValues": [
            {"dataElement": one.data_element}
            | ({"categoryOptionCombo": one.category_option_combo} if one.category_option_combo else {})
            | {"value": one.value}
            for one in made.values
        ],
    }  # fmt: skip
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def as_csv(made: DataValueSet) -> str:
    """The same as a table, each line by itself; whoever sends it names the scheme of ids in the address."""
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(CSV_COLUMNS)
    for one in made.values:
        writer.writerow((one.data_element, made.period, made.org_unit, one.category_option_combo, "", one.value))
    return text.getvalue()


def _of_indicator(figure: IndicatorResult, sent: IndicatorElements) -> Iterator[DataValue]:
    for element, number in ((sent.numerator, figure.numerator), (sent.denominator, figure.denominator)):
        if element and number is not None:
            yield DataValue(element, _written(_plain(number)))


def _of_statistic(
    data: ReportData, result: StatisticResult, elements: StatisticElements, mapping: Dhis2Mapping
) -> Iterator[DataValue]:
    statistic = result.statistic
    silent = data.standing(statistic.area).state == NOT_REPORTED

    def shown(count: Number | None) -> Number | None:
        return None if not count and silent else count  # nobody said that it is zero

    whole = shown(result.amount.period)
    if elements.data_element and whole is not None:
        yield DataValue(elements.data_element, _written(whole))
    if not elements.parts or result.amount.period is None:
        return
    amounts = {share.label.vi: share.amount.period for share in result.shares if share.label}
    choices = data.plan.kinds[statistic.kind].fields[statistic.by or ""].choices or ""
    for choice in data.plan.choices[choices].values():
        part = shown(amounts.get(choice.label.vi, 0 if _may_occur(data, statistic, choice) else None))
        if part is not None:
            yield DataValue(elements.parts, _written(part), mapping.combo_id(choices, choice.value))


def _may_occur(data: ReportData, statistic: Statistic, choice: Choice) -> bool:
    """Whether a part that is not there is a zero: it was offered then, and the statistic does not leave it out."""
    first, last = data.period.first_day.isoformat(), data.period.last_day.isoformat()
    if (choice.valid_to or last) < first or (choice.valid_from or first) > last:
        return False
    counts = parse(statistic.where).evaluate(Scope({statistic.by or "": choice.value})) if statistic.where else True
    return counts is not False


def _plain(number: Fraction) -> Number:
    """A whole number, or a decimal one."""
    if number.denominator == 1:
        return number.numerator
    return Decimal(round(number * 10**_DIGITS)).scaleb(-_DIGITS).normalize()


def _written(number: Number) -> str:
    return format(number, "f") if isinstance(number, Decimal) else str(number)
