"""Other programs find in a file what its codes stand for; views of our name that are not ours are never believed."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from db.connection import connect
from db.file_check import check
from db.foreign_parts import foreign_parts_of
from db.label_views import is_label_view, label_views, view_name
from db.plan_tables import OWN_TABLES
from db.titles import show_value
from desktop_app.__main__ import main
from desktop_app.domain.field_type import Lookup
from desktop_app.domain.plan import Field
from desktop_app.domain.plan_parsing import parse_plan
from desktop_app.domain.values import from_stored
from desktop_app.session import OpenFile, opening
from tests.db.office import Office
from tests.db.test_foreign_parts import alter
from tests.db.test_source import ENDLESS
from tests.small_plan import SOURCE

OF_TEXTS = ("text", "choice", "unit")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("labels") / "demo.db"
    assert main(["demo", str(path), "--units", "3", "--records", "400"]) == 0
    return path


@pytest.fixture
def file(demo: Path, tmp_path: Path) -> Iterator[OpenFile]:
    with opening.open_file(Path(shutil.copy(demo, tmp_path / "tệp.db"))) as opened:
        yield opened


def read(path: Path, query: str) -> list[dict[str, Any]]:
    """What another program reads: the standard library's own SQLite, that knows no key."""
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute(query)]


def says(file: OpenFile, kind: str, field: Field, value: Any) -> str:
    """What the program itself shows of a value."""
    return show_value(file, kind, field.name, from_stored(field, value))


def is_shown_alike(file: OpenFile, field: Field) -> bool:
    """Days and numbers in a title stay as they are stored; commas in a label can't be told from those between two."""
    if field.target:
        target = file.plan.record_kinds[field.target]
        named = [one for one in target.fields.values() if f"{{{one.name}}}" in target.title]
        return all(one.type.name in OF_TEXTS for one in named)
    many = file.plan.choices[field.choices] if field.choices and field.type.many else {}
    return field.type.lookup is not None and not any("," in one.label.vi + one.label.en for one in many.values())


def test_a_view_says_in_both_languages_what_the_program_shows(file: OpenFile) -> None:
    compared = 0
    for kind in file.plan.record_kinds.values():
        rows = read(file.path, f'SELECT * FROM "{view_name(kind)}"')
        assert len(rows) == len(read(file.path, f'SELECT * FROM "{kind.name}"'))
        for field in filter(lambda one: is_shown_alike(file, one), kind.fields.values()):
            for row in (row for row in rows if row[field.name] is not None):
                for language in ("vi", "en"):
                    file.language = language
                    label = row.get(f"{field.name}_{language}", row.get(f"{field.name}_name"))
                    said = says(file, kind.name, field, row[field.name])
                    labels = str(label).split("; ") if field.type.many else [str(label)]  # in whatever order
                    assert sorted(labels) == sorted(said.split(", ") if field.type.many else [said]), (kind, field)
                    compared += 1
    assert compared > 2000


def test_a_code_that_nothing_is_known_of_stands_for_itself(file: OpenFile) -> None:
    file.connection.execute(
        "UPDATE comm_activity SET form = 'lạ', unit = '00', host_agency = 'x', audience = '[\"y\"]'"
    )
    labels = "form_vi, form_en, unit_name, host_agency_name, audience_vi"
    found = read(file.path, f'SELECT DISTINCT {labels} FROM "comm_activity:labels"')
    assert [tuple(row.values()) for row in found] == [("lạ", "lạ", "00", "x", "y")]


def test_every_table_view_and_column_is_described(file: OpenFile) -> None:
    described = {(row["table_name"], row["column_name"]) for row in read(file.path, "SELECT * FROM data_dictionary")}
    names = "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT GLOB '_search_text_*'"
    there = {row["name"] for row in read(file.path, names)}
    assert {table for table, column in described if not column} == there
    columns = {
        (table, row["name"])
        for table in there
        if not table.startswith("_") and ":" not in table
        for row in read(file.path, f'PRAGMA table_info("{table}")')
    }
    assert {one for one in described if one[1]} == columns
    assert OWN_TABLES.keys() <= there


def test_a_column_leads_where_the_dictionary_says(file: OpenFile) -> None:
    keys = {"org_unit": "code", "choice": "value", "kind": "no", "record": "no", "field": "no", "act": "no"}
    followed = 0
    for row in read(file.path, "SELECT * FROM data_dictionary WHERE refers_to IS NOT NULL AND column_name <> ''"):
        table, column, target = row["table_name"], row["column_name"], row["refers_to"]
        value = f't."{column}"' if row["type"] != "multi" else "j.value"
        listed = f"AND o.list = '{row['list']}'" if row["list"] else ""
        source = f'"{table}" t' + (f', json_each(t."{column}") j' if row["type"] == "multi" else "")
        query = (
            f'SELECT count(*) AS n, count(o."{keys.get(target, "id")}") AS found FROM {source}'
            f' LEFT JOIN "{target}" o ON o."{keys.get(target, "id")}" = {value} {listed} WHERE length(t."{column}") > 0'
        )
        (counts,) = read(file.path, query)
        assert counts["n"] == 0 or counts["found"] >= counts["n"], (table, column)
        followed += counts["n"]
    assert followed > 5000


def test_numbers_have_their_unit_of_measure(file: OpenFile) -> None:
    query = "SELECT unit_vi, unit_en FROM data_dictionary WHERE table_name = 'comm_activity' AND column_name = '{}'"
    assert [*read(file.path, query.format("people_total"))[0].values()] == ["lượt người", "attendances"]
    assert [*read(file.path, query.format("cost"))[0].values()] == ["đồng", "VND"]
    assert [*read(file.path, query.format(""))[0].values()] == ["hoạt động", "activities"]


