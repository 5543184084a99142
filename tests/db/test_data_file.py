"""A data file says what it is, carries its plan, and finds what is wrong with itself."""

from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest

from db import store
from db.data_file import create, describe
from db.file_check import check
from db.log import record_row
from db.meta import mark_head, set_meta
from db.rescue.backup import restore
from db.rescue.salvage import salvage
from db.schema import ensure_kind_tables, quoted
from desktop_app.domain.org_unit import unit_list
from desktop_app.domain.plan import canonical_json, plan_digest
from desktop_app.domain.plan_parsing import parse_plan
from desktop_app.domain.plan_seeds import Seed
from desktop_app.domain.record_ids import natural_id
from desktop_app.errors import AppError
from tests.db.office import Office, a_clock
from tests.db.open_names import is_kept
from tests.sentences import refused
from tests.small_plan import SOURCE

SEEDS: list[Seed] = [
    ("place", "chợ", {"name": "Chợ", "unit": "11", "near": None}),
    ("item", None, {"stop": "bến", "k": 1}),
]


def with_kind(name: str, **kind: Any) -> dict[str, Any]:
    """The small plan with another or a changed record kind."""
    return {**SOURCE, "kinds": {**SOURCE["kinds"], name: kind}}


# --- what a new file holds -----------------------------------------------------------------------------------------


def test_a_new_file_says_whose_it_is(lan: Office) -> None:
    lan.create("visit", n=1)
    told = describe(lan.file)
    digest = told.pop("log_digest")
    assert digest.startswith("1-")
    assert told == {
        "plan": "small", "plan_edition": 1, "unit": "11", "unit_version": "2022", "unit_name": "Mường Tè",
        "author": "Lan", "records": {"visit": 1}, "changes": 1, "conflicts": 0, "schema_version": 1,
        "encrypted": False,
    }  # fmt: skip


def test_deleted_records_are_not_counted_and_conflicts_are(two: tuple[Office, Office]) -> None:
    lan, mai = two
    visit = lan.run("SELECT id FROM visit").fetchone()[0]
    lan.put(visit, n=6)
    mai.put(visit, n=7)
    lan.absorb(mai)
    assert describe(lan.file)["conflicts"] == 1
    lan.delete(visit)
    assert (describe(lan.file)["conflicts"], describe(lan.file)["records"]) == (0, {"place": 1})


def test_a_file_carries_its_plan_and_units_so_that_any_copy_explains_itself(lan: Office) -> None:
    body, digest = lan.run("SELECT body, digest FROM plan").fetchone()
    assert body == canonical_json(SOURCE)
    assert digest == plan_digest(SOURCE)
    assert lan.run("SELECT version, code, name FROM org_unit ORDER BY code").fetchall() == [
        ("2022", "1", "Lai Châu"),
        ("2022", "11", "Mường Tè"),
    ]
    assert unit_list(SOURCE, "2022").name("11") == "Mường Tè"


def test_records_of_the_plan_are_the_same_in_every_file(tmp_path: Path) -> None:
    files = [Office(create(tmp_path / f"{n}.db", SOURCE, "11", n, a_clock(n), SEEDS), n) for n in ("a", "b")]
    logs = [office.run("SELECT stamp, value FROM change_log ORDER BY stamp").fetchall() for office in files]
    assert logs[0] == logs[1]
    assert files[0].absorb(files[1]) == 0
    item = natural_id(files[0].file.plan.kinds["item"], {"stop": "bến", "k": 1})
    assert item
    assert (files[0].get("chợ", "name"), files[0].get(item, "k")) == ("Chợ", 1)
    assert files[0].run("SELECT kind, unit, author, made_here FROM act").fetchall() == [("plan", None, "", 0)]
    for office in files:
        office.close()


def test_what_a_later_edition_brings_otherwise_is_another_change(tmp_path: Path) -> None:
    changed: list[Seed] = [("place", "chợ", {"name": "Chợ mới", "unit": "11"})]
    files = [Office(create(tmp_path / f"{n}.db", SOURCE, "11", n, a_clock(n), s), n)
             for n, s in (("a", SEEDS), ("b", changed))]  # fmt: skip
    files[0].meet(files[1])
    assert files[0].conflicts() == files[1].conflicts() == {("chợ", "name")}
    assert files[0].get("chợ", "name") == files[1].get("chợ", "name")
    for office in files:
        office.close()


def test_a_file_that_could_not_be_made_is_not_left_half(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="item"):
        create(tmp_path / "a.db", SOURCE, "11", "Lan", a_clock("a"), [("item", None, {"k": 1})])
    assert list(tmp_path.iterdir()) == []


def test_a_file_remembers_what_it_says_of_itself(lan: Office) -> None:
    with store.writing(lan.file):
        set_meta(lan.file.connection, {"author": "Mai"})
    lan.close()
    again = Office.open(lan.file.path)
    assert describe(again.file)["author"] == "Mai"
    assert not again.file.encrypted
    again.close()


# --- tables for other programs -------------------------------------------------------------------------------------


