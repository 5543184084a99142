"""Plans that are being written, beside the settings: each a file that is whole whenever the power goes."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from desktop_app import paths
from desktop_app.errors import AppError, reason_of
from desktop_app.own_plans import write_whole

SUFFIX = ".json"
Row = Mapping[str, str | int | float]  # by the names of columns; a day as people write it
Rows = Mapping[str, Sequence[Row]]  # by the names of sheets


class PlanDraft(Struct, frozen=True):
    """What is written so far, as the rows of a plan workbook; `base`: the edition that it began from, if any.

    Its name is that of its file, and stays.
    """

    name: str
    rows: Rows
    base: Mapping[str, Any] | None = None

    def head(self, key: str) -> str:
        """What stands in the head of the plan."""
        return next((str(row.get("value", "")) for row in self.rows["settings"] if row.get("key") == key), "")


def drafts_folder() -> Path:
    return paths.settings_dir() / "plan-drafts"


def draft_names() -> list[str]:
    """The drafts that lie here, the one written last first."""
    try:
        found = [(file.stat().st_mtime, file.stem) for file in drafts_folder().glob(f"*{SUFFIX}")]
    except OSError:
        return []
    return [name for _, name in sorted(found, reverse=True)]


def read_draft(name: str) -> PlanDraft:
    """AppError: it can't be read."""
    file = drafts_folder() / f"{name}{SUFFIX}"
    try:
        found = json.loads(file.read_bytes())
        return PlanDraft(name, found["rows"], found["base"])
    except OSError as error:
        raise AppError("planpage.cannot_read", file=file, reason=reason_of(error)) from error
    except (ValueError, TypeError, LookupError) as error:
        raise AppError("planpage.cannot_read", file=file, reason=str(error)) from error


def write_draft(draft: PlanDraft) -> None:
    """AppError: the disk does not take it."""
    try:
        paths.make_folder(drafts_folder())
        text = json.dumps({"rows": draft.rows, "base": draft.base}, ensure_ascii=False)
        write_whole(drafts_folder() / f"{draft.name}{SUFFIX}", text)
    except OSError as error:
        raise AppError("planpage.cannot_write", folder=drafts_folder(), reason=reason_of(error)) from error


def forget_draft(name: str) -> None:
    """Take a draft off this computer."""
    paths.patiently(lambda: (drafts_folder() / f"{name}{SUFFIX}").unlink(missing_ok=True))
