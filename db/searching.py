"""Live records by the words in their text: with these accents first, then without."""

from db.connection import Connection
from db.log import RecordRow, record_row
from db.open_file import OpenFile
from desktop_app.domain.collation import fold, nfc

WEIGHED = 3000  # of more records that a search finds the latest are the best


def search(file: OpenFile, text: str, limit: int = 50) -> list[RecordRow]:
    """Live records whose text holds all the words, those that hold them with these accents first."""
    found = _matching(file.connection, match(text, "exact"), limit)
    if len(found) < limit:
        found = list(dict.fromkeys([*found, *_matching(file.connection, match(text), limit)]))[:limit]
    return [record_row(file.connection, no) for no in found]


def match(text: str, column: str = "folded") -> str:
    """A query for one column: every word, as the beginning of a word.

    The first letter of a word that is being typed behind others would find half the file, slowly: it has to wait.
    """
    whole = fold(text) if column == "folded" else nfc(text).lower()
    words = "".join(c if c.isalnum() else " " for c in whole).split()
    if len(words) > 1 and len(words[-1]) == 1 and words[-1].isalpha():
        words.pop()
    return " ".join(f'{column}:"{word}"*' for word in words) or f'{column}:""'


def _matching(connection: Connection, match: str, limit: int) -> list[int]:
    """The numbers of the best records; where so many match that weighing each takes long, of the latest."""
    among = "SELECT rowid FROM _search_text WHERE _search_text MATCH ?"
    many = connection.execute(f"{among} LIMIT 1 OFFSET ?", (match, WEIGHED)).fetchone()
    order = "rowid DESC" if many else "rank"
    return [row[0] for row in connection.execute(f"{among} ORDER BY {order} LIMIT ?", (match, limit))]
