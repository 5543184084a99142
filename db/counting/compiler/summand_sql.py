"""Writes the rows of records that add to a member, or to a group of members, each by itself."""

from collections.abc import Iterator

from db.counting.compiler.asking_sql import IN_SCOPE, SetJoin, asked
from db.counting.compiler.expression_sql import sql_of
from db.counting.compiler.member_sql import NULL, MemberFrame, group_of
from db.counting.compiler.proof_sql import kind_of
from db.counting.compiler.set_sql import SetViews
from db.schema import literal, quoted
from desktop_app.domain.plan_language.tree import CONDITION, UNIT, Ask, FieldPath, Named


class _Summand:
    """A record `s` that adds to the member `m`: what the names of an expression mean there."""

    each = level = ""

    def __init__(self, views: SetViews, name: str, member: MemberFrame) -> None:
        self.views, self.spec, self.member = views, views.spec(name), member
        self.dialect, self.kind = views.dialect, self.spec.kind

    def column(self, column: FieldPath) -> str:
        return f"s.{quoted(self.views.need(self.spec.name, column))}"

    def named(self, named: Named) -> str:
        if named.name not in self.spec.values:
            return self.member.named(named)
        column = f"s.{quoted(self.views.need(self.spec.name, named))}"
        return f"({column} = 1)" if named.type == CONDITION else column

    def unit(self) -> str:
        return self.column(FieldPath(self.spec.unit, UNIT))

    def id(self) -> str:
        return "s.id"

    def asked(self, ask: Ask) -> str:
        return asked(self.views, self, ask)


def summands(member: MemberFrame, table: str, *, capped: bool) -> Iterator[str]:
    """Each record where somebody looks behind the figure, else the sums for each unit: there may be thousands."""
    adds = member.part.adds
    if adds and adds.group_by:
        yield from _of_groups(member, table, capped=capped)
    elif adds:
        views, part = member.views, literal(member.part.name) if member.part.name else NULL
        join = SetJoin(views, member, views.spec(adds.set))
        value = member.side(sql_of(adds.value, _Summand(views, adds.set, member)), adds.value.type)
        unit = join.unit()
        source = f"{table} m, {join.source}"
        yield (
            f"SELECT {part}, m.grp, {unit}, {kind_of(join)}, s.id, {value}, {NULL}, {NULL}, {NULL}\n"
            f"FROM {source}{join.where(':detail')}"
        )
        yield (
            f"SELECT {part}, m.grp, {unit}, {NULL}, {NULL}, sum({value}), {NULL}, {NULL}, {NULL}\n"
            f"FROM {source}{join.where('NOT :detail')} GROUP BY m.grp, {unit}"
        )


def summand_tables(member: MemberFrame, table: str) -> Iterator[str]:
    """The common tables of records that add to groups: what each adds, and the groups with both their sides."""
    adds, views = member.part.adds, member.views
    if adds is None or not adds.group_by:
        return
    record = _Summand(views, adds.set, member)
    key = group_of(member.part, [sql_of(tree, record) for tree in adds.group_by])
    value, (above, below) = member.side(sql_of(adds.value, record), adds.value.type), member.sides()
    yield (
        f"{table}_added AS MATERIALIZED (SELECT s.id, {record.unit()} AS unit, {key} AS grp, {value} AS n\n"
        f"  FROM {views.view(adds.set, IN_SCOPE)} s)"
    )
    yield (
        f"{table}_groups AS MATERIALIZED (\n"
        f"  SELECT m.grp, sum({above}) AS n, sum({below}) AS d FROM {table} m GROUP BY m.grp)"
    )


def _of_groups(member: MemberFrame, table: str, *, capped: bool) -> Iterator[str]:
    """Records that add to all members of a group; where there is no such group they are listed with a reason."""
    adds, part = member.part.adds, member.part
    assert adds
    name, kind = literal(part.name) if part.name else NULL, literal(member.views.spec(adds.set).kind)
    without = f"CASE WHEN g.grp IS NULL THEN {literal(adds.without)} END" if adds.without else NULL
    yield (
        f"SELECT {name}, s.grp, s.unit, {kind}, s.id, s.n, {NULL}, {without}, {NULL}\n"
        f"FROM {table}_added s LEFT JOIN {table}_groups g ON g.grp = s.grp WHERE :detail OR g.grp IS NULL"
    )
    yield (
        f"SELECT {name}, s.grp, s.unit, {NULL}, {NULL}, sum(s.n), {NULL}, {NULL}, {NULL}\n"
        f"FROM {table}_added s JOIN {table}_groups g ON g.grp = s.grp WHERE NOT :detail GROUP BY s.grp, s.unit"
    )
    nothing = ", ".join([NULL] * 4)
    if adds.own:
        yield (
            f"SELECT {literal('beside:' + adds.own)}, {nothing}, coalesce(sum(g.n), 0), {NULL}, {NULL}, {NULL}\n"
            f"FROM {table}_groups g"
        )
    if adds.part:
        room = member.views.dialect.least(["s.n", "g.d - g.n"]) if capped else "s.n"
        yield (
            f"SELECT {literal('beside:' + adds.part)}, {nothing}, coalesce(sum({room}), 0), {NULL}, {NULL}, {NULL}\n"
            f"FROM (SELECT s.grp, sum(s.n) AS n FROM {table}_added s GROUP BY s.grp) s\n"
            f"JOIN {table}_groups g ON g.grp = s.grp"
        )
