"""Imports Qt without what Shiboken needs for `help()` and for the words of a TypeError: that waits until asked for.

At each start Shiboken compiles 130 KB of source that works out signatures, and puts an import of its own in place of
Python's, which reads the source of every later module for a switch that nobody here uses. Two modules of its archive
are replaced by ones that load the rest when a signature is wanted. Where the archive is not the one that was tried, all
is loaded as ever and only the import is put back. `tests/ui/test_import_qt.py` compares the two ways.
"""

import builtins
import enum
import importlib
import io
import sys
import threading
import zipfile
from typing import IO, Any

from ui.qt_enumerations import EnumForShiboken

PACKAGE = "shibokensupport.signature"
KNOWN = {  # the files that wait, and their CRC-32 in PySide6 6.12.0, with the ends of lines of Linux and of Windows
    "shibokensupport/signature/loader.py": (0x83A58D90, 0xA8F93BAA),
    "shibokensupport/signature/mapping.py": (0x71461F42, 0xC6CF4AD3),
}
# what Shiboken asks its loader for, and what it only calls at each import
_LOADER = """
import ui.import_qt as qt
from shibokensupport.signature import mapping
def pyside_type_init(*given): return qt.whole("loader").pyside_type_init(*given)
def create_signature(*given): return qt.whole("loader").create_signature(*given)
def make_helptext(*given): return qt.whole("loader").make_helptext(*given)
def seterror_argument(*given):
    try:
        given.nothing  # an error that is under way ends here, as in Shiboken's own; else every call would fail
    except AttributeError:
        return qt.whole("loader").seterror_argument(*given)
def finish_import(module): pass
def feature_import(*given, **named): pass
def feature_imported(*given, **named): pass
def post_init(): pass
"""
_MAPPING = """
import ui.import_qt as qt
def update_mapping():
    real = qt.whole("mapping")
    real.update_mapping()
    globals().update({name: one for name, one in vars(real).items() if name != "update_mapping"})
"""
_WAITING = dict(zip(KNOWN, (_LOADER, _MAPPING), strict=True))


class _Archive(zipfile.ZipFile):
    """Shiboken's archive of sources; while `waits`, the known ones are given by those that wait."""

    waits = False

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        found = {one.filename: one.CRC for one in self.infolist()}
        if all(found.get(name) in known for name, known in KNOWN.items()):
            self.waits = True
            _archives.append(self)

    def open(self, name: Any, *given: Any, **named: Any) -> IO[bytes]:
        if self.waits and name in _WAITING:
            return io.BytesIO(_WAITING[name].encode())
        return super().open(name, *given, **named)


_archives: list[_Archive] = []
_lock = threading.RLock()


def whole(module: str) -> Any:
    """The real module, with all that it needs, loaded when it is asked for the first time."""
    with _lock:
        for archive in _archives:
            if archive.waits:
                archive.waits = False
                _load()
        return sys.modules[f"{PACKAGE}.{module}"]


def _load() -> None:
    importer: Any = sys.modules[f"{PACKAGE}.loader"].__loader__
    sys.meta_path.insert(0, importer)
    try:
        for name in ("loader", "mapping"):
            del sys.modules[f"{PACKAGE}.{name}"]
        importlib.import_module(f"{PACKAGE}.loader")
    finally:
        sys.meta_path.remove(importer)


def import_qt() -> None:
    """Call it before anything else imports PySide6."""
    plain_archive, plain_import = zipfile.ZipFile, builtins.__import__
    zipfile.ZipFile = _Archive  # type: ignore[misc]  # put back below
    sys.modules["enum"] = EnumForShiboken("enum")
    try:
        importlib.import_module("PySide6.QtCore")
    finally:
        zipfile.ZipFile, builtins.__import__ = plain_archive, plain_import  # type: ignore[misc]  # back again
        sys.modules["enum"] = enum
