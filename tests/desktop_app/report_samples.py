"""Hand-made report data over the real plan: a commune, a district office and the province."""

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Any

from msgspec.structs import replace

from desktop_app.domain.audiences import SUPERIOR
from desktop_app.domain.completeness import IN_TIME, NOT_REPORTED, NOTHING, NUMBER, WAITING, Completeness
from desktop_app.domain.correction import (
    ADDED,
    CHANGED,
    CorrectedAmount,
    CorrectedFigure,
    Correction,
    LaterChange,
    SheetHead,
)
from desktop_app.domain.indicators import MET, NO_DATA, NOT_APPLICABLE, NOT_MET, FigurePart, IndicatorResult, Missing
from desktop_app.domain.locking import Lock
from desktop_app.domain.locking import LockedAmount as LockedAmount
from desktop_app.domain.org_unit import OrgUnits, build_units
from desktop_app.domain.period import Period, parse_schemes
from desktop_app.domain.plan import Plan
from desktop_app.domain.plan_parsing import parse_plan
from desktop_app.domain.statistic_results import Amount, AreaStatistics, Number, StatisticResult, UnitAmount, ValueShare
from desktop_app.domain.trend import LOCKED, Earlier, Point, Trend, up_to
from desktop_app.plan_files import load_plan, plan_folder
from desktop_app.report import contents
from desktop_app.report import correction_sheet as correction_sheet
from desktop_app.report.blocks import ProgressReport
from desktop_app.report.data import ReportData
from desktop_app.report.extras import EXTRAS

COMMUNE, DISTRICT, PROVINCE = "03388", "106", "12"
QUARTER = Period("Q2", 2022, "nd09", date(2022, 3, 15), date(2022, 6, 14))
YEAR = Period("Y", 2022, "nd09", date(2021, 12, 15), date(2022, 12, 14))
START = date(2021, 12, 15)

SHO = "SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI"


@cache
def plan() -> Plan:
    source = load_plan(plan_folder("lai-chau-2022"))
    source["plan"]["settings"]["subject"] = "phòng, chống mại dâm"
    return parse_plan(source)


@cache
def units() -> OrgUnits:
    return build_units("2022", plan().source["units"]["2022"])


def figure(code: str, above: int | None, below: int | None, status: str, **more: Any) -> IndicatorResult:
    indicator = plan().indicators[code]
    reading = indicator.readings["default"]
    given: dict[str, Any] = {
        "code": code, "area": indicator.area, "title": indicator.title.vi, "short": indicator.short.vi,
        "unit_label": indicator.unit.vi, "measure": indicator.measure, "reading": "default",
        "wording": reading.wording.vi, "threshold": Fraction(indicator.threshold),
        "threshold_max": None if indicator.threshold_max is None else Fraction(indicator.threshold_max),
        "status": status, "numerator": None if above is None else Fraction(above),
        "denominator": None if below is None else Fraction(below),
    }  # fmt: skip
    return IndicatorResult(**given | more)


def figures() -> list[IndicatorResult]:
    """All twelve, with every status, a manual value, parts, notes and things missing."""
    cells = {
        "1.2a": FigurePart("1.2a", "Cấp tỉnh", Fraction(1), Fraction(1), "100,0%"),
        "1.2b": FigurePart("1.2b", "Huyện, thành phố", Fraction(6), Fraction(8), "75,0%"),
    }
    judged = ("Xét Quý II/2022.",)
    reference = ("Chỉ tiêu giao cho cấp khác; so sánh ở đơn vị này để tham khảo.",)
    no_activity = tuple(Missing("none", "Xã chưa có hoạt động nào", unit=str(n)) for n in range(37))
    return [
        figure("1.1", 69, 106, MET, notes=judged + reference, missing=no_activity, short_by=0),
        figure("1.2", 7, 9, NOT_MET, parts=cells, notes=judged + reference, short_by=2),
        figure(
            "1.3",
            412,
            655,
            MET,
            notes=("2 cơ sở có số người lũy kế lớn hơn số lao động, chỉ tính đến bằng số lao động.", *reference),
            short_by=0,
        ),
        figure("1.4", 8214, 9120, NOT_MET, manual=True, short_by=906, notes=reference),
        figure("2.1", 8, 8, MET, short_by=0, notes=reference),
        figure("2.2", 3, 8, NOT_MET, short_by=1, notes=reference),
        figure("3.1", 0, 0, NOT_APPLICABLE, text="Không phát sinh", notes=reference),
        figure("3.2", 2, 12, MET, exceeded=True, short_by=0, notes=reference),
        figure("3.3", 88, 131, NOT_MET, provisional=True, short_by=4, notes=reference),
        figure("4.1", 1, None, MET, short_by=0, notes=reference),
        figure("4.2", None, None, NO_DATA, text="Chưa có số người đủ điều kiện; đề nghị huyện, tỉnh nhập số tổng hợp"),
        figure("5.1", 201, 264, MET, short_by=0, notes=reference),
    ]


