"""The shape of a plan's mapping: which keys each part must and may have, and of what type."""

from typing import Any

from desktop_app.domain.comparisons import NOTHING
from desktop_app.domain.day_values import is_iso_day
from desktop_app.domain.plan_findings import STAND_IN
from desktop_app.domain.plan_shaping import KeyedTable, Shape, TextOr, list_of, table, table_of, value

MOST = 10**15  # more is nothing that is counted, and no longer exact in every reader of a plan


def _is_number(given: Any) -> bool:
    """Whether it is a number that every count can be held against; none that is infinite or no number at all."""
    return isinstance(given, int | float) and not isinstance(given, bool) and abs(given) <= MOST


TEXT = value("type_text", lambda given: isinstance(given, str) and bool(given.strip()), STAND_IN)
BOOL = value("type_bool", lambda given: isinstance(given, bool))
INT = value("type_int", lambda given: isinstance(given, int) and not isinstance(given, bool) and abs(given) <= MOST, 1)
NUMBER = value("type_number", _is_number, 1)
YEAR = value("type_year", lambda given: type(given) is int and 1900 <= given <= 2200, 2000)
DAYS_AFTER = value("type_days_after", lambda given: type(given) is int and 0 <= given <= 3650, 1)
SHIFT = value("type_shift", lambda given: type(given) is int and -11 <= given <= 11, 0)
DAY = value("type_day", is_iso_day, "2000-01-01")
# a text in two languages; the Vietnamese one must be there
label = KeyedTable({"vi": TEXT, "en": TEXT}, ("vi",), {"vi": STAND_IN})
label_or_text = TextOr(TEXT, label)
SIMPLE = value(
    "type_simple", lambda given: isinstance(given, str | bool) or (isinstance(given, int) and _is_number(given))
)
LEVELS = value(
    "type_levels",
    lambda given: isinstance(given, str) or (isinstance(given, list) and all(isinstance(x, str) for x in given)),
)
TEXTS = list_of(TEXT)
SPAN = value("type_span", lambda given: isinstance(given, list) and len(given) == 2 and all(map(is_iso_day, given)))
UNIT_ROW = value(
    "type_unit_row", lambda row: isinstance(row, list) and len(row) == 5 and all(isinstance(cell, str) for cell in row)
)
PAIR = value(
    "type_pair", lambda row: isinstance(row, list) and len(row) == 2 and all(isinstance(cell, str) for cell in row)
)

BOUNDS = value(
    "type_bounds",
    lambda given: isinstance(given, list) and [type(one) for one in given] == [int, int] and given[0] <= given[1],
)
ROLE = value("type_role", lambda given: isinstance(given, dict | list))
ONE_OR_MORE = value(
    "type_words",
    lambda given: isinstance(given, str) or (isinstance(given, list) and all(isinstance(x, str) for x in given)),
)

