"""Reads the readings of indicators: who is looked at, what each must show, and why one does not count."""

from collections.abc import Mapping
from typing import Any

from desktop_app.domain.measures import MEASURES
from desktop_app.domain.plan_findings import Raw
from desktop_app.domain.plan_language.asking import reader_of, set_column
from desktop_app.domain.plan_language.expression_tree import Reader
from desktop_app.domain.plan_language.fields import UNIT_ROW, NamedRow
from desktop_app.domain.plan_language.mistakes import LanguagePlace, suits, type_words
from desktop_app.domain.plan_language.sets import Sets
from desktop_app.domain.plan_language.tree import (
    BESIDE,
    CHOICE,
    CHOICES,
    CONDITION,
    COUNTED,
    DECIMAL,
    NUMBER,
    REMARK,
    TEXT,
    UNKNOWN,
    AddedRecords,
    CountedSet,
    FieldPath,
    MissingValues,
    ReadingPart,
    SideFigure,
    Split,
    Tree,
    Type,
)
from desktop_app.domain.plan_language.vocabulary import CALENDARS, POPULATIONS, UNITS

BESIDE_NAME = "beside:"


class ReadingReader:
    """Reads the readings of one plan."""

    def __init__(self, plan: Raw, sets: Sets) -> None:
        self.plan, self.sets = plan, sets

    def read(self, place: LanguagePlace, raw: Raw, measure: str) -> tuple[ReadingPart, ...]:
        """The parts of one reading: what is counted, then what stands beside, is remarked or unknown."""
        counted = [(place, raw)] if "population" in raw else []
        counted += [(place.at(f"parts[{number}]"), part) for number, part in enumerate(raw.get("parts", ()), start=1)]
        if not counted:
            place.wrong("no_population")
        for number, (where, part) in enumerate(counted):
            if part in [other for _, other in counted[:number]]:
                where.wrong("part_twice")
        found = [self._part(where, part, measure) for where, part in counted]
        for where, whole in counted:
            for name, part in whole.get("beside", {}).items():
                if "population" in part:
                    found.append(self._part(where.at("beside", name), part, "", BESIDE, BESIDE_NAME + name))
        for key, role in (("remarks", REMARK), ("unknown", UNKNOWN)):
            for number, part in enumerate(raw.get(key, ()), start=1):
                self._refuse_own_numbers(place.at(f"{key}[{number}]"), part)
                found.append(self._part(place.at(f"{key}[{number}]"), part, "", role))
        return tuple(part for part in found if part is not None)

    def _refuse_own_numbers(self, place: LanguagePlace, part: Raw) -> None:
        """What is only remarked has no figure beside which another one could stand."""
        for name, beside in part.get("beside", {}).items():
            if "population" in beside:
                place.at("beside", name, "population").wrong("beside_nothing")

    def _part(
        self, place: LanguagePlace, raw: Raw, measure: str, role: str = COUNTED, name: str = ""
    ) -> ReadingPart | None:
        population = self._population(place.at("population"), raw.get("population", ""))
        each = raw.get("each", "")
        if each:
            place.at("each").one_of("calendar", each, CALENDARS)
        if population is None:
            return None
        row = NamedRow(population.kind if isinstance(population, CountedSet) else UNIT_ROW, _types(population), each)
        return _PartReader(self.plan, self.sets, place, row, raw).read(population, role, name, measure)

    def _population(self, place: LanguagePlace, name: str) -> CountedSet | str | None:
        """A set, or a level of units by its name (`unit:member`)."""
        if not name.startswith(UNITS):
            found = self.sets.find(name, place)
            if found and not found.unit:
                place.wrong("no_unit", set=name)
            return found
        level = name.removeprefix(UNITS)
        known = [*POPULATIONS, *self.plan["plan"]["levels"]]
        return level if place.one_of("level", level, known) else None


def _types(population: CountedSet | str | None) -> dict[str, Type]:
    return {n: t.type for n, t in population.values.items()} if isinstance(population, CountedSet) else {}


