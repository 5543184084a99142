"""A record as a row: what its typed table holds of it, whether it counts, and what the search finds of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from db.schema import quoted
from desktop_app.domain.collation import fold, nfc
from desktop_app.domain.plan import Field, RecordKind
from desktop_app.domain.validation import Rules, State, judging
from desktop_app.domain.values import Stored, Value, reading

Words = Callable[[Value], list[str]]
FIND_TEXT = "INSERT INTO _search_text (rowid, exact, folded) VALUES (?, ?, ?)"


@dataclass(frozen=True)
class KindRows:
    """What makes rows of one kind; what the plan says of its fields is looked up once."""

    label: str
    insert: str
    judge: Callable[[Mapping[str, Value]], State]
    fields: Sequence[tuple[str, Callable[[str | int], Value], Words | None]]

    def row(self, record: str, shown: Mapping[str, Stored]) -> tuple[list[Stored], str]:
        """The columns for `insert`, and the text for the search in Vietnamese, whatever the window speaks: every file
        holds the same. References in `shown` are those that stand for what was joined.
        """
        columns: list[Stored] = [record]
        values: dict[str, Value] = {}
        words = [self.label]
        for name, read, find in self.fields:
            stored = shown.get(name)
            value = None if stored is None else read(stored)
            if value is None:
                columns.append(None)
                continue
            values[name] = value
            columns.append(stored)
            if find is not None:
                words += find(value)
        columns.append(int(self.judge(values)))
        return columns, nfc(" ".join(words)).lower()


def rows_of(kind: RecordKind, rules: Rules) -> KindRows:
    names = ("id", *kind.fields, "_state")
    insert = (
        f"INSERT OR REPLACE INTO main.{quoted(kind.name)} ({', '.join(map(quoted, names))})"
        f" VALUES ({', '.join('?' * len(names))})"
    )
    fields = [(name, reading(field), _words(field, rules)) for name, field in kind.fields.items()]
    return KindRows(kind.label.vi, insert, judging(kind, rules), fields)


def find_text(no: int, text: str) -> tuple[int, str, str]:
    """The values for `FIND_TEXT`."""
    return no, text, fold(text)


def _words(field: Field, rules: Rules) -> Words | None:
    """How the value of a field is found: by its words, by those of the choice, by the name of the unit."""
    if field.type == "unit":
        return lambda value: [rules.units.name(str(value))]
    if field.type in ("text", "longtext"):
        return lambda value: [str(value)]
    if field.type not in ("choice", "multi"):
        return None
    labels = {item: choice.label.vi for item, choice in rules.plan.choices.get(field.choices or "", {}).items()}
    if field.type == "multi":
        return lambda value: [labels.get(item, item) for item in (value if isinstance(value, tuple) else ())]
    return lambda value: [labels.get(str(value), str(value))]
