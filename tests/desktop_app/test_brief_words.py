"""Short forms of titles, choices and names, which every plan shares."""

from desktop_app.domain.brief_words import parts_a_word, short_heading, short_parts, short_words


def test_what_has_no_short_form_stays_as_it_is() -> None:
    assert (short_heading("Ô không ai biết"), short_words("từ lạ")) == ("Ô không ai biết", "từ lạ")
    assert short_parts("Tổ dân phố số 3", "names") == "Tổ dân phố số 3"


def test_an_office_is_named_briefly_in_a_narrow_place() -> None:
    whole = "Ủy ban nhân dân xã Mường Than"
    assert len(short_parts(whole, "names")) < len(whole)


def test_a_word_of_two_syllables_is_not_torn_apart() -> None:
    assert parts_a_word("báo", "cáo")
    assert not parts_a_word("xã", "Mường")
