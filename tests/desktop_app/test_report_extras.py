"""What an office prints beside what every report says is kept on its letterhead, and what a paper lacks is said."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop_app.plan_files import load_plan, plan_folder
from desktop_app.report import extras
from desktop_app.report.contents import build
from desktop_app.session import OpenFile, editing, exchange, figures, opening, report_extras, report_head, report_text
from desktop_app.session.report_data import collect
from desktop_app.texts import in_words
from tests.desktop_app.conftest import Run
from tests.new_files import new_file
from tests.sentences import refused

Ask = Callable[..., tuple[int, str, str]]


def now() -> datetime:
    return datetime(2022, 6, 20, 8, tzinfo=UTC)


@pytest.fixture
def file(tmp_path: Path) -> Iterator[OpenFile]:
    source = load_plan(plan_folder("lai-chau-2022"))
    with new_file(tmp_path / "a.db", source, "106", "Vàng A Mẫu", now=now) as made:
        yield made


def test_the_plan_offers_exactly_what_the_program_knows(file: OpenFile) -> None:
    assert tuple(report_extras.offered(file)) == extras.EXTRAS


def test_what_the_office_asked_for_is_kept_printed_and_taken_back(file: OpenFile) -> None:
    quarter = figures.read_period(file, "2022-Q2")
    assert report_extras.wanted(file, quarter) == ()
    before = build(collect(file, quarter, "106"))
    report_extras.set_wanted(file, quarter, [extras.READINGS])
    assert collect(file, quarter, "106").extras == (extras.READINGS,)
    after = build(collect(file, quarter, "106"))
    assert len(after.annexes[0].blocks) > len(before.annexes[0].blocks)
    report_extras.set_wanted(file, quarter, [])
    assert build(collect(file, quarter, "106")) == before


def test_it_goes_along_with_the_ledger_that_is_sent(file: OpenFile, tmp_path: Path) -> None:
    quarter = figures.read_period(file, "2022-Q2")
    report_extras.set_wanted(file, quarter, [extras.CHARTS, extras.ZEROS])
    (tmp_path / "usb").mkdir()
    sent = exchange.send(file, tmp_path / "usb").path
    with opening.open_copy(sent) as copy:
        assert report_extras.wanted(copy, quarter) == (extras.CHARTS, extras.ZEROS)


def test_what_nobody_knows_is_refused_by_name(file: OpenFile) -> None:
    quarter = figures.read_period(file, "2022-Q2")
    with refused("Không có nội dung in thêm “tranh”; có thể chọn: cach_tinh, xep_hang"):
        report_extras.set_wanted(file, quarter, ["tranh"])


def test_number_day_and_signer_are_missing_until_they_are_typed(file: OpenFile) -> None:
    quarter = figures.read_period(file, "2022-Q2")

    def lacking() -> list[str]:
        return [in_words(label) for label in report_head.lacking(file, quarter)]

    assert lacking() == ["Số, ký hiệu", "Ngày ban hành", "Họ tên người ký"]
    records = report_text.head_records(file, quarter)
    assert records is not None
    header = {**records.report.given, "doc_no": "5", "doc_date": "2022-06-20"}
    assert editing.new_record(file, records.report.kind, header).saved
    assert lacking() == ["Họ tên người ký"]
    assert records.letterhead.record is not None
    editing.set_value(file, records.letterhead.record, "signer_name", "Vàng A Mẫu")
    assert lacking() == []


# --- on the command line -----------------------------------------------------------------------------------------


@pytest.fixture
def ask(tmp_path: Path, run: Run) -> Ask:
    path = tmp_path / "huyện.db"
    assert run("new", path, "--unit", "106")[0] == 0
    return lambda command, *more: run(command, path, "--period", "2022-Q2", *more)


def test_the_command_line_shows_and_sets_it(ask: Ask) -> None:
    code, out, _ = ask("report-extras")
    assert code == 0
    assert out.splitlines()[2] == "-\tbieu_do\tBiểu đồ"
    assert ask("report-extras", "--set", "bieu_do, xep_hang")[0] == 0
    assert json.loads(ask("report-extras", "--json")[1]) == ["xep_hang", "bieu_do"]
    assert ask("report-extras", "--set", "tranh")[0] == 1
    assert "x\t" not in ask("report-extras", "--set", "")[1]


def test_the_command_line_says_what_a_report_lacks_and_makes_it(ask: Ask, tmp_path: Path) -> None:
    code, _, said = ask("report", "--out", tmp_path / "r.pdf")
    assert code == 0
    assert said.startswith("Báo cáo còn thiếu: Số, ký hiệu; Ngày ban hành; Họ tên người ký.")
    assert (tmp_path / "r.pdf").exists()
