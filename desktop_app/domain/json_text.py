"""JSON that came from anybody's file."""

import json
from typing import Any


def parse_json(text: str) -> Any:
    """What a JSON text holds; ValueError (or RecursionError) where it is none, or holds half a letter: an escape like
    `\\ud800`, which can be neither shown nor stored.
    """
    found = json.loads(text)
    if "\\ud" in text.lower():
        json.dumps(found, ensure_ascii=False).encode()
    return found
