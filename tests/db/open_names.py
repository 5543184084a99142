"""What becomes of the name of a file that is open: on Linux anybody may give it away, on Windows nobody."""

import os
from collections.abc import Callable

import pytest


def is_kept(change: Callable[[], object]) -> bool:
    """Whether the system refuses such a change; it is made where it does not."""
    if os.name != "nt":
        change()
        return False
    with pytest.raises(PermissionError):
        change()
    return True
