"""The address of a server as a person gives it, and the one place where a connection to work with is opened."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ipaddress import ip_address
from typing import Any

import psycopg
from msgspec import Struct
from psycopg.conninfo import conninfo_to_dict

from desktop_app.errors import AppError
from desktop_app.server.failures import failed, not_connected, own_words

SCHEMES = ("postgresql://", "postgres://")
SECONDS = 10  # until a server that does not answer is none
_LOCAL = ("localhost", "")
_ALLOWED = {"host", "hostaddr", "port", "dbname", "user", "sslmode", "sslrootcert", "sslcert", "sslkey", "sslcrl"}
_SETTINGS = (
    "standard_conforming_strings=on", "DateStyle=ISO", "client_min_messages=warning", "row_security=off",
    "search_path=pg_catalog",  # before PostgreSQL 15 anybody may put functions into `public`
    "jit=off",  # it takes 15 ms to compile what runs for one
)  # fmt: skip
AskPassword = Callable[[], str]


class Address(Struct, frozen=True):
    """Where a server is; no password stands in it."""

    parts: dict[str, str]

    @property
    def name(self) -> str:
        """What people read of it."""
        return f"{self.parts['host']}/{self.parts['dbname']}"


def read_address(text: str) -> Address:
    """AppError: it is none, holds a password, or leads off this computer without a certificate that is checked."""
    if not text.startswith(SCHEMES) or "\0" in text:
        raise AppError("server.no_address")
    try:
        parts = {name: str(value) for name, value in conninfo_to_dict(text).items()}
    except (psycopg.Error, UnicodeError):  # its words may hold a part of the address, and stand in no log
        raise AppError("server.no_address") from None
    if parts.keys() & {"password", "passfile", "sslpassword"}:
        raise AppError("server.password_in_address")
    if "dbname" not in parts:
        raise AppError("server.no_address")
    if strange := parts.keys() - _ALLOWED:
        raise AppError("server.strange_part", parts=", ".join(sorted(strange)))
    parts.setdefault("host", parts.get("hostaddr", "localhost"))  # that to which a certificate is held
    if parts.get("sslmode") != "verify-full" and not _is_local(parts):
        raise AppError("server.not_verified", host=parts.get("hostaddr") or parts["host"])
    return Address(parts)


def _is_local(parts: dict[str, str]) -> bool:
    """Whether every host is this computer: by a loopback address, its name, or a socket of the file system."""
    return all(_is_loopback(host) for name in ("host", "hostaddr") for host in parts.get(name, "").split(","))


def _is_loopback(host: str) -> bool:
    try:
        return host in _LOCAL or host.startswith("/") or ip_address(host).is_loopback
    except ValueError:
        return False


@contextmanager
def connected(address: Address, ask_password: AskPassword) -> Iterator[psycopg.Connection[Any]]:
    """A connection, closed afterwards. The password comes from libpq's own file, or is asked for; it is never stored.

    AppError: the server can't be reached, does not know the person, or failed.
    """
    with sentences(address), _connect(address, ask_password) as connection:
        yield connection


def _connect(address: Address, ask_password: AskPassword) -> psycopg.Connection[Any]:
    # with row_security off, a role that may not see all rows is refused: no figure comes of those it happens to see
    settings: dict[str, Any] = {
        **address.parts, "connect_timeout": SECONDS, "application_name": "sokehoach", "client_encoding": "UTF8",
        "gssencmode": "disable",  # it would come before any look at a certificate
        "options": " ".join(f"-c {setting}" for setting in _SETTINGS),
    }  # fmt: skip
    with _without_surroundings():
        try:
            try:
                return psycopg.connect(**settings)
            except psycopg.OperationalError as error:
                if error.pgconn is None or not error.pgconn.needs_password:
                    raise
            settings["password"] = ask_password().encode(errors="replace").decode()  # half a letter is no password
            return psycopg.connect(**settings)
        except psycopg.OperationalError as error:
            raise not_connected(address.name, error, settings) from error


@contextmanager
def _without_surroundings() -> Iterator[None]:
    """What the environment says of servers leads nowhere; only where the file of passwords lies is asked of it."""
    away = {name: value for name, value in os.environ.items() if name.startswith("PG") and name != "PGPASSFILE"}
    for name in away:
        del os.environ[name]
    try:
        yield
    finally:
        os.environ.update(away)


@contextmanager
def sentences(address: Address) -> Iterator[None]:
    """What the server, the way to it or a file that no program of ours wrote is to blame for, as a sentence."""
    try:
        yield
    except psycopg.Error as error:
        if isinstance(error, psycopg.OperationalError | psycopg.errors.InsufficientPrivilege):
            raise failed(address.name, error) from error
        raise AppError("server.not_taken", server=address.name, reason=own_words(error)) from error
