"""How a series goes on that a person drags down a sheet."""

from decimal import Decimal

import pytest

from desktop_app.domain.series import continued
from desktop_app.domain.typed_value import Value

CASES: list[tuple[list[Value], list[Value], bool]] = [
    ([5], [6, 7, 8], False),
    ([10, 20], [30, 40, 50], False),
    ([3, 2], [1, 0, 0], False),
    ([1, 2, 4], [1, 2, 4], False),
    ([Decimal("1.5")], [Decimal("2.5"), Decimal("3.5"), Decimal("4.5")], False),
    (["Đợt 1"], ["Đợt 2", "Đợt 3", "Đợt 4"], False),
    (["Tổ 08, bản Nà", "Tổ 09, bản Nà"], ["Tổ 10, bản Nà", "Tổ 11, bản Nà", "Tổ 12, bản Nà"], False),
    (["a", "b"], ["a", "b", "a"], False),
    ([True], [True, True, True], False),
    ([("x", "y")], [("x", "y"), ("x", "y"), ("x", "y")], False),
    (["2022-03-05"], ["2022-03-06", "2022-03-07", "2022-03-08"], True),
    (["2022-03-01", "2022-03-08"], ["2022-03-15", "2022-03-22", "2022-03-29"], True),
    (["2022-11-15", "2022-12-15"], ["2023-01-15", "2023-02-15", "2023-03-15"], True),
    (["2021-12-31", "2022-01-31"], ["2022-02-28", "2022-03-31", "2022-04-30"], True),
    (["2022-03-01", "2022-03-02", "2022-03-09"], ["2022-03-01", "2022-03-02", "2022-03-09"], True),
    ([], [], False),
]


@pytest.mark.parametrize(("values", "following", "days"), CASES)
def test_a_series_goes_on_by_its_step_or_begins_again(values: list[Value], following: list[Value], days: bool) -> None:
    assert continued(values, 3, days=days) == following


def test_words_with_a_number_beyond_all_counting_go_on_by_its_end() -> None:
    long = "9" * 5000
    assert continued([f"Tổ {long}1"], 2, days=False) == [f"Tổ {long}2", f"Tổ {long}3"]
    assert continued(["Tổ ٣"], 2, days=False) == ["Tổ ٣", "Tổ ٣"]  # digits that nobody types here are letters