WORD = r"[a-z][a-z0-9_]*"
HEADER = table(
    id=TEXT, edition=INT, format_=INT, language_=INT, year=YEAR, last_year_=YEAR, label=label, doc_no=TEXT,
    doc_date=DAY, issuer=TEXT, period_scheme=TEXT, unit_version=TEXT, root=TEXT, member_level=TEXT,
    levels=table_of(label, WORD), settings_=table_of(SIMPLE, WORD), not_established_=list_of(label), example_=BOOL,
)  # fmt: skip
AREA = table(label=label, short_=label, tab_=BOOL, icon_=TEXT)
CHECK = table(expr=TEXT, severity_=TEXT, judged_=TEXT, vi=TEXT, en_=TEXT)
FIELD = table(
    label=label, short_=label, type=TEXT, choices_=TEXT, required_=TEXT, default_=TEXT, privacy=TEXT, keep_=BOOL,
    plain_=BOOL, plausible_=BOUNDS, counts_in_=TEXTS, help_=label, checks_=list_of(CHECK), was_=ONE_OR_MORE,
    retired_=BOOL,
)  # fmt: skip
KIND = table(
    area=TEXT, storage_=TEXT, label=label, list_=label, purpose_=label, parent_=TEXT, parent_field_=TEXT,
    natural_key_=TEXTS, date_field_=TEXT, unit_field_=TEXT, entered_at_=TEXTS, activity_area_=TEXT, title_=TEXT,
    columns_=TEXTS, carried_=TEXT, fields_=table_of(FIELD, WORD), was_=ONE_OR_MORE, retired_=BOOL,
)  # fmt: skip
CHOICE = table(
    label=label, short_=label, valid_from_=DAY, valid_to_=DAY, note_=TEXT, source_=TEXT, certainty_=TEXT,
    was_=ONE_OR_MORE, retired_=BOOL,
)  # fmt: skip
# what the plan language says of sets and readings
DAYS = value("type_days", lambda given: isinstance(given, list) and [type(one) for one in given] == [str, str])
SET = table(
    label=label, of=TEXT, where_=TEXT, during_=ONE_OR_MORE, day_=TEXT, span_=DAYS, state_=DAYS, unit_=TEXT, units_=TEXT,
    via_=TEXT, order_=TEXT, each_by_=TEXT, values_=table_of(TEXT, WORD), exclusions_=table_of(TEXT, WORD),
    latest_per_=TEXT, topmost_=BOOL, in_scope_=BOOL, totals_=TEXTS, whole_=BOOL,
)  # fmt: skip
BY_VALUE: dict[str, Shape] = {"set": TEXT, "field": TEXT, "values": TEXTS}
PART: dict[str, Shape] = {
    "part_": TEXT, "each_": TEXT, "values_": table_of(TEXT, WORD), "numerator_": TEXT, "denominator_": TEXT,
    "group_by_": TEXTS, "why_": table_of(TEXT, WORD), "reasons_": table_of(TEXT, WORD), "detail_": TEXT,
    "lacks_": table(**BY_VALUE, reason=TEXT), "split_": table(**BY_VALUE), "list_excluded_": TEXTS,
    "adds_": table(set=TEXT, value_=TEXT, group_by_=TEXTS, without_=TEXT, own_=TEXT, part_=TEXT),
    "beside_": table_of(table(population_=TEXT, numerator=TEXT, denominator_=TEXT), WORD),
}  # fmt: skip
PARTS = list_of(table(population=TEXT, **PART))
READING = table(
    label_=label, wording=label, members_=TEXT, sql_=BOOL, capped_=BOOL, alone_=BOOL, judged_=TEXT, population_=TEXT,
    **PART, parts_=PARTS, remarks_=PARTS, unknown_=PARTS,
)  # fmt: skip
TARGET = value(
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
    targets_=table_of(TARGET, r"\d{4}(\.\.\d{4})?"), baseline_=table(year=YEAR, value=NUMBER), path_=TEXT,
    texts_=table_of(label_or_text), readings=table_of(READING, WORD),
)  # fmt: skip
# what the program knows of the settings of a plan; others are days of rules on deadlines
SETTINGS = {
    "subject": TEXT, "subject_en": TEXT, "due_working_days": DAYS_AFTER,
    "report_language": value("type_language", lambda given: given in ("vi", "en"), "vi"),
    "school_year_first_month": value("type_month", lambda given: type(given) is int and 1 <= given <= 12, 1),
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
    kind=TEXT, id_=TEXT, for_each_=LEVELS, fields=table_of(value("type_value", lambda given: given is not None))
)
MONTHS = value(
    "type_months",
    lambda given: (
        isinstance(given, list) and [type(one) for one in given] == [int, int] and -11 <= given[0] <= given[1] <= 24
    ),
)
PERIOD_CODE = table(label_=label, short_=label, months_=MONTHS)
SCHEME = table(
    label=label, start_day_=INT, month_shift_=SHIFT, days_=table_of(SPAN), codes_=table_of(PERIOD_CODE),
    week_starts_=TEXT,
)  # fmt: skip
DHIS2 = table(
    id_scheme=TEXT, period_scheme=TEXT, data_set_=TEXT, org_unit_=TEXT, org_units_=table_of(TEXT),
    category_option_combo_=TEXT, category_option_combos_=table_of(table_of(TEXT), WORD),
    indicators_=table_of(table(numerator_=TEXT, denominator_=TEXT), r"[\w.]+"),
    statistics_=table_of(table(data_element_=TEXT, parts_=TEXT), r"[\w.#]+"),
)  # fmt: skip
PLAN = table(
    plan=HEADER, areas=table_of(AREA, r"\w+"), kinds=table_of(KIND, WORD), choices=table_of(table_of(CHOICE), WORD),
    sets_=table_of(SET, WORD),
    indicators=table_of(INDICATOR, r"[\w.]+"), views_=table_of(TEXT, WORD), due_rules_=table_of(DUE_RULE),
    statistics_=list_of(STATISTIC), tasks_=table_of(TASK, WORD), annexes_=table_of(ANNEX, r"\w+"), seeds_=list_of(SEED),
    period_schemes=table_of(SCHEME, WORD), holidays_=list_of(table(date=DAY, name=label)), roles_=table_of(ROLE),
    units=table_of(list_of(UNIT_ROW)), aliases_=table_of(table_of(TEXTS)), lineage_=list_of(PAIR),
    renamed_units_=table_of(table_of(ONE_OR_MORE)), retired_units_=table_of(TEXTS), dhis2_=DHIS2,
    words_=table_of(label, r"[\w.]+"),
)  # fmt: skip
