"""Which pages an open file has, in the order of the tabs beside them."""

from collections.abc import Sequence

from desktop_app.domain.plan import AROUND, Plan, RecordKind
from desktop_app.texts import in_words, say
from ui.window.side_tabs import SideTab

OVERVIEW, REGISTERS, REPORT, EXCHANGE = "overview", "registers", "report", "exchange"
LETTERS = 2  # of a code, for which there is room where an icon would stand


def page_names(plan: Plan) -> list[str]:
    """The pages of a plan in the order of the tabs: overview, areas, registers, report, exchange."""
    areas = [area.code for area in plan.tab_areas if plan.top_kinds(area.code)]
    return [OVERVIEW, *areas, *([REGISTERS] if register_kinds(plan) else []), REPORT, EXCHANGE]


def register_kinds(plan: Plan) -> list[RecordKind]:
    """The kinds of the areas that are no tab of their own and do not surround the report."""
    codes = [code for code, area in plan.areas.items() if not area.tab and code != AROUND]
    return [kind for code in codes for kind in plan.top_kinds(code)]


def side_tabs(plan: Plan, names: Sequence[str]) -> list[SideTab]:
    """The tabs of these pages; a line stands above the first one that is no area."""
    own = {
        OVERVIEW: SideTab(say("ui.overview"), "layout-dashboard"),
        REGISTERS: SideTab(say("ui.registers"), "book-open", breaks=True),
        REPORT: SideTab(say("ui.report"), "file-text", breaks=REGISTERS not in names),
        EXCHANGE: SideTab(say("exchange.page"), "send"),
    }
    areas = {
        code: SideTab(in_words(area.short), area.icon, letters=code[:LETTERS]) for code, area in plan.areas.items()
    }
    return [(areas | own)[name] for name in names]
