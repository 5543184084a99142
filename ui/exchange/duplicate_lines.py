"""Two records that may be one, as people read them side by side; read on the worker thread."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from desktop_app.domain.duplicates import Compared, Duplicate, Verdict
from desktop_app.domain.plan import RecordKind
from desktop_app.domain.values import Value, show_number
from desktop_app.session import OpenFile, exchange, records
from desktop_app.texts import in_words, say
from ui.widgets.lines import Line, when

EMPTY, STANDS = "–", "✓\u00a0"
FIRST = (Verdict.DIFFERENT, Verdict.NEAR, Verdict.MISSING, Verdict.EQUAL)  # what a person looks at first


class Suggested(Struct, frozen=True):
    """A pair in the list: what kind, what it is called, how alike in words."""

    pair: Duplicate
    label: str
    title: str
    alike: str


class SideBySide(Struct, frozen=True):
    """A pair in full: whose the two are, each field with both values in words, what follows the one that goes.

    `settled`: fields whose value can't be chosen, since it names the record or is the same in both.
    """

    pair: Duplicate
    whose: tuple[str, str]
    fields: Sequence[tuple[Compared, str, str, str]]
    followers: str
    settled: frozenset[str]

    def lines(self, take: set[str]) -> list[Line]:
        """Field, both values, how they stand to each other; a mark before the value that will stand."""
        return [self._line(*field, take) for field in self.fields]

    def _line(self, one: Compared, label: str, stays: str, goes: str, take: set[str]) -> Line:
        if stays == goes:
            return Line((label, stays, goes, say("duplicates.equal")), looks=("muted", "muted", "muted", "muted"))
        written = one.verdict is Verdict.EQUAL
        verdict = say("duplicates.written") if written else say(f"duplicates.{one.verdict}")
        other = one.field in take
        cells = (label, stays if other else STANDS + stays, STANDS + goes if other else goes, verdict)
        return Line(cells, looks=("", "muted" if other else "good", "good" if other else "muted", "warning"))


def read_suggested(file: OpenFile, kind_name: str, found: Sequence[Duplicate]) -> list[Suggested]:
    """The pairs of one kind with their titles."""
    titles = records.titles_by_id(file, {kind_name: [one.survivor for one in found]})
    label = in_words(file.kind(kind_name).label)
    return [Suggested(one, label, titles.get(one.survivor) or label, _alike(one)) for one in found]


def _alike(one: Duplicate) -> str:
    apart = sum(field.first != field.second for field in one.fields)
    return say("duplicates.apart", count=apart) if apart else say("duplicates.all_equal")


def read_pair(file: OpenFile, pair: Duplicate) -> SideBySide:
    """Everything about one pair."""
    kind = file.kind(pair.kind)

    def words(name: str, value: Value) -> str:
        return records.show_value(file, pair.kind, name, value) or EMPTY

    fields = [
        (one, in_words(kind.fields[one.field].label), words(one.field, one.first), words(one.field, one.second))
        for one in sorted(pair.fields, key=lambda one: (one.first == one.second, FIRST.index(one.verdict)))
    ]
    return SideBySide(
        pair, (_whose(file, pair.survivor), _whose(file, pair.goes)), fields,
        _followers(file, exchange.followers(file, pair.kind, pair.goes)), _settled(kind, pair),
    )  # fmt: skip


def _settled(kind: RecordKind, pair: Duplicate) -> frozenset[str]:
    same = {one.field for one in pair.fields if one.first == one.second}
    return frozenset({*same, *kind.natural_key, kind.parent_field or ""})


def _whose(file: OpenFile, record: str) -> str:
    """Who made a record and when, by its first change."""
    first = records.history(file, record)[0]
    return f"{first.author or say('ui.nobody')} · {when(first.time)}"


def _followers(file: OpenFile, counts: Mapping[str, int]) -> str:
    if not counts:
        return say("duplicates.nothing_follows")
    words = (f"{in_words(show_number(count))} {in_words(file.kind(name).label)}" for name, count in counts.items())
    return say("duplicates.followers", what=", ".join(words))
