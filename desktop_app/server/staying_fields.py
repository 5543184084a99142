"""Which readings look at values that stayed with their offices: nothing of a server may be counted by them."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from desktop_app.domain.plan import Plan
from desktop_app.domain.plan_language.fields_read import fields_read
from desktop_app.domain.plan_language.language import language_of
from desktop_app.domain.publication_scope import NAMES, TEXT, PublicationScope
from desktop_app.messages import Label
from desktop_app.server.server_session import Server


def included(server: Server, roots: Sequence[str]) -> frozenset[str]:
    """What every file of these root units let leave."""
    found = [set(row[0]) for row in server.run("SELECT include FROM {s}._publisher WHERE root = ANY(%s)", (roots,))]
    return frozenset(set.intersection(*found) if found else ())


@lru_cache(16)
def fields_that_stay(plan: Plan, include: frozenset[str]) -> Mapping[tuple[str, str], Sequence[Label]]:
    """By indicator and reading the fields that it looks at and of which values stayed."""
    if {TEXT, NAMES} <= include:
        return {}
    language, scope = language_of(plan.source), PublicationScope(plan, include)
    found = {}
    for code, reading in language.readings:
        fields = [
            plan.record_kinds[kind].fields[name]
            for kind, name in sorted(fields_read(plan.source, language, code, reading))
            if kind in plan.record_kinds
        ]
        found[code, reading] = [field.label for field in fields if not scope.includes_field(field)]
    return found
