"""Ways to take merges back that are wrong on purpose: the state machine must catch every one of them."""

from collections.abc import Iterable, Mapping
from types import MethodType

import pytest

from db import merge_origin, reverting, store, union
from db import reverting_sql as sql
from db.open_file import OpenFile
from db.reverting import LogTransfer
from desktop_app.domain import reversal as rules
from desktop_app.domain.changes import Change, Edit
from desktop_app.domain.reversal import ArrivedChange, Dependence
from tests.harness.histories.wrong_rules import in_sql, only

Patch = pytest.MonkeyPatch


def _settles_nothing(patch: Patch, way: str) -> None:
    right = LogTransfer.settle
    patch.setattr(LogTransfer, "settle", lambda one, progress: [] if one.way == way else right(one, progress))


def undo_drops_what_later_work_rests_on(patch: Patch) -> None:
    _settles_nothing(patch, sql.OUT)


def redo_forgets_what_it_rests_on(patch: Patch) -> None:
    _settles_nothing(patch, sql.BACK)


def undo_of_a_merge_writes_values(patch: Patch) -> None:
    """As the undo of an own act does: the value before, as a new change."""
    right = store.move

    def wrong(
        file: OpenFile, go: MethodType, merge: bytes, *, undone: bool, report_progress: store.ReportCount
    ) -> None:
        record, kind, _, _ = go.__self__.parts()[0]  # type: ignore[attr-defined]  # of the move that it carries out
        right(file, go, merge, undone=undone, report_progress=report_progress)
        store.apply(file, [Edit(record, kind, "note", "as it was")], "undo", author="", target=merge)

    patch.setattr(store, "move", wrong)


def what_is_reverted_is_sent_on(patch: Patch) -> None:
    reverted = (
        "(SELECT record, field, stamp, value, replaces, covers, act FROM source.change_log UNION ALL"
        " SELECT r.no, o.field, o.stamp, o.value, o.replaces, o.covers, o.act FROM source._reverted_change o"
        " JOIN source.field f ON f.no = o.field JOIN source.record r ON r.id = o.record AND r.kind = f.kind)"
    )
    for name in ("NAMES", "CHANGES"):
        in_sql(patch, union, name, "source.change_log", reverted)


def merging_again_leaves_it_reverted(patch: Patch) -> None:
    only(patch, "c.stamp NOT IN (SELECT stamp FROM main._reverted_change)")


def what_comes_again_is_no_part_of_the_merge(patch: Patch) -> None:
    patch.setattr(merge_origin, "_KNOWN_BEFORE", merge_origin._KNOWN_BEFORE + " AND NOT a.again")


def a_record_that_is_referred_to_goes(patch: Patch) -> None:
    nothing = dict.fromkeys(sql.REFERRED, "SELECT target, target_kind, record FROM temp.edge WHERE 0")
    patch.setattr(sql, "REFERRED", nothing)
    patch.setattr(sql, "NEXT", sql.NEXT + " AND 0")


def what_a_kept_record_refers_to_goes(patch: Patch) -> None:
    patch.setattr(sql, "NEXT", sql.NEXT + " AND 0")


def a_record_that_was_worked_on_stays_by_halves(patch: Patch) -> None:
    def wrong(known: Iterable[ArrivedChange], work: Iterable[Change], *, referred: bool = False) -> list[Dependence]:
        found = rules.depended_on(known, list(work), referred=referred)
        return [rest for rest in found if rest.reason != rules.WORKED_ON]

    patch.setattr(reverting, "depended_on", wrong)


def only_what_is_ended_itself_stays(patch: Patch) -> None:
    right = rules._follow

    def wrong(others: Mapping[bytes, ArrivedChange], waiting: list[Change], found: dict[Change, Dependence]) -> None:
        for one in list(waiting):
            seen = {stamp: other for stamp, other in others.items() if stamp in one.replaces | one.covers}
            right(seen, [one], found)

    patch.setattr(rules, "_follow", wrong)


def what_a_deletion_covers_goes(patch: Patch) -> None:
    right = rules._follow

    def wrong(others: Mapping[bytes, ArrivedChange], waiting: list[Change], found: dict[Change, Dependence]) -> None:
        right(others, [one for one in waiting if not one.covers], found)

    patch.setattr(rules, "_follow", wrong)


def undo_takes_what_another_merge_brought_as_well(patch: Patch) -> None:
    patch.setitem(sql.CANDIDATES, sql.OUT, sql.CANDIDATES[sql.OUT].replace("HAVING max(", "HAVING min("))


def what_is_reverted_still_counts_in_the_digest(patch: Patch) -> None:
    patch.setattr(reverting, "take_from_digest", lambda *_: None)


def a_merge_taken_back_stays_so_for_others(patch: Patch) -> None:
    """What only a merge that was taken back earlier kept in the log is forgotten there."""
    from db.merging import merge_undo

    patch.setattr(merge_undo, "_taking_back", lambda book, merge: LogTransfer(book, sql.OUT, {merge.no}))


ALL = [
    undo_drops_what_later_work_rests_on,
    redo_forgets_what_it_rests_on,
    undo_of_a_merge_writes_values,
    what_is_reverted_is_sent_on,
    merging_again_leaves_it_reverted,
    what_comes_again_is_no_part_of_the_merge,
    a_record_that_is_referred_to_goes,
    what_a_kept_record_refers_to_goes,
    a_record_that_was_worked_on_stays_by_halves,
    only_what_is_ended_itself_stays,
    what_a_deletion_covers_goes,
    undo_takes_what_another_merge_brought_as_well,
    what_is_reverted_still_counts_in_the_digest,
    a_merge_taken_back_stays_so_for_others,
]
