"""Which fields of which kinds a reading looks at, also by the sets that it asks: what it could not do without."""

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from desktop_app.domain.plan_findings import Raw
from desktop_app.domain.plan_language.fields import UNIT_ROW
from desktop_app.domain.plan_language.tree import Ask, CountedSet, FieldPath, Language, ReadingPart

Read = Iterator[tuple[str, str]]
# what of a set names fields of its kind, one or the steps of a path
_PATHS = ("unit", "day", "order", "each_by", "span", "state", "totals")
_NAMES = ("via", "latest_per")


class _FieldWalk(Struct):
    plan: Raw
    language: Language
    seen: set[str]

    def path(self, kind: str, steps: tuple[str, ...]) -> Read:
        """A field, and the references that lead to it."""
        for step in steps:
            field = self.plan["kinds"].get(kind, {}).get("fields", {}).get(step)
            if field is None:
                return
            yield kind, step
            kind = str(field["type"]).partition(":")[2]

    def tree(self, kind: str, value: Any) -> Read:
        """All that is read of a row of this kind in an expression, or in whatever holds some."""
        match value:
            case FieldPath(path=steps):
                yield from self.path(kind, steps)
            case Ask(set=name, column=column):
                yield from self.set(name)
                yield from self.tree(self.language.sets[name].kind, column)
                yield from self.tree(kind, (value.day, value.otherwise))
            case Mapping():
                yield from self.tree(kind, tuple(value.values()))
            case tuple() | list():
                for one in value:
                    yield from self.tree(kind, one)
            case Struct() if hasattr(value, "set"):  # beside the members: rows of a set of their own
                yield from self.set(value.set)
                yield from self.parts(self.language.sets[value.set].kind, value)
            case Struct():
                yield from self.parts(kind, value)

    def parts(self, kind: str, value: Struct) -> Read:
        yield from self.tree(kind, tuple(getattr(value, name) for name in value.__struct_fields__))

    def set(self, name: str) -> Read:
        if name in self.seen:
            return
        self.seen.add(name)
        found: CountedSet = self.language.sets[name]
        if found.base:
            yield from self.set(found.base)
        yield from self.parts(found.kind, found)
        for steps in (getattr(found, one) or () for one in _PATHS):
            yield from self.path(found.kind, steps[:1])
        for one in _NAMES:
            yield from self.path(found.kind, (getattr(found, one),))

    def part(self, part: ReadingPart) -> Read:
        if not part.of_units:
            yield from self.set(part.population)
        for name in part.list_excluded:
            yield from self.set(name)
        yield from self.parts(UNIT_ROW if part.of_units else self.language.sets[part.population].kind, part)


def fields_read(plan: Raw, language: Language, code: str, reading: str) -> set[tuple[str, str]]:
    """Kinds and their fields that a reading in the language looks at."""
    walk = _FieldWalk(plan, language, set())
    return {one for part in language.readings[code, reading] for one in walk.part(part)}
