"""The recovery code: bytes as groups of digits that people can copy by hand, each group with its own check."""

import binascii
import re
from collections.abc import Sequence

from desktop_app.errors import AppError

DIGITS = 6  # of a group: two bytes as a number, times CHECK
CHECK = 11  # a multiple of it stops being one where a digit is wrong or two neighbours change places
_BYTES = 2


def group_count(size: int) -> int:
    """How many groups so many bytes have; the last one checks all others and their order."""
    return size // _BYTES + 1


def to_groups(secret: bytes) -> list[str]:
    numbers = [int.from_bytes(secret[at : at + _BYTES]) for at in range(0, len(secret), _BYTES)]
    return [f"{number * CHECK:0{DIGITS}}" for number in (*numbers, _sum(secret))]


def from_text(text: str, size: int) -> bytes:
    """The bytes of a code as typed, however it is divided. AppError names the groups that are wrong."""
    digits = re.sub(r"[\s\-.,;:]", "", text)
    wanted = group_count(size) * DIGITS
    if re.search(r"[^0-9]", digits):
        raise AppError("keys.code_digits")
    groups = [digits[at : at + DIGITS] for at in range(0, len(digits), DIGITS)]
    wrong = wrong_groups(groups)
    if wrong:
        raise AppError("keys.code_groups", groups=", ".join(map(str, wrong)))
    if len(digits) != wanted:
        raise AppError("keys.code_length", digits=len(digits), wanted=wanted)
    *numbers, check = (int(group) // CHECK for group in groups)
    secret = b"".join(number.to_bytes(_BYTES) for number in numbers)
    if check != _sum(secret):
        raise AppError("keys.code_order")
    return secret


def wrong_groups(groups: Sequence[str]) -> list[int]:
    """The places, from 1, of the whole groups that can't be right."""
    return [place for place, group in enumerate(groups, 1) if len(group) == DIGITS and not is_right(group)]


def is_right(group: str) -> bool:
    """Whether the digits of a group go with each other."""
    number, rest = divmod(int(group), CHECK)
    return rest == 0 and number < 1 << 8 * _BYTES


def _sum(secret: bytes) -> int:
    return binascii.crc_hqx(secret, 0)
