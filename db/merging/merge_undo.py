"""A merge taken back, looked at and done again: what that moves, what stays and why, in titles and fields."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial

from db.all_titles import AllTitles
from db.book import Book
from db.bringing import Merge, merges, was_brought_by
from db.connection import Connection, heard, roomy
from db.setting_aside import Move, Stay
from db.setting_aside_sql import BACK, OUT, STANDING
from db.store import Store, TellDone
from desktop_app.domain.erasing import ERASURE
from desktop_app.domain.merging import Tell, silent
from desktop_app.domain.setting_aside import BROUGHT, ERASES, REFERRED, Part, TakenBack
from desktop_app.errors import AppError
from desktop_app.texts import say

Ref = tuple[str, str]  # kind and id of a record
WHOLE = 1000  # parts of the work, for who hears how far it is
MANY = 200  # records between two such words


def undo_merge(store: Store, act: bytes, tell: Tell = silent) -> TakenBack:
    """Set aside what a merge brought, but for what later work rests on; `act` None: all of it stays.

    `tell` hears how far it is and may raise, to stop it: then everything is as it was.
    """
    merge = _known(store.connection, act)
    if merge.undone:
        return look_at_merge(store.book, act, tell)
    deciding, moving = _halves(tell, say("aside.taking_back"))
    with _written(store, deciding), closing(_taking_back(store.book, merge)) as move:
        told = _told(store.book, merge, move, move.settle(deciding))
        if not len(move):
            return told
        store.move(move, act, undone=True, tell=moving)
    return TakenBack(act, told.moved, told.kept, told.edition)


def redo_merge(store: Store, act: bytes, tell: Tell = silent) -> TakenBack:
    """Take back what was set aside of a merge, with all that it rests on; `tell` as in `undo_merge`."""
    merge = _known(store.connection, act)
    if not merge.undone:
        raise AppError("core.not_undone", act=act.hex())
    deciding, moving = _halves(tell, say("aside.doing_again"))
    with _written(store, deciding), closing(Move(store.book, BACK, [merge.no])) as move:
        move.settle(deciding)
        moved = _parts(store.book, move)
        store.move(move, act, undone=False, tell=moving)
    return TakenBack(act, moved, edition=merge.edition)


def look_at_merge(book: Book, act: bytes, tell: Tell = silent) -> TakenBack:
    """What taking a merge back would do; of one that is taken back, what lies aside and what stayed."""
    merge = _known(book.connection, act)
    deciding, _ = _halves(tell, say("aside.reading"))
    deciding(0, 1)
    with heard(book.connection, partial(deciding, 0, 1)):
        with closing(_taking_back(book, merge)) as move:
            told = _told(book, merge, move, move.settle(deciding))
        if not merge.undone:
            return told
        with closing(Move(book, BACK, [merge.no])) as move:
            return TakenBack(None, _parts(book, move), told.kept, merge.edition)


def _halves(tell: Tell, sentence: str) -> tuple[TellDone, TellDone]:
    """Who hears of what is decided, and of what is moved then."""

    def half(start: int, done: int, total: int) -> None:
        if done % MANY == 0:
            tell(start + WHOLE // 2 * done // total, WHOLE, sentence)

    return partial(half, 0), partial(half, WHOLE // 2)


@contextmanager
def _written(store: Store, asking: TellDone) -> Iterator[None]:
    """One durable transaction that can be stopped until it is committed."""
    asking(0, 1)
    with roomy(store.connection), store.writing(), heard(store.connection, partial(asking, 0, 1)):
        yield


def _known(connection: Connection, act: bytes) -> Merge:
    found = merges(connection).get(act)
    if found is None:
        raise AppError("merge.cannot_undo")
    return found


def _taking_back(book: Book, merge: Merge) -> Move:
    undone = {one.no for one in merges(book.connection).values() if one.undone}
    return Move(book, OUT, undone | {merge.no})


# --- told -------------------------------------------------------------------------------------------------------------


def _told(book: Book, merge: Merge, move: Move, stays: list[Stay]) -> TakenBack:
    mine = [stay for stay in stays if was_brought_by(book.connection, merge.no, stay.rest.of.change)]
    return TakenBack(None, _parts(book, move), [*_kept(book, mine), *_standing(book, merge)], merge.edition)


def _parts(book: Book, move: Move) -> list[Part]:
    rows = move.parts()
    titles = AllTitles(book, ((kind, record) for record, kind, _, _ in rows))
    return [Part(record, kind, titles.of(kind, record), field, many) for record, kind, field, many in rows]


def _kept(book: Book, stays: list[Stay]) -> list[Part]:
    """One part for each field and reason; the last work on it is named."""
    grouped: dict[tuple[str, str, str, str], list[Stay]] = {}
    for stay in stays:
        change, reason = stay.rest.of.change, stay.rest.reason
        grouped.setdefault((stay.kind, change.record, change.field, reason), []).append(stay)
    referring = [(kind, id_) for stay in stays if stay.other for kind, id_ in [_kind_of(book, stay.other)]]
    titles = AllTitles(book, [*((kind, record) for kind, record, _, _ in grouped), *referring])
    parts = []
    for (kind, record, field, reason), those in grouped.items():
        by = max((stay.rest.by for stay in those if stay.rest.by), key=lambda change: change.stamp, default=None)
        author, time = _who(book.connection, by.act) if by else ("", "")
        other = those[0].other if reason == REFERRED else ""
        other_title = titles.of(*_kind_of(book, other)) if other else ""
        parts.append(Part(
            record, kind, titles.of(kind, record), field, len(those), reason, author, time, other, other_title
        ))  # fmt: skip
    return parts


def _standing(book: Book, merge: Merge) -> Iterator[Part]:
    """What another merge brought as well, and what erases for good."""
    rows = book.connection.execute(STANDING, {"merge": merge.no, "erasure": ERASURE}).fetchall()
    titles = AllTitles(book, ((kind, record) for record, kind, _, _ in rows))
    for record, kind, field, changes in rows:
        reason = ERASES if kind == ERASURE else BROUGHT
        yield Part(record, kind, titles.of(kind, record), field, changes, reason)


def _who(connection: Connection, act: bytes) -> tuple[str, str]:
    author, time = connection.execute("SELECT author, time FROM main.act WHERE id = ?", (act,)).fetchone()
    return author, time


def _kind_of(book: Book, record: str) -> Ref:
    row = book.connection.execute(
        "SELECT k.name FROM main.record r JOIN main.kind k ON k.no = r.kind WHERE r.id = ? ORDER BY k.name", (record,)
    ).fetchone()
    return (str(row[0]) if row else "", record)
