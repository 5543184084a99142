"""Cross-tables against plain counting over what `export` gives, on a made-up ledger with all that can go wrong."""

import io
import json
import shutil
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import pytest
from msgspec.structs import replace

from desktop_app.domain.audiences import PUBLIC
from desktop_app.domain.crosstab import OF_ALL, OF_COLUMN, OF_ROW, CrossTable
from desktop_app.domain.disclosure import public_table, rounded
from desktop_app.domain.merging import ALL, Source
from desktop_app.errors import AppError
from desktop_app.plan_files import load_plan, plan_folder
from desktop_app.session import OpenFile, crosstabs, editing, exchange, figures, imports, opening
from desktop_app.texts import in_words
from tests.desktop_app.conftest import Run
from tests.filled_files import put_made_up
from tests.sentences import refused

NOW = datetime(2022, 11, 30, 8, tzinfo=UTC)
PROVINCE, DISTRICT, COMMUNE = "12", "106", "03390"
BUSIEST = "the commune with the most records"
PERIODS = ("2022", "2022-Q2", "2022-Q3", "2022-05", "2022-H1", "2022-03-01..2022-09-30")


@pytest.fixture(scope="module")
def source() -> dict[str, Any]:
    return dict(load_plan(plan_folder("lai-chau-2022")))


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory, source: dict[str, Any]) -> Iterator[OpenFile]:
    """A province with made-up records, some of them deleted, emptied, or left different by two offices."""
    folder, random = tmp_path_factory.mktemp("bảng chéo"), Random(5)
    path = folder / "tỉnh.db"
    with opening.create_file(path, source, PROVINCE, "Lan", now=lambda: NOW) as made:
        put_made_up(made, 1200, 30, 7)
        lines = list(imports.export_lines(made))
        _spoil(made, lines, random)
        other = Path(shutil.copy(path, folder / "mai.db"))
        with opening.open_file(other, author="Mai", now=lambda: NOW) as mai:
            _turn(mai, lines, Random(1), 60)
        _turn(made, lines, Random(1), 60)
        _turn(made, lines, Random(2), 20)
        exchange.merge(made, [Source(other, other.name, take=(ALL,))])
        yield made


def _spoil(file: OpenFile, lines: list[dict[str, Any]], random: Random) -> None:
    leaves = [
        line for line in lines if line["kind"] in ("comm_activity", "tip", "media_item", "material", "inspection")
    ]
    for line in random.sample(leaves, 80):
        names = [name for name in file.plan.kinds[line["kind"]].fields if line["fields"].get(name) is not None]
        editing.set_value(file, line["id"], random.choice(names), None)
    for line in random.sample(leaves, 30):
        editing.delete(file, line["id"])


def _turn(file: OpenFile, lines: list[dict[str, Any]], random: Random, count: int) -> None:
    """Choose other values in the same records, whoever does it."""
    live = {line["id"] for line in imports.export_lines(file)}
    choices = [
        (line["id"], field)
        for line in lines if line["id"] in live and not file.plan.kinds[line["kind"]].natural_key
        for field in file.plan.kinds[line["kind"]].fields.values() if field.type.one_choice and field.choices
    ]  # fmt: skip
    for record, field in random.sample(choices, count):
        other = random.choice(list(file.plan.choices[field.choices or ""])[:: -1 if file.author == "Mai" else 1])
        editing.set_value(file, record, field.name, other)


