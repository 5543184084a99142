"""Types values into a data file through a session, one after the other, and tells after each that it is saved.

`python -m tests.bench.copies_writer FILE`: one byte on standard output for each saved value; it ends with its input.
"""

import os
import select
import sys
from pathlib import Path

from desktop_app.session import Session
from tests.bench.copies import FIELD, KIND, WORDS


def main(file: Path) -> None:
    with Session.open(file) as session:
        records = [record.id for record in session.rows(KIND, order="id", limit=20)]
        number = 0
        while not select.select([sys.stdin], [], [], 0)[0]:
            number += 1
            saved = session.set_value(records[number % len(records)], FIELD, WORDS.format(number))
            assert saved.saved
            os.write(sys.stdout.fileno(), b".")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
