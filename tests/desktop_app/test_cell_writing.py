"""Many cells written as one act: what is saved, what stays as a draft, what makes records, what one undo takes back."""

from typing import Any

import pytest

from desktop_app.domain.values import Problem, Value
from desktop_app.errors import StoppedError
from desktop_app.session import OpenFile, cell_blocks, cell_writing, editing, entry, open_record, records, undo
from desktop_app.session.cell_blocks import Place
from desktop_app.session.cell_writing import CellEntry
from desktop_app.session.open_record import OpenRecord
from desktop_app.session.record_making import enter, enter_unreadable, start
from desktop_app.session.sheet_import import read_clipboard
from desktop_app.texts import in_words

KIND = "comm_activity"
COLUMNS = ("date", "form", "title", "sessions", "place", "audience", "people_total", "people_female", "note")


def made(office: OpenFile, kind: str = KIND, **values: Value) -> str:
    known: dict[str, Value] = {"form": "loa", "audience": ("nhan_dan",), "date": "2022-07-20"} if kind == KIND else {}
    result = editing.new_record(office, kind, entry.defaults(office, kind, {**known, **values}))
    assert result.saved, result.problems
    return result.record


def value(office: OpenFile, record: str, name: str) -> Value:
    view = records.find(office, record)
    assert view is not None
    return view.values[name]


def pasted(office: OpenFile, text: str, rows: list[str], column: str, **place: Any) -> cell_writing.CellsWritten:
    """A block of bare text, pasted at a column of these rows, all that can be answered answered day first."""
    at = COLUMNS.index(column)
    where = Place(COLUMNS[at:], rows, COLUMNS, **place)
    answers: dict[str, str] = {}
    while True:
        reading = cell_blocks.read_block(office, KIND, read_clipboard(text, "", b""), where, answers)
        if not reading.questions:
            return cell_writing.write(office, KIND, reading.entries)
        answers |= {question.id: question.choices[0] for question in reading.questions}


# --- one act ---------------------------------------------------------------------------------------------------------


def test_what_can_be_read_is_saved_and_the_rest_are_drafts_all_in_one_act(office: OpenFile) -> None:
    first, second = made(office, title="Một", sessions=1), made(office, title="Hai", sessions=2)
    before = len(undo.acts(office))
    written = pasted(office, "5\tChợ\nnăm\tTrường", [first, second], "sessions")
    assert (written.changed, written.unreadable) == (3, 1)
    assert (value(office, first, "sessions"), value(office, first, "place")) == (5, "Chợ")
    assert (value(office, second, "sessions"), value(office, second, "place")) == (2, "Trường")
    assert entry.drafts_of(office, second) == {"sessions": "năm"}
    assert len(undo.acts(office)) == before + 1
    assert written.act is not None
    undo.undo(office, written.act)
    open_record.switch_drafts(office, written.drafts, back=True)
    assert (value(office, first, "sessions"), value(office, second, "place")) == (1, None)
    assert entry.drafts_of(office, second) == {}
    undo.redo(office, written.act)
    open_record.switch_drafts(office, written.drafts, back=False)
    assert entry.drafts_of(office, second) == {"sessions": "năm"}


def test_a_draft_typed_in_the_form_is_the_one_that_a_cell_replaces(office: OpenFile) -> None:
    record = made(office, title="Một")
    opened = OpenRecord(KIND, record)
    open_record.save_unreadable(office, opened, "sessions", "dăm")
    written = pasted(office, "chục", [record], "sessions")
    assert open_record.half_typed(office, opened) == {"sessions": "chục"}
    pasted(office, "7", [record], "sessions")
    assert open_record.half_typed(office, opened) == {}
    open_record.switch_drafts(office, written.drafts, back=True)
    assert open_record.half_typed(office, opened) == {}, "something was entered there since"


def test_a_value_that_cannot_stand_is_a_draft_and_says_why(office: OpenFile) -> None:
    record = made(office, title="Một")
    cell_writing.write(
        office, KIND, [CellEntry(record, "date", "2023-01-01", "01/01/2023"), CellEntry(record, "sessions", 4)]
    )
    assert value(office, record, "date") == "2022-07-20"
    assert value(office, record, "sessions") == 4
    view = records.find(office, record)
    assert view is not None
    why = cell_writing.why_draft(
        office, office.kind(KIND), view.values, "date", entry.drafts_of(office, record)["date"]
    )
    assert "2023" in in_words(why) or "hôm nay" in in_words(why)


