"""Writes the rows of the records that make members count, and of those that an exclusion left out."""

from collections.abc import Iterator

from db.counting.compiler.asking_sql import EXCLUDED, SetJoin, continuous
from db.counting.compiler.member_sql import NO_NUMBER, NULL, MemberFrame
from db.schema import literal, quoted
from desktop_app.domain.plan_language.tree import Ask, ReadingPart, asks_in
from desktop_app.domain.plan_language.vocabulary import YEAR_ACTIVITY

PROVING = ("exists", "count", "sum", "distinct", "in_every")


def asks_of(part: ReadingPart) -> list[Ask]:
    """What the numerator asks of sets, each once."""
    return list(dict.fromkeys(asks_in(part.numerator, part.values)))


def proof(member: MemberFrame, table: str) -> Iterator[str]:
    """The records of the sets that the numerator names; those that are counted as rows of their own are none."""
    part = member.part
    asks = [ask for ask in asks_of(part) if ask.how in PROVING and not (part.adds and part.adds.set == ask.set)]
    found: dict[str, list[str]] = {}
    for ask in asks:
        found.setdefault(_source(member, ask), []).append(_proves(member, table, ask))
    if asks:
        rows = "\nUNION ALL\n".join(_once(same) for same in found.values())
        yield f"SELECT part, grp, unit, kind, record, {NULL}, {NULL}, 'evidence', {NULL} FROM (\n{rows}\n) r"


def _source(member: MemberFrame, ask: Ask) -> str:
    """Sets of different sources have no record in common."""
    plan, kind = member.views.plan, member.views.spec(ask.set).kind
    return YEAR_ACTIVITY if kind in plan.kinds and plan.kinds[kind].activity_area else kind


def _once(found: list[str]) -> str:
    """A record proves a member once, however many sets it is in. (UNION sorts, which takes long.)"""
    return "SELECT * FROM (\n" + "\nUNION\n".join(found) + "\n) r" if len(found) > 1 else found[0]


def _proves(member: MemberFrame, table: str, ask: Ask) -> str:
    part, views = member.part, member.views
    join = SetJoin(views, member, views.spec(ask.set))
    more = continuous(join, views, ask) if ask.calendar else []
    if ask.how == "sum" and ask.column:
        more.append(f"s.{quoted(views.need(ask.set, ask.column))} > 0")
    unit = join.unit() if part.of_units and not part.each else member.unit()
    name = literal(part.name) if part.name else NULL
    return (
        f"SELECT {name} AS part, m.grp AS grp, {unit} AS unit, {kind_of(join)} AS kind, s.id AS record\n"
        f"FROM {table} m, {join.source}{join.where(':detail', *more)}"
    )


def left_out(member: MemberFrame, table: str) -> Iterator[str]:
    """What the exclusions of these sets left out, with their codes."""
    part, views = member.part, member.views
    names = [ask.set for ask in asks_of(part) if views.spec(ask.set).exclusions]
    for name in dict.fromkeys([*names, *part.list_excluded]):
        join = SetJoin(views, member, views.spec(name), EXCLUDED)
        unit = join.unit() if part.of_units else member.unit()
        yield (
            f"SELECT DISTINCT {NULL}, {NULL}, {unit}, {kind_of(join)}, s.id, {NO_NUMBER}, {NO_NUMBER}, s.why, {NULL}\n"
            f"FROM {table} m, {join.source}{join.where()}"
        )


def kind_of(join: SetJoin) -> str:
    """The kind of the records of a set."""
    return "s.kind" if join.spec.kind == YEAR_ACTIVITY else literal(join.spec.kind)
