"""Many rows: how far they are, and the way to stop them."""

from pathlib import Path

import pytest

from desktop_app.errors import StoppedError
from desktop_app.messages import Text
from desktop_app.session import OpenFile, maintenance, sheet_import
from desktop_app.session.sheet_import import Wishes
from tests.sheets.making import HEADINGS, ROW, changed, xlsx

KIND, MANY = "comm_activity", 1500


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return xlsx(tmp_path_factory.mktemp("many"), HEADINGS, *(changed(ROW, title=f"Chủ đề {n}") for n in range(MANY)))


def take(file: OpenFile, source: Path) -> int:
    reading = sheet_import.read(file, sheet_import.open_book(source, Wishes()), KIND, Wishes())
    return len(sheet_import.write(file, reading))


def test_every_row_of_a_long_sheet_goes_in(file: OpenFile, source: Path) -> None:
    assert take(file, source) == MANY


def test_work_can_be_stopped_at_any_step_and_nothing_is_written(file: OpenFile, source: Path) -> None:
    before = maintenance.info(file)["changes"]
    heard: list[str] = []

    def stop_at(step: int) -> None:
        left = step

        def report(_done: int, _total: int, sentence: Text) -> None:
            nonlocal left
            heard.append(repr(sentence))
            left -= 1
            if left < 0:
                raise StoppedError

        book = sheet_import.open_book(source, Wishes(), report)
        sheet_import.write(file, sheet_import.read(file, book, KIND, Wishes(), report), report)

    for step in (0, 2, 5, 12):
        with pytest.raises(StoppedError):
            stop_at(step)
    assert maintenance.info(file)["changes"] == before
    assert {"sheet.reading" in one or "sheet.judging" in one for one in heard} == {True}
