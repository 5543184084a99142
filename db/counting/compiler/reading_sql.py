"""Writes a reading of the plan language as the query that lists its members, of the shape that `members.py` runs."""

from collections.abc import Iterator

from db.counting.compiler.asking_sql import DISTINCT, LINKED, SetJoin, has_distinct, has_value
from db.counting.compiler.expression_sql import number_of, sql_of
from db.counting.compiler.member_sql import NO_NUMBER, NULL, MemberFrame, has_decimals, member_tables
from db.counting.compiler.proof_sql import left_out, proof
from db.counting.compiler.set_sql import SetViews
from db.counting.compiler.summand_sql import summand_tables, summands
from db.schema import literal
from desktop_app.domain.plan_language.tree import BESIDE, COUNTED, NUMBER, UNKNOWN, ReadingPart, Split

COLUMNS = "part, grp, unit, kind, record, numerator, denominator, note, detail"
_TYPES = {"numerator": "NUMERIC", "denominator": "NUMERIC"}


def reading_query(views: SetViews, parts: tuple[ReadingPart, ...], *, has_denominator: bool, capped: bool) -> str:
    """The query of one reading; `has_denominator`: its measure divides."""
    tables: list[str] = []
    rows: list[str] = []
    decimals = has_decimals(parts)
    for number, part in enumerate(parts, start=1):
        table, share = f"m{number}", has_denominator and part.role == COUNTED
        tables += member_tables(views, part, table, share=share)
        member = MemberFrame(views, part, decimals=decimals)
        if part.role == COUNTED:
            rows += _counted(member, table, share=share)
            rows += summands(member, table, capped=capped and has_denominator)
            tables += summand_tables(member, table)
            rows += [*proof(member, table), *left_out(member, table)]
        else:
            rows += _beside(member, table) if part.role == BESIDE else [_remarked(member, table)]
    head = ", ".join(f"CAST(NULL AS {_TYPES.get(name, 'TEXT')}) AS {name}" for name in COLUMNS.split(", "))
    return "WITH " + ",\n".join(tables) + f"\nSELECT {head} WHERE FALSE\nUNION ALL\n" + "\nUNION ALL\n".join(rows)


def _counted(member: MemberFrame, table: str, *, share: bool) -> Iterator[str]:
    """The members themselves, what is shown beside each of them, and whether it has each value of a field."""
    part = member.part
    name = literal(part.name) if part.name else NULL
    detail = sql_of(part.detail, member) if part.detail else NULL
    keys = f"m.grp, {member.unit()}, {member.record()}"
    yield f"SELECT {name}, {keys}, {', '.join(member.sides())}, {_note(member)}, {detail}\nFROM {table} m"
    for one in part.beside:
        above = member.side(number_of(one.numerator, member), one.numerator.type)
        below = NULL
        if one.denominator:
            below = member.side(number_of(one.denominator, member), one.denominator.type)
        yield (
            f"SELECT {literal('beside:' + one.name)}, {keys}, {above}, {below}, {NULL}, {NULL}\nFROM {table} m"
            f" WHERE {above} IS NOT NULL"
        )
    if part.split:
        yield _split(member, part.split, table, share=share)


def _split(member: MemberFrame, split: Split, table: str, *, share: bool) -> str:
    """Whether a member has each value of a field: all values in one statement, since each takes long to prepare."""
    join = SetJoin(member.views, member, member.views.spec(split.set))
    there = has_value(join, member.views, split.column, "v.value")
    above, below, where = member.side("1", NUMBER), NULL, f" WHERE {there}"
    if share:
        above, below, where = f"CASE WHEN {there} THEN {above} ELSE 0 END", above, ""
    values = " UNION ALL ".join(f"SELECT {literal(value)} AS value" for value in split.values)
    return (
        f"SELECT 'beside:' || v.value, m.grp || ' ' || v.value, {member.unit()}, {NULL}, {NULL}, {above}, {below},"
        f" {NULL}, {NULL}\nFROM ({values}) v CROSS JOIN {table} m{where}"
    )


def _note(member: MemberFrame) -> str:
    """The codes of the reasons, parted by spaces."""
    part, views = member.part, member.views
    notes = []
    if part.why:
        cases = " ".join(f"WHEN {sql_of(tree, member)} THEN {_code(code)}" for code, tree in part.why.items())
        notes.append(f"CASE WHEN m.numerator > 0 THEN '' {cases} ELSE '' END")
    notes += [f"CASE WHEN {sql_of(tree, member)} THEN {_code(code)} ELSE '' END" for code, tree in part.reasons.items()]
    for value in part.lacks.values if part.lacks else ():
        assert part.lacks
        spec = views.spec(part.lacks.set)
        join = SetJoin(views, member, spec, DISTINCT if has_distinct(member, spec) else LINKED)
        there = has_value(join, views, part.lacks.column, literal(value))
        notes.append(f"CASE WHEN {there} THEN '' ELSE {_code(part.lacks.reason.replace('{value}', value))} END")
    return " || ".join(notes) or NULL


def _code(code: str) -> str:
    return literal(f"{code} ")


def _beside(member: MemberFrame, table: str) -> Iterator[str]:
    """A figure of other members: each of them where somebody looks behind it, else their sum."""
    part = member.part
    name, (above, below) = literal(part.name), member.sides()
    total = f"sum({below})"
    if part.denominator is None:
        below = total = NULL
    yield (
        f"SELECT {name}, m.grp, {member.unit()}, {member.record()}, {above}, {below}, {NULL}, {NULL}\n"
        f"FROM {table} m WHERE :detail"
    )
    nothing = ", ".join([NULL] * 4)
    yield (
        f"SELECT {name}, {nothing}, sum({above}), {total}, {NULL}, {NULL}\nFROM {table} m"
        " WHERE NOT :detail HAVING count(*) > 0"
    )


def _remarked(member: MemberFrame, table: str) -> str:
    """Members of which something is said; of some whose denominator nobody knows."""
    unknown = member.part.role == UNKNOWN
    group = f"'none ' || {member.id()}" if unknown else NULL
    above = member.sides()[0] if unknown and member.part.numerator else NO_NUMBER
    rows = (
        f"SELECT {NULL} AS part, {group} AS grp, {member.unit()} AS unit, {member.record()}, {above} AS numerator,"
        f" {NO_NUMBER} AS denominator, {_note(member)} AS note, {NULL} AS detail\nFROM {table} m"
    )
    return f"SELECT * FROM (\n{rows}\n) r WHERE note <> ''"
