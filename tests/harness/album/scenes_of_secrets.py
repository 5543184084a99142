"""What the window shows around a passphrase: given, its recovery page, changed, asked for, forgotten."""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from PySide6.QtWidgets import QDialog

from desktop_app.domain.recovery_code import to_groups
from desktop_app.session import passphrases
from tests.harness.album.made_up import WallClock, new_file
from tests.harness.album.scenes import clear_away, settle, view_of
from ui.main_window import MainWindow
from ui.report.report_dialogs import Question
from ui.widgets.unlock_dialog import UnlockDialog
from ui.window.passphrase_dialog import WAYS, PassphraseDialog
from ui.window.recovery_dialog import RecoveryDialog

Scenes = Iterator[str]
Sheet = TypeVar("Sheet", bound=QDialog)
SECRET = "con suối đầu bản"
WRONG = "123456"  # no multiple of what each group is
GROUPS = to_groups(bytes(range(passphrases.CODE_BYTES)))  # of no file: the same in every run


def sheet_of(window: MainWindow, kind: type[Sheet]) -> Sheet:
    return next(one for one in window.findChildren(kind) if one.isVisible())


def given(window: MainWindow) -> Scenes:
    """A ledger gets its first passphrase."""
    window.show_passphrase()
    settle(window)
    yield "passphrase-set"
    sheet = sheet_of(window, PassphraseDialog)
    for line in (sheet.new, sheet.again):
        line.setText(SECRET)
    random.seed(1)  # which groups are asked back
    sheet.do.click()
    settle(window)
    yield "recovery"


def page(window: MainWindow, folder: Path) -> Scenes:
    """The recovery page is saved where it should not lie, typed back wrongly, and left."""
    sheet = sheet_of(window, RecoveryDialog)
    sheet.save(folder / "trang-ma-du-phong.pdf")
    next(iter(sheet.back.values())).setText(WRONG)
    settle(window)
    yield "recovery-wrong-group"
    sheet.later.click()
    settle(window)
    yield "recovery-leaving"
    sheet.findChildren(Question)[-1].accept()
    settle(window)


def ways(window: MainWindow) -> Scenes:
    """What can be done with a passphrase."""
    window.show_passphrase()
    settle(window)
    sheet = sheet_of(window, PassphraseDialog)
    for way in WAYS:
        sheet.buttons[way].click()
        settle(window)
        yield f"passphrase-{way}"
    clear_away()


def asked(window: MainWindow) -> Scenes:
    """The ledger is put away and asked for again, in vain; its recovery page opens it."""
    groups = passphrases.recovery_groups(view_of(window).file)
    window.put_away()
    settle(window)
    yield "put-away-asked"
    sheet_of(window, UnlockDialog).reject()
    settle(window)
    yield "put-away"
    assert window.locked is not None
    window.locked.unlock.click()
    settle(window)
    sheet = sheet_of(window, UnlockDialog)
    sheet.passphrase.setText("con suối cuối bản")
    sheet.open_button.click()
    settle(window)
    yield "unlock-wrong"
    sheet = sheet_of(window, UnlockDialog)
    sheet.other.click()
    sheet.code.put_in(0, "".join([*GROUPS[:6], WRONG, *GROUPS[7:12]]))
    settle(window)
    yield "unlock-wrong-group"
    sheet.code.put_in(0, "".join(groups))
    sheet.open_button.click()
    settle(window)
    yield "passphrase-by-code"
    clear_away()


def all_secrets(window: MainWindow, folder: Path) -> Scenes:
    """All of it, on a file of its own; the file that is open is left."""
    window.open_file(new_file(folder / "xa-muong-than-mat.db", WallClock(), "Xã Mường Than"))
    settle(window)
    yield from given(window)
    yield from page(window, folder)
    yield from ways(window)
    yield from asked(window)
