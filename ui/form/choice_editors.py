"""Editors for what is chosen: a line of a list, a record of another kind."""

from collections.abc import Callable

from PySide6.QtCore import Signal

from desktop_app.domain.collation import sort_key
from desktop_app.domain.plan import Field
from desktop_app.domain.values import Problem, Value, short
from desktop_app.session import OpenFile, entry, records
from desktop_app.texts import in_words, say
from ui.form.field_editors import FieldEditor, FieldInput
from ui.widgets.bridge import Bridge
from ui.widgets.finder import Finder
from ui.widgets.options import Option, Options, Search, means

MOST = 50  # records that a popup offers at once


def finder_input(finder: Finder, show: Callable[[Value, str], str]) -> FieldInput:
    """What an editor does that finds its value by typing."""
    return FieldInput([finder], show, finder.text, finder.show_typed, finder.commit)


class ChoiceEditor(FieldEditor):
    """One line found by typing; leaving with words that fit one line only chooses it."""

    def __init__(self, field: Field, search: Search) -> None:
        self._search = search
        self.finder = Finder(search)
        super().__init__(field, finder_input(self.finder, self._put))
        self.finder.picked.connect(self.take)
        self.finder.left.connect(self._leave)
        self.finder.entered.connect(self.entered)
        self.finder.textEdited.connect(lambda _: self.typed.emit())
        self.column.addWidget(self.finder)

    def _put(self, _: Value, shown: str) -> str:
        self.finder.show_choice(shown)
        return shown

    def _leave(self, text: str) -> None:
        if not text:
            self.take(None, "")
        elif not text.strip() or text == self._shown:  # a blank is no word: what stood there stays
            self.finder.show_choice(self._shown)
        else:
            sure = self.finder.sure
            self._search(text, lambda options: self._settle(text, options, sure=sure))

    def _settle(self, text: str, options: Options, *, sure: bool) -> None:
        exact = [o for o in options if o.known and o.text.casefold() == text.strip().casefold()]
        found = exact or only_meant(options, text, sure=sure)
        if found:
            self.take(found[0].value, found[0].text)
        else:
            self._misread = True
            self.misread.emit(not_in_list(self.field, text), text)


def not_in_list(field: Field, text: str) -> Problem:
    """What is wrong with words that stand for no line."""
    return Problem(field.name, say("ui.not_in_list", field=in_words(field.label), text=short(text)))


def only_meant(options: Options, text: str, *, sure: bool) -> list[Option]:
    """The one line that fits, where Enter asked for it or the words can be taken for it."""
    known = [o for o in options if o.known]
    return known if len(known) == 1 and (sure or means(known[0], text)) else []


class RefEditor(ChoiceEditor):
    """A record of another kind, found by its title in the data file, or added as typed (`new_wanted`)."""

    new_wanted = Signal(str)

    def __init__(self, field: Field, bridge: Bridge) -> None:
        def search(text: str, then: Callable[[Options], None]) -> None:
            current = self.value if isinstance(self.value, str) and not text else None
            bridge.ask(lambda file: titles_to_choose(file, field.target or "", text, current), then, self)

        super().__init__(field, search)
        self.finder.new_wanted.connect(self.new_wanted)


def titles_to_choose(file: OpenFile, target: str, text: str, current: str | None = None) -> list[Option]:
    """The records whose title holds the words, the one that the field holds among them; whether there are more; and as
    the last line the way to add one, if this office may.
    """
    titles = records.reference_options(file, target, text, MOST + 1)
    found = [Option(record, title) for record, title in titles[:MOST]]
    if current and current not in (o.value for o in found):
        found = sorted([*found, Option(current, records.title_of(file, current))], key=lambda o: sort_key(o.text))
    if len(titles) > MOST:
        found.append(Option("", say("form.more_to_find"), note=True))
    kind = file.kind(target)
    if kind.parent is None and entry.offers(file, kind):
        key = "form.add_named" if text.strip() else "form.add_new"
        found.append(Option(text.strip(), say(key, kind=in_words(kind.label), name=text.strip()), new=True))
    return found
