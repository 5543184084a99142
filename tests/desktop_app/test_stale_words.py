"""Words that an office typed itself and that no longer hold are found, kept through edits, and named before a lock."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop_app.domain.period import Period
from desktop_app.domain.stale_words import BASIS, Basis, basis_of, read_basis, stale_words, wording
from desktop_app.domain.state_words import numbers, states
from desktop_app.domain.values import Value
from desktop_app.plan_files import load_plan, plan_folder
from desktop_app.session import OpenFile, editing, exchange, figures, opening, records, report_text, reports, undo
from tests.desktop_app.conftest import Run
from tests.new_files import new_file
from tests.sentences import refused

THEN = """Kết quả thực hiện công tác tuyên truyền trong quý II như sau:
- Buổi tuyên truyền: [497]{c.sessions} buổi, tăng [12]{c.sessions/change} buổi; lũy kế là [1.490]{c/year}.
- Tỷ lệ xã tuyên truyền: [62,5%]{1.1} ([5/8]{1.1/ratio}); đạt chỉ tiêu (từ 60% trở lên).
- Cai nghiện: chưa có số liệu.
Đến ngày 15/5/2022 còn 2/8 đơn vị chưa báo cáo: xã Hồ Thầu, xã Bình Lư."""
NOW = """Kết quả thực hiện công tác tuyên truyền trong quý II như sau:
- Buổi tuyên truyền: [500]{c.sessions} buổi, giảm [3]{c.sessions/change} buổi; lũy kế là [1.493]{c/year}.
- Tỷ lệ xã tuyên truyền: [50%]{1.1} ([4/8]{1.1/ratio}); chưa đạt chỉ tiêu (từ 60% trở lên).
- Cai nghiện: 3 người.
Đến ngày 16/5/2022 còn 1/8 đơn vị chưa báo cáo: xã Bình Lư."""
QUARTER = "2022-Q2"


def found(own: str, now: str = NOW, then: str = THEN) -> list[str]:
    return [stale.shown for stale in stale_words(own, read_basis(basis_of(own, then, {}).to_text()), now, {})]


# --- what is found ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("own", "said"),
    [
        ("Xã đã mở 497 buổi nói chuyện.", ["497"]), ("Cả năm được 1490 buổi.", ["1490"]),
        ("Cả năm được 1.490 buổi.", ["1.490"]), ("Tỷ lệ là 62.50 %.", ["62.50 %"]), ("Có 05 trên 8 xã làm.", ["05"]),
        ("Có năm trong tám xã làm.", ["năm"]), ("Việc cai nghiện CHƯA CÓ SỐ LIỆU.", ["CHƯA CÓ SỐ LIỆU"]),
        ("Xã đã hoàn thành chỉ tiêu.", ["hoàn thành"]), ("Số buổi tăng so với cùng kỳ.", ["tăng"]),
        ("Chậm nhất là xã Hồ Thầu.", ["xã Hồ Thầu"]), ("Chưa gửi: xã Hồ Thầu, xã Bình Lư.", ["xã Hồ Thầu"]),
        ("Còn hai đơn vị.", ["hai"]),
    ],
)  # fmt: skip
def test_a_number_a_state_a_count_or_a_name_that_no_longer_holds_is_found(own: str, said: list[str]) -> None:
    assert found(own) == said


@pytest.mark.parametrize(
    "own",
    ["Tăng cường chỉ đạo trong năm 2022.", "Đến ngày 15/5/2022 đã họp 9 lần.", "Còn xã Bình Lư.", "Một số xã làm tốt.",
     "Các bên phối hợp, đạt được nhiều kết quả.", "[497]{c.sessions} buổi"],
)  # fmt: skip
def test_what_says_nothing_of_what_changed_is_left_alone(own: str) -> None:
    assert found(own) == []


def test_nothing_is_stale_while_the_draft_says_the_same_but_for_the_day() -> None:
    own = "497 buổi, tăng 12; đạt chỉ tiêu; chưa có số liệu; xã Hồ Thầu; hai đơn vị."
    assert found(own, THEN.replace("15/5/2022", "16/5/2022")) == []


def test_with_each_stands_what_the_draft_says_of_it_now() -> None:
    (stale,) = stale_words("Có 497 buổi.", basis_of("", THEN, {}), NOW, {})
    assert stale.now == "Buổi tuyên truyền: 500 buổi, giảm 3 buổi; lũy kế là 1.493."
    (gone,) = stale_words("Có 497 buổi.", basis_of("", THEN, {}), NOW.splitlines()[0], {})
    assert gone.now is None


def test_of_two_figures_with_one_number_the_one_that_the_sentence_is_about_counts() -> None:
    then = "- Buổi tuyên truyền: [5]{a} buổi.\n- Vụ việc xử lý: [5]{b} vụ."
    now = "- Buổi tuyên truyền: [5]{a} buổi.\n- Vụ việc xử lý: [7]{b} vụ."
    assert found("Đã mở 5 buổi tuyên truyền.", now, then) == []
    assert found("Đã xử lý 5 vụ việc.", now, then) == ["5"]


def test_a_number_of_another_section_is_followed_by_its_name() -> None:
    own = "Như đã nêu, tỷ lệ là 64,2%."
    basis = basis_of(own, "", {"2.1": "64,2%", "3.1": "7"})
    assert dict(basis.elsewhere) == {"2.1": "64,2%"}
    assert stale_words(own, basis, "", {"2.1": "64,2%"}) == ()
    assert [s.now for s in stale_words(own, basis, "", {"2.1": "70%"})] == ["70%"]


def test_other_sentences_of_a_later_program_are_not_taken_for_facts() -> None:
    own = "Kết quả thực hiện công tác tuyên truyền trong quý II như sau. Có 497 buổi."
    now = "Về tuyên truyền:\n- Số buổi: [500]{c.sessions}.\n- Tỷ lệ: [62,5%]{1.1}, đạt; cai nghiện chưa có số liệu."
    before = Basis(THEN, {}, wording() + 1)
    assert [stale.shown for stale in stale_words(own, before, now, {})] == ["497"]


def test_a_text_of_which_nothing_was_kept_is_held_against_the_draft_alone() -> None:
    own = "Chưa có số liệu. Tất cả các lĩnh vực đã báo cáo. Đạt 497 buổi."
    assert [s.shown for s in stale_words(own, None, "- Có 3 vụ.", {})] == ["Chưa có số liệu", "Tất cả"]
    assert stale_words(own, None, "", {}) == ()


@pytest.mark.parametrize("text", [None, "", "x", "[]", '{"draft": 1}', '{"draft": "a", "figures": 3, "wording": 1}', 7])
def test_what_anybody_may_have_put_there_in_its_place_is_no_basis(text: object) -> None:
    assert read_basis(text) is None


def test_numbers_and_states_are_read_whatever_their_form() -> None:
    assert set(numbers("1.490 buổi, 64,20 %, 05 vụ ngày 5/6/2022, hai xã")) == {"1490", "64,2%", "5", "2"}
    assert set(states("chưa đạt, không phát sinh")) == {"not_met", "nothing"}


# --- in a file -------------------------------------------------------------------------------------------------------


@pytest.fixture
def file(tmp_path: Path) -> Iterator[OpenFile]:
    def now() -> datetime:
        return datetime(2022, 6, 20, 8, tzinfo=UTC)

    with new_file(tmp_path / "a.db", load_plan(plan_folder("lai-chau-2022")), "106", "Mẫu", now=now) as made:
        add_sessions(made, 17)
        yield made


def add_sessions(file: OpenFile, count: int) -> None:
    values: dict[str, Value] = {"unit": "106", "date": "2022-04-20", "form": "loa", "title": f"Buổi {count}"}
    assert editing.new_record(file, "comm_activity", {**values, "sessions": count, "audience": ("nhan_dan",)}).saved


def quarter(file: OpenFile) -> Period:
    return figures.read_period(file, QUARTER)


def stale(file: OpenFile, section: str = "III.1") -> list[str]:
    return [one.shown for one in report_text.narrative(file, quarter(file)).sections[section].stale]


def write(file: OpenFile, text: str, section: str = "III.1") -> None:
    report_text.set_narrative(file, quarter(file), section, text)


def test_a_text_is_stale_once_the_records_say_otherwise_and_a_lock_asks(file: OpenFile) -> None:
    write(file, "Huyện đã tổ chức 17 buổi tuyên truyền.")
    assert stale(file) == []
    add_sessions(file, 4)
    assert stale(file) == ["17"]
    with refused("Chưa chốt: .*III.1"):
        reports.lock(file, quarter(file))
    assert reports.locks(file) == []
    assert reports.lock(file, quarter(file), accept_stale=True).id


def test_an_edit_elsewhere_in_the_text_does_not_make_an_old_number_right(file: OpenFile) -> None:
    write(file, "Huyện có 17 buổi. Câu cuối.")
    add_sessions(file, 4)
    write(file, "Huyện có 17 buổi. Câu cuối, sửa.")
    assert stale(file) == ["17"]
    write(file, "Huyện có 21 buổi. Câu cuối, sửa.")
    assert stale(file) == []
    add_sessions(file, 5)
    assert stale(file) == ["21"], "and from then on it is what stood there then that counts"


def test_a_person_can_say_that_the_words_hold(file: OpenFile) -> None:
    write(file, "Riêng 17 buổi có xe loa.")
    add_sessions(file, 4)
    assert report_text.confirm_narrative(file, quarter(file), "III.1")
    assert stale(file) == []
    assert reports.lock(file, quarter(file)).id
    assert report_text.confirm_narrative(file, quarter(file), "II") is None


def test_taking_back_an_edit_takes_back_what_it_was_written_with(file: OpenFile) -> None:
    write(file, "Huyện có 17 buổi.")
    add_sessions(file, 4)
    write(file, "Huyện có 21 buổi.")
    last = next(act for act in undo.acts(file) if act.kind == "edit")
    undo.undo(file, last.act)
    assert stale(file) == ["17"]


def test_what_was_written_goes_along_with_a_copy_and_is_never_in_conflict(file: OpenFile, tmp_path: Path) -> None:
    write(file, "Huyện có 17 buổi.")
    with new_file(
        tmp_path / "b.db", load_plan(plan_folder("lai-chau-2022")), "106", "Hai", now=lambda: file.now()
    ) as other:
        report_text.set_narrative(other, quarter(other), "III.1", "Không có buổi nào trong 17 buổi.")
    exchange.merge(file, exchange.find_sources(file, [tmp_path / "b.db"]))
    (text,) = records.rows(file, "report_narrative")
    assert records.conflicts(file) == [(text.id, "body")]
    add_sessions(file, 4)
    assert (
        "17" in stale(file) or report_text.narrative(file, quarter(file)).sections["III.1"].own != "Huyện có 17 buổi."
    )
    assert BASIS not in {item.field for item in records.history(file, text.id)}


def test_the_draft_of_a_report_prints_behind_the_words_what_is_right_now(file: OpenFile) -> None:
    write(file, "Huyện đã tổ chức 17 buổi tuyên truyền.")
    add_sessions(file, 4)
    (paragraph, *_) = report_text.narrative(file, quarter(file)).paragraphs("III.1")
    assert "[bản nháp nay viết: Buổi, lượt tuyên truyền: 21 buổi" in paragraph.text


def test_the_command_line_names_the_words_and_asks(tmp_path: Path, run: Run) -> None:
    file, text = tmp_path / "huyện.db", tmp_path / "lời.txt"
    assert run("new", file, "--unit", "106")[0] == 0
    text.write_text("Trong quý, chưa có số liệu nào.", encoding="utf-8")
    assert run("narrative", file, "--period", QUARTER, "--section", "III.1", "--set", text)[0] == 0
    with opening.open_file(file) as opened:
        add_sessions(opened, 9)
    code, out, err = run("lock", file, "--period", QUARTER)
    assert code != 0
    assert out == ""
    assert "lời văn viết “chưa có số liệu”; bản nháp nay viết:" in err
    assert "Chưa chốt" in err
    assert run("lock", file, "--period", QUARTER, "--accept-stale")[0] == 0
