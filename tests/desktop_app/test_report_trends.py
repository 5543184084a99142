"""Trend and comparison in the annex of the indicators: charts, their numbers, the units in order."""

import ctypes
import io
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import docx
import openpyxl
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from msgspec.structs import replace

from desktop_app.domain.indicators import MET, NO_DATA, NOT_APPLICABLE, NOT_MET, IndicatorResult
from desktop_app.domain.trend import Trend
from desktop_app.report import docx_report, layout, xlsx_report
from desktop_app.report.blocks import Paragraph, ProgressReport, Table
from desktop_app.report.cells import shown
from desktop_app.report.contents import build
from desktop_app.report.data import ReportData
from desktop_app.report.extras import CHARTS
from desktop_app.report.lock_format import read_report, write
from desktop_app.report.ranking import places
from desktop_app.session import figures, opening
from desktop_app.session.report_data import collect
from tests.desktop_app import report_samples as samples
from tests.desktop_app.pdf_pages import Page, pages_of
from tests.filled_files import put_made_up

TRENDS, RANKING = (
    "Diễn biến các chỉ tiêu và so với cùng kỳ năm trước",
    "Kết quả các chỉ tiêu chia theo đơn vị, xếp theo tỷ lệ chỉ tiêu đạt",
)


def table(report: ProgressReport, caption: str) -> Table | None:
    blocks = (*report.annexes[0].blocks, *report.annexes[0].wide)
    return next((block for block in blocks if isinstance(block, Table) and block.caption == caption), None)


def rows(found: Table | None) -> list[list[str]]:
    return [[shown(cell) for cell in row] for row in found.rows] if found else []


def chart_page(data: ReportData) -> tuple[Page, int]:
    """The page with the charts, and its number."""
    pages = pages_of(layout.render(build(data)))
    return next((page, number) for number, page in enumerate(pages) if TRENDS in page.text)


# --- charts ------------------------------------------------------------------------------------------------------


def test_the_charts_and_the_numbers_behind_them_say_the_same() -> None:
    found = table(build(samples.province()), TRENDS)
    assert found is not None
    titles = [column.title for column in found.columns]
    assert titles[3:] == ["Quý I", "Quý I năm trước", "Quý II", "Quý II năm trước"]
    assert rows(found)[1] == ["1.2", samples.plan().indicators["1.2"].title.vi, "100%",
                              "44,4%", "44,4%", "77,8%", "66,7%"]  # fmt: skip
    for row, chart in zip(found.rows, found.drawn, strict=True):
        told = [figure or "–" for bar in chart.bars for figure in (bar.now, bar.earlier)]
        assert list(row[3:]) == told


def test_in_the_numbers_behind_the_charts_no_code_is_parted() -> None:
    data = samples.province()
    known = {"BIEN.12": data.plan.indicators["1.2"], **data.plan.indicators}
    changed = [_renamed(trend) if trend.last.code == "1.2" else trend for trend in data.trends]
    named = replace(data, trends=tuple(changed), plan=replace(data.plan, indicators=known))
    usual, wide = table(build(data), TRENDS), table(build(named), TRENDS)
    assert usual is not None
    assert wide is not None
    assert wide.columns[0].share > 20 > usual.columns[0].share


def _renamed(trend: Trend) -> Trend:
    points = (replace(point, figure=replace(point.figure, code="BIEN.12")) for point in trend.points)
    return replace(trend, points=tuple(points))


def test_a_year_is_shown_as_it_adds_up() -> None:
    found = table(build(replace(samples.year(), extras=[CHARTS])), TRENDS)
    assert found is not None
    assert [bar.label for bar in found.drawn[0].bars] == ["Quý I", "6 tháng", "9 tháng", "Cả năm"]


def test_one_period_with_nothing_to_compare_is_not_drawn() -> None:
    data = samples.province()
    alone = [replace(trend, points=(replace(trend.points[-1], earlier=None),)) for trend in data.trends]
    assert table(build(replace(data, trends=alone)), TRENDS) is None
    assert table(build(replace(data, trends=())), TRENDS) is None


def test_charts_on_which_nothing_rises_are_left_out() -> None:
    data = samples.province()
    nothing = replace(data.trends[0].last, numerator=Fraction(0))
    flat = [replace(t, points=tuple(replace(p, figure=nothing, earlier=None) for p in t.points)) for t in data.trends]
    assert table(build(replace(data, trends=[*flat[:1], data.trends[1]])), TRENDS) is not None
    assert table(build(replace(data, trends=flat)), TRENDS) is None
    assert not any(
        "diễn biến" in block.text
        for block in build(replace(data, trends=flat, below={})).annexes[0].blocks
        if isinstance(block, Paragraph)
    )


