"""The figures that a server works out are those of the data file."""

import json
import re
from pathlib import Path
from typing import Any, cast

import psycopg
import pytest

from db.counting.indicator_figures import FigureContext
from desktop_app.cli import main
from desktop_app.domain.org_unit import unit_list
from desktop_app.domain.period_reading import parse_period
from desktop_app.domain.plan import Field, RecordKind
from desktop_app.domain.publication_scope import INCLUDED, PublicationScope
from desktop_app.server.address import connected, read_address
from desktop_app.server.log_union import Publisher, add_to_union, begin_union, to_send
from desktop_app.server.published_schema import ensure_tables
from desktop_app.server.server_figures import asking, context_of, fill_tables, ledger_of
from desktop_app.server.server_session import Server
from desktop_app.server.server_statements import ServerStatements
from desktop_app.session import opening
from tests.figure_comparison import names_sorted
from tests.server.figures_there import differences
from tests.server.postgres import Postgres, ask_nobody, rows
from tests.server.published import rows_here, rows_there

ROOT = "12"
IN_THE_SUITE = 2  # data sets; `python -m tests.server.figures_there 200` compares as many as wanted


def test_random_data_sets_have_the_same_figures_in_every_reading(postgres: Postgres) -> None:
    seed = compared = 0
    with connected(read_address(postgres.database()), ask_nobody) as connection:
        while compared < IN_THE_SUITE * (48 + 36):
            count, apart = differences(Server(connection), seed)
            assert apart == []
            seed, compared = seed + 1, compared + count


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("province") / "tỉnh.db"
    assert main(["demo", str(path), "--records", "150"]) == 0
    return path


def test_a_province_is_shown_published_and_asked_by_command(
    province: Path, postgres: Postgres, capsys: pytest.CaptureFixture[str]
) -> None:
    address = postgres.database()
    assert main(["publish", str(province), address]) == 0
    assert "--send" in capsys.readouterr().err
    assert main(["progress", "--server", address, "--period", "2022"]) == 1  # nothing is there yet
    assert main(["publish", str(province), address, "--send", "--include", "supported", "text"]) == 0
    with opening.open_file(province) as file:
        there = rows_there(file, address)
        texts = {(k.name, f.name) for k in file.plan.record_kinds.values() for f in k.fields.values() if stays(f)}
        for kind in file.plan.record_kinds.values():
            ours = [without(kind, row, texts) for row in rows_here(file)[kind.name]]
            assert sorted(there[kind.name], key=repr) == sorted(ours, key=repr)
        units = unit_list(file.plan.source, file.plan.unit_version)
        some = [file.plan.root, *list(units.children(file.plan.root))[:1], units.descendants(file.plan.root)[-1]]
    capsys.readouterr()
    for unit in some:
        for reading in ("default", "strict"):
            asked = ["--period", "2022", "--unit", unit, "--reading", reading, "--json"]
            assert main(["progress", str(province), *asked]) == 0
            here = in_one_order(json.loads(capsys.readouterr().out))
            assert main(["progress", "--server", address, *asked]) == 0
            assert in_one_order(json.loads(capsys.readouterr().out)) == here


def test_what_is_kept_for_other_readings_is_never_that_of_another_unit(province: Path, postgres: Postgres) -> None:
    address = postgres.database()
    assert main(["publish", str(province), address, "--send", "--include", "supported", "text", "names"]) == 0
    with connected(read_address(address), ask_nobody) as connection, connection.transaction():
        server = Server(connection, "lai-chau-2022")
        ledger = ledger_of(server, None)
        units, plan = ledger.plan.units, ledger.plan
        period = parse_period("2022", plan.schemes, plan.period_scheme)
        turns = [ledger.root, *units.children(ledger.root)[:2], ledger.root]
        alone, in_turn = [], []
        for unit in turns:
            with asking(ledger) as here:
                alone.append(rows_of_all(context_of(ledger, here, period, unit, None)))
        with asking(ledger) as here:
            above = context_of(ledger, here, period, ledger.root, None)
            for unit in turns:
                context = context_of(ledger, here, period, unit, None, above)
                fill_tables(ledger, here, context.scope, again=True)
                in_turn.append(rows_of_all(context))
            found = here.execute("SELECT relname FROM pg_class WHERE relname LIKE 'view:%'").fetchall()
    assert in_turn == alone
    assert alone[0] != alone[1]
    assert {"view:set_activities_distinct", "view:set_active_establishments_in_scope"} <= {name for (name,) in found}


