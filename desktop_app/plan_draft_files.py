"""Plans that are being written, beside the settings: each a file that is whole whenever the power goes."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import MsgspecError, Struct
from msgspec.json import Decoder

from desktop_app import paths
from desktop_app.domain.plan_changes import plan_changes
from desktop_app.domain.plan_check import check_plan, is_sound
from desktop_app.errors import AppError, reason_of
from desktop_app.own_plans import write_whole

SUFFIX = ".json"
SETTINGS = "settings"  # the sheet of the head
MOST = 60 << 20  # bytes: twice the largest plan
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
        return next((str(row.get("value", "")) for row in self.rows[SETTINGS] if row.get("key") == key), "")


def drafts_folder() -> Path:
    return paths.settings_dir() / "plan-drafts"


class _StoredDraft(Struct):
    """What its file holds."""

    rows: dict[str, list[dict[str, str | int | float]]]
    base: dict[str, Any] | None


_STORED = Decoder(_StoredDraft)


def draft_names() -> list[str]:
    """The drafts that lie here, the one written last first."""
    try:
        found = [file for file in drafts_folder().glob(f"*{SUFFIX}") if paths.is_file(file)]
        return [file.stem for file in sorted(found, key=lambda file: (file.stat().st_mtime, file.stem), reverse=True)]
    except OSError:
        return []


def read_draft(name: str) -> PlanDraft:
    """AppError: it can't be read, or is none: whoever carries the stick may have put it there."""
    file = drafts_folder() / f"{name}{SUFFIX}"
    try:
        if file.stat().st_size > MOST:
            raise ValueError(SETTINGS)
        found = _STORED.decode(file.read_bytes())
        if SETTINGS not in found.rows or (found.base is not None and not _is_base(found.base)):
            raise ValueError(SETTINGS)
    except OSError as error:
        raise AppError("planpage.cannot_read", file=file, reason=reason_of(error)) from error
    except (ValueError, MsgspecError, RecursionError) as error:
        raise AppError("planpage.no_draft", file=file) from error
    return PlanDraft(name, found.rows, found.base)


def _is_base(plan: Mapping[str, Any]) -> bool:
    """Whether a plan can be held against the next edition: also where it breaks rules that came after it."""
    if not check_plan(plan):
        return True
    if not is_sound(plan):
        return False
    try:
        plan_changes(plan, plan)
    except LookupError:  # it names what no edition ever had
        return False
    return True


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
