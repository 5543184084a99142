"""The address by which SQLite opens a file, so that options can go along."""

import os
import string
from pathlib import Path

_PLAIN = frozenset(f"{string.ascii_letters}{string.digits}/-._~".encode())


def uri_of(path: Path, **parameters: object) -> str:
    """A path as a `file:` URI with SQLite's parameters (`mode`, `immutable`).

    `Path.as_uri` puts the server of a Windows share where SQLite takes no server; here it is part of the path.
    """
    name = os.fsencode(path.absolute().as_posix())
    start = b"" if name.startswith(b"/") else b"/"
    quoted = "".join(chr(byte) if byte in _PLAIN else f"%{byte:02X}" for byte in start + name)
    return f"file://{quoted}?" + "&".join(f"{key}={value}" for key, value in parameters.items())
