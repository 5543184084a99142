"""Editors for what is chosen: one of a list, several of a list, a unit of the tree, a record of another kind."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from desktop_app.domain.collation import sort_key
from desktop_app.domain.org_unit import OrgUnits
from desktop_app.domain.plan import Field
from desktop_app.domain.values import Problem, Value, short
from desktop_app.session import OpenFile, entry, records
from desktop_app.texts import say
from ui.form.choice_tag import ChoiceTag
from ui.form.field_editors import FieldEditor
from ui.pieces.bridge import Bridge
from ui.pieces.finder import Finder
from ui.pieces.flow_row import FlowRow
from ui.pieces.options import Option, Options, Search, matching, means, search_in
from ui.pieces.unit_finder import tree_options

MOST = 50  # records that a popup offers at once


class ChoiceEditor(FieldEditor):
    """One line found by typing; leaving with words that fit one line only chooses it."""

    def __init__(self, field: Field, search: Search) -> None:
        super().__init__(field)
        self._search = search
        self.finder = Finder(search)
        self.finder.picked.connect(self._pick)
        self.finder.left.connect(self._leave)
        self.finder.entered.connect(self.entered)
        self.finder.textEdited.connect(lambda _: self.typed.emit())
        self.column.addWidget(self.finder)

    def inner(self) -> Finder:
        return self.finder

    @property
    def raw(self) -> str:
        return self.finder.text()

    def show_value(self, value: Value, shown: str) -> None:
        self.value, self._shown = value, shown
        self.finder.show_choice(shown)

    def show_raw(self, raw: str) -> None:
        self.finder.show_typed(raw)

    def commit(self) -> None:
        self.finder.commit()

    def _pick(self, value: str, text: str) -> None:
        self._shown = text
        if value != self.value or self._misread:
            self.value, self._misread = value, False
            self.edited.emit(value)

    def _leave(self, text: str) -> None:
        if not text.strip():
            if self.value is not None or self._misread:
                self.value, self._shown, self._misread = None, "", False
                self.edited.emit(None)
        elif text == self._shown:
            self.finder.show_choice(text)
        else:
            sure = self.finder.sure
            self._search(text, lambda options: self._settle(text, options, sure=sure))

    def _settle(self, text: str, options: Options, *, sure: bool) -> None:
        exact = [o for o in options if o.known and o.text.casefold() == text.strip().casefold()]
        found = exact or only_meant(options, text, sure=sure)
        if found:
            self.finder.show_choice(found[0].text)
            self._pick(found[0].value, found[0].text)
        else:
            self._misread = True
            problem = Problem(self.field.name, say("ui.not_in_list", field=str(self.field.label), text=short(text)))
            self.misread.emit(problem, text)


def only_meant(options: Options, text: str, *, sure: bool) -> list[Option]:
    """The one line that fits, where Enter asked for it or the words can be taken for it."""
    known = [o for o in options if o.known]
    return known if len(known) == 1 and (sure or means(known[0], text)) else []


class UnitEditor(ChoiceEditor):
    """A unit found by name in the tree of units."""

    def __init__(self, field: Field, units: OrgUnits) -> None:
        options = tree_options(units)
        super().__init__(field, search_in(lambda: options))


class MultiEditor(FieldEditor):
    """Several lines of a list as tags; the field below finds the next one."""

    def __init__(self, field: Field, options: Callable[[], list[Option]], label_of: Callable[[str], str]) -> None:
        super().__init__(field)
        self._options = options
        self._label_of = label_of
        self._name = str(field.label)
        self.tags = FlowRow()
        self.tags.hide()
        self._tags: list[ChoiceTag] = []
        self._free_search = search_in(self._free)
        self.finder = Finder(self._free_search)
        self.finder.setPlaceholderText(say("ui.add_choice"))
        self.finder.picked.connect(self._pick)
        self.finder.left.connect(self._leave)
        self.finder.entered.connect(self.entered)
        self.finder.textEdited.connect(lambda _: self.typed.emit())
        self.finder.stays = True
        self.finder.emptied.connect(lambda: self._to_tag(len(self._tags) - 1))
        self.column.setSpacing(4)
        self.column.addWidget(self.tags)
        self.column.addWidget(self.finder)

    def inner(self) -> QWidget:
        return self.finder

    def show_value(self, value: Value, shown: str) -> None:
        self.value = value
        self.finder.show_choice("")
        self._show_tags()

    def _show_tags(self) -> None:
        self.tags.clear()
        self._tags = []
        for number, chosen in enumerate(self._in_order(self._chosen())):
            tag = ChoiceTag(self._label_of(chosen), self._name)
            tag.removed.connect(partial(self._take_away, chosen))
            tag.turned.connect(partial(self._turn, number))
            self._tags.append(tag)
            self.tags.add(tag)
        self.tags.setVisible(bool(self._chosen()))
        self.tags.settle()

    def show_raw(self, raw: str) -> None:
        self.finder.show_typed(raw)

    @property
    def raw(self) -> str:
        return self.finder.text()

    def name(self, name: str) -> None:
        self._name = name
        super().name(name)

    def commit(self) -> None:
        self.finder.commit()

    def _chosen(self) -> tuple[str, ...]:
        return self.value if isinstance(self.value, tuple) else ()

    def _is_chosen(self, text: str, *, sure: bool) -> bool:
        """Whether the words mean a line that stands among the tags already."""
        meant = only_meant(matching(self._options(), text), text, sure=sure)
        return bool(meant) and meant[0].value in self._chosen()

    def _free(self) -> list[Option]:
        return [o for o in self._options() if o.value not in self._chosen()]

    def _in_order(self, chosen: tuple[str, ...]) -> tuple[str, ...]:
        """As the list has them, values that it does not offer last."""
        order = [o.value for o in self._options()]
        return tuple(sorted(chosen, key=lambda v: order.index(v) if v in order else len(order)))

    def _set(self, chosen: tuple[str, ...]) -> None:
        self.value = self._in_order(chosen) or None
        self._show_tags()
        self._misread = False
        self.edited.emit(self.value)

    def _pick(self, value: str, text: str) -> None:
        self.finder.show_choice("")
        self._set((*self._chosen(), value))

    def _turn(self, number: int, way: int) -> None:
        self._to_tag(number + way)

    def _to_tag(self, number: int) -> None:
        """Put the focus on a tag; behind the last one is the field."""
        if 0 <= number < len(self._tags):
            self._tags[number].setFocus(Qt.FocusReason.TabFocusReason)
        elif number >= len(self._tags):
            self.finder.setFocus(Qt.FocusReason.TabFocusReason)

    def _take_away(self, value: str) -> None:
        self.finder.setFocus()
        self._set(tuple(v for v in self._chosen() if v != value))

    def _leave(self, text: str) -> None:
        sure = self.finder.sure
        self._free_search(text, lambda options: self._settle(text, options, sure=sure))

    def _settle(self, text: str, options: Options, *, sure: bool) -> None:
        if not text.strip() or self._is_chosen(text, sure=sure):
            self.finder.show_choice("")
            if self._misread:
                self._set(self._chosen())
        elif found := only_meant(options, text, sure=sure):
            self._pick(found[0].value, found[0].text)
        else:
            self._misread = True
            problem = Problem(self.field.name, say("ui.not_in_list", field=str(self.field.label), text=short(text)))
            self.misread.emit(problem, text)


class RefEditor(ChoiceEditor):
    """A record of another kind, found by its title in the data file, or added as typed (`new_wanted`)."""

    new_wanted = Signal(str)

    def __init__(self, field: Field, bridge: Bridge) -> None:
        def search(text: str, then: Callable[[Options], None]) -> None:
            held = self.value if isinstance(self.value, str) and not text else None
            bridge.ask(lambda file: titles_to_choose(file, field.target or "", text, held), then, self)

        super().__init__(field, search)
        self.finder.new_wanted.connect(self.new_wanted)


def titles_to_choose(file: OpenFile, target: str, text: str, held: str | None = None) -> list[Option]:
    """The records whose title holds the words, the one that the field holds among them; whether there are more; and as
    the last line the way to add one, if this office may.
    """
    titles = records.reference_options(file, target, text, MOST + 1)
    found = [Option(record, title) for record, title in titles[:MOST]]
    if held and held not in (o.value for o in found):
        found = sorted([*found, Option(held, records.title_of(file, held))], key=lambda o: sort_key(o.text))
    if len(titles) > MOST:
        found.append(Option("", say("form.more_to_find"), note=True))
    kind = file.kind(target)
    if kind.parent is None and entry.offers(file, kind):
        key = "form.add_named" if text.strip() else "form.add_new"
        found.append(Option(text.strip(), say(key, kind=str(kind.label), name=text.strip()), new=True))
    return found
