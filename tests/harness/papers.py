"""Random reports against their figures: every number of the papers is read back by tests.paper_reader and looked for.

`python -m tests.harness.papers 100` makes a hundred: levels, periods, plans, targets; it prints what is not found.
"""

import random
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from copy import deepcopy
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

from db.counting.statistics import statistics
from desktop_app.domain.period import Period
from desktop_app.plan_files import load_plan, plan_folder
from desktop_app.session import OpenFile, editing, figures, opening, reports
from tests import paper_reader as reader
from tests.filled_files import put_made_up

PLANS = {"lai-chau-2022": 2022, "lai-chau-2025": 2025}
VERDICTS = {"met": {"Đạt", "Đạt, vượt"}, "not-met": {"Chưa đạt", "Vượt mức", "Chưa đúng mức"}}
SIGNS = (">=", "<=", "=")
MISSED = ("chưa đạt chỉ tiêu (", "chưa đúng mức chỉ tiêu (", "vượt mức cho phép (")
STATES = {"number", "zero"}


def make_file(folder: Path, seed: int) -> OpenFile:
    """A province's ledger with made-up records, under a plan with every sign, and targets that are not the plan's."""
    chance = random.Random(seed)
    plan = chance.choice(list(PLANS))
    now = datetime(PLANS[plan], 12, 20, 8, tzinfo=UTC)
    source = deepcopy(load_plan(plan_folder(plan)))
    for one in source["indicators"].values():
        if "threshold_max" not in one and chance.random() < 0.5:
            one |= {"op": chance.choice(SIGNS), "threshold": chance.choice((0, 20, 50, 100))}
    file = opening.create_file(folder / f"{seed}.db", source, "12", "Lan", now=lambda: now)
    put_made_up(file, chance.choice((60, 300, 900)), 12, seed)
    for code in chance.sample(list(file.plan.indicators), 3):
        fields: dict[str, Any] = {
            "year": PLANS[plan],
            "indicator": code,
            "reading": "default",
            "basis": "Thông báo số 9",
        }
        editing.new_record(file, "target", {**fields, "threshold": chance.choice((0, 10, 45, 90))})
    return file


def some_reports(file: OpenFile, seed: int, count: int) -> Iterator[tuple[Period, str]]:
    chance = random.Random(seed + 1)
    codes = ["03", "06", "Q1", "Q2", "Q3", "H1", "9M", "Y"]
    for _ in range(count):
        period = figures.read_period(file, f"{file.plan.year}-{chance.choice(codes)}")
        level = chance.choice(("tinh", "huyen", "xa"))
        units = [u.code for u in file.units if u.level == level] or [u.code for u in file.units]
        yield period, chance.choice(units)


Compared = tuple[str, bool]  # what a paper says with what it should say, and whether that agrees


def compare(file: OpenFile, period: Period, unit: str, made: Mapping[str, bytes]) -> list[Compared]:
    """All that the three papers of a report say, against each other and against the figures."""
    text, pages = reader.read_pdf(made["pdf"])
    paper, book = reader.read_docx(made["docx"]), reader.read_xlsx(made["xlsx"])
    return [
        *_between_forms(text, pages, paper, book), *_indicators(file, period, unit, paper),
        *_sentences(file, period, unit, paper), *_statistics(file, period, unit, paper), *_sums(paper),
        *_states(file, period, unit, paper),
    ]  # fmt: skip


def print_all(file: OpenFile, period: Period, unit: str) -> dict[str, bytes]:
    return {form: reports.report(file, period, unit, form) for form in ("pdf", "docx", "xlsx")}


def _between_forms(text: str, pages: int, paper: reader.Paper, book: dict[str, list[list[str]]]) -> Iterator[Compared]:
    pdf = set(reader.numbers_of(" ".join(text.split())))
    sheets = {n for name, rows in book.items() if name != "Tình hình báo cáo" for row in rows for cell in row
              for n in reader.numbers_of(cell)}  # fmt: skip
    numbered = {str(n) for n in range(pages + 1)}
    for name, extra in (
        ("in the DOCX, not in the PDF", paper.numbers - pdf),
        ("in the PDF, not in the DOCX", pdf - paper.numbers - numbered),
        ("in the DOCX, not in the XLSX", paper.numbers - sheets - numbered),
        ("in the XLSX, not in the DOCX", sheets - paper.numbers - numbered),
    ):  # fmt: skip
        yield from ((f"{name}: {number}", False) for number in sorted(extra))
    yield from ((number, True) for number in sorted(paper.numbers & pdf & sheets))


