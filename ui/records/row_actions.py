"""What several rows of a list are called that something is done to at once."""

from collections.abc import Sequence

from desktop_app.domain.plan import RecordKind
from desktop_app.session import OpenFile, records
from desktop_app.texts import in_words, say


def title_of_all(file: OpenFile, kind: RecordKind, ids: Sequence[str]) -> str:
    """What is about to be deleted, in words: the title of one record, the number of several."""
    if len(ids) == 1:
        return records.title_of(file, ids[0]) or in_words(kind.label)
    return say("list.several", count=len(ids), kind=in_words(kind.list_label))