def test_sets_that_are_chosen_from_another_one_are_read_from_what_is_kept_of_it(
    province: Path, postgres: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = postgres.database()
    assert main(["publish", str(province), address, "--send", "--include", "supported", "text", "names"]) == 0
    kept: list[str] = []
    execute = ServerStatements.execute

    def noted(self: ServerStatements, statement: str, values: Any = ()) -> ServerStatements:
        if statement.startswith('CREATE TEMP TABLE "view:set_tips'):
            kept.append(statement)
        return execute(self, statement, values)

    monkeypatch.setattr(ServerStatements, "execute", noted)
    assert main(["progress", "--server", address, "--period", "2022"]) == 0
    assert len(kept) > 2
    assert ['main."tip"' in statement for statement in kept] == [True] + [False] * (len(kept) - 1)


def rows_of_all(context: FigureContext) -> list[list[str]]:
    """What every reading returns."""
    readings, plan = cast(Any, context.readings), context.scope.plan
    return [
        sorted(map(repr, readings.rows(indicator, reading)))
        for indicator in plan.indicators.values() for reading in indicator.readings.values()
    ]  # fmt: skip


def test_how_a_whole_file_is_sent_is_no_rule_for_the_questions_after_it(province: Path, postgres: Postgres) -> None:
    with (
        opening.open_file(province) as file,
        connected(read_address(postgres.database()), ask_nobody) as connection,
        connection.transaction(),
    ):
        server, publisher = Server(connection, "lai-chau-2022"), Publisher(1, None, 0, 0, frozenset())
        ensure_tables(server, file.plan)
        before = [server.one(f"SHOW {name}") for name in ("enable_nestloop", "work_mem")]
        scope = PublicationScope(file.plan, frozenset(INCLUDED))
        sent = to_send(file, scope, publisher)
        assert sent.whole
        begin_union(server, ROOT, file, publisher.no)
        add_to_union(server, ROOT, file, scope, publisher.no, sent)
        assert [server.one(f"SHOW {name}") for name in ("enable_nestloop", "work_mem")] == before


@pytest.mark.parametrize("include", [(), ("text",), ("supported",), ("names", "supported")], ids=str)
def test_whatever_stays_a_figure_there_is_that_of_the_file_or_a_sentence(
    province: Path, postgres: Postgres, capsys: pytest.CaptureFixture[str], include: tuple[str, ...]
) -> None:
    address = postgres.database()
    assert main(["publish", str(province), address, "--send", *(("--include", *include) if include else ())]) == 0
    told = set[str]()
    for reading in ("default", "strict", "loose"):
        asked = ["--period", "2022", "--reading", reading, "--json"]
        capsys.readouterr()
        assert main(["progress", str(province), *asked]) == 0
        here = {one["code"]: one for one in in_one_order(json.loads(capsys.readouterr().out))}
        assert main(["progress", "--server", address, *asked]) == 0
        for one in json.loads(capsys.readouterr().out):
            if "refused" in one:
                told.add(one["code"])
            else:
                assert in_one_order([one]) == [here[one["code"]]]
    by_text = set() if "text" in include else {"2.2", "4.1"}  # whether a paper has a number is no number
    assert told == by_text | (set() if "supported" in include else {"2.1", "4.1", "4.2"})


def stays(field: Field) -> bool:
    return field.privacy == "P2"


def in_one_order(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Of what is missing, and of names in a note, a query promises no order."""
    for one in found:
        one["missing"] = sorted(one["missing"], key=str)
        one["notes"] = sorted(names_sorted(re.sub(r": [^:]*, …\.$", ": …", note)) for note in one["notes"])
    return found


def without(kind: RecordKind, row: tuple[object, ...], texts: set[tuple[str, str]]) -> tuple[object, ...]:
    """A row without the values that stayed."""
    names = ("id", *kind.fields, "_state")
    return tuple(None if (kind.name, one) in texts else value for one, value in zip(names, row, strict=True))


def test_a_role_has_exactly_the_figure_or_a_sentence_never_one_of_the_rows_that_it_may_see(
    province: Path, postgres: Postgres, capsys: pytest.CaptureFixture[str]
) -> None:
    address = postgres.database()
    as_reader = ["progress", "--server", address.replace("postgres@", "reader@"), "--period", "2022", "--json"]
    assert main(["publish", str(province), address, "--send", "--include", "supported", "text"]) == 0
    with psycopg.connect(address, autocommit=True) as owner:
        owner.execute("CREATE ROLE reader LOGIN")
        assert main(as_reader) == 1
        for schema in ("sokehoach", '"lai-chau-2022"'):
            owner.execute(f"GRANT USAGE ON SCHEMA {schema} TO reader")
            owner.execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO reader")
        capsys.readouterr()
        assert main(["progress", str(province), "--period", "2022", "--json"]) == 0
        here = in_one_order(json.loads(capsys.readouterr().out))
        assert main(as_reader) == 0
        assert in_one_order(json.loads(capsys.readouterr().out)) == here
        table = '"lai-chau-2022".comm_activity'
        owner.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        owner.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        owner.execute(f"CREATE POLICY own_unit ON {table} USING (_member = '105')")
        assert rows(address.replace("postgres@", "reader@"), f"SELECT DISTINCT _member FROM {table}") in (
            [],
            [("105",)],
        )
        assert main(as_reader) == 1
        said = capsys.readouterr()
        assert said.out == ""
        assert "row-level security" in said.err


def test_a_figure_of_records_that_stayed_is_a_sentence_and_the_others_are_figures(
    province: Path, postgres: Postgres, capsys: pytest.CaptureFixture[str]
) -> None:
    address = postgres.database()
    assert main(["publish", str(province), address, "--send", "--include", "text"]) == 0
    capsys.readouterr()
    assert main(["progress", "--server", address, "--period", "2022", "--json"]) == 0
    there = {one["code"]: one for one in json.loads(capsys.readouterr().out)}
    assert main(["progress", str(province), "--period", "2022", "--json"]) == 0
    here = {one["code"]: one for one in json.loads(capsys.readouterr().out)}
    refused = {code for code, one in there.items() if "refused" in one}
    assert refused == {"2.1", "4.1", "4.2"}  # 2.1 asks for activities of any kind
    assert "ở lại" in there["4.2"]["refused"]
    given = [code for code in here if code not in refused]
    assert in_one_order([there[code] for code in given]) == in_one_order([here[code] for code in given])
