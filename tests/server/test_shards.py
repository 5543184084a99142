"""A country on three clusters, one root unit to a shard: the same figures as on one server and as in one file."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest

from desktop_app.cli import main
from desktop_app.domain.indicators import IndicatorResult
from desktop_app.errors import AppError
from desktop_app.server.server_figures import asking, ledger_of
from desktop_app.server.server_session import Server
from desktop_app.session import OpenFile, figures, opening, publishing
from tests.figure_comparison import in_any_order, told_of
from tests.filled_files import put_made_up
from tests.harness.country.made_units import COUNTRY, country_source, province_source
from tests.oracle_words import Told
from tests.server.postgres import Postgres, ask_nobody, rows, running
from tests.server.shards import join, joined, made_shards
from tests.ui.hand import now

PLAN, PROVINCES = "ca-nuoc", ("P01", "P02", "P03")
EVERYTHING = ("names", "authors", "text", "history", "supported")
READINGS = (None, "strict", "loose")
SOURCE = country_source(provinces=3, communes=9)


@pytest.fixture(scope="module")
def clusters() -> Iterator[list[Postgres]]:
    with ExitStack() as stack:
        yield [stack.enter_context(running()) for _ in range(3)]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A ledger for the country without a record, and one for each province with some hundred."""
    folder = tmp_path_factory.mktemp("country")
    found = {COUNTRY: folder / "country.db"}
    opening.create_file(found[COUNTRY], SOURCE, COUNTRY, "Bộ", now=now).close()
    for seed, code in enumerate(PROVINCES):
        found[code] = folder / f"{code}.db"
        with opening.create_file(found[code], province_source(SOURCE, code), code, "Tỉnh", now=now) as file:
            put_made_up(file, 300, seed=seed)
    return found


@pytest.fixture(scope="module")
def shards(clusters: list[Postgres], files: dict[str, Path]) -> list[str]:
    """Each province on a shard of its own, the country beside the first."""
    addresses = made_shards(clusters)
    for code, address in zip((*PROVINCES, COUNTRY), (*addresses, addresses[0]), strict=True):
        publish(files[code], address)
    return addresses


def publish(path: Path, address: str) -> None:
    with opening.open_file(path) as file:
        publishing.publish(file, address, EVERYTHING, ask_nobody)


def there(address: str, unit: str, reading: str | None) -> dict[str, Told]:
    found = publishing.progress_there(address, ask_nobody, "2025", unit, reading, None)
    return {one.indicator.code: told(one.figure) for one in found}


def here(file: OpenFile, unit: str, reading: str | None) -> dict[str, Told]:
    return {one.code: told(one) for one in figures.progress(file, figures.read_period(file, "2025"), unit, reading)}


def told(figure: IndicatorResult | None) -> Told:
    assert figure is not None
    return in_any_order(told_of(figure))


def test_figures_of_a_country_are_the_same_in_one_file_on_one_server_and_on_three(
    clusters: list[Postgres], shards: list[str], files: dict[str, Path], tmp_path: Path
) -> None:
    whole = Path(shutil.copy(files[COUNTRY], tmp_path / "whole.db"))
    assert main(["merge", str(whole), *(str(files[code]) for code in PROVINCES)]) == 0
    one = clusters[1].database()
    for path in files.values():
        publish(path, one)
    front = joined(clusters[0], shards, PLAN)
    with opening.open_file(whole) as file:
        for reading in READINGS:
            ours = here(file, COUNTRY, reading)
            assert there(one, COUNTRY, reading) == ours
            assert there(front, COUNTRY, reading) == ours
    for unit in ("P01", "P03", "P03X002"):
        with opening.open_file(files[unit[:3]]) as file:
            ours = here(file, unit, None)
        assert there(one, unit, None) == ours
        assert there(front, unit, None) == ours


def test_a_province_is_asked_of_its_own_shard_alone(clusters: list[Postgres], shards: list[str]) -> None:
    front = joined(clusters[0], [*shards[:2], shards[2]], PLAN)
    with psycopg.connect(front) as connection:
        query = f"EXPLAIN (VERBOSE) SELECT * FROM \"{PLAN}\".comm_activity WHERE _root = ANY('{{P02}}')"
        plan = "\n".join(row[0] for row in connection.execute(query))
    assert "shard_2" in plan
    assert "shard_1" not in plan


