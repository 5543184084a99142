"""What the plan in force says, as tables for other programs: labels of its choices, and what each table holds."""

from collections.abc import Collection, Iterator, Mapping

from db.connection import Connection
from db.label_views import BOOL, STATE, label_views, put_label_views, view_name
from db.schema import add_units
from desktop_app.catalogue import LANGUAGES, in_language
from desktop_app.domain.field_type import Lookup
from desktop_app.domain.field_types import FIELD_TYPES
from desktop_app.domain.plan import Field, Plan, RecordKind
from desktop_app.messages import NO_LABEL, Label, Message, Text

Row = tuple[str | int | None, ...]
CHOICE, DICTIONARY, UNITS = "choice", "data_dictionary", "org_unit"
STATES = 4  # of a record: it counts, is unfinished, contradictory, or lies in one that does not count

# the tables of the program's own; columns are described of those that are not internal
OWN_TABLES: Mapping[str, tuple[str, ...]] = {
    "meta": ("key", "value"),
    "plan": ("id", "edition", "digest", "body"),
    "kind": ("no", "name"),
    "field": ("no", "kind", "name"),
    "record": ("no", "id", "kind", "deleted", "retained", "joined_into"),
    "act": ("no", "id", "kind", "unit", "author", "time", "target", "made_here"),
    "change_log": ("record", "field", "stamp", "value", "replaces", "covers", "act"),
    "org_unit": ("version", "code", "parent", "level", "type", "name"),
    CHOICE: ("list", "value", "vi", "en", "valid_from", "valid_to", "retired"),
    DICTIONARY: (
        "table_name", "column_name", "type", "unit_vi", "unit_en", "refers_to", "list", "vi", "en", "about_vi",
        "about_en",
    ),
    **dict.fromkeys((
        "_conflict", "_search_text", "_draft", "_locked_pdf", "_merge", "_merge_source", "_merge_range",
        "_merge_change", "_reverted_change", "_reverted_merge", "_reverted_interval", "_absorbed_file", "_sent_copy",
        "_distinct_pair", "_erasure_item", "_offered_plan", "_foreign_part",
    ), ()),
}  # fmt: skip
_LEADS_TO = {
    ("field", "kind"): "kind", ("record", "kind"): "kind", ("change_log", "record"): "record",
    ("change_log", "field"): "field", ("change_log", "act"): "act", ("org_unit", "parent"): "org_unit",
}  # fmt: skip


def describe_plan(connection: Connection, plan: Plan) -> None:
    """Say in the file what its tables hold under this plan, inside the caller's transaction."""
    fill_plan_tables(connection, plan)
    put_label_views(connection, label_views(plan))


def fill_plan_tables(connection: Connection, plan: Plan) -> None:
    """The same by the tables alone."""
    for table, rows in ((CHOICE, choice_rows(plan)), (DICTIONARY, dictionary_rows(plan))):
        connection.execute(f"DELETE FROM main.{table}")
        places = ", ".join("?" * len(OWN_TABLES[table]))
        connection.executemany(f"INSERT INTO main.{table} VALUES ({places})", list(rows))


def make_stale_again(connection: Connection, plan: Plan) -> list[str]:
    """The tables that say something else than this plan, since another program wrote there: they are made again,
    inside the caller's transaction.
    """
    units = plan.source["units"]
    wanted = {
        CHOICE: set(choice_rows(plan)), DICTIONARY: set(dictionary_rows(plan)),
        UNITS: {(version, *unit) for version, rows in units.items() for unit in rows},
    }  # fmt: skip
    stale = [
        table
        for table, rows in wanted.items()
        if says_otherwise(connection, table, _there(connection, table, units), rows)
    ]
    if stale:
        fill_plan_tables(connection, plan)
    for version, rows in units.items() if UNITS in stale else ():
        connection.execute("DELETE FROM main.org_unit WHERE version = ?", (version,))
        add_units(connection, version, rows)
    return stale


