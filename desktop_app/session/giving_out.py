"""A public paper becomes a file, and is noted in the ledger before anybody finds it there."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from db.open_file import OpenFile
from db.part_file import part_file, put_in_place
from desktop_app.paths import JUST_WRITTEN, flush_folder, patiently
from desktop_app.session.reports import publish


def give_out(
    file: OpenFile, path: Path, content: bytes, publication: Mapping[str, Any], *, over: bool = False
) -> None:  # fmt: skip
    """Write a paper beside, note what it makes public, then give it its name; FileExistsError: another file has that,
    and is not to be written `over`.

    What there is no room for is not noted. Where the last step fails the note stands, and the next try, which notes
    the same paper no more, brings the file.
    """
    if not over and os.path.lexists(path):
        raise FileExistsError(path)
    with part_file(path) as part:
        with part.open("xb") as target:
            target.write(content)
            target.flush()
            os.fsync(target.fileno())
        publish(file, publication)
        if over:
            patiently(lambda: part.replace(path), JUST_WRITTEN)
            flush_folder(path.parent)
        else:
            put_in_place(part, path)
