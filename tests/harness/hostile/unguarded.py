"""The child of a control: the same tries without guards, so that it is known that a fault would be found."""

import json
import sys
from pathlib import Path

from db import data_file, shape
from db.connection import Connection
from db.foreign_parts import Schema
from desktop_app.domain import stored_values
from tests.harness.hostile.child import main


def take_nothing_out(connection: Connection, _: Path) -> Schema:
    rows = connection.execute("SELECT type, name, sql FROM sqlite_schema").fetchall()
    return Schema([], {row[1] for row in rows}, {name: sql for type_, name, sql in rows if type_ == "view"})


if __name__ == "__main__":
    vars(data_file)["take_out"] = take_nothing_out
    vars(stored_values)["parse_json"] = json.loads
    vars(shape)["changed_tables"] = lambda *_: []
    main(Path(sys.argv[1]), map(int, sys.argv[2:]))
