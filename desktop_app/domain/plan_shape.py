"""The shape of a plan's mapping: which keys each part must and may have, and of what type."""

from typing import Any

from desktop_app.domain.comparisons import NOTHING
from desktop_app.domain.day_values import is_iso_day
from desktop_app.domain.plan_findings import STAND_IN
from desktop_app.domain.plan_shaping import KeyedTable, ListOf, Shape, TableOf, TextOr, Value, table

MOST = 10**15  # more is nothing that is counted, and no longer exact in every reader of a plan


def _is_number(given: Any) -> bool:
    """Whether it is a number that every count can be held against; none that is infinite or no number at all."""
    return isinstance(given, int | float) and not isinstance(given, bool) and abs(given) <= MOST


TEXT = Value("type_text", lambda given: isinstance(given, str) and bool(given.strip()), STAND_IN)
BOOL = Value("type_bool", lambda given: isinstance(given, bool))
INT = Value("type_int", lambda given: isinstance(given, int) and not isinstance(given, bool) and abs(given) <= MOST, 1)
NUMBER = Value("type_number", _is_number, 1)
YEAR = Value("type_year", lambda given: type(given) is int and 1900 <= given <= 2200, 2000)
DAYS_AFTER = Value("type_days_after", lambda given: type(given) is int and 0 <= given <= 3650, 1)
SHIFT = Value("type_shift", lambda given: type(given) is int and -11 <= given <= 11, 0)
DAY = Value("type_day", is_iso_day, "2000-01-01")
# a text in two languages; the Vietnamese one must be there
label = KeyedTable({"vi": TEXT, "en": TEXT}, ("vi",), {"vi": STAND_IN})
label_or_text = TextOr(TEXT, label)
SIMPLE = Value(
    "type_simple", lambda given: isinstance(given, str | bool) or (isinstance(given, int) and _is_number(given))
)
LEVELS = Value(
    "type_levels",
    lambda given: isinstance(given, str) or (isinstance(given, list) and all(isinstance(x, str) for x in given)),
)
TEXTS = ListOf(TEXT)
SPAN = Value("type_span", lambda given: isinstance(given, list) and len(given) == 2 and all(map(is_iso_day, given)))
UNIT_ROW = Value(
    "type_unit_row", lambda row: isinstance(row, list) and len(row) == 5 and all(isinstance(cell, str) for cell in row)
)
PAIR = Value(
    "type_pair", lambda row: isinstance(row, list) and len(row) == 2 and all(isinstance(cell, str) for cell in row)
)

BOUNDS = Value(
    "type_bounds",
    lambda given: isinstance(given, list) and [type(one) for one in given] == [int, int] and given[0] <= given[1],
)
ROLE = Value("type_role", lambda given: isinstance(given, dict | list))
ONE_OR_MORE = Value(
    "type_words",
    lambda given: isinstance(given, str) or (isinstance(given, list) and all(isinstance(x, str) for x in given)),
)

