"""What a list cuts when it has too little room: sentences first, then names, never a number or a code."""

import pytest
from msgspec.structs import replace
from PySide6.QtGui import QFontMetrics
from pytestqt.qtbot import QtBot

from desktop_app import plan_files
from ui.widgets import theme
from ui.widgets.column_widths import (
    AIR,
    FLOOR,
    READABLE,
    ColumnShare,
    fold_behind_kind,
    move_edge,
    share_all,
    share_few,
    share_for,
    share_width,
)

CODES = ["VA-108-2022-001", "VA-108-2022-002"]
PLACES = ["Xã Tủa Sín Chải", "Huyện Phong Thổ"]
SENTENCES = ["Tuyên truyền trực tiếp tại cơ sở kinh doanh dịch vụ", "Hội nghị, nói chuyện chuyên đề tại bản"]
DAYS = ["14/07/2022", "08/07/2022"]


@pytest.fixture
def metrics(qtbot: QtBot) -> QFontMetrics:
    return QFontMetrics(theme.font(14))


def shares(metrics: QFontMetrics, *columns: list[str]) -> list[ColumnShare]:
    return [share_for(cells, metrics, 60, 104, words=cells is not DAYS) for cells in columns]


def whole(cells: list[str], width: int, metrics: QFontMetrics) -> bool:
    return max(map(metrics.horizontalAdvance, cells)) + AIR <= width


def test_codes_dates_and_places_stay_whole_beside_long_sentences(metrics: QFontMetrics) -> None:
    columns = (DAYS, CODES, PLACES, SENTENCES, SENTENCES)
    widths = share_width(shares(metrics, *columns), 620)
    assert sum(widths) == 620
    assert all(whole(cells, width, metrics) for cells, width in zip(columns[:3], widths, strict=False))
    assert widths[3] >= 100


def test_a_column_goes_before_a_code_is_cut(metrics: QFontMetrics) -> None:
    widths = share_width(shares(metrics, DAYS, CODES, SENTENCES, SENTENCES), 360)
    assert widths[3] == 0
    assert whole(CODES, widths[1], metrics)


def test_what_is_left_goes_to_words(metrics: QFontMetrics) -> None:
    days, codes, places = share_width(shares(metrics, DAYS, CODES, PLACES), 700)
    assert places > codes > days


def test_a_column_with_nothing_in_it_takes_no_more_than_its_heading(metrics: QFontMetrics) -> None:
    assert share_width(shares(metrics, ["", ""], SENTENCES), 400)[0] == 60


def test_what_is_left_first_lets_a_heading_stand_on_one_line() -> None:
    narrow, wide = ColumnShare(60, 60, good=90), ColumnShare(100, 100, grows=True)
    assert share_width([narrow, wide], 160) == [60, 100]
    assert share_width([narrow, wide], 300) == [90, 210]


def test_what_is_left_lets_a_short_cell_stand_on_one_line_before_a_long_one() -> None:
    long, short, number = ColumnShare(110, 110, good=200), ColumnShare(90, 90, good=130), ColumnShare(50, 50)
    assert share_width([long, short, number], 270) == [110, 110, 50]
    assert share_width([long, short, number], 320) == [140, 130, 50]


def test_the_name_of_a_record_keeps_more_than_what_is_said_of_it(metrics: QFontMetrics) -> None:
    days, name, said = shares(metrics, DAYS, SENTENCES, SENTENCES)
    widths = share_width([days, replace(name, names=True), said], 600)
    assert widths[1] > widths[2] * 1.4
    assert sum(widths) == 600


def test_a_fifth_column_goes_before_the_name_of_a_place_is_cut(metrics: QFontMetrics) -> None:
    widths = share_width(shares(metrics, DAYS, CODES, PLACES, SENTENCES, SENTENCES), 540)
    assert widths[4] == 0
    assert whole(PLACES, widths[2], metrics)


