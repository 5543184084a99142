"""A new indicator of a plan: what is counted, how, and what is to be reached; all it needs is made of that."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QLabel, QWidget

from desktop_app.domain.comparisons import COMPARISONS
from desktop_app.plan_draft_files import Rows
from desktop_app.session import plan_conditions
from desktop_app.session.plan_beginnings import ASKED, SHARE_OF_UNITS, WAYS, IndicatorWish, unit_of
from desktop_app.texts import say
from ui.widgets import parts
from ui.widgets.finder import Finder
from ui.widgets.one_line import OneLine
from ui.widgets.options import Option, search_in

WIDE = 600
SIGNS = ((">=", "at_least"), ("<=", "at_most"), ("=", "exactly"), ("none", "none"))


class NewIndicatorDialog(QDialog):
    """`wanted(IndicatorWish)`: this is to be counted."""

    wanted = Signal(object)

    def __init__(self, over: QWidget, rows: Rows) -> None:
        super().__init__(over)
        self._rows = rows
        self._chosen: dict[str, str] = {"op": ">="}
        self._column = parts.dialog(self, say("planbegin.title"), 4)
        parts.fill(self._column, *parts.heading(say("planbegin.title"), say("planbegin.about")))
        self.kind = self._finder("kind", lambda: [Option(str(row["name"]), str(row.get("label", row["name"])))
                                                  for row in rows["kinds"] if row.get("name")])  # fmt: skip
        self.way = self._finder("way", lambda: [Option(way, say(f"planbegin.way_{way}")) for way in WAYS])
        self.first = self._finder("first", lambda: self._fields(0))
        self.second = self._finder("second", lambda: self._fields(1))
        self.title = OneLine()
        self._add("indicator", self.title)
        self.unit = OneLine()
        self._add("unit", self.unit)
        self.op = self._finder("op", lambda: [Option(sign, say(f"planpage.signs_{word}")) for sign, word in SIGNS])
        self.op.show_choice(say("planpage.signs_at_least"))
        self.target = OneLine()
        self._add("target", self.target)
        self.go = parts.button(say("planbegin.go"), self.add, "primary", "plus")
        self.wrong = parts.dialog_foot(self._column, self.close, self.go)
        self.target.returnPressed.connect(self.go.click)
        self.setMinimumWidth(WIDE)
        self._follow()
        self.open()
        self.kind.setFocus()

    def _finder(self, name: str, options: Callable[[], Sequence[Option]]) -> Finder:
        made = Finder(search_in(options))
        made.picked.connect(lambda value, _: self._choose(name, value))
        made.entered.connect(made.focusNextChild)
        self._add(name, made)
        return made

    def _add(self, name: str, field: QWidget) -> None:
        label = parts.field_label(say(f"planbegin.{name}"), field)
        label.setObjectName(name)
        parts.fill(self._column, label, field)

    def _choose(self, name: str, value: str) -> None:
        self._chosen[name] = value
        if name in ("kind", "way"):
            for field, finder in (("first", self.first), ("second", self.second)):
                self._chosen.pop(field, None)
                finder.show_choice("")
        if name == "way":
            self.unit.setText(unit_of(value))
        self._follow()

    def _follow(self) -> None:
        """Only the fields that the way of counting needs are asked for."""
        asked = len(ASKED.get(self._chosen.get("way", ""), ()))
        for number, finder in enumerate((self.first, self.second)):
            finder.setVisible(number < asked)
            for label in self.findChildren(QLabel, ("first", "second")[number]):
                label.setVisible(number < asked)
        shares = not unit_of(self._chosen.get("way", SHARE_OF_UNITS))
        for widget in (self.unit, *self.findChildren(QLabel, "unit")):
            widget.setVisible(not shares)
        self.target.setEnabled(COMPARISONS[self._chosen["op"]].judges)
        self.adjustSize()

    def _fields(self, number: int) -> list[Option]:
        """The fields of the kind that fit."""
        asked = ASKED.get(self._chosen.get("way", ""), ())
        if number >= len(asked):
            return []
        fields = plan_conditions.fields_of(self._rows, self._chosen.get("kind"), asked[number])
        return [Option(str(row["name"]), str(row.get("label", row["name"]))) for row, _ in fields if row.get("name")]

    def add(self) -> None:
        """Say what is missing, or what is wanted."""
        asked = ("first", "second")[: len(ASKED.get(self._chosen.get("way", ""), ()))]
        lacking = [name for name in ("kind", "way", *asked) if name not in self._chosen]
        if not self.title.text().strip():
            lacking.append("indicator")
        if self.target.isEnabled() and not self.target.text().strip():
            lacking.append("target")
        if lacking:
            self.wrong.setText(say("planbegin.lacking", what=", ".join(say(f"planbegin.{name}") for name in lacking)))
            return
        fields = tuple(self._chosen[name] for name in asked)
        chosen = self._chosen
        self.close()
        self.wanted.emit(
            IndicatorWish(
                chosen["kind"],
                chosen["way"],
                self.title.text().strip(),
                self.target.text().strip(),
                chosen["op"],
                fields,
                self.unit.text().strip(),
            )
        )
