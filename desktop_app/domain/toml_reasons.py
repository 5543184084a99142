"""Says in our words what the reader of TOML finds wrong with a text."""

from desktop_app.messages import Message

# how what the reader of TOML says begins, and our words for it
_REASONS = (
    ("Expected '='", "toml_equals"), ("Expected newline", "toml_rest"), ("Unclosed", "toml_open"),
    ("Expected ']", "toml_open"), ("Unterminated", "toml_text"), ("Illegal character", "toml_character"),
    ("Unescaped", "toml_backslash"), ("Invalid initial", "toml_key"), ("Invalid statement", "toml_key"),
    ("Cannot", "toml_twice"), ("Duplicate", "toml_twice"), ("Invalid value", "toml_value"),
)  # fmt: skip


def toml_reason(error: str) -> Message:
    """The reason in `error`, which is what `tomllib` says."""
    return Message(f"plan.{next((key for begins, key in _REASONS if error.startswith(begins)), 'toml_other')}")