def test_each_kind_has_a_table_with_readable_names_and_the_indexes_it_needs(lan: Office) -> None:
    lan.create("visit", date="2022-05-01", n=5)
    assert lan.run("SELECT date, n FROM visit").fetchall() == [("2022-05-01", 5)]
    assert indexed(lan, "visit")[0][0] == "place"
    assert indexed(lan, "item")[0][0] == "stop"


def test_a_kind_with_unit_and_date_is_indexed_by_both(tmp_path: Path) -> None:
    fields = {"unit": {"type": "unit", "label": "U"}, "day": {"type": "date", "label": "D"}}
    source = with_kind("talk", area="1", label="Buổi", unit_field="unit", date_field="day", fields=fields)
    office = Office.new(tmp_path / "a.db", source=source)
    assert indexed(office, "talk")[0][:2] == ["unit", "day"]
    office.close()


def test_a_record_that_a_counting_one_names_is_indexed_by_what_figures_ask_of_it(tmp_path: Path) -> None:
    fields = {
        "day": {"type": "date", "label": "D", "counts_in": ["1.1"]}, "note": {"type": "text", "label": "N"},
        "open": {"type": "bool", "label": "O", "counts_in": ["1.1"]},
        "size": {"type": "int", "label": "S", "counts_in": ["1.2"]},
    }  # fmt: skip
    source = with_kind("talk", area="1", label="Buổi", fields=fields)
    talked = {"talk": {"type": "ref:talk", "label": "T", "counts_in": ["1.1"]}}
    source["kinds"]["guest"] = {"area": "1", "label": "Khách", "fields": talked}
    office = Office.new(tmp_path / "a.db", source=source)
    assert ["id", "open", "day", "_state"] in indexed(office, "talk")
    office.close()


def test_a_later_edition_renews_the_indexes_of_the_program_and_no_others(lan: Office) -> None:
    before = indexed(lan, "visit")
    lan.run('DROP INDEX "visit:0"')
    lan.run('CREATE INDEX "visit:0" ON visit (n)')
    lan.run('CREATE INDEX "visit:old" ON visit (n)')
    lan.run("CREATE INDEX own ON visit (n, date)")
    ensure_kind_tables(lan.file.connection, lan.file.plan)
    assert indexed(lan, "visit") == [["n", "date"], *before]


def indexed(office: Office, table: str) -> list[list[str]]:
    """The columns of a table's own indexes."""
    names = office.run(f"SELECT name FROM pragma_index_list('{table}') WHERE origin = 'c' ORDER BY name").fetchall()
    return [[c[2] for c in office.run(f"PRAGMA index_info({quoted(name)})")] for (name,) in names]


def test_a_later_edition_adds_tables_and_columns(lan: Office) -> None:
    odd = 'a"b'
    fields = {**SOURCE["kinds"]["visit"]["fields"], "cost": {"type": "money", "label": "Chi"}}
    grown = with_kind("visit", **{**SOURCE["kinds"]["visit"], "fields": fields})
    grown["kinds"]["talk"] = {"area": "1", "label": "Buổi", "fields": {odd: {"type": "text", "label": "A"}}}
    visit = lan.create("visit", n=1)
    for _ in range(2):
        ensure_kind_tables(lan.file.connection, parse_plan(grown))
    assert lan.get(visit, "cost") is None
    assert lan.run(f"SELECT {quoted(odd)} FROM talk").fetchall() == []


# --- what is wrong with a file -------------------------------------------------------------------------------------


def test_a_file_whose_plan_has_a_type_of_field_of_a_later_program_says_so(lan: Office) -> None:
    later = {**SOURCE, "kinds": {**SOURCE["kinds"]}}
    later["kinds"]["place"] = {**later["kinds"]["place"], "fields": {"colour": {"type": "colour", "label": "Màu"}}}
    lan.run("UPDATE plan SET body = ?, digest = ?", (canonical_json(later), plan_digest(later)))
    mark_head(lan.file.connection)
    lan.close()
    with refused("phiên bản mới hơn của chương trình"):
        Office.open(lan.file.path)


def test_a_whole_file_has_nothing_to_complain_of(two: tuple[Office, Office]) -> None:
    assert check(two[0].file) == []


@pytest.mark.parametrize(
    ("damage", "finding"),
    [
        ("UPDATE visit SET n = 99", "table visit"),
        ("DELETE FROM place", "table place"),
        ("UPDATE _search_text SET folded = 'x'", "table _search_text"),
        ("UPDATE record SET deleted = 1", "table record"),
        ("INSERT INTO _conflict SELECT no, 'n' FROM record LIMIT 1", "table _conflict"),
        ("UPDATE meta SET value = value + 1 WHERE key = 'log_digest'", "digest"),
        ("DELETE FROM act", "foreign key: change_log"),
        ("DELETE FROM org_unit", "table org_unit"),
        ("UPDATE record SET id = CAST(id AS BLOB)", "types"),
        ("UPDATE change_log SET value = 1.5 WHERE stamp = (SELECT max(stamp) FROM change_log)", "types"),
    ],
)
def test_a_check_names_what_the_log_does_not_bear_out(two: tuple[Office, Office], damage: str, finding: str) -> None:
    lan, _ = two
    lan.run("PRAGMA foreign_keys = OFF")
    lan.run(damage)
    assert finding in check(lan.file)