def says_otherwise(connection: Connection, table: str, there: set[Row], wanted: set[Row]) -> bool:
    """Whether a table holds other rows than these, as it gives them back: of a number its columns make text."""
    if there == wanted:
        return False
    connection.execute(f"CREATE TEMP TABLE _given_back AS SELECT * FROM main.{table} WHERE 0")
    try:
        connection.executemany(
            f"INSERT INTO temp._given_back VALUES ({', '.join('?' * len(OWN_TABLES[table]))})", wanted
        )
        return there != set(connection.execute("SELECT * FROM temp._given_back").fetchall())
    finally:
        connection.execute("DROP TABLE temp._given_back")


def _there(connection: Connection, table: str, units: Collection[str]) -> set[Row]:
    """What stands in a table; of units those of the plan's own lists."""
    rows = connection.execute(f"SELECT * FROM main.{table}").fetchall()
    return {tuple(row) for row in rows if table != UNITS or row[0] in units}


def choice_rows(plan: Plan) -> Iterator[Row]:
    """Every choice of the plan, and the words for yes and no and for the state of a record."""
    for name, choices in plan.choices.items():
        for one in choices.values():
            yield name, one.value, *_both(one.label), one.valid_from, one.valid_to, int(one.retired)
    show = FIELD_TYPES["bool"].show
    for value in (0, 1):
        yield BOOL, str(value), *_both(show(bool(value))), None, None, 0
    for state in range(STATES):
        yield STATE, str(state), *_both(Message(f"dictionary.state_{state}")), None, None, 0


def dictionary_rows(plan: Plan) -> Iterator[Row]:
    """A row for each table and view, with no column, and one for each column."""
    for kind in plan.record_kinds.values():
        yield _row(kind.name, "", kind.list_label, kind.purpose, unit=_unit(plan, kind), refers_to=kind.parent)
        yield _row(kind.name, "id", Message("dictionary.record_id"))
        for field in kind.fields.values():
            yield _of_field(plan, kind, field)
        yield _row(kind.name, STATE, Message("dictionary.record_state"), choices=STATE)
        yield _row(view_name(kind), "", kind.list_label, Message("dictionary.view", table=kind.name))
    for table, columns in OWN_TABLES.items():
        yield _row(table, "", Message(f"dictionary.{table}"))
        for column in columns:
            title = Message(f"dictionary.{table}.{column}")
            yield _row(table, column, title, refers_to=_LEADS_TO.get((table, column)))


def _of_field(plan: Plan, kind: RecordKind, field: Field) -> Row:
    type_ = field.type
    target = "org_unit" if type_.lookup is Lookup.UNITS else field.target
    choices = BOOL if type_.flag else field.choices
    unit = Message(type_.unit) if type_.unit else _unit(plan, kind, field.name)
    return _row(
        kind.name, field.name, field.label, field.help, type_=type_.name, unit=unit, refers_to=target, choices=choices
    )


def _unit(plan: Plan, kind: RecordKind, field: str | None = None) -> Text:
    """What is counted where a statistic counts records of a kind, or adds a field up."""
    units = (one.unit for one in plan.statistics if (one.kind, one.sum) == (kind.name, field))
    return next((unit for unit in units if unit.vi), "")


def _row(
    table: str, column: str, title: Text, about: Text = NO_LABEL, *, type_: str | None = None, unit: Text = "",
    refers_to: str | None = None, choices: str | None = None,
) -> Row:  # fmt: skip
    refers_to = CHOICE if choices and refers_to is None else refers_to
    return table, column, type_, *_both(unit), refers_to, choices, *_both(title), *_both(about)


def _both(text: Text) -> tuple[str | None, ...]:
    """In Vietnamese and in English; None where there are no words."""
    if isinstance(text, Label) and not text.vi:
        return None, None
    return tuple(in_language(text, language) or None for language in LANGUAGES)
