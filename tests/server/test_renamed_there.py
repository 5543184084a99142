"""A ledger whose plan has renamed what its log knows by earlier names is published like any other."""

import json
import random
from pathlib import Path
from shutil import copy
from typing import Any

import psycopg
import pytest

from db.editions import switch
from desktop_app.cli import main
from desktop_app.domain.plan_seeds import seed_records
from desktop_app.errors import AppError
from desktop_app.session import editing, opening, publishing, records
from tests.db.office import Office
from tests.db.test_renamed_histories import World
from tests.harness.country.made_units import COUNTRY, country_source, province_source
from tests.moved_units import BOTH, GONE, HEIRS, MOVED, ONE, PROVINCE, TOWN, TWO, WARD, new_plan, old_plan
from tests.renamed_plan import FIELD, KIND, NEW, renamed
from tests.server.postgres import Postgres, ask_nobody, rows
from tests.server.published import rows_here, rows_there, send
from tests.server.test_figures_there import in_one_order
from tests.ui.hand import now

STEPS = 40


@pytest.mark.no_cover
@pytest.mark.parametrize("seed", range(6))
def test_offices_with_several_editions_publish_in_any_order_what_merging_their_files_gives(
    seed: int, tmp_path: Path, postgres: Postgres
) -> None:
    address, chance, world = postgres.database(), random.Random(seed), World(tmp_path, renames=True)
    for _ in range(3):
        for _ in range(STEPS):
            world.step(chance)
        for office in chance.sample(world.offices, 3):
            send(office.file, address, as_source=chance.random() < 0.4)
    source = chance.choice(world.offices)
    send(source.file, address, as_source=True)
    merged = Office.open(Path(copy(source.file.path, tmp_path / "chung.db")), "chung")
    merged.absorb(*world.offices)
    assert rows_there(merged.file, address) == rows_here(merged.file)
    for office in (*world.offices, merged):
        office.close()


@pytest.fixture
def province(tmp_path: Path) -> Path:
    path = tmp_path / "tỉnh.db"
    assert main(["demo", str(path), "--records", "150"]) == 0
    with opening.open_file(path) as file:  # what an office set itself stands in the log under the first names alone
        for row, unit in zip(records.rows(file, KIND, limit=8), (WARD, ONE, TWO, GONE) * 2, strict=True):
            editing.set_value(file, row.id, "unit", unit)
    return path


def adopt(path: Path, plan: dict[str, Any]) -> None:
    with opening.open_file(path) as file:
        switch(file, plan, seed_records(plan), lambda: None)


def figures(command: list[str], unit: str, capsys: pytest.CaptureFixture[str]) -> Any:
    capsys.readouterr()
    assert main(["progress", *command, "--period", "2022", "--unit", unit, "--json"]) == 0
    return in_one_order(json.loads(capsys.readouterr().out))


def test_figures_are_those_of_the_file_after_kinds_fields_choices_and_units_got_other_names(
    province: Path, postgres: Postgres, capsys: pytest.CaptureFixture[str]
) -> None:
    address, both = postgres.database(), renamed(new_plan())
    command = ["publish", str(province), address, "--send", "--include", "supported", "text", "names", "history"]
    for plan in (old_plan(), new_plan(), both):
        if plan is not old_plan():
            adopt(province, plan)
        assert main(command) == 0
        units = {PROVINCE, TOWN, ONE, WARD, GONE} | (set() if plan is old_plan() else {BOTH, MOVED, *HEIRS})
        for unit in sorted(units):
            here = figures([str(province)], unit, capsys)
            assert figures(["--server", address], unit, capsys) == here
        with opening.open_file(province) as file:
            assert rows_there(file, address) == rows_here(file)
    assert rows(address, f'SELECT count(*) FROM "lai-chau-2022".{KIND}') == [(0,)]
    names = 'SELECT f.name FROM "lai-chau-2022".field f JOIN "lai-chau-2022".kind k ON k.no = f.kind WHERE k.name = %s'
    logged = {name for (name,) in rows(address, names, KIND)}
    assert FIELD in logged
    assert NEW[FIELD] not in logged


