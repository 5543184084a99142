"""Rules of merging that are wrong on purpose: the state machine must catch every one of them."""

import importlib
import inspect
import pkgutil
import sys
from collections.abc import Callable, Iterable, Sequence
from types import ModuleType
from typing import Any

import pytest
from msgspec.structs import replace

import db
import desktop_app
from db import acts, derive, derive_plain, derive_record, erasure, merge_origin, store, stored_plans, union
from db.erasure import ErasedValues
from db.merging import comparison, foreign_erasures, merge_plans, scope, sending, staging_sql
from db.open_file import OpenFile
from desktop_app.domain import changes, clock, undo_edits
from desktop_app.domain.changes import Change, Edit, RecordState
from desktop_app.domain.undo_edits import RecordHistory
from tests.db import office

# a module that is first imported while a rule is wrong would hold the wrong one for good
for _package in (db, desktop_app):
    for _module in pkgutil.walk_packages(_package.__path__, f"{_package.__name__}."):
        if not _module.name.endswith("__main__"):
            importlib.import_module(_module.name)

Patch = pytest.MonkeyPatch
Wrong = Callable[[Patch], None]


def everywhere(patch: Patch, right: Callable[..., Any], wrong: Callable[..., Any]) -> None:
    """Put a wrong function in the place of the right one in every module that imports it."""
    for name, module in list(sys.modules.items()):
        if name.split(".")[0] in ("db", "desktop_app") and getattr(module, right.__name__, None) is right:
            patch.setattr(module, right.__name__, wrong)


def the_last_stamp_wins_silently(patch: Patch) -> None:
    patch.setattr(changes, "_open_fields", lambda *_: ())


def the_clock_decides_what_replaces_what(patch: Patch) -> None:
    right = changes.heads_of

    def wrong(given: Iterable[Change]) -> dict[str, list[Change]]:
        return {name: heads[-1:] for name, heads in right(replace(c, replaces=frozenset()) for c in given).items()}

    everywhere(patch, right, wrong)


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
    right = undo_edits.set_back

    def wrong(own: Sequence[Change], now: RecordState, past: RecordHistory) -> list[Edit]:
        replaced = {stamp for c in own for stamp in c.replaces}
        before = next((c.value for c in past.changes if c.stamp in replaced), None)
        return [Edit(own[0].record, own[0].kind, own[0].field, before, now.all_heads(own[0].field))]

    everywhere(patch, right, wrong)


def undoing_a_settlement_leaves_it_settled(patch: Patch) -> None:
    right = undo_edits.set_back
    everywhere(patch, right, lambda *given: right(*given)[-1:])


def undo_takes_away_what_others_agree_with(patch: Patch) -> None:
    patch.setattr(RecordHistory, "echoes", lambda *_: True)


def undo_does_not_know_what_it_set_back(patch: Patch) -> None:
    patch.setattr(RecordHistory, "repeated_by", lambda *_: None)


def the_union_drops_equal_stamps(patch: Patch) -> None:
    same = "substr(o.stamp, 1, 8) = substr(c.stamp, 1, 8)"
    in_sql(patch, union, "CHANGES", "o.stamp = c.stamp", same)


def the_union_drops_what_is_older_than_our_own(patch: Patch) -> None:
    older = "c.stamp > (SELECT max(id) FROM main.act WHERE made_here)"
    only(patch, older)


def a_merge_is_not_counted_in_the_digest(patch: Patch) -> None:
    patch.setattr(union, "add_to_digest", lambda *_: 0)


def typing_settles_a_conflict_silently(patch: Patch) -> None:
    patch.setattr(RecordState, "holding", lambda now, name, _seen=None: now.all_heads(name))


def settling_replaces_only_what_is_shown(patch: Patch) -> None:
    right = acts.settling

    def wrong(book: Any, record: str, field: str, value: Any) -> list[Edit]:
        _, now = acts.found(book, record)
        edits = right(book, record, field, value)
        return edits if field == "deleted" else [replace(edit, replaces=now.holding(field)) for edit in edits]

    patch.setattr(acts, "settling", wrong)


def a_live_reference_holds_nothing(patch: Patch) -> None:
    patch.setattr(derive, "settle_retained", lambda *_: None)


def references_to_a_joined_record_stay(patch: Patch) -> None:
    for module in (derive_record, derive_plain):
        patch.setattr(module, "resolve", lambda _connection, _kind, record: record)


def a_join_is_followed_only_when_written(patch: Patch) -> None:
    patch.setattr(derive_record, "_follow_join", lambda *_: None)


def children_count_without_their_parent(patch: Patch) -> None:
    patch.setattr(derive, "recount_parents", lambda *_, **__: None)


def restoring_leaves_the_children(patch: Patch) -> None:
    patch.setattr(acts, "_gone_along", lambda *_: ())


# --- keys, children, undo -----------------------------------------------------------------------------------------


def the_same_key_makes_two_records(patch: Patch) -> None:
    patch.setattr(office, "natural_id", lambda *_: None)


def a_corrected_key_leaves_the_old_record(patch: Patch) -> None:
    right = acts.changing_key

    def wrong(*given: Any) -> tuple[str, list[Edit]]:
        new, edits = right(*given)
        return new, edits[:-1]

    patch.setattr(acts, "changing_key", wrong)


