"""What staged files would bring: their tree, why one is refused, and the way to take them in or to look again."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QFrame

from desktop_app.domain.merging import MERGED, MergeResult
from desktop_app.domain.values import show_number
from desktop_app.texts import say
from ui.exchange.merge_tree import MergeTree, Ticks
from ui.exchange.merge_work import StagedFiles
from ui.widgets import parts, theme
from ui.widgets.note_line import NoteLine

MOST_NAMES = 6


class MergePreview(QFrame):
    """A card; what it shows is taken in by `merge`."""

    def __init__(
        self, look_again: Callable[[], object], cancel: Callable[[], object], merge: Callable[[], object],
        show_records: Callable[[], object],
    ) -> None:  # fmt: skip
        super().__init__()
        self.setObjectName("card")
        column = parts.column(self, theme.GAP, 10)
        self._about = parts.label("", "muted", wrap=True)
        self.again = NoteLine(say("exchange.look_again"), look_again, "refresh-cw")
        self.tree = MergeTree()
        self.note = parts.label("", wrap=True)
        self.go = parts.button(say("exchange.go"), merge, "primary", "check")
        for widget, stretch in ((self._about, 0), (self.again, 0), (self.tree, 1), (self.note, 0)):
            column.addWidget(widget, stretch)
        foot = parts.row()
        self.hint = parts.put(foot, parts.label("", "small", wrap=True), 1)
        foot.addWidget(parts.button(say("coming.show"), show_records, icon="list"))
        foot.addWidget(parts.button(say("ui.qt_cancel"), cancel))
        foot.addWidget(self.go)
        column.addLayout(foot)
        self.tree.opened.connect(show_records)
        self.tree.currentItemChanged.connect(lambda *_: self.note.setText(self.tree.note))

    def show_files(self, files: StagedFiles) -> None:
        """What these files would bring."""
        result = files.result
        self.tree.show_reports(result.reports)
        self.hint.setText(say("exchange.preview_hint_units" if self.tree.has_units else "exchange.preview_hint"))
        key = "exchange.found_refused" if result.refused else "exchange.found"
        about = say(
            key,
            files=show_number(len(files.sources)),
            changes=show_number(result.changes_of_records),
            refused=result.refused,
        )
        asked = sum(item.decision is None for item in result.erasures)
        self._about.setText(f"{about} {say('erasures.preview', count=show_number(asked))}" if asked else about)
        self.again.hide()
        self.go.setEnabled(
            any(report.units or report.status == MERGED for report in result.reports) or bool(result.erasures)
        )

    def ask_again(self, result: MergeResult, ticks: Ticks) -> None:
        """What was shown before no longer held: why nothing was taken in, with the ticks of before."""
        self.tree.tick(ticks)
        if result.changed_sources:
            self.show_changed(result.changed_sources)
        else:
            self.again.show_words(say("exchange.recounted"))
            self.again.button.hide()

    def show_changed(self, names: Sequence[str]) -> None:
        """These files have changed: only another look leads on."""
        self.go.setEnabled(False)
        listed = [*names[:MOST_NAMES], *(["…"] if len(names) > MOST_NAMES else [])]
        self.again.show_words(say("exchange.source_changed", files=", ".join(listed)))
        self.again.button.show()
        self.again.button.setFocus()
