"""The value that the plan gives a field of a new record."""

import string

from desktop_app.domain.expressions import Scope, parse
from desktop_app.domain.plan import Field
from desktop_app.domain.typed_value import Unreadable, Value

CODE_LETTERS = string.ascii_uppercase + string.digits  # of a code that is made up for a record


def default_value(field: Field, scope: Scope) -> Value:
    """The value that a new form starts with; None when the plan gives none or it can't be known yet."""
    if field.default is None:
        return None
    if not field.default.startswith("="):
        read = field.type.literal(field.default) if field.type.literal else None
        return None if isinstance(read, Unreadable) else read
    found: Value = parse(field.default[1:]).evaluate(scope)
    return found
