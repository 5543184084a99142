"""A plan of several years on a server: each year, and all of them."""

from pathlib import Path

from desktop_app.server.address import read_address
from desktop_app.server.server_figures import progress
from tests.desktop_app.test_plan_of_years import WHOLE, YEARS, found, made, opened, work
from tests.server.postgres import Postgres, ask_nobody
from tests.server.published import send


def test_each_year_and_all_years_of_a_plan_have_the_figures_of_the_file(tmp_path: Path, postgres: Postgres) -> None:
    address = postgres.database()
    with opened(made(tmp_path / "rừng.db"), "2025-12-31") as file:
        for year in YEARS:
            work(file, year)
        send(file, address)
        for period in (*map(str, YEARS), WHOLE):
            there = progress(read_address(address), ask_nobody, period, None, None, None)
            assert {one.indicator.code: one.figure for one in there} == found(file, period), period