def test_a_broken_rule_between_fields_is_saved(office: OpenFile) -> None:
    record = made(office, title="Một", people_total=10)
    cell_writing.write(office, KIND, [CellEntry(record, "people_female", 20)])
    assert value(office, record, "people_female") == 20
    assert any(problem.field == "people_female" for problem in editing.problems(office, record))


def test_clearing_empties_cells_and_deletes_no_record(office: OpenFile) -> None:
    one = made(office, title="Một", sessions=3, place="Chợ")
    written = cell_writing.write(office, KIND, cell_blocks.cleared(["sessions", "place"], [one]))
    assert (value(office, one, "sessions"), value(office, one, "place")) == (None, None)
    assert written.changed == 2
    assert records.count(office, KIND) == 1


def test_what_follows_from_a_pasted_field_is_proposed_as_in_the_form(office: OpenFile) -> None:
    channel, tip_kind = next(iter(office.plan.choices["tip_channel"])), next(iter(office.plan.choices["tip_kind"]))
    record = made(office, "tip", channel=channel, date="2022-09-01")
    assert value(office, record, "due_date") is None
    cell_writing.write(office, "tip", [CellEntry(record, "tip_kind", tip_kind)])
    assert value(office, record, "due_date") is not None


def test_a_record_that_is_gone_is_named_and_the_others_are_written(office: OpenFile) -> None:
    here, gone = made(office, title="Một"), made(office, title="Hai")
    editing.delete(office, gone)
    written = cell_writing.write(office, KIND, [CellEntry(gone, "sessions", 1), CellEntry(here, "sessions", 2)])
    assert list(written.left) == [gone]
    assert value(office, here, "sessions") == 2


# --- blocks ----------------------------------------------------------------------------------------------------------


def test_a_block_with_headings_goes_where_its_headings_say(office: OpenFile) -> None:
    one, two = made(office, title="Một"), made(office, title="Hai")
    text = "TT\tNội dung, chủ đề\tSố buổi, lượt phát\tLạ\n1\tMới\t4\tx\n2\tNữa\t5\ty\nCộng\t\t9\t"
    reading = cell_blocks.read_block(
        office, KIND, read_clipboard(text, "", b""), Place(COLUMNS[3:], [one, two], COLUMNS)
    )
    assert (reading.unmatched, reading.no_records, reading.no_room) == (["Lạ"], 1, 0)
    cell_writing.write(office, KIND, reading.entries)
    assert [value(office, one, "title"), value(office, two, "sessions")] == ["Mới", 5]
    assert value(office, one, "place") is None


def test_one_copied_cell_fills_what_is_marked(office: OpenFile) -> None:
    rows = [made(office, title=title) for title in ("Một", "Hai", "Ba")]
    pasted(office, "6", rows, "sessions", high=3)
    assert [value(office, row, "sessions") for row in rows] == [6, 6, 6]


def test_rows_and_columns_without_a_place_are_counted(office: OpenFile) -> None:
    one = made(office, title="Một")
    reading = cell_blocks.read_block(
        office, KIND, read_clipboard("1\t2\n3\t4", "", b""), Place(COLUMNS[-1:], [one], COLUMNS)
    )
    assert reading.no_room == 2
    assert len(reading.entries) == 1


def test_a_day_that_reads_both_ways_is_asked_about_once(office: OpenFile) -> None:
    rows = [made(office, title=title) for title in ("Một", "Hai")]
    book, where = read_clipboard("05/03/2022\n06/03/2022", "", b""), Place(COLUMNS, rows, COLUMNS)
    (question,) = cell_blocks.read_block(office, KIND, book, where).questions
    assert question.choices == ["dmy", "mdy"]
    reading = cell_blocks.read_block(office, KIND, book, where, {question.id: "dmy"})
    assert [one.value for one in reading.entries] == ["2022-03-05", "2022-03-06"]


