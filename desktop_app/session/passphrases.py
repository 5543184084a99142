"""The passphrase of a data file: set, changed, taken off; and its recovery page, which opens the file without it."""

from msgspec import Struct

from db.keys import KEY_BYTES, SALT_BYTES, SHORTEST, new_key, opens_with, raw_form, raw_parts, refuse_unfit
from db.open_file import OpenFile
from db.rescue import rekeying
from desktop_app.domain import recovery_code
from desktop_app.domain.merging import ProgressCallback, ignore_progress
from desktop_app.errors import AppError
from desktop_app.session import maintenance, opening

__all__ = ["SHORTEST", "refuse_unfit"]  # for who takes a new passphrase

CODE_BYTES = KEY_BYTES + SALT_BYTES


class Rekeyed(Struct, frozen=True):
    """What became of our own copies: how many have the new key, and those that stay as they were."""

    encrypted: bool
    backups: int
    unread: tuple[str, ...]


def set_passphrase(file: OpenFile, new: str, report_progress: ProgressCallback = ignore_progress) -> Rekeyed:
    """Encrypt a file and its backups; it is closed then. AppError: it has a passphrase, or the new one is no good."""
    if file.encrypted:
        raise AppError("keys.is_set", file=file.path.name)
    return _rekey(file, new_key(new), report_progress)


def change_passphrase(file: OpenFile, new: str, report_progress: ProgressCallback = ignore_progress) -> Rekeyed:
    """Give a file and its backups another passphrase, which voids the recovery page; it is closed then."""
    assert_encrypted(file)
    assert file.raw_key
    if opens_with(file.raw_key, new):
        raise AppError("keys.same")
    return _rekey(file, new_key(new), report_progress)


def remove_passphrase(file: OpenFile, report_progress: ProgressCallback = ignore_progress) -> Rekeyed:
    """Make a file and its backups readable for whoever has them; it is closed then."""
    assert_encrypted(file)
    return _rekey(file, None, report_progress)


def _rekey(file: OpenFile, new: str | None, report_progress: ProgressCallback) -> Rekeyed:
    """A kill at any moment leaves the old file or the new one; the next opening sees to the backups then."""
    keys = [file.key] if file.key else []
    rekeying.rekey(file, new, report_progress)
    with opening.open_file(file.path, passphrase=new) as again:
        done = rekeying.finish_rekeying(again, maintenance.backup_folder(), keys)
    return Rekeyed(new is not None, done.rewritten, tuple(map(str, done.unread)))


def refuse_wrong(file: OpenFile, passphrase: str) -> None:
    """AppError: this is not the passphrase of the open file."""
    if file.raw_key is None or not opens_with(file.raw_key, passphrase):
        raise AppError("keys.wrong", file=file.path.name)


def assert_encrypted(file: OpenFile) -> None:
    """AppError: the file has no passphrase."""
    if not file.encrypted:
        raise AppError("keys.none", file=file.path.name)


def recovery_groups(file: OpenFile) -> list[str]:
    """The raw key and the salt of an encrypted file, as the groups of its recovery page."""
    assert_encrypted(file)
    assert file.raw_key
    return recovery_code.to_groups(b"".join(raw_parts(file.raw_key)))


def recovery_page(file: OpenFile) -> bytes:
    """The page to be printed and locked away, as a PDF."""
    from desktop_app.report import recovery_page

    day = file.today()
    return recovery_page.render(file.path.name, file.units.name(file.unit), day, recovery_groups(file))


def read_recovery(text: str) -> str:
    """What opens a file, from the code of its recovery page as typed. AppError names the groups that are wrong."""
    secret = recovery_code.from_text(text, CODE_BYTES)
    return raw_form(secret[:KEY_BYTES], secret[KEY_BYTES:])
