"""In which line of a file an entry of a plan stands: a key, a table, an item of a list, a row of a unit list."""

import re
from collections.abc import Iterator
from functools import lru_cache

from msgspec import Struct

_TOKEN = re.compile(
    r'(?P<text>"""(?:\\.|[^\\])*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\')'
    r"|(?P<gap>[ \t\r\n]+|#[^\n]*)|(?P<sign>[\[\]{}=,.])|(?P<bare>[^\s\[\]{}=,.#\"']+)",
    re.DOTALL,
)


def line_of(text: str, key: str, *, is_table: bool) -> int | None:
    """The line of the innermost part of `key` that the file holds; `is_table`: of rows divided by tabs."""
    lines = _row_lines(text) if is_table else key_lines(text)
    ends = [len(key), *sorted((n for n, sign in enumerate(key) if sign in ".["), reverse=True)]
    parts = [key[end + 1 :] for end in reversed(ends[1:])] if is_table else []
    return next((lines[part] for part in (*parts, *(key[:end] for end in ends)) if part in lines), None)


def holds(text: str, key: str) -> bool:
    """Whether a TOML file says this very entry."""
    return key in key_lines(text)


@lru_cache(16)
def _row_lines(text: str) -> dict[str, int]:
    """By the first column of each row, and by its number as it stands in brackets."""
    rows = text.splitlines()[1:]
    found = {f"{number}]": number + 1 for number in range(1, len(rows) + 1)}
    return found | {row.split("\t")[0]: number for number, row in reversed(list(enumerate(rows, start=2)))}


@lru_cache(16)
def key_lines(text: str) -> dict[str, int]:
    """The line of each entry of a TOML file that can be read; keys are joined by dots, items of lists have numbers."""
    walk = _Walk(text, [_Token(*one) for one in _tokens(text)])
    table = ""
    while walk.at < len(walk.tokens):
        if walk.next_is("["):
            table = walk.header()
        else:
            walk.entry(table)
    return walk.lines


class _Token(Struct, frozen=True):
    text: str
    line: int
    start: int
    is_name: bool


def _tokens(text: str) -> Iterator[tuple[str, int, int, bool]]:
    line, last = 1, 0
    for found in _TOKEN.finditer(text):
        line, last = line + text.count("\n", last, found.start()), found.start()
        if found.lastgroup != "gap":
            yield found[0], line, found.start(), found.lastgroup != "sign"


class _Walk(Struct):
    """Goes through the signs of a file; `counts` are those of each list of tables."""

    text: str
    tokens: list[_Token]
    at: int = 0
    lines: dict[str, int] = {}
    counts: dict[str, int] = {}

    def next_is(self, sign: str) -> bool:
        return self.at < len(self.tokens) and not self.tokens[self.at].is_name and self.tokens[self.at].text == sign

    def take(self) -> _Token:
        self.at += 1
        return self.tokens[self.at - 1]

    def path(self) -> list[str]:
        """Keys divided by dots, without their quotes."""
        names = []
        while self.at < len(self.tokens) and self.tokens[self.at].is_name:
            names.append(self.take().text.strip("\"'"))
            if not self.next_is("."):
                break
            self.take()
        return names

    def header(self) -> str:
        """The place that a line such as `[a.b]` or `[[a]]` opens."""
        line, is_list = self.take().line, self.next_is("[")
        if is_list:
            self.take()
        names, place = self.path(), ""
        for number, name in enumerate(names, start=1):
            place = f"{place}.{name}" if place else name
            if number == len(names) and is_list:
                self.counts[place] = self.counts.get(place, 0) + 1
            if place in self.counts:
                place = f"{place}[{self.counts[place]}]"
        while self.next_is("]"):
            self.take()
        self.lines.setdefault(place, line)
        return place

    def entry(self, table: str) -> None:
        """`key = value`, with all that the value holds."""
        line, names = self.tokens[self.at].line, self.path()
        if not names:  # no TOML
            self.take()
            return
        place = table
        for name in names:
            place = f"{place}.{name}" if place else name
            self.lines.setdefault(place, line)
        if self.next_is("="):
            self.take()
            self.value(place)

    def value(self, place: str) -> None:
        if self.next_is("["):
            self.take()
            self.items(place)
        elif self.next_is("{"):
            self.take()
            while self.at < len(self.tokens) and not self.next_is("}"):
                if self.next_is(","):
                    self.take()
                else:
                    self.entry(place)
            self.close()
        else:
            self.scalar()

    def items(self, place: str) -> None:
        number = 0
        while self.at < len(self.tokens) and not self.next_is("]"):
            if self.next_is(","):
                self.take()
                continue
            number += 1
            item = f"{place}[{number}]"
            self.lines.setdefault(item, self.tokens[self.at].line)
            self.value(item)
        self.close()

    def close(self) -> None:
        if self.at < len(self.tokens):
            self.take()

    def scalar(self) -> None:
        """A text, or a number or day whose parts touch each other."""
        end = -1
        while self.at < len(self.tokens) and end in (-1, self.tokens[self.at].start):
            if self.next_is(",") or self.next_is("]") or self.next_is("}"):
                break
            token = self.take()
            end = token.start + len(token.text)
        if end == -1:
            self.at += 1
