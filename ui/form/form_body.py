"""The middle of the form for one kind of record: its fields, and below them the tables of the records inside it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from desktop_app.domain.org_unit import OrgUnits
from desktop_app.domain.plan import Plan, RecordKind
from desktop_app.texts import in_words, say
from ui.form.child_table import ChildTable
from ui.form.field_grid import FieldGrid
from ui.form.form_content import FormContent
from ui.widgets import parts
from ui.widgets.bridge import Bridge

SIDE = 18


class FormBody(QScrollArea):
    """`next_wanted`: another record like this."""

    next_wanted = Signal()

    def __init__(self, kind: RecordKind, plan: Plan, units: OrgUnits, bridge: Bridge, *, goes_on: bool) -> None:
        super().__init__()
        self._goes_on = goes_on
        self.setObjectName("plain")
        self.setAccessibleName(in_words(kind.label))
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.grid = FieldGrid(kind, plan, units, bridge)
        self.tables = [ChildTable(child) for child in plan.children.get(kind.name, ())]
        canvas = QWidget()
        canvas.setObjectName("plain")
        column = parts.column(canvas, 0, 16)
        column.setContentsMargins(SIDE, 0, SIDE, 12)
        parts.fill(column, self.grid, *self.tables)
        self.following = parts.button(say("form.next"), self.next_wanted.emit, icon="plus")
        self.following.setAutoDefault(True)
        if not goes_on:
            self.following.hide()
        column.addWidget(self.following, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self.grid.finished.connect(self._after_fields)
        self.setWidget(canvas)
        self._edge = QFrame(self)  # below the head, while fields are out of sight above
        self._edge.setObjectName("rule")
        self._edge.hide()
        self.verticalScrollBar().valueChanged.connect(lambda above: self._edge.setVisible(above > 0))
        # fields end at the same distance from the edge with and without a scroll bar
        bar = self.verticalScrollBar()
        bar.rangeChanged.connect(
            lambda _, last: column.setContentsMargins(SIDE, 0, SIDE - bar.sizeHint().width() if last else SIDE, 12)
        )

    def show_children(self, content: FormContent) -> None:
        """The records inside this one; none can be added before it is there itself."""
        for table in self.tables:
            table.show_rows(content.children.get(table.kind.name, ()), ready=content.record is not None)
            table.add.setVisible(table.kind.name in content.offered)
            table.cells.setVisible(self._goes_on and content.record is not None)

    def focus_child(self, kind: str, record: str | None) -> None:
        """Go to the table of inner records, to the row of one of them."""
        for table in self.tables:
            if table.kind.name == kind:
                table.focus_row(record)
                self.ensureWidgetVisible(table)

    def _after_fields(self) -> None:
        """Enter in the last field leads to the first table inside this record, else to the next record."""
        buttons = (table.add for table in self.tables)
        add = next((button for button in buttons if button.isEnabled() and not button.isHidden()), None)
        if add is None and self.following.isHidden():
            self.next_wanted.emit()
            return
        target = add or self.following
        target.setFocus(Qt.FocusReason.TabFocusReason)
        self.ensureWidgetVisible(target)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._edge.setGeometry(0, 0, self.width(), 1)

    def focusNextPrevChild(self, following: bool) -> bool:
        """Tab: Qt is content where the cursor is in sight, though the edge of its field is not."""
        moved = super().focusNextPrevChild(following)
        self.grid.bring_here()
        return moved
