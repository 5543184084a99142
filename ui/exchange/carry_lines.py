"""What carrying an earlier ledger does, as people read it, and the work itself on the worker thread."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from desktop_app.domain.carried_records import CHANGED, NEW, REASONS, SAME, STAYS, CarryResult, KindCount
from desktop_app.domain.values import show_number
from desktop_app.errors import AppError
from desktop_app.session import OpenFile, carrying
from desktop_app.session.carrying import OldLedger
from desktop_app.texts import in_words, say
from ui.widgets.lines import Line
from ui.widgets.long_work import LongWork, stoppable

GOING = (NEW, CHANGED, SAME)
LOOKS = {NEW: "good", CHANGED: "warning", SAME: ""}


class CarryPreview(Struct, frozen=True):
    """An earlier ledger, to be closed, and what carrying it would do; none where its passphrase is lacking."""

    old: OldLedger | None
    result: CarryResult | None


def look(
    file: OpenFile, path: Path, old: OldLedger | None, passphrase: str, answers: Mapping[str, str], work: LongWork
) -> CarryPreview | None:
    """What carrying a ledger would do, by these answers; None when it was stopped."""

    def looked() -> CarryPreview:
        opened = old or carrying.open_ledger(file, path, passphrase or None, work.report_progress)
        try:
            return CarryPreview(opened, carrying.look(file, opened, answers, work.report_progress))
        except BaseException:
            opened.close()
            raise

    try:
        return stoppable(looked)
    except AppError as error:
        if error.key != "keys.needed":
            raise
        return CarryPreview(None, None)


def about(result: CarryResult) -> str:
    """Which ledger it is, how much of it goes on, and what is to be known of its plan."""
    said = say(
        "carry.about", file=result.name, plan=in_words(result.plan), unit=result.unit_name or result.unit,
        new=show_number(result.new), changed=show_number(result.changed), left=show_number(result.left),
    )  # fmt: skip
    return f"{said} {in_words(result.note)}".strip()


def lines(result: CarryResult) -> Sequence[Line]:
    """The kinds that go on, the fields that are not carried, and the kinds that stay in their year."""
    going = [kind for kind in result.kinds if kind.total and kind.left.keys() != {STAYS}]
    staying = [kind for kind in result.kinds if kind.total and kind.left.keys() == {STAYS}]
    parts = {
        "carry.going": [_line(kind, _why(kind)) for kind in going],
        "carry.values": list(_values(result)),
        "carry.staying": [_line(kind, "") for kind in staying],
    }
    found: list[Line] = []
    for heading, of_part in parts.items():
        found += [Line((say(heading), "", "", "", "", ""), heads=True), *of_part] if of_part else []
    return found


def _line(kind: KindCount, why: str) -> Line:
    counts = [show_number(number) if (number := getattr(kind, name)) else "" for name in GOING]
    left = sum(kind.left.values())
    return Line((in_words(kind.label), *counts, show_number(left) if left else "", why), record=kind.kind)


def _why(kind: KindCount) -> str:
    parts = [say(f"carry.left_{why}", count=show_number(count)) for why, count in kind.left.items()]
    if kind.conflicts:
        parts.insert(0, say("carry.count_conflicts", count=show_number(kind.conflicts)))
    return "; ".join(parts)


def _values(result: CarryResult) -> Iterator[Line]:
    labels = {kind.kind: in_words(kind.label) for kind in result.kinds}
    for value in result.values:
        name = say("carry.field_of", kind=labels[value.kind], field=in_words(value.label))
        yield Line((name, "", "", "", show_number(value.count), say(f"carry.value_{value.reason}")))


def record_lines(result: CarryResult, kind: str) -> Sequence[Line]:
    """The records of a kind: first those that go on, then those that stay, each with the reason."""
    order = (*GOING, *REASONS)
    found = sorted((one for one in result.records if one.kind == kind), key=lambda one: order.index(one.fate))
    return [Line((one.title, say(f"carry.fate_{one.fate}")), looks=("", LOOKS.get(one.fate, "muted"))) for one in found]