def _indicators(file: OpenFile, period: Period, unit: str, paper: reader.Paper) -> Iterator[Compared]:
    found = {one.code: one for one in figures.progress(file, period, unit)}
    for row in reader.rows_headed(paper.tables, "Mã"):
        one = found.get(row["Mã"])
        if one is None or "Tử số" not in row:
            continue
        above, below, result = row["Tử số"], row["Mẫu số"], row.get("Kết quả", "")
        if "<" in above + below or "…" in above + below:
            continue
        for name, cell, number in (("numerator", above, one.numerator), ("denominator", below, one.denominator)):
            if cell:
                yield f"{one.code}: {name} {cell}, {number}", reader.numbers_of(cell) == [_plain(number)]
        if result and one.measure == "percent" and one.denominator:
            exact = Fraction(100) * Fraction(one.numerator or 0) / Fraction(one.denominator)
            right = _tenths(exact)
            yield f"{one.code}: {result}, {right}", reader.numbers_of(result)[:1] == reader.numbers_of(right)
        verdict = row.get("Đánh giá", "")
        if any(verdict in words for words in VERDICTS.values()):
            yield f"{one.code}: {verdict}, {one.status}", verdict in VERDICTS.get(one.status, set())
            if one.measure == "percent" and one.denominator:
                target, share = (
                    row["Mức đề ra"],
                    Fraction(100) * Fraction(one.numerator or 0) / Fraction(one.denominator),
                )
                agrees = (verdict in VERDICTS["met"]) == _reaches(target, share)
                yield f"{one.code}: {above}/{below}, {target}: {verdict}", agrees


def _reaches(target: str, value: Fraction) -> bool:
    """Whether a value is what a target asks for, as it is printed: without a sign all, or none."""
    found = re.match(r"([≥≤=]?) ?([\d.]+(?:,\d+)?)", target)
    assert found is not None, target
    sign, number = found.groups()
    wanted = Fraction(number.replace(".", "").replace(",", "."))
    if sign == "=":
        return value == wanted
    return value <= wanted if sign == "≤" or (not sign and not wanted) else value >= wanted


def _sentences(file: OpenFile, period: Period, unit: str, paper: reader.Paper) -> Iterator[Compared]:
    """What is drafted of indicators, `Tỷ lệ …: 64,3% (9/14); đạt chỉ tiêu (…)`, and of statistics."""
    for one in figures.progress(file, period, unit):
        for text in paper.paragraphs:
            found = re.match(rf"- {re.escape(one.title.vi)}: ([\d.,]+%) \(([\d.]+)/([\d.]+)\)(.*)", text)
            if found:
                said = [n for part in found.groups()[:3] for n in reader.numbers_of(part)]
                exact = Fraction(100) * Fraction(one.numerator or 0) / Fraction(one.denominator or 1)
                right = [*reader.numbers_of(_tenths(exact)), _plain(one.numerator), _plain(one.denominator)]
                yield f"{text} {right}", said == right
                if "chỉ tiêu (" in found[4] or "mức cho phép (" in found[4]:
                    missed = any(words in found[4] for words in MISSED)
                    yield f"{text} {one.status}", missed == (one.status != "met")
    for label, amounts in _amounts(file, period, unit).items():
        for text in paper.paragraphs:
            found = re.match(rf"- {re.escape(label)}: ([\d.]+) .*?(?:lũy kế từ đầu năm là ([\d.]+))?\.$", text)
            if found:
                now, year = (reader.numbers_of(part or "") for part in found.groups())
                yield f"{text} {amounts}", not now or now[0] in {pair[0] for pair in amounts}
                yield f"{text} {amounts}", not year or year[0] in {pair[1] for pair in amounts}


def _tenths(exact: Fraction) -> str:
    tenths = int(abs(exact) * 10 + Fraction(1, 2))
    return f"{tenths // 10},{tenths % 10}%"


