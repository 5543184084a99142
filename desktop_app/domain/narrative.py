"""A section of the text of a report: its draft, the office's own words, the figures in them that have changed."""

import re
from typing import Any

from msgspec import Struct

from desktop_app.domain.markup import Stale


class Section(Struct, frozen=True):
    """One section of the text: `own` is None where the draft is printed; `stale` is what of `own` no longer holds."""

    code: str
    title: str
    draft: str
    own: str | None = None
    stale: tuple[Stale, ...] = ()

    @property
    def name(self) -> str:
        """The title without its number: the print gives numbers anew, since it leaves out empty sections."""
        return re.sub(r"^[IVX]+(\.\w+)?\.\s*", "", self.title)

    @property
    def text(self) -> str:
        """What is printed, in markup."""
        return self.draft if self.own is None else self.own

    def to_json(self) -> dict[str, Any]:
        return {
            "section": self.code, "title": self.title, "own": self.own is not None, "text": self.text,
            "draft": self.draft, "stale": self.stale,
        }  # fmt: skip