class PlainCounting:
    """What an officer would do with the exported records, a pencil and much time."""

    def __init__(self, source: Mapping[str, Any], file: OpenFile) -> None:
        self.kinds = source["kinds"]
        self.records = {line["id"]: line for line in imports.export_lines(file)}
        self.counting = {
            id_
            for kind in file.plan.record_kinds
            for (id_,) in file.connection.execute(f'SELECT id FROM "{kind}" WHERE _state = 0')
        }
        self.parent = {str(row[0]): row[1] for row in source["units"]["2022"]}
        self.level = {str(row[0]): row[2] for row in source["units"]["2022"]}

    def value(self, record: Mapping[str, Any], path: str) -> Any:
        first, _, rest = path.partition(".")
        found = record["fields"].get(first)
        if not rest or found is None:
            return found
        return self.value(self.records[found], rest) if found in self.counting else None

    def above(self, unit: str | None) -> list[str]:
        found = []
        while unit:
            found.append(unit)
            unit = self.parent.get(unit)
        return found

    def unit(self, record: Mapping[str, Any]) -> str | None:
        unit = self.value(record, self.kinds[record["kind"]]["unit_field"])
        secret = record["kind"] == "crime_case" and not record["fields"].get("published")
        if unit is None:
            return None
        return self.parent[unit] if secret and self.level.get(unit) == "xa" else str(unit)

    def of(self, kind: str, unit: str, first: date, last: date) -> list[dict[str, Any]]:
        """The counting records of a kind in the units from one down, with a day in a period."""
        found = [one for id_, one in self.records.items() if one["kind"] == kind and id_ in self.counting]
        if self.kinds[kind].get("unit_field"):
            found = [one for one in found if unit in self.above(self.unit(one))]
        day = self.kinds[kind].get("date_field", "")
        if day and day != "year":
            found = [one for one in found if str(first) <= (self.value(one, day) or "") <= str(last)]
        return found

    def categories(self, record: Mapping[str, Any], axis: str, unit: str) -> list[str | None]:
        path, _, step = axis.partition(":")
        kind = self.kinds[record["kind"]]
        if path == kind.get("unit_field"):
            return [self.place(self.unit(record), step, unit)]
        value = self.value(record, path)
        if value is None or value == []:
            return [None]
        if step in ("month", "quarter"):
            return [self.period(date.fromisoformat(value), step)]
        return list(value) if isinstance(value, list) else [str(int(value)) if isinstance(value, bool) else value]

    def place(self, code: str | None, level: str, unit: str) -> str:
        up = self.above(code)
        if level:
            return next((one for one in up if self.level[one] == level), up[0])
        return up[up.index(unit) - 1] if up.index(unit) else unit

    def period(self, day: date, step: str) -> str:
        """Months begin on the 15th of the one before."""
        month = day.month + (day.day >= 15)
        year, month = (day.year + 1, 1) if month > 12 else (day.year, month)
        return f"{year}-{month:02d}" if step == "month" else f"{year}-Q{(month + 2) // 3}"


@pytest.fixture(scope="module")
def plain(source: dict[str, Any], file: OpenFile) -> PlainCounting:
    return PlainCounting(source, file)


def places(axis: Any) -> list[str | None]:
    return [one.value for one in axis.categories] if axis else []


def compare(file: OpenFile, plain: PlainCounting, table: CrossTable, random: Random) -> int:
    """Every number of a table, and the records behind some of them; returns how many numbers are not 0."""
    query, first, last = table.query, table.period.first_day, table.period.last_day
    rows: list[Any] = [*places(table.rows), "all"]
    columns: list[Any] = [*places(table.columns), "all"]
    ids: dict[tuple[Any, Any], set[str]] = {(r, c): set() for r in rows for c in columns}
    for record in plain.of(query.kind, table.unit, first, last):
        down = plain.categories(record, query.rows.text, table.unit)
        across = plain.categories(record, query.columns.text, table.unit) if query.columns else []
        for one in (*down, "all"):
            for other in (*across, "all"):
                ids[one, other].add(record["id"])
    cells = [(r, c) for r, _ in enumerate(rows) for c, _ in enumerate(columns)]
    for r, c in cells:
        behind = [plain.records[id_]["fields"] for id_ in ids[rows[r], columns[c]]]
        wanted = sum(fields.get(query.sum) or 0 for fields in behind) if query.sum else len(behind)
        assert table.numbers[r][c] == wanted, (query, rows[r], columns[c])
    for r, c in random.sample(cells, min(3, len(cells))):
        found = crosstabs.records_behind(file, table, r, c)
        assert len(found) == len(set(found))
        assert set(found) == ids[rows[r], columns[c]]
    return sum(number != 0 for row in table.numbers for number in row)


