"""Search over 100,000 records while words are being typed, against the bare full-text query for the same texts."""

import time
from collections.abc import Iterator

from sqlcipher3 import dbapi2 as sqlite

from desktop_app.domain.collation import fold
from desktop_app.session import OpenFile, opening
from tests.harness.bench.harness import Case, Count
from tests.harness.bench.place import data_file
from ui.window.search_hits import MOST, read_hits

RECORDS = 100_000
GOAL = 50  # milliseconds
ROUNDS = 3

# what people look for, with accents and without, rare words and common ones; "mại dâm" stands in a third of all records
WORDS = (
    "tuyên truyền", "mai dam", "xã Mường Kim", "Nhà nghỉ", "karaoke", "ke hoach 2022", "Nguyễn", "trường THPT",
    "UBND xã", "kiểm tra", "không có chữ này",
)  # fmt: skip
PAUSES = (2, 4, 7, 12)  # letters after which somebody who types stops long enough for an answer


def typed() -> list[str]:
    """Every text that the search is asked for while the words are being typed."""
    return list(dict.fromkeys(word[:letters] for word in WORDS for letters in PAUSES))


def cases() -> Iterator[Case | Count]:
    path, texts = data_file(RECORDS), typed()
    connection = sqlite.connect(str(path))
    with opening.open_file(path) as file:

        def ours() -> object:
            return [len(read_hits(file, text)) for text in texts]

        def bare() -> object:
            return [len(ids_of(connection, text)) for text in texts]

        name = f"search of 100,000 records, {len(texts)} texts as they are typed"
        yield Case(name, ours, bare, 2, blocks=2)
        spent = sorted(seconds(file, text) for _ in range(ROUNDS) for text in texts)
        yield Count("the same, 95 of 100 answers within (ms)", round(spent[int(len(spent) * 0.95)] * 1000), GOAL)
    connection.close()


def ids_of(connection: sqlite.Connection, text: str) -> list[tuple[int]]:
    """The best records for a text, every word as the beginning of one."""
    words = "".join(c if c.isalnum() else " " for c in fold(text)).split()
    match = " ".join(f'folded:"{word}"*' for word in words)
    sql = "SELECT rowid FROM _search_text WHERE _search_text MATCH ? ORDER BY rank LIMIT ?"
    return list(connection.execute(sql, (match, MOST)).fetchall())


def seconds(file: OpenFile, text: str) -> float:
    began = time.perf_counter()
    read_hits(file, text)
    return time.perf_counter() - began
