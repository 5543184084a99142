"""Texts, codes, lists of codes and yes or no: read as JSON holds them, and shown."""

import re
from typing import Any

from desktop_app.domain.collation import nfc
from desktop_app.domain.typed_value import Days, Unreadable, Value, short
from desktop_app.messages import Message

MAX_TEXT = 2_000_000
_TRUTH = {"true": True, "false": False}


def text_from_json(raw: Any, _days: Days | None = None) -> Value | Unreadable:
    if not isinstance(raw, str):
        return Unreadable("not_text", short(raw))
    if "\x00" in raw or any("\ud800" <= c <= "\udfff" for c in raw):
        return Unreadable("bad_character")
    text = nfc(raw).replace("\r\n", "\n").strip()
    return (text or None) if len(text) <= MAX_TEXT else Unreadable("text_too_long")


def line_from_json(raw: Any, _days: Days | None = None) -> Value | Unreadable:
    """A text on one line."""
    text = text_from_json(raw)
    return re.sub(r"\s*[\n\r\t\v\f]\s*", " ", text) if isinstance(text, str) else text


def truth_from_json(raw: Any, _days: Days | None = None) -> Value | Unreadable:
    return raw if isinstance(raw, bool) else Unreadable("not_bool", short(raw))


def truth_literal(text: str) -> Value | Unreadable:
    return truth_from_json(_TRUTH.get(text, text))


def show_truth(value: object) -> Message:
    return Message("core.yes") if value else Message("core.no")


def list_from_json(raw: Any, _days: Days | None = None) -> Value | Unreadable:
    if not isinstance(raw, list | tuple) or not all(isinstance(item, str) for item in raw):
        return Unreadable("not_list", short(raw))
    return tuple(sorted(set(raw))) or None