def test_every_foreign_key_names_the_column_that_it_leads_to(file: OpenFile) -> None:
    tables = [row["name"] for row in read(file.path, "SELECT name FROM sqlite_schema WHERE type = 'table'")]
    keys = [(table, key["to"]) for table in tables for key in read(file.path, f'PRAGMA foreign_key_list("{table}")')]
    assert len(keys) == 9
    assert {to for _, to in keys} == {"no"}


# --- only our own -----------------------------------------------------------------------------------------------------


def views_in(path: Path) -> dict[str, str]:
    query = "SELECT name, sql FROM sqlite_schema WHERE type = 'view'"
    return {row["name"]: row["sql"] for row in read(path, query)}


@pytest.fixture
def small(lan: Office) -> Path:
    lan.create("place", name="Chợ", unit="11")
    lan.close()
    return lan.file.path


def test_a_foreign_view_of_our_name_is_taken_out_and_named_and_ours_made_again(small: Path) -> None:
    ours = views_in(small)
    foreign = f'CREATE VIEW "place:labels" AS {ENDLESS}'
    again = Office.open(alter(small, 'DROP VIEW "place:labels"', foreign))
    assert [(part.name, part.sql) for part in again.file.foreign] == [("place:labels", foreign)]
    assert [part.name for part in foreign_parts_of(again.file.connection)] == ["place:labels"]
    assert (views_in(small), check(again.file)) == (ours, [])
    again.close()


def test_a_view_that_says_it_is_ours_and_is_not_is_replaced(small: Path) -> None:
    """Its text adds up, as that of another edition or program does: it is not named, and not believed either."""
    ours = views_in(small)
    select = 'SELECT t.*, \'khác\' AS "unit_name" FROM "place" t'
    from zlib import crc32

    forged = f'CREATE VIEW "place:labels" AS /* {crc32(select.encode()):08x} */ {select}'
    assert is_label_view("place:labels", forged)
    again = Office.open(alter(small, 'DROP VIEW "place:labels"', forged))
    assert (list(again.file.foreign), views_in(small)) == ([], ours)
    again.close()


def test_views_that_are_missing_or_too_many_are_put_right_once(small: Path) -> None:
    ours = views_in(small)
    gone = ours["visit:labels"].replace("visit", "guest").replace("/* ", "/* 0")
    alter(small, 'DROP VIEW "visit:labels"', "CREATE TABLE guest (id)", gone)
    Office.open(small).close()
    assert views_in(small) == ours
    content = small.read_bytes()
    Office.open(small).close()
    assert small.read_bytes() == content


def test_choices_that_another_program_changed_are_found_by_the_check(file: OpenFile) -> None:
    file.connection.execute("UPDATE choice SET vi = 'khác' WHERE list = 'comm_form'")
    assert check(file) == ["table choice"]


def test_a_kind_with_more_codes_than_sqlite_joins_is_read_all_the_same(tmp_path: Path) -> None:
    fields = {f"of{n}": {"type": "ref:place", "label": f"Nơi {n}"} for n in range(70)}
    names = ("order", "group", "select")  # what SQL takes for a word of its own
    fields |= {name: {"type": "unit", "label": name} for name in names}
    wide = {"area": "1", "label": "Rộng", "title": "{order}", "fields": fields}
    source = {**SOURCE, "kinds": {**SOURCE["kinds"], "table": wide}}
    office = Office.new(tmp_path / "rộng.db", source=source)
    place = office.create("place", name="Chợ", unit="11")
    office.create("table", **dict.fromkeys(fields, place))
    (row,) = read(office.file.path, 'SELECT * FROM "table:labels"')
    assert (row["of0_name"], row["of59_name"], row["of69"]) == ("Chợ", "Chợ", place)
    assert "of60_name" not in row
    assert len(label_views(parse_plan(source))) == 5
    office.close()


def test_a_copy_with_another_key_has_the_views_too(small: Path) -> None:
    from db.rewriting import export_into

    target = small.with_name("khóa.db")
    with closing(connect(small)) as connection:
        export_into(connection, target, "mật khẩu")
    again = Office.open(target, key="mật khẩu")
    assert list(again.file.foreign) == []
    assert again.run('SELECT name, unit_name FROM "place:labels"').fetchall() == [("Chợ", "Mường Tè")]
    again.close()


def test_lookups_have_no_other_sorts() -> None:
    assert {one.name for one in Lookup} == {"CHOICES", "UNITS", "RECORDS"}, "say it in `_label` of db/label_views.py"


@pytest.mark.parametrize(
    ("table", "statement"),
    [("choice", "UPDATE choice SET vi = 'Sai'"), ("data_dictionary", "DELETE FROM data_dictionary WHERE type IS NULL"),
     ("org_unit", "UPDATE org_unit SET name = 'Sai' WHERE parent IS NOT NULL")],
)  # fmt: skip
def test_what_another_program_changed_in_a_table_that_follows_from_the_plan_is_made_again_by_check(
    table: str, statement: str, demo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = Path(shutil.copy(demo, tmp_path / "tệp.db"))
    before = read(path, f"SELECT * FROM {table} ORDER BY 1, 2")
    alter(path, statement)
    assert main(["check", str(path)]) == 0
    assert table in capsys.readouterr().err
    assert read(path, f"SELECT * FROM {table} ORDER BY 1, 2") == before
    assert main(["check", str(path)]) == 0
    assert table not in capsys.readouterr().err
