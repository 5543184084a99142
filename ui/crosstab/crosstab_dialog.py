"""A cross-table over the window: what is asked above, the table, the records of a cell beside it, ways out below."""

from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec.structs import replace
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QWidget

from desktop_app.domain.audiences import SUPERIOR
from desktop_app.domain.crosstab import SHARES, CrossTable
from desktop_app.domain.period import MONTHS, Period, all_periods
from desktop_app.domain.plan import RecordKind
from desktop_app.session import OpenFile, crosstabs
from desktop_app.texts import in_words, say
from ui.crosstab.cell_records import CellRecords
from ui.crosstab.crosstab_grid import CrossGrid
from ui.crosstab.crosstab_reading import ShownTable, WantedTable, read_table, transposed, with_rows
from ui.crosstab.menu_pill import MenuPill, PillOption
from ui.widgets import parts, theme
from ui.widgets.audience_button import audience_button
from ui.widgets.bridge import Bridge
from ui.widgets.even_label import EvenLabel
from ui.widgets.file_saving import ask_place, safe_name, save_content
from ui.widgets.flow_row import FlowRow
from ui.widgets.unit_finder import unit_finder

Give = Callable[..., crosstabs.GivenTable]
WIDE, HIGH, BESIDE, UNIT = 1320, 728, 360, 200


