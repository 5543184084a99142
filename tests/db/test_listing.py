"""Lists are filtered by what their columns show and sorted by any of them, whatever the field holds."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from db.queries import Filter, listed
from desktop_app.domain.column_filter import ColumnFilter, read_filter
from tests.db.office import Office
from tests.db.test_queries import PLAN, kind


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    opened = Office.new(tmp_path / "a.db", "Lan", source=PLAN)
    yield opened
    opened.close()


def titles(office: Office, *, order: str = "title", descending: bool = False, **filters: str) -> str:
    """The titles of the talks that pass, in their order."""
    talk = kind(office, "talk")
    read = [read_filter(talk.fields[name], text, ("2021-12-15", "2022-12-14")) for name, text in filters.items()]
    columns = [one for one in read if isinstance(one, ColumnFilter)]
    ids = listed(office.file, talk, Filter(columns=columns), order, descending)
    found = dict(office.file.connection.execute("SELECT id, title FROM talk").fetchall())
    return " ".join(found[record] for record in ids)


def test_words_are_found_anywhere_in_a_text(office: Office) -> None:
    for title in ("Đồng", "đông-bắc", "Nông"):
        office.create("talk", title=title)
    assert titles(office, title="dong") == "Đồng đông-bắc"
    assert titles(office, title="ong") == "Đồng đông-bắc Nông"
    assert titles(office, note="x") == ""


def test_choices_are_found_by_their_labels(office: Office) -> None:
    office.create("talk", title="a", form="to_roi", means=("loa",))
    office.create("talk", title="b", form="loa", means=("loa", "to_roi"), open=False)
    office.create("talk", title="c", open=True)
    assert titles(office, form="to roi") == "a"
    assert titles(office, form="xyz") == ""
    assert titles(office, means="tờ") == "b"
    assert titles(office, means="loa") == "a b"
    assert titles(office, open="khong") == "b"
    assert titles(office, open="co") == "c"


def test_a_unit_stands_for_all_below_it(office: Office) -> None:
    office.create("talk", title="a", unit="11")
    office.create("talk", title="b", unit="12")
    assert titles(office, unit="muong te") == "a"
    assert titles(office, unit="lai chau") == "a b"


def test_references_are_found_and_sorted_by_what_they_show(office: Office) -> None:
    last, first = office.create("agency", name="Ủy ban"), office.create("agency", name="Đoàn")
    for title, agency in (("a", last), ("b", first), ("c", None)):
        office.create("talk", title=title, agency=agency)
    assert titles(office, agency="doan") == "b"
    assert titles(office, order="agency") == "b a c"
    office.put(first, name="Xã đoàn")
    assert titles(office, order="agency") == "a b c"


def test_numbers_in_what_is_shown_stand_by_their_size(office: Office) -> None:
    agencies = {n: office.create("agency", name=f"Tổ {n}") for n in (10, 2, 1)}
    for n, agency in agencies.items():
        office.create("talk", title=f"Bản_{n}", agency=agency)
    assert titles(office) == "Bản_1 Bản_2 Bản_10"
    assert titles(office, order="agency") == "Bản_1 Bản_2 Bản_10"
    assert titles(office, order="agency", descending=True) == "Bản_10 Bản_2 Bản_1"


def test_several_choices_are_sorted_as_shown(office: Office) -> None:
    office.create("talk", title="a", means=("to_roi",))
    office.create("talk", title="b", means=("loa", "cũ"))
    assert titles(office, order="means") == "b a"


def test_numbers_are_compared_as_numbers(office: Office) -> None:
    for title, people, share in (("a", 9, "9.5"), ("b", 41, "10"), ("c", None, None)):
        office.create("talk", title=title, people=people, share=share)
    assert titles(office, people=">=10") == "b"
    assert titles(office, share="<10") == "a"
    assert titles(office, share="9..10") == "a b"
    assert titles(office, order="share") == "a b c"
    assert titles(office, order="share", descending=True) == "b a c"


def test_days_and_empty_fields_are_found(office: Office) -> None:
    for title, date in (("a", "2022-05-31"), ("b", "2022-06-01"), ("c", None)):
        office.create("talk", title=title, date=date)
    assert titles(office, date="5/22") == "a"
    assert titles(office, date="=") == "c"
    assert titles(office, date="<>") == "a b"
    assert titles(office, date="5/22", title="b") == ""


def test_what_is_equal_stands_with_the_newest_first(office: Office) -> None:
    for title, date in (("a", "2022-05-01"), ("b", "2022-05-03"), ("c", "2022-05-02")):
        office.create("talk", title=title, date=date, people=1)
    assert titles(office, order="people") == "b c a"
    total = kind(office, "total")
    made = [office.create("total", year=2022, period_code=code) for code in ("Q1", "Q3", "Q2")]
    assert listed(office.file, total, Filter(), None, descending=False) == [made[1], made[2], made[0]]


def test_what_many_rows_show_alike_is_found_in_each_of_them(office: Office) -> None:
    for title in ("a", "b", "c"):
        office.create("talk", title=title, form="to_roi")
    assert titles(office, form="to roi") == "a b c"
