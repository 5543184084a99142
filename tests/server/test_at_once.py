"""Several publish at the same time, whatever the server is set to."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from tests.db.office import Office
from tests.server.postgres import Postgres
from tests.server.published import rows_here, rows_there, send


@pytest.mark.parametrize("isolation", ["read committed", "repeatable read", "serializable"])
def test_files_that_are_published_at_once_are_all_there(isolation: str, tmp_path: Path, postgres: Postgres) -> None:
    address = postgres.database()
    with psycopg.connect(address, autocommit=True) as owner:
        setting = sql.SQL("ALTER DATABASE {} SET default_transaction_isolation = {}")
        owner.execute(setting.format(sql.Identifier(owner.info.dbname), isolation))
    lan = Office.new(tmp_path / "lan.db")
    for n in range(50):
        lan.create("place", name=f"Nơi {n}", unit="11")
    others = [lan.twin(name) for name in ("mai", "tam", "hoa")]
    for n, office in enumerate(others):
        office.create("place", name=f"Chợ {n}", unit="11")
        office.close()
    lan.close()

    def published(path: Path) -> None:
        office = Office.open(path)
        send(office.file, address)
        office.close()

    paths = [lan.file.path, *(one.file.path for one in others)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(published, paths))
    whole = Office.open(lan.file.path)
    whole.absorb(*(one.file.path for one in others))
    assert rows_there(whole.file, address) == rows_here(whole.file)
    whole.close()