def a_deletion_leaves_what_lies_inside(patch: Patch) -> None:
    patch.setattr(acts, "_family", lambda _file, row: [row])


# --- erasing ------------------------------------------------------------------------------------------------------


def an_old_copy_brings_back_what_was_erased(patch: Patch) -> None:
    right = store.take_in

    def wrong(*given: Any, **named: Any) -> store.AbsorbResult:
        with pytest.MonkeyPatch.context() as inside:
            inside.setattr(store, "carry_out", lambda _file: ErasedValues())
            return right(*given, **named)

    patch.setattr(store, "take_in", wrong)


def an_erasure_stays_where_it_was_made(patch: Patch) -> None:
    patch.setattr(scope, "ERASURE", "nothing of the kind")


def erasing_one_value_erases_the_whole_field(patch: Patch) -> None:
    whole = "UPDATE main.change_log SET value = NULL WHERE record = ? AND field = ? AND ? IS NOT NULL"
    patch.setattr(erasure, "_EMPTY", whole)


def a_value_that_came_empty_stays_empty(patch: Patch) -> None:
    patch.setattr(comparison, "let_return", lambda *_: None)


def what_comes_empty_again_is_empty(patch: Patch) -> None:
    patch.setattr(merge_origin, "_KEEP_VALUE", "SELECT 1")


def who_hands_an_erasure_on_vouches_for_it(patch: Patch) -> None:
    right = foreign_erasures.logged_below

    def wrong(file: OpenFile, unit: str) -> set[str]:
        return right(file, file.unit) if unit in file.units.descendants(file.unit) else right(file, unit)

    patch.setattr(foreign_erasures, "logged_below", wrong)


# --- scope, parts, plans ------------------------------------------------------------------------------------------


def a_record_belongs_to_the_unit_that_it_named_last(patch: Patch) -> None:
    in_sql(patch, scope, "SORT", "WHERE role = :unit GROUP BY 1, 2", "WHERE role = :unit GROUP BY 1")


def what_lies_inside_belongs_to_nobody(patch: Patch) -> None:
    in_sql(patch, scope, "SORT", "SELECT other, :down, no", "SELECT 0, :down, no")


def what_a_record_refers_to_stays_behind(patch: Patch) -> None:
    in_sql(patch, scope, "PICK", "WHERE NOT (", "WHERE t.role <> 'ref' AND NOT (")


def a_merge_takes_what_lies_outside(patch: Patch) -> None:
    patch.setattr(staging_sql, "LEAVE", "")


def a_second_file_is_not_compared_with_the_first(patch: Patch) -> None:
    in_sql(patch, staging_sql, "COMPARE", "o.field = f.staged AND o.stamp = c.stamp", "0")


def a_part_keeps_what_only_a_neighbour_held(patch: Patch) -> None:
    patch.setattr(sending, "derive", lambda *_: None)


def what_the_plan_does_not_know_is_dropped(patch: Patch) -> None:
    known = (
        "SELECT r.no FROM source.record r JOIN source.kind k ON k.no = r.kind JOIN main.sqlite_schema s USING (name)"
    )
    only(patch, f"c.record IN ({known})")


def a_later_plan_leaves_the_tables_as_they_were(patch: Patch) -> None:
    patch.setattr(stored_plans, "rebuild", lambda _book: None)


def any_office_issues_editions(patch: Patch) -> None:
    patch.setattr(merge_plans, "refused_issuer", lambda *_, **__: None)


def what_a_plan_says_of_its_kinds_is_forgotten(patch: Patch) -> None:
    patch.setattr(merge_plans.Plans, "marks_with", lambda plans, _rows: set(plans.marks))


def a_stale_copy_takes_later_changes_away(patch: Patch) -> None:
    patch.setattr(union, "CHANGES", union.CHANGES + _ONLY_THEIRS)


def a_copied_file_makes_the_same_stamps(patch: Patch) -> None:
    patch.setattr(clock.Clock, "next", _counting)


def _counting(self: Any) -> bytes:
    milliseconds, counter = self._last
    self._last = (milliseconds, counter + 1)
    return clock.make_stamp(milliseconds, counter + 1, bytes(6))


_ONLY_THEIRS = (
    "DELETE FROM main.change_log WHERE record IN (SELECT ours FROM temp.known_record)"
    " AND stamp NOT IN (SELECT stamp FROM source.change_log)"
)


def only(patch: Patch, condition: str) -> None:
    """Take in only those changes of another file that meet a condition."""
    for right in ("WHERE c.record NOT IN (", "WHERE NOT EXISTS (\n  SELECT 1 FROM main.change_log o"):
        in_sql(patch, union, "CHANGES", right, right.replace("WHERE ", f"WHERE {condition} AND "))


def in_sql(patch: Patch, module: ModuleType, name: str, right: str, wrong: str) -> None:
    """Change the statements under a name."""
    sql = getattr(module, name)
    assert right in sql
    patch.setattr(module, name, sql.replace(right, wrong))


ALL: list[Wrong] = [
    rule
    for name, rule in list(globals().items())
    if inspect.isfunction(rule) and rule.__module__ == __name__ and [*inspect.signature(rule).parameters] == ["patch"]
]
OF_TRAVEL = ALL[ALL.index(an_old_copy_brings_back_what_was_erased) :]
