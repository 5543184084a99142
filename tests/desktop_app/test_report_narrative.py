"""The text of a report: drafts by rule with the change against a year before, own words with faces, stale figures."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from desktop_app.domain.indicators import MET, NOT_MET
from desktop_app.domain.markup import Stale, parse
from desktop_app.domain.plan_indicators import Statistic
from desktop_app.domain.statistic_results import Amount, AreaStatistics, StatisticResult
from desktop_app.messages import Label
from desktop_app.plan_files import load_plan, plan_folder
from desktop_app.report import contents
from desktop_app.report.blocks import Heading, Paragraph, Run
from desktop_app.report.data import ReportData
from desktop_app.report.section_text import Narrative
from desktop_app.session import OpenFile, editing, figures, records, report_text, reports
from tests.desktop_app import report_samples as samples
from tests.desktop_app.report_samples import figure
from tests.new_files import new_file
from tests.sentences import refused


def draft(data: ReportData, code: str = "III.1", **changes: Any) -> list[str]:
    """The draft of a section, without the names of figures."""
    return [line.text for line in parse(Narrative(replace(data, **changes)).sections[code].draft)]


def sessions(period: int | None, year: int, *, people: bool = False) -> StatisticResult:
    of = Statistic(
        "1", "comm_activity", Label("Buổi tuyên truyền"), "sessions", people=people, unit=Label("buổi"), lead=True
    )
    return StatisticResult(of, Amount(period, year))


def said_of(now: StatisticResult, before: StatisticResult | None = None, data: ReportData | None = None) -> str:
    earlier = [AreaStatistics("1", (before,))] if before else []
    lines = draft(data or samples.province(), statistics=[AreaStatistics("1", (now,))], earlier=earlier)
    return lines[0]


# --- drafts by rule ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "said"),
    [(485, "tăng 12 buổi so với cùng kỳ năm trước"), (500, "giảm 03 buổi so với cùng kỳ năm trước"),
     (497, "bằng cùng kỳ năm trước")],
)  # fmt: skip
def test_what_was_done_is_compared_with_the_year_before(before: int, said: str) -> None:
    assert said_of(sessions(497, 1490), sessions(before, before)) == (
        f"- Buổi tuyên truyền: 497 buổi, {said}; lũy kế từ đầu năm là 1.490."
    )


def test_without_a_year_before_nothing_is_compared() -> None:
    plain = "- Buổi tuyên truyền: 497 buổi; lũy kế từ đầu năm là 1.490."
    assert said_of(sessions(497, 1490)) == plain
    assert said_of(sessions(497, 1490), sessions(0, 0)) == plain, "no record is no zero"


def test_over_the_whole_year_and_for_registers_one_number_is_enough() -> None:
    year = samples.province(samples.YEAR)
    assert said_of(sessions(1490, 1490), None, year) == "- Buổi tuyên truyền: 1.490 buổi."
    assert said_of(sessions(None, 92)) == "- Buổi tuyên truyền: 92 buổi."


def test_only_what_the_plan_leads_with_is_said_and_all_of_it_stands_in_the_table() -> None:
    lines = draft(samples.province())
    assert lines[0].startswith("- Hoạt động tuyên truyền: 13 hoạt động, tăng 01 hoạt động so với cùng kỳ năm trước;")
    assert not any("Trong đó lượt nữ" in line for line in lines)
    assert any("hình thức tuyên truyền: 65,1% (69/106); đạt chỉ tiêu" in line for line in lines)


def test_every_figure_of_a_draft_remembers_what_it_shows() -> None:
    narrative = Narrative(samples.province())
    named = {
        s.figure for code in narrative.sections for line in parse(narrative.sections[code].draft) for s in line.spans
    }
    assert {"1.1", "1.1/ratio", "1.2/short", "comm_activity", "comm_activity/change", "comm_activity.sessions/year",
            "indicators/met", "4.1", None} <= named  # fmt: skip
    assert named - {None} <= narrative.figures.keys()


def test_two_statistics_of_one_kind_and_field_have_two_names() -> None:
    figures = Narrative(samples.province()).figures
    assert figures["inspection"] != figures["inspection#2"]


def test_the_sections_come_in_the_usual_order_with_the_plans_names() -> None:
    titles = {"III.1": "III.1. Công tác tuyên truyền"}
    sections = Narrative(replace(samples.province(), section_titles=titles)).sections
    assert list(sections) == ["I", "II", "III.1", "III.2", "III.3", "III.4", "III.5", "IV.1", "IV.2", "IV.3", "V", "VI"]
    assert [sections[code].title for code in ("I", "III.1", "III.2")] == [
        "I. Tình hình chung", "III.1. Công tác tuyên truyền", "III.2. Phòng ngừa",
    ]  # fmt: skip


def test_names_of_the_plan_are_never_taken_for_markup() -> None:
    plan = samples.plan()
    odd = replace(plan.indicators["2.1"], title=Label("Tỷ lệ **huyện** [x]{y}"))
    data = replace(samples.province(), plan=replace(plan, indicators={**plan.indicators, "2.1": odd}))
    said = "- Tỷ lệ **huyện** [x]{y}: 100,0% (8/8), cùng kỳ năm trước 87,5%; đạt chỉ tiêu (100%)."
    assert said in draft(data, "III.2")


# --- the office's own words --------------------------------------------------------------------------------------


def printed(data: ReportData, text: str) -> list[Paragraph]:
    """Section VI as it is printed."""
    report = contents.build(replace(data, narratives={"VI": text}))
    place = next(n for n, b in enumerate(report.blocks) if isinstance(b, Heading) and b.title == "Kiến nghị, đề xuất")
    return [block for block in report.blocks[place + 1 : -1] if isinstance(block, Paragraph)]


def test_faces_and_lists_are_printed() -> None:
    assert printed(samples.province(), "Một **hai** *ba*.\n- bốn\n1. năm") == [
        Paragraph("Một hai ba.", "body", (Run("Một "), Run("hai", True), Run(" "), Run("ba", italic=True), Run("."))),
        Paragraph("- bốn", "item"), Paragraph("1. năm", "item"),
    ]  # fmt: skip


def test_the_last_words_end_the_report_in_their_own_face() -> None:
    report = contents.build(replace(samples.province(), narratives={"VI": "Trên đây là **báo cáo của Sở.**"}))
    assert report.blocks[-1] == Paragraph(
        "Trên đây là báo cáo của Sở./.", "body", (Run("Trên đây là "), Run("báo cáo của Sở./.", bold=True))
    )


def test_a_figure_that_is_still_true_is_printed_as_it_stands() -> None:
    (paragraph,) = printed(samples.district(), "Đạt [65,1%]{1.1} kế hoạch.")
    assert paragraph == Paragraph("Đạt 65,1% kế hoạch.")


def test_a_stale_figure_is_marked_in_a_draft_and_printed_as_signed_when_locked() -> None:
    text = "Đạt **[60,0%]{1.1}** kế hoạch, [7]{gone} buổi."
    (paragraph,) = printed(samples.district(), text)
    assert paragraph.text == "Đạt 60,0% [nay là 65,1%] kế hoạch, 7 [số liệu này không còn] buổi."
    assert paragraph.runs[2] == Run(" [nay là 65,1%]", bold=True, italic=True)
    assert printed(samples.province(), text)[0].text == "Đạt 60,0% kế hoạch, 7 buổi."
    section = Narrative(replace(samples.district(), narratives={"VI": text})).sections["VI"]
    assert section.stale == (Stale("1.1", "60,0%", "65,1%"), Stale("gone", "7", None))


def test_an_edited_text_survives_new_figures_and_tells_which_changed() -> None:
    before = samples.district()
    own = Narrative(before).sections["III.2"].draft + "\nCâu của cơ quan."
    after = replace(before, progress=[figure("2.1", 7, 8, MET), figure("2.2", 3, 8, NOT_MET, short_by=1)])
    section = Narrative(replace(after, narratives={"III.2": own})).sections["III.2"]
    assert section.own == own
    assert [(s.figure, s.shown, s.now) for s in section.stale] == [
        ("2.1", "100,0%", "87,5%"),
        ("2.1/ratio", "8/8", "7/8"),
    ]


# --- in a file ---------------------------------------------------------------------------------------------------


@pytest.fixture
def file(tmp_path: Path) -> Iterator[OpenFile]:
    def now() -> datetime:
        return datetime(2022, 6, 20, 8, tzinfo=UTC)

    source = load_plan(plan_folder("lai-chau-2022"))
    with new_file(tmp_path / "a.db", source, "106", "Vàng A Mẫu", now=now) as made:
        yield made


def test_a_text_is_kept_changed_taken_back_and_written_again(file: OpenFile) -> None:
    quarter, other = figures.read_period(file, "2022-Q2"), figures.read_period(file, "2022-Q3")
    assert report_text.narrative(file, quarter).sections["II"].own is None
    for text in ("Một.", "Hai.", "Hai."):
        report_text.set_narrative(file, quarter, "II", f" {text}\n")
        assert report_text.narrative(file, quarter).sections["II"].own == text
    assert report_text.narrative(file, other).sections["II"].own is None
    assert report_text.narrative(file, quarter, "12").sections["II"].own is None
    for _ in range(2):
        report_text.set_narrative(file, quarter, "II", " \n ")
        assert report_text.narrative(file, quarter).sections["II"].own is None
    report_text.set_narrative(file, quarter, "II", "Ba.")
    assert report_text.narrative(file, quarter).sections["II"].own == "Ba."
    assert records.count(file, "report_narrative") == 1


def test_only_sections_and_periods_that_a_record_can_name_keep_a_text(file: OpenFile) -> None:
    with refused(r"không có mục “IX”; các mục: I, II, III\.1"):
        report_text.set_narrative(file, figures.read_period(file, "2022-Q2"), "IX", "x")
    with refused("chọn một kỳ có mã"):
        report_text.set_narrative(file, figures.read_period(file, "2022-03-15..2022-04-15"), "I", "x")


def test_a_change_against_the_year_before_comes_from_the_records(file: OpenFile) -> None:
    for day, count in (("2021-04-20", 5), ("2022-04-20", 17)):
        values: dict[str, Any] = {"unit": "106", "date": day, "form": "loa", "title": "Nói không với mại dâm"}
        result = editing.new_record(file, "comm_activity", {**values, "sessions": count, "audience": ("nhan_dan",)})
        assert result.saved
    lines = parse(report_text.narrative(file, figures.read_period(file, "2022-Q2")).sections["III.1"].draft)
    assert "- Buổi, lượt tuyên truyền: 17 buổi, tăng 12 buổi so với cùng kỳ năm trước; lũy kế từ đầu năm là 17." in [
        line.text for line in lines
    ]


# --- how far it is -----------------------------------------------------------------------------------------------


def test_a_report_tells_how_far_it_is_and_can_be_stopped(file: OpenFile) -> None:
    told: list[float] = []
    made = reports.report(file, figures.read_period(file, "2022-Q2"), report_progress=told.append)
    assert told == sorted(told)
    assert told[0] < 0.1
    assert told[-1] == pytest.approx(1, abs=0.05)
    assert len(told) > 40, "often enough for a bar to move"
    assert made == reports.report(file, figures.read_period(file, "2022-Q2"))

    class StoppedError(Exception):
        pass

    def stop(done: float) -> None:
        if done > 0.5:
            raise StoppedError

    with pytest.raises(StoppedError):
        reports.report(file, figures.read_period(file, "2022-Q2"), report_progress=stop)
    assert reports.report(file, figures.read_period(file, "2022-Q2")) == made, "nothing is left behind"
