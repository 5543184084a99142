"""Which addresses are taken, and what is said of the others."""

import os
import signal
import socket
import time
import traceback
from typing import Any

import psycopg
import pytest

from desktop_app.catalogue import in_language
from desktop_app.errors import AppError
from desktop_app.messages import Message
from desktop_app.server.address import AskPassword, connected, read_address
from tests.server.postgres import ASKED, Postgres, ask_nobody, running


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("http://server/x", "server.no_address"),
        ("postgresql://localhost", "server.no_address"),
        ("host=localhost dbname=x", "server.no_address"),
        ("postgresql://lan:secret@localhost/x", "server.password_in_address"),
        ("postgresql://lan@localhost/x?password=secret", "server.password_in_address"),
        ("postgresql://lan@localhost/x?passfile=/x", "server.password_in_address"),
        ("postgresql://lan@localhost/x?service=other", "server.strange_part"),
        ("postgresql://lan@localhost/x?options=-crole%3Dy", "server.strange_part"),
        ("postgresql://lan@db.example/x", "server.not_verified"),
        ("postgresql://lan@db.example/x?sslmode=require", "server.not_verified"),
        ("postgresql://lan@localhost,db.example/x", "server.not_verified"),
        ("postgresql://lan@localhost/x?hostaddr=192.0.2.1", "server.not_verified"),
        ("postgresql://lan@127.0.0.1.example/x", "server.not_verified"),
    ],
)
def test_an_address_that_is_none_or_not_safe_is_refused(address: str, key: str) -> None:
    with pytest.raises(AppError) as caught:
        read_address(address)
    assert caught.value.key == key
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://lan@localhost/x",
        "postgresql:///x",
        "postgres://127.0.0.9:5433/x",
        "postgresql://[::1]/x",
        "postgresql:///x?host=/run/postgresql",
        "postgresql://lan@db.example/x?sslmode=verify-full",
    ],
)
def test_this_computer_and_a_server_whose_certificate_is_checked_are_taken(address: str) -> None:
    assert read_address(address).parts["dbname"] == "x"


def test_the_surroundings_lead_nowhere_else(postgres: Postgres, monkeypatch: pytest.MonkeyPatch) -> None:
    address = postgres.database()
    for name, value in {"PGHOST": "db.example", "PGHOSTADDR": "192.0.2.1", "PGPORT": "1", "PGDATABASE": "y"}.items():
        monkeypatch.setenv(name, value)
    with connected(read_address(address), ask_nobody) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
        assert isinstance(connection, psycopg.Connection)


def refusal(address: str, ask: AskPassword = ask_nobody) -> str:
    """What an officer is told to do; the server's own words stand only behind it, in brackets."""
    with pytest.raises(AppError) as caught, connected(read_address(address), ask):
        pass
    assert caught.value.key == "server.not_connected"
    why, said = caught.value.values["why"], in_language(caught.value.message, "vi")
    assert isinstance(why, Message)
    assert in_language(why, "vi") in said.partition(" (Chi tiết: ")[0]
    return str(why.pattern)


def test_a_server_that_is_not_there_is_a_sentence(postgres: Postgres) -> None:
    assert refusal("postgresql://x@127.0.0.1:1/x") == "server.why_no_answer"
    nowhere = "postgresql://x@khong-co.invalid/x?sslmode=verify-full&sslrootcert=system"
    assert refusal(nowhere) == "server.why_no_host"
    without_certificate = postgres.address("postgres") + "?sslmode=verify-full&sslrootcert=system"
    assert refusal(without_certificate) == "server.why_certificate"


def test_a_server_that_does_not_answer_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop_app.server.address.SECONDS", 2)  # libpq waits no less
    with socket.create_server(("127.0.0.1", 0)) as mute:
        assert refusal(f"postgresql://x@127.0.0.1:{mute.getsockname()[1]}/x") == "server.why_no_answer"


def test_what_a_server_refuses_is_told_by_what_is_wrong(postgres: Postgres) -> None:
    with psycopg.connect(postgres.address("postgres"), autocommit=True) as owner:
        owner.execute(f"DROP ROLE IF EXISTS {ASKED}")
        owner.execute(f"CREATE ROLE {ASKED} LOGIN PASSWORD 'right'")
    assert refusal(postgres.address("khong_co")) == "server.why_no_database"
    assert refusal(postgres.address("postgres", "khong_co")) == "server.why_no_entry"
    assert refusal(postgres.address("postgres", ASKED), lambda: "wrong") == "server.why_password"
    assert refusal(postgres.address("postgres", ASKED), lambda: "") == "server.why_password"
    assert refusal(postgres.address("khong_co", ASKED), lambda: "right") == "server.why_no_database"
    with connected(read_address(postgres.address("postgres", ASKED)), lambda: "right") as connection:
        assert connection.execute("SELECT current_user").fetchone() == (ASKED,)


