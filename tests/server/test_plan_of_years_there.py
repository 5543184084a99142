"""A plan of several years on a server: each year, and all of them."""

from pathlib import Path

import psycopg

from desktop_app.domain.publication_scope import INCLUDED
from desktop_app.server.address import read_address
from desktop_app.server.server_figures import progress
from desktop_app.session.publishing import publish
from tests.desktop_app.test_plan_of_years import WHOLE, YEARS, found, made, opened, work
from tests.server.postgres import Postgres, ask_nobody, rows


def test_each_year_and_all_years_of_a_plan_have_the_figures_of_the_file(tmp_path: Path, postgres: Postgres) -> None:
    address = postgres.database()
    with psycopg.connect(address, autocommit=True) as owner:
        owner.execute("CREATE ROLE of_forest LOGIN")
    with opened(made(tmp_path / "rừng.db"), "2025-12-31") as file:
        for year in YEARS:
            work(file, year)
        publish(file, address, INCLUDED, ask_nobody, roles={"of_forest": "1"})
        for period in (*map(str, YEARS), WHOLE):
            ours = found(file, period)
            there = progress(read_address(address), ask_nobody, period, None, None, None)
            assert {one.indicator.code: one.figure for one in there} == ours, period
            assert dict(rows(address, _STORED, period)) == {code: [one.status, one.value] for code, one in ours.items()}


_STORED = """
SELECT indicator, ARRAY[status, value] FROM "forest.own"._figure_of_unit WHERE unit = '1' AND period = %s AND in_force
"""
