"""Types values into a data file, one after the other, and tells after each that it is saved.

`python -m tests.harness.bench.copies_writer FILE`: one byte on standard output for each saved value; it ends with its
input.
"""

import os
import select
import sys
from pathlib import Path

from desktop_app.session import editing, opening, records
from tests.harness.bench.copies import FIELD, KIND, WORDS


def main(path: Path) -> None:
    with opening.open_file(path) as file:
        ids = [row.id for row in records.rows(file, KIND, order="id", limit=20)]
        number = 0
        while not select.select([sys.stdin], [], [], 0)[0]:
            number += 1
            saved = editing.set_value(file, ids[number % len(ids)], FIELD, WORDS.format(number))
            assert saved.saved
            os.write(sys.stdout.fileno(), b".")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
