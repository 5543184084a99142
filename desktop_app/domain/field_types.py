"""The types of field, one row for each: with the tables of editors and of invented values all that tells them apart."""

from functools import partial

from desktop_app.domain import day_values as day
from desktop_app.domain import number_values as number
from desktop_app.domain import stored_values as stored
from desktop_app.domain import text_values as text
from desktop_app.domain import time_values as clock
from desktop_app.domain.brief_words import short_parts, short_words
from desktop_app.domain.field_type import FieldType, Lookup, SortKey
from desktop_app.domain.likeness import alike_days, alike_lists, alike_numbers, likeness
from desktop_app.messages import write_number

LEFT, RIGHT = "left", "right"

_ROWS = (
    FieldType(
        name="text", parse=text.line_from_json, literal=text.line_from_json, from_json=text.line_from_json,
        from_stored=stored.stored_text, stored_as=str, json_text=True, show=str, free_text=True, names_things=True,
        sorts_as=SortKey.TEXT, filter="words", ordered=False, searched=True, short=False, width=160, align=LEFT,
        weight=1, alike=likeness, exact=False, schema="string",
    ),
    FieldType(
        name="longtext", parse=text.text_from_json, literal=text.text_from_json, from_json=text.text_from_json,
        from_stored=stored.stored_text, stored_as=str, json_text=True, show=str, free_text=True, multiline=True,
        sorts_as=SortKey.TEXT, filter="words", ordered=False, searched=True, short=False, width=160, align=LEFT,
        weight=0.5, alike=likeness, exact=False, schema="string",
    ),
    FieldType(
        name="int", parse=number.parse_whole, literal=number.whole_literal, from_json=number.whole_from_json,
        from_stored=stored.stored_whole, stored_as=int, json_text=False, show=write_number, numeric=True,
        counts=True, holds_year=True, sorts_as=SortKey.STORED, filter="number", ordered=True, searched=False,
        short=True, width=64, align=RIGHT, weight=1, alike=alike_numbers, exact=False, schema="integer",
    ),
    FieldType(
        name="decimal", parse=number.parse_decimal, literal=number.decimal_literal, from_json=number.decimal_from_json,
        from_stored=stored.stored_decimal, stored_as=str, json_text=False, show=write_number, numeric=True,
        sorts_as=SortKey.NUMBER, filter="number", ordered=True, searched=False, short=True, width=64, align=RIGHT,
        weight=1, alike=alike_numbers, exact=False, schema="number",
    ),
    FieldType(
        name="money", parse=number.parse_money, literal=number.whole_literal, from_json=number.whole_from_json,
        from_stored=stored.stored_whole, stored_as=int, json_text=False, show=write_number, numeric=True,
        unit="core.dong", sorts_as=SortKey.STORED, filter="number", ordered=True, searched=False, short=True, width=116,
        align=RIGHT, weight=1, alike=alike_numbers, exact=False, schema="integer",
    ),
    FieldType(
        name="date", parse=day.parse_day, literal=day.day_from_json, from_json=day.day_from_json,
        from_stored=stored.stored_day, stored_as=str, json_text=True, show=day.show_date, holds_day=True,
        sorts_as=SortKey.STORED, filter="date", ordered=True, span=day.days_meant, searched=False, short=True,
        width=98, align=LEFT, weight=1, alike=alike_days, schema="date",
    ),
    FieldType(
        name="time", parse=clock.parse_time, literal=clock.time_from_json, from_json=clock.time_from_json,
        from_stored=clock.time_from_stored, stored_as=str, json_text=True, show=str, sorts_as=SortKey.STORED,
        filter="time", ordered=True, span=clock.hour_meant, searched=True, short=True, width=64, align=LEFT, weight=1,
        alike=clock.alike_times, exact=False, schema="time",
    ),
    FieldType(
        name="bool", parse=text.truth_from_json, literal=text.truth_literal, from_json=text.truth_from_json,
        from_stored=stored.stored_truth, stored_as=int, json_text=False, show=text.show_truth, flag=True,
        sorts_as=SortKey.STORED, filter="words", ordered=False, searched=False, short=True, width=64, align=LEFT,
        weight=0.25, schema="boolean",
    ),
    FieldType(
        name="choice", parse=text.text_from_json, literal=text.text_from_json, from_json=text.text_from_json,
        from_stored=stored.stored_text, stored_as=str, json_text=True, show=str, brief=short_words,
        lookup=Lookup.CHOICES, sorts_as=SortKey.SHOWN, filter="words", ordered=False, searched=True, short=False,
        width=160, align=LEFT, weight=0.5, schema="string",
    ),
    FieldType(
        name="multi", parse=text.list_from_json, literal=None, from_json=text.list_from_json,
        from_stored=stored.stored_list, stored_as=str, json_text=False, show=str,
        brief=partial(short_parts, kind="words"), lookup=Lookup.CHOICES, many=True, sorts_as=SortKey.SHOWN,
        filter="words", ordered=False, searched=True, short=False, width=160, align=LEFT, weight=0.5, alike=alike_lists,
        schema="array",
    ),
    FieldType(
        name="ref", parse=text.text_from_json, literal=None, from_json=text.text_from_json,
        from_stored=stored.stored_text, stored_as=str, json_text=True, show=str,
        brief=partial(short_parts, kind="names"), lookup=Lookup.RECORDS, names_things=True, sorts_as=SortKey.SHOWN,
        filter="words", ordered=False, searched=False, short=False, width=160, align=LEFT, weight=2, schema="string",
    ),
    FieldType(
        name="unit", parse=text.text_from_json, literal=None, from_json=text.text_from_json,
        from_stored=stored.stored_text, stored_as=str, json_text=True, show=str, lookup=Lookup.UNITS,
        names_things=True, sorts_as=SortKey.SHOWN, filter="words", ordered=False, searched=True, short=False, width=130,
        align=LEFT, weight=0.5, schema="string",
    ),
)  # fmt: skip

FIELD_TYPES = {row.name: row for row in _ROWS}
