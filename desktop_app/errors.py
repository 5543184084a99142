"""What a person can act on: one sentence that says what happened and what to do."""

import errno

from desktop_app.messages import Message, Text

REASONS = {
    errno.ENOSPC: "core.why_full", errno.EDQUOT: "core.why_full", errno.EACCES: "core.why_not_allowed",
    errno.EPERM: "core.why_not_allowed", errno.EROFS: "core.why_read_only", errno.EISDIR: "core.why_folder",
    errno.ENOTDIR: "core.why_no_folder", errno.ENOENT: "core.why_missing", errno.ENAMETOOLONG: "core.why_long_name",
    errno.EIO: "core.why_disk", errno.EBUSY: "core.why_busy", errno.ETXTBSY: "core.why_busy",
}  # fmt: skip


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


def reason_of(error: OSError) -> Text:
    """Why the computer could not do it; in its own words where we have none for it."""
    key = REASONS.get(error.errno or 0)
    return Message(key) if key else error.strerror or str(error)
