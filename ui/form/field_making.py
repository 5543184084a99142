"""Which editor a field has, what it offers, and the words above it."""

import re
from collections.abc import Callable

from desktop_app.domain.org_unit import OrgUnits
from desktop_app.domain.plan import Field, Plan
from desktop_app.domain.validation import offered_choices
from desktop_app.texts import say
from ui.form.bool_editor import BoolEditor
from ui.form.choice_editors import ChoiceEditor, RefEditor, UnitEditor
from ui.form.field_dates import DateEditor
from ui.form.field_editors import FieldEditor, LineEditor
from ui.form.long_text_editor import LongTextEditor
from ui.form.multi_editor import MultiEditor
from ui.pieces.bridge import Bridge
from ui.pieces.options import Option, search_in

BRACKETS = re.compile(r"\([^()]{1,24}\)")  # a line of a label does not end inside them


def make_editor(
    field: Field, plan: Plan, units: OrgUnits, bridge: Bridge, day: Callable[[], str | None]
) -> FieldEditor:
    """The editor of a field; `day`: of the record, ISO, on which the choices must be in force."""
    if field.type == "date":
        return DateEditor(field)
    if field.type == "longtext":
        return LongTextEditor(field)
    if field.type == "bool":
        return BoolEditor(field)
    if field.type == "unit":
        return UnitEditor(field, units)
    if field.type == "ref":
        return RefEditor(field, bridge)
    known = plan.choices.get(field.choices or "", {})

    def options() -> list[Option]:
        return [Option(value, str(known[value].label)) for value in offered_choices(field, plan, day())]

    if field.type == "choice":
        return ChoiceEditor(field, search_in(options))
    if field.type == "multi":
        return MultiEditor(field, options, lambda value: str(known[value].label) if value in known else value)
    return LineEditor(field)


def label_of(field: Field, required: bool) -> str:
    """What stands above a field."""
    label = BRACKETS.sub(lambda found: found[0].replace(" ", "\u00a0"), str(field.label))
    return say("ui.required_label", label=label) if required else label
