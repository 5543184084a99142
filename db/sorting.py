"""The functions that let SQLite sort and find as Vietnamese readers do."""

import json

from db.derive import Book
from db.titles import title_of
from desktop_app.domain.collation import fold, sort_key


def register_functions(book: Book) -> None:
    """`vi_key(text)` sorts, `shown_key(type, choices, value)` by what a list shows; `has_words(text, words)` finds."""
    connect = book.connection.create_function
    connect("vi_key", 1, lambda text: None if text is None else sort_key(str(text)))
    connect("shown_key", 3, ShownKeys(book))
    connect("has_words", 2, lambda text, words: text is not None and has_words(str(text), words.split()))


def has_words(text: str, words: list[str]) -> bool:
    """Whether a text holds every one of these folded words, whatever its accents."""
    folded = fold(text)
    return all(word in folded for word in words)


class ShownKeys:
    """Sort keys of values as a list shows them, remembered until something is written: many rows show the same."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._known: dict[tuple[str, str, str], str] = {}
        self._as_of = -1

    def __call__(self, kind: str, choices: str, value: str | None) -> str | None:
        if value is None:
            return None
        if self._as_of != self._book.connection.total_changes:
            self._known.clear()
            self._as_of = self._book.connection.total_changes
        key = (kind, choices, value)
        if key not in self._known:
            self._known[key] = sort_key(self._read(kind, choices, value))
        return self._known[key]

    def _read(self, kind: str, choices: str, value: str) -> str:
        if kind == "unit":
            return self._book.rules.units.name(value)
        if kind == "ref":
            return title_of(self._book, value)
        known = self._book.plan.choices.get(choices, {})
        items = [str(item) for item in json.loads(value)] if kind == "multi" else [value]
        return ", ".join(str(known[item].label) if item in known else item for item in items)
