"""A role of a unit reads the rows of its unit and figures of the whole ledger, and of nobody else anything."""

import json
import random
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import psycopg
import pytest
from psycopg import errors, sql

from db.counting.indicator_figures import progress
from db.open_file import OpenFile
from desktop_app.catalogue import in_language
from desktop_app.cli import main
from desktop_app.domain.indicators import IndicatorResult
from desktop_app.domain.org_unit import unit_list
from desktop_app.domain.period_reading import parse_period
from desktop_app.errors import AppError
from desktop_app.messages import Message, show_number
from desktop_app.server.address import read_address
from desktop_app.server.figure_rows import read, written
from desktop_app.server.server_figures import progress as progress_there
from desktop_app.session import editing, opening, records
from tests.figure_comparison import in_any_order, told_of
from tests.server.postgres import Postgres, ask_nobody, rows

ROOT, DISTRICT, COMMUNE, OTHER = "12", "105", "03388", "106"
OWN, PLAN = '"lai-chau-2022.own"', '"lai-chau-2022"'
EVERYTHING = ["--send", "--include", "supported", "text", "names"]
READINGS = (None, "default", "strict", "loose")


class Published(NamedTuple):
    """A province on a server, with a role for each of three units."""

    path: Path
    address: str

    def as_role(self, role: str) -> str:
        return self.address.replace("postgres@", f"{role}@")


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory, postgres: Postgres) -> Published:
    path, address = tmp_path_factory.mktemp("province") / "tỉnh.db", postgres.database()
    assert main(["demo", str(path), "--records", "200"]) == 0
    with psycopg.connect(address, autocommit=True) as owner:
        for role in ("of_province", "of_district", "of_commune"):
            owner.execute(f"DROP ROLE IF EXISTS {role}")
            owner.execute(f"CREATE ROLE {role} LOGIN")
    roles = [f"of_province={ROOT}", f"of_district={DISTRICT}", f"of_commune={COMMUNE}"]
    assert main(["publish", str(path), address, *EVERYTHING, "--role", *roles]) == 0
    return Published(path, address)


@pytest.fixture
def file(there: Published) -> Iterator[OpenFile]:
    with opening.open_file(there.path) as found:
        yield found


def asked(there: Published, role: str, unit: str | None, reading: str | None, period: str = "2022") -> Any:
    """What a role is told: a figure, or a sentence, of each indicator."""
    found = progress_there(read_address(there.as_role(role)), ask_nobody, period, unit, reading, None)
    return {one.indicator.code: in_any_order(told_of(one.figure)) if one.figure else one.refusal for one in found}


def ledgers(file: OpenFile, unit: str, reading: str | None) -> Any:
    period = parse_period("2022", file.plan.schemes, file.plan.period_scheme)
    return {one.code: in_any_order(told_of(one)) for one in progress(file, period, unit, reading)}


@pytest.mark.parametrize(("role", "own"), [("of_province", ROOT), ("of_district", DISTRICT), ("of_commune", COMMUNE)])
def test_each_role_has_the_ledgers_own_figure_in_every_reading_or_a_sentence(
    role: str, own: str, there: Published, file: OpenFile
) -> None:
    units = unit_list(file.plan.source, file.plan.unit_version)
    published = {row[0] for row in rows(there.address, f"SELECT DISTINCT unit FROM {OWN}._figure_of_unit")}
    given = [own, *list(units.children(own))[:2]]
    for unit in given:
        for reading in READINGS:
            assert asked(there, role, unit, reading) == ledgers(file, unit, reading), (unit, reading)
    assert asked(there, role, None, None) == ledgers(file, own, None)
    for unit in (ROOT, OTHER, "104", "107", "03385", units.descendants(ROOT)[-1]):
        if unit in units.descendants(own) and unit in published:
            assert asked(there, role, unit, None) == ledgers(file, unit, None)
            continue
        with pytest.raises(AppError) as refused:
            asked(there, role, unit, None)
        assert refused.value.key == ("server.no_figures_of" if unit in units.descendants(own) else "server.other_unit")


