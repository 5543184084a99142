"""What stands around the text of a report: letterhead, subject, addressees, signature."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from desktop_app.catalogue import LANGUAGES, in_language
from desktop_app.domain.period import YEAR, NamedPeriod, show_years
from desktop_app.messages import Message
from desktop_app.report.blocks import Letterhead, Signature
from desktop_app.report.data import ReportData
from desktop_app.report.wording import BLANK, ROMAN, as_items, long_date, period_name, unknown_date, words


def letterhead(data: ReportData) -> Letterhead:
    """The two columns of the head; a unit without a letterhead is a people's committee, on two lines."""
    committee = words("report.committee").upper()
    issuer = data.text("issuer_line") or f"{committee} {data.in_sentence(data.unit).upper()}"
    return Letterhead(
        data.text("superior_line"),
        issuer.replace(f"{committee} ", f"{committee}\n", 1) if issuer.startswith(committee) else issuer,
        words("report.number", number=doc_number(data)),
        f"{_place(data)}, {_issued(data)}",
        _is_internal(data),
    )


def _is_internal(data: ReportData) -> bool:
    """Whether the frame for internal circulation is printed: as the head says, else where the letterhead or the few
    people in the report ask for it; never on a paper for everybody.
    """
    typed = data.header.get("internal_frame")
    asked = data.proposes_frame or data.letterhead.get("internal_frame") is True
    return not data.is_public and (asked if typed is None else typed is True)


def doc_number(data: ReportData) -> str:
    """`05/BC-UBND`; room for the number where it is not issued yet."""
    typed = data.text("doc_no")
    symbol = data.text("doc_symbol") or words("report.committee_symbol")
    if not typed:
        return f"{BLANK}/{symbol}"
    found = re.match(r"\d+", typed)
    padded = f"{int(found[0]):02d}{typed[found.end() :]}" if found and found.end() < 10 else typed
    return padded if "/" in typed else f"{padded}/{symbol}"


def _place(data: ReportData) -> str:
    unit = data.units.find(data.unit)
    own = unit.name.removeprefix(unit.type).strip() if unit else ""
    return data.text("place_name") or own


def _issued(data: ReportData) -> str:
    day = data.header.get("doc_date")
    return long_date(date.fromisoformat(str(day))) if day else unknown_date(data.data_date.year)


def subject(data: ReportData) -> str:
    """The trích yếu: as typed, else what the plan is about and the period."""
    about = plan_subject(data)
    work = words("report.work", subject=about) if about else words("report.plan_no", number=data.plan.doc_no)
    return data.text("subject") or words("report.subject", work=work, period=period_name(data.period))


def plan_subject(data: ReportData) -> str:
    """What the plan is about, inside a sentence (`bảo vệ rừng`); empty when the plan does not say."""
    settings = data.plan.settings
    return str(settings.get("subject", ""))


def plan_in_words(data: ReportData) -> str:
    """Kế hoạch số 12/KH-UBND ngày 15 tháng 3 năm 2022 của … về …"""
    plan, about = data.plan, plan_subject(data)
    day = long_date(date.fromisoformat(plan.doc_date))
    named = words("report.plan_in_full", number=plan.doc_no, date=day, issuer=plan.issuer)
    if not about:
        return named
    whole = plan.scheme.period(YEAR, plan.year)
    if len(plan.years) == 1 and isinstance(whole, NamedPeriod):
        return words("report.plan_about_period", plan=named, subject=about, period=period_name(whole))
    key = "report.plan_about" if len(plan.years) == 1 else "report.plan_about_years"
    return words(key, plan=named, subject=about, year=show_years(plan.years))


def addressees(data: ReportData) -> tuple[str, ...]:
    """Kính gửi, one each; the unit above when nobody is named, nobody at the top."""
    typed = data.lines("addressee")
    unit = data.units.find(data.unit)
    if typed or unit is None or unit.parent is None:
        return typed
    return (words("report.committee_of", unit=data.in_sentence(unit.parent)),)


def signature(data: ReportData) -> Signature:
    """Who signs and who receives; the first and the last recipient are set by the decree."""
    authority, title = data.lines("signer_authority"), data.text("signer_title")
    if not data.letterhead and not title:
        authority, title = authority or (words("report.committee_authority"),), words("report.committee_head")
    authority = tuple(line.upper() for line in authority)
    return Signature(authority, title.upper(), data.text("signer_name"), tuple(as_items([*_recipients(data)])))


def _recipients(data: ReportData) -> Iterator[str]:
    """Those who are addressed, those who get a copy, the archive; what an office typed among the copies is not told
    twice.
    """
    typed = data.lines("recipients")
    if addressees(data) and not _say(typed, "report.as_above"):
        yield words("report.as_above")
    yield from typed
    if not _say(typed, "report.archive"):
        yield data.text("archive_line") or words("report.archive")


def _say(lines: Sequence[str], key: str) -> bool:
    """Whether one of them begins with these words, up to a colon, in any language."""
    begin = tuple("".join(in_language(Message(key), one).casefold().partition(":")[:2]) for one in LANGUAGES)
    return any(line.casefold().startswith(begin) for line in lines)


def annex_heading(number: int, of: int) -> str:
    """Phụ lục I, II …; Phụ lục alone where there is only one."""
    return words("report.annex", n=ROMAN[number]) if of > 1 else words("report.only_annex")


def annex_reference(data: ReportData) -> str:
    """(Kèm theo Báo cáo số … ngày … của …)."""
    return words("report.annex_reference", number=doc_number(data), date=_issued(data), office=data.office_name)
