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
        self.record = rows[records // 2][0]

    def save(self, value: str) -> None:
        self.connection.execute("BEGIN IMMEDIATE")
        self.connection.execute("INSERT INTO log (record, value) VALUES (?, ?)", (self.record, value))
        self.connection.execute("UPDATE record SET value = ? WHERE id = ?", (value, self.record))
        self.connection.execute("COMMIT")

    def value(self) -> object:
        return self.connection.execute("SELECT value FROM record WHERE id = ?", (self.record,)).fetchone()[0]