def test_a_period_without_published_figures_and_a_reading_that_is_none_are_sentences(there: Published) -> None:
    for period, reading, key in (("2022-Q1", None, "server.no_figures_of"), ("2022", "x", "figure.no_reading")):
        with pytest.raises(AppError) as refused:
            asked(there, "of_district", None, reading, period)
        assert refused.value.key == key


def test_figures_of_roles_are_those_of_the_last_publish_also_where_little_changed(
    there: Published, file: OpenFile
) -> None:
    publish = ["publish", str(there.path), there.address, *EVERYTHING]
    before = told_there(there)
    for kind in ("target", "comm_activity", "period_declaration"):
        for row in list(records.rows(file, kind))[:3]:
            with suppress(AppError):
                editing.delete(file, row.id)
        assert main(publish) == 0
    changed = told_there(there)
    assert changed != before
    assert asked(there, "of_district", None, None) == ledgers(file, DISTRICT, None)
    with psycopg.connect(there.address) as owner:
        owner.execute(f"DELETE FROM {OWN}._figure_of_unit")
    assert main(publish) == 0  # all of it is worked out anew
    assert told_there(there) == changed


@pytest.mark.parametrize("seed", range(2))
def test_after_any_changes_figures_of_roles_are_those_of_a_publish_anew(
    seed: int, there: Published, file: OpenFile
) -> None:
    chance, publish = random.Random(seed), ["publish", str(there.path), there.address, *EVERYTHING]
    for _ in range(3):
        for _ in range(5):
            with suppress(AppError):
                any_change(file, chance)
        assert main(publish) == 0
    told = told_there(there)
    with psycopg.connect(there.address) as owner:
        owner.execute(f"DELETE FROM {OWN}._figure_of_unit")
    assert main(publish) == 0
    assert told_there(there) == told


def any_change(file: OpenFile, chance: random.Random) -> None:
    """A record is deleted, or has from now on what another one of its kind has."""
    found: list[Any] = []
    while not found:
        kind = chance.choice(list(file.plan.record_kinds))
        found = list(records.rows(file, kind))
    one, other = chance.choices(found, k=2)
    if chance.random() < 0.2:
        editing.delete(file, one.id)
    else:
        field = chance.choice(list(file.kind(kind).fields))
        editing.set_value(file, one.id, field, other.values.get(field))


def told_there(there: Published) -> list[Any]:
    """Everything that roles may be told, without the order in which a note names places."""
    found = rows(there.address, f"SELECT unit, reading, indicator, content FROM {OWN}._figure_of_unit")
    return sorted((*key, in_any_order(told_of(read(told)))) for *key, told in found)


def test_a_figure_is_read_back_as_it_was_written(file: OpenFile) -> None:
    period = parse_period("2022", file.plan.schemes, file.plan.period_scheme)
    for figure in progress(file, period, ROOT):
        again = read(json.loads(json.dumps(written(figure))))
        assert isinstance(again, IndicatorResult)
        assert again == figure
    with pytest.raises(AppError):
        read({"what": "of tomorrow"})


def rows_of(file: OpenFile, address: str, unit: str, kind: str) -> set[str]:
    """The ids of what belongs to a unit and those below, as the owner of all sees it."""
    below = unit_list(file.plan.source, file.plan.unit_version).descendants(unit)
    found = rows(address, f"SELECT id FROM {PLAN}.{kind} WHERE _unit = ANY (%s)", below)
    return {row[0] for row in found}


