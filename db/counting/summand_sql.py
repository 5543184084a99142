"""Writes the rows of records that add to a member, or to a group of members, each by itself."""

from collections.abc import Iterator

from db.counting.asking_sql import Link, asked
from db.counting.dialect import literal
from db.counting.expression_sql import sql_of
from db.counting.member_sql import NULL, MemberFrame, group_of
from db.counting.proof_sql import kind_of
from db.counting.set_sql import IN_SCOPE, SetViews
from db.schema import quoted
from desktop_app.domain.plan_language.tree import CONDITION, UNIT, Ask, FieldPath, Named


class _Summand:
    """A record `s` that adds to the member `m`: what the names of an expression mean there."""

    each = level = ""

    def __init__(self, views: SetViews, name: str, member: MemberFrame) -> None:
        self.views, self.spec, self.member = views, views.spec(name), member
        self.dialect, self.level_names, self.kind = views.dialect, views.level_names, self.spec.kind

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
        link = Link(views, member, views.spec(adds.set), views.view(adds.set))
        value = member.side(sql_of(adds.value, _Summand(views, adds.set, member)), adds.value.type)
        group, unit = member.group(), link.unit()
        source = f"{table} m JOIN {link.source}"
        yield (
            f"SELECT {part}, {group}, {unit}, {kind_of(link)}, s.id, {value}, {NULL}, {NULL}, {NULL}\n"
            f"FROM {source}{link.where(':detail')}"
        )
        yield (
            f"SELECT {part}, {group}, {unit}, {NULL}, {NULL}, sum({value}), {NULL}, {NULL}, {NULL}\n"
            f"FROM {source}{link.where('NOT :detail')} GROUP BY {group}, {unit}"
        )


def _of_groups(member: MemberFrame, table: str, *, capped: bool) -> Iterator[str]:
    """Records that add to all members of a group; where there is no such group they are told with a reason."""
    adds, views, part = member.part.adds, member.views, member.part
    assert adds
    record = _Summand(views, adds.set, member)
    key = group_of(part, [sql_of(tree, record) for tree in adds.group_by])
    view, name = views.view(adds.set, IN_SCOPE), literal(part.name) if part.name else NULL
    value = member.side(sql_of(adds.value, record), adds.value.type)
    above, below = member.sides()
    found = f"(SELECT s.id, {record.unit()} AS unit, {key} AS grp, {value} AS n FROM {view} s)"
    groups = f"(SELECT {member.group()} AS grp, sum({above}) AS n, sum({below}) AS d FROM {table} m GROUP BY 1)"
    without = f"CASE WHEN g.grp IS NULL THEN {literal(adds.without)} END" if adds.without else NULL
    yield (
        f"SELECT {name}, s.grp, s.unit, {literal(record.kind)}, s.id, s.n, {NULL}, {without}, {NULL}\n"
        f"FROM {found} s LEFT JOIN {groups} g ON g.grp = s.grp WHERE :detail OR g.grp IS NULL"
    )
    yield (
        f"SELECT {name}, s.grp, s.unit, {NULL}, {NULL}, sum(s.n), {NULL}, {NULL}, {NULL}\n"
        f"FROM {found} s JOIN {groups} g ON g.grp = s.grp WHERE NOT :detail GROUP BY s.grp, s.unit"
    )
    nothing = ", ".join([NULL] * 4)
    if adds.own:
        yield (
            f"SELECT {literal('beside:' + adds.own)}, {nothing}, coalesce(sum({above}), 0), {NULL}, {NULL}, {NULL}\n"
            f"FROM {table} m"
        )
    if adds.part:
        room = views.dialect.least(["s.n", "g.d - g.n"]) if capped else "s.n"
        yield (
            f"SELECT {literal('beside:' + adds.part)}, {nothing}, coalesce(sum({room}), 0), {NULL}, {NULL}, {NULL}\n"
            f"FROM (SELECT s.grp, sum(s.n) AS n FROM {found} s GROUP BY s.grp) s JOIN {groups} g ON g.grp = s.grp"
        )
