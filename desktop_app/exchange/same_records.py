"""The records of a file that say what lines of an import say which name no id, so that nothing is taken in twice."""

from collections.abc import Callable, Iterable, Mapping

from msgspec import Struct, field

from desktop_app.domain.values import Value

Existing = Callable[[str], Iterable[tuple[str, Mapping[str, Value]]]]
Content = frozenset[tuple[str, Value]]


class SameRecords(Struct):
    """`existing` gives the live records of a kind with their values; each of them stands for one line."""

    existing: Existing
    _read: dict[str, list[tuple[str, Mapping[str, Value]]]] = field(default_factory=dict)
    _by_content: dict[tuple[str, frozenset[str]], dict[Content, list[str]]] = field(default_factory=dict)
    _taken: set[str] = field(default_factory=set)

    def take(self, kind: str, values: Mapping[str, Value]) -> str | None:
        """A record that has these values in these fields, and that no line stood for before."""
        if all(value is None for value in values.values()):
            return None
        left = self._saying(kind, frozenset(values)).get(frozenset(values.items()), [])
        while left:
            record = left.pop()
            if record not in self._taken:
                self._taken.add(record)
                return record
        return None

    def _saying(self, kind: str, names: frozenset[str]) -> dict[Content, list[str]]:
        """Records by what they hold in the fields that a line names, the first of them last."""
        if kind not in self._read:
            self._read[kind] = list(self.existing(kind))
        if (kind, names) not in self._by_content:
            found: dict[Content, list[str]] = {}
            for record, values in reversed(self._read[kind]):
                found.setdefault(frozenset((name, values.get(name)) for name in names), []).append(record)
            self._by_content[kind, names] = found
        return self._by_content[kind, names]
