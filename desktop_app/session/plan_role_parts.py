"""What a role of a plan asks of its author: the kind that plays it, and the field for each of its parts."""

from typing import Final

from msgspec import Struct

from desktop_app.domain.head_parts import PARTS
from desktop_app.domain.plan_check_roles import ANY, ROLES
from desktop_app.messages import Message, Text, joined
from desktop_app.plan_draft_files import Row
from desktop_app.sheets.plan_book_shape import PLAYS, SHEETS, BookColumn
from desktop_app.sheets.plan_book_shape import ROLES as SHEET

SHAPE: Final = next(one for one in SHEETS if one.name == SHEET)
MORE_OF_IT: Final = BookColumn("more", "more")


class RolePart(Struct, frozen=True):
    """One column of a role; `usual`: it is asked at once. A part of a letterhead is found by its name as well."""

    column: BookColumn
    about: Text
    needed: bool = False
    usual: bool = True


def title(role: str) -> Text:
    """What people call a role; one that the program does not know, by its name."""
    return Message(f"planpage.roles_{role}") if role in ROLES else role


def parts_of(row: Row) -> list[RolePart]:
    """What a role asks, and what its row says beyond that; none where the program does not know the role."""
    name = str(row.get("role", ""))
    role = ROLES.get(name)
    if role is None:
        return []
    kind, *fields = SHAPE.columns
    of_kind = Message("planpage.role_kind_by_period" if role.by_period else "planpage.role_kind")
    found = [
        RolePart(SHAPE.keys[0], Message(f"planpage.role_{name}"), needed=True),
        RolePart(kind, of_kind, needed=True),
    ]  # fmt: skip
    fits = {**role.must, **role.may}
    columns = {one.key: one for one in fields}
    for part, (wanted, _) in fits.items():
        by_name = part in PARTS.get(name, ())
        about = joined((Message(f"planbook.help_{PLAYS}{part}"), _wanted(wanted, by_name)), " ")
        found.append(RolePart(columns[part], about, part in role.must, not by_name))
    foreign = [one for one in fields if one.key not in fits and row.get(one.name)]
    found += [RolePart(one, Message("planpage.role_not_this")) for one in foreign]
    return [*found, RolePart(MORE_OF_IT, Message("planbook.help_more"), usual=False)]


def _wanted(wanted: str, by_name: bool) -> Text:
    if by_name:
        return Message("planpage.role_by_name")
    return "" if wanted == ANY[0] else Message("planpage.role_wanted", wanted=Message(f"plan.{wanted}"))
