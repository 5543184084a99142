"""What is said with each figure, computed a second time: value as shown, texts, notes, part figures, what is missing.

The printed plan (`source`) is read as data: its sentences, and which kinds stand behind an indicator. When a sentence
is due, and with which numbers, is worked out here in plain Python without the program's code.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, NamedTuple

from tests.oracle import FIVE_COMPONENTS, FOUR_GROUPS, TEAMS_178, Oracle
from tests.oracle_days import day, written_in
from tests.oracle_frame import AIMS, MEMBER_LEVEL_ONLY, Row
from tests.oracle_living import standing
from tests.oracle_reported import Reported

Line = tuple[str, str | None, str | None, str]  # code, unit, record, detail
Conflict = tuple[str, str]  # record, field
ROMAN = ("I", "II", "III", "IV")
UNIT_PATH = {
    "establishment_status_change": "establishment", "establishment_headcount": "establishment",
    "school_enrolment": "school", "comm_reach_establishment": "establishment", "comm_reach_school": "school",
    "inspection_visit": "establishment", "support_service_use": "support_case", "training_attendance": "staff",
}  # fmt: skip
REFERENCE = "Chỉ tiêu giao cho cấp khác; so sánh ở đơn vị này để tham khảo."
UNFINISHED = "phiếu liên quan chưa hoàn chỉnh hoặc mâu thuẫn, chưa được tính."
CONFLICTS = "giá trị khác nhau chờ chọn ở số liệu liên quan; tạm tính theo giá trị ghi sau cùng."


class Told(NamedTuple):
    """All that stands with one figure; notes and lines without order, names inside a note as a list."""

    numerator: Any
    denominator: Any
    status: str
    short_by: Any
    value: str | None
    text: str
    exceeded: bool
    provisional: bool
    manual: bool
    notes: list[str]
    parts: dict[str, tuple[Any, Any, str | None]]
    missing: list[tuple[str, str, str | None, str | None]]


def decimals(value: Fraction) -> str:
    """One decimal, comma, half away from zero, thousands with a dot."""
    tenths = (abs(value) * 20 + 1) // 2
    sign = "-" if value < 0 and tenths else ""
    return f"{sign}{grouped(tenths // 10)},{tenths % 10}"


def grouped(whole: int) -> str:
    text = str(whole)
    return text if len(text) < 4 else f"{grouped(whole // 1000)}.{text[-3:]}"


def plain(number: Fraction | int) -> str:
    """A number as it is: 12,5 or 1.234."""
    number = Fraction(number)
    if number.denominator == 1:
        return ("-" if number < 0 else "") + grouped(abs(number.numerator))
    return f"{float(number):g}".replace(".", ",")


class TellingOracle(Oracle):
    """The oracle with everything that is said; `tell_…` gives the lines, counted notes and parts of one reading."""

    def __init__(self, source: Mapping[str, Any], scheme: str = "nd09") -> None:
        head = source["plan"]
        self.source = source
        rows = source["units"][head["unit_version"]]
        super().__init__(rows, head["year"], head["doc_date"], scheme, written_in(source))
        self.names = {row[0]: row[4] for row in rows}
        self.signs = {code: indicator["op"] for code, indicator in source["indicators"].items()}

    # --- the one way in

    def told(
        self, records: Sequence[dict[str, Any]], conflicts: Sequence[Conflict], unit: str, period: str,
        reading: str | None,
    ) -> dict[str, Told]:  # fmt: skip
        records, told = self.standing(records)
        figures = self.figures(records, unit, period, reading)
        self.everything = {record["id"]: record for record in records}
        self.conflicts = [*conflicts, *told]
        self.reported = Reported(self.source, records, self.start, self.end, self.own)
        self.silent = {
            area: sum(self.reported.state(code, area) == "not_reported" for code in self.scope) for area in "12345"
        }
        return {code: self.tell(code, reading, figures[code]) for code in AIMS}

    def standing(self, records: Sequence[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[Conflict]]:
        return standing(records)

    def tell(self, code: str, reading: str | None, figure: tuple[Any, ...]) -> Told:
        above, below, status, short = figure
        aim, top, in_force = self.in_force(code)
        way = reading or in_force
        manual = self.by_hand(code) is not None
        reason = "" if manual else self.reason(code, way)
        self.lines: list[Line] = []
        self.counted: dict[str, Any] = {}
        self.parts: dict[str, tuple[Any, Any]] = {}
        if not manual and not reason:
            getattr(self, "tell_" + code.replace(".", "_"))(way)
        text = reason or self.no_figure(code, status)
        if code == "3.1" and status == "not-applicable":
            status, text = self.no_tips()
        value = self.value(code, above, below, status)
        exceeded = value is not None and top is not None and value > top
        cut = code in ("1.1", "1.2") and not manual and not reason and self.cut_short(code, way)
        return Told(
            above, below, status, short, self.shown(code, value), text, exceeded,
            cut, manual,
            sorted(self.notes(code, way, (aim, top, below, short), (manual, bool(reason), exceeded, cut))),
            {name: (n, d, self.share(n, d)) for name, (n, d) in self.parts.items()}, self.missing(code),
        )  # fmt: skip

    # --- the figure in words

    def in_force(self, code: str) -> tuple[Fraction, Fraction | None, str]:
        aim, top, reading = Fraction(self.aims[code]), Fraction(5) if code == "3.2" else None, "default"
        for target in self.all("target"):
            if target["year"] == self.year and target["indicator"] == code:
                reading = target["reading"]
                aim = aim if target["threshold"] is None else Fraction(target["threshold"])
                top = top if target["threshold_max"] is None else Fraction(target["threshold_max"])
        return aim, top if top is not None and top >= aim and self.signs.get(code, ">=") == ">=" else None, reading

    def reason(self, code: str, way: str) -> str:
        if code in MEMBER_LEVEL_ONLY and self.depth(self.unit) > 1:
            head = self.source["plan"]
            label = head["levels"][head["member_level"]]["vi"]
            return f"Không áp dụng cho đơn vị dưới {label[0].lower()}{label[1:]}"
        if code in ("1.1", "1.2") and not self.quarters(code, way):
            when = self.plan_day.strftime("%d/%m/%Y")
            return f"Không áp dụng: kỳ kết thúc trước quý (tháng) có ngày ban hành kế hoạch {when}"
        return ""

    def value(self, code: str, above: Any, below: Any, status: str) -> Fraction | None:
        if status in ("no-data", "not-applicable"):
            return None
        return Fraction(above) if code == "4.1" else Fraction(100) * above / below

    def shown(self, code: str, value: Fraction | None) -> str | None:
        if value is None or code == "4.1":
            return None if value is None else plain(value)
        return ("+" if code == "3.2" and value > 0 else "") + decimals(value) + "%"

    def share(self, above: Any, below: Any) -> str | None:
        return decimals(Fraction(100) * above / below) + "%" if below else None

    def sentence(self, code: str, key: str) -> str | None:
        found = self.source["indicators"][code]["texts"].get(key)
        return found["vi"] if found else None

    def filled(self, text: str) -> str:
        text = text.replace("{school_year}", self.school_year_of(self.end))
        return text.replace(
            "{now_cases}", plain(self.parts["now_cases"][0]) if "now_cases" in self.parts else "{now_cases}"
        )

    def no_figure(self, code: str, status: str) -> str:
        if status not in ("no-data", "not-applicable"):
            return ""
        key, other = "no_data", "Chưa có số liệu"
        if status == "not-applicable":
            key, other = "zero", "Không có đối tượng để tính"
            if self.source["indicators"][code].get("measure") == "growth":
                other = "Cùng kỳ năm trước không phát sinh, không có số để so sánh"
        return self.filled(self.sentence(code, key) or other)

    def no_tips(self) -> tuple[str, str]:
        """Status and text of 3.1 without a tip to judge: all depends on what is running and what was declared."""
        if self.counted.get("not_due"):
            return "not-applicable", "Chưa có tin đến hạn"
        if all(self.reported.state(code, "3") == "nothing" for code in self.scope):
            return "not-applicable", "Không phát sinh"
        return "no-data", "Chưa có số liệu"

    # --- notes

    def notes(
        self, code: str, way: str, bar: tuple[Any, Any, Any, Any], state: tuple[bool, bool, bool, bool]
    ) -> Iterable[str]:
        aim, top, below, short = bar
        manual, refused, exceeded, cut = state
        if manual:
            yield "Số nhập tay."
        yield from self.other_target(code, aim, top)
        if cut:
            yield "Tạm tính: chưa có kỳ xét nào kết thúc."
        if code in ("1.1", "1.2") and not manual and not refused:
            yield f"Xét {', '.join(name for name, _ in self.judged(code, way))}."
        if self.end < self.plan_day:
            yield "Trước ngày ban hành kế hoạch, để tham khảo."
        if self.depth(self.unit) > 0:
            yield REFERENCE
        if exceeded:
            yield f"Vượt {plain(top)}%."
        if code == "3.2" and below and aim * below <= 100 and self.signs.get(code, ">=") == ">=":
            yield f"Số gốc nhỏ: thêm 1 vụ đã đạt {plain(aim)}%."
        if short:
            said = self.sentence(code, f"note.short.{way}") or self.sentence(code, "note.short")
            said = (said or "Còn thiếu {n} để đạt chỉ tiêu.") if short > 0 else "Cần giảm {n} để đạt chỉ tiêu."
            yield said.replace("{n}", plain(abs(short)))
        if lacking := self.unfinished(code):
            yield f"{plain(lacking)} {UNFINISHED}"
        if open_ones := sum(self.concerns(code, *conflict) for conflict in self.conflicts):
            yield f"{plain(open_ones)} {CONFLICTS}"
        if silent := self.silent[code[0]]:
            yield f"{silent}/{len(self.scope)} đơn vị chưa báo cáo lĩnh vực này."
        if not manual and not refused:
            texts = self.source["indicators"][code]["texts"].items()
            yield from (self.filled(text["vi"]) for key, text in texts if key.startswith("always."))
        for key, found in self.counted.items():
            text = self.sentence(code, f"note.{key}")
            if text and found:
                names = list(dict.fromkeys(found)) if isinstance(found, list) else []
                yield text.replace("{n}", plain(found) if isinstance(found, int) else "").replace(
                    "{names}", "|".join(names)
                )

    def other_target(self, code: str, aim: Fraction, top: Fraction | None) -> Iterable[str]:
        """That another target is in force than the plan's, and on what it rests."""
        own, own_top = Fraction(self.aims[code]), self.planned_top(code)
        if (aim, top) != (own, own_top):
            targets = [t for t in self.all("target") if t["year"] == self.year and t["indicator"] == code]
            basis = f"; căn cứ: {targets[-1]['basis']}"
            now, before = self.wanted(code, aim, top), self.wanted(code, own, own_top)
            yield f"Mức đang áp dụng {now}, mức của kế hoạch {before}{basis}."

    def planned_top(self, code: str) -> Fraction | None:
        top = self.source["indicators"][code].get("threshold_max")
        return None if top is None else Fraction(top)

    def wanted(self, code: str, low: Fraction, high: Fraction | None) -> str:
        unit, sign = "" if code == "4.1" else "%", self.signs.get(code, ">=")
        if high is not None and high != low:
            return f"{plain(low)}–{plain(high)}{unit}"
        bare = {">=": unit and code != "3.2" and low >= 100, "<=": code != "3.2" and low == 0}.get(sign, False)
        return f"{'' if bare else {'>=': '≥ ', '<=': '≤ ', '=': '= '}[sign]}{plain(low)}{unit}"

    def judged(self, code: str, way: str) -> list[tuple[str, tuple[date, date]]]:
        monthly = code == "1.1" and way == "strict"
        names = [(f"{m:02d}", f"Tháng {m}/{self.year}") for m in range(1, 13)]
        if not monthly:
            names = [(f"Q{n + 1}", f"Quý {ROMAN[n]}/{self.year}") for n in range(4)]
        firsts = {s[0] for s in self.quarters(code, way)}
        spans = ((label, self.days.span(self.scheme, self.year, n)) for n, label in names)
        return [(label, s) for label, s in spans if s and s[0] in firsts]

    def cut_short(self, code: str, way: str) -> bool:
        return any(s[1] > self.end for _, s in self.judged(code, way))

    def behind(self, code: str, kind: str) -> list[str]:
        """The fields of a kind that can change an indicator."""
        fields = self.source["kinds"][kind].get("fields", {})
        return [name for name, field in fields.items() if code in field.get("counts_in", ())]

    def unit_of(self, record: Mapping[str, Any]) -> str | None:
        """Where a record belongs, whether what it refers to counts or not."""
        while (step := UNIT_PATH.get(record["kind"])) is not None:
            record = self.everything[record["fields"][step]]
        unit: str | None = record["fields"].get("unit")
        return unit

    def here(self, record: Mapping[str, Any]) -> bool:
        return record["kind"] == "target" or self.inside(self.unit_of(record), self.unit)

    def unfinished(self, code: str) -> int:
        broken = (r for r in self.everything.values() if not r.get("counts", True))
        return sum(bool(self.behind(code, r["kind"])) and self.here(r) for r in broken)

    def concerns(self, code: str, record: str, field: str) -> bool:
        found = self.everything[record]
        fields = self.behind(code, found["kind"])
        return self.here(found) and (field in fields or (field == "deleted" and bool(fields)))

    # --- what is missing

    def missing(self, code: str) -> list[tuple[str, str, str | None, str | None]]:
        found = []
        for key, unit, record, detail in dict.fromkeys(self.lines):
            text = self.sentence(code, f"missing.{key}")
            if text:
                found.append((key, self.filled(text).replace("{detail}", detail), unit, record))
        return sorted(found, key=str)

    def line(
        self, key: str, unit: str | None, record: str | None = None, detail: str = "", *, count: bool = True
    ) -> None:
        self.lines.append((key, unit, record, detail))
        if count:
            self.counted[key] = self.counted.get(key, 0) + 1

    # --- area 1

    def declared(self, commune: str, area: str) -> bool:
        return self.reported.declares(commune, area)

    def tell_1_1(self, way: str) -> None:
        for commune in self.communes():
            own = [a for a in self.all("comm_activity") if a["unit"] == commune]
            if way == "loose":
                if not self.keeps_up(commune, way):
                    self.line("none", commune)
                continue
            wanted = self.judged("1.1", way)
            quarters = self.quarters("1.1", way)
            held: dict[str, list[int]] = {}
            for a in own:
                first, last = self.spans_of(a)
                hit = [n for n, q in enumerate(quarters) if first <= q[1] and last >= q[0]]
                held[a["form"]] = sorted({*held.get(a["form"], []), *hit})
            best = max((sorted(held)), key=lambda form: len(held[form]), default=None)
            done = held[best] if best else []
            if len(done) == len(quarters):
                continue
            if done:
                self.line("gap", commune, None, ", ".join(w[0] for n, w in enumerate(wanted) if n not in done))
            else:
                self.line("declared" if self.declared(commune, "1") else "none", commune)

    def tell_1_2(self, way: str) -> None:
        wanted = list(zip(self.judged("1.2", way), self.quarters("1.2", way), strict=True))
        top = self.depth(self.unit) == 0
        if way == "loose":
            for n, ((label, _), _) in enumerate(wanted):
                if not self.quarter_hits(way)[n]:
                    self.line("no_media", self.unit, None, label, count=False)
            return
        rows = [("1.2a", self.unit)] if top else []
        rows += [("1.2b", district) for district in self.districts]
        for part, unit in rows:
            for (label, _), quarter in wanted:
                met = self.met_by_media(part, unit, quarter, way)
                above, below = self.parts.get(part, (0, 0))
                self.parts[part] = (above + met, below + 1)
                if not met:
                    self.line("no_media", unit, None, label, count=False)

    def met_by_media(self, part: str, unit: str, quarter: tuple[date, date], way: str) -> bool:
        top = next(code for code, above in self.parent.items() if above is None)
        for m in self.all("media_item"):
            outlet = self.known.get(m["outlet"])
            if outlet and outlet["counts"] and quarter[0] <= day(m["date"]) <= quarter[1]:
                about = outlet["unit"] == top and self.inside(m["unit"], unit) and way != "strict"
                if outlet["unit"] == unit or (part == "1.2b" and about):
                    return True
        return False

    def quarter_hits(self, way: str) -> list[bool]:
        quarters = self.quarters("1.2", way)
        top = self.depth(self.unit) == 0
        return [
            (top and self.met_by_media("1.2a", self.unit, q, "default"))
            or any(self.met_by_media("1.2b", d, q, "default") for d in self.districts)
            for q in quarters
        ]

    def tell_1_3(self, way: str) -> None:
        for e in self.active_establishments():
            counts = [h for h in self.all("establishment_headcount") if h["establishment"] == e["id"]]
            counts = [h for h in counts if self.by_now(h["date"])]
            reached = 0
            for r in self.all("comm_reach_establishment"):
                if r["establishment"] == e["id"] and self.in_year(self.known[r["activity"]]["date"]):
                    signed = way != "strict" or r["sign_list"]
                    reached += r["workers_total"] if way == "loose" else r["workers_new"] if signed else 0
            if not counts:
                self.line("no_headcount", e["unit"], e["id"])
                continue
            latest = max(counts, key=lambda h: str(h["date"]))
            if latest["workers"] and not reached:
                self.line("not_reached", e["unit"], e["id"], count=False)
            if day(latest["date"]) < self.year_back(self.end):
                self.line("stale", e["unit"], e["id"])
            if way != "loose" and reached > latest["workers"]:
                self.line("capped", e["unit"], e["id"])

    def year_back(self, when: date) -> date:
        """Twelve months earlier; the 29th of February goes on to the 1st of March."""
        leap = when.month == 2 and when.day == 29
        return date(when.year - 1, 3, 1) if leap else when.replace(year=when.year - 1)

    def tell_1_4(self, way: str) -> None:
        years = sorted({self.school_year_of(d) for d in self.days_of_year()})
        full = 0
        for s in self.open_schools():
            reached = []
            for r in self.all("comm_reach_school"):
                when = self.known[r["activity"]]["date"]
                if r["school"] == s["id"] and self.in_year(when):
                    reached.append((self.school_year_of(day(when)), r["students_new"], r["students_total"]))
            if way == "loose":
                if not any(total > 0 for _, _, total in reached):
                    self.line("not_reached", s["unit"], s["id"], count=False)
                continue
            said_of: set[str] = set()
            for year in years if way == "strict" else [self.school_year_of(self.end)]:
                students = self.enrolment(s, year, exact=way == "strict")
                new = sum(n for y, n, _ in reached if way == "default" or y == year)
                said = f" ({year})" if way == "strict" else ""
                if students is None:
                    said_of.add("no_enrolment")
                    self.line("no_enrolment", s["unit"], s["id"], year if said else "", count=False)
                elif new < students:
                    self.line("not_full", s["unit"], s["id"], f"{students - new}{said}", count=False)
                elif new > students:
                    said_of.add("capped")
                    self.line("capped", s["unit"], s["id"], f"{students - new}{said}", count=False)
                full += students is not None and new >= students
                if way == "default" and students is not None and not self.has_year(s, year):
                    self.line("other_year", s["unit"], s["id"])
            for key in said_of:
                self.counted[key] = self.counted.get(key, 0) + 1
        if way == "default" and self.open_schools():
            self.parts["full"] = (full, len(self.open_schools()))

    def has_year(self, school: Row, year: str) -> bool:
        return any(n["school"] == school["id"] and n["school_year"] == year for n in self.all("school_enrolment"))

    def days_of_year(self) -> Iterable[date]:
        return (self.year_start + timedelta(days=n) for n in range((self.end - self.year_start).days + 1))

    # --- area 2

    def tell_2_1(self, way: str) -> None:
        last = self.quarter_of_plan()
        for d in self.districts:
            plans, areas = self.year_plans(d), self.areas_of(d)
            early = [p for p in plans if day(p["date"]) <= last]
            if not plans:
                self.line("no_plan", d)
            elif way == "strict" and not early:
                self.line("late_plan", d)
            if way == "default" and not areas:
                self.line("no_activity", d)
            for area in sorted({1, 2, 3, 4, 5} - areas) if way == "strict" else ():
                self.line(f"no_area_{area}", d)

    def tell_2_2(self, way: str) -> None:
        for d in self.districts:
            mine = [
                i for i in self.all("integration")
                if self.in_year(i["date"]) and self.inside(i["unit"], d) and i["program_group"] in FOUR_GROUPS
            ]  # fmt: skip
            bare = [i for i in mine if not (i["evidence_no"] or "").strip()]
            groups = {i["program_group"] for i in mine if way == "loose" or i not in bare}
            for i in bare:
                self.line("no_evidence", i["unit"], i["id"])
            for group in FOUR_GROUPS:
                above, below = self.parts.get(group, (0, 0))
                self.parts[group] = (above + (group in groups), below + 1)
                if way == "strict" and group not in groups:
                    self.line(f"no_{group}", d)
            told = way == "loose" and any(p["has_integration"] for p in self.year_plans(d))
            if way != "strict" and not groups and not told:
                self.line("no_integration", d)

    # --- area 3

    def tell_3_1(self, way: str) -> None:
        above = below = 0
        remarks = sum(
            self.is_remark(t) and t["unit"] in self.scope and self.in_year(t["date"]) for t in self.all("tip")
        )
        if remarks and way != "loose":
            self.parts["remarks"] = (remarks, None)
        for t in self.tips(way):
            closed = t["closed_date"] if self.by_now(t["closed_date"]) else None
            due = day(self.due_day(t))
            if way != "default":
                if day(t["date"]) < self.year_start or closed is not None:
                    continue
                if way == "strict" or not self.by_now(t["classified_date"]):
                    self.line("open" if way == "strict" else "unclassified", t["unit"], t["id"])
                continue
            if closed is None and due > self.end:
                self.line("not_due", t["unit"], t["id"])
                if due <= self.end + timedelta(days=7):
                    self.line("soon_due", t["unit"], t["id"], count=False)
                continue
            if closed is None:
                self.line("overdue", t["unit"], t["id"])
            elif day(closed) >= self.year_start and day(closed) > due:
                self.line("late", t["unit"], t["id"])
            if closed is None or day(closed) >= self.start:
                below += 1
                above += closed is not None and day(closed) <= due
        if below:
            self.parts["period"] = (above, below)

    def tell_3_2(self, way: str) -> None:
        cases = [
            c for c in self.all("crime_case")
            if c["unit"] in self.scope and self.start <= day(c["date"]) <= self.end
            and {"327", "328", "329"} & set(c["articles"])
        ]  # fmt: skip
        base = self.base()
        self.parts["now_cases"] = (len(cases), None)
        self.parts["now_persons"] = (sum(c["persons"] for c in cases), None)
        self.parts["hotspot"] = (sum(self.in_hotspot(c) for c in cases), None)
        if base is None:
            self.line("no_base", self.unit)
        for part, field in (
            ("base_cases", "cases"), ("base_hotspot", "hotspot_cases"), ("base_persons", "persons"),
            ("base_admin", "admin_cases"),
        ):  # fmt: skip
            if base and base[field] is not None and (field != "admin_cases" or way == "loose"):
                self.parts[part] = (base[field], None)
        if way == "loose" and (admin := self.admin_now()) is not None:
            self.parts["now_admin"] = (admin, None)
        wanted = {"strict": "persons", "loose": "admin_cases"}.get(way)
        if base and wanted and base[wanted] is None:
            self.line("no_base_persons" if way == "strict" else "no_base_admin", self.unit)

    def in_hotspot(self, case: Row) -> bool:
        flags = (f for f in self.all("unit_flag") if f["unit"] == case["unit"] and f["flag"] == "dia_ban_trong_diem")
        told = (f for f in flags if f["date"] <= case["date"])
        return bool(case["in_hotspot"]) or any(f["end_date"] is None or f["end_date"] >= case["date"] for f in told)

    def tell_3_3(self, way: str) -> None:
        for e in self.active_establishments():
            good = shut = 0
            for v in self.all("inspection_visit"):
                team = self.known[v["inspection"]]
                fits = team["covers_prostitution"] and (way != "strict" or team["team_type"] in TEAMS_178)
                if v["establishment"] == e["id"] and self.in_year(v["date"]) and fits:
                    if v["result"] == "dong_cua_khong_kt_duoc":
                        shut += 1
                        self.line("closed_door", e["unit"], v["id"])
                    else:
                        good += 1
            if not good:
                self.line("only_closed" if shut else "not_inspected", e["unit"], e["id"])

    # --- area 4

    def tell_4_1(self, way: str) -> None:
        found: dict[str, set[str]] = {}
        for m in self.all("pilot_model"):
            over = m["summary_date"] and day(m["summary_date"]) < self.year_start
            if m["unit"] not in self.scope or self.by_now(m["stopped_date"]) or over:
                continue
            approved = bool((m["decision_no"] or "").strip()) and self.by_now(m["decision_date"])
            if not approved:
                self.line("not_approved", m["unit"], m["id"])
            if not self.by_now(m["date"]):
                self.line("not_started", m["unit"], m["id"])
            self.line("all_five" if set(m["components"]) >= FIVE_COMPONENTS else "not_five", m["unit"], m["id"])
            if approved and self.enough(m, way):
                for component in set(m["components"]) & FIVE_COMPONENTS:
                    places = {d for d in self.districts if self.inside(m["unit"], d)}
                    found.setdefault(component, set()).update(places)
        self.parts = {component: (len(places), None) for component, places in found.items() if places}

    def tell_4_2(self, way: str) -> None:
        latest = self.latest_populations()
        top = {u: p for u, p in latest.items() if not any(above in latest for above in self.chain(u)[1:])}
        helped = [c for c in self.all("support_case") if self.helped(c, way)]
        for unit, p in top.items():
            by_hand = p[{"default": "served", "strict": "served_two", "loose": "accessed"}[way]] or 0
            if max(by_hand, sum(self.inside(c["unit"], unit) for c in helped)) > p["eligible"]:
                self.line("capped", unit, p["id"], count=False)
                self.counted.setdefault("capped", []).append(self.names[unit])
        for c in helped:
            if c["unit"] in self.scope and not any(self.inside(c["unit"], unit) for unit in top):
                self.line("only_cases", c["unit"], c["id"], count=False)
                self.counted.setdefault("only_cases", []).append(self.names[c["unit"]])
        for d in self.districts:
            if not any(self.inside(d, unit) or self.inside(unit, d) for unit in top):
                self.line("no_population", d)

    # --- area 5

    def tell_5_1(self, way: str) -> None:
        buckets: dict[tuple[str, str], list[Row]] = {}
        for s in self.all("staff"):
            if s["unit"] in self.scope and self.on_duty(s):
                buckets.setdefault((self.place(s["unit"]), self.levels[self.depth(s["unit"])]), []).append(s)
        others: dict[tuple[str, str], int] = {}
        for c in self.all("training_count"):
            n = c["persons_new"] if way != "strict" else c["certified_new"] or 0
            if c["unit"] in self.scope and n > 0 and self.course_counts(self.known[c["training"]], way):
                where = (self.place(c["unit"]), c["trainee_level"])
                others[where] = others.get(where, 0) + n
                if where not in buckets:
                    self.line("no_list", c["unit"], c["id"])
        listed = unlisted = 0
        for where, people in buckets.items():
            trained = [s for s in people if self.was_trained(s, way)]
            listed += len(trained)
            unlisted += min(others.get(where, 0), len(people) - len(trained))
            level = {"tinh": "tỉnh", "huyen": "huyện", "xa": "xã"}[where[1]]
            beside = "" if where[1] == self.levels[self.depth(where[0])] else f" (cấp {level})"
            name = f"{self.names[where[0]][:1].lower()}{self.names[where[0]][1:]}{beside}"
            for s in people:
                if s not in trained:
                    self.line("untrained", s["unit"], s["id"], name, count=False)
            if len(trained) + others.get(where, 0) > len(people):
                units = {s["unit"] for s in people}
                record = people[0]["id"] if len(people) == 1 else None
                self.line("capped", people[0]["unit"] if len(units) == 1 else None, record, name, count=False)
                self.counted.setdefault("capped", []).append(name)
        self.parts = {"listed": (listed, None), "unlisted": (unlisted, None)}
        staffed = {s["unit"] for people in buckets.values() for s in people}
        for code in self.scope:
            if code not in staffed:
                self.line("no_staff", code)

    def was_trained(self, person: Row, way: str) -> bool:
        return any(self.attended(a, way) for a in self.all("training_attendance") if a["staff"] == person["id"])