@pytest.mark.no_cover
@pytest.mark.parametrize("unit", [PROVINCE, DISTRICT, BUSIEST])
def test_every_number_is_that_of_a_plain_count_over_the_export(file: OpenFile, plain: PlainCounting, unit: str) -> None:
    random, said = Random(unit), 0
    if unit == BUSIEST:
        where = [plain.unit(one) for one in plain.records.values() if plain.kinds[one["kind"]].get("unit_field")]
        unit = max((one for one in where if plain.level.get(one or "") == "xa"), key=where.count) or ""
    kinds = [name for name, kind in file.plan.record_kinds.items() if not kind.by_period]
    kinds = [name for name in kinds if crosstabs.axes(file, name, unit)]
    for kind in kinds:
        axes = [one.value for one in crosstabs.axes(file, kind, unit)]
        for _ in range(4):
            rows, *others = random.sample(axes, min(2, len(axes)))
            columns = others[0] if others and others[0].partition(":")[0] != rows.partition(":")[0] else ""
            summed = random.choice(["", *(field.name for field in crosstabs.sums(file, kind))])
            query = crosstabs.read_query(file, kind, rows, columns, summed, unit)
            table = crosstabs.table(file, query, figures.read_period(file, random.choice(PERIODS)), unit)
            said += compare(file, plain, table, random)
    assert said > (300 if unit == PROVINCE else 40)


def table_of(
    file: OpenFile, kind: str, rows: str, columns: str = "", summed: str = "", period: str = "2022",
    unit: str | None = None,
) -> CrossTable:  # fmt: skip
    query = crosstabs.read_query(file, kind, rows, columns, summed, unit)
    return crosstabs.table(file, query, figures.read_period(file, period), unit)


def test_a_record_with_several_choices_stands_under_each_and_once_in_the_totals(
    file: OpenFile, plain: PlainCounting
) -> None:
    table = table_of(file, "comm_activity", "audience", "form")
    assert table.overlap
    compare(file, plain, table, Random(1))
    assert sum(row[-1] for row in table.numbers[:-1]) > table.numbers[-1][-1]
    assert any("nhiều mục" in in_words(note) for note in crosstabs.notes(file, table))
    assert not table_of(file, "comm_activity", "form", "unit").overlap


def test_what_says_nothing_has_a_row_of_its_own_behind_the_others(file: OpenFile, plain: PlainCounting) -> None:
    table = table_of(file, "comm_activity", "language")
    blank = table.rows.categories[-1]
    assert (blank.value, in_words(blank.label)) == (None, "Không ghi")
    assert table.numbers[-2][0] > 0


def test_units_are_all_there_and_one_above_them_only_with_records_of_its_own(file: OpenFile) -> None:
    below = file.units.children(PROVINCE)
    table = table_of(file, "comm_activity", "unit")
    labels = [in_words(one.label) for one in table.rows.categories]
    assert [one.value for one in table.rows.categories if one.value != PROVINCE] == below
    assert ("Riêng Tỉnh Lai Châu" in labels) == (PROVINCE in places(table.rows))
    communes = table_of(file, "comm_activity", "unit:xa")
    assert len([one for one in places(communes.rows) if file.units.level(str(one)) == "xa"]) == len(
        [unit for unit in file.units if unit.level == "xa"]
    )
    assert communes.numbers[-1][-1] == table.numbers[-1][-1]


def test_months_of_a_period_are_all_there_in_their_order(file: OpenFile) -> None:
    table = table_of(file, "comm_activity", "date:month", "unit", period="2022-H1")
    assert places(table.rows) == [f"2022-0{month}" for month in range(1, 7)]
    assert in_words(table.rows.categories[2].label) == "Tháng 3/2022"
    assert places(table_of(file, "comm_activity", "date:quarter").rows) == [f"2022-Q{n}" for n in (1, 2, 3, 4)]


def test_unfinished_and_conflicting_records_are_named_beside_the_table(file: OpenFile) -> None:
    table = table_of(file, "comm_activity", "form", "unit")
    run = file.connection.execute
    waiting = run(
        "SELECT COUNT(*) FROM comm_activity WHERE _state <> 0"
        " AND (date IS NULL OR date BETWEEN '2021-12-15' AND '2022-12-14')"
        " AND unit IN (SELECT code FROM org_unit WHERE version = '2022')"
    )
    assert table.unfinished == waiting.fetchone()[0] > 0
    differing = run(
        "SELECT COUNT(DISTINCT k.id) FROM _conflict c JOIN record r ON r.no = c.record JOIN comm_activity k"
        " ON k.id = r.id WHERE k._state = 0 AND c.field IN ('form', 'unit', 'date', 'deleted')"
        " AND k.date BETWEEN '2021-12-15' AND '2022-12-14'"
    )
    assert table.in_conflict == differing.fetchone()[0] > 0
    said = " ".join(in_words(note) for note in crosstabs.notes(file, table))
    assert "chưa hoàn chỉnh" in said
    assert "giá trị khác nhau" in said