def test_what_is_copied_here_comes_back_unchanged(office: OpenFile) -> None:
    values: dict[str, Value] = {
        "title": "=1+1 & <b>", "sessions": 1234, "place": "Chợ mới", "people_total": 5, "note": "Dòng một\nDòng “hai”",
        "audience": ("can_bo", "nhan_dan"), "date": "2022-03-05",
    }  # fmt: skip
    values["audience"] = tuple(list(office.plan.choices["audience"])[:2])
    source, target = made(office, KIND, **values), made(office, title="Đích")
    block = cell_blocks.copied(office, KIND, COLUMNS, [source], headed=False)
    book = read_clipboard(block.text, block.exact, b"")
    reading = cell_blocks.read_block(office, KIND, book, Place(COLUMNS, [target], COLUMNS))
    assert reading.questions == []
    cell_writing.write(office, KIND, reading.entries)
    assert {name: value(office, target, name) for name in COLUMNS} == {
        name: value(office, source, name) for name in COLUMNS
    }


def test_filling_copies_values_and_drafts_and_a_series_goes_on(office: OpenFile) -> None:
    rows = [made(office, title=f"Đợt {n}", sessions=n, date=f"2022-07-0{n}") for n in (1, 2)]
    rows += [made(office, title="Khác") for _ in range(2)]
    enter_unreadable(office, OpenRecord(KIND, rows[0]), "people_total", "vài", Problem("people_total", "?"))
    cell_writing.write(office, KIND, cell_blocks.filled(office, KIND, ["people_total", "place"], rows[:1], rows[1:]))
    assert [entry.drafts_of(office, row) for row in rows] == [{"people_total": "vài"}] * 4
    going_on = cell_blocks.filled(office, KIND, ["title", "sessions", "date"], rows[:2], rows[2:], series=True)
    cell_writing.write(office, KIND, going_on)
    assert [value(office, row, "title") for row in rows[2:]] == ["Đợt 3", "Đợt 4"]
    assert [value(office, row, "sessions") for row in rows[2:]] == [3, 4]
    assert [value(office, row, "date") for row in rows[2:]] == ["2022-07-03", "2022-07-04"]


# --- new records -----------------------------------------------------------------------------------------------------


def test_rows_below_the_last_one_make_records_as_the_form_does(office: OpenFile) -> None:
    made(office, title="Trước", form="loa")
    written = pasted(office, "Một\t1\nHai\tx\n\t\n", [], "title", offered=True)
    assert (len(written.made), written.unreadable) == (2, 1)
    assert [value(office, record, "title") for record in written.made] == ["Một", "Hai"]
    assert [value(office, record, "form") for record in written.made] == ["loa", "loa"], "carried over as in the form"
    assert entry.drafts_of(office, written.made[1]) == {"sessions": "x"}
    assert written.act is not None
    undo.undo(office, written.act)
    assert records.count(office, KIND) == 1


def test_numbers_that_are_given_out_are_given_once(office: OpenFile) -> None:
    entries = [CellEntry(number, "name", f"Nhà nghỉ {number}") for number in range(3)]
    written = cell_writing.write(office, "establishment", entries)
    codes = [value(office, record, "code") for record in written.made]
    assert len(set(codes)) == 3
    assert codes == sorted(codes, key=str)


def test_what_waits_for_the_next_record_goes_into_the_first_that_is_made(office: OpenFile) -> None:
    opened = OpenRecord(KIND)
    start(office, opened)
    open_record.save_typed(office, opened, "note", "gõ dở")
    written = pasted(office, "Một\nHai", [], "title", offered=True)
    assert [entry.drafts_of(office, record) for record in written.made] == [{"note": "gõ dở"}, {}]
    assert open_record.half_typed(office, OpenRecord(KIND)) == {}


# --- keys ------------------------------------------------------------------------------------------------------------