@pytest.mark.parametrize(("role", "unit"), [("of_province", ROOT), ("of_district", DISTRICT), ("of_commune", COMMUNE)])
def test_views_show_the_rows_of_the_unit_and_of_those_below_and_no_others(
    role: str, unit: str, there: Published, file: OpenFile
) -> None:
    seen = 0
    with psycopg.connect(there.as_role(role)) as connection:
        for kind in file.plan.record_kinds:
            own = rows_of(file, there.address, unit, kind)
            for source in (f"{OWN}.{kind}", f"{OWN}.{kind}()"):
                assert {row[0] for row in connection.execute(f"SELECT id FROM {source}")} == own
            assert connection.execute(f"SELECT count(*) FROM {OWN}.{kind}").fetchall() == [(len(own),)]
            seen += len(own)
    assert seen > 0
    joined = f"SELECT i.id FROM {OWN}.inspection i JOIN {OWN}.inspection_visit v ON v.inspection = i.id"
    assert {row[0] for row in rows(there.as_role(role), joined)} <= rows_of(file, there.address, unit, "inspection")
    units = unit_list(file.plan.source, file.plan.unit_version).descendants(unit)
    assert {row[0] for row in rows(there.as_role(role), f"SELECT DISTINCT unit FROM {OWN}._figure")} <= set(units)


def test_no_table_function_or_sequence_of_others_is_open_to_a_role(there: Published) -> None:
    open_tables = {"org_unit", "_choice", "_column", "marker"}
    named = (
        "SELECT n.nspname, c.relname, c.relkind FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE n.nspname IN ('sokehoach', 'lai-chau-2022', 'lai-chau-2022.own') AND c.relkind IN ('r', 'S')"
    )
    found = rows(there.address, named)
    assert len(found) > 40
    with psycopg.connect(there.as_role("of_district"), autocommit=True) as role:
        for schema, name, kind in found:
            if name in open_tables:
                continue
            what = sql.Identifier(schema, name)
            asks = [sql.SQL("SELECT * FROM {}").format(what), sql.SQL("EXPLAIN ANALYZE SELECT * FROM {}").format(what)]
            if kind == "S":
                text = sql.Literal(what.as_string(role))
                asks = [sql.SQL(f"SELECT {of}({{}})").format(text) for of in ("currval", "nextval")] + asks[:1]
            for ask in asks:
                with pytest.raises(errors.InsufficientPrivilege):
                    role.execute(ask)
        assert role.execute("SELECT last_value FROM pg_sequences WHERE last_value IS NOT NULL").fetchall() == []
        known = "SELECT DISTINCT tablename FROM pg_stats WHERE starts_with(schemaname, 'lai-chau')"
        assert {row[0] for row in role.execute(known)} <= open_tables
        for statement in (
            "SELECT * FROM pg_statistic", "SELECT pg_read_file('PG_VERSION')", "SET ROLE of_province",
            "SET SESSION AUTHORIZATION of_province", f"CREATE TABLE {OWN}.mine (n integer)",
            "CREATE TABLE public.mine (n integer)", f"UPDATE {OWN}.comm_activity SET _unit = '105'",
        ):  # fmt: skip
            with pytest.raises(psycopg.Error):
                role.execute(statement)
        running = "SELECT query FROM pg_stat_activity WHERE usename <> current_user AND query NOT LIKE '<insuff%'"
        assert [row for row in role.execute(running) if row[0]] == []