@pytest.mark.parametrize("password", ["wrong", "right"])
def test_a_password_is_tried_only_once(password: str, postgres: Postgres, monkeypatch: pytest.MonkeyPatch) -> None:
    with psycopg.connect(postgres.address("postgres"), autocommit=True) as owner:
        owner.execute(f"DROP ROLE IF EXISTS {ASKED}")
        owner.execute(f"CREATE ROLE {ASKED} LOGIN PASSWORD 'right'")
    connect, tried = psycopg.connect, list[str | None]()

    def noted(**settings: Any) -> psycopg.Connection[Any]:
        tried.append(settings.get("password"))
        return connect(**settings)

    monkeypatch.setattr(psycopg, "connect", noted)
    why = "server.why_password" if password == "wrong" else "server.why_no_database"
    assert refusal(postgres.address("khong_co", ASKED), lambda: password) == why
    assert tried == [None, password]


def test_whom_a_server_lets_in_no_more_since_too_many_are_there_is_told_to_wait(postgres: Postgres) -> None:
    with psycopg.connect(postgres.address("postgres"), autocommit=True) as owner:
        owner.execute("CREATE ROLE crowded LOGIN CONNECTION LIMIT 0")
        why = refusal(postgres.address("postgres", "crowded"))
        owner.execute("DROP ROLE crowded")
    assert "quá nhiều kết nối" in in_language(Message(why), "vi")
    assert "too many may be connected" in in_language(Message(why), "en")


@pytest.mark.skipif(os.name == "nt", reason="the server of these tests is another system's there")
def test_a_server_that_is_shutting_down_is_a_sentence() -> None:
    with running() as cluster:
        still_there = psycopg.connect(cluster.address("postgres"))
        os.kill(cluster.process, signal.SIGTERM)  # it waits for whoever is there and lets nobody in
        time.sleep(1)
        assert refusal(cluster.address("postgres")) == "server.why_stopping"
        assert still_there.execute("SELECT 1").fetchone() == (1,)
    still_there.close()


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        ("SELECT pg_terminate_backend(pg_backend_pid())", "server.why_stopping"),
        ("SET ROLE pg_read_all_stats; SELECT * FROM pg_authid", "server.why_no_right"),
        ("SET statement_timeout = 1; SELECT pg_sleep(9)", "server.why_other"),
    ],
)
def test_what_breaks_off_a_work_is_told_too(statement: str, why: str, postgres: Postgres) -> None:
    address = read_address(postgres.address("postgres"))
    with pytest.raises(AppError) as caught, connected(address, ask_nobody) as connection:
        connection.execute(statement)
    assert (caught.value.key, caught.value.values["why"]) == ("server.failed", Message(why))


def test_a_server_that_is_named_by_a_number_alone_is_held_to_that_number() -> None:
    address = read_address("postgresql://lan@/x?hostaddr=192.0.2.1&sslmode=verify-full")
    assert (address.parts["host"], address.name) == ("192.0.2.1", "192.0.2.1/x")


def test_a_database_whose_name_reads_like_an_address_leads_nowhere_else(postgres: Postgres) -> None:
    other = f"host%3D127.0.0.1%20port%3D{postgres.port}%20dbname%3Dpostgres"
    assert refusal(f"postgresql://postgres@127.0.0.1:{postgres.port}/{other}") == "server.why_no_database"


def test_no_other_encryption_takes_the_place_of_a_certificate(monkeypatch: pytest.MonkeyPatch) -> None:
    given = list[dict[str, Any]]()

    def noted(**settings: Any) -> psycopg.Connection[Any]:
        given.append(settings)
        raise psycopg.OperationalError("none is there")

    monkeypatch.setattr(psycopg, "connect", noted)
    with pytest.raises(AppError), connected(read_address("postgresql://lan@db.example/x?sslmode=verify-full"), str):
        pass
    assert [(one["sslmode"], one["gssencmode"]) for one in given] == [("verify-full", "disable")]


@pytest.mark.parametrize(
    "address", ["postgresql://lan:a%zzb@localhost/x", "postgresql://a\udc80@h/x", "postgresql:///x\0y"]
)
def test_of_an_address_that_nobody_can_read_nothing_is_told(address: str) -> None:
    with pytest.raises(AppError) as caught:
        read_address(address)
    assert caught.value.key == "server.no_address"
    assert "".join(traceback.format_exception(caught.value)).count("zz") == 0


@pytest.mark.parametrize("password", ["a\udc80b", "a\0b", "' host='192.0.2.1", "a\nb"])
def test_a_password_of_any_letters_is_only_a_password(password: str, postgres: Postgres) -> None:
    with psycopg.connect(postgres.address("postgres"), autocommit=True) as owner:
        owner.execute(f"DROP ROLE IF EXISTS {ASKED}")
        owner.execute(f"CREATE ROLE {ASKED} LOGIN PASSWORD 'right'")
    assert refusal(postgres.address("postgres", ASKED), lambda: password) == "server.why_password"
