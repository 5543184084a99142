"""Which editor each type of field has, what it offers, and the words above it."""

import re
from collections.abc import Callable

from msgspec import Struct

from desktop_app.domain.org_unit import OrgUnits
from desktop_app.domain.plan import Field, Plan
from desktop_app.domain.validation import offered_choices
from desktop_app.session.open_record import Proposal
from desktop_app.texts import in_words, say
from ui.form.bool_editor import BoolEditor
from ui.form.choice_editors import ChoiceEditor, RefEditor
from ui.form.field_dates import DateEditor
from ui.form.field_editors import FieldEditor, LineEditor
from ui.form.long_text_editor import LongTextEditor
from ui.form.multi_editor import MultiEditor
from ui.widgets.bridge import Bridge
from ui.widgets.options import Option, search_in
from ui.widgets.unit_finder import tree_options

BRACKETS = re.compile(r"\([^()]{1,24}\)")  # a line of a label does not end inside them


class Surroundings(Struct, frozen=True):
    """What editors ask for; `day`: of the record, ISO, on which the choices must be in force."""

    plan: Plan
    units: OrgUnits
    bridge: Bridge
    day: Callable[[], str | None]

    def options(self, field: Field) -> list[Option]:
        """The choices of a field; each is found by what lists show for it as well."""
        labels = {value: self.label(field, value) for value in offered_choices(field, self.plan, self.day())}
        return [Option(value, text, also=field.brief(text)) for value, text in labels.items()]

    def label(self, field: Field, value: str) -> str:
        known = self.plan.choices.get(field.choices or "", {})
        return in_words(known[value].label) if value in known else value


def _choice(field: Field, around: Surroundings) -> FieldEditor:
    return ChoiceEditor(field, search_in(lambda: around.options(field)))


def _multi(field: Field, around: Surroundings) -> FieldEditor:
    return MultiEditor(field, lambda: around.options(field), lambda value: around.label(field, value))


def _unit(field: Field, around: Surroundings) -> FieldEditor:
    tree = tree_options(around.units, living=True)
    return ChoiceEditor(field, search_in(lambda: tree))


def _time(field: Field, _: Surroundings) -> FieldEditor:
    editor = LineEditor(field)
    editor.line.setPlaceholderText(say("ui.time_hint"))
    return editor


EDITORS: dict[str, Callable[[Field, Surroundings], FieldEditor]] = {
    "text": lambda field, _: LineEditor(field),
    "longtext": lambda field, _: LongTextEditor(field),
    "int": lambda field, _: LineEditor(field),
    "decimal": lambda field, _: LineEditor(field),
    "money": lambda field, _: LineEditor(field),
    "date": lambda field, around: DateEditor(field, around.plan.days),
    "time": _time,
    "bool": lambda field, _: BoolEditor(field),
    "choice": _choice,
    "multi": _multi,
    "ref": lambda field, around: RefEditor(field, around.bridge),
    "unit": _unit,
}


def make_editor(field: Field, around: Surroundings) -> FieldEditor:
    return EDITORS[field.type.name](field, around)


def label_of(field: Field, required: bool, proposed: Proposal | None = None) -> str:
    """What stands above a field; where its value was only `proposed`, that is said."""
    label = BRACKETS.sub(lambda found: found[0].replace(" ", "\u00a0"), in_words(field.label))
    label = say("ui.required_label", label=label) if required else label
    return say(f"form.proposed_{proposed.value}", label=label) if proposed else label
