"""What a reading counts, in words: who is looked at, numerator, denominator, reasons, and the sets that it asks."""

from collections.abc import Iterable, Iterator, Mapping
from functools import reduce

from msgspec import Struct

from desktop_app.domain.day_values import show_date
from desktop_app.domain.plan_findings import Raw
from desktop_app.domain.plan_language.tree import (
    CHOICE,
    CHOICES,
    CONDITION,
    DAY,
    LEVEL,
    Ask,
    Call,
    Constant,
    CountedSet,
    FieldPath,
    Language,
    Named,
    Operation,
    Parameter,
    ReadingPart,
    Tree,
    asks_in,
)
from desktop_app.domain.plan_language.vocabulary import POPULATIONS
from desktop_app.domain.plan_parsing import label_of
from desktop_app.domain.values import show_number
from desktop_app.messages import Message, Text, joined

SIGNS = {
    "=": "is", "<>": "is_not", "<": "below", "<=": "at_most", ">": "above", ">=": "at_least", "in": "among",
    "not in": "not_among", "and": "and", "or": "or", "+": "plus", "-": "minus", "*": "times",
}  # fmt: skip
OF_PART = ("numerator", "denominator", "counts", "each")


class Speaker(Struct, frozen=True):
    """Says the expressions of one plan."""

    plan: Raw
    language: Language

    def reading(self, code: str, name: str) -> list[Text]:
        """A line for each thing that a reading says; none of one that is written in SQL."""
        found: list[Text] = []
        texts = self.plan["indicators"][code].get("texts", {})
        for part in self.language.readings.get((code, name), ()):
            found += self._part(part, texts)
        return found

    def _part(self, part: ReadingPart, texts: Raw) -> Iterator[Text]:
        kind = "" if part.of_units else self.language.sets[part.population].kind
        who = self._population(part)
        yield Message("planword.population", who=who)
        if part.numerator is not None:
            one = isinstance(part.numerator, Constant) and part.numerator.value == 1
            what = Message("planword.each_one", who=who) if one else self._side(part.numerator, kind)
            yield Message("planword.numerator", what=what)
        if part.denominator is not None:
            yield Message("planword.denominator", what=self._side(part.denominator, kind))
        elif part.numerator is not None and part.numerator.type == CONDITION:
            yield Message("planword.denominator", what=Message("planword.each_one", who=who))
        for name, tree in part.values.items():
            yield Message("planword.value", name=name, what=self.tree(tree, kind))
        for reasons, key in ((part.why, "why"), (part.reasons, "reason")):
            for reason, tree in reasons.items():
                always = isinstance(tree, Constant) and tree.value is True
                what = Message("planword.otherwise") if always else self.tree(tree, kind)
                yield Message(f"planword.{key}", reason=_reason(texts, reason), what=what)
        trees = [one for one in (part.numerator, part.denominator, *part.values.values()) if one is not None]
        names = {ask.set: None for tree in trees for ask in asks_in(tree, part.values)}
        for name in {**({} if part.of_units else {part.population: None}), **names}:
            yield self.set(self.language.sets[name])

    def set(self, found: CountedSet) -> Text:
        """Which records a set holds."""
        label = self._set(found.name)
        said: list[Text] = [self._kind(found.kind)]
        said += [Message(f"planword.windows_of_sets_{window}") for window in found.windows]
        said += [Message("planword.where", what=self.tree(one, found.kind)) for one in found.where]
        said += [Message("planword.without", what=self.tree(one, found.kind)) for one in found.exclusions.values()]
        said += [
            Message("planword.in_set", name=name, what=self.tree(one, found.kind)) for name, one in found.values.items()
        ]
        return Message("planword.set", set=label, what=joined(said, "; "))

    def _population(self, part: ReadingPart) -> Text:
        if not part.of_units:
            who: Text = Message("planword.each_record", set=self._set(part.population))
        elif part.population in POPULATIONS:
            who = Message(f"planword.populations_{part.population}")
        else:
            who = Message("planword.populations_level", level=self._level(part.population))
        return Message("planword.by_calendar", who=who, calendar=self._calendar(part.each)) if part.each else who

    def _side(self, tree: Tree, kind: str) -> Text:
        said = self.tree(tree, kind)
        return Message("planword.one_where", what=said) if tree.type == CONDITION else said

    def tree(self, tree: Tree, kind: str) -> Text:
        """An expression over rows of a kind ("" for units)."""
        match tree:
            case Constant():
                return self._constant(tree)
            case Parameter(name=name):
                return Message(f"planword.parameter_{name}")
            case Named(name=name):
                return Message(f"planword.named_{name}") if name in OF_PART else Message("planword.quoted", text=name)
            case FieldPath():
                return self._field(tree.path, kind)
            case Operation():
                return self._operation(tree, kind)
            case Call():
                return self._call(tree, kind)
            case Ask():
                return self._ask(tree, kind)

    def _constant(self, tree: Constant) -> Text:
        value = tree.value
        if value is None or isinstance(value, bool):
            return Message(f"planword.{'unknown' if value is None else 'always' if value else 'never'}")
        if not isinstance(value, str):
            return show_number(value)
        if tree.type.name in (CHOICE, CHOICES):
            known = self.plan["choices"].get(tree.type.of, {}).get(value)
            return Message("planword.quoted", text=label_of(known["label"])) if known else value
        if tree.type == LEVEL:
            return self._level(value)
        return show_date(value) if tree.type == DAY else Message("planword.quoted", text=value)

    def _operation(self, tree: Operation, kind: str) -> Text:
        said = [self._inside(tree, one, kind) for one in tree.parts]
        if tree.sign == "join":
            return joined(said, "")
        if len(said) == 1:
            return self._negated(tree, said[0], kind)
        key = f"planword.{SIGNS[tree.sign]}"
        if tree.sign in ("in", "not in"):
            return Message(key, left=said[0], right=joined(said[1:]))
        return reduce(lambda left, right: Message(key, left=left, right=right), said)

    def _inside(self, around: Operation, tree: Tree, kind: str) -> Text:
        """A part of an operation, in brackets where it would be read otherwise."""
        said = self.tree(tree, kind)
        mixed = isinstance(tree, Operation) and tree.sign == "or" and around.sign == "and"
        return Message("planword.brackets", what=said) if mixed else said

    def _negated(self, tree: Operation, said: Text, kind: str) -> Text:
        match tree.parts[0]:
            case _ if tree.sign == "-":
                return Message("planword.negative", what=said)
            case Call(name="present", parts=(what,)):
                return Message("planword.empty", what=self.tree(what, kind))
            case Ask(how="exists", set=name):
                return Message("planword.none", set=self._set(name))
        return Message("planword.not", what=said)

    def _call(self, tree: Call, kind: str) -> Text:
        said = [self.tree(one, kind) for one in tree.parts]
        first, rest = said[0], joined(said[1:])
        if tree.name == "declared" and isinstance(tree.parts[0], Constant):
            area = self.plan["areas"].get(tree.parts[0].value, {})
            first = label_of(area["label"]) if area else first
        last = {"otherwise": said[2]} if tree.name == "if" else {}
        return Message(f"planword.call_{tree.name}", what=first, rest=said[1] if last else rest, **last)

    def _ask(self, tree: Ask, kind: str) -> Text:
        found = self.language.sets[tree.set]
        column: Text = ""
        if isinstance(tree.column, FieldPath | Named):
            column = self.tree(tree.column, found.kind)
        values = {"set": self._set(tree.set), "column": column, "calendar": self._calendar(tree.calendar),
                  "day": self.tree(tree.day, kind) if tree.day is not None else ""}  # fmt: skip
        return Message(f"planword.ask_{tree.how}", **values)

    def _field(self, path: Iterable[str], kind: str) -> Text:
        said: Text = ""
        for step in path:
            raw = self.plan["kinds"].get(kind, {}).get("fields", {}).get(step, {})
            label = Message("planword.quoted", text=label_of(raw["label"]) if raw else step)
            said = Message("planword.field_of", field=label, owner=said) if said else label
            kind = str(raw.get("type", "")).partition(":")[2]
        return said

    def _set(self, name: str) -> Text:
        raw = self.plan.get("sets", {}).get(name)
        return label_of(raw["label"]) if raw else self._kind(name)

    def _kind(self, name: str) -> Text:
        raw = self.plan["kinds"].get(name)
        return label_of(raw["label"]) if raw else Message("planword.year_activity")

    def _level(self, name: str) -> Text:
        level = self.plan["plan"]["levels"].get(name)
        return label_of(level) if level else name

    def _calendar(self, name: str) -> Text:
        return Message(f"planword.calendar_{name}") if name else ""


def _reason(texts: Raw, reason: str) -> Text:
    """The words of a reason, as they are printed."""
    found = texts.get(f"note.{reason}") or texts.get(f"missing.{reason}")
    return label_of(found) if isinstance(found, Mapping) else str(found or reason)
