"""The value that the plan gives a field of a new record."""

import string

from desktop_app.domain.expressions import DEFAULTS_ONLY, Scope, parse
from desktop_app.domain.plan import Field
from desktop_app.domain.typed_value import Unreadable, Value

CODE_LETTERS = string.ascii_uppercase + string.digits  # of a code that is made up for a record


def default_value(field: Field, scope: Scope) -> Value:
    """The value that a new form starts with; None when the plan gives none or it can't be known yet."""
    if field.formula:
        found: Value = parse(field.formula).evaluate(scope)
        return found
    read = field.type.literal(field.default) if field.type.literal and field.default is not None else None
    return None if isinstance(read, Unreadable) else read


def is_numbered(field: Field) -> bool:
    """Whether its default is a number or a code that no two records share."""
    return bool(field.formula and parse(field.formula).functions & DEFAULTS_ONLY)