def test_totals_kept_by_period_are_added_as_the_figures_add_them(tmp_path: Path, source: dict[str, Any]) -> None:
    """Q2 beside its months is not counted twice, and what units below hold already is no sum at all."""
    with opening.create_file(tmp_path / "a.db", source, DISTRICT, "Lan", now=lambda: NOW) as file:
        for code, persons in (("04", 3), ("05", 4), ("Q2", 9), ("Q3", 6)):
            editing.new_record(file, "admin_handling", {
                "unit": COMMUNE, "year": 2022, "period_code": code, "behaviour": "mua_dam", "persons": persons,
                "source": "Công an",
            })  # fmt: skip
        year = table_of(file, "admin_handling", "unit", "behaviour", "persons")
        assert year.numbers[-1][-1] == 15
        assert len(crosstabs.records_behind(file, year, len(year.numbers) - 1, len(year.numbers[0]) - 1)) == 2
        april = table_of(file, "admin_handling", "unit", "behaviour", "persons", "2022-04")
        assert april.numbers[-1][-1] == 3
        assert [field.name for field in crosstabs.sums(file, "admin_handling")] == ["persons", "fine"]
        assert crosstabs.sums(file, "support_population") == []


def test_shares_are_of_the_row_of_the_column_or_of_all(file: OpenFile) -> None:
    table = table_of(file, "comm_activity", "form", "unit")
    number, last = table.numbers[0][0], (len(table.numbers) - 1, len(table.numbers[0]) - 1)
    for of, whole in ((OF_ROW, (0, last[1])), (OF_COLUMN, (last[0], 0)), (OF_ALL, last)):
        base = table.numbers[whole[0]][whole[1]]
        assert table.share(0, 0, of) == (Fraction(number) / Fraction(base) if base else None)
        assert table.whole(0, 0, of) == whole
    assert crosstabs.show_share(table, *last, OF_ALL) == "100,0%"


def test_what_can_not_be_asked_is_said_with_what_can(file: OpenFile) -> None:
    with pytest.raises(AppError) as wrong:
        crosstabs.read_query(file, "comm_activity", "title")
    assert "date:month" in in_words(wrong.value.message)
    with refused("Dòng và cột đều là"):
        crosstabs.read_query(file, "comm_activity", "unit", "unit:xa")
    with refused("Không cộng “title”"):
        crosstabs.read_query(file, "comm_activity", "unit", "", "title")


# --- out of the window -------------------------------------------------------------------------------------------


def test_a_workbook_has_headings_numbers_their_formats_and_says_what_it_is(file: OpenFile) -> None:
    table = table_of(file, "comm_activity", "unit", "form", "cost")
    book = openpyxl.load_workbook(io.BytesIO(crosstabs.as_xlsx(file, table, OF_ROW).content))
    assert book.sheetnames == ["Số liệu", "Tỷ lệ"]
    sheet = book["Số liệu"]
    texts = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert "TỈNH LAI CHÂU" in texts
    assert any("NĂM 2022" in text.upper() and "15/12/2021" in text for text in texts)
    (head,) = [row for row in sheet.iter_rows() if row[0].value == in_words(table.rows.label)]
    assert [cell.value for cell in head] == [
        in_words(table.rows.label), *(in_words(label) for label in table.column_labels)
    ]  # fmt: skip
    top = head[0].row
    for r, numbers in enumerate(table.numbers, start=top + 1):
        assert [cell.value for cell in sheet[r]][1:] == list(numbers)
        assert {cell.number_format for cell in sheet[r][1:]} == {"#,##0"}
    assert sheet[top + len(table.numbers)][0].value == "Tổng số"
    assert sheet[top + len(table.numbers)][1].font.b
    assert sheet.freeze_panes == f"B{top + 1}"
    shares = next(row for row in book["Tỷ lệ"].iter_rows() if row[0].value == "Tổng số")
    assert (shares[-1].value, shares[-1].number_format) == (1, "0.0%")


def given_lines(file: OpenFile, table: CrossTable, share: str = "") -> list[list[str]]:
    """A table as it is copied for everybody, a line for each row behind its name."""
    lines = crosstabs.as_text(file, table, share, PUBLIC).content.decode().splitlines()
    return [line.split("\t") for line in lines]