@pytest.mark.parametrize("stored", ["VIRTUAL", "STORED"])
def test_a_ledger_with_a_column_that_is_worked_out_is_damaged(two: tuple[Office, Office], stored: str) -> None:
    lan, _ = two
    lan.run("PRAGMA foreign_keys = OFF")
    lan.run("ALTER TABLE act RENAME TO first")
    columns = "no INTEGER PRIMARY KEY, id BLOB, kind TEXT, unit TEXT, time TEXT, target BLOB, made_here INTEGER"
    lan.run(f"CREATE TABLE act ({columns}, author AS (hex(zeroblob(100000000))) {stored})")
    lan.close()
    with refused("bị hỏng"):
        Office.open(lan.file.path)


def test_a_check_changes_nothing(two: tuple[Office, Office]) -> None:
    lan, _ = two
    before = lan.file.path.read_bytes()
    lan.run("UPDATE visit SET n = 99")
    spoilt = lan.file.path.read_bytes()
    assert check(lan.file) == ["table visit"]
    assert lan.file.path.read_bytes() == spoilt != before


@pytest.mark.parametrize("by", ["its name", "its bytes"])
def test_a_file_that_takes_the_place_of_one_that_is_just_being_checked_is_not_harmed(
    two: tuple[Office, Office], by: str
) -> None:
    lan, mai = two
    for number in range(30):
        lan.create("visit", n=number)
    lan.run("PRAGMA cache_size = 1")  # as in a ledger that is larger than what is kept in memory
    mai.close()
    ours, theirs = lan.file.path.read_bytes(), mai.file.path.read_bytes()
    found, kept = [], False

    def replace(statement: str) -> None:
        nonlocal kept
        if statement == "ROLLBACK":
            if by == "its name":
                kept = is_kept(lambda: mai.file.path.replace(lan.file.path))
                with closing(Office.open(lan.file.path)) as other:  # another program; here it would play a journal back
                    found.append(check(other.file))
            else:
                lan.file.path.write_bytes(theirs)

    lan.file.connection.set_trace_callback(replace)
    with suppress(AppError):
        check(lan.file)
    lan.file.connection.set_trace_callback(None)
    lan.close()
    assert lan.file.path.read_bytes() == (ours if kept else theirs)
    assert found == ([[]] if by == "its name" and not kept else [])


def test_a_change_that_is_lost_is_noticed_by_the_digest(two: tuple[Office, Office]) -> None:
    lan, _ = two
    lan.run("DELETE FROM change_log WHERE stamp = (SELECT max(stamp) FROM change_log)")
    assert "digest" in check(lan.file)


def test_damage_to_the_file_itself_is_told_in_sqlites_words(two: tuple[Office, Office]) -> None:
    lan, _ = two
    lan.run("PRAGMA writable_schema = ON")
    lan.run("UPDATE sqlite_schema SET sql = replace(sql, 'covers BLOB', 'covers BLOB NOT NULL')")
    lan.run("PRAGMA writable_schema = RESET")
    lan.close()
    again = Office.open(lan.file.path)
    assert any("change_log" in finding for finding in check(again.file))
    again.close()


def test_a_record_whose_kind_is_gone_is_damage(two: tuple[Office, Office]) -> None:
    lan, _ = two
    lan.run("PRAGMA foreign_keys = OFF")
    lan.run("DELETE FROM kind")
    with refused("bị hỏng"):
        lan.file.run(lambda file: record_row(file.connection, 1))


@pytest.mark.parametrize("way", ["new", "salvaged", "restored"])
def test_a_name_that_a_journal_is_left_of_is_not_taken(tmp_path: Path, way: str) -> None:
    """SQLite would play the pages of the ledger that had this name before into the new one."""
    path, other = tmp_path / "lan.db", Office.new(tmp_path / "khác.db")
    other.create("place", name="Chợ", unit="11")
    with closing(Office.new(path)) as office:
        office.run("PRAGMA cache_size = 1")
        office.run("BEGIN")
        office.run("UPDATE meta SET value = 'half' WHERE key = 'author'")
        office.run("UPDATE org_unit SET name = 'half'")
        journal = path.with_name("lan.db-journal").read_bytes()
        office.run("ROLLBACK")
    path.unlink()
    path.with_name("lan.db-journal").write_bytes(journal)
    assert len(journal) > 4096
    with refused("“lan.db-journal” của một sổ trước còn ở đó"):
        if way == "new":
            Office.new(path)
        elif way == "salvaged":
            salvage(other.file.path, path, a_clock("s"), lambda _: ())
        else:
            restore(other.file, other.file.path, path)
    assert not path.exists()
    assert path.with_name("lan.db-journal").read_bytes() == journal
    path.with_name("lan.db-journal").write_bytes(b"")
    Office.new(path).close()
    other.close()
