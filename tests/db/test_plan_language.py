"""The plan language gives the figures, the members and the proofs that the same readings in SQL gave."""

import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.harness.language.comparison import differences


@pytest.mark.no_cover
@settings(max_examples=int(os.environ.get("SOKEHOACH_DATA_SETS", "25")))
@given(st.integers(0, 2**40))
def test_the_language_says_what_the_sql_by_hand_said(seed: int) -> None:
    assert differences(seed)[:2] == []
