"""Vietnamese text is found without its accents and sorted as Vietnamese dictionaries do."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.collation import fold, nfc, sort_key

VIETNAMESE = st.text(alphabet="aăâbdđeêioôơuưyAĐÊ àáảãạằắẳẵặầấẩẫậềếểễệợựýỳỷỹỵ1-.", max_size=12)


def in_order(*texts: str) -> bool:
    return sorted(texts, key=sort_key) == list(texts)


def test_letters_stand_in_the_order_of_the_alphabet() -> None:
    assert in_order("an", "ăn", "ân", "bi", "da", "đa", "em", "êm", "on", "ôn", "ơn", "un", "ưn", "yên")


def test_tones_decide_only_between_words_of_the_same_letters() -> None:
    assert in_order("ma", "mà", "mả", "mã", "má", "mạ")
    assert in_order("má lớn", "mà nhỏ")


def test_signs_stand_before_digits_and_digits_before_letters() -> None:
    assert in_order("a b", "a-b", "a1", "a2", "ab")
    assert in_order("xã 1", "xã Bản")


def test_numbers_in_names_stand_by_their_size() -> None:
    assert in_order("Bản 1", "Bản 2", "Bản 9", "Bản 10", "Bản 11", "Bản 100", "Bản 1234567", "Bản 12345678", "Bản Hon")
    assert in_order("Bản 2", "Bản 02", "Bản 3", "Bản 010")
    assert in_order("Khu 2 tổ 9", "Khu 2 tổ 10", "Khu 10 tổ 1")
    assert in_order("a 5", "a-5", "a5", "a10", "a12a", "ab")


@given(st.lists(st.integers(0, 10**9), max_size=8))
def test_names_that_differ_in_a_number_stand_in_its_order(numbers: list[int]) -> None:
    assert sorted((f"Tổ {n} mới" for n in numbers), key=sort_key) == [f"Tổ {n} mới" for n in sorted(numbers)]


def test_letters_of_other_languages_stand_last() -> None:
    assert in_order("z", "ü", "я", "中")


def test_large_and_small_letters_stand_together() -> None:
    assert in_order("Đào", "đào", "Đông")


@pytest.mark.parametrize(
    ("text", "folded"), [("Mường Tè", "muong te"), ("ĐÀO  HỒNG\n", "dao hong"), ("Karaoke 68", "karaoke 68"), ("", "")]
)
def test_folding_leaves_bare_small_letters(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_a_folded_text_folds_to_itself_and_however_it_was_typed(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold(unicodedata.normalize("NFD", text)) == fold(nfc(text))


@given(VIETNAMESE, VIETNAMESE)
def test_the_order_is_total(one: str, other: str) -> None:
    assert (sort_key(one) == sort_key(other)) == (nfc(one) == nfc(other))


@given(st.text(), st.text())
def test_the_order_is_total_for_any_text(one: str, other: str) -> None:
    assert (sort_key(one) == sort_key(other)) == (nfc(one) == nfc(other))


@given(VIETNAMESE, VIETNAMESE)
def test_a_text_stands_before_any_longer_text_that_begins_with_it(one: str, more: str) -> None:
    assert sort_key(one) <= sort_key(one + more)


@given(VIETNAMESE)
def test_composed_and_decomposed_letters_sort_alike(text: str) -> None:
    assert sort_key(unicodedata.normalize("NFD", text)) == sort_key(unicodedata.normalize("NFC", text))


@given(st.text() | VIETNAMESE)
def test_a_text_is_folded_word_by_word_as_it_would_be_whole(text: str) -> None:
    bare = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    assert fold(text) == " ".join("".join(c for c in bare if not unicodedata.combining(c)).split())
