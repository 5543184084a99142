"""The functions that let SQLite sort and find as Vietnamese readers do."""

from db.open_file import OpenFile
from db.titles import title_of
from desktop_app.catalogue import in_language
from desktop_app.domain.collation import fold, sort_key
from desktop_app.domain.field_type import Lookup
from desktop_app.domain.field_types import FIELD_TYPES
from desktop_app.messages import joined


def register_functions(file: OpenFile) -> None:
    """`vi_key(text)` and `shown_key(type, choices, value)` sort; `has_words(text, words)` and
    `shows_words(type, choices, value, words)` find: a text as it is, a value by what a list shows of it.
    """
    shown = ShownValues(file)
    connect = file.connection.create_function
    connect("vi_key", 1, lambda text: None if text is None else sort_key(str(text)))
    connect("shown_key", 3, shown.key)
    connect("has_words", 2, lambda text, words: text is not None and _has(fold(str(text)), words))
    connect("shows_words", 4, shown.has_words)


def _has(folded: str, words: str) -> bool:
    return all(word in folded for word in words.split())


class ShownValues:
    """Values as a list shows them, remembered until something is written: many rows show the same."""

    def __init__(self, file: OpenFile) -> None:
        self._file = file
        self._keys: dict[tuple[str, str, str, str | int], str] = {}
        self._found: dict[tuple[str, str, str, str | int, str], bool] = {}
        self._as_of = -1

    def key(self, kind: str, choices: str, value: str | None) -> str | None:
        """The sort key of what is shown."""
        if value is None:
            return None
        self._forget_old()
        at = (self._file.language, kind, choices, value)
        if at not in self._keys:
            self._keys[at] = sort_key(" ".join(self._words(kind, choices, value)[:1]))
        return self._keys[at]

    def has_words(self, kind: str, choices: str, value: str | int | None, words: str) -> bool:
        """Whether what is shown holds every one of these folded words; a unit is found by those above it too."""
        if value is None:
            return False
        self._forget_old()
        at = (self._file.language, kind, choices, value, words)
        if at not in self._found:
            self._found[at] = any(_has(fold(text), words) for text in self._words(kind, choices, value))
        return self._found[at]

    def _forget_old(self) -> None:
        if self._as_of != self._file.connection.total_changes:
            self._keys.clear()
            self._found.clear()
            self._as_of = self._file.connection.total_changes

    def _words(self, kind: str, choices: str, value: str | int) -> list[str]:
        """What a list shows, and other texts by which the value is to be found."""
        of = FIELD_TYPES[kind]
        if of.lookup is Lookup.UNITS:
            units = self._file.units
            return [units.name(code) for code in units.ancestors(str(value))] or [str(value)]
        if of.lookup is Lookup.RECORDS:
            return [title_of(self._file, str(value))]
        read = of.from_stored(value)
        if of.lookup is None:
            return [in_language(of.show(read), self._file.language)]
        known = self._file.plan.choices.get(choices, {})
        items = read if isinstance(read, tuple) else (str(value),)
        words = joined(known[item].label if item in known else item for item in items)
        return [in_language(words, self._file.language)]
