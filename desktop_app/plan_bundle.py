"""A plan as one file that travels: its whole text with its digest, so that a torn or changed copy is noticed."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from desktop_app.domain.json_text import parse_json
from desktop_app.domain.plan import canonical_json, plan_digest
from desktop_app.domain.plan_check import check_plan
from desktop_app.domain.plan_parsing import LaterPlanError, refuse_later
from desktop_app.errors import AppError, reason_of
from desktop_app.paths import name_of, refuse_special

SUFFIX = ".sokehoach-plan"
MARK, FORMAT = "sokehoach-plan", 1
_HEAD = b'{"' + MARK.encode() + b'":'
MOST = 30 << 20  # bytes: the largest plan that comes with the program takes half a million


def bundle_name(plan: Mapping[str, Any]) -> str:
    """What its file is called: the plan and the edition."""
    return f"{plan['plan']['id']}-{plan['plan']['edition']}{SUFFIX}"


def bundle_text(plan: Mapping[str, Any]) -> str:
    """The text of the file, on one line."""
    return f'{{"{MARK}":{FORMAT},"digest":"{plan_digest(plan)}","plan":{canonical_json(plan)}}}\n'


def is_bundle(path: Path) -> bool:
    """Whether a file says that it is one, whatever its name."""
    try:
        refuse_special(path)
        with path.open("rb") as file:
            return file.read(len(_HEAD)) == _HEAD
    except (OSError, ValueError):
        return False


def read_bundle(path: Path) -> dict[str, Any]:
    """The plan of a file, whole and as its digest says; AppError tells why it can't be used."""
    plan = read_unchecked(path)
    try:
        refuse_later(plan.get("plan", {}))
    except (LaterPlanError, AttributeError) as error:
        raise AppError("planfile.later", file=name_of(path)) from error
    mistakes = check_plan(plan)
    if mistakes:
        raise AppError("planfile.broken", file=name_of(path), n=len(mistakes), first=mistakes[0])
    return plan


def read_unchecked(path: Path) -> dict[str, Any]:
    """The same, whatever is wrong with the plan itself."""
    try:
        refuse_special(path)
        if path.stat().st_size > MOST:
            raise AppError("planfile.none", file=name_of(path))
        found = parse_json(path.read_bytes().decode())
        whole = isinstance(found, dict) and MARK in found and isinstance(found.get("plan"), dict)
        digest = plan_digest(found["plan"]) if whole else ""
    except FileNotFoundError as error:
        raise AppError("core.no_file", file=str(path)) from error
    except OSError as error:
        raise AppError("planfile.cannot_read", file=name_of(path), reason=reason_of(error)) from error
    except (ValueError, RecursionError) as error:
        raise AppError("planfile.torn" if is_bundle(path) else "planfile.none", file=name_of(path)) from error
    if not whole:
        raise AppError("planfile.none", file=name_of(path))
    if found[MARK] != FORMAT:
        raise AppError("planfile.later", file=name_of(path))
    if digest != found.get("digest"):
        raise AppError("planfile.torn", file=name_of(path))
    return dict(found["plan"])