class CrosstabDialog(QDialog):
    """`record_wanted(kind, id)`: go to a record; `list_wanted(kind, ids, place)`: a list of the records of a cell."""

    record_wanted = Signal(str, str)
    list_wanted = Signal(str, list, str)

    def __init__(
        self, over: QWidget, bridge: Bridge, file: OpenFile, kinds: Sequence[RecordKind], kind: RecordKind,
        period: Period,
    ) -> None:  # fmt: skip
        super().__init__(over)
        parts.resize_over(self, WIDE, HIGH)
        self._bridge, self._file, self._kinds = bridge, file, {one.name: one for one in kinds}
        self._wanted = WantedTable(kind.name, period, file.unit)
        self.shown: ShownTable | None = None
        scheme = file.plan.schemes[period.scheme]
        of_year = scheme.periods(scheme.offered, period.year)
        self._periods = {one.text: one for one in (period, *all_periods(scheme, file.plan.years, ["Y"]), *of_year)}
        self._column = column = parts.dialog(self, say("crosstab.window"), 10)
        self._title, self._pills = EvenLabel(), FlowRow()
        self._fill_pills()
        parts.fill(column, self._pills, self._head(), (self._body(), 1))
        self._notes = parts.MessageLabel("small")
        parts.fill(column, self._notes, self._foot())
        self._read()
        self.open()

    # --- what it is made of ---------------------------------------------------------------------------------------

    def _fill_pills(self) -> None:
        self.kind, self.sum = MenuPill(say("crosstab.kind")), MenuPill(say("crosstab.measure"))
        self.rows, self.columns = MenuPill(say("crosstab.rows")), MenuPill(say("crosstab.columns"))
        self.period = MenuPill(say("crosstab.period"))
        self.transpose = parts.icon_button(
            "arrow-right-left", say("crosstab.transpose"), lambda: self._ask(transposed(self._wanted))
        )
        self.transpose.setFixedSize(theme.FIELD_HEIGHT, theme.FIELD_HEIGHT)
        self.unit = unit_finder(self._file.units, self._file.unit, say("crosstab.unit"), self._choose_unit)
        self.unit.setFixedWidth(theme.wide(UNIT))
        alone = len(self._file.units.descendants(self._file.unit)) == 1
        for made in (self.kind, self.sum, self.rows, self.transpose, self.columns, self.period):
            self._pills.add(made)
        if not alone:
            self._pills.add(self.unit)
        self.kind.chosen.connect(lambda kind: self._ask(replace(self._wanted, kind=kind)))
        self.sum.chosen.connect(lambda field: self._ask(replace(self._wanted, sum=field)))
        self.rows.chosen.connect(lambda axis: self._ask(with_rows(self._wanted, axis)))
        self.columns.chosen.connect(lambda axis: self._ask(replace(self._wanted, columns=axis)))
        self.period.chosen.connect(lambda text: self._ask(replace(self._wanted, period=self._periods[text])))

    def _head(self) -> QHBoxLayout:
        line = parts.fill(parts.row(), (self._title, 1))
        words = {share: say(f"crosstab.show_{share or 'numbers'}") for share in ("", *SHARES)}
        self.shares = parts.one_of(self, words, "", self._choose_share)
        for share, button in self.shares.items():
            button.setAccessibleName(say(f"crosstab.share_{share}") if share else words[""])
        return parts.fill(line, *self.shares.values())

    def _body(self) -> QHBoxLayout:
        line = parts.row(spacing=12)
        self.grid = CrossGrid()
        self.grid.opened.connect(self._open_cell)
        self.grid.copy_wanted.connect(self.copy)
        self.behind = CellRecords(self._bridge)
        self.behind.setFixedWidth(theme.wide(BESIDE))
        self.behind.hide()
        self.behind.left.connect(self._leave_cell)
        self.behind.record_wanted.connect(self._to_record)
        self.behind.list_wanted.connect(self._to_list)
        parts.fill(line, (self.grid, 1), self.behind)
        return line

    def _foot(self) -> QHBoxLayout:
        foot = parts.row()
        self.message = parts.put(foot, parts.label(say("crosstab.hint"), "small", wrap=True), 1)
        self.audience = SUPERIOR
        foot.addWidget(audience_button(self._choose_audience))
        foot.addWidget(parts.button(say("crosstab.copy"), self.copy, icon="copy"))
        self.out = parts.button(say("crosstab.export"), self.ask_place, "primary", "save")
        parts.fill(foot, self.out, parts.button(say("ui.close"), self.close))
        return foot

    # --- asking ---------------------------------------------------------------------------------------------------

    def _ask(self, wanted: WantedTable) -> None:
        self._wanted = wanted
        self._read()

    def _choose_unit(self, unit: str) -> None:
        self._ask(replace(self._wanted, unit=unit))

    def _choose_share(self, share: str) -> None:
        """Numbers or shares are of the same table: nothing is read again."""
        self._wanted = replace(self._wanted, share=share)
        self.shares[share].setChecked(True)
        parts.lead_to_chosen(self.shares.values())
        if self.shown is not None:
            self.grid.show_table(self.shown.table, share)

    def _read(self) -> None:
        wanted = self._wanted
        self._bridge.ask(
            lambda file: read_table(file, wanted), lambda shown: self._show(wanted, shown), self, self._refuse_table
        )

    def _show(self, wanted: WantedTable, shown: ShownTable) -> None:
        if wanted is not self._wanted:
            return
        first = self.shown is None
        self.shown, self._wanted = shown, shown.wanted
        self._offer(shown)
        self._title.set_full_text(shown.title)
        self._notes.show_text(shown.notes)
        self._say(say("crosstab.hint"))
        self._leave_cell(focus=first)
        self._choose_share(self._wanted.share)

    def _offer(self, shown: ShownTable) -> None:
        wanted = shown.wanted
        self.kind.offer([PillOption(one.name, in_words(one.list_label)) for one in self._kinds.values()], wanted.kind)
        self.sum.offer(shown.sums, wanted.sum)
        self.rows.offer(shown.rows, wanted.rows)
        self.columns.offer(shown.columns, wanted.columns)
        months = say("ui.months")
        periods = [
            PillOption(text, in_words(one.label), months if one.code in MONTHS else "")
            for text, one in self._periods.items()
        ]
        self.period.offer(periods, wanted.period.text)
        self.transpose.setEnabled(bool(wanted.columns))
        self._pills.settle()
        self._column.activate()  # at once, or the second line is painted over what stands below

    def _refuse_table(self, sentence: str) -> None:
        """What can't be shown is not asked for any more: the pills speak of the table in sight."""
        if self.shown is not None:
            self._wanted = self.shown.wanted
        self._refuse(sentence)

    def _refuse(self, sentence: str) -> None:
        self._say(sentence, wrong=True)

    def _say(self, sentence: str, *, wrong: bool = False) -> None:
        theme.set_role(self.message, "error" if wrong else "small")
        self.message.setText(sentence)

    # --- the records behind ---------------------------------------------------------------------------------------

    def _open_cell(self, row: int, column: int) -> None:
        if self.shown is not None:
            self.behind.to_list.setVisible(self._kinds[self._wanted.kind].parent is None)  # others have no list
            self.behind.show_cell(self.shown.table, row, column, self.grid.cells.place(row, column))

    def _leave_cell(self, *, focus: bool = True) -> None:
        self.behind.hide()
        if focus:
            self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def _to_record(self, record: str) -> None:
        self.close()
        self.record_wanted.emit(self._wanted.kind, record)

    def _to_list(self, ids: list[str], place: str) -> None:
        self.close()
        self.list_wanted.emit(self._wanted.kind, ids, place)

    # --- out of the window ----------------------------------------------------------------------------------------

    def _choose_audience(self, audience: str) -> None:
        """Who is to read the table; said at once where they may not."""
        self.audience = audience
        query = self.shown.table.query if self.shown is not None else None
        if query is not None:
            self._bridge.ask(
                lambda file: crosstabs.refuse_readers(file, query, audience),
                lambda _: self._say(say("crosstab.hint")), self, self._refuse,
            )  # fmt: skip

    def copy(self) -> None:
        """The table as it would leave as a workbook, for a spreadsheet."""
        from ui.cells import clipboard

        def done(given: crosstabs.GivenTable) -> None:
            clipboard.put(given.content.decode(), given.html)
            self._say(say("crosstab.copied"))

        self._give(crosstabs.as_text, done)

    def ask_place(self) -> None:
        """Ask where the workbook goes."""
        name = safe_name(self._title.accessibleName())
        place = ask_place(self, self._file.path.parent, name, "xlsx", say("crosstab.export"))
        if place is not None:
            self.export_to(place)

    def export_to(self, place: Path) -> None:
        def make(file: OpenFile, table: CrossTable, share: str, audience: str) -> crosstabs.GivenTable:
            given = crosstabs.as_xlsx(file, table, share, audience)
            save_content(place, given.content)
            return given

        said = say("crosstab.written", file=place.name)
        self._give(make, lambda _: self._say(said))

    def _give(self, make: Give, done: Callable[[crosstabs.GivenTable], None]) -> None:
        """The table in sight for its readers, made on the worker thread."""
        if self.shown is not None:
            table, share, audience = self.shown.table, self._wanted.share, self.audience
            self._bridge.ask(lambda file: make(file, table, share, audience), done, self, self._refuse)