class TestKey:
    """A corrected natural key makes the record another one."""

    INNER = "comm_reach_establishment"

    @pytest.fixture
    def activity(self, office: OpenFile) -> str:
        return made(office, title="Phát thanh")

    @pytest.fixture
    def places(self, office: OpenFile) -> list[str]:
        return [made(office, "establishment", name=name) for name in ("Sao Mai", "Hoa Ban", "Đỉnh Núi")]

    def inner(self, office: OpenFile, activity: str, place: str, **values: Value) -> str:
        return made(office, self.INNER, activity=activity, establishment=place, **values)

    def test_it_is_known_before_anything_is_written(self, office: OpenFile, activity: str, places: list[str]) -> None:
        record = self.inner(office, activity, places[0])
        same = CellEntry(record, "establishment", places[0])
        other = CellEntry(record, "establishment", places[1])
        assert cell_writing.key_changes(office, self.INNER, [same, CellEntry(record, "workers_total", 3)]) == []
        assert cell_writing.key_changes(office, self.INNER, [other]) == [record]

    def test_values_and_drafts_go_along(self, office: OpenFile, activity: str, places: list[str]) -> None:
        record = self.inner(office, activity, places[0], workers_total=7)
        open_record.save_unreadable(office, OpenRecord(self.INNER, record), "workers_new", "mấy")
        written = cell_writing.write(office, self.INNER, [CellEntry(record, "establishment", places[1], "Hoa Ban")])
        other = written.moved[record]
        assert value(office, other, "workers_total") == 7
        assert entry.drafts_of(office, other) == {"workers_new": "mấy"}
        assert entry.drafts_of(office, record) == {}
        assert written.act is not None
        undo.undo(office, written.act)
        open_record.switch_drafts(office, written.drafts, back=True)
        assert entry.drafts_of(office, record) == {"workers_new": "mấy"}

    def test_the_form_takes_drafts_along_too(self, office: OpenFile, activity: str, places: list[str]) -> None:
        opened = OpenRecord(self.INNER, self.inner(office, activity, places[0]))
        open_record.save_unreadable(office, opened, "workers_total", "mấy")
        enter(office, opened, "establishment", places[1], "Hoa Ban")
        assert open_record.half_typed(office, opened) == {"workers_total": "mấy"}

    def test_one_that_is_taken_stays_a_draft(self, office: OpenFile, activity: str, places: list[str]) -> None:
        first, second = self.inner(office, activity, places[0]), self.inner(office, activity, places[1])
        entries = [CellEntry(first, "establishment", places[1], "Hoa Ban"), CellEntry(first, "workers_total", 4)]
        written = cell_writing.write(office, self.INNER, entries)
        assert list(written.left) == [first]
        assert (value(office, first, "establishment"), value(office, first, "workers_total")) == (places[0], 4)
        assert entry.drafts_of(office, first) == {"establishment": "Hoa Ban"}
        assert records.find(office, second) is not None

    def test_two_rows_never_get_the_same(self, office: OpenFile, activity: str, places: list[str]) -> None:
        first, second = self.inner(office, activity, places[0]), self.inner(office, activity, places[1])
        entries = [CellEntry(one, "establishment", places[2], "Đỉnh Núi") for one in (first, second)]
        written = cell_writing.write(office, self.INNER, entries)
        assert (list(written.moved), list(written.left)) == ([first], [second])
        assert records.count(office, self.INNER) == 2

    def test_it_is_never_emptied(self, office: OpenFile, activity: str, places: list[str]) -> None:
        record = self.inner(office, activity, places[0], workers_total=7)
        cell_writing.write(office, self.INNER, cell_blocks.cleared(["establishment", "workers_total"], [record]))
        assert (value(office, record, "establishment"), value(office, record, "workers_total")) == (places[0], None)

    def test_a_new_row_without_it_is_named(self, office: OpenFile, activity: str, places: list[str]) -> None:
        entries = [
            CellEntry(0, "workers_total", 5), CellEntry(1, "establishment", places[0]), CellEntry(1, "workers_total", 6)
        ]  # fmt: skip
        written = cell_writing.write(office, self.INNER, entries, {"activity": activity})
        assert (list(written.left), len(written.made)) == ([0], 1)
        assert value(office, written.made[0], "workers_total") == 6


@pytest.mark.parametrize("report", range(4))
def test_a_fill_that_is_stopped_leaves_nothing_half(office: OpenFile, report: int) -> None:
    """Four times it can be stopped: in the midst of its rows twice, before it writes, before what it wrote stands."""
    rows = [made(office, title=f"{n}", sessions=1) for n in range(cell_writing.REPORTED + 1)]
    entries = [CellEntry(row, "sessions", 7) for row in rows]
    entries[3] = CellEntry(rows[3], "sessions", None, "bảy", in_words("?"))
    before, reports = len(undo.acts(office)), []

    def stop(done: int, total: int, _: object) -> None:
        reports.append((done, total))
        if len(reports) > report:
            raise StoppedError

    with pytest.raises(StoppedError):
        cell_writing.write(office, KIND, entries, report_progress=stop)
    assert reports == [(0, 51), (50, 51), (51, 51), (51, 51)][: report + 1]
    assert {value(office, row, "sessions") for row in rows} == {1}
    assert (entry.drafts_of(office, rows[3]), len(undo.acts(office))) == ({}, before)
    assert cell_writing.write(office, KIND, entries).changed == len(rows) - 1
    assert len(undo.acts(office)) == before + 1