def test_plans_errors_and_leaky_functions_tell_of_the_own_rows_alone(there: Published, file: OpenFile) -> None:
    own = rows_of(file, there.address, COMMUNE, "comm_activity")
    everybody = rows(there.address, f"SELECT count(*) FROM {PLAN}.comm_activity")[0][0]
    assert 0 <= len(own) < everybody
    with psycopg.connect(there.as_role("of_commune"), autocommit=True) as role:
        notices: list[str] = []
        role.add_notice_handler(lambda one: notices.append(one.message_primary or ""))
        role.execute("SET client_min_messages = debug5")
        role.execute(
            "CREATE FUNCTION pg_temp.tell(what text) RETURNS boolean LANGUAGE plpgsql COST 0.0000001 AS"
            " $$BEGIN RAISE NOTICE 'told %', what; RETURN false; END$$"
        )
        role.execute(f"SELECT * FROM {OWN}.comm_activity t WHERE pg_temp.tell(id)")
        assert {text.removeprefix("told ") for text in notices if text.startswith("told ")} == own
        theirs = f"SELECT 1 / (CASE WHEN _unit = '{COMMUNE}' THEN 1 ELSE 0 END) FROM {OWN}.comm_activity"
        assert len(role.execute(theirs).fetchall()) == len(own)  # nobody else's row divides by zero
        plan = role.execute(f"EXPLAIN (ANALYZE, VERBOSE) SELECT * FROM {OWN}.comm_activity WHERE id <> ''").fetchall()
        text = "\n".join(row[0] for row in plan)
        assert "Function Scan" in text
        assert "Seq Scan" not in text
        assert "Rows Removed" not in text
        role.execute("CREATE TEMP TABLE pg_roles AS SELECT 0::oid AS oid, current_user AS rolname")
        role.execute("CREATE TEMP TABLE _role_unit (role oid, root text, unit text, depth integer)")
        role.execute(f"SET search_path = pg_temp, {OWN}, pg_catalog")
        assert len(role.execute("SELECT id FROM comm_activity").fetchall()) == len(own)


def test_a_grant_by_mistake_shows_the_own_rows_and_no_log(there: Published, file: OpenFile) -> None:
    with psycopg.connect(there.address, autocommit=True) as owner:
        owner.execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA {PLAN}, {OWN} TO of_commune")
    try:
        for kind in file.plan.record_kinds:
            found = {row[0] for row in rows(there.as_role("of_commune"), f"SELECT id FROM {PLAN}.{kind}")}
            assert found == rows_of(file, there.address, COMMUNE, kind)
        for table in ("record", "act", "change_log", "_conflict", "_publisher", "_holding", "_count", "_erased"):
            assert rows(there.as_role("of_commune"), f"SELECT * FROM {PLAN}.{table}") == []
        for table in ("_role", "_role_unit", "_figure_of_unit"):
            assert rows(there.as_role("of_commune"), f"SELECT * FROM {OWN}.{table}") == []
        assert asked(there, "of_commune", None, None) == ledgers(file, COMMUNE, None)
    finally:
        with psycopg.connect(there.address, autocommit=True) as owner:
            owner.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA {PLAN}, {OWN} FROM of_commune")
        assert main(["publish", str(there.path), there.address, *EVERYTHING, "--role", f"of_commune={COMMUNE}"]) == 0


def test_a_role_that_is_taken_away_reads_nothing_and_its_name_gives_nobody_anything(
    there: Published, capsys: pytest.CaptureFixture[str]
) -> None:
    with psycopg.connect(there.address, autocommit=True) as owner:
        owner.execute("CREATE ROLE passing LOGIN")
        publish = ["publish", str(there.path), there.address, *EVERYTHING]
        assert main([*publish, "--role", f"passing={OTHER}"]) == 0
        assert f"passing đọc đơn vị {OTHER}" in capsys.readouterr().err
        count = f"SELECT count(*) FROM {OWN}._figure"
        assert rows(there.as_role("passing"), count)[0][0] > 0
        assert main([*publish, "--no-role", "passing"]) == 0
        assert "passing" not in capsys.readouterr().err
        with pytest.raises(errors.InsufficientPrivilege):
            rows(there.as_role("passing"), count)
        assert main([*publish, "--role", f"passing={OTHER}"]) == 0
        owner.execute("DROP OWNED BY passing")
        owner.execute("DROP ROLE passing")
        owner.execute("CREATE ROLE passing LOGIN")
        assert main(publish) == 0
        with pytest.raises(errors.InsufficientPrivilege):
            rows(there.as_role("passing"), count)
        owner.execute("DROP ROLE passing")


