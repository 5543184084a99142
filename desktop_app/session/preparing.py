"""What is handed out to many offices: for each a folder with the setup, a new ledger of its own and a page to read."""

import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

from msgspec import Struct

from db.error_sentences import disk_sentences
from desktop_app.domain.clock import Now
from desktop_app.domain.org_unit import OrgUnits, unit_list
from desktop_app.domain.sent_copy import place_name
from desktop_app.errors import AppError, reason_of
from desktop_app.messages import Message, Text
from desktop_app.paths import JUST_WRITTEN, flush_folder, is_file, is_there, make_folder, patiently
from desktop_app.session.office_list import OfficeList, read_list, with_offices
from desktop_app.session.opening import create_file, system_now

CHECKSUMS, PART = "CHECKSUMS", ".part"
READ_ME, OFFICES = "DOC-TRUOC.txt", "danh-sach.csv"  # in letters that every file system and archive keeps


class Prepared(Struct, frozen=True):
    """One office: its code and name, the folder and the ledger in it, whether a passphrase protects that; `made`:
    now, not by an earlier run.
    """

    unit: str
    name: str
    folder: str
    ledger: str
    encrypted: bool
    made: bool


class Handout(Struct, frozen=True):
    """What every office gets: a ledger by the plan `source`, with a passphrase or none, and a checked setup.

    `pages`: the text of the page to read by whether the ledger is `plain` or `encrypted`, with {unit} and {ledger}.
    """

    source: Mapping[str, Any]
    setup: Path | None
    passphrase: str | None
    pages: Mapping[str, str]
    now: Now = system_now


def check_setup(setup: Path) -> None:
    """AppError: the checksums that lie beside a setup are missing, or are not its own."""
    if not is_file(setup):
        raise AppError("core.no_file", file=str(setup))
    listed = setup.with_name(CHECKSUMS)
    if not listed.is_file():
        raise AppError("prepare.no_checksums", file=CHECKSUMS, setup=setup.name)
    try:
        known = listed.read_text("utf-8-sig", errors="replace").splitlines()
        digest = sha256(setup.read_bytes()).hexdigest()
    except OSError as error:
        raise AppError("prepare.cannot_check", setup=setup.name, reason=reason_of(error)) from error
    if (digest, setup.name.casefold()) not in map(_listed, known):
        raise AppError("prepare.wrong_setup", setup=setup.name, file=CHECKSUMS)


def _listed(line: str) -> tuple[str, str]:
    """The digest and the name of a line, as Windows tells names apart; other programs put a star before the name."""
    digest, _, name = line.partition(" ")
    return digest.lower(), name.lstrip(" *").casefold()


def chosen_units(source: Mapping[str, Any], codes: Sequence[str], level: str | None) -> list[str]:
    """The units named, or, with a level, those of it at or below them. AppError: there is none."""
    units = unit_list(source, source["plan"]["unit_version"])
    for code in codes:
        if code not in units:
            raise AppError("core.no_unit", unit=code)
    found = [unit for code in codes for unit in ([code] if level is None else units.descendants(code))]
    found = [
        unit
        for unit in dict.fromkeys(found)
        if level is None or (level == units.level(unit) and not units.is_retired(unit))
    ]
    if not found:
        raise AppError("prepare.no_level", level=level, known=", ".join(sorted({unit.level for unit in units})))
    return found


def prepare(folder: Path, codes: Iterable[str], handout: Handout) -> Iterator[Prepared]:
    """Make the folder of each unit, one after the other; one with its ledger is left as it is, so that a run can go on.

    Nobody is named as author: the office is asked at the first opening.
    """
    if handout.setup:
        check_setup(handout.setup)
    units = unit_list(handout.source, handout.source["plan"]["unit_version"])
    with _making(folder):
        make_folder(folder)
    for code in codes:
        one = _named(units, code, encrypted=handout.passphrase is not None, there=folder)
        if one.made:
            if is_there(folder / one.folder):
                raise AppError("prepare.no_ledger", place=str(folder / one.folder), ledger=one.ledger)
            with disk_sentences(folder):
                _make(folder / one.folder, one, handout)
        yield one


def known_list(folder: Path, headings: Mapping[str, str]) -> OfficeList:
    """The list of an earlier run, or a new one. AppError: it can't be read, or is not known again."""
    with _making(folder / OFFICES):
        return read_list(folder / OFFICES, headings)


def write_list(folder: Path, prepared: Sequence[Prepared], headings: Mapping[str, str]) -> Path:
    """Write the list of all offices, to be opened in a spreadsheet and ticked off, with those of earlier runs and
    whatever was added to it; `headings` by field.
    """
    target, part = folder / OFFICES, folder / f"{OFFICES}{PART}"
    offices = [{name: str(getattr(one, name)) for name in headings} for one in prepared]
    text = with_offices(known_list(folder, headings), offices, headings)
    with _making(target):
        try:
            _write(part, text.encode("utf-8-sig"))
            patiently(lambda: part.replace(target), JUST_WRITTEN)
        finally:
            with suppress(OSError):  # of a stick that is no longer there
                part.unlink(missing_ok=True)
        flush_folder(folder)
    return target


@contextmanager
def _making(place: Path) -> Iterator[None]:
    """Why there can be no such file or folder: another one has its name, a program has it open, nobody may write."""
    try:
        yield
    except OSError as error:
        raise AppError("prepare.cannot_make", place=str(place), reason=reason_of(error)) from error


def _named(units: OrgUnits, code: str, *, encrypted: bool, there: Path) -> Prepared:
    unit = units.by_code[code]
    place = place_name(unit, units)
    ledger = f"so-{place}.db"
    return Prepared(code, unit.name, place, ledger, encrypted, made=not is_file(there / place / ledger))


def _make(folder: Path, one: Prepared, handout: Handout) -> None:
    """All of it under another name, which it loses once it is whole and flushed."""
    part = folder.with_name(folder.name + PART)
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir()
    create_file(part / one.ledger, handout.source, one.unit, now=handout.now, passphrase=handout.passphrase).close()
    if handout.setup:
        for file in (handout.setup, handout.setup.with_name(CHECKSUMS)):
            _write(part / file.name, file.read_bytes())
        check_setup(part / handout.setup.name)
    page = handout.pages.get("encrypted" if one.encrypted else "plain", "")
    text = page.format(unit=one.name, ledger=one.ledger)
    _write(part / READ_ME, text.replace("\n", "\r\n").encode("utf-8-sig"))
    flush_folder(part)
    patiently(lambda: part.rename(folder), JUST_WRITTEN)
    flush_folder(folder.parent)


def _write(target: Path, content: bytes) -> None:
    with target.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def state_of(one: Prepared) -> Text:
    """In words: made now or there before, with a passphrase or without."""
    key = f"prepare.{'made' if one.made else 'there'}_{'encrypted' if one.encrypted else 'plain'}"
    return Message(key, name=one.name, ledger=one.ledger)