def test_the_pdf_draws_each_chart_as_vectors_with_readable_words() -> None:
    page, number = chart_page(samples.province())
    charts = 10
    for words in ("kỳ báo cáo", "mức đề ra", "cùng kỳ năm trước", "2.2. Huyện, thành phố lồng ghép", "+16,7%", "≥ 60%"):
        assert words in page.text
    assert all(line.size >= 8 for line in page.lines()), "nothing is smaller than 8 points"
    assert all(line.box.left >= 19.99 and line.box.right <= 277.1 for line in page.lines() if line.box.top > 25)
    kinds = list(_objects(layout.render(build(samples.province())), number))
    assert pdfium.FPDF_PAGEOBJ_IMAGE not in kinds
    assert kinds.count(pdfium.FPDF_PAGEOBJ_PATH) > 4 * charts, "bars, axes, targets"


def _objects(pdf: bytes, number: int) -> Iterator[int]:
    page = pypdfium2.PdfDocument(pdf)[number]
    yield from (pdfium.FPDFPageObj_GetType(one.raw) for one in page.get_objects())


def test_charts_of_percent_share_one_scale_in_the_pdf() -> None:
    """Bars that reach 77,8% and 37,5% are as high as that, in one row or another."""
    pdf = layout.render(build(samples.province()))
    _, number = chart_page(samples.province())
    dark = [height for grey, height in _bars(pdf, number) if grey == 89 and height > 2]  # not the dashes
    assert len(dark) == 10 + 1, "one of each chart, and the key"
    assert dark[2] / dark[6] == pytest.approx((7 / 9) / (3 / 8), abs=0.02)


def _bars(pdf: bytes, number: int) -> Iterator[tuple[int, float]]:
    page = pypdfium2.PdfDocument(pdf)[number]
    for one in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH]):
        colour = [ctypes.c_uint() for _ in range(4)]
        pdfium.FPDFPageObj_GetFillColor(one.raw, *colour)
        _, bottom, _, top = one.get_bounds()
        yield colour[0].value, top - bottom


def test_the_docx_has_the_numbers_as_a_table() -> None:
    document = docx.Document(io.BytesIO(docx_report.render(build(samples.province()))))
    found = [[cell.text for cell in row.cells] for one in document.tables for row in one.rows]
    assert [*rows(table(build(samples.province()), TRENDS))[1]] in found
    assert any(row[:2] + row[-2:] == ["4", "Huyện Tân Uyên", "3", "10"] for row in found)


@pytest.mark.filterwarnings("ignore:Unknown extension", "ignore:Conditional Formatting extension")  # bars in cells
def test_the_xlsx_has_them_as_numbers() -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx_report.render(build(samples.province()))))
    cells = [[cell.value for cell in row] for sheet in book for row in sheet.iter_rows()]
    (trend,) = [row for row in cells if row[0] == "1.2" and len(row) > 6 and row[2] == "100%" and row[3] != 7]
    assert [pytest.approx(value) for value in trend[3:7]] == [4 / 9, 4 / 9, 7 / 9, 2 / 3]
    assert any([*row[:2], *[c for c in row[2:] if c is not None][-2:]] == [4, "Huyện Tân Uyên", 3, 10] for row in cells)


def test_a_locked_report_keeps_its_charts() -> None:
    report = build(samples.province())
    assert read_report(write(report)) == report


# --- the units below ---------------------------------------------------------------------------------------------


def test_units_stand_by_indicators_met_and_equal_ones_share_a_place_in_vietnamese_order() -> None:
    *found, whole = rows(table(build(samples.province()), RANKING))
    assert [row[0] for row in found] == ["1", "2", "3", "4", "5", "5", "7", "7"]
    assert [row[1] for row in found[4:]] == ["Huyện Sìn Hồ", "Thành phố Lai Châu", "Huyện Tam Đường", "Huyện Than Uyên"]
    assert [row[-2:] for row in found] == [[met, "10"] for met in "76432211"]
    assert (whole[:2], whole[-2:]) == (["", "Toàn tỉnh"], ["", ""])
    of_communes = rows(table(build(samples.district()), RANKING))
    assert len(of_communes) == len(samples.units().children(samples.DISTRICT)) + 1
    assert of_communes[-1][1] == "Toàn huyện"
    assert table(build(samples.commune()), RANKING) is None