def statistics(places: Sequence[str] = ()) -> list[AreaStatistics]:
    """Every statistic of the plan with plausible numbers, the first choices of its `by` field as shares.

    The number is shared out over `places`, most of it to the first one and nothing to the last.
    """
    found: dict[str, list[StatisticResult]] = {}
    for n, statistic in enumerate(plan().statistics):
        kind = plan().kinds[statistic.kind]
        money = "đồng" in statistic.label.vi
        year = 12_500_000 * (n + 1) if money else 40 + 17 * n
        period = None if not kind.date_field else 0 if statistic.area == "4" else year // 3  # see completeness
        shares: tuple[ValueShare, ...] = ()
        if statistic.by:
            choices = list(plan().choices[kind.fields[statistic.by].choices or ""].values())[:3]
            part = Amount(None if period is None else period // 3, year // 3)
            shares = (*(ValueShare(choice.label, part) for choice in choices), ValueShare(None, Amount(0, 1)))
        amount = Amount(period, year)
        below = tuple(_shared_out(amount, shares, places))
        found.setdefault(statistic.area, []).append(StatisticResult(statistic, amount, shares, below))
    return [AreaStatistics(area, tuple(results)) for area, results in found.items()]


def _shared_out(whole: Amount, shares: Sequence[ValueShare], places: Sequence[str]) -> Iterator[UnitAmount]:
    """A tenth of everything (less where there are more of them) to each place but the first, which has the rest, and
    the last, which has nothing.
    """
    count = len(places) - 2
    for n, place in enumerate(places[:-1]):
        yield UnitAmount(place, _part(whole, n, count), tuple(_part(share.amount, n, count) for share in shares))


def _part(whole: Amount, n: int, count: int) -> Amount:
    def part(number: Number) -> Number:
        share = number // max(10, count + 1)
        return share if n else number - count * share

    return Amount(None if whole.period is None else part(whole.period), part(whole.year_to_date))


def below(unit: str) -> dict[str, list[IndicatorResult]]:
    """The figures of the units below; for communes only what communes are judged by."""
    found = {}
    for n, code in enumerate(units().children(unit)):
        district = units().level(code) == "huyen"
        found[code] = [_of_unit(p, n, district) for p in figures()]
    return found


def trends(period: Period, own: Sequence[IndicatorResult]) -> list[Trend]:
    """Less was reached the earlier the period is; of some indicators last year's figure is known."""
    periods = up_to(parse_schemes(plan().source)[period.scheme], period)
    found = []
    for n, figure in enumerate(own):
        points = []
        for back, one in zip(range(len(periods) - 1, -1, -1), periods, strict=True):
            whole = figure.numerator or Fraction(0)
            above = Fraction(whole * (10 - 2 * back - n % 3) // 10)
            then = figure if not back or figure.exact is None else replace(figure, numerator=above, manual=False)
            known = n % 3 and figure.exact is not None
            year = Earlier(one, LOCKED, figure.measure, above - whole // 10, figure.denominator) if known else None
            points.append(Point(one, then, year))
        found.append(Trend(tuple(points)))
    return found


def _of_unit(progress: IndicatorResult, n: int, district: bool) -> IndicatorResult:
    if progress.status in (MET, NOT_MET) and (district or progress.code in ("1.1", "1.3", "3.3", "5.1")):
        if progress.denominator is None:
            return replace(progress, numerator=Fraction(n % 2), status=MET if n % 2 else NOT_MET, parts={})
        below = Fraction(n + 3)
        above = min(below, Fraction(2 + n % 3))
        status = MET if 100 * above >= progress.threshold * below else NOT_MET
        return replace(progress, numerator=above, denominator=below, status=status, manual=False, parts={})
    if progress.status in (NO_DATA, NOT_APPLICABLE) and district:
        return progress
    return replace(progress, status=NOT_APPLICABLE, numerator=None, denominator=None, parts={}, manual=False)


def earlier() -> list[AreaStatistics]:
    """A year before: a little less of everything, nothing known of the last two areas."""

    def less(amount: Amount) -> Amount:
        return Amount(None if amount.period is None else amount.period - 1, amount.year_to_date - 2)

    return [
        AreaStatistics(some.area, tuple(replace(r, amount=less(r.amount), shares=()) for r in some.results))
        for some in statistics()[:3]
    ]


def completeness(unit: str, silent: int) -> list[Completeness]:
    """Every unit in scope and area; the last `silent` units have reported nothing on areas 3 to 5."""
    codes = units().descendants(unit)
    late = set(codes[len(codes) - silent :])
    rows = []
    for code in codes:
        for area in "12345":
            state = NOT_REPORTED if code in late and area in "345" else NOTHING if area == "4" else NUMBER
            rows.append(
                Completeness(code, area, state, 1, False, WAITING if code in late else IN_TIME, None, YEAR.last_day)
            )
    return rows


def province(period: Period = QUARTER, silent: int = 40) -> ReportData:
    """A department that wants everything printed."""
    return ReportData(
        plan(), units(), PROVINCE, period, START, period.last_day, figures(),
        statistics([*units().children(PROVINCE), PROVINCE]), completeness(PROVINCE, silent),
        below=below(PROVINCE), earlier=earlier(), trends=trends(period, figures()),
        letterhead={
            "superior_line": "UBND TỈNH LAI CHÂU", "issuer_line": SHO, "doc_symbol": "BC-SLĐTBXH",
            "place_name": "Lai Châu", "addressee": "Bộ Lao động - Thương binh và Xã hội\nỦy ban nhân dân tỉnh Lai Châu",
            "signer_authority": "KT. GIÁM ĐỐC", "signer_title": "PHÓ GIÁM ĐỐC", "signer_name": "Lò Thị Mẫu",
            "recipients": "Cục Phòng, chống tệ nạn xã hội\nThường trực Tỉnh ủy, HĐND tỉnh (b/c)\nGiám đốc Sở",
            "archive_line": "Lưu: VT, PCTNXH", "internal_frame": False,
        },
        header={"doc_no": "5/BC-SLĐTBXH", "doc_date": "2022-06-20"},
        agency_name="Sở Lao động - Thương binh và Xã hội tỉnh Lai Châu",
        open_conflicts=2, unfinished=14, draft=False, extras=EXTRAS, audience=SUPERIOR,
    )  # fmt: skip


def district() -> ReportData:
    """A district's office that wants everything printed."""
    few: dict[str, Any] = {"numerator": Fraction(3), "denominator": Fraction(7), "status": NOT_MET, "short_by": 1}
    own = [replace(p, **few) if p.code == "4.2" else p for p in figures()]
    return ReportData(
        plan(), units(), DISTRICT, QUARTER, START, QUARTER.last_day, own, statistics(units().children(DISTRICT)),
        completeness(DISTRICT, 5), below=below(DISTRICT), trends=trends(QUARTER, own),
        letterhead={
            "superior_line": "UBND HUYỆN TAM ĐƯỜNG", "issuer_line": "PHÒNG LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI",
            "doc_symbol": "BC-PLĐTBXH", "place_name": "Tam Đường", "addressee": "Sở Lao động - Thương binh và Xã hội",
            "signer_authority": "", "signer_title": "TRƯỞNG PHÒNG", "signer_name": "Vàng A Mẫu", "internal_frame": True,
        },
        agency_name="Phòng Lao động - Thương binh và Xã hội huyện Tam Đường", extras=EXTRAS,
        narratives={
            "II": "Phòng đã tham mưu Ủy ban nhân dân huyện ban hành Kế hoạch số 45/KH-UBND ngày 28/3/2022.\n"
                  "- Giao các xã, thị trấn tổ chức thực hiện.",
            "IV.3": "Một số xã có địa bàn rộng, giao thông đi lại khó khăn.",
            "VI": "Đề nghị cấp trên hỗ trợ tài liệu tuyên truyền bằng tiếng dân tộc thiểu số.",
        },
        audience=SUPERIOR,
    )  # fmt: skip


def commune() -> ReportData:
    """A commune that has set up nothing: no letterhead, no text, most indicators not applicable."""
    below = [
        p if p.code in ("1.1", "1.3", "3.3", "5.1") else replace(
            p, status=NOT_APPLICABLE, numerator=None, denominator=None, parts={}, manual=False, exceeded=False,
            text="Không áp dụng cho đơn vị dưới cấp huyện",
        )
        for p in figures()
    ]  # fmt: skip
    return ReportData(
        plan(),
        units(),
        COMMUNE,
        QUARTER,
        START,
        QUARTER.last_day,
        below,
        statistics()[:2],
        completeness(COMMUNE, 1),
        audience=SUPERIOR,
    )


def year() -> ReportData:
    """A commune's report of the year as its officer edits it: own text, figures in it that have changed since."""
    narratives = {
        "I": "Phường có **12 tổ dân phố**, 4 dân tộc cùng sinh sống; có *03 cơ sở* kinh doanh dịch vụ phải theo dõi.",
        "II": "Ủy ban nhân dân phường đã ban hành kế hoạch và phân công:\n"
              "- Công an phường: kiểm tra cơ sở kinh doanh dịch vụ;\n"
              "- Văn hóa - xã hội: tuyên truyền [36]{comm_activity} buổi, đạt [61,0%]{1.3} kế hoạch.",
        "VI": "Đề nghị cấp tài liệu tuyên truyền.",
    }  # fmt: skip
    letterhead = {
        "issuer_line": "ỦY BAN NHÂN DÂN PHƯỜNG QUYẾT TIẾN", "doc_symbol": "BC-UBND", "place_name": "Quyết Tiến",
        "addressee": "Ủy ban nhân dân thành phố Lai Châu\nPhòng Lao động - Thương binh và Xã hội thành phố Lai Châu",
        "signer_authority": "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH", "signer_title": "PHÓ CHỦ TỊCH",
        "signer_name": "Lò Văn Mẫu", "archive_line": "Lưu: VT, VHXH",
        "recipients": "Thường trực Đảng ủy, HĐND phường\nChủ tịch, các Phó Chủ tịch UBND phường",
    }  # fmt: skip
    return replace(
        commune(), period=YEAR, data_date=YEAR.last_day, letterhead=letterhead, narratives=narratives,
        trends=trends(YEAR, commune().progress),
        agency_name="Ủy ban nhân dân phường Quyết Tiến", statistics=_of_whole_year(),
        completeness=[replace(row, state=NUMBER) for row in completeness(COMMUNE, 0)],
        header={"doc_no": "12", "doc_date": "2022-12-16"},
    )  # fmt: skip


def _of_whole_year() -> list[AreaStatistics]:
    """The period is the year: both numbers of each count are the same."""

    def whole(amount: Amount) -> Amount:
        return replace(amount, period=None if amount.period is None else amount.year_to_date)

    return [
        AreaStatistics(
            some.area,
            tuple(
                replace(r, amount=whole(r.amount), shares=tuple(replace(s, amount=whole(s.amount)) for s in r.shares))
                for r in some.results
            ),
        )
        for some in statistics()
    ]


def correction() -> ProgressReport:
    """The correction sheet of the province's report: two figures, two counts, a reason."""
    data = province()
    old = [replace(p, numerator=Fraction(61), status=NOT_MET) if p.code == "1.1" else p for p in figures()]
    old = [replace(p, numerator=Fraction(80)) if p.code == "3.3" else p for p in old]
    lock = Lock(
        "lock", 1, PROVINCE, PROVINCE, QUARTER, "Cán bộ mẫu", "2022-06-20T08:00:00+00:00", 0, "", tuple(old), (), {}, ""
    )
    later = (
        LaterChange("comm_activity", "a", "", ADDED, "", "", frozenset({"1.1"})),
        LaterChange("inspection", "b", "", CHANGED, "", "", frozenset({"3.3"})),
    )
    figures_now = {p.code: p for p in data.progress}
    changed = [CorrectedFigure(p, figures_now[p.code], later) for p in old if p != figures_now[p.code]]
    amounts = [
        CorrectedAmount(
            LockedAmount("1", "Hoạt động tuyên truyền", "11", "38"),
            LockedAmount("1", "Hoạt động tuyên truyền", "13", "40"),
            later[:1],
        ),
        CorrectedAmount(None, LockedAmount("3", "Cơ sở trong danh sách theo dõi", None, "329")),
    ]
    found = Correction(lock, tuple(changed), tuple(amounts))
    return correction_sheet.build(data, found, SheetHead("Hai xã gửi số liệu sau khi báo cáo đã được ký."))


LONG = "BAN CHỈ ĐẠO PHÒNG, CHỐNG TỘI PHẠM, TỆ NẠN XÃ HỘI VÀ XÂY DỰNG PHONG TRÀO TOÀN DÂN BẢO VỆ AN NINH TỔ QUỐC "


def long_names() -> ReportData:
    """The province with names as long as nobody should give them, and a long text of its own."""
    words = LONG.capitalize().strip()
    names: dict[str, Any] = {
        "superior_line": LONG, "issuer_line": LONG * 2, "addressee": f"{words * 2}\n{words}", "place_name": words,
        "signer_authority": LONG, "signer_title": LONG, "signer_name": words, "recipients": f"{words}\n" * 3,
        "internal_frame": True,
    }  # fmt: skip
    own = {"II": f"**{words}** đã *chỉ đạo* {words.lower()}:\n- {words};\n+ {words}.", "VI": "Không."}
    return replace(province(), letterhead=names, header={}, narratives=own, draft=True, statistics=(), below={})


OFFICES = {"commune": commune, "year": year, "district": district, "province": province, "long": long_names}


@cache
def report(office: str) -> ProgressReport:
    return contents.build(OFFICES[office]())
