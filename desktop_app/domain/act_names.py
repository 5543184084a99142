"""What people call an act."""

from desktop_app.texts import say

KINDS = ("edit", "import", "merge", "settle", "join", "delete", "erase", "lock", "unlock", "undo", "salvage")


def act_name(kind: str, source: str | None = None) -> str:
    """An act in words, also one of a kind that only another version of the program knows."""
    return say(f"exchange.act_{kind if kind in KINDS else 'other'}", source=source or "")
