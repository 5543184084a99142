"""Several clusters as one: each holds some root units, and one database shows them together, by docs/shards.sql."""

from collections.abc import Sequence
from pathlib import Path

import psycopg
from psycopg import sql

from tests.server.postgres import OWNER, Postgres

SCRIPT = Path(__file__).parents[2] / "docs" / "shards.sql"


def made_shards(clusters: Sequence[Postgres]) -> list[str]:
    """The addresses of an empty database on each, whose rows are numbered in a room of their own."""
    addresses = [cluster.database() for cluster in clusters]
    for number, address in enumerate(addresses, 1):
        with psycopg.connect(address, autocommit=True) as connection:
            name = sql.Identifier(connection.info.dbname)
            connection.execute(sql.SQL("ALTER DATABASE {} SET sokehoach.shard = {}").format(name, number))
    return addresses


def joined(cluster: Postgres, shards: Sequence[str], plan: str) -> str:
    """The address of a new database that shows what shards hold of a plan."""
    address = cluster.database()
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(SCRIPT.read_text(encoding="utf-8"))
        for number, shard in enumerate(shards, 1):
            name = sql.Identifier(f"shard_{number}")
            of = psycopg.conninfo.conninfo_to_dict(shard)
            connection.execute(
                sql.SQL(
                    "CREATE SERVER {} FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host {}, port {}, dbname {},"
                    " fetch_size '10000', async_capable 'true')"
                ).format(name, str(of["host"]), str(of["port"]), str(of["dbname"]))
            )
            connection.execute(
                sql.SQL("CREATE USER MAPPING FOR CURRENT_USER SERVER {} OPTIONS (user {})").format(name, OWNER)
            )
    join(address, plan)
    return address


def join(address: str, plan: str) -> None:
    """Show what the shards hold now."""
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("SELECT sokehoach.join_shards(%s)", (plan,))