class _PartReader:
    """Reads one part: its expressions speak of a member of the population."""

    def __init__(self, plan: Raw, sets: Sets, place: LanguagePlace, row: NamedRow, raw: Raw) -> None:
        self.plan, self.sets, self.place, self.raw = plan, sets, place, raw
        named = {"each": TEXT} if row.each else {}
        self.row = NamedRow(row.kind, {**row.named, **named}, row.each)

    def read(self, population: CountedSet | str, role: str, name: str, measure: str) -> ReadingPart:
        values = {}
        for key, text in self.raw.get("values", {}).items():
            values[key] = self._expression(text, "values", key)
            self._name(key, values[key].type)
        numerator, denominator = self._both(self.place, self.raw)
        if numerator is None and role in (COUNTED, BESIDE):
            self.place.wrong("no_numerator")
        self._check_sides(numerator, denominator, measure if role == COUNTED else "")
        if numerator:
            for key, tree in (("numerator", numerator), ("denominator", denominator)):
                self._name(key, DECIMAL if tree and tree.type == DECIMAL else NUMBER)
            self._name("counts", CONDITION)
        return ReadingPart(
            population.name if isinstance(population, CountedSet) else population, isinstance(population, str), role,
            name or self.raw.get("part", ""), self.row.each, values, numerator, denominator,
            self._group(self.raw.get("group_by", ()), self._reader("group_by")), self._reasons("why"),
            self._reasons("reasons"), self._lacks(), self._detail(), self._beside(), self._split(), self._adds(),
            self._listed(),
        )  # fmt: skip

    def _check_sides(self, numerator: Tree | None, denominator: Tree | None, measure: str) -> None:
        if measure not in MEASURES:
            return
        texts = (self.raw.get("numerator", ""), *self.raw.get("values", {}).values())
        if MEASURES[measure].signed and not any("-" in text for text in texts):
            self.place.at("numerator").wrong("growth_without_base")
        divides = MEASURES[measure].has_denominator
        if divides and numerator and denominator is None and numerator.type in (NUMBER, DECIMAL):
            self.place.wrong("no_denominator")
        if denominator and not divides:
            self.place.wrong("denominator_of_count", measure=measure)

    def _name(self, key: str, type_: Type) -> None:
        self.row = NamedRow(self.row.kind, {**self.row.named, key: type_}, self.row.each)

    def _reader(self, *names: str) -> Reader:
        return reader_of(self.plan, self.row, self.place.at(*names), self.sets.find)

    def _expression(self, text: str, *names: str) -> Tree:
        return self._reader(*names).read(text)

    def _both(self, place: LanguagePlace, raw: Raw) -> tuple[Tree | None, Tree | None]:
        """Numerator and denominator; a condition counts as one where it is true."""
        found: list[Tree | None] = []
        for key in ("numerator", "denominator"):
            tree = reader_of(self.plan, self.row, place.at(key), self.sets.find).read(raw[key]) if key in raw else None
            if tree and not suits(NUMBER, tree.type) and tree.type != CONDITION:
                place.at(key).wrong("type", text=raw[key], given=type_words(tree.type), wanted=type_words(NUMBER))
            found.append(tree)
        return found[0], found[1]

    def _group(self, texts: list[str] | tuple[str, ...], reader: Reader) -> tuple[Tree, ...]:
        return tuple(reader.read(text) for text in texts)

    def _reasons(self, key: str) -> dict[str, Tree]:
        return {code: self._reader(key, code).read(text, CONDITION) for code, text in self.raw.get(key, {}).items()}

    def _detail(self) -> Tree | None:
        return self._expression(self.raw["detail"], "detail") if "detail" in self.raw else None

    def _beside(self) -> tuple[SideFigure, ...]:
        found = []
        for name, raw in self.raw.get("beside", {}).items():
            if "population" not in raw:
                above, below = self._both(self.place.at("beside", name), raw)
                if above is None:
                    self.place.at("beside", name).wrong("no_numerator")
                    continue
                found.append(SideFigure(name, above, below))
        return tuple(found)

    def _values_of(self, key: str) -> tuple[str, FieldPath, tuple[str, ...]] | None:
        """A set, one of its fields, and values that the field can have."""
        raw, place = self.raw.get(key), self.place.at(key)
        found = self.sets.find(raw["set"], place) if raw else None
        if not raw or not found:
            return None
        place.each_once("values", raw["values"])
        column = set_column(self.plan, found, raw["field"], place)
        if not isinstance(column, FieldPath):
            return None
        if column.type.name in (CHOICE, CHOICES):
            known = self.plan["choices"].get(column.type.of, {})
            for value in raw["values"]:
                place.one_of("choice", value, known)
        return found.name, column, tuple(raw["values"])

    def _split(self) -> Split | None:
        found = self._values_of("split")
        return Split(*found) if found else None

    def _lacks(self) -> MissingValues | None:
        found = self._values_of("lacks")
        return MissingValues(*found, self.raw["lacks"]["reason"]) if found else None

    def _adds(self) -> AddedRecords | None:
        raw: Mapping[str, Any] | None = self.raw.get("adds")
        place = self.place.at("adds")
        found = self.sets.find(raw["set"], place) if raw else None
        if not raw or not found:
            return None
        row = NamedRow(found.kind, _types(found), beside=self.row)
        reader = reader_of(self.plan, row, place, self.sets.find)
        value = reader.read(raw.get("value", "1"), NUMBER)
        group = self._group(raw.get("group_by", ()), reader)
        if len(group) != len(self.raw.get("group_by", ())):
            place.wrong("groups_differ")
        return AddedRecords(
            found.name, value, group, raw.get("without", ""), raw.get("own", ""), raw.get("part", "")
        )  # fmt: skip

    def _listed(self) -> tuple[str, ...]:
        names = tuple(self.raw.get("list_excluded", ()))
        if "list_excluded" in self.raw:
            self.place.each_once("list_excluded", names)
        for name in names:
            self.sets.find(name, self.place.at("list_excluded"))
        return names
