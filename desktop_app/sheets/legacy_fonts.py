"""Texts in the fonts of before Unicode, TCVN3 (.Vn…) and VNI: decoded by what each of their codes shows."""

import re
import unicodedata
from contextlib import suppress

_TCVN3 = {
    0xA1: "Ă", 0xA2: "Â", 0xA3: "Ê", 0xA4: "Ô", 0xA5: "Ơ", 0xA6: "Ư", 0xA7: "Đ", 0xA8: "ă", 0xA9: "â", 0xAA: "ê",
    0xAB: "ô", 0xAC: "ơ", 0xAD: "ư", 0xAE: "đ", 0xB5: "à", 0xB6: "ả", 0xB7: "ã", 0xB8: "á", 0xB9: "ạ", 0xBB: "ằ",
    0xBC: "ẳ", 0xBD: "ẵ", 0xBE: "ắ", 0xC6: "ặ", 0xC7: "ầ", 0xC8: "ẩ", 0xC9: "ẫ", 0xCA: "ấ", 0xCB: "ậ", 0xCC: "è",
    0xCE: "ẻ", 0xCF: "ẽ", 0xD0: "é", 0xD1: "ẹ", 0xD2: "ề", 0xD3: "ể", 0xD4: "ễ", 0xD5: "ế", 0xD6: "ệ", 0xD7: "ì",
    0xD8: "ỉ", 0xDC: "ĩ", 0xDD: "í", 0xDE: "ị", 0xDF: "ò", 0xE1: "ỏ", 0xE2: "õ", 0xE3: "ó", 0xE4: "ọ", 0xE5: "ồ",
    0xE6: "ổ", 0xE7: "ỗ", 0xE8: "ố", 0xE9: "ộ", 0xEA: "ờ", 0xEB: "ở", 0xEC: "ỡ", 0xED: "ớ", 0xEE: "ợ", 0xEF: "ù",
    0xF1: "ủ", 0xF2: "ũ", 0xF3: "ú", 0xF4: "ụ", 0xF5: "ừ", 0xF6: "ử", 0xF7: "ữ", 0xF8: "ứ", 0xF9: "ự", 0xFA: "ỳ",
    0xFB: "ỷ", 0xFC: "ỹ", 0xFD: "ý", 0xFE: "ỵ",
}  # fmt: skip
_GRAVE, _ACUTE, _TILDE, _HOOK, _DOT, _HAT, _BREVE = "\u0300", "\u0301", "\u0303", "\u0309", "\u0323", "\u0302", "\u0306"
_MARKS = {
    "ù": _ACUTE, "ø": _GRAVE, "û": _HOOK, "õ": _TILDE, "ï": _DOT, "â": _HAT, "á": _HAT + _ACUTE, "à": _HAT + _GRAVE,
    "å": _HAT + _HOOK, "ã": _HAT + _TILDE, "ä": _HAT + _DOT, "ê": _BREVE, "é": _BREVE + _ACUTE, "è": _BREVE + _GRAVE,
    "ú": _BREVE + _HOOK, "ü": _BREVE + _TILDE, "ë": _BREVE + _DOT,
}  # fmt: skip
_VNI_ALONE = {"ô": "ơ", "ö": "ư", "ñ": "đ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}
_VNI_PAIR = re.compile(f"([aeouyôö])([{''.join(_MARKS)}])", re.IGNORECASE)
# what these codes look like in a Unicode font, and Vietnamese has no use for
_SIGNS = re.compile("[¨©ª«¬\u00ad®µ¶·¸¹»¼½¾ÆÇËÎÏÐÑÖ×ØÜßäåæçëîïñö÷øûüþ]")

# vowels of VNI whose marks are letters of Vietnamese too, but never behind these
_PAIRS = re.compile("[ae][âàáãåêèéù]|o[âù]", re.IGNORECASE)

LAST_OF_OLD = 0xFF  # the letters of old fonts have the codes of one byte
_LIKE_D = re.compile(r"(?<![^\W\d_])[\u00d0\u0189]|\u00f0")


def with_d(text: str) -> str:
    """A text with Đ where it has a foreign letter that looks the same; Vietnamese has it at the start of a word."""
    return _LIKE_D.sub(lambda found: "đ" if found[0] == "\u00f0" else "Đ", text)


def decoded(text: str, font: str) -> str | None:
    """What a text in such a font shows; None where the font is none of them, or its words are none of its letters."""
    if any(ord(char) > LAST_OF_OLD for char in text):
        return None  # converted long ago, and the font left over the words
    name = font.strip().lower()
    if name.startswith(".vn"):
        shown = text.translate(_TCVN3)
        return shown.upper() if name.endswith("h") else shown  # those fonts have capitals alone
    return _from_vni(text) if name.startswith("vni") else None


def _from_vni(text: str) -> str:
    def letter(found: re.Match[str]) -> str:
        base, mark = found[1], _MARKS[found[2].lower()]
        base = _alone(base)
        return unicodedata.normalize("NFC", base + mark)

    pairs = _VNI_PAIR.split(text)
    shown = []
    for at in range(0, len(pairs), 3):
        shown.append("".join(map(_alone, pairs[at])))
        if at + 2 < len(pairs):
            found = _VNI_PAIR.fullmatch(pairs[at + 1] + pairs[at + 2])
            assert found
            shown.append(letter(found))
    return "".join(shown)


def _alone(char: str) -> str:
    plain = _VNI_ALONE.get(char.lower())
    if plain is None:
        return char
    return plain.upper() if char.isupper() else plain


def _was_encoded_twice(text: str) -> bool:
    """Whether the letters of a word are the bytes of another one in UTF-8."""
    for word in text.split():
        with suppress(UnicodeError):
            raw = (bytes([ord(char)]) if ord(char) <= LAST_OF_OLD else char.encode("cp1252") for char in word)
            if not word.isascii() and b"".join(raw).decode("utf-8"):
                return True
    return False


def looks_undecoded(text: str) -> bool:
    """Whether a text seems to be one of these in a font that does not show it."""
    if _PAIRS.search(text) or _was_encoded_twice(text):
        return True
    signs = len(_SIGNS.findall(text))
    return signs >= 2 or (signs == 1 and re.search(f"[A-Za-z]{_SIGNS.pattern}|{_SIGNS.pattern}[a-z]", text) is not None)