def test_who_can_be_no_role_of_a_unit_is_told_so(there: Published, capsys: pytest.CaptureFixture[str]) -> None:
    publish, known = ["publish", str(there.path), there.address, *EVERYTHING], f"SELECT * FROM {OWN}._role ORDER BY 1"
    before = rows(there.address, known)
    with psycopg.connect(there.address, autocommit=True) as owner:
        owner.execute("CREATE ROLE admin SUPERUSER LOGIN")
        owner.execute("CREATE ROLE deputy LOGIN IN ROLE admin")
    for given, said in (
        ("nobody=105", "CREATE ROLE nobody"), ("admin=105", "đọc được mọi thứ"), ("deputy=105", "đọc được mọi thứ"),
        ("of_commune=9", "9"), ("of_commune", "TÊN=MÃ"),
    ):  # fmt: skip
        assert main([*publish, "--role", given]) == 1
        assert said in capsys.readouterr().err
    assert rows(there.address, known) == before
    with psycopg.connect(there.address, autocommit=True) as owner:
        owner.execute("DROP ROLE deputy")
        owner.execute("DROP ROLE admin")


def test_whoever_publishes_without_seeing_all_rows_is_told_what_it_takes(
    there: Published, postgres: Postgres, capsys: pytest.CaptureFixture[str]
) -> None:
    address = postgres.database()
    with psycopg.connect(address, autocommit=True) as owner:
        owner.execute("CREATE ROLE clerk LOGIN")
        owner.execute(f"GRANT CREATE ON DATABASE {address.rpartition('/')[2]} TO clerk")
        publish = ["publish", str(there.path), address.replace("postgres@", "clerk@"), *EVERYTHING]
        assert main(publish) == 0
        assert main([*publish, "--role", f"of_district={DISTRICT}"]) == 1
        assert "BYPASSRLS" in capsys.readouterr().err
        owner.execute("ALTER ROLE clerk BYPASSRLS")
        assert main([*publish, "--role", f"of_district={DISTRICT}"]) == 0
        assert rows(address.replace("postgres@", "of_district@"), f"SELECT count(*) FROM {OWN}._figure")[0][0] > 0
        owner.execute("ALTER ROLE clerk NOBYPASSRLS")
        assert main(publish) == 1
        assert "row-level security" in capsys.readouterr().err


def test_the_totals_of_the_catalogue_are_closed_by_the_statement_in_the_documents(postgres: Postgres) -> None:
    text = (Path(__file__).parents[2] / "docs" / "SERVER.md").read_text(encoding="utf-8")
    statement = text[text.index("DO $$") : text.index("END $$;") + len("END $$;")]
    address = postgres.database()
    with psycopg.connect(address, autocommit=True) as owner:
        owner.execute("CREATE TABLE counted AS SELECT 1 AS n FROM generate_series(1, 1000)")
        owner.execute("ANALYZE counted")
        owner.execute("CREATE ROLE onlooker LOGIN")
    looks = (
        "SELECT reltuples FROM pg_class WHERE relname = 'counted'", "SELECT pg_relation_size('counted'::regclass)",
        "SELECT n_live_tup FROM pg_stat_user_tables", "SELECT n_tup_ins FROM pg_stat_all_tables",
    )  # fmt: skip
    onlooker = address.replace("postgres@", "onlooker@")
    assert rows(onlooker, looks[0]) == [(1000.0,)]
    with psycopg.connect(address, autocommit=True) as owner:
        owner.execute(statement)
    for look in looks:
        with pytest.raises(errors.InsufficientPrivilege):
            rows(onlooker, look)
    assert rows(onlooker, "SELECT relkind FROM pg_class WHERE relname = 'counted'") == [("r",)]
    with psycopg.connect(address, autocommit=True) as owner:
        owner.execute("DROP ROLE onlooker")


def test_a_number_that_is_read_back_is_written_in_each_language_as_its_own() -> None:
    message = Message("figure.note_short", n=show_number(1234))
    again = read(json.loads(json.dumps(written(message))))
    for language in ("vi", "en"):
        assert in_language(again, language, numbers=True) == in_language(message, language, numbers=True)
