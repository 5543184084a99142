"""Editions of the plan: what one changes and what came of trying it; put in force, declined or taken back from here."""

from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_app import paths
from desktop_app.domain.plan_offers import DECLINED, PlanOffer, PlanTrial
from desktop_app.domain.values import show_number
from desktop_app.messages import Text
from desktop_app.session import OpenFile, plans
from desktop_app.texts import in_words, say
from ui.exchange.plan_lines import PlanState, about, read_plans, tab_words, trial_lines
from ui.widgets import parts
from ui.widgets.bridge import Bridge
from ui.widgets.long_work import LongWork, stoppable
from ui.widgets.table_dialog import TableDialog


class PlanDialog(TableDialog):
    """`switched(sentence)`: another edition is in force, so the window has to be made anew; `answered()`: one less
    waits.

    An edition can be put in force once it has been tried, which takes a while and can be stopped by closing the sheet.
    """

    switched = Signal(str)
    answered = Signal()

    def __init__(self, over: QWidget, bridge: Bridge) -> None:
        columns = (say("edition.part"), 170), (say("edition.sentence"), 0)
        super().__init__(over, say("edition.sheet"), "", columns, size=(1080, 600))
        self.table.wrap()
        self._bridge = bridge
        self._state: PlanState | None = None
        self._trial: PlanTrial | None = None
        self._work: LongWork | None = None
        self._wanted = ""  # the digest of the edition that is to be shown first
        self.tabs = parts.tab_bar(say("edition.choose"))
        self._column.insertWidget(2, self.tabs)
        self.tabs.currentChanged.connect(lambda _: self._show_offer())
        self.message = self.add(parts.MessageLabel("muted"))
        self.back = parts.button("", self.take_back, icon="undo-2")
        self.foot.insertWidget(0, self.back)
        self.chooser = parts.button(say("planfile.choose"), self.choose_file, icon="folder-open")
        self.foot.insertWidget(0, self.chooser)
        self.decline_button = parts.button(say("edition.decline"), self.decline)
        self.foot.insertWidget(self.foot.count() - 1, self.decline_button)
        self.adopt_button = parts.button(say("edition.adopt"), self.adopt, "primary", "check")
        self.foot.insertWidget(self.foot.count() - 1, self.adopt_button)
        self.finished.connect(lambda _: self._stop())
        self._read()
        self.open()

    @property
    def chosen(self) -> PlanOffer | None:
        """The edition that is looked at."""
        place = self.tabs.currentIndex()
        return self._state.offers[place] if self._state and 0 <= place < len(self._state.offers) else None

    # --- what a person does -------------------------------------------------------------------------------------------

    def adopt(self) -> None:
        """Put the edition in force."""
        offer, trial = self.chosen, self._trial
        if offer is None or trial is None:
            return
        work = self._begin()

        def adopt(file: OpenFile) -> Text | None:
            return stoppable(lambda: plans.adopt(file, offer, work.report_progress, trial))

        def adopted(notice: Text | None) -> None:
            if notice is None:
                self._fail(say("edition.trial_stopped"))
                return
            counts = {"before": show_number(trial.counting), "after": show_number(trial.counting_then)}
            sentence = say("edition.adopted", edition=offer.edition, **counts)
            self._leave(f"{sentence} {in_words(notice)}".strip())

        self._bridge.ask(adopt, adopted, self, self._fail, long=say("exchange.occupied"))

    def choose_file(self) -> None:
        """Look at the edition that came as a file of its own, or in the data file of another office."""
        folder, known = str(paths.documents_dir()), say("planfile.files")
        chosen, _ = QFileDialog.getOpenFileName(self, say("planfile.choose"), folder, known)
        if chosen:
            self.look_at(Path(chosen))

    def look_at(self, path: Path) -> None:
        """Put the edition of a file among those that wait, and show it."""
        self._stop()

        def found(offer: PlanOffer) -> None:
            self._wanted = offer.digest
            self._read()

        self._bridge.ask(lambda file: plans.find_offer(file, str(path)), found, self, self._fail)

    def decline(self) -> None:
        """Note that the edition is not wanted."""
        offer = self.chosen
        if offer is None:
            return

        def declined(_: None) -> None:
            self.answered.emit()
            self._read()

        self._bridge.ask(lambda file: plans.decline(file, offer), declined, self, self._fail)

    def take_back(self) -> None:
        """Go back to the edition before."""
        state, offer = self._state, self.chosen
        if state is None or offer is None or not state.is_back(offer):
            return
        self._stop()
        work = self._begin()

        def taken_back(left: int | None) -> None:
            if left is not None:
                sentence = say("edition.taken_back", edition=state.edition, now=offer.edition)
                more = say("edition.records_left", count=left, edition=state.edition) if left else ""
                self._leave(f"{sentence} {more}".strip())

        def take(file: OpenFile) -> int | None:
            return stoppable(lambda: plans.take_back(file, work.report_progress))

        self._bridge.ask(take, taken_back, self, self._fail, long=say("exchange.occupied"))

    # --- answers ------------------------------------------------------------------------------------------------------

    def _read(self) -> None:
        self._bridge.ask(read_plans, self._show, self, self._fail)

    def _show(self, state: PlanState) -> None:
        self._state = state
        with QSignalBlocker(self.tabs):
            while self.tabs.count():
                self.tabs.removeTab(0)
            for offer in state.offers:
                self.tabs.addTab(tab_words(state, offer))
                if offer.digest == self._wanted:
                    self.tabs.setCurrentIndex(self.tabs.count() - 1)
        self.tabs.setVisible(len(state.offers) > 1)
        self._show_offer()

    def _show_offer(self) -> None:
        """What the edition of the current tab changes; then it is tried."""
        self._stop()
        self._trial = None
        offer, state = self.chosen, self._state
        if state is None:
            return
        self.set_about(about(state, offer))
        self.message.show_text("")
        self._allow()
        self.show_lines(state.lines[self.tabs.currentIndex()] if offer else (), say("edition.about_none"))
        back = offer is not None and state.is_back(offer)
        self.back.setVisible(back)
        self.adopt_button.setVisible(offer is not None and not back)
        self.decline_button.setVisible(offer is not None and offer.decision != DECLINED and plans.is_open(offer))
        if offer is not None:
            self.back.setText(say("edition.take_back", edition=offer.edition))
            self._try(offer)

    def _try(self, offer: PlanOffer) -> None:
        work = self._begin()

        def tried(trial: PlanTrial | None) -> None:
            if trial is not None and work is self._work and self._state is not None:
                self._work, self._trial = None, trial
                self.message.show_text("")
                self.show_lines([*trial_lines(trial), *self._state.lines[self.tabs.currentIndex()]])
                self._allow()

        self._bridge.beside(
            lambda file: stoppable(lambda: plans.try_out(file, offer, work.report_progress)), tried, self, self._fail
        )

    def _begin(self) -> LongWork:
        self._work = work = LongWork(self.message.show_text)
        self._allow()
        return work

    def _stop(self) -> None:
        if self._work is not None:
            self._work.cancel()
            self._work = None

    def _allow(self) -> None:
        working = self._work is not None
        self.adopt_button.setEnabled(self._trial is not None and not self._trial.findings and not working)
        self.back.setEnabled(not working or self._trial is None)

    def _fail(self, why: str) -> None:
        self._work = None
        self.message.show_text(why)
        self._allow()

    def _leave(self, sentence: str) -> None:
        self._work = None
        self.close()
        self.switched.emit(sentence)
