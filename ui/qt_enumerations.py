"""Makes Qt's enumerations as Python would, in less than half the time: Qt gives names and whole numbers, nothing else.

At a start Shiboken has Python make a hundred enumerations with more than a thousand members, and Python prepares for
all that a class body might say. Shiboken asks the module `enum` for its classes once, and later, by name, for the one
that it calls to make an enumeration. It is given a stand-in, which nobody else sees, whose classes are called in the
place of Python's. What they do not know they have Python make. `tests/ui/test_qt_enumerations.py` compares all.
"""

import enum
import sys
from collections.abc import Callable
from functools import cache
from types import ModuleType, new_class
from typing import Any

_LAST = "KEEP"  # what Shiboken asks for last when it asks for the classes
_KNOWN = {  # what Python 3.11 leaves in an enumeration beside its members
    "__module__", "__doc__", "__new__", "__format__", "__str__", "__repr__", "__reduce_ex__", "__dict__", "__weakref__",
    "__or__", "__and__", "__xor__", "__ror__", "__rand__", "__rxor__", "__invert__", "_generate_next_value_",
    "_new_member_", "_use_args_", "_member_names_", "_member_map_", "_value2member_map_", "_unhashable_values_",
    "_member_type_", "_value_repr_", "_boundary_", "_flag_mask_", "_singles_mask_", "_all_bits_", "_inverted_",
}  # fmt: skip
_empty: dict[tuple[type, object], dict[str, Any] | None] = {}


class EnumForShiboken(ModuleType):
    """The module `enum` as Shiboken sees it. Once that has asked for the classes, others have the real one again."""

    def __getattr__(self, name: str) -> Any:
        found = getattr(enum, name)
        if name == _LAST:
            sys.modules[enum.__name__] = enum
            for kind in (enum.Enum, enum.IntEnum, enum.Flag, enum.IntFlag):
                setattr(self, kind.__name__, new_class(kind.__name__, (kind,), {"metaclass": _Maker}))
        return found


class _Maker(enum.EnumType):
    """Of a class that Shiboken calls in the place of the one below it, and whose kind it asks for."""

    def __call__(cls, name: str, names: Any, **given: Any) -> Any:  # type: ignore[override]  # called with names alone
        return _made(cls.__base__, name, names, **given)


def _made(kind: Any, name: str, names: Any, **given: Any) -> Any:
    """What `kind(name, names, **given)` gives."""
    empty = _emptied(kind, given.get("boundary")) if given.keys() <= {"boundary"} and type(names) is list else None
    if empty is None or not _taken(kind).isdisjoint([one for one, _ in names]) or not _are_whole(names):
        return kind(name, names, **given)
    space = {key: type(value)() if type(value) in (list, dict) else value for key, value in empty.items()}
    made: Any = type.__new__(enum.EnumType, name, (kind,), space)
    made.__new__ = enum.Enum.__new__  # as Python does it afterwards: a class would make a static method of it
    _fill(made, names)
    if issubclass(kind, enum.Flag):
        _note_bits(made)
    return made


@cache
def _taken(kind: Any) -> frozenset[str]:
    """What an enumeration has by its class and the class of that, where no member may be called like it. To ask it for
    each name goes through Python's `enum`, which takes a hundredth of a start.
    """
    return frozenset(name for one in (*kind.__mro__, *type(kind).__mro__) for name in vars(one))


def _are_whole(names: list[tuple[str, int]]) -> bool:
    return all(type(value) is int for _, value in names)


def _emptied(kind: Any, boundary: object) -> dict[str, Any] | None:
    """What stands in an enumeration without members; None where that is not what we know."""
    if (kind, boundary) not in _empty:
        found = dict(vars(kind("Empty", [], boundary=boundary)))
        known = found.keys() <= _KNOWN
        for name in ("__dict__", "__weakref__", "__new__"):
            found.pop(name, None)
        _empty[kind, boundary] = found if known else None
    return _empty[kind, boundary]


def _fill(made: Any, names: list[tuple[str, int]]) -> None:
    new: Callable[..., Any] = int.__new__ if issubclass(made, int) else lambda cls, _: object.__new__(cls)
    flags, put = issubclass(made, enum.Flag), type.__setattr__
    listed, by_name, by_value = made._member_names_, made._member_map_, made._value2member_map_
    for name, value in names:
        member = by_value.get(value)
        if member is None:
            member = by_value[value] = new(made, value)
            member._value_, member._name_, member.__objclass__ = value, name, made
            member._sort_order_ = len(listed)
            if not flags or _is_single(value):
                listed.append(name)
        by_name[name] = member
        put(made, name, member)


def _note_bits(made: Any) -> None:
    """What Python notes of flags."""
    mask = singles = 0
    for value in made._value2member_map_:
        mask |= value
        singles |= value if _is_single(value) else 0
    made._flag_mask_, made._singles_mask_ = mask, singles
    made._all_bits_ = 2 ** mask.bit_length() - 1
    values = [made._member_map_[name]._value_ for name in made._member_names_]
    if values != sorted(values):
        made._iter_member_ = made._iter_member_by_def_


def _is_single(value: int) -> bool:
    return value > 0 and not value & (value - 1)
