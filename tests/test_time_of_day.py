"""A field for a time of day, from the keys of an officer to another office's file and back."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copyfile

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.__main__ import main
from desktop_app.session import (
    OpenFile,
    cell_blocks,
    editing,
    exchange,
    figures,
    imports,
    maintenance,
    opening,
    records,
    reports,
)
from desktop_app.texts import in_words
from tests.time_plan import NO_TIME, new_file, now
from tests.ui.hand import Hand, dress, open_hand

PAGE = 2


@contextmanager
def open_window(qtbot: QtBot, path: Path) -> Iterator[Hand]:
    hand = open_hand(qtbot, path, clock=now)
    try:
        yield hand
    finally:
        hand.leave()


def write_planting(hand: Hand, start: str, finish: str) -> None:
    hand.new("planting")
    hand.write("day", "2/5/23")
    hand.write("start", start)
    hand.write("finish", finish)


def shown(hand: Hand, column: str) -> list[str]:
    """What the list shows in a column, from the top."""
    rows = hand.area.list.table.rows
    at = rows.columns.index(column)
    return [str(rows.index(row, at).data()) for row in range(rows.rowCount())]


def write_three(hand: Hand) -> None:
    """A mistake is said at its field and nothing is saved; the time that was typed last is offered again."""
    write_planting(hand, "7h30", "25:99")
    assert hand.form.grid is not None
    assert hand.form.grid.editors["start"].raw == "07:30"
    assert hand.problem("finish") == NO_TIME
    assert hand.ask(lambda file: [row.values["finish"] for row in records.rows(file, "planting")]) == [None]
    hand.write("finish", "0700")
    assert "Giờ kết thúc phải sau giờ bắt đầu." in hand.problem("finish")
    hand.write("finish", "11 giờ")
    assert hand.problem("finish") == ""
    write_planting(hand, "13:30", "17h")
    hand.new("planting")
    assert hand.form.grid.editors["start"].raw == "13:30"
    write_planting(hand, "0915", "10h45")


def look_at_the_list(hand: Hand) -> None:
    """Sorted by the beginning, narrowed to the morning, found by the search."""
    table = hand.area.list.table
    table.sort_by(table.rows.columns.index("start"))
    hand.wait()
    assert shown(hand, "start") == ["07:30", "09:15", "13:30"]
    hand.area.list.open_filters("start")
    hand.type("<12h")
    hand.key(Qt.Key.Key_Return)
    hand.wait()
    assert shown(hand, "finish") == ["11:00", "10:45"]
    table.filters.clear()
    hand.wait()
    hand.area.list.search.setText("13:30")
    hand.wait()
    hand.until(lambda: shown(hand, "start") == ["13:30"])
    hand.area.list.search.clear()
    hand.wait()


def carry_over(file: OpenFile, path: Path) -> list[str]:
    """Written out, read into another file, and as a spreadsheet takes it."""
    lines = [json.dumps(line) for line in imports.export_lines(file) if line["kind"] == "planting"]
    made = [row.id for row in records.rows(file, "planting", order="start")]
    block = cell_blocks.copied(file, "planting", ["start", "finish"], made, headed=False)
    assert block.text == "07:30\t11:00\n09:15\t10:45\n13:30\t17:00"
    with opening.open_file(new_file(path), now=now) as other:
        assert imports.import_lines(other, lines).problems == []
        assert [json.dumps(line) for line in imports.export_lines(other) if line["kind"] == "planting"] == lines
        wrong = [line.replace("07:30", "7h30").replace("17:00", "25:99") for line in lines]
        told = {in_words(problem.message) for problem in imports.import_lines(other, wrong).problems}
    assert told == {NO_TIME, 'Bắt đầu lúc: “7h30” không phải là giờ dạng 07:30. Ghi "07:30".'}
    return made


def settle(own: Path, other: Path, record: str) -> None:
    """Two offices write another end for one planting: both are shown, and one is chosen."""
    for path, time in ((own, "11:15"), (other, "11:30")):
        with opening.open_file(path, now=now) as file:
            assert editing.set_value(file, record, "finish", time).saved
    with opening.open_file(own, now=now) as file:
        exchange.merge(file, exchange.find_sources(file, [other]))
        (conflict,) = records.open_conflicts(file)
        ends = {records.show_value(file, "planting", "finish", value.value) for value in conflict.values}
        assert ends == {"11:15", "11:30"}
    assert main(["settle", str(own), record, "finish", "24:00"]) == 1
    assert main(["settle", str(own), record, "finish", "11:30"]) == 0


def report(file: OpenFile) -> None:
    """What is behind a figure is named by its time; the report is made in each form."""
    period = figures.read_period(file, "2023-H1")
    explained = figures.explain(file, "CAY.1", period, "02")
    assert explained.behind  # the plantings that prove it for their region
    assert any(in_words(planting.name).endswith(("07:30", "09:15", "13:30")) for planting in explained.behind)
    made = {form: reports.report(file, period, form=form)[:4] for form in ("pdf", "docx", "xlsx")}
    assert made == {"pdf": b"%PDF", "docx": b"PK\x03\x04", "xlsx": b"PK\x03\x04"}


def test_times_from_the_keys_of_an_officer_to_another_office_and_back(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    dress(qapp)
    own, other = new_file(tmp_path / "xanh.db"), tmp_path / "khác.db"
    with open_window(qtbot, own) as hand:
        hand.go(PAGE)
        write_three(hand)
        look_at_the_list(hand)
    with opening.open_file(own, now=now) as file:
        made = carry_over(file, tmp_path / "nhận.db")
    copyfile(own, other)
    settle(own, other, made[0])
    with opening.open_file(own) as file:  # on the day of the commands
        assert records.open_conflicts(file) == []
        ends = [row.values["finish"] for row in records.rows_by_id(file, "planting", made)]
        assert ends == ["11:30", "10:45", "17:00"]
        assert maintenance.check(file) == []
        report(file)
