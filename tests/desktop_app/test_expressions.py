"""The plan's expressions mean what SQL would mean by them: true, false, or unknown where a value is missing."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlcipher3 import dbapi2 as sqlite

from desktop_app.domain.expressions import DEEPEST, LONGEST, ExpressionError, Scope, has_value, parse


def value_of(text: str, **values: Any) -> Any:
    return parse(text).evaluate(Scope(values, today="2022-05-14"))


# --- against SQLite ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Both:
    """One expression as the plan writes it and as SQL writes it."""

    plan: str
    sql: str


NAMES = ("a", "b", "c")
NUMBERS = st.one_of(
    st.sampled_from([Both(n, n) for n in NAMES]), st.integers(-3, 3).map(lambda n: Both(str(n), str(n)))
)
SUMS = st.builds(
    lambda x, op, y: Both(f"({x.plan} {op} {y.plan})", f"({x.sql} {op} {y.sql})"),
    NUMBERS, st.sampled_from("+-"), NUMBERS,
)  # fmt: skip
TERMS = NUMBERS | SUMS
SIGNS = {"<": "<", "<=": "<=", ">": ">", ">=": ">=", "==": "=", "!=": "<>"}
COMPARISONS = st.builds(
    lambda x, op, y: Both(f"{x.plan} {op} {y.plan}", f"({x.sql} {SIGNS[op]} {y.sql})"),
    TERMS, st.sampled_from(list(SIGNS)), TERMS,
)  # fmt: skip
MEMBERS = st.builds(
    lambda x, no, items: Both(
        f"{x.plan} {no}in ({', '.join(map(str, items))},)", f"({x.sql} {no}in ({', '.join(map(str, items))}))"
    ),
    TERMS, st.sampled_from(["", "not "]), st.lists(st.integers(-3, 3), min_size=1, max_size=3),
)  # fmt: skip
PRESENT = st.sampled_from([Both(f"present({n})", f"({n} IS NOT NULL)") for n in NAMES])
CONDITIONS = st.recursive(
    COMPARISONS | MEMBERS | PRESENT,
    lambda inner: st.one_of(
        st.builds(
            lambda x, op, y: Both(f"({x.plan} {op} {y.plan})", f"({x.sql} {op} {y.sql})"),
            inner, st.sampled_from(["and", "or"]), inner,
        ),
        inner.map(lambda x: Both(f"(not {x.plan})", f"(NOT {x.sql})")),
    ),
    max_leaves=6,
)  # fmt: skip
ROWS = st.fixed_dictionaries({name: st.none() | st.integers(-3, 3) for name in NAMES})


@given(CONDITIONS, ROWS)
def test_a_condition_is_true_false_or_unknown_exactly_as_in_sqlite(both: Both, row: dict[str, int | None]) -> None:
    with sqlite.connect(":memory:") as connection:
        columns = ", ".join(f":{name} AS {name}" for name in NAMES)
        found = connection.execute(f"SELECT {both.sql} FROM (SELECT {columns})", row).fetchone()[0]
    connection.close()
    assert value_of(both.plan, **row) == (None if found is None else bool(found))


TRUTH = {True: "1 == 1", False: "1 == 0", None: "x == 1"}


@pytest.mark.parametrize(
    ("one", "other", "both", "either"),
    [
        (True, True, True, True), (True, False, False, True), (True, None, None, True), (False, True, False, True),
        (False, False, False, False), (False, None, False, None), (None, True, None, True),
        (None, False, False, None), (None, None, None, None),
    ],
)  # fmt: skip
def test_the_truth_table_of_three_values(
    one: bool | None, other: bool | None, both: bool | None, either: bool | None
) -> None:
    assert value_of(f"{TRUTH[one]} and {TRUTH[other]}", x=None) is both
    assert value_of(f"{TRUTH[one]} or {TRUTH[other]}", x=None) is either


def test_not_turns_true_and_false_and_leaves_unknown() -> None:
    assert value_of("not a", a=True) is False
    assert value_of("not a", a=False) is True
    assert value_of("not a", a=None) is None


# --- what it can say ---------------------------------------------------------------------------------------------


def test_days_compare_as_iso_text_and_today_is_given() -> None:
    assert value_of("date <= today", date="2022-05-14") is True
    assert value_of("date <= today", date="2022-05-15") is False
    assert parse("today").evaluate(Scope({})) is None


def test_decimals_are_exact() -> None:
    assert value_of("a - 0.1 == 0.2", a=Decimal("0.3")) is True
    assert value_of("a > -0.5", a=Decimal("-0.4")) is True


def test_texts_numbers_and_lists_stand_for_themselves() -> None:
    assert value_of("'xa'") == "xa"
    assert value_of("(1, 'a', (-2,))") == (1, "a", (-2,))
    assert value_of("kind in ('a', 'b')", kind="b") is True
    assert value_of("kind not in ('a', 'b')", kind="b") is False
    assert value_of("kind in many", kind="b", many=None) is None


def test_a_field_of_the_parent_has_its_own_name() -> None:
    assert parse("inspection.date").evaluate(Scope({"inspection.date": "2022-05-14"})) == "2022-05-14"


def test_functions_of_an_unknown_value_are_unknown_and_present_never_is() -> None:
    for text in ("has(a, 'v')", "level(a)", "year(a)", "length(a)", "matches(a, 'x')"):
        assert value_of(text, a=None) is None
    assert value_of("present(a)", a=None) is False


def test_the_functions_over_values() -> None:
    assert value_of("has(a, 'v')", a=("u", "v")) is True
    assert value_of("year(a)", a="2022-05-14") == 2022
    assert value_of("length(a)", a="đào") == 3
    assert value_of("matches(a, '[A-Z]{2}')", a="AB") is True
    assert value_of("matches(a, '[A-Z]{2}')", a="ABC") is False


def test_what_plan_and_units_know_comes_from_the_scope() -> None:
    scope = Scope(
        {"unit": "03434", "date": "2022-05-14", "accepted": None},
        level=lambda code: "xa" if code == "03434" else None,
        proposed_due=lambda rule, date, accepted: f"{rule} {date} {accepted}",
        auto=lambda pattern: pattern.replace("{n:03}", "001"),
        random_code=lambda length: "A" * length,
    )
    assert parse("level(unit) == 'xa'").evaluate(scope) is True
    assert parse("proposed_due('tip', date, accepted)").evaluate(scope) == "tip 2022-05-14 None"
    assert parse("auto('TB-{n:03}')").evaluate(scope) == "TB-001"
    assert parse("random_code(8)").evaluate(scope) == "AAAAAAAA"


def test_a_scope_that_knows_nothing_answers_unknown() -> None:
    for text in ("level('xa')", "auto('x')", "random_code(8)", "proposed_due('a', 'b', 'c')"):
        assert parse(text).evaluate(Scope({})) is None


@pytest.mark.parametrize(
    ("value", "filled"),
    [(None, False), ("", False), ("  ", False), ((), False), ("a", True), (0, True), (False, True), (("a",), True)],
)
def test_a_field_is_filled_in_unless_it_is_blank(value: Any, filled: bool) -> None:
    assert has_value(value) is filled


def test_an_expression_tells_which_fields_and_functions_it_uses() -> None:
    expression = parse("year(date) >= 2015 and visit.n in (1, 2)")
    assert expression.names == {"date", "visit.n"}
    assert expression.functions == {"year"}


# --- what is refused ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "", "a <", "a < b < c", "a * b", "a ** 9", "a == b\x00", "f(a)", "year()", "year(date=a)", "a.b.c", "a[0]",
        "lambda: 1", "None", "b'x'", "1j", "(a, 1)", "-a", "a is b", "x if a else b", "__import__('os')", "a()(1)",
    ],
)  # fmt: skip
def test_anything_else_is_refused_with_the_expression_in_the_message(text: str) -> None:
    with pytest.raises(ExpressionError) as refused:
        parse(text)
    assert repr(text)[1:-1][:3] in str(refused.value)


def test_what_is_too_long_or_too_deep_is_refused() -> None:
    with pytest.raises(ExpressionError, match=str(LONGEST)):
        parse("a or " * LONGEST + "a")
    with pytest.raises(ExpressionError, match=str(DEEPEST)):
        parse("not " * DEEPEST + "a")
    with pytest.raises(ExpressionError, match=str(DEEPEST)):
        parse("-" * 900 + "1")
