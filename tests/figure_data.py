"""Random but telling records for the figures: few units, many edges, some records that must not count."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

Fields = dict[str, Any]
Record = dict[str, Any]

PROVINCE = "12"
DISTRICTS = ("105", "106", "108")
COMMUNES = ("03386", "03388", "03390", "03394", "03412", "03433", "03478", "03503")
UNITS = (PROVINCE, *DISTRICTS, *COMMUNES)
CODES = ("Y", "H1", "H2", "9M", "Q1", "Q2", "Q3", "Q4", *(f"{m:02d}" for m in range(1, 13)))
TEAMS = ("doi_178_tinh", "doi_178_huyen", "doi_178_xa", "cong_an", "lien_nganh_khac")
EDGES = ("12-14", "12-15", "01-14", "01-15", "03-14", "03-15", "04-14", "06-14", "06-15", "08-31", "09-01", "09-14",
         "09-15", "12-31", "01-01", "02-28")  # fmt: skip


class Maker:
    """Makes one data set; `records` is a list of {"kind", "id", "fields", "counts"} with parents before children."""

    def __init__(self, seed: int, year: int = 2022) -> None:
        self.random = Random(seed)
        self.year = year
        self.records: list[Record] = []

    def make(self) -> list[Record]:
        """The whole data set over every kind that a figure rests on."""
        for kind in (self.establishments, self.schools, self.staff, self.outlets, self.baselines, self.populations):
            kind()
        for kind in (self.communication, self.documents, self.inspections, self.tips, self.crimes, self.models):
            kind()
        for kind in (self.support, self.activities, self.courses, self.busy_district, self.by_hand):
            kind()
        for kind in (self.flags, self.declarations, self.contradictions):
            kind()
        return self.records

    def conflicts(self) -> list[tuple[str, str]]:
        """Open conflicts for the data set just made: which field of which record, or `deleted`."""
        known = [r for r in self.records if not r.keys() & {"gone", "into", "doubted"}]
        many = self.random.sample(known, min(len(known), self.random.randint(0, 6)))
        found = [(r["id"], self.pick((*r["fields"], "deleted"))) for r in many]
        return found if self.chance(0.4) else []

    # --- small choices

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def pick(self, values: Sequence[Any]) -> Any:
        return self.random.choice(values)

    def some(self, most: int) -> range:
        return range(self.random.randint(0, most))

    def number(self, most: int) -> int:
        return self.random.choice((0, 1, self.random.randint(0, most), most))

    def maybe(self, value: Any, share: float = 0.6) -> Any:
        return value if self.chance(share) else None

    def day(self) -> str:
        if self.chance(0.7):
            return f"{self.pick((self.year - 1, self.year, self.year, self.year))}-{self.pick(EDGES)}"
        if self.chance(0.1):
            return f"{self.year // 4 * 4}-02-29"
        start = date(self.year - 1, 11, 1)
        return (start + timedelta(days=self.random.randint(0, 430))).isoformat()

    def later(self, day: str, most: int = 120) -> str:
        return (date.fromisoformat(day) + timedelta(days=self.number(most))).isoformat()

    def add(self, kind: str, fields: Fields, must: str | None = None) -> str:
        """Add a record; now and then one whose required field `must` is missing, which counts nowhere."""
        broken = must is not None and self.chance(0.06)
        if broken and must:
            fields = {**fields, must: None}
        name = f"{kind}-{len(self.records)}"
        self.records.append({"kind": kind, "id": name, "fields": fields, "counts": not broken})
        return name

    def ids(self, kind: str) -> list[str]:
        return [r["id"] for r in self.records if r["kind"] == kind]

    def sample(self, kind: str, most: int) -> list[str]:
        known = self.ids(kind)
        return self.random.sample(known, min(len(known), self.random.randint(0, most)))

    # --- registers

    def establishments(self) -> None:
        for _ in range(self.random.randint(0, 8)):
            unit = self.pick(COMMUNES)
            one = self.add(
                "establishment",
                {"unit": unit, "name": "Cơ sở", "business_type": "khach_san", "first_listed_date": self.day()},
                "name",
            )
            for day in sorted({self.day() for _ in self.some(2)}):
                status = self.pick(("dang_hoat_dong", "tam_dung", "ngung"))
                self.add("establishment_status_change", {"establishment": one, "date": day, "status": status}, "status")
            for day in sorted({self.day() for _ in self.some(3)}):
                count = {"establishment": one, "date": day, "workers": self.number(20)}
                self.add("establishment_headcount", count, "workers")

    def schools(self) -> None:
        for _ in self.some(4):
            fields = {"unit": self.pick(UNITS), "name": "Trường", "school_type": "thpt"}
            fields |= {"opened_date": self.maybe(self.day(), 0.3), "closed_date": self.maybe(self.day(), 0.3)}
            one = self.add("school", fields, "name")
            for year in self.random.sample(range(self.year - 2, self.year + 2), self.random.randint(0, 3)):
                enrolment = {"school": one, "school_year": f"{year}-{year + 1}", "students": self.number(50)}
                self.add("school_enrolment", enrolment, "students")

    def staff(self) -> None:
        for _ in self.some(14):
            fields = {"unit": self.pick(UNITS), "full_name": "A", "position": "B", "duty": "kiem_nhiem"}
            fields |= {
                "in_denominator": self.chance(0.8),
                "from_date": self.day(),
                "to_date": self.maybe(self.day(), 0.4),
            }
            self.add("staff", fields, "duty")

    def outlets(self) -> None:
        for _ in self.some(4):
            fields = {
                "name": "Đài",
                "media_type": "phat_thanh",
                "unit": self.pick((PROVINCE, *DISTRICTS)),
                "counts": self.chance(0.8),
            }
            self.add("media_outlet", fields, "name")
        for outlet in self.ids("media_outlet"):
            for _ in self.some(4):
                item = {"unit": self.pick(UNITS), "date": self.day(), "outlet": outlet, "title": "Tin", "genre": "tin"}
                self.add("media_item", item, "title")

    def by_period(self, kind: str, years: Sequence[int], most: int, values: Callable[[], Fields], must: str) -> None:
        for key in sorted({(self.pick(UNITS), self.pick(years), self.pick(CODES)) for _ in self.some(most)}):
            self.add(kind, {"unit": key[0], "year": key[1], "period_code": key[2], **values()}, must)

    def baselines(self) -> None:
        def values() -> Fields:
            persons, admin = self.maybe(self.pick((0, 2, 5, 30)), 0.8), self.maybe(self.number(9), 0.8)
            cases = self.pick((0, 1, 2, 3, 12, self.number(40)))
            hotspot = self.maybe(self.random.randint(0, cases), 0.8)
            return {"cases": cases, "hotspot_cases": hotspot, "persons": persons, "admin_cases": admin}

        self.by_period("crime_baseline", (self.year - 1, self.year - 1, self.year), 6, values, "cases")
        whole = self.pick((("Y",), ("H1", "H2"), ("Q1", "Q2", "Q3", "Q4"), ("9M", "Q4"), ("Q2",), ("04", "05", "06")))
        known = {
            (r["fields"]["unit"], r["fields"]["period_code"]) for r in self.records if r["kind"] == "crime_baseline"
        }
        for code in whole:
            for unit in (PROVINCE, DISTRICTS[0]):
                if (unit, code) not in known:
                    self.add("crime_baseline", {"unit": unit, "year": self.year - 1, "period_code": code, **values()})

    def populations(self) -> None:
        def values() -> Fields:
            eligible = self.number(12)
            served = self.maybe(self.random.randint(0, eligible), 0.7)
            fields = {"in_need": eligible + self.number(3), "eligible": eligible, "served": served}
            return fields | {
                "accessed": self.maybe(eligible, 0.5),
                "served_two": self.maybe(self.random.randint(0, served or 0)),
            }

        self.by_period("support_population", (self.year, self.year, self.year - 1), 8, values, "in_need")

    # --- area 1

    def communication(self) -> None:
        for unit in self.random.choices(UNITS, k=self.random.randint(0, 25)):
            day = self.day()
            fields = {"unit": unit, "date": day, "end_date": self.maybe(self.later(day, 300), 0.4)}
            fields |= {"form": self.pick(("loa", "hoi_nghi", "clb")), "title": "Nội dung", "people_total": 10}
            one = self.add("comm_activity", fields, "title")
            for place in self.sample("establishment", 3):
                total = self.number(15)
                reach = {"activity": one, "establishment": place, "workers_total": total}
                reach |= {"workers_new": self.random.randint(0, total), "sign_list": self.maybe(self.chance(0.5))}
                self.add("comm_reach_establishment", reach, "workers_new")
            for place in self.sample("school", 3):
                total = self.number(40)
                reach = {"activity": one, "school": place, "students_total": total}
                self.add("comm_reach_school", reach | {"students_new": self.random.randint(0, total)}, "students_new")
        if self.chance(0.4):  # one commune that keeps a form up all year
            every = {"unit": self.pick(COMMUNES), "form": "loa", "title": "Nội dung", "date": f"{self.year}-03-15"}
            self.add("comm_activity", every | {"end_date": self.pick((f"{self.year}-12-14", f"{self.year}-09-15"))})

    # --- area 2

    def documents(self) -> None:
        for _ in self.some(6):
            fields = {
                "unit": self.pick(UNITS),
                "date": self.day(),
                "doc_type": "ke_hoach",
                "doc_no": "1",
                "subject": "x",
            }
            fields |= {"is_year_plan": self.chance(0.8), "has_integration": self.maybe(self.chance(0.5))}
            self.add(
                "plan_document", fields | {"plan_year": self.pick((self.year, self.year, self.year + 1))}, "doc_no"
            )
        for _ in self.some(10):
            group = self.pick(("ktxh", "an_sinh", "ma_tuy", "hiv", "mua_ban_nguoi"))
            fields = {"unit": self.pick(UNITS), "date": self.day(), "program_group": group, "program_name": "x"}
            self.add("integration", fields | {"evidence_no": self.pick((None, "12/BC"))}, "program_name")

    # --- area 3

    def inspections(self) -> None:
        for _ in self.some(5):
            fields = {"unit": self.pick(UNITS), "date": self.day(), "team_type": self.pick(TEAMS), "mode": "ke_hoach"}
            one = self.add("inspection", fields | {"covers_prostitution": self.chance(0.8)}, "mode")
            for place in self.sample("establishment", 4):
                result = self.pick(("khong_vi_pham", "co_vi_pham", "dong_cua_khong_kt_duoc"))
                visit = {"inspection": one, "establishment": place, "date": self.day(), "result": result}
                self.add("inspection_visit", visit, "result")

    def tips(self) -> None:
        for _ in self.some(8):
            day = self.day()
            due = self.later(day, 30)
            fields = {"unit": self.pick(UNITS), "date": day, "code": "T", "tip_kind": "tin_bao", "channel": "truc_tiep"}
            fields |= {"tip_kind": "phan_anh"} if self.chance(0.25) else {}
            fields |= {"due_date": due, "classified_date": self.maybe(self.later(day, 30), 0.5)}
            if self.chance(0.5):
                fields |= {"extension1_date": self.later(day, 60), "extension1_due_date": self.later(due, 60)}
                if self.chance(0.6):
                    second = {"extension2_date": self.later(fields["extension1_date"], 60)}
                    fields |= second | {"extension2_due_date": self.later(fields["extension1_due_date"], 60)}
            fields |= {"closed_date": self.maybe(self.later(day, 150)), "outcome": "khong_vi_pham"}
            self.add("tip", fields, "channel")

    def crimes(self) -> None:
        for _ in self.some(30):
            articles = self.random.sample(("327", "328", "329", "khac"), self.random.randint(1, 2))
            fields = {"unit": self.pick(UNITS), "date": self.day(), "case_code": "V", "articles": articles}
            self.add(
                "crime_case",
                fields
                | {"stage": "khoi_to", "persons": self.number(5), "published": False}
                | {"in_hotspot": self.maybe(self.chance(0.3))},
                "stage",
            )

        def values() -> Fields:
            return {"behaviour": "ban_dam", "cases": self.maybe(self.number(9), 0.97), "persons": 1, "source": "x"}

        self.by_period("admin_handling", (self.year, self.year, self.year - 1), 8, values, "persons")

    # --- area 4

    def models(self) -> None:
        five = ("phong_ngua", "giam_hai", "bao_luc_gioi", "quyen_nld", "hoa_nhap")
        for _ in self.some(4):
            components = five if self.chance(0.4) else self.random.sample(five, self.random.randint(1, 4))
            fields = {"unit": self.pick(UNITS), "name": "M", "components": list(components)}
            decided = self.chance(0.7)
            fields |= {"decision_no": "1/QĐ" if decided else None, "decision_date": self.day() if decided else None}
            fields |= {"date": self.maybe(self.day(), 0.8), "stopped_date": self.maybe(self.day(), 0.2)}
            self.add("pilot_model", fields | {"summary_date": self.maybe(self.day(), 0.2)}, "name")

    def support(self) -> None:
        for _ in self.some(10):
            need = self.chance(0.9)
            fields = {"unit": self.pick((PROVINCE, *DISTRICTS)), "date": self.day(), "case_code": "ABCD2345"}
            fields |= {"in_need": need, "eligible": need and self.chance(0.9)}
            fields |= {"accessed_date": self.maybe(self.day(), 0.4), "plan_completed_date": self.maybe(self.day(), 0.3)}
            one = self.add("support_case", fields, "case_code")
            for _ in self.some(3):
                use = {"support_case": one, "date": self.day(), "service": self.pick(("tam_ly", "phap_ly", "day_nghe"))}
                self.add("support_service_use", use, "service")

    def activities(self) -> None:
        more: dict[str, Fields] = {
            "material": {"material_type": "to_roi", "title": "x", "qty_distributed": 5},
            "prevention_activity": {"activity_type": "khac", "content": "x"},
            "harm_reduction": {"service_type": "tu_van", "people": 3},
        }
        for kind, fields in more.items():
            for _ in self.some(2):
                self.add(kind, {"unit": self.pick(UNITS), "date": self.day(), **fields}, next(iter(fields)))

    def busy_district(self) -> None:
        """Now and then a district that does almost everything, so that the strict readings are met sometimes."""
        if self.chance(0.5):
            return
        unit = self.pick(DISTRICTS)
        day = f"{self.year}-04-{self.random.randint(1, 28):02d}"
        document = {"doc_type": "ke_hoach", "doc_no": "2", "subject": "x", "is_year_plan": True, "plan_year": self.year}
        self.add("plan_document", {"unit": unit, "date": day, **document})
        for group in ("ktxh", "an_sinh", "ma_tuy", "hiv"):
            if self.chance(0.85):
                program = {"program_group": group, "program_name": "x", "evidence_no": "5/BC"}
                self.add("integration", {"unit": unit, "date": day, **program})
        if self.chance(0.85):
            self.add("inspection", {"unit": unit, "date": day, "mode": "ke_hoach", "covers_prostitution": True})
        self.add("harm_reduction", {"unit": unit, "date": day, "service_type": "tu_van", "people": 3})
        self.add("training", {"unit": unit, "date": day, "title": "Lớp", "topics": ["khac"], "attend_total": 3})
        self.add("material", {"unit": self.pick(COMMUNES), "date": day, "material_type": "to_roi", "title": "x"})

    # --- area 5

    def courses(self) -> None:
        for _ in self.some(4):
            fields = {"unit": self.pick(UNITS), "date": self.day(), "title": "Lớp", "organiser_level": "tinh"}
            topics = self.pick((["nghiep_vu_pcmd"], ["khac"], ["khac", "nghiep_vu_pcmd"]))
            one = self.add("training", fields | {"topics": topics, "attend_total": 10}, "title")
            for person in self.sample("staff", 5):
                self.add(
                    "training_attendance",
                    {"training": one, "staff": person, "certificate": self.maybe(self.chance(0.5))},
                )
            for unit, level in sorted({(self.pick(UNITS), self.pick(("tinh", "huyen", "xa"))) for _ in self.some(2)}):
                count = {"training": one, "unit": unit, "trainee_level": level, "persons_new": self.number(4)}
                self.add("training_count", count | {"certified_new": self.maybe(self.number(2))}, "persons_new")

    # --- what stands beside

    def by_hand(self) -> None:
        codes = ("1.1", "1.2", "1.3", "1.4", "2.1", "2.2", "3.1", "3.2", "3.3", "4.1", "4.2", "5.1")
        if self.chance(0.3):
            for code in self.random.sample(codes, 3):
                fields = {
                    "unit": self.pick(UNITS),
                    "year": self.year,
                    "period_code": self.pick(CODES),
                    "indicator": code,
                }
                below = self.pick(("0", "12", "12.5", "1234")) if code != "4.1" else self.pick((None, "3"))
                fields |= {"numerator": self.pick(("0", "7", "12.5", "2500")), "denominator": below}
                self.add("manual_value", fields | {"reason": "x", "source": "x"}, "reason")
        if self.chance(0.5):
            for code in self.random.sample(codes, 4):
                fields = {"year": self.pick((self.year, self.year, self.year - 1)), "indicator": code}
                fields |= {"reading": self.pick(("default", "strict", "loose")), "basis": "Quyết định số 5/QĐ-UBND"}
                fields |= {"threshold_max": self.pick((None, "60", "10", "7.5")) if code == "3.2" else None}
                self.add(
                    "target",
                    fields | {"threshold": self.pick((None, "50", "0", "33.3", "66.7", "66.7", "37.6"))},
                    "indicator",
                )

    def flags(self) -> None:
        for _ in self.some(4):
            day = self.day()
            fields = {"unit": self.pick(UNITS), "flag": self.pick(("dia_ban_trong_diem", "khac")), "date": day}
            self.add("unit_flag", fields | {"end_date": self.maybe(self.later(day, 200), 0.4)}, "flag")

    def declarations(self) -> None:
        """Who said that nothing happened; now and then beside a number, for a shorter or another period."""
        keys = {(self.pick(UNITS), self.pick(("Y", *CODES)), self.pick("112335")) for _ in self.some(10)}
        for _ in self.some(3):  # quarters that are declared month by month, now and then with one left out
            unit, area, first = self.pick(UNITS), self.pick("13"), self.pick((1, 4, 7, 10))
            keys |= {(unit, f"{first + n:02d}", area) for n in range(3) if self.chance(0.9)}
        for unit, code, area in sorted(keys):
            fields = {"unit": unit, "year": self.year, "period_code": code, "plan_area": area}
            said = {"date": f"{self.year}-12-20", "declared_by": "A"}
            self.add("period_declaration", fields | said, "declared_by")

    def contradictions(self) -> None:
        """A few records in which two fields disagree: kept, listed and in no figure."""
        for record in self.random.sample(self.records, min(len(self.records), self.random.choice((0, 0, 1, 2)))):
            if record["counts"]:
                record |= {"counts": False, "contradictory": True}
