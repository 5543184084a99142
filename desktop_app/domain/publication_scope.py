"""What leaves a file when it is published, kind by kind, and what stays: pure, and shown before anything leaves."""

from collections.abc import Collection, Mapping, Sequence

from msgspec import Struct

from desktop_app.domain.plan import Field, Plan
from desktop_app.messages import Label

NAMES, AUTHORS, TEXT, HISTORY, SUPPORTED = "names", "authors", "text", "history", "supported"
INCLUDED = (NAMES, AUTHORS, TEXT, HISTORY, SUPPORTED)  # what leaves only where the office says so
OF_OFFICIALS = "P2"  # the privacy of a field that names officials
_OF_FIGURES = ("target", "manual_value")


class PublicationScope(Struct, frozen=True):
    """What an office lets leave of a plan; `include` names what would else stay."""

    plan: Plan
    include: frozenset[str]

    @property
    def kinds(self) -> list[str]:
        """The kinds whose records leave."""
        away = set() if SUPPORTED in self.include else supported_kinds(self.plan)
        return [name for name in self.plan.record_kinds if name not in away]

    @property
    def typed_figures(self) -> tuple[str, str, set[str]]:
        """A kind, a field and the values by which its records stay: figures about these people that were typed in."""
        found = None if SUPPORTED in self.include else self.plan.role("manual_value")
        return (found[0].name, found[1]["indicator"], supported_indicators(self.plan)) if found else ("", "", set())

    def includes_field(self, field: Field | None) -> bool:
        """Whether what stands in a field leaves; what one holds that only another edition knows, nobody can say."""
        if field is None:
            return TEXT in self.include
        if field.privacy == OF_OFFICIALS:
            return NAMES in self.include
        return TEXT in self.include or not field.type.free_text


class PublishedKind(Struct, frozen=True):
    """Of one kind how many live records the file holds, whether they leave, and the fields whose values stay."""

    kind: str
    label: Label
    records: int
    leaves: bool
    staying: Sequence[Label]


def published_kinds(scope: PublicationScope, records: Mapping[str, int]) -> list[PublishedKind]:
    """What leaves of each kind that has records."""
    plan, kinds = scope.plan, scope.kinds
    return [
        PublishedKind(
            name, kind.label, records[name], name in kinds,
            [field.label for field in kind.fields.values() if not scope.includes_field(field)],
        )
        for name, kind in plan.record_kinds.items() if records.get(name)
    ]  # fmt: skip


def supported_kinds(plan: Plan) -> set[str]:
    """The kinds that count people who are given support, with those that lie in them. What an office says of a figure
    (its target, a value typed in by hand) is none.
    """
    kinds, codes = plan.record_kinds, supported_indicators(plan)
    about_figures = {playing[0].name for role in _OF_FIGURES if (playing := plan.role(role))}
    found = {one.kind for one in plan.statistics if one.supported} & kinds.keys()
    found |= {name for name, kind in kinds.items() if _counts(kind.fields.values(), codes)} - about_figures
    return found | {child.name for name in found for child in plan.children[name]}


def supported_indicators(plan: Plan) -> set[str]:
    return {code for code, indicator in plan.indicators.items() if indicator.supported}


def _counts(fields: Collection[Field], codes: Collection[str]) -> bool:
    return any(code in codes for field in fields for code in field.counts_in)