def test_in_a_sheet_every_column_stays_and_the_widest_name_gives_way(metrics: QFontMetrics) -> None:
    name, *said = [ColumnShare(184, 145, grows=True), *[ColumnShare(110, 110)] * 6]
    assert share_width([name, *said], 800)[-1] == 0
    assert share_all([name, *said], 810) == [150, *[110] * 6]
    assert share_all([name, *said], 780) == [120, *[110] * 6]
    assert all(share_all([name, *said], 500))


def test_a_column_goes_before_a_sentence_is_cut_to_a_few_letters(metrics: QFontMetrics) -> None:
    columns = shares(metrics, DAYS, PLACES, SENTENCES, PLACES, DAYS)
    for room in range(420, 760, 20):
        days, place, said, *others = share_width(columns, room)
        assert said >= READABLE
        assert whole(PLACES, place, metrics)
        assert sum((days, place, said, *others)) == room


def test_in_a_small_table_a_sentence_is_cut_before_a_column_goes(metrics: QFontMetrics) -> None:
    columns = shares(metrics, DAYS, SENTENCES, ["Không vi phạm"])
    days, said, result = share_few(columns, 340)
    assert whole(DAYS, days, metrics)
    assert whole(["Không vi phạm"], result, metrics)
    assert said == 340 - days - result
    assert share_few(columns, 250)[2] == 0


def test_what_is_empty_or_the_same_in_every_row_goes_before_what_tells_rows_apart(metrics: QFontMetrics) -> None:
    year, period, place, said = shares(metrics, ["2022"], ["Quý II"], PLACES, SENTENCES)
    empty = replace(year, says=0)
    columns = [replace(year, says=1), replace(period, says=1), place, said, empty]
    assert [bool(wide) for wide in share_width(columns, 440)] == [True, True, True, True, False]
    assert [bool(wide) for wide in share_width(columns, 380)] == [False, True, True, True, False]
    assert sum(share_width(columns, 380)) == 380


def test_on_two_lines_a_sentence_needs_about_half_and_a_short_word_what_it_is(metrics: QFontMetrics) -> None:
    line, folded = (share_for(SENTENCES, metrics, 60, 104, words=True, folded=on) for on in (False, True))
    assert folded.need < line.need * 2 / 3
    days = share_for(["Quý II"], metrics, 30, 104, words=True, folded=True)
    assert whole(["Quý II"], days.need, metrics)


def test_the_name_of_a_place_is_folded_behind_its_kind_only() -> None:
    assert fold_behind_kind("Thành phố Lai Châu") == "Thành phố Lai\u00a0Châu"
    assert fold_behind_kind("Xã Tủa Sín Chải") == "Xã Tủa\u00a0Sín\u00a0Chải"
    assert fold_behind_kind("Tỉnh") == "Tỉnh"
    assert fold_behind_kind("") == ""


@pytest.mark.parametrize("plan", plan_files.available_plans())
def test_the_longest_name_of_a_unit_is_whole_beside_sentences(metrics: QFontMetrics, plan: str) -> None:
    units = [unit.name for unit in plan_files.read_head(plan).units]
    _, place, *_ = share_width(shares(metrics, DAYS, units, SENTENCES, ["2022"], ["Quý II"], SENTENCES), 612)
    assert whole(units, place, metrics)


def test_a_number_is_not_cut_by_whoever_makes_its_column_narrow(metrics: QFontMetrics) -> None:
    number = replace(share_for(["999.999.999.999.999"], metrics, 60, 64, words=False, given=50), whole=True)
    words = share_for(SENTENCES, metrics, 60, 104, words=True)
    assert whole(["999.999.999.999.999"], share_width([number, words], 400)[0], metrics)
    need = number.need
    assert move_edge([need + 20, 200], 0, 70, [need, FLOOR]) == [need, 220]
    assert move_edge([200, need + 20], 0, 400, [FLOOR, need]) == [220, need]
