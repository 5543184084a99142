"""What the language is read into: typed expressions, the sets that they speak of, and the readings of indicators."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from msgspec import Struct


class Type(Struct, frozen=True):
    """What an expression gives; `of` is the list of a choice, the kind of a reference."""

    name: str
    of: str = ""


# a decimal is an exact number with decimals, which databases keep in their own ways
NUMBER, DECIMAL, TEXT, DAY, CONDITION, UNIT, LEVEL, ANY = (
    Type(name) for name in ("number", "decimal", "text", "day", "condition", "unit", "level", "any")
)
CHOICE, CHOICES, REFERENCE = "choice", "choices", "reference"


class Constant(Struct, frozen=True):
    """A value that is written out; None is one that nobody knows."""

    value: str | int | Decimal | bool | None
    type: Type


class Parameter(Struct, frozen=True):
    """What is asked for: a day of the period, the unit."""

    name: str
    type: Type


class Named(Struct, frozen=True):
    """A value that the set or the reading has given a name to."""

    name: str
    type: Type


class FieldPath(Struct, frozen=True):
    """A field of the row, or one beyond its references."""

    path: tuple[str, ...]
    type: Type


class Operation(Struct, frozen=True):
    sign: str
    parts: tuple["Tree", ...]
    type: Type


class Call(Struct, frozen=True):
    name: str
    parts: tuple["Tree", ...]
    type: Type


class Ask(Struct, frozen=True):
    """What a set says of the row that it is joined to: whether it holds one, how many, the latest."""

    how: str
    set: str
    type: Type
    column: FieldPath | Named | None = None
    calendar: str = ""
    day: "Tree | None" = None
    otherwise: "Tree | None" = None


Tree = Constant | Parameter | Named | FieldPath | Operation | Call | Ask
NOTHING = Constant(None, ANY)


def asks_in(tree: Tree | None, named: Mapping[str, Tree]) -> Iterator[Ask]:
    """Everything that an expression asks of sets, also where it names one of these values."""
    match tree:
        case Ask():
            yield tree
        case Named(name=name) if name in named:
            yield from asks_in(named[name], named)
        case Operation(parts=parts) | Call(parts=parts):
            for one in parts:
                yield from asks_in(one, named)


def names_in(tree: Tree | None) -> Iterator[str]:
    """The values with a name that an expression asks for itself."""
    match tree:
        case Named(name=name):
            yield name
        case Operation(parts=parts) | Call(parts=parts):
            for one in parts:
                yield from names_in(one)
        case Ask(day=day, otherwise=otherwise):
            yield from names_in(day)
            yield from names_in(otherwise)


class CountedSet(Struct, frozen=True):
    """Which records: of one kind, by conditions; what it takes over from another set stands in it already.

    `span`: first and last day of what goes on for some time; `state`: the days between which it holds, an open end
    meaning that it still does. `unit` is where it belongs, `units` which of them a unit asks for. `exclusions` leave
    records out with a reason. `totals` are kept by period and added up over periods that do not overlap.
    `base` is the set of which it only chooses some records, by `more`.
    """

    name: str
    kind: str
    unit: tuple[str, ...]
    day: tuple[str, ...]
    windows: tuple[str, ...]
    span: tuple[str, str] | None
    state: tuple[str, str] | None
    units: str
    via: str
    order: tuple[str, ...]
    each_by: tuple[str, ...]
    where: tuple[Tree, ...] = ()
    exclusions: Mapping[str, Tree] = {}
    values: Mapping[str, Tree] = {}
    base: str = ""
    more: tuple[Tree, ...] = ()
    latest_per: str = ""
    latest_of: int = 0  # how many conditions of `where` a record meets to be among those of which the latest is taken
    in_scope: bool = False
    topmost: bool = False
    totals: tuple[str, ...] = ()


class SideFigure(Struct, frozen=True):
    """A figure that is shown beside the main one."""

    name: str
    numerator: Tree
    denominator: Tree | None


class Split(Struct, frozen=True):
    """One figure beside the main one for each value of a field."""

    set: str
    column: FieldPath
    values: tuple[str, ...]


class MissingValues(Struct, frozen=True):
    """A reason for each value of a field that no record of the set has."""

    set: str
    column: FieldPath
    values: tuple[str, ...]
    reason: str


class AddedRecords(Struct, frozen=True):
    """Records that add to a member, each a row of its own; by a group of members where it has `group_by`."""

    set: str
    value: Tree
    group_by: tuple[Tree, ...]
    without: str  # the reason where no member has that group
    own: str  # the part that the members themselves give
    part: str  # the part that these records give, as far as the cap lets it


COUNTED, BESIDE, REMARK, UNKNOWN = "counted", "beside", "remark", "unknown"


class ReadingPart(Struct, frozen=True):
    """Rows of one population: what each member must show, and the reasons where it does not.

    `role`: counted; only shown beside; only remarked; or of a group of which nobody knows the denominator.
    `population` is a set, or a level of units (`of_units`). `why` holds reasons of which the first one that is true
    stands for a member that does not count; those of `reasons` stand wherever they are true.
    """

    population: str
    of_units: bool
    role: str
    name: str
    each: str
    values: Mapping[str, Tree]
    numerator: Tree | None
    denominator: Tree | None
    group_by: tuple[Tree, ...]
    why: Mapping[str, Tree]
    reasons: Mapping[str, Tree]
    lacks: MissingValues | None
    detail: Tree | None
    beside: tuple[SideFigure, ...]
    split: Split | None
    adds: AddedRecords | None
    list_excluded: tuple[str, ...]


class Language(Struct, frozen=True):
    """All sets of a plan, and the parts of each reading by its indicator and its name."""

    sets: Mapping[str, CountedSet]
    readings: Mapping[tuple[str, str], tuple[ReadingPart, ...]]
