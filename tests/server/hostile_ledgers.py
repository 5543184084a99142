"""Hostile files published: `python -m tests.server.hostile_ledgers [files] [first]`; ends with 1 if one does harm."""

import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from desktop_app.errors import AppError
from desktop_app.session import opening, publishing
from desktop_app.texts import in_words
from tests.harness.hostile.base import Base, make_base
from tests.harness.hostile.cases import made, made_cases, mutant
from tests.harness.hostile.trying import now
from tests.server.postgres import Postgres, ask_nobody, running

SAID: Counter[str] = Counter()  # the sentences, by how often
EVERYTHING = ("names", "authors", "text", "history", "supported")
# all that a statement of a file could make, change or take away; what stands in schemas of plans is the file's own
_STANDS = """
SELECT 'schema ' || nspname FROM pg_namespace WHERE nspname !~ '^pg_(toast_)?temp' UNION ALL
SELECT 'role ' || rolname || rolsuper || rolcreaterole FROM pg_roles UNION ALL
SELECT 'function ' || proname FROM pg_proc WHERE pronamespace <> 'pg_catalog'::regnamespace
  AND pronamespace <> 'information_schema'::regnamespace UNION ALL
SELECT 'setting ' || setconfig::text FROM pg_db_role_setting UNION ALL
SELECT 'canary ' || words FROM sokehoach.canary UNION ALL
SELECT 'trigger ' || tgname FROM pg_trigger WHERE NOT tgisinternal UNION ALL
SELECT 'view ' || schemaname || viewname FROM pg_views WHERE schemaname NOT IN ('pg_catalog', 'information_schema')
ORDER BY 1
"""


@contextmanager
def server_with_canary(cluster: Postgres, base: Base) -> Iterator[tuple[str, psycopg.Connection[tuple[str]]]]:
    """The address of a database on which a whole file was published, and its owner's connection."""
    address = cluster.database()
    with opening.open_file(base.ours, now=now) as file:
        publishing.publish(file, address, EVERYTHING, ask_nobody)
    with psycopg.connect(address, autocommit=True) as owner:
        owner.execute("CREATE TABLE sokehoach.canary AS SELECT 'sings' AS words")
        yield address, owner


def wrong_with(hostile: Path, address: str, owner: psycopg.Connection[tuple[str]]) -> list[str]:
    """What goes wrong when a file is opened and published: anything but a sentence, and anything that its SQL did."""
    before = owner.execute(_STANDS).fetchall()
    try:
        with opening.open_file(hostile, now=now) as file:
            publishing.what_leaves(file, EVERYTHING)
            publishing.publish(file, address, EVERYTHING, ask_nobody)
    except AppError as error:
        in_words(error.message)
        SAID[error.key] += 1
    except Exception:  # noqa: BLE001  # a traceback is what is looked for
        return [traceback.format_exc()]
    left = set(owner.execute(_STANDS).fetchall()) ^ set(before)
    return sorted(row[0] for row in left if not row[0].startswith("schema tiny"))


def main(wanted: int, first: int) -> int:
    """Publish so many hostile files, those that are made before those that chance makes."""
    faults = 0
    with running() as cluster, tempfile.TemporaryDirectory() as folder:
        base = make_base(Path(folder))
        with server_with_canary(cluster, base) as (address, owner):
            for number in range(first, first + wanted):
                path = Path(folder) / "lạ.db"
                path.write_bytes(base.theirs.read_bytes())
                name, path = made(number, path)
                name = name or mutant(number, path)
                found = wrong_with(path, address, owner)
                faults += bool(found)
                if found:
                    print(number, name, *found, sep="\n", flush=True)
                for one in Path(folder).glob("lạ.db*"):
                    one.unlink()
    print(f"{wanted} files from {first}, {faults} wrong; sentences: {dict(SAID)}", flush=True)
    return 1 if faults else 0


if __name__ == "__main__":
    numbers = [int(one) for one in sys.argv[1:]]
    sys.exit(main(numbers[0] if numbers else len(made_cases()), numbers[1] if len(numbers) > 1 else 0))
