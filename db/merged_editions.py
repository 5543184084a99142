"""Under which edition of the plan other offices kept what was taken in of them."""

import json

from db.meta import set_meta
from db.open_file import OpenFile
from db.present import MERGED_EDITIONS


def note_editions(file: OpenFile, editions: dict[str, int]) -> None:
    """Remember the editions of these units' files, of units that our list holds; call it inside `writing()`."""
    known = all_editions(file)
    found = known | {unit: edition for unit, edition in editions.items() if edition and unit in file.units}
    if found != known:
        set_meta(file.connection, {MERGED_EDITIONS: json.dumps(found, sort_keys=True)})


def other_editions(file: OpenFile, unit: str) -> dict[str, int]:
    """Of the units from one down those whose file was kept under another edition than the one in force here."""
    below = set(file.units.descendants(unit))
    found = all_editions(file).items()
    return {code: edition for code, edition in found if code in below and edition != file.plan.edition}


def all_editions(file: OpenFile) -> dict[str, int]:
    """Per unit the edition of its file that was taken in last; nothing where that is not known."""
    row = file.connection.execute("SELECT value FROM main.meta WHERE key = ?", (MERGED_EDITIONS,)).fetchone()
    try:
        read = json.loads(row[0]) if row else {}
    except (TypeError, ValueError):
        return {}
    read, now = read if isinstance(read, dict) else {}, file.units.now
    return {now(unit): edition for unit, edition in read.items() if isinstance(edition, int)}
