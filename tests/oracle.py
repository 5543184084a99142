"""A second computation of the twelve indicators in plain Python, from the printed plan, without the program's code.

Input is a list of {"kind", "id", "fields"} as exported, `counts` False for a record that is not finished. It works on
sets of days and of records, slowly and plainly, where the program works on SQL. `Oracle` has small methods that a test
overrides to make a wrong variant.
"""

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from tests.oracle_days import Span, day, days_between
from tests.oracle_frame import Frame, Pair, Row

FOUR_GROUPS = {"ktxh", "an_sinh", "ma_tuy", "hiv"}
FIVE_COMPONENTS = {"phong_ngua", "giam_hai", "bao_luc_gioi", "quyen_nld", "hoa_nhap"}
TEAMS_178 = {"doi_178_tinh", "doi_178_huyen", "doi_178_xa"}
CRIMES = {"327", "328", "329"}


class Oracle(Frame):
    """Each `figure_…` gives numerator and denominator of one reading; None is unknown."""

    levels: tuple[str, ...] = ("tinh", "huyen", "xa")

    # --- area 1

    def spans_of(self, activity: Row) -> tuple[date, date]:
        return day(activity["date"]), day(activity["end_date"] if activity.get("end_date") else activity["date"])

    def figure_1_1(self, way: str) -> Pair:
        return sum(self.keeps_up(code, way) for code in self.communes()), len(self.communes())

    def communes(self) -> list[str]:
        return [code for code in self.scope if self.depth(code) == len(self.levels) - 1]

    def keeps_up(self, commune: str, way: str) -> bool:
        forms: dict[str, list[tuple[date, date]]] = {}
        for a in self.all("comm_activity"):
            if a["unit"] == commune:
                forms.setdefault(a["form"], []).append(self.spans_of(a))
        if way == "loose":
            return any(s[0] <= self.end and s[1] >= self.year_start for spans in forms.values() for s in spans)
        wanted = self.quarters("1.1", way)
        return any(all(any(s[0] <= q[1] and s[1] >= q[0] for s in spans) for q in wanted) for spans in forms.values())

    def figure_1_2(self, way: str) -> Pair:
        hits = []
        for m in self.all("media_item"):
            outlet = self.known.get(m["outlet"])
            if outlet and outlet["counts"]:
                hits.append((day(m["date"]), m["unit"], outlet["unit"]))
        quarters = self.quarters("1.2", way)
        province = next(code for code, above in self.parent.items() if above is None)

        def of_province(q: tuple[date, date]) -> bool:
            return any(q[0] <= d <= q[1] and outlet == province for d, _, outlet in hits)

        def of_district(q: tuple[date, date], district: str) -> bool:
            inside = [(about, outlet) for d, about, outlet in hits if q[0] <= d <= q[1]]
            own = any(outlet == district for _, outlet in inside)
            told = any(outlet == province and self.inside(about, district) for about, outlet in inside)
            return own or (told and way != "strict")

        at_top = self.unit == province
        if way == "loose":
            hit = [(at_top and of_province(q)) or any(of_district(q, d) for d in self.districts) for q in quarters]
            return sum(hit), len(hit)
        cells = [of_district(q, d) for q in quarters for d in self.districts]
        cells += [of_province(q) for q in quarters] if at_top else []
        return sum(cells), len(cells)

    def active_establishments(self) -> list[Row]:
        found = []
        for e in self.all("establishment"):
            changes = [
                c
                for c in self.all("establishment_status_change")
                if c["establishment"] == e["id"] and self.by_now(c["date"])
            ]
            status = max(changes, key=lambda c: str(c["date"]))["status"] if changes else "dang_hoat_dong"
            if e["unit"] in self.scope and self.by_now(e["first_listed_date"]) and status == "dang_hoat_dong":
                found.append(e)
        return found

    def workers_of(self, establishment: Row) -> int | None:
        counts = [
            h
            for h in self.all("establishment_headcount")
            if h["establishment"] == establishment["id"] and self.by_now(h["date"])
        ]
        return max(counts, key=lambda h: str(h["date"]))["workers"] if counts else None

    def cap(self, reached: int, most: int) -> int:
        return min(reached, most)

    def figure_1_3(self, way: str) -> Pair:
        above, below, known, places = 0, 0, False, self.active_establishments()
        for e in places:
            workers = self.workers_of(e)
            if workers is None:
                continue
            known = True
            reached = 0
            for r in self.all("comm_reach_establishment"):
                if r["establishment"] == e["id"] and self.in_year(self.known[r["activity"]]["date"]):
                    if way == "loose":
                        reached += r["workers_total"]
                    elif way == "default" or r["sign_list"]:
                        reached += r["workers_new"]
            above += reached if way == "loose" else self.cap(reached, workers)
            below += workers
        return (above, below) if known or not places else (None, None)

    def open_schools(self) -> list[Row]:
        def is_open(s: Row) -> bool:
            opened, closed = s["opened_date"], s["closed_date"]
            return (opened is None or self.by_now(opened)) and not (closed is not None and self.by_now(closed))

        return [s for s in self.all("school") if s["unit"] in self.scope and is_open(s)]

    def enrolment(self, school: Row, year: str, exact: bool = False) -> int | None:
        known = {n["school_year"]: n["students"] for n in self.all("school_enrolment") if n["school"] == school["id"]}
        if exact or year in known:
            return known.get(year)
        earlier, later = [y for y in known if y < year], [y for y in known if y > year]
        return known[max(earlier)] if earlier else known[min(later)] if later else None

    def figure_1_4(self, way: str) -> Pair:
        schools = self.open_schools()
        reached = []
        for r in self.all("comm_reach_school"):
            when = self.known[r["activity"]]["date"]
            if self.in_year(when):
                reached.append((r["school"], self.school_year_of(day(when)), r["students_new"], r["students_total"]))
        if way == "loose":
            return sum(any(r[0] == s["id"] and r[3] > 0 for r in reached) for s in schools), len(schools)
        years = sorted(
            {
                self.school_year_of(self.year_start + timedelta(days=n))
                for n in range((self.end - self.year_start).days + 1)
            }
        )
        above, below, known = 0, 0, False
        for s in schools:
            for year in years if way == "strict" else [self.school_year_of(self.end)]:
                students = self.enrolment(s, year, exact=way == "strict")
                if students is not None:
                    known = True
                    new = sum(r[2] for r in reached if r[0] == s["id"] and (way == "default" or r[1] == year))
                    above += self.cap(new, students)
                    below += students
        return (above, below) if known or not schools else (None, None)

    # --- area 2

    def areas_of(self, district: str) -> set[int]:
        kinds = {
            "comm_activity": 1, "material": 1, "integration": 2, "prevention_activity": 2, "inspection": 3,
            "pilot_model": 4, "harm_reduction": 4, "training": 5,
        }  # fmt: skip
        found = {
            area for kind, area in kinds.items() for r in self.all(kind)
            if self.in_year(r["date"]) and self.inside(r["unit"], district)
        }  # fmt: skip
        uses = (u for u in self.all("support_service_use") if self.in_year(u["date"]))
        return found | {4 for u in uses if self.inside(self.known[u["support_case"]]["unit"], district)}

    def year_plans(self, district: str) -> list[Row]:
        return [
            p for p in self.all("plan_document")
            if p["unit"] == district and p["is_year_plan"] and p["plan_year"] == self.year and self.by_now(p["date"])
        ]  # fmt: skip

    def quarter_of_plan(self) -> date:
        """The last day of the quarter in which the plan was issued."""
        both = (self.days.spans(self.scheme, y, ("Q1", "Q2", "Q3", "Q4")) for y in (self.year - 1, self.year))
        return next(q[1] for quarters in both for q in quarters if q[0] <= self.plan_day <= q[1])

    def figure_2_1(self, way: str) -> Pair:
        last = self.quarter_of_plan()

        def does(district: str) -> bool:
            plans = self.year_plans(district)
            if way == "loose":
                return bool(plans)
            if way == "strict":
                return any(day(p["date"]) <= last for p in plans) and self.areas_of(district) == {1, 2, 3, 4, 5}
            return bool(plans and self.areas_of(district))

        return sum(map(does, self.districts)), len(self.districts)

    def figure_2_2(self, way: str) -> Pair:
        def groups(district: str, proven: bool) -> set[str]:
            return {
                i["program_group"] for i in self.all("integration")
                if self.in_year(i["date"]) and self.inside(i["unit"], district) and i["program_group"] in FOUR_GROUPS
                and ((i["evidence_no"] or "").strip() or not proven)
            }  # fmt: skip

        def does(district: str) -> bool:
            if way == "strict":
                return groups(district, True) == FOUR_GROUPS
            if way == "loose":
                return bool(groups(district, False)) or any(p["has_integration"] for p in self.year_plans(district))
            return bool(groups(district, True))

        return sum(map(does, self.districts)), len(self.districts)

    # --- area 3

    def due_day(self, tip: Row) -> str:
        """The due day as known on the last day: an extension decided in time moves it, a late one does not."""
        due, one, two = tip["due_date"], tip.get("extension1_date"), tip.get("extension2_date")
        if not (self.by_now(one) and one is not None and one <= due):
            return str(due)
        due = tip["extension1_due_date"]
        return str(tip["extension2_due_date"] if self.by_now(two) and two is not None and two <= due else due)

    def tips(self, way: str) -> list[Row]:
        """Those received here by now; a remark is one in the loose reading only."""
        here = [t for t in self.all("tip") if t["unit"] in self.scope and self.by_now(t["date"])]
        return here if way == "loose" else [t for t in here if not self.is_remark(t)]

    def is_remark(self, tip: Row) -> bool:
        return bool(tip["tip_kind"] == "phan_anh")

    def figure_3_1(self, way: str) -> Pair:
        above = below = 0
        for t in self.tips(way):
            closed = t["closed_date"] if self.by_now(t["closed_date"]) else None
            due = self.due_day(t)
            if way == "default":
                if closed is None:
                    below += day(due) <= self.end
                elif day(closed) >= self.year_start:
                    below += 1
                    above += closed <= due
            elif day(t["date"]) >= self.year_start:
                below += 1
                above += closed is not None or (way == "loose" and self.by_now(t["classified_date"]))
        return above, below

    def tiles(self, rows: list[Row], first: date, last: date) -> tuple[list[Row], bool]:
        """Rows of one key, longest first, then earliest, none over another; and whether they leave no day out."""
        spans = [(r, *s) for r in rows if (s := self.days.span(self.own, r["year"], r["period_code"]))]
        inside = [s for s in spans if first <= s[1] and s[2] <= last]
        inside.sort(key=lambda s: (-(s[2] - s[1]).days, s[1]))
        taken: list[Row] = []
        covered: set[int] = set()
        for row, start, end in inside:
            days = days_between(start, end)
            if not covered & days:
                covered |= days
                taken.append(row)
        return taken, covered == days_between(first, last)

    def year_before(self) -> Span | None:
        if self.code:
            return self.days.span(self.scheme, self.year - 1, self.code)

        def back(when: date) -> date:
            leap = when.month == 2 and when.day == 29
            return date(when.year - 1, 2, 28) if leap else when.replace(year=when.year - 1)

        return back(self.start), back(self.end)

    def base(self) -> dict[str, int | None] | None:
        rows = [b for b in self.all("crime_baseline") if b["unit"] == self.unit]
        before = self.year_before()
        if before is None:
            return None
        taken, whole = self.tiles(rows, *before)
        fields = ("cases", "hotspot_cases", "persons", "admin_cases")
        return {f: self.sum_known([t[f] for t in taken]) for f in fields} if whole else None

    def admin_now(self) -> int | None:
        keys = {(a["unit"], a["behaviour"]) for a in self.all("admin_handling") if a["unit"] in self.scope}
        handled: list[Any] = []
        for key in keys:
            rows = [a for a in self.all("admin_handling") if (a["unit"], a["behaviour"]) == key]
            handled += [t["cases"] for t in self.tiles(rows, self.start, self.end)[0]]
        return self.sum_known(handled)

    def sum_known(self, parts: list[Any]) -> int | None:
        return None if None in parts else sum(parts)

    def figure_3_2(self, way: str) -> Pair:
        cases = [
            c for c in self.all("crime_case")
            if c["unit"] in self.scope and self.start <= day(c["date"]) <= self.end and CRIMES & set(c["articles"])
        ]  # fmt: skip
        base = self.base()
        if base is None or base["cases"] is None:
            return None, None
        now, before = len(cases), base["cases"]
        if way == "default":
            return now - before, before
        if way == "loose":
            admin = self.admin_now()
            if admin is None or base["admin_cases"] is None:
                return None, None
            return now + admin - before - base["admin_cases"], before + base["admin_cases"]
        if base["persons"] is None:
            return None, None
        if before == 0 or base["persons"] == 0:
            return now - before, 0
        grown = (now - before, before)
        people = (sum(c["persons"] for c in cases) - base["persons"], base["persons"])
        return min(grown, people, key=lambda pair: Fraction(pair[0], pair[1]))

    def visited(self, establishment: str, way: str) -> int:
        found = 0
        for v in self.all("inspection_visit"):
            i = self.known[v["inspection"]]
            good = v["result"] != "dong_cua_khong_kt_duoc" and i["covers_prostitution"] and self.in_year(v["date"])
            team = way != "strict" or i.get("team_type") in TEAMS_178
            found += bool(v["establishment"] == establishment and good and team)
        return found

    def figure_3_3(self, way: str) -> Pair:
        visits = [self.visited(e["id"], way) for e in self.active_establishments()]
        return sum(visits) if way == "loose" else sum(n > 0 for n in visits), len(visits)

    # --- area 4

    def figure_4_1(self, way: str) -> Pair:
        found = set()
        for m in self.all("pilot_model"):
            approved = bool((m["decision_no"] or "").strip()) and self.by_now(m["decision_date"])
            going = not self.by_now(m["stopped_date"]) and not (
                m["summary_date"] and day(m["summary_date"]) < self.year_start
            )
            if approved and going and self.enough(m, way):
                found |= {d for d in self.districts if self.inside(m["unit"], d)}
        return len(found), None

    def enough(self, model: Row, way: str) -> bool:
        if way == "loose":
            return True
        whole = set(model["components"]) >= FIVE_COMPONENTS
        return self.by_now(model["date"]) and bool(model["components"]) and (whole or way == "default")

    def latest_populations(self) -> dict[str, Row]:
        found: dict[str, tuple[date, int, Row]] = {}
        for p in self.all("support_population"):
            days = self.days.span(self.own, p["year"], p["period_code"])
            if days is None:
                continue
            first, last = days
            if p["unit"] in self.scope and p["year"] == self.year and last <= self.end:
                rank = (last, (last - first).days, p)
                if p["unit"] not in found or rank[:2] > found[p["unit"]][:2]:
                    found[p["unit"]] = rank
        return {unit: rank[2] for unit, rank in found.items()}

    def figure_4_2(self, way: str) -> Pair:
        latest = self.latest_populations()
        top = {u: p for u, p in latest.items() if not any(above in latest for above in self.chain(u)[1:])}
        if not top:
            return None, None
        above = below = 0
        for unit, p in top.items():
            coded = sum(self.helped(c, way) for c in self.all("support_case") if self.inside(c["unit"], unit))
            by_hand = p[{"default": "served", "strict": "served_two", "loose": "accessed"}[way]] or 0
            above += self.cap(max(by_hand, coded), p["eligible"])
            below += p["eligible"]
        return above, below

    def helped(self, case: Row, way: str) -> bool:
        if not (case["in_need"] and case["eligible"]):
            return False
        uses = (
            u for u in self.all("support_service_use") if u["support_case"] == case["id"] and self.in_year(u["date"])
        )
        services = {u["service"] for u in uses}
        if way == "strict":
            return len(services) >= 2 or self.in_year(case["plan_completed_date"])
        return bool(services) or (way == "loose" and self.in_year(case["accessed_date"]))

    # --- area 5

    def on_duty(self, person: Row) -> bool:
        until = person["to_date"]
        return (
            bool(person["in_denominator"])
            and self.by_now(person["from_date"])
            and (until is None or day(until) >= self.end)
        )

    def figure_5_1(self, way: str) -> Pair:
        buckets: dict[tuple[str, str], list[str]] = {}
        for s in self.all("staff"):
            if s["unit"] in self.scope and self.on_duty(s):
                level = self.levels[self.depth(s["unit"])]
                buckets.setdefault((self.place(s["unit"]), level), []).append(s["id"])
        if not buckets:
            return None, None
        above = 0
        for (place, level), people in buckets.items():
            listed = sum(
                any(self.attended(a, way) for a in self.all("training_attendance") if a["staff"] == s) for s in people
            )
            others = sum(
                (c["persons_new"] if way != "strict" else c["certified_new"] or 0)
                for c in self.all("training_count")
                if c["unit"] in self.scope and self.place(c["unit"]) == place and c["trainee_level"] == level
                and self.course_counts(self.known[c["training"]], way)
            )  # fmt: skip
            above += self.cap(listed + others, len(people))
        return above, sum(map(len, buckets.values()))

    def course_counts(self, course: Row, way: str) -> bool:
        when = self.by_now(course["date"]) if way == "loose" else self.in_year(course["date"])
        return when and (way != "strict" or "nghiep_vu_pcmd" in course["topics"])

    def attended(self, attendance: Row, way: str) -> bool:
        course = self.known[attendance["training"]]
        return self.course_counts(course, way) and (way != "strict" or bool(attendance["certificate"]))
