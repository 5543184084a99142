"""The history of a record, change by change."""

from msgspec import Struct

from desktop_app.domain.erasing import ErasedBy
from desktop_app.domain.values import Stored


class HistoryItem(Struct, frozen=True):
    """One change of a record: who, when, what before and after."""

    stamp: bytes
    field: str
    value: Stored
    before: Stored
    replaces: tuple[bytes, ...]
    author: str
    time: str
    act: bytes
    act_kind: str
    erased_by: ErasedBy | None = None  # who took the value out for good
    before_erased: bool = False
    source: str = ""  # the file of a merge in which it came
    came: str = ""  # when that was merged

    @property
    def erased(self) -> bool:
        return self.erased_by is not None