def test_a_public_table_counts_people_in_tens_and_activities_one_by_one(file: OpenFile) -> None:
    activities = table_of(file, "comm_activity", "unit", "form")
    assert [row[-1] for row in given_lines(file, activities)[1:]] == [str(row[-1]) for row in activities.numbers]
    people = table_of(file, "comm_activity", "unit", "form", "people_total")
    head, *rows = given_lines(file, people)
    exact = dict(zip(map(in_words, people.row_labels), people.numbers, strict=True))
    columns = dict(zip(map(in_words, people.column_labels), range(len(people.column_labels)), strict=True))
    assert len(rows) > 2
    for name, *cells in rows:
        for column, cell in zip(head[1:], cells, strict=True):
            assert int(cell.replace(".", "")) == rounded(exact[name][columns[column]])
    shares = [cell for row in given_lines(file, people, OF_ROW)[1:] for cell in row[1:]]
    assert {"100,0%"} <= set(shares)


def test_a_share_of_few_people_is_not_told(file: OpenFile) -> None:
    table = table_of(file, "comm_activity", "unit", "form", "people_total")
    few = public_table(replace(table, numbers=tuple(tuple(min(n, 44) for n in row) for row in table.numbers)))
    assert {few.share(r, c, OF_ALL) for r, row in enumerate(few.numbers) for c in range(len(row))} == {None}


def test_money_of_records_that_count_people_and_any_days_are_refused_to_everybody(file: OpenFile) -> None:
    with refused("công khai"):
        crosstabs.as_text(file, table_of(file, "comm_activity", "unit", "form", "cost"), "", PUBLIC)
    with refused("kỳ của kế hoạch"):
        some_days = table_of(file, "comm_activity", "unit", "form", period="2022-04-01..2022-04-09")
        crosstabs.as_text(file, some_days, "", PUBLIC)


def test_practice_data_say_so_in_the_workbook(tmp_path: Path, source: dict[str, Any]) -> None:
    with opening.create_file(tmp_path / "a.db", source, DISTRICT, "Lan", now=lambda: NOW, practice=True) as file:
        content = crosstabs.as_xlsx(file, table_of(file, "comm_activity", "form")).content
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert "TẬP DƯỢT" in str([cell.value for row in sheet.iter_rows() for cell in row])
    assert "DỰ THẢO" in str(sheet.oddFooter.center.text)


# --- the command line --------------------------------------------------------------------------------------------


def test_the_command_prints_gives_json_and_writes_a_workbook(run: Run, file: OpenFile, tmp_path: Path) -> None:
    asked = ("--kind", "comm_activity", "--rows", "unit", "--columns", "form", "--period", "2022-Q2")
    table = table_of(file, "comm_activity", "unit", "form", period="2022-Q2")
    code, out, err = run("crosstab", file.path, *asked)
    lines = [line.split("\t") for line in out.splitlines()]
    assert code == 0
    assert lines[0][0] == in_words(table.rows.label)
    assert lines[-1][0] == "Tổng số"
    assert lines[-1][-1] == str(table.numbers[-1][-1])
    assert "chưa hoàn chỉnh" in err
    document = json.loads(run("crosstab", file.path, *asked, "--json")[1])
    assert document["numbers"] == [list(row) for row in table.numbers]
    assert document["rows"]["axis"] == "unit"
    made = tmp_path / "bảng.xlsx"
    assert run("crosstab", file.path, *asked, "--share", "row", "--out", made)[0] == 0
    assert openpyxl.load_workbook(made).sheetnames == ["Số liệu", "Tỷ lệ"]
    again = run("crosstab", file.path, *asked, "--out", made)
    assert again[0] == 1
    assert "đã có" in again[2]
    assert run("crosstab", file.path, *asked, "--out", tmp_path / "bảng.csv")[2] == (
        "“bảng.csv”: bảng chéo ghi ra tệp .xlsx.\n"
    )
    assert run("crosstab", file.path, *asked, "--audience", "public", "--out", tmp_path / "công khai.xlsx")[0] == 0
    money = run("crosstab", file.path, *asked, "--sum", "cost", "--audience", "public", "--out", made)
    assert "công khai" in money[2]
    assert "%" in run("crosstab", file.path, *asked, "--share", "all")[1]
