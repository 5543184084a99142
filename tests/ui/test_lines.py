"""How a moment is written where dialogs list what happened: an act may be anybody's."""

import pytest

from desktop_app.domain.clock import local_time
from tests.harness.hostile.texts_and_places import TIMES
from ui.form.form_head import _when
from ui.widgets.lines import when


def test_a_time_is_shown_on_this_computer_s_clock() -> None:
    assert when("2022-06-20T08:00:00+00:00") == f"{local_time('2022-06-20T08:00:00+00:00'):%H:%M %d/%m/%Y}"


@pytest.mark.parametrize("time", [*TIMES, "", "x", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"])
def test_what_is_no_time_stands_as_it_is(time: str) -> None:
    moment = local_time(time)
    assert moment is not None or when(time) == _when(time) == time
    assert when(time) or not time
