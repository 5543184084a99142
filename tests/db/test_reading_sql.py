"""How readings are written as SQL: what is worked out together stands together, since each statement is prepared."""

from db.counting.compiler.member_sql import layers
from db.counting.plan_queries import queries_of
from desktop_app.domain.plan_language.tree import NUMBER, Ask, Call, Constant, Named, Operation, Tree
from desktop_app.domain.plan_parsing import parse_plan
from desktop_app.plan_files import load_plan, plan_folder

ONE, A, B = Constant(1, NUMBER), Named("a", NUMBER), Named("b", NUMBER)


def test_values_that_name_none_of_each_other_stand_in_one_layer() -> None:
    values: dict[str, Tree] = {
        "a": ONE, "b": ONE, "c": Operation("+", (A, B), NUMBER), "d": ONE,
        "e": Call("min", (ONE, Named("d", NUMBER)), NUMBER),
        "f": Ask("latest", "s", NUMBER, otherwise=Named("e", NUMBER)),
    }  # fmt: skip
    assert [[*layer] for layer in layers(values)] == [["a", "b"], ["c", "d"], ["e"], ["f"]]
    assert layers({}) == []


def test_the_values_beside_a_figure_are_one_statement() -> None:
    queries = queries_of(parse_plan(load_plan(plan_folder("lai-chau-2022"))))
    for reading in ("default", "strict", "loose"):
        assert queries.members["4.1", reading].count("'beside:'") == 1