def _plain(number: Fraction | None) -> str:
    number = Fraction(number or 0)
    return str(number.numerator) if number.denominator == 1 else f"{float(number):g}".replace(".", ",")


def _amounts(file: OpenFile, period: Period, unit: str) -> dict[str, list[tuple[str, str]]]:
    """By the label of a statistic what it is in the period and since the year began."""
    found: dict[str, list[tuple[str, str]]] = {}
    for area in statistics(file, period, unit):
        for one in area.results:
            year = one.amount.year_to_date
            now = year if one.amount.period is None else one.amount.period
            pair = _plain(Fraction(now)), _plain(Fraction(year))
            found.setdefault(one.statistic.label.vi, []).append(pair)
    return found


def _statistics(file: OpenFile, period: Period, unit: str, paper: reader.Paper) -> Iterator[Compared]:
    found = _amounts(file, period, unit)
    for row in reader.rows_headed(paper.tables, "Nội dung"):
        for title, side in (("Trong kỳ", 0), ("Lũy kế từ đầu năm", 1), ("Kết quả", 1)):
            cell = row.get(title, "")
            if row["Nội dung"] in found and reader.numbers_of(cell) and "<" not in cell:
                right = {pair[side] for pair in found[row["Nội dung"]]}
                yield f"{row['Nội dung']}, {title}: {cell}, {right}", reader.numbers_of(cell)[0] in right


def _sums(paper: reader.Paper) -> Iterator[Compared]:
    """Where all cells of a column of units are numbers, they add up to the last row."""
    for table in paper.tables:
        if len(table) < 4 or table[0][:2] != ["TT", "Đơn vị"] or "Cộng" not in table[-1]:
            continue
        for place, title in enumerate(table[0][2:], start=2):
            cells = [row[place] for row in table[1:] if len(row) == len(table[0])]
            if len(cells) > 2 and all(re.fullmatch(r"[\d.]+", cell) for cell in cells):
                *rows, whole = (int(cell.replace(".", "")) for cell in cells)
                yield f"{title}: {sum(rows)} in the rows, {whole} below", sum(rows) == whole


def _states(file: OpenFile, period: Period, unit: str, paper: reader.Paper) -> Iterator[Compared]:
    states: dict[str, Counter[str]] = {}
    for one in figures.completeness(file, period, unit):
        states.setdefault(one.area, Counter())[one.state] += 1
    for code, area in file.plan.areas.items():
        found = states.get(code, Counter())
        for text in paper.paragraphs:
            small = text.lower()
            if f"công tác {area.label.vi.lower()}" not in small:
                continue
            if small.startswith("chưa có số liệu"):
                yield f"{text} {dict(found)}", not found.keys() & STATES
            if "không phát sinh số liệu" in small:
                yield f"{text} {dict(found)}", not found.keys() - {"nothing"}
    silent = {one.unit for one in figures.completeness(file, period, unit) if one.state == "not_reported"}
    for text in paper.paragraphs:
        if "đã có số liệu ở tất cả các lĩnh vực" in text:
            yield f"{text} {len(silent)} units have not reported", not silent
        counted = re.search(r"còn (\d+)/(\d+) đơn vị chưa báo cáo đủ", text)
        if counted:
            yield f"{text} {len(silent)}", int(counted[1]) == len(silent)


def check(seed: int, count: int, folder: Path) -> tuple[int, list[str]]:
    """(how many things were compared, what does not agree) in some reports of one ledger."""
    compared, wrong = 0, list[str]()
    with make_file(folder, seed) as file:
        for period, unit in some_reports(file, seed, count):
            found = compare(file, period, unit, print_all(file, period, unit))
            compared += len(found)
            wrong += [f"{seed} {unit} {period.text}: {what}" for what, agrees in found if not agrees]
    return compared, wrong


if __name__ == "__main__":
    wanted, compared = int(sys.argv[1]), 0
    wrong: list[str] = []
    with tempfile.TemporaryDirectory() as place:
        for number in range(0, wanted, 5):
            read, disagreeing = check(number, min(5, wanted - number), Path(place))
            compared += read
            wrong += disagreeing
            print(f"{number + 5} reports in three forms, {compared} compared, {len(wrong)} disagree", flush=True)
    print("\n".join(wrong))
    sys.exit(bool(wrong))
