"""The figures of people of every unit at once, as the disclosure control needs them."""

from db.counting.unit_figures import unit_figures
from tests.figure_book import DISTRICT, PROVINCE, WARD, FigureBook


def test_a_value_by_hand_takes_the_place_of_a_units_records(book: FigureBook) -> None:
    book.reach(book.establishment(workers=10), 8, "2022-02-01")
    typed = {"year": 2022, "period_code": "Y"}
    book.add("manual_value", **typed, unit=WARD, indicator="1.3", numerator="3", denominator="10")
    book.add("manual_value", **typed, unit=DISTRICT, indicator="3.2", numerator="11", denominator="12")
    book.figures()
    indicators = [book.file.plan.indicators[code] for code in ("1.3", "3.2")]
    found = unit_figures(book.file, book.period("2022"), [PROVINCE, DISTRICT, WARD], indicators)
    assert found["1.3"][WARD].numerator == 3
    assert found["1.3"][PROVINCE].numerator == 8
    growth = found["3.2"][DISTRICT]
    assert growth.numerator == -1
    assert growth.status == "not-met"
