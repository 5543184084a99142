"""Lines of text that dialogs list, and how a moment is written in them."""

from collections.abc import Sequence

from msgspec import Struct

from desktop_app.domain.clock import local_time


class Line(Struct, frozen=True):
    """One row of a dialog: its cells, and the record or the unit it stands for.

    `looks`: for each cell the colour of the theme that its words are set in, "" for the usual one; `tips`: what a cell
    says in full where it shows a mark; `heads`: it speaks of the lines below it.
    """

    cells: Sequence[str]
    record: str = ""
    unit: str = ""
    looks: Sequence[str] = ()
    tips: Sequence[str] = ()
    heads: bool = False


def when(time: str) -> str:
    """“14:03 05/07/2022” on this computer's clock; what is no time stands as it is."""
    moment = local_time(time)
    return f"{moment:%H:%M %d/%m/%Y}" if moment else time
