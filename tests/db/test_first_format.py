"""A data file of the first format, made in June 2022 by its own clock, is read the same for ever.

`git log -- tests/db/make_first_format.py` has the script that made it.
"""

import gzip
from collections.abc import Iterator
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

import pytest

from desktop_app.domain.changes import DELETED
from desktop_app.domain.validation import State
from desktop_app.session import OpenFile, editing, entry, exchange, figures, maintenance, opening, records, undo

KEPT = Path(__file__).resolve().parents[1] / "data" / "first-format.db.gz"
TALK, KARAOKE, GONE = "6xka63haphi3tbzxn4d3zoasq4", "6wywkisklc3zdx3k6hmdaptbzu", "ugxgxftidq2ptrbe5lqrmmowp4"


@pytest.fixture
def file(tmp_path: Path) -> Iterator[OpenFile]:
    path = tmp_path / "2022.db"
    path.write_bytes(gzip.decompress(KEPT.read_bytes()))
    with opening.open_file(path, now=lambda: datetime(2022, 12, 31, 8, tzinfo=UTC)) as opened:
        yield opened


def test_it_says_what_it_holds(file: OpenFile) -> None:
    told = maintenance.info(file)
    assert told["log_digest"] == "1836-5fa6bcac1082"
    assert (told["plan"], told["plan_edition"], told["unit"], told["author"]) == ("lai-chau-2022", 1, "03388", "Lan")
    assert (told["changes"], told["conflicts"], told["encrypted"]) == (1836, 1, False)
    assert told["records"] == {
        "agency": 185, "comm_activity": 2, "comm_reach_establishment": 1, "establishment": 1,
        "establishment_headcount": 1, "letterhead": 116,
    }  # fmt: skip


def test_it_is_whole(file: OpenFile) -> None:
    assert maintenance.check(file) == []


def test_a_record_with_all_that_happened_to_it(file: OpenFile) -> None:
    view = records.find(file, TALK)
    assert view
    assert view.state is State.COUNTS
    assert (view.values["title"], view.values["people_total"], view.values["audience"]) == (
        "Tuyên truyền tại Karaoke Hoa Ban", 42, ("nld_kddv",),
    )  # fmt: skip
    assert records.conflicts(file) == [(TALK, "title")]
    totals = [
        (item.author, item.before, item.value) for item in records.history(file, TALK) if item.field == "people_total"
    ]
    assert totals == [("Lan", None, 41), ("Lan", 41, 40), ("Lan", 40, 41), ("Mai", 41, 42)]
    assert entry.drafts_of(file, TALK) == {"people_female": "mười lăm"}


def test_what_was_deleted_joined_corrected_and_taken_back(file: OpenFile) -> None:
    assert GONE in [row.id for row, _ in records.trash(file)]
    assert [item.value for item in records.history(file, GONE) if item.field == DELETED] == [1]
    assert [records.title_of(file, row.id) for row in records.rows(file, "establishment")] == [
        "Karaoke Hoa Ban - Karaoke"
    ]
    assert [row.values["date"] for row in records.rows(file, "establishment_headcount")] == ["2022-02-02"]
    assert [(act.kind, act.author) for act in undo.acts(file) if act.undone] == [("edit", "Lan")]
    assert {act.kind for act in undo.acts(file)} == {"edit", "delete", "undo", "join"}


def test_its_figures(file: OpenFile) -> None:
    found = figures.progress(file, figures.read_period(file, "2022"))
    both = {p.code: (p.numerator, p.denominator) for p in found}
    assert both["1.3"] == (Fraction(7), Fraction(10))
    assert both["1.4"] == (Fraction(0), Fraction(0))


def test_it_can_be_written_on(file: OpenFile) -> None:
    editing.settle(file, TALK, "title", "Tuyên truyền tại Karaoke Hoa Ban")
    editing.restore(file, GONE)
    assert maintenance.info(file)["conflicts"] == 0
    assert records.count(file, "comm_activity") == 3
    assert records.count(file, "comm_reach_establishment", parent=TALK) == 1
    assert records.search(file, "karaoke hoa ban")
    assert KARAOKE in [found.id for found in records.search(file, "karaoke hoa ban")]
    assert maintenance.check(file) == []


def test_it_answers_before_it_is_written_on_as_it_does_afterwards(file: OpenFile) -> None:
    deleted = next(act.act for act in undo.acts(file) if act.kind == "delete")

    def answers() -> list[object]:
        titles = [part.title for part in undo.preview(file, deleted).moved]
        return [titles, exchange.duplicates(file, "comm_activity"), exchange.duplicates(file, "establishment")]

    before = answers()
    assert before[0]
    assert maintenance.back_up(file) == maintenance.back_up(file), "nothing was written between them"
    editing.set_value(file, KARAOKE, "address", "Tổ 3")
    assert answers() == before