WORD = r"[a-z][a-z0-9_]*"
HEADER = table(
    id=TEXT, edition=INT, language_=INT, year=YEAR, last_year_=YEAR, label=label, doc_no=TEXT,
    doc_date=DAY, issuer=TEXT, period_scheme=TEXT, unit_version=TEXT, root=TEXT, member_level=TEXT,
    levels=TableOf(label, WORD), settings_=TableOf(SIMPLE, WORD), not_established_=ListOf(label), example_=BOOL,
)  # fmt: skip
AREA = table(label=label, short_=label, tab_=BOOL, icon_=TEXT)
CHECK = table(expr=TEXT, severity_=TEXT, judged_=TEXT, vi=TEXT, en_=TEXT)
FIELD = table(
    label=label, short_=label, type=TEXT, choices_=TEXT, required_=TEXT, default_=TEXT, privacy=TEXT, keep_=BOOL,
    plain_=BOOL, plausible_=BOUNDS, counts_in_=TEXTS, help_=label, checks_=ListOf(CHECK), was_=ONE_OR_MORE,
    retired_=BOOL,
)  # fmt: skip
KIND = table(
    area=TEXT, storage_=TEXT, label=label, list_=label, purpose_=label, parent_=TEXT, parent_field_=TEXT,
    natural_key_=TEXTS, date_field_=TEXT, unit_field_=TEXT, entered_at_=TEXTS, activity_area_=TEXT, title_=TEXT,
    columns_=TEXTS, carried_=TEXT, fields_=TableOf(FIELD, WORD), was_=ONE_OR_MORE, retired_=BOOL,
)  # fmt: skip
CHOICE = table(
    label=label, short_=label, valid_from_=DAY, valid_to_=DAY, note_=TEXT, source_=TEXT, certainty_=TEXT,
    was_=ONE_OR_MORE, retired_=BOOL,
)  # fmt: skip
# what the plan language says of sets and readings
DAYS = Value("type_days", lambda given: isinstance(given, list) and [type(one) for one in given] == [str, str])
SET = table(
    label=label, of=TEXT, where_=TEXT, during_=ONE_OR_MORE, day_=TEXT, span_=DAYS, state_=DAYS, unit_=TEXT, units_=TEXT,
    via_=TEXT, order_=TEXT, each_by_=TEXT, values_=TableOf(TEXT, WORD), exclusions_=TableOf(TEXT, WORD),
    latest_per_=TEXT, topmost_=BOOL, in_scope_=BOOL, totals_=TEXTS, whole_=BOOL,
)  # fmt: skip
BY_VALUE: dict[str, Shape] = {"set": TEXT, "field": TEXT, "values": TEXTS}
PART: dict[str, Shape] = {
    "part_": TEXT, "each_": TEXT, "values_": TableOf(TEXT, WORD), "numerator_": TEXT, "denominator_": TEXT,
    "group_by_": TEXTS, "why_": TableOf(TEXT, WORD), "reasons_": TableOf(TEXT, WORD), "detail_": TEXT,
    "lacks_": table(**BY_VALUE, reason=TEXT), "split_": table(**BY_VALUE), "list_excluded_": TEXTS,
    "adds_": table(set=TEXT, value_=TEXT, group_by_=TEXTS, without_=TEXT, own_=TEXT, part_=TEXT),
    "beside_": TableOf(table(population_=TEXT, numerator=TEXT, denominator_=TEXT), WORD),
}  # fmt: skip
PARTS = ListOf(table(population=TEXT, **PART))
READING = table(
    label_=label, wording=label, capped_=BOOL, judged_=TEXT, population_=TEXT,
    **PART, parts_=PARTS, remarks_=PARTS, unknown_=PARTS,
)  # fmt: skip
TARGET = Value(
    "type_target",
    lambda given: (
        given == NOTHING
        or _is_number(given)
        or (isinstance(given, list) and len(given) == 2 and all(map(_is_number, given)) and given[0] <= given[1])
    ),
)
INDICATOR = table(
    area=TEXT, title=label, short_=label, measure=TEXT, op=TEXT, threshold_=NUMBER, threshold_max_=NUMBER, unit=label,
    window=TEXT, accountable_level=TEXT, min_level=TEXT, breakdown_level=TEXT, people_=BOOL,
    people_parts_=TEXTS, supported_=BOOL,
    targets_=TableOf(TARGET, r"\d{4}(\.\.\d{4})?"), baseline_=table(year=YEAR, value=NUMBER), path_=TEXT,
    texts_=TableOf(label_or_text), readings=TableOf(READING, WORD),
)  # fmt: skip
# what the program knows of the settings of a plan; others are days of rules on deadlines
SETTINGS = {
    "subject": TEXT, "due_working_days": DAYS_AFTER,
    "school_year_first_month": Value("type_month", lambda given: type(given) is int and 1 <= given <= 12, 1),
}  # fmt: skip
DUE_RULE = table(
    from_field=TEXT, days=DAYS_AFTER, days_setting_=TEXT, first_extension_=label, second_extension_=label, source_=TEXT,
    certainty_=TEXT,
)  # fmt: skip
STATISTIC = table(
    area=TEXT, kind=TEXT, label=label, sum_=TEXT, by_=TEXT, where_=TEXT, people_=BOOL, supported_=BOOL, short_=label,
    unit_=label, annex_=TEXT, lead_=BOOL, per_unit_=TEXT,
)  # fmt: skip
TASK = table(label=label, short_=label, solution_=BOOL, area_=TEXT, kinds=TEXTS)
ANNEX = table(title=label, indicators_=BOOL)
SEED = table(
    kind=TEXT, id_=TEXT, for_each_=LEVELS, fields=TableOf(Value("type_value", lambda given: given is not None))
)
MONTHS = Value(
    "type_months",
    lambda given: (
        isinstance(given, list) and [type(one) for one in given] == [int, int] and -11 <= given[0] <= given[1] <= 24
    ),
)
PERIOD_CODE = table(label_=label, short_=label, months_=MONTHS)
SCHEME = table(
    label=label, start_day_=INT, month_shift_=SHIFT, days_=TableOf(SPAN), codes_=TableOf(PERIOD_CODE),
    week_starts_=TEXT,
)  # fmt: skip
DHIS2 = table(
    id_scheme=TEXT, period_scheme=TEXT, data_set_=TEXT, org_unit_=TEXT, org_units_=TableOf(TEXT),
    category_option_combo_=TEXT, category_option_combos_=TableOf(TableOf(TEXT), WORD),
    indicators_=TableOf(table(numerator_=TEXT, denominator_=TEXT), r"[\w.]+"),
    statistics_=TableOf(table(data_element_=TEXT, parts_=TEXT), r"[\w.#]+"),
)  # fmt: skip
PLAN = table(
    plan=HEADER, areas=TableOf(AREA, r"\w+"), kinds=TableOf(KIND, WORD), choices=TableOf(TableOf(CHOICE), WORD),
    sets_=TableOf(SET, WORD),
    indicators=TableOf(INDICATOR, r"[\w.]+"), due_rules_=TableOf(DUE_RULE),
    statistics_=ListOf(STATISTIC), tasks_=TableOf(TASK, WORD), annexes_=TableOf(ANNEX, r"\w+"), seeds_=ListOf(SEED),
    period_schemes=TableOf(SCHEME, WORD), holidays_=ListOf(table(date=DAY, name=label)), roles_=TableOf(ROLE),
    units=TableOf(ListOf(UNIT_ROW)), aliases_=TableOf(TableOf(TEXTS)), lineage_=ListOf(PAIR),
    renamed_units_=TableOf(TableOf(ONE_OR_MORE)), retired_units_=TableOf(TEXTS), dhis2_=DHIS2,
    words_=TableOf(label, r"[\w.]+"),
)  # fmt: skip
