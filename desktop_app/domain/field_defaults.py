"""The value that the plan gives a field of a new record."""

import string

from desktop_app.domain.expressions import Scope
from desktop_app.domain.expressions import parse as parse_expression
from desktop_app.domain.plan import Field
from desktop_app.domain.values import Problem, Value, from_json, parse

CODE_LETTERS = string.ascii_uppercase + string.digits  # of a code that is made up for a record


def default_value(field: Field, scope: Scope) -> Value:
    """The value that a new form starts with; None when the plan gives none or it can't be known yet."""
    if field.default is None:
        return None
    if not field.default.startswith("="):
        return literal(field, field.default)
    found: Value = parse_expression(field.default[1:]).evaluate(scope)
    return found


def literal(field: Field, text: str) -> Value:
    """A default written out in the plan, as a value of its field."""
    value = from_json(field, text == "true") if field.type == "bool" else parse(field, text)
    return None if isinstance(value, Problem) else value