def test_a_unit_that_is_judged_by_nothing_has_no_place_and_stands_last() -> None:
    first, second, third = samples.units().children(samples.PROVINCE)[:3]
    own = [samples.figure("1.1", 3, 4, MET), samples.figure("3.3", 1, 2, NOT_MET)]
    below = {first: [samples.figure("1.1", None, None, NOT_APPLICABLE), samples.figure("3.3", 0, 0, NOT_APPLICABLE)],
             second: [samples.figure("1.1", 1, 2, NOT_MET), samples.figure("3.3", None, None, NO_DATA)],
             third: [samples.figure("1.1", 2, 2, MET), samples.figure("3.3", None, None, NOT_APPLICABLE)]}  # fmt: skip
    *found, _ = rows(table(build(replace(samples.province(), below=below, progress=own)), RANKING))
    assert [row[2:] for row in found] == [["100,0%", "–", "1", "1"], ["50,0%", "CSL", "0", "1"], ["–", "KĐT", "–", "–"]]
    assert [row[0] for row in found] == ["1", "2", "–"]


def test_units_are_ranked_by_what_they_meet_of_what_they_are_judged_by_and_only_where_half_is_known() -> None:
    def row(met: int, missed: int, unknown: int) -> list[IndicatorResult]:
        met_codes, others = ["1.1", "1.4", "2.1", "2.2"], ["3.1", "3.3", "4.1", "1.3"]
        figures = [samples.figure(code, 9, 9, MET) for code in met_codes[:met]]
        figures += [samples.figure(code, 0, 9, NOT_MET) for code in others[:missed]]
        return figures + [
            samples.figure(code, None, None, NO_DATA) for code in (*others, *met_codes)[-unknown:] if unknown
        ]

    units = samples.units().children(samples.PROVINCE)[:4]
    below = dict(zip(units, (row(3, 3, 0), row(2, 0, 2), row(1, 0, 2), row(0, 0, 0)), strict=True))
    ranked = places(replace(samples.province(), below=below))
    assert {one.unit: (one.number, one.met, one.judged) for one in ranked} == {
        units[1]: (1, 2, 2), units[0]: (2, 3, 6), units[2]: (0, 1, 1),
    }  # fmt: skip


def test_the_signs_among_the_figures_of_the_units_are_explained_and_no_others() -> None:
    notes = [block.text for block in build(samples.district()).annexes[0].blocks if isinstance(block, Paragraph)]
    (note,) = [note for note in notes if "số in đậm là chưa đạt" in note]
    assert "“" not in note


# --- counts of people --------------------------------------------------------------------------------------------


# --- from a file -------------------------------------------------------------------------------------------------


def test_a_report_from_a_file_shows_the_figures_that_the_reports_before_it_say(tmp_path: Path) -> None:
    with opening.create_file(tmp_path / "a.db", samples.plan().source, "106", "Lan") as file:
        put_made_up(file, 300)

        def of(code: str) -> ReportData:
            period = figures.read_period(file, f"2022-{code}")
            return collect(file, period, "106")

        data = of("Q3")
        told = {code: {f.code: f.exact for f in of(code).progress} for code in ("Q1", "Q2", "Q3")}
        assert len(data.trends) > 3
        for trend in data.trends:
            assert [(str(p.period.code), p.figure.exact) for p in trend.points] == [
                (code, exact[trend.last.code]) for code, exact in told.items()
            ]
            assert not data.plan.indicators[trend.last.code].supported, "supported people are not even read"
        assert [str(p.period.code) for p in of("12").trends[0].points] == ["09", "10", "11", "12"]


# --- the same period of last year --------------------------------------------------------------------------------


def test_a_figure_stands_beside_that_of_the_same_period_of_last_year_where_it_is_known() -> None:
    data = replace(samples.province(), extras=())
    report = build(data)
    sentences = [block.text for block in report.blocks if isinstance(block, Paragraph)]
    title = samples.plan().indicators["1.2"].title.vi
    assert any(f"{title}: 77,8% (7/9), cùng kỳ năm trước 66,7%; chưa đạt chỉ tiêu" in text for text in sentences)
    found = table_of_figures(report)
    place = [column.title for column in found.columns].index("Cùng kỳ năm trước")
    told = {str(row[0]): shown(row[place]) for row in found.rows if len(row) > 1 and row[0]}
    assert told["1.2"] == "66,7%"
    assert told["1.1"] == "–", "nothing is known of it"
    assert told["3.2"] == "–", "it is a growth against that year"


def test_where_nothing_is_known_of_last_year_nothing_is_said_of_it() -> None:
    data = replace(samples.province(), extras=(), trends=(), earlier=())
    report = build(data)
    assert "Cùng kỳ năm trước" not in [column.title for column in table_of_figures(report).columns]
    assert not [b for b in report.blocks if isinstance(b, Paragraph) and ", cùng kỳ năm trước " in b.text]


def shown_of(code: str, data: ReportData) -> list[str]:
    return next([shown(cell) for cell in row] for row in table_of_figures(build(data)).rows if row[0] == code)


def table_of_figures(report: ProgressReport) -> Table:
    blocks = (block for annex in report.annexes for block in annex.blocks)
    return next(block for block in blocks if isinstance(block, Table) and block.columns[0].title == "Mã")