def test_a_country_s_records_are_fetched_once_for_all_readings_from_shards_and_on_one_server(
    clusters: list[Postgres], shards: list[str], files: dict[str, Path]
) -> None:
    one = clusters[1].database()
    for path in files.values():
        publish(path, one)
    for address in (joined(clusters[0], shards, PLAN), one):
        with psycopg.connect(address) as connection:
            server = Server(connection, PLAN)
            with asking(ledger_of(server, COUNTRY)) as asked:
                plan = asked.execute("EXPLAIN SELECT * FROM comm_activity").fetchall()
                (count,) = asked.execute("SELECT count(*) FROM comm_activity").fetchall()[0]
                columns = {row[0] for row in asked.execute(_COLUMNS, ("comm_activity",))}
                declared = {row[0] for row in asked.execute(_COLUMNS, ("period_declaration",))}
        assert [row[0].partition("  ")[0] for row in plan] == ["Seq Scan on comm_activity"]
        assert count == rows(address, f'SELECT count(*) FROM "{PLAN}".comm_activity')[0][0] > 0
        assert {"id", "unit", "date", "end_date", "form", "_state"} <= columns
        assert columns.isdisjoint({"title", "cost", "people_total"}), "no figure looks at them"
        assert {"unit", "year", "period_code", "plan_area", "declared_by"} <= declared


_COLUMNS = """
SELECT attname FROM pg_attribute WHERE attrelid = ('pg_temp.' || ?)::regclass AND attnum > 0
"""


def test_rows_of_different_shards_never_have_the_same_number(clusters: list[Postgres], shards: list[str]) -> None:
    front = joined(clusters[0], shards, PLAN)
    for table in ("record", "act", "change_log", "kind", "field"):
        ((count, distinct),) = rows(front, f'SELECT count(*), count(DISTINCT no) FROM "{PLAN}".{table}')
        assert count == distinct > 0, table


def test_what_is_published_to_a_shard_later_is_seen_at_once(
    clusters: list[Postgres], files: dict[str, Path], tmp_path: Path
) -> None:
    addresses = made_shards(clusters[:2])
    publish(files["P01"], addresses[0])
    front = joined(clusters[0], addresses, PLAN)
    assert rows(front, f'SELECT DISTINCT root FROM "{PLAN}".record') == [("P01",)]
    later = Path(shutil.copy(files["P01"], tmp_path / "P01.db"))
    with opening.open_file(later, now=now) as file:
        before = rows(front, f'SELECT count(*) FROM "{PLAN}".record')[0][0]
        put_made_up(file, 20, seed=7)
    publish(later, addresses[0])
    assert rows(front, f'SELECT count(*) FROM "{PLAN}".record')[0][0] > before
    publish(files["P02"], addresses[1])  # a root unit that was not there before
    join(front, PLAN)
    assert {root for (root,) in rows(front, f'SELECT DISTINCT root FROM "{PLAN}".record')} == {"P01", "P02"}


def test_nothing_is_published_to_the_database_that_shows_the_shards(
    clusters: list[Postgres], shards: list[str], files: dict[str, Path]
) -> None:
    front = joined(clusters[0], shards, PLAN)
    with pytest.raises(AppError) as caught:
        publish(files["P01"], front)
    assert caught.value.key == "server.shows_shards"


def test_records_that_two_ledgers_published_are_refused_not_counted_twice(
    clusters: list[Postgres], files: dict[str, Path], tmp_path: Path
) -> None:
    address = clusters[2].database()
    whole = Path(shutil.copy(files[COUNTRY], tmp_path / "whole.db"))
    assert main(["merge", str(whole), str(files["P01"])]) == 0
    publish(whole, address)
    counted = there(address, COUNTRY, None)
    publish(files["P01"], address)
    with pytest.raises(AppError) as caught:
        there(address, COUNTRY, None)
    assert caught.value.key == "server.counted_twice"
    with opening.open_file(whole) as file:
        assert counted == here(file, COUNTRY, None)


def test_a_role_of_the_country_is_told_what_each_province_published_since(
    clusters: list[Postgres], files: dict[str, Path]
) -> None:
    address = clusters[2].database()
    with psycopg.connect(address, autocommit=True) as owner:
        owner.execute("CREATE ROLE ministry LOGIN")
    with opening.open_file(files[COUNTRY]) as file:
        publishing.publish(file, address, EVERYTHING, ask_nobody, roles={"ministry": COUNTRY})
    as_ministry = address.replace("postgres@", "ministry@")
    for code in PROVINCES[:2]:
        publish(files[code], address)
        for unit in (COUNTRY, code):
            assert there(as_ministry, unit, None) == there(address, unit, None)
    seen = rows(as_ministry, f'SELECT count(*) FROM "{PLAN}.own".comm_activity')
    assert seen == rows(address, f'SELECT count(*) FROM "{PLAN}".comm_activity WHERE _unit IS NOT NULL')
