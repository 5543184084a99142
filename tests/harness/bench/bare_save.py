"""The limit of a save: one row into a log and one value into a table, committed with the pragmas of a data file."""

from pathlib import Path

from sqlcipher3 import dbapi2 as sqlite

PRAGMAS = ("journal_mode = DELETE", "synchronous = EXTRA", "secure_delete = ON", "temp_store = MEMORY")


class BareFile:
    """Ten thousand values and a log of their changes, and nothing else."""

    def __init__(self, path: Path, records: int = 10_000) -> None:
        path.unlink(missing_ok=True)
        self.connection = sqlite.connect(str(path), isolation_level=None)
        for pragma in PRAGMAS:
            self.connection.execute(f"PRAGMA {pragma}")
        self.connection.execute("CREATE TABLE record (id TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID")
        self.connection.execute("CREATE TABLE log (record TEXT, stamp INTEGER PRIMARY KEY, value TEXT)")
        rows = [(f"{number:032x}", "giá trị ban đầu của một trường") for number in range(records)]
        self.connection.execute("BEGIN")
        self.connection.executemany("INSERT INTO record VALUES (?, ?)", rows)
        self.connection.execute("COMMIT")
        self.records = [row[0] for row in rows]

    def save(self, number: int, value: str) -> None:
        record = self.records[number % len(self.records)]
        self.connection.execute("BEGIN IMMEDIATE")
        self.connection.execute("INSERT INTO log (record, value) VALUES (?, ?)", (record, value))
        self.connection.execute("UPDATE record SET value = ? WHERE id = ?", (value, record))
        self.connection.execute("COMMIT")

    def holds(self, number: int, value: str) -> bool:
        asked = (self.records[number % len(self.records)],)
        found = self.connection.execute("SELECT value FROM record WHERE id = ?", asked).fetchone()
        return bool(found[0] == value)
