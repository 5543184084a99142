"""What would leave for a server as lines, read on the worker thread; and what came of it, in sentences."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from desktop_app.domain.publication_scope import PublishedKind
from desktop_app.domain.values import show_number
from desktop_app.messages import joined
from desktop_app.session import OpenFile, publishing
from desktop_app.texts import in_words, say
from ui.widgets.lines import Line

if TYPE_CHECKING:
    from desktop_app.session.publishing import Published

LEAVES, STAYS = "", "warning"  # how the word for it is set


def read_lines(file: OpenFile, include: Collection[str]) -> list[Line]:
    """Each kind that has records."""
    return [*map(_of_kind, publishing.what_leaves(file, include))]


def _of_kind(kind: PublishedKind) -> Line:
    state = say("server.kind_leaves" if kind.leaves else "server.kind_stays")
    staying = in_words(joined(kind.staying)) if kind.leaves else say("publish.all_stays")
    cells = (in_words(kind.label), show_number(kind.records), state, staying)
    return Line(cells, looks=("", "", LEAVES if kind.leaves else STAYS, ""))


def outcome(done: "Published") -> str:
    """What was published, and what of it is only noted there."""
    sent = say("server.sent", changes=show_number(done.changes), records=show_number(done.records))
    said = [sent if done.changes or done.records else say("publish.nothing_new")]
    said += [say("server.claim", claim=claim, source=done.source) for claim in done.claims]
    said += [say(key) for key, so in (("server.erased", done.erased), ("server.still_read", done.still_read)) if so]
    return "\n".join(said)
