"""A Vietnamese keyboard as Unikey for Windows is one: it lets a key through, or sends Backspaces and new letters.

Written after the published rules of Telex and VNI and what Unikey 4 does with them: free marking (a mark may follow
anywhere in the word), the tone moves as the word grows, the same mark twice takes it back and stands as a letter.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import takewhile

TONES = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323", "z": ""}
DIGIT_TONES = dict(zip("123450", ("\u0301", "\u0300", "\u0309", "\u0303", "\u0323", ""), strict=True))
HATS = {"a": "â", "e": "ê", "o": "ô"}
HORNS = {"o": "ơ", "u": "ư"}
BREVE = {"a": "ă"}
BARE = {"â": "a", "ê": "e", "ô": "o", "ơ": "o", "ư": "u", "ă": "a", "đ": "d"}
VOWELS = set("aăâeêioôơuưy")
MARKED = set("ăâêôơư")
TONE_MARKS = set("".join(TONES.values()))


def split(text: str) -> list[tuple[str, str]]:
    """Each letter (in lower case) without its tone, and the tone."""
    found = []
    for letter in unicodedata.normalize("NFC", text).lower():
        decomposed = unicodedata.normalize("NFD", letter)
        tone = "".join(p for p in decomposed if p in TONE_MARKS)
        found.append((unicodedata.normalize("NFC", "".join(p for p in decomposed if p not in TONE_MARKS)), tone))
    return found


class Unikey:
    """One word in the making; `press` answers what the program gets to see: the key itself, or `\\b…` and letters."""

    def __init__(self, method: str) -> None:
        self._vni = method == "vni"
        self._letters: list[str] = []  # without tone, in lower case
        self._upper: list[bool] = []
        self._tone = ""

    def press(self, key: str) -> str:
        """One key of the keyboard, `\\b` for Backspace."""
        before = self._word()
        if key == "\b":
            self._take_back()
            return key
        if not key.isalnum():
            self._letters, self._upper, self._tone = [], [], ""
            return key
        self._take(key)
        after = self._word()
        if after == before + key:
            return key
        same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(before, after, strict=False)))
        return "\b" * (len(before) - same) + after[same:]

    def _take_back(self) -> None:
        if self._letters:
            if self._tone and self._place() == len(self._letters) - 1:
                self._tone = ""
            self._letters.pop()
            self._upper.pop()

    def _take(self, key: str) -> None:
        small = key.lower()
        tones = DIGIT_TONES if self._vni else TONES
        if small in tones and self._vowels():
            done = self._set_tone(tones[small])
        else:
            done = any(self._mark(marks, key) for marks in self._marks(small))
        if not done:
            self._letters.append(small)
            self._upper.append(key.isupper())
        if self._letters[-3:-1] in (["ư", "o"], ["u", "ơ"]):  # before another letter they can only be ươ
            self._letters[-3:-1] = ["ư", "ơ"]

    def _set_tone(self, tone: str) -> bool:
        """False when the same tone is taken back, or there is none to take away: the key stands for itself."""
        if tone == self._tone:
            self._tone = ""
            return False
        self._tone = tone
        return True

    def _marks(self, key: str) -> Iterator[dict[str, str]]:
        if self._vni:
            yield {"6": HATS, "7": HORNS, "8": BREVE, "9": {"d": "đ"}}.get(key, {})
        elif key == "w":
            yield HORNS
            yield BREVE
        elif key in "aeo":
            yield {key: HATS[key]}
        elif key == "d":
            yield {"d": "đ"}

    def _mark(self, marks: dict[str, str], key: str) -> bool:
        """Put a mark on the letter it fits; False when there is none, or when the mark was there and is taken back."""
        if marks is HORNS and self._mark_pair():
            return True
        for at in range(len(self._letters) - 1, -1, -1):
            letter = self._letters[at]
            if letter in marks and (letter != "d" or at == 0) and not self._is_glide(at):
                self._letters[at] = marks[letter]
                return True
            if letter in marks.values():
                self._letters[at] = BARE[letter]
                return False
        return False

    def _mark_pair(self) -> bool:
        """Two vowels that take their horn or breve together, or the first or second of which does."""
        here = self._vowels()[:2]
        pair = "".join(self._letters[i] for i in here)
        marked = {"uu": "ưu", "ua": "ưa", "uo": "ươ" if here and here[-1] + 1 < len(self._letters) else "uơ"}
        if not self._vni:
            marked["oa"] = "oă"
        if pair not in marked:
            return False
        self._letters[here[0] : here[1] + 1] = list(marked[pair])
        return True

    def _is_glide(self, at: int) -> bool:
        return self._letters[at] == "u" and self._letters[at - 1 : at] == ["q"]

    def _vowels(self) -> list[int]:
        """Where the vowels of the word stand, without the u of qu and the i of gi."""
        found = [i for i, letter in enumerate(self._letters) if letter in VOWELS]
        if len(found) > 1 and (self._letters[:2] in (["q", "u"], ["g", "i"])):
            found = found[1:]
        return found

    def _place(self) -> int:
        """Which letter bears the tone."""
        vowels = self._vowels()
        marked = [i for i in vowels if self._letters[i] in MARKED]
        if marked:
            return marked[-1]
        closed = vowels[-1] < len(self._letters) - 1
        if len(vowels) == 1:
            return vowels[0]
        return vowels[1] if len(vowels) > 2 or closed else vowels[0]

    def _word(self) -> str:
        shown = list(self._letters)
        if self._tone and self._vowels():
            at = self._place()
            shown[at] = unicodedata.normalize("NFC", shown[at] + self._tone)
        return "".join(s.upper() if up else s for s, up in zip(shown, self._upper, strict=True))


def keys_for(word: str, method: str, *, late: bool) -> str:
    """The keys a person presses for a word: each mark right behind its letter, or (`late`) all of them at the end."""
    found, behind, tone, before = "", "", "", ""
    for (letter, its_tone), shown in zip(split(word), word, strict=True):
        bare = BARE.get(letter, letter)
        if method == "telex" and letter == before and letter in HATS:
            found += bare  # oo would be ô, ooo is oo
        before = letter
        mark = _mark_key(letter, method)
        found += bare.upper() if shown.isupper() else bare
        tone = _tone_key(its_tone, method) or tone
        if late:
            behind += mark if mark not in behind or mark in "aeo" else ""
        else:
            found += mark.upper() if shown.isupper() else mark
    return found + behind + tone


def _mark_key(letter: str, method: str) -> str:
    if letter == BARE.get(letter, letter):
        return ""
    if method == "telex":
        return "w" if letter in "ăơư" else BARE[letter]
    return "9" if letter == "đ" else "8" if letter == "ă" else "7" if letter in "ơư" else "6"


def _tone_key(tone: str, method: str) -> str:
    keys = TONES if method == "telex" else DIGIT_TONES
    return next((key for key, mark in keys.items() if mark and mark == tone), "")


def stream(text: str, method: str, *, late: bool = False) -> list[str]:
    """What the program gets to see while a person types `text`, stroke by stroke."""
    keyboard = Unikey(method)
    pressed = re.sub(r"[^\W\d_]+", lambda word: keys_for(word[0], method, late=late), text)
    return [keyboard.press(key) for key in pressed]


def on_paper(strokes: Iterable[str]) -> str:
    """What these strokes make in a field that does nothing of its own."""
    made = ""
    for letter in "".join(strokes):
        made = made[:-1] if letter == "\b" else made + letter
    return made
