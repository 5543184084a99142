"""What would leave for a server as lines, read on the worker thread; and what came of it, in sentences."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from desktop_app.domain.count_cells import CountCell
from desktop_app.domain.period import Period, show_day
from desktop_app.domain.publication_scope import PublishedKind
from desktop_app.domain.values import show_number
from desktop_app.messages import joined
from desktop_app.session import OpenFile, publishing
from desktop_app.texts import in_words, say
from ui.widgets.lines import Line

if TYPE_CHECKING:
    from desktop_app.session.publishing import Published

LEAVES, STAYS = "", "warning"  # how the word for it is set


def read_lines(file: OpenFile, include: Collection[str], period: Period | None) -> list[Line]:
    """Each kind that has records, then each count that goes in the place of records which stay."""
    counts = publishing.counts_of_supported(file, period, include) if period else []
    return [
        *map(_of_kind, publishing.what_leaves(file, include)), *(_of_count(file, *one) for one in counts),
    ]  # fmt: skip


def _of_kind(kind: PublishedKind) -> Line:
    state = say("server.kind_leaves" if kind.leaves else "server.kind_stays")
    staying = in_words(joined(kind.staying)) if kind.leaves else say("publish.all_stays")
    cells = (in_words(kind.label), show_number(kind.records), state, staying)
    return Line(cells, looks=("", "", LEAVES if kind.leaves else STAYS, ""))


def _of_count(file: OpenFile, name: str, cell: CountCell, said: str) -> Line:
    """A count of people who are given support, as a public report says it."""
    statistics = {key: one.label for one, key in file.plan.statistic_keys.items()}
    code, _, side = name.partition("/")
    label = statistics.get(name) or file.plan.indicators[code].short
    sides = {"above": say("explain.numerator"), "below": say("explain.denominator")}
    unit = file.units.name(cell.place) if cell.place in file.units else file.units.name(file.unit)
    days = say("publish.days", first=show_day(cell.days.first), last=show_day(cell.days.last))
    about = "; ".join(part for part in (sides.get(side, cell.part), unit, days) if part)
    return Line((in_words(label), said or say("server.left_out"), say("publish.count_leaves"), about))


def outcome(done: "Published") -> str:
    """What was published, and what of it is only noted there."""
    sent = say("server.sent", changes=show_number(done.changes), records=show_number(done.records))
    said = [sent if done.changes or done.records else say("publish.nothing_new")]
    said += [say("server.claim", claim=claim, source=done.source) for claim in done.claims]
    said += [say(key) for key, so in (("server.erased", done.erased), ("server.still_read", done.still_read)) if so]
    return "\n".join(said)
