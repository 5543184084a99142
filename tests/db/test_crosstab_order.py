"""The rows and columns of a cross-table where the plan does not know what stands in the records."""

from collections.abc import Iterator

import pytest

from db.counting.crosstab_counts import crosstab, records_behind
from desktop_app.catalogue import in_language
from desktop_app.domain.crosstab import Axis, CrossQuery, CrossTable
from desktop_app.domain.period_reading import parse_period
from desktop_app.domain.plan import Plan
from desktop_app.domain.plan_parsing import parse_plan
from tests.figure_book import COMMUNE, DISTRICT, PROVINCE, WARD, FigureBook
from tests.figure_file import empty_file, put, shipped_plan

ACTIVITY = "comm_activity"


@pytest.fixture(scope="module")
def own_days() -> Plan:
    """The plan with a scheme whose year is written out, and whose months are not."""
    source = shipped_plan().source
    schemes = source["period_schemes"]
    own = {**schemes["tuy_chon"], "days": {"2022": ["2022-01-01", "2022-12-31"]}}
    return parse_plan({**source, "period_schemes": {**schemes, "tuy_chon": own}})


@pytest.fixture
def own(own_days: Plan) -> Iterator[FigureBook]:
    connection = empty_file(own_days)
    yield FigureBook(own_days, connection)
    connection.close()


def table(
    book: FigureBook, rows: str, columns: str = "", period: str = "2022", unit: str = PROVINCE, kind: str = ACTIVITY
) -> CrossTable:
    put(book.connection, book.plan, book.records, book.conflicts)
    down, across = (Axis(*axis.partition(":")[::2]) if axis else None for axis in (rows, columns))
    assert down is not None
    asked = parse_period(period, book.plan.schemes, book.plan.period_scheme)
    return crosstab(book.file, CrossQuery(kind, down, across), asked, unit)


def rows_of(found: CrossTable) -> dict[str, list[int]]:
    labels = [in_language(label, "vi") for label in found.row_labels]
    return {label: [int(number) for number in row] for label, row in zip(labels, found.numbers, strict=True)}


def test_days_that_no_period_holds_have_a_row_of_their_own(own: FigureBook) -> None:
    own.add(ACTIVITY, unit=WARD, date="2022-05-14", form="loa", title="x")
    assert rows_of(table(own, "date:month", period="tuy_chon:2022")) == {"Ngoài các kỳ": [1], "Tổng số": [1]}


def test_a_day_outside_the_period_asked_for_stands_under_its_own(book: FigureBook) -> None:
    book.add("tip", unit=WARD, date="2022-05-14", closed_date="2022-11-20", tip_kind="tin_bao", code="A")
    book.add("tip", unit=WARD, date="2022-05-14", tip_kind="tin_bao", code="B")
    found = rows_of(table(book, "closed_date:quarter", period="2022-Q2", kind="tip"))
    assert found == {"Quý II/2022": [0], "Quý IV/2022": [1], "Không ghi": [1], "Tổng số": [2]}


def test_a_choice_of_no_list_is_shown_as_it_stands_behind_those_of_the_list(book: FigureBook) -> None:
    for form in ("xyz", "loa", "hoi_nghi", None):
        book.add(ACTIVITY, unit=WARD, date="2022-05-14", form=form, title="x")
    assert list(rows_of(table(book, "form"))) == [
        "Loa truyền thanh cơ sở", "Hội nghị, nói chuyện chuyên đề", "xyz", "Không ghi", "Tổng số",
    ]  # fmt: skip


def test_a_case_that_is_not_public_counts_in_the_exact_table_alone(book: FigureBook) -> None:
    for published in (True, False):
        book.add("crime_case", unit=COMMUNE, date="2022-05-14", articles=["327"], published=published)
    exact = table(book, "unit:xa", unit=DISTRICT, kind="crime_case")
    assert [row for row in rows_of(exact).values() if row != [0]] == [[2], [2]]
    assert len(records_behind(book.file, exact, len(exact.numbers) - 1, 0)) == 2
    public = crosstab(book.file, exact.query, exact.period, exact.unit, public=True)
    assert rows_of(public)["Tổng số"] == [1]


def test_a_conflict_of_a_record_that_is_named_is_said_beside_the_table(book: FigureBook) -> None:
    place = book.establishment(workers=None)
    inspection = book.add("inspection", unit=WARD, date="2022-05-14", team_type="huyen")
    book.add("inspection_visit", inspection=inspection, establishment=place, date="2022-05-14", result="khong_vi_pham")
    book.conflicts = [(place, "business_type")]
    asked = ("establishment.business_type", "result")
    assert table(book, *asked, kind="inspection_visit").in_conflict == 1
    assert table(book, "result", kind="inspection_visit").in_conflict == 0
