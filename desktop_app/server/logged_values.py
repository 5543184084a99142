"""Values of a log as they go to a server: which of them leave, and which record each of them names."""

from collections.abc import Callable
from functools import cache

import msgspec
from msgspec import Struct

from desktop_app.domain.changes import DELETED, INTO
from desktop_app.domain.log_names import LogNames
from desktop_app.domain.publication_scope import HISTORY, PublicationScope
from desktop_app.domain.values import Stored
from desktop_app.server.server_session import taken

Columns = tuple[str | None, str | None, str | None, bool]


class FieldPolicy(Struct, frozen=True):
    """What becomes of the values of one field; `target`: the kind whose records they name, by its name in the log;
    `ends`: they end the record or join it into another one.
    """

    leaves: bool
    history: bool
    target: str | None
    ends: bool = False

    def columns(self, value: Stored, *, head: bool) -> Columns:
        """The value as JSON, kind and id of the record that it names, and whether it stays."""
        if value is None:
            return None, None, None, False
        if not (self.leaves and (head or self.history)):
            return None, None, None, True
        refers = _named(value, ends=self.ends) if self.target else None
        return _as_json(value), self.target if refers else None, refers, False


def field_policies(scope: PublicationScope, names: LogNames) -> Callable[[str, str], FieldPolicy]:
    """What becomes of a field, by its kind and its name in the log."""
    history, kinds = HISTORY in scope.include, scope.plan.record_kinds

    @cache
    def policy(logged_kind: str, logged_field: str) -> FieldPolicy:
        if logged_field == DELETED:
            return FieldPolicy(True, True, logged_kind, ends=True)
        kind = kinds.get(names.plan_kind(logged_kind))
        field = kind.fields.get(names.plan_field(kind.name, logged_field)) if kind else None
        target = kinds[field.target].logged_as if field and field.type.refers and field.target else None
        return FieldPolicy(scope.includes_field(field), history, target)

    return policy


def _named(value: Stored, *, ends: bool) -> str | None:
    if not isinstance(value, str):
        return None
    if ends:
        return value.removeprefix(INTO) if value.startswith(INTO) else None
    return value


def _as_json(value: Stored) -> str:
    """What another program wrote that is neither text nor whole number, as a text."""
    return msgspec.json.encode(value if isinstance(value, int) else taken(str(value))).decode()
