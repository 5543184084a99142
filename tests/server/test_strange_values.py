"""What another program wrote into a log stands in no way of what is published."""

from copy import deepcopy
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from db.counting.indicator_figures import progress
from desktop_app.domain.changes import Edit
from desktop_app.domain.period import parse_schemes
from desktop_app.domain.period_reading import parse_period
from desktop_app.domain.publication_scope import INCLUDED
from desktop_app.domain.values import Value
from desktop_app.errors import AppError
from desktop_app.plan_files import load_plan
from desktop_app.session import editing, opening, publishing
from tests.db.office import Office
from tests.server.postgres import Postgres, ask_nobody, rows
from tests.server.published import rows_there, send
from tests.small_plan import SOURCE, _field

PLANS = Path(__file__).parents[1] / "data" / "plans"

STRANGE: tuple[tuple[str, str, Any], ...] = (
    *(("visit", "date", day) for day in ("2022-13-45", "infinity", "today", "0000-01-01", "10000-01-01", 5, "'; --")),
    *(("visit", "n", number) for number in (2**63 - 1, -(2**63), "x", 10**15 + 1, 1.5, b"x")),
    *(("term", "year", year) for year in (0, 1, 9999, 10_000, -5, 2**62, "x")),
    *(("term", "period_code", code) for code in ("Q5", "W99", "99Y", 7)),
    *(("term", "tags", tags) for tags in ('["a\\u0000b"]', '["\\ud800"]', "[[1]]", "{}", "[NaN]")),
    *(("place", "unit", unit) for unit in ("\0", "x" * 300, 9, b"\xff")),
    ("place", "name", "a\0b"),
)

USUAL: dict[str, dict[str, Value]] = {
    "place": {"name": "Nơi", "unit": "11"}, "visit": {"date": "2022-05-01"},
    "term": {"unit": "11", "year": 2022, "period_code": "Q1", "tags": ("a",)},
}  # fmt: skip


def strange_plan() -> dict[str, Any]:
    source = deepcopy(SOURCE)
    source["period_schemes"] = {"nd09": {"label": {"vi": "Nghị định 09"}, "start_day": 15, "month_shift": -1}}
    source["choices"] = {"tags": {code: {"label": {"vi": code}} for code in "ab"}}
    fields = {
        "unit": _field("unit", "Đơn vị"), "year": _field("int", "Năm"), "period_code": _field("text", "Kỳ"),
        "tags": _field("multi", "Nhãn", choices="tags"),
    }  # fmt: skip
    term = {"area": "1", "label": "Kỳ", "title": "{year}", "date_field": "year+period_code", "unit_field": "unit"}
    source["kinds"]["term"] = {**term, "fields": fields}
    return source


@pytest.mark.parametrize("first", [True, False], ids=("first copy", "later"))
@pytest.mark.parametrize(("kind", "field", "value"), STRANGE, ids=str)
def test_a_value_that_is_none_is_shown_by_no_column_and_stops_nothing(
    kind: str, field: str, value: Any, first: bool, tmp_path: Path, postgres: Postgres
) -> None:
    address, office = postgres.database(), Office.new(tmp_path / "lan.db", source=strange_plan())
    if not first:
        office.create("place", name="Chợ", unit="11")
        send(office.file, address)
    record = office.create(kind, **USUAL[kind])
    office.write([Edit(record, kind, field, value)])
    send(office.file, address)
    assert record in [row[0] for row in rows_there(office.file, address)[kind]]
    send(office.file, address)
    office.close()


@pytest.mark.parametrize("length", [59, 60, 63, 64])
def test_a_plan_of_a_long_name_has_room_for_the_schema_of_roles_or_is_refused(
    length: int, tmp_path: Path, postgres: Postgres
) -> None:
    name = "k" * length
    office = Office.new(tmp_path / "lan.db", source={**SOURCE, "plan": {**SOURCE["plan"], "id": name}})
    address = postgres.database()
    if length > 59:
        with pytest.raises(AppError) as caught:
            send(office.file, address)
        assert caught.value.key == "server.bad_name"
    else:
        send(office.file, address)
        assert rows(address, "SELECT nspname FROM pg_namespace WHERE nspname = %s", name) == [(name,)]
    office.close()


def test_a_set_of_whose_name_the_server_would_keep_only_a_part_is_a_sentence(
    tmp_path: Path, postgres: Postgres
) -> None:
    for length in (45, 46):
        plan = deepcopy(SOURCE) | {"sets": {"s" * length: {"label": {"vi": "Nơi"}, "of": "place", "units": "own"}}}
        office = Office.new(tmp_path / f"{length}.db", source=plan)
        if length == 45:
            send(office.file, postgres.database())
        else:
            with pytest.raises(AppError) as caught:
                send(office.file, postgres.database())
            assert caught.value.key == "server.bad_name"
        office.close()


@pytest.mark.parametrize("name", ["xmin", "ctid", "tableoid", "cmax"])
def test_a_field_that_is_called_as_postgresql_calls_its_own_columns_is_a_sentence(
    name: str, tmp_path: Path, postgres: Postgres
) -> None:
    source = deepcopy(SOURCE)
    source["kinds"]["place"]["fields"][name] = _field("int", "Số")
    office = Office.new(tmp_path / "lan.db", source=source)
    with pytest.raises(AppError) as caught:
        send(office.file, postgres.database())
    assert caught.value.key == "server.bad_name"
    office.close()


@pytest.mark.parametrize("hectares", ["9223372036.854775807", "12345678901.5", "999999999999999"])
def test_a_number_that_is_too_large_by_mistake_stops_no_figure(
    hectares: str, tmp_path: Path, postgres: Postgres
) -> None:
    address, period = postgres.database(), "2023"
    with opening.create_file(tmp_path / "cháy.db", load_plan(PLANS / "fires"), "1", "Lan") as file:
        values: dict[str, Value] = {"unit": "11", "day": "2023-05-01", "hectares": Decimal(hectares)}
        assert editing.new_record(file, "fire", {**values, "hours": Decimal(hectares), "damage": 10**15}).record
        assert editing.new_record(file, "forest", {**values, "wardens": 10**15}).record
        publishing.publish(file, address, INCLUDED, ask_nobody)
        here = progress(file, parse_period(period, parse_schemes(file.plan.source), file.plan.period_scheme), "1")
    there = publishing.progress_there(address, ask_nobody, period, None, None, None)
    assert [(one.indicator.code, one.refusal) for one in there if not one.figure] == []
    for one, ours in zip(there, here, strict=True):
        assert one.figure
        assert (one.figure.code, one.figure.status) == (ours.code, ours.status)
        assert ours.exact is not None
        assert one.figure.exact is not None
        assert float(one.figure.exact) == pytest.approx(float(ours.exact), rel=1e-14)  # a data file has fifteen digits
        if len(hectares) <= 15:
            assert one.figure == ours
