"""Which addresses are taken, and what is said of the others."""

import psycopg
import pytest

from desktop_app.errors import AppError
from desktop_app.server.address import connected, read_address
from tests.server.postgres import Postgres, ask_nobody


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


def test_a_server_that_is_not_there_is_a_sentence() -> None:
    with pytest.raises(AppError) as caught, connected(read_address("postgresql://x@127.0.0.1:1/x"), ask_nobody):
        pass
    assert caught.value.key == "server.failed"
