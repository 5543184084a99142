"""What taking a merge back moves and what stays and why, read on the worker thread as people read it."""

from collections.abc import Sequence

from msgspec import Struct

from desktop_app.domain.act_names import kind_name
from desktop_app.domain.changes import DELETED
from desktop_app.domain.lock_kinds import CONTENT
from desktop_app.domain.merging import ProgressCallback, ignore_progress
from desktop_app.domain.plan import RecordKind
from desktop_app.domain.reversal import ReversalPart, UndoResult
from desktop_app.domain.values import show_number
from desktop_app.session import OpenFile, undo
from desktop_app.texts import in_words, say
from ui.widgets.lines import Line, when


class MergeReversal(Struct, frozen=True):
    """A merge that can be taken back, or is (`undone`): in one sentence, and record by record; `moves`: anything at
    all would go.
    """

    undone: bool
    moves: bool
    about: str
    lines: Sequence[Line]


def read_reversal(file: OpenFile, act: bytes, report_progress: ProgressCallback = ignore_progress) -> MergeReversal:
    """`report_progress` hears how far it is; raising StoppedError, it stops the work."""
    undone = any(row.act == act and row.undone for row in undo.acts(file))
    result = undo.preview(file, act, report_progress)
    going = say("revert.reverted") if undone else say("revert.goes")
    stays = [_line(file, parts, say("revert.stays_since", why=_why(parts[-1]))) for parts in _alike(result.retained)]
    moved = [_line(file, parts, going) for parts in _alike(result.moved)]
    return MergeReversal(undone, bool(result.moved), _about(result, undone), [*stays, *moved])


def _about(result: UndoResult, undone: bool) -> str:
    records = len({part.record for part in result.moved})
    key = "revert.about_undone" if undone else "revert.about" if result.moved else "revert.about_nothing"
    words = say(key, records=show_number(records), changes=show_number(result.changes))
    retained = show_number(len({part.record for part in result.retained}))
    stays = say("revert.about_retained", records=retained) if result.retained else ""
    return " ".join(part for part in (words, stays) if part)


def _alike(parts: Sequence[ReversalPart]) -> list[list[ReversalPart]]:
    """The fields of one record that go together, or stay for one reason."""
    found: dict[tuple[str, str, str, str], list[ReversalPart]] = {}
    for part in sorted(parts, key=lambda part: part.time):
        found.setdefault((part.record, part.reason, part.author, part.other), []).append(part)
    return list(found.values())


def _why(part: ReversalPart) -> str:
    """Why something stays, with who and when as far as that is known."""
    reason = part.reason.replace("-", "_")
    words = say(f"revert.why_{reason}", author=part.author or say("ui.nobody"), other=part.other_title or part.other)
    return f"{words}, {when(part.time)}" if part.time else words


def _line(file: OpenFile, parts: Sequence[ReversalPart], state: str) -> Line:
    first, kind = parts[0], file.plan.record_kinds.get(parts[0].kind)
    title = first.title or in_words(kind_name(file.plan, first.kind))
    names = ", ".join(_field(kind, part.field) for part in parts)
    changes = show_number(sum(part.changes for part in parts))
    return Line((title, names, changes, state), first.record, looks=("", "", "", "warning" if first.reason else ""))


def _field(kind: RecordKind | None, name: str) -> str:
    if name == DELETED:
        return say("revert.deletion")
    field = kind.fields.get(name) if kind else None
    if field is None and name in ("", CONTENT):
        return say("revert.whole")
    return in_words(field.label) if field else name
