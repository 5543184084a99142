"""What a person can act on: one sentence that says what happened and what to do."""

import errno
from pathlib import Path

from desktop_app.messages import Message, Text
from desktop_app.paths import is_in_use

REASONS = {
    errno.ENOSPC: "core.why_full", errno.EDQUOT: "core.why_full", errno.EACCES: "core.why_not_allowed",
    errno.EPERM: "core.why_not_allowed", errno.EROFS: "core.why_read_only", errno.EISDIR: "core.why_folder",
    errno.ENOTDIR: "core.why_no_folder", errno.ENOENT: "core.why_missing", errno.ENAMETOOLONG: "core.why_long_name",
    errno.EEXIST: "core.why_there", errno.ELOOP: "core.why_loop", errno.ENXIO: "core.why_no_file",
    errno.EIO: "core.why_disk", errno.EBUSY: "core.why_busy", errno.ETXTBSY: "core.why_busy",
}  # fmt: skip
# Windows' own numbers, where they say more than the one that they are translated to
WINDOWS_REASONS = {
    19: "core.why_read_only", 21: "core.why_disk", 32: "core.why_busy", 33: "core.why_busy", 53: "core.why_network",
    59: "core.why_network", 64: "core.why_network", 67: "core.why_network", 121: "core.why_network",
    123: "core.why_bad_name", 206: "core.why_long_name", 267: "core.why_no_folder", 433: "core.why_disk",
    1117: "core.why_disk", 1167: "core.why_disk", 1231: "core.why_network", 1232: "core.why_network",
}  # fmt: skip
BAD_IN_NAMES = frozenset('\\/:*?"<>|')


class AppError(Exception):
    """Raised low, shown in one place; `key` names its sentence in resources/i18n."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key, values)
        self.key = key
        self.values = values

    @property
    def message(self) -> Message:
        return Message(self.key, **self.values)


class StoppedError(Exception):
    """A person asked to stop; raised by whoever listens to how far a work is, and nothing of the work is kept."""


def _is_bad_name(place: object) -> bool:
    return isinstance(place, str) and not BAD_IN_NAMES.isdisjoint(Path(place).name)


def _key_of(error: OSError) -> str | None:
    return WINDOWS_REASONS.get(getattr(error, "winerror", None) or 0) or REASONS.get(error.errno or 0)


def is_busy(error: OSError, path: Path | None = None) -> bool:
    """Whether another program keeps the file from us that the error names, or else this one."""
    key, named = _key_of(error), error.filename or path
    return key == "core.why_busy" or (key == "core.why_not_allowed" and named is not None and is_in_use(Path(named)))


def reason_of(error: OSError) -> Text:
    """Why the computer could not do it; in its own words where we have none for it."""
    key = "core.why_busy" if is_busy(error) else _key_of(error)
    if error.errno == errno.EINVAL and key is None and _is_bad_name(error.filename):
        key = "core.why_bad_name"  # so say a stick on Linux, and Windows of what Python opens
    if key == "core.why_not_allowed" and error.filename is not None and Path(error.filename).is_dir():
        key = "core.why_folder"  # Windows says no more of it than that it may not be opened
    return Message(key) if key else error.strerror or str(error)
