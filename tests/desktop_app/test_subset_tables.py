"""Women of those who came: whoever knows both knows the men too, of whom few are as much of a secret."""

from datetime import date

from desktop_app.domain.count_cells import ALL, CountCell, CountedUnits, Days
from desktop_app.domain.count_system import HIDDEN, LEFT_OUT, SMALL
from desktop_app.domain.count_tables import CountTable, Paper
from desktop_app.domain.count_tally import PeriodCounts, PublishedCounts
from desktop_app.domain.disclosure import WHOLE, protect
from desktop_app.domain.org_unit import build_units
from desktop_app.domain.plan import Plan
from desktop_app.domain.subset_tables import SubsetPair, joined, of_table, subset_pairs, together

UNITS = build_units("x", [["p", None, "tinh", "", "Tỉnh"], ["a", "p", "huyen", "", "A"], ["b", "p", "huyen", "", "B"]])
YEAR = Days(date(2022, 1, 1), date(2022, 12, 31))
PAIR = SubsetPair("women", "all", by_part=True)


def table(counts: dict[str, int], unit: str = "p", said: list[PublishedCounts] | None = None) -> CountTable:
    look = PeriodCounts(YEAR.first, YEAR, {(ALL, place): (count, count) for place, count in counts.items()})
    return CountTable(CountedUnits(UNITS, "p"), [look], Paper(unit, YEAR, YEAR), said or [], root="p")


def cell(place: str) -> CountCell:
    return CountCell(ALL, place, YEAR)


def test_the_plans_checks_say_which_counts_are_some_of_others(plan: Plan) -> None:
    names = {plan.statistic_keys.get(s, s.name): s for s in plan.statistics if s.people}
    assert [(one.some, one.all) for one in subset_pairs(plan, names)] == [
        ("comm_activity.people_female", "comm_activity.people_total"),
        ("comm_activity.people_ethnic", "comm_activity.people_total"),
        ("training.attend_female", "training.attend_total"),
    ]


def test_tables_that_tell_of_each_other_stand_together_in_their_order() -> None:
    pairs = [SubsetPair("c", "a", by_part=True), SubsetPair("d", "a", by_part=True)]
    assert together(["a", "b", "c", "d"], pairs) == [["a", "c", "d"], ["b"]]


def test_few_men_are_not_told_by_all_and_the_women_of_them() -> None:
    tables = {"all": table({"a": 9, "b": 40}), "women": table({"a": 7, "b": 20})}
    assert joined({"all": tables["all"]}, [PAIR]) is None, "alone none of them is small"
    counts = joined(tables, [PAIR])
    assert counts
    protection = protect(counts)
    marks = {name: of_table(protection, name).marks for name in tables}
    assert not marks["all"], "it is the women who are hidden"
    assert marks["women"] == {cell("a"): HIDDEN, cell("b"): HIDDEN}


def test_where_no_cell_is_enough_the_women_are_left_out_and_all_of_them_stay() -> None:
    """Whoever knows that seven came knows of `…`, five or more of them, that there are two men at most."""
    said = [PublishedCounts({cell("a"): ["7"]})]
    counts = joined({"all": table({"a": 7}, "a", said), "women": table({"a": 5}, "a")}, [PAIR])
    assert counts
    protection = protect(counts)
    assert not of_table(protection, "all").left_out
    assert not of_table(protection, "all").marks
    women = of_table(protection, "women")
    assert (women.left_out, women.marks) == ((WHOLE,), {cell("a"): LEFT_OUT})


def test_a_few_women_narrow_nothing_that_is_known_of_all() -> None:
    counts = joined({"all": table({"a": 60, "b": 40}), "women": table({"a": 3, "b": 20})}, [PAIR])
    assert counts
    marks = protect(counts).marks
    assert marks["women", cell("a")] == SMALL
    assert not of_table(protect(counts), "all").marks
