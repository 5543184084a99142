"""Rules of merging that are wrong on purpose: the state machine must catch every one of them."""

import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

import pytest

from db import acts, derive, derive_plain, derive_record, union
from desktop_app.domain import changes, taking_back
from desktop_app.domain.changes import Change, Edit, RecordState
from desktop_app.domain.taking_back import Past

Patch = pytest.MonkeyPatch
Wrong = Callable[[Patch], None]


def everywhere(patch: Patch, right: Callable[..., Any], wrong: Callable[..., Any]) -> None:
    """Put a wrong function in the place of the right one in every module that imported it."""
    for name, module in list(sys.modules.items()):
        if name.split(".")[0] in ("db", "desktop_app") and getattr(module, right.__name__, None) is right:
            patch.setattr(module, right.__name__, wrong)


def the_last_stamp_wins_silently(patch: Patch) -> None:
    patch.setattr(changes, "_open_fields", lambda *_: ())


def the_clock_decides_what_replaces_what(patch: Patch) -> None:
    patch.setattr(changes, "_heads", lambda of_field: sorted(of_field, key=lambda c: c.stamp)[-1:])


def a_deletion_beats_an_unseen_edit(patch: Patch) -> None:
    right = changes.record_state

    def wrong(given: Iterable[Change]) -> RecordState:
        known = list(given)
        everything = frozenset(c.stamp for c in known)
        return right(replace(c, covers=everything) if c.deletes else c for c in known)

    everywhere(patch, right, wrong)


def a_deletion_needs_no_cover(patch: Patch) -> None:
    patch.setattr(RecordState, "to_cover", lambda _: frozenset())


def each_deletion_must_cover_everything_alone(patch: Patch) -> None:
    right = changes.record_state

    def wrong(given: Iterable[Change]) -> RecordState:
        now = right(given)
        alone = any(d.deletes and now.to_cover() <= d.covers for d in now.heads.get("deleted", ()))
        return now if alone or not now.deleted else replace(now, deleted=False, into=None, back=True)

    everywhere(patch, right, wrong)


def hidden_values_show_as_well(patch: Patch) -> None:
    patch.setattr(RecordState, "hidden", lambda *_: frozenset())


def undo_overwrites_later_work(patch: Patch) -> None:
    right = taking_back.set_back

    def wrong(own: Sequence[Change], now: RecordState, past: Past) -> list[Edit]:
        replaced = {stamp for c in own for stamp in c.replaces}
        before = next((c.value for c in past.changes if c.stamp in replaced), None)
        return [Edit(own[0].record, own[0].kind, own[0].field, before, now.all_heads(own[0].field))]

    everywhere(patch, right, wrong)


def undoing_a_settlement_leaves_it_settled(patch: Patch) -> None:
    right = taking_back.set_back
    everywhere(patch, right, lambda *given: right(*given)[-1:])


def undo_takes_away_what_others_agree_with(patch: Patch) -> None:
    patch.setattr(Past, "echoes", lambda *_: True)


def undo_does_not_know_what_it_set_back(patch: Patch) -> None:
    patch.setattr(Past, "brought_again", lambda *_: None)


def the_union_drops_equal_stamps(patch: Patch) -> None:
    same = "substr(o.stamp, 1, 8) = substr(c.stamp, 1, 8)"
    query = union._CHANGES_OF_KNOWN_RECORDS
    patch.setattr(union, "_CHANGES_OF_KNOWN_RECORDS", query.replace("o.stamp = c.stamp", same))


def the_union_drops_what_is_older_than_our_own(patch: Patch) -> None:
    older = " AND c.stamp > (SELECT max(id) FROM main.act WHERE made_here)"
    for query in ("_CHANGES_OF_NEW_RECORDS", "_CHANGES_OF_KNOWN_RECORDS"):
        patch.setattr(union, query, getattr(union, query) + older)


def a_merge_is_not_counted_in_the_digest(patch: Patch) -> None:
    patch.setattr(union, "add_to_digest", lambda *_: 0)


def typing_settles_a_conflict_silently(patch: Patch) -> None:
    patch.setattr(RecordState, "holding", RecordState.all_heads)


def settling_replaces_only_what_is_shown(patch: Patch) -> None:
    right = acts.settling

    def wrong(book: Any, record: str, field: str, value: Any) -> list[Edit]:
        _, now = acts.found(book, record)
        edits = right(book, record, field, value)
        return edits if field == "deleted" else [replace(edit, replaces=now.holding(field)) for edit in edits]

    patch.setattr(acts, "settling", wrong)


def a_live_reference_holds_nothing(patch: Patch) -> None:
    patch.setattr(derive, "settle_held", lambda *_: None)


def references_to_a_joined_record_stay(patch: Patch) -> None:
    for module in (derive_record, derive_plain):
        patch.setattr(module, "resolve", lambda _connection, _kind, record: record)


def a_join_is_followed_only_when_written(patch: Patch) -> None:
    patch.setattr(derive_record, "_follow_join", lambda *_: None)


def children_count_without_their_parent(patch: Patch) -> None:
    patch.setattr(derive, "recount_parents", lambda *_, **__: None)


def restoring_leaves_the_children(patch: Patch) -> None:
    patch.setattr(acts, "_gone_along", lambda *_: ())


def a_corrected_key_leaves_the_old_record(patch: Patch) -> None:
    right = acts.changing_key

    def wrong(*given: Any) -> tuple[str, list[Edit]]:
        new, edits = right(*given)
        return new, edits[:-1]

    patch.setattr(acts, "changing_key", wrong)


ALL: list[Wrong] = [
    the_last_stamp_wins_silently,
    the_clock_decides_what_replaces_what,
    a_deletion_beats_an_unseen_edit,
    a_deletion_needs_no_cover,
    each_deletion_must_cover_everything_alone,
    hidden_values_show_as_well,
    undo_overwrites_later_work,
    undoing_a_settlement_leaves_it_settled,
    undo_takes_away_what_others_agree_with,
    undo_does_not_know_what_it_set_back,
    the_union_drops_equal_stamps,
    the_union_drops_what_is_older_than_our_own,
    a_merge_is_not_counted_in_the_digest,
    typing_settles_a_conflict_silently,
    settling_replaces_only_what_is_shown,
    a_live_reference_holds_nothing,
    references_to_a_joined_record_stay,
    a_join_is_followed_only_when_written,
    children_count_without_their_parent,
    restoring_leaves_the_children,
    a_corrected_key_leaves_the_old_record,
]
