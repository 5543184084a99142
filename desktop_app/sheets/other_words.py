"""A word for which a person chose “other” goes into the field in which the plan asks which other one it is."""

from collections.abc import Iterator, Mapping, Sequence

from desktop_app.domain.field_type import Lookup
from desktop_app.domain.plan import Field, RecordKind
from desktop_app.domain.validation import Rules, is_required
from desktop_app.domain.values import Problem, Value, from_json
from desktop_app.sheets.cell_values import ColumnContext, cleaned
from desktop_app.sheets.questions import word_key


def answered_choices(text: str, column: ColumnContext) -> Sequence[tuple[str, str]]:
    """The words of a cell of choices that a person said the meaning of, each with the code of that choice."""
    if column.field.type.lookup is not Lookup.CHOICES or column.choices is None or not column.answered:
        return ()
    whole = cleaned(text)
    words = {whole: None} | dict.fromkeys(column.choices.unknown_parts(whole))
    said = ((word, column.answered.get(word_key(word), "")) for word in words)
    return [(word, code) for word, code in said if code in column.choices.codes]


def said_otherwise(
    kind: RecordKind, rules: Rules, values: Mapping[str, Value], of: Field, answered: Sequence[tuple[str, str]]
) -> Iterator[tuple[str, str, Value]]:
    """(word, field, value) for the one empty field of text that must be filled in for that choice and for no other."""
    for word, code in answered:
        asking = [
            field
            for field in kind.fields.values()
            if field.type.free_text and field.required_when and values.get(field.name) is None
            and _choices_asking(field, kind, rules, values, of) == {code}
        ]  # fmt: skip
        if len(asking) == 1 and not isinstance(value := from_json(asking[0], word), Problem):
            yield word, asking[0].name, value


def _choices_asking(field: Field, kind: RecordKind, rules: Rules, values: Mapping[str, Value], of: Field) -> set[str]:
    """The choices of `of` for which a field must be filled in."""
    several = isinstance(values.get(of.name), tuple)
    return {
        code
        for code in rules.plan.choices.get(of.choices or "", ())
        if is_required(field, rules.scope({**values, of.name: (code,) if several else code}, kind))
    }
