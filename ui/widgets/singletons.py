"""Lets Python 3.11 live beside a PySide6 that was built for newer versions.

PySide6 6.12 is compiled with the headers of Python 3.12 and later, where None, True and False are never counted. On
Python 3.11 they are: each call of Qt that returns one of them takes a reference away that was never given, and after
some ten thousand calls the interpreter stops with “deallocating None”. A large number of references mends that.
"""

import sys

SPARE = 1 << 40


def keep_singletons() -> None:
    """Give None, True and False more references than any run can use up; newer versions need nothing."""
    if sys.version_info >= (3, 12):
        return
    from ctypes import c_ssize_t

    for single in (None, True, False):
        c_ssize_t.from_address(id(single)).value += SPARE
