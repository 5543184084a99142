"""Numbers that the program counted are written as the language of the front end writes them; files hold one form."""

import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from desktop_app.catalogue import in_language
from desktop_app.domain.measures import COUNT, GROWTH, PERCENT, show_difference, show_fraction, show_value
from desktop_app.domain.targets import target_text
from desktop_app.domain.values import show_number, write_number
from desktop_app.messages import Joined, Label, Message
from desktop_app.texts import in_words, say, set_language
from tests.desktop_app.conftest import Run

SHOWN = [
    (show_number(1234567), "1.234.567", "1,234,567"),
    (show_number(Decimal("1234.5")), "1.234,5", "1,234.5"),
    (show_fraction(Fraction(5, 2)), "2,5", "2.5"),
    (show_value(PERCENT, Fraction(1664, 20)), "83,2%", "83.2%"),
    (show_value(GROWTH, Fraction(83, 10)), "+8,3%", "+8.3%"),
    (show_value(COUNT, Fraction(12345)), "12.345", "12,345"),
    (show_difference(PERCENT, Fraction(-14, 10)), "-1,4", "-1.4"),
    (target_text(">=", PERCENT, Fraction(125, 2), None), "≥ 62,5%", "≥ 62.5%"),
]


@pytest.mark.parametrize(("shown", "vietnamese", "other"), SHOWN)
def test_a_number_follows_the_language_of_the_words_around_it(
    english: None, shown: str, vietnamese: str, other: str
) -> None:
    sentence = Message(Label("Còn {n}", "{n} left"), n=shown)
    assert (in_words(shown), in_words(sentence), in_words(Joined((shown, sentence)))) == (
        other, f"{other} left", f"{other}, {other} left",
    )  # fmt: skip
    assert other in say("ui.rows", count=shown)
    set_language("vi")
    assert (in_words(shown), in_words(sentence)) == (vietnamese, f"Còn {vietnamese}")


GIVEN = [
    (Decimal("7.5"), "7,5", "7.5"),
    (7.5, "7,5", "7.5"),
    (Decimal("1234.25"), "1.234,25", "1,234.25"),
    (12345, "12.345", "12,345"),
    (-1500, "-1.500", "-1,500"),
    (999, "999", "999"),
    ("7.5", "7.5", "7.5"),
]


@pytest.mark.parametrize(("given", "vietnamese", "other"), GIVEN)
def test_a_bare_number_enters_a_sentence_as_its_readers_write_it(
    english: None, given: object, vietnamese: str, other: str
) -> None:
    sentence = Message(Label("Còn {n}", "{n} left"), n=given)
    assert (in_words(sentence), in_language(sentence, "vi")) == (f"{other} left", f"Còn {vietnamese}")
    assert other in say("ui.rows", count=given)


def test_a_number_by_which_a_thing_is_called_is_no_count() -> None:
    assert in_words(Message("figure.period_Y", year=2022)) == "Năm 2022"
    assert in_words(Message("sheet.other_table", row=1234)).startswith("Từ dòng 1234 ")
    assert "2000–2100" in in_words(Message("figure.period_years", first="2000", last="2100"))


def test_a_number_that_is_refused_is_quoted_with_a_comma(file: Path, run: Run, tmp_path: Path) -> None:
    lines = tmp_path / "vào.jsonl"
    lines.write_text('{"kind": "comm_activity", "fields": {"people_total": 7.5}}\n', encoding="utf-8")
    assert "“7,5” không phải là số nguyên" in run("import", file, lines)[2]
    assert "“7.5”" in run("import", file, lines, "--lang", "en")[2]


def test_what_a_file_holds_of_a_number_is_the_same_in_any_language(english: None) -> None:
    for shown, vietnamese, _ in SHOWN:
        assert (json.dumps(shown, ensure_ascii=False), f"{shown}") == (f'"{vietnamese}"', vietnamese)


def test_what_a_person_typed_stands_as_it_is_typed(english: None) -> None:
    assert in_words(write_number(1234567)) == "1.234.567"


def test_the_command_line_writes_its_figures_in_its_language(file: Path, run: Run, tmp_path: Path) -> None:
    lines = tmp_path / "vào.jsonl"
    values = {"unit": "03388", "form": "loa", "audience": ["nhan_dan"], "title": "Nói không", "sessions": 2}
    made = [{"kind": "comm_activity", "fields": {**values, "date": "2022-05-14", "people_total": 1234}}]
    lines.write_text("".join(json.dumps(one) + "\n" for one in made), encoding="utf-8")
    assert run("import", file, lines)[0] == 0
    cross = ("crosstab", file, "--kind", "comm_activity", "--rows", "form", "--sum", "people_total", "--period", "2022")
    assert "\t1.234" in run(*cross)[1]
    assert "\t1,234" in run(*cross, "--lang", "en")[1]
    assert "0,0%" in run("progress", file, "--period", "2022")[1]
    progress = run("progress", file, "--period", "2022", "--lang", "en")[1]
    assert ("0.0%" in progress, "0,0%" in progress) == (True, False)
    as_json = [run("progress", file, "--period", "2022", "--lang", one, "--json")[1] for one in ("vi", "en")]
    values_of = [[one["value"] for one in json.loads(text)] for text in as_json]
    assert values_of[0] == values_of[1]