def test_what_is_changed_after_an_edition_was_taken_over_is_sent_alone(province: Path, postgres: Postgres) -> None:
    address, plan = postgres.database(), renamed(new_plan())
    command = ["publish", str(province), address, "--send", "--include", "supported", "text", "names", "history"]
    assert main(command) == 0
    adopt(province, plan)
    assert main(command) == 0
    with opening.open_file(province) as file:
        row = next(iter(records.rows(file, NEW[KIND], limit=1)))
        editing.set_value(file, row.id, NEW[FIELD], 77)
        done = send(file, address, frozenset({"supported", "text", "names", "history"}))
        assert (done.changes, done.records < 20) == (1, True)
        assert rows_there(file, address) == rows_here(file)


def test_a_role_goes_on_with_its_unit_under_the_unit_s_new_code(
    province: Path, postgres: Postgres, capsys: pytest.CaptureFixture[str]
) -> None:
    address = postgres.database()
    rows_of = {"phuong": MOVED, "gop": BOTH, "chia": GONE}
    command = ["publish", str(province), address, "--send", "--include", "supported", "text"]
    with_roles = [*command]
    for role, unit in {"phuong": WARD, "gop": ONE, "chia": GONE}.items():
        rows_as_owner(address, f"CREATE ROLE {role} LOGIN")
        with_roles += ["--role", f"{role}={unit}"]
    assert main(with_roles) == 0
    adopt(province, renamed(new_plan()))
    assert main(command) == 0
    for role, unit in rows_of.items():
        as_role = address.replace("postgres@", f"{role}@")
        own = f'SELECT DISTINCT _unit FROM "lai-chau-2022.own".{NEW[KIND]}'
        assert rows(as_role, own) == [(unit,)]
        here = figures([str(province)], unit, capsys)
        assert figures(["--server", as_role], unit, capsys) == here
        old = {MOVED: WARD, BOTH: ONE}.get(unit, unit)
        assert figures(["--server", as_role], old, capsys) == here
        assert main(["progress", "--server", as_role, "--period", "2022", "--unit", TOWN]) == 1


def rows_as_owner(address: str, statement: str) -> None:
    with psycopg.connect(address, autocommit=True) as owner:
        owner.execute(statement)


def published_country(folder: Path, address: str, *sources: dict[str, Any]) -> None:
    """Each source's root unit publishes an empty ledger."""
    for number, source in enumerate(sources):
        root = source["plan"]["root"]
        with opening.create_file(folder / f"{number}.db", source, root, "Bộ", now=now) as file:
            publishing.publish(file, address, (), ask_nobody)


def refusal(address: str, unit: str) -> str | None:
    try:
        publishing.progress_there(address, ask_nobody, "2025", unit, None, None)
    except AppError as error:
        return error.key
    return None


def test_a_country_whose_provinces_still_call_things_otherwise_gives_a_sentence_until_they_do_not(
    tmp_path: Path, postgres: Postgres
) -> None:
    address, country = postgres.database(), country_source(provinces=2, communes=2)
    published_country(tmp_path, address, renamed(country), province_source(country, "P01"))
    assert (refusal(address, COUNTRY), refusal(address, "P01")) == ("server.names_apart", None)
    with opening.open_file(tmp_path / "1.db") as file:
        switch(file, renamed(province_source(country, "P01")), (), lambda: None)
        publishing.publish(file, address, (), ask_nobody)
    assert (refusal(address, COUNTRY), refusal(address, "P01")) == (None, None)


def test_provinces_that_became_one_are_a_sentence_while_each_has_a_ledger_there(
    tmp_path: Path, postgres: Postgres
) -> None:
    address, country = postgres.database(), country_source(provinces=2, communes=2)
    version = country["plan"]["unit_version"]
    units = [
        ["P09" if code in ("P01", "P02") else code for code in row[:2]] + row[2:] for row in country["units"][version]
    ]
    units = list({row[0]: row for row in units}.values())
    later = {
        **country, "plan": {**country["plan"], "edition": country["plan"]["edition"] + 1},
        "units": {version: units}, "renamed_units": {version: {"P09": ["P01", "P02"]}},
    }  # fmt: skip
    published_country(tmp_path, address, later, province_source(country, "P01"))
    assert refusal(address, COUNTRY) is None
    with opening.create_file(tmp_path / "P02.db", province_source(country, "P02"), "P02", "Bộ", now=now) as file:
        publishing.publish(file, address, (), ask_nobody)
    assert (refusal(address, COUNTRY), refusal(address, "P02")) == ("server.roots_joined", None)
