"""Words of a sheet that stand for nothing known: asked once for all their rows, answered, and shown as answered."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop_app.session import OpenFile, sheet_import
from desktop_app.session.sheet_import import Wishes
from tests.sheets.making import FIELDS, HEADINGS, asked, changed, district, fields, questions, read, xlsx

PLACES = ("Tên cơ sở", "Loại hình kinh doanh", "Đơn vị", "Ngày đưa vào danh sách")


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenFile]:
    with district(tmp_path_factory.mktemp("words")) as opened:
        yield opened


def sheet(folder: Path, name: str, *cells: Any) -> Path:
    """A sheet whose rows differ in one field, and in their subject."""
    return xlsx(folder, HEADINGS, *(changed(**{name: cell, "title": f"{n}"}) for n, cell in enumerate(cells)))


@pytest.mark.parametrize(("name", "word", "id_", "answer", "value"), [
    ("form", "Loa phường", "word:C:loa phường", "loa", "loa"),
    ("unit", "Bản Nà Tăm", "word:A:bản nà tăm", "03405", "03405"),
    ("unit", "Tam Đường", "word:A:tam đường", "106", "106"),
    ("audience", "Bà con", "word:F:bà con", "nhan_dan", ["nhan_dan"]),
    ("people_total", "KPS", "word:G:kps", "0", 0),
])  # fmt: skip
def test_a_word_of_several_rows_is_asked_once_and_answered_for_all_of_them(
    file: OpenFile, tmp_path: Path, name: str, word: str, id_: str, answer: str, value: Any
) -> None:
    source = sheet(tmp_path, name, word, f" {word.upper()} ")
    document = read(file, source)
    assert (questions(document), asked(document)) == ([id_], {2: name, 3: name})
    assert {row["question"] for row in document["asked"]} == {id_}
    answered = read(file, source, answers={id_: answer})
    assert (questions(answered), asked(answered)) == ([], {})
    assert [row[name] for row in fields(answered).values()] == [value, value]
    assert all(row["read"][0]["from"].strip().lower() == word.lower() for row in answered["rows"]), "shown as read"


def test_a_word_of_one_row_is_asked_there_and_can_be_answered_too(file: OpenFile, tmp_path: Path) -> None:
    source = sheet(tmp_path, "form", "Loa phường", "Loa truyền thanh cơ sở")
    assert (questions(read(file, source)), asked(read(file, source))) == ([], {2: "form"})
    assert fields(read(file, source, answers={"word:C:Loa phường": "loa"}))[2]["form"] == "loa"


@pytest.mark.parametrize("word", ["Xe loa lưu động", "LỄ HỘI"])
def test_a_word_that_is_something_else_is_written_where_the_plan_asks_which(
    file: OpenFile, tmp_path: Path, word: str
) -> None:
    source = sheet(tmp_path, "form", word, word)
    answered = read(file, source, answers={f"word:C:{word.lower()}": "khac"})
    assert [(row["form"], row["form_other"]) for row in fields(answered).values()] == [("khac", word)] * 2
    assert {"field": "form_other", "from": word, "to": word, "column": "C"} in answered["rows"][0]["read"]
    assert all(row["status"] == "record" for row in answered["rows"])


def test_what_the_sheet_says_itself_stays_and_a_listed_choice_writes_nothing_else(
    file: OpenFile, tmp_path: Path
) -> None:
    headings, row = [*HEADINGS, "Hình thức khác (ghi rõ)"], [*changed(form="Xe loa"), "xe của xã"]
    answered = read(file, xlsx(tmp_path, headings, row), answers={"word:C:xe loa": "khac"})
    assert fields(answered)[2]["form_other"] == "xe của xã"
    source = sheet(tmp_path, "form", "Loa phường", "Loa phường")
    assert "form_other" not in fields(read(file, source, answers={"word:C:loa phường": "hoi_nghi"}))[2]


def test_a_word_may_be_left_empty(file: OpenFile, tmp_path: Path) -> None:
    source = sheet(tmp_path, "people_total", "-", "-")
    assert questions(read(file, source)) == ["word:G:-"]
    answered = read(file, source, answers={"word:G:-": "empty"})
    assert list(fields(answered).values()) == [{**FIELDS, "title": "0"}, {**FIELDS, "title": "1"}]
    assert [row["read"] for row in answered["rows"]] == [
        [{"field": "people_total", "from": "-", "to": None, "column": "G"}]
    ] * 2


@pytest.mark.parametrize(("cell", "ids"), [
    ("Nhân dân, bà con", ["word:F:bà con"]),
    ("Bà con; nhân dân; hội viên", ["word:F:bà con", "word:F:hội viên"]),
    ("Dân quân, bà con", ["word:F:dân quân, bà con"]),  # commas alone do not say that it is two
    ("Nhân dân, dân quân, bà con", ["word:F:dân quân, bà con"]),
])  # fmt: skip
def test_of_several_choices_only_what_is_unknown_is_asked(
    file: OpenFile, tmp_path: Path, cell: str, ids: list[str]
) -> None:
    source = sheet(tmp_path, "audience", cell, cell)
    assert questions(read(file, source)) == ids
    answered = read(file, source, answers=dict.fromkeys(ids, "nguy_co"))
    assert (questions(answered), asked(answered)) == ([], {})
    assert set(fields(answered)[2]["audience"]) == {"nguy_co"} | ({"nhan_dan"} if "nhân dân" in cell.lower() else set())


def test_an_answer_that_is_no_choice_changes_nothing(file: OpenFile, tmp_path: Path) -> None:
    source = sheet(tmp_path, "form", "Loa phường", "Loa phường")
    assert asked(read(file, source, answers={"word:C:loa phường": "không có"})) == {2: "form", 3: "form"}
    assert asked(read(file, source, answers={"word:C:loa phường": "leave"})) == {2: "form", 3: "form"}


def test_a_unit_of_others_is_no_answer(file: OpenFile, tmp_path: Path) -> None:
    source = sheet(tmp_path, "unit", "Bản Nà Tăm", "Bản Nà Tăm")
    assert asked(read(file, source, answers={"word:A:bản nà tăm": "03586"})) == {2: "unit", 3: "unit"}


def test_many_unknown_words_stay_five_questions_and_each_keeps_its_id(file: OpenFile, tmp_path: Path) -> None:
    words = [f"Hình thức {letter}" for letter in "abcdefg"]
    document = read(file, sheet(tmp_path, "form", *words, *words))
    (question,) = document["questions"]
    assert question["choices"] == [f"word:C:{word.lower()}" for word in words]
    answers = dict.fromkeys(question["choices"], "loa")
    assert len(fields(read(file, sheet(tmp_path, "form", *words, *words), answers=answers))) == 14


def test_a_name_of_a_record_is_answered_by_its_id(file: OpenFile, tmp_path: Path) -> None:
    places = read(file, xlsx(tmp_path, PLACES, ("Sao Mai", "Karaoke", "Giang Ma", "15/01/2022")), "establishment")
    assert len(places["rows"]) == 1
    wanted = Wishes()
    book = sheet_import.open_book(tmp_path / "bảng.xlsx", wanted)
    (place,) = sheet_import.write(file, sheet_import.read(file, book, "establishment", wanted))
    visits = ("Cơ sở", "Ngày kiểm tra")
    source = xlsx(tmp_path, visits, ("Quán Sao", "15/05/2022"), ("Quán Sao", "16/05/2022"), name="kt.xlsx")
    document = read(file, source, "inspection_visit")
    (id_,) = [one for one in questions(document) if one.startswith("word:")]
    answered = read(file, source, "inspection_visit", answers={id_: place})
    assert {row["establishment"] for row in fields(answered).values()} == {place}
