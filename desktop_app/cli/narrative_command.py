"""The command about the text of a report: read it, take another one in, say which figures in it have changed."""

import argparse
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from desktop_app.cli.file_commands import open_session, period_and_unit
from desktop_app.cli.output import emit, emit_json, emit_text, print_message, reading
from desktop_app.domain.narrative import Section
from desktop_app.domain.period import Period
from desktop_app.errors import AppError
from desktop_app.messages import joined
from desktop_app.session import OpenFile, report_text
from desktop_app.texts import say


def narrative(chosen: argparse.Namespace) -> None:
    with open_session(chosen) as file:
        period, unit = period_and_unit(file, chosen)
        if chosen.set is not None:
            _take(file, period, unit, chosen.section, _text_of(chosen.set))
        found = report_text.narrative(file, period, unit).sections
    if chosen.section is not None and chosen.section not in found:
        raise AppError("report.no_section", section=chosen.section, known=", ".join(found))
    sections = [found[code] for code in found if chosen.section in (None, code)]
    if chosen.set is None and chosen.json:
        emit_json(sections)
    elif chosen.set is None:
        for section in sections:
            if chosen.section is None:
                emit(f"# {section.title}{'' if section.own else say('cli.narrative_draft')}")
            emit_text(section.text)
    for section in sections:
        print_stale(section)
    if chosen.set is not None:
        print_message(say("cli.narrative_taken"))


def print_stale(section: Section) -> None:
    """What of a section no longer holds, with what is right now."""
    for stale in section.stale:
        key = "cli.narrative_stale" if stale.figure else "cli.narrative_stale_words"
        now = say("cli.narrative_gone") if stale.now is None else stale.now
        print_message(say(key, section=section.title, shown=stale.shown, now=now))


def _text_of(source: str) -> str:
    """The text of a file, or of standard input for `-`."""
    file = Path(source)
    with reading(file):
        raw = sys.stdin.buffer.read() if source == "-" else file.read_bytes()
        return raw.decode("utf-8-sig").replace("\r\n", "\n")


def _take(file: OpenFile, period: Period, unit: str | None, section: str | None, text: str) -> None:
    """Keep the text of one section, or those of a whole document; a section like its draft needs no keeping."""
    if section is not None:
        _keep(file, period, unit, section, text)
        return
    if not text.strip():
        raise AppError("cli.narrative_empty")
    known = report_text.narrative(file, period, unit).sections
    for code, own in _sections(text, set(known)):
        same = own.strip() == known[code].draft.strip()
        if own.strip() != known[code].text.strip():
            _keep(file, period, unit, code, "" if same else own)


def _keep(file: OpenFile, period: Period, unit: str | None, section: str, text: str) -> None:
    result = report_text.set_narrative(file, period, section, text, unit)
    if result and not result.saved:
        raise AppError(
            "cli.narrative_refused", section=section, reason=joined((p.message for p in result.problems), " ")
        )


def _sections(text: str, known: set[str]) -> Iterator[tuple[str, str]]:
    """The parts of a document whose headings are lines such as `# III.1. Tuyên truyền`."""
    code, lines = "", list[str]()
    for line in text.splitlines():
        heading = re.match(r"#\s*([\w.]+)", line)
        named = heading[1].rstrip(".") if heading else ""
        if named in known:
            if code:
                yield code, "\n".join(lines)
            code, lines = named, []
        elif not code and line.strip():
            raise AppError("cli.narrative_heading", line=line[:60])
        else:
            lines.append(line)
    if code:
        yield code, "\n".join(lines)
