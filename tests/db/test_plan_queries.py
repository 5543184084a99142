"""Queries come with a plan, from outside: they can only read what they may, and what they return is checked."""

import re
from collections.abc import Iterator
from fractions import Fraction

import pytest
from msgspec.structs import replace

from db.connection import Connection
from db.counting.figure_scope import FigureScope, fill, given_tables
from db.counting.figure_sql import bodies, kinds_in, with_tables, words_in
from db.counting.guard import SECONDS, QueryError, TooSlowError, run_guarded, store_guarded
from db.counting.members import Readings
from desktop_app.domain.indicators import Member
from desktop_app.domain.period_reading import parse_period
from desktop_app.domain.plan import Plan
from desktop_app.domain.plan_indicators import Reading
from desktop_app.errors import AppError
from desktop_app.messages import Label
from tests.figure_file import empty_file, put, units_of
from tests.sentences import refused

SLOW = "SELECT COUNT(*) FROM {}".format(" JOIN ".join(["unit_list"] * 6))
TIP = {"kind": "tip", "id": "t", "fields": {"unit": "105", "date": "2022-05-01", "due_date": "2022-05-21"}}


@pytest.fixture
def connection(plan: Plan) -> Iterator[Connection]:
    opened = empty_file(plan)
    opened.execute("CREATE TABLE secret (word)")
    put(opened, plan, [TIP])
    yield opened
    opened.close()


@pytest.fixture
def scope(plan: Plan, connection: Connection) -> FigureScope:
    scope = FigureScope(plan, units_of(plan), "12", parse_period("2022", plan.schemes, "nd09"))
    fill(connection, scope)
    return scope


def members(connection: Connection, scope: FigureScope, sql: str, seconds: float = SECONDS) -> list[Member]:
    reading = Reading("default", Label("x"), sql)
    return Readings(connection, scope, seconds).members(scope.plan.indicators["3.1"], reading)


def test_what_stands_in_quotes_or_is_a_parameter_is_no_name_in_a_query(plan: Plan) -> None:
    query = "SELECT 'it''s school', s.name::text FROM tip s JOIN\n(main.\"staff\")ON s.id=:training--'x' material"
    assert kinds_in(plan, bodies(plan), query) == {"tip", "staff", "material"}


def test_every_name_in_the_queries_of_the_plan_is_found(plan: Plan) -> None:
    known = bodies(plan)
    plain = re.compile(r"'(?:[^']|'')*'|(?<![:\w])[A-Za-z_]\w*")
    for name, sql in known.items():
        found = {word for one in words_in(known, name) & known.keys() for word in plain.findall(known[one])}
        assert found & known.keys() <= words_in(known, name)
        assert set(plain.findall(sql)) & known.keys() == words_in({}, sql) & known.keys()


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT word AS note FROM secret",
        "SELECT COUNT(*) AS numerator FROM secret",
        "SELECT COUNT(*) AS numerator FROM main.secret",
        "WITH secret AS (SELECT word FROM main.secret) SELECT word AS note FROM secret",
        "SELECT name AS note FROM sqlite_master",
        "SELECT name AS note FROM pragma_table_info('tip')",
        "SELECT load_extension('x') AS note",
        "SELECT randomblob(1000000000) AS note",
        "SELECT printf('%1000000000d', 1) AS note",
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT COUNT(*) AS numerator FROM n",
        "SELECT 1 AS numerator) ; DELETE FROM main.tip --",
        "SELECT 1 AS numerator; SELECT 2",
        "SELECT :unknown AS numerator",
        "SELEC 1",
        "DELETE FROM main.tip RETURNING 1 AS numerator",
        "SELECT 1 AS strange",
        "SELECT 1 AS unit, 2 AS unit",
        "SELECT '7' AS numerator",
        "SELECT x'00' AS denominator",
        "SELECT 9e999 AS numerator",
    ],
)
def test_a_query_that_is_wrong_or_wants_too_much_is_refused(
    connection: Connection, scope: FigureScope, sql: str
) -> None:
    with refused(r"chỉ tiêu 3\.1, cách tính default"):
        members(connection, scope, sql)
    assert connection.execute("SELECT COUNT(*) FROM main.tip").fetchone() == (1,)


