"""Why a server could not do it, and what to do about it: by its code or by how it answers, never by its words."""

import re
from contextlib import suppress
from typing import Any

import psycopg
from psycopg.conninfo import make_conninfo
from psycopg.pq import PGconn, Ping
from psycopg.pq import abc as pq

from desktop_app.errors import AppError
from desktop_app.messages import Message

WHY = {
    None: "server.why_lost", "08000": "server.why_lost", "08003": "server.why_lost", "08006": "server.why_lost",
    "57P01": "server.why_stopping", "57P02": "server.why_stopping", "57P03": "server.why_stopping",
    "53100": "server.why_full", "42501": "server.why_no_right", "25006": "server.why_read_only",
}  # fmt: skip
EVERYWHERE = "postgres"  # the database that each server has, and that whoever may come in may open


def failed(server: str, error: psycopg.Error) -> AppError:
    """What a server that let us in could not do."""
    why = WHY.get(error.sqlstate, "server.why_other")
    return AppError("server.failed", server=server, why=Message(why), reason=own_words(error))


def not_connected(server: str, error: psycopg.OperationalError, settings: dict[str, Any]) -> AppError:
    why = _why_not_connected(error, settings)
    return AppError("server.not_connected", server=server, why=Message(why), reason=own_words(error))


def own_words(error: psycopg.Error) -> str:
    """What the server or libpq says, in whatever language; no password stands in it."""
    return error.diag.message_primary or str(error).strip().splitlines()[0]


def _why_not_connected(error: psycopg.OperationalError, settings: dict[str, Any]) -> str:
    """A server that lets nobody in gives libpq words without a code, so it is asked what it does answer."""
    if isinstance(error, psycopg.errors.ConnectionTimeout):
        return "server.why_no_answer"
    if error.pgconn is None:  # it came to no server: no computer has the name
        return "server.why_no_host"
    if error.pgconn.used_password or error.pgconn.needs_password:
        return _why_refused(own_words(error).rpartition(": ")[2], error.pgconn)
    without_password = {name: value for name, value in settings.items() if name != "password"}
    match PGconn.ping(make_conninfo(**without_password).encode()):
        case Ping.OK:
            return _why_not_let_in(settings)
        case Ping.REJECT:
            return "server.why_stopping"
        case _:
            return "server.why_certificate" if _somebody_is_there(settings) else "server.why_no_answer"


def _why_refused(said: str, tried: pq.PGconn) -> str:
    """A password is never tried a second time, since servers lock out who errs too often: what became of it is said by
    the name that is refused, that of the user or that of the database.
    """
    if tried.needs_password or _names(said, tried.user):
        return "server.why_password"
    return "server.why_no_database" if _names(said, tried.db) else "server.why_no_entry"


def _why_not_let_in(settings: dict[str, Any]) -> str:
    with suppress(psycopg.OperationalError), psycopg.connect(**{**settings, "dbname": EVERYWHERE}):
        return "server.why_no_database"
    return "server.why_no_entry"


def _names(said: str, name: bytes) -> bool:
    return re.search(rf"(?<!\w){re.escape(name.decode(errors='replace'))}(?!\w)", said) is not None


def _somebody_is_there(settings: dict[str, Any]) -> bool:
    """Whether a server answers to whoever does not ask who it is; nothing of the person or the ledger is said to it."""
    way = {name: settings[name] for name in ("host", "hostaddr", "port", "connect_timeout") if name in settings}
    nobody = make_conninfo(**way, user=EVERYWHERE, dbname=EVERYWHERE, sslmode="prefer")
    return PGconn.ping(nobody.encode()) != Ping.NO_RESPONSE