def test_the_connection_can_write_again_afterwards(connection: Connection, scope: FigureScope) -> None:
    with pytest.raises(AppError):
        members(connection, scope, "SELECT word AS note FROM secret")
    connection.execute("INSERT INTO secret VALUES ('x')")
    assert connection.execute("SELECT word FROM secret").fetchall() == [("x",)]


def test_a_query_that_never_ends_is_stopped(connection: Connection, scope: FigureScope) -> None:
    with pytest.raises(TooSlowError):
        run_guarded(connection, SLOW, {}, given_tables(scope.plan), seconds=0.05)


def test_a_slow_reading_is_said_in_one_sentence(connection: Connection, scope: FigureScope) -> None:
    with refused("tính quá lâu"):
        members(connection, scope, SLOW.replace("COUNT(*)", "COUNT(*) AS numerator"), seconds=0.05)


def test_a_reading_with_more_rows_than_a_province_can_have_is_refused(
    connection: Connection, scope: FigureScope
) -> None:
    with refused("2000000 rows"):
        members(connection, scope, "SELECT 1 AS numerator FROM unit_list, unit_list, unit_list, unit_list")


def test_a_damaged_file_is_not_blamed_on_the_plan(connection: Connection) -> None:
    from sqlcipher3 import dbapi2 as sqlite

    connection.execute("PRAGMA writable_schema = ON")
    connection.execute("UPDATE sqlite_master SET rootpage = 999999 WHERE name = 'secret'")
    connection.execute("PRAGMA writable_schema = RESET")
    with pytest.raises(sqlite.DatabaseError) as error:
        run_guarded(connection, "SELECT word FROM secret", {}, ["secret"])
    assert not isinstance(error.value, QueryError)


def test_columns_may_come_in_any_order_and_be_left_out(connection: Connection, scope: FigureScope) -> None:
    sql = "SELECT 1.5 AS numerator, t.id AS grp, 'a b' AS note, 7 AS detail FROM tip t"
    found = members(connection, scope, sql)
    assert found == [Member(group="t", numerator=Fraction(3, 2), notes=("a", "b"), detail="7")]


def test_names_are_found_at_any_depth_and_not_in_quoted_texts() -> None:
    known = {"a": "(SELECT * FROM b)", "b": "(SELECT 1)", "c": "(SELECT 2)"}
    assert with_tables(known, "SELECT 'c' FROM a") == (
        'WITH "b" AS (SELECT 1),\n"a" AS (SELECT * FROM b)\nSELECT * FROM (\nSELECT \'c\' FROM a\n) found'
    )
    assert with_tables(known, "SELECT 3") == "SELECT 3"


def test_a_view_that_names_itself_is_refused(connection: Connection, plan: Plan) -> None:
    knotted = replace(plan, views={"a": "SELECT * FROM b", "b": "SELECT * FROM a"})
    scope = FigureScope(knotted, units_of(plan), "12", parse_period("2022", plan.schemes, "nd09"))
    with refused("circular"):
        members(connection, scope, "SELECT * FROM a")


def test_a_plan_without_activities_has_an_empty_list_of_them(connection: Connection, plan: Plan) -> None:
    bare = replace(plan, kinds={"tip": plan.kinds["tip"]}, views={}, indicators={})
    sql = with_tables(bodies(bare), "SELECT * FROM year_activity")
    assert connection.execute(sql).fetchall() == []


def test_what_is_worked_out_once_is_written_into_its_own_table_only(connection: Connection, scope: FigureScope) -> None:
    connection.execute("CREATE TEMP TABLE own (code PRIMARY KEY)")
    store_guarded(connection, "own", "SELECT code FROM commune", {}, ["commune"])
    communes = connection.execute("SELECT COUNT(*) FROM commune").fetchone()
    assert connection.execute("SELECT COUNT(*) FROM temp.own").fetchone() == communes
    assert (
        connection.execute("SELECT COUNT(*) FROM own WHERE code IN (SELECT code FROM commune)").fetchone() == communes
    )
    for sql in (
        "SELECT word FROM secret",
        "SELECT code FROM commune WHERE true ON CONFLICT DO UPDATE SET code = 1",
        "SELECT 1; DELETE FROM main.tip",
    ):
        with pytest.raises(QueryError):
            store_guarded(connection, "own", sql, {}, ["commune"])
    assert connection.execute("SELECT COUNT(*) FROM main.tip").fetchone() == (1,)
