"""The sheets of a plan workbook: which column holds which key of a plan, and how a cell says it."""

from typing import Final

from msgspec import Struct

from desktop_app.domain.plan_check_roles import ROLE_PARTS
from desktop_app.sheets import plan_book_cells as forms
from desktop_app.sheets.plan_book_cells import CellForm

NAME, ITEM = "*", "#"  # in a path: every name of a table; every item of a list
Path = tuple[str | int, ...]


class BookColumn(Struct, frozen=True):
    """`key`: what it holds of its entry, its steps divided by dots, "" the entry itself; `choose`: the words that a
    person may choose from. `of_item`: it speaks of the line, not of the entry that several lines belong to.
    """

    name: str
    key: str
    form: CellForm = forms.TEXT
    choose: str = ""
    of_item: bool = False

    @property
    def steps(self) -> Path:
        return tuple(self.key.split(".")) if self.key else ()


class BookSheet(Struct, frozen=True):
    """One sheet: the entries of a `path`, named by the columns `keys`.

    `owner`: it alone makes its entries, and holds what has no column. `listed`: an entry is a list of its cells.
    `lines`: lists of an entry whose items have lines of their own, `beside` the first of which stands in the line of
    the entry; else `within` tells them apart. `needed`: the columns without which no entry is right.
    """

    name: str
    path: tuple[str, ...]
    keys: tuple[BookColumn, ...]
    columns: tuple[BookColumn, ...]
    owner: bool = True
    listed: bool = False
    lines: tuple[str, ...] = ()
    beside: bool = False
    needed: tuple[str, ...] = ()


def _key(name: str, choose: str = "") -> BookColumn:
    return BookColumn(name, "", choose=choose)


def _text(name: str, key: str = "", choose: str = "") -> BookColumn:
    return BookColumn(name, key or name, choose=choose)


def _flag(name: str) -> BookColumn:
    return BookColumn(name, name, forms.FLAG, "yes")


def _words(name: str) -> BookColumn:
    return BookColumn(name, name, forms.WORDS)


def _number(name: str) -> BookColumn:
    return BookColumn(name, name, forms.NUMBER)


def _both(name: str, key: str | None = None) -> tuple[BookColumn, BookColumn]:
    """A text in two languages: two columns beside each other."""
    start = name if key is None else key
    vi, en = (f"{start}.{language}".lstrip(".") for language in ("vi", "en"))
    return BookColumn(name, vi), BookColumn(f"{name}::en", en)


def _of_item(*columns: BookColumn) -> tuple[BookColumn, ...]:
    return tuple(BookColumn(one.name, one.key, one.form, one.choose, of_item=True) for one in columns)


def _lines_of(name: str) -> BookColumn:
    return BookColumn(name, name, forms.LINES)


LABEL = _both("label")
CHECK = _of_item(
    BookColumn("constraint", "expr"), BookColumn("constraint_message", "vi"),
    BookColumn("constraint_message::en", "en"), _text("severity", choose="severities"),
    _text("judged", choose="judged"),
)  # fmt: skip
PART = _of_item(
    _text("part"), _text("population", choose="populations"), _text("each", choose="calendars"), _lines_of("values"),
    _text("numerator"), _text("denominator"), _words("group_by"), _lines_of("why"), _lines_of("reasons"),
    _text("detail"), _words("list_excluded"),
)  # fmt: skip
RENAMED = (BookColumn("was", "was", forms.WORD_OR_WORDS), _flag("retired"))
WITHIN = BookColumn("within", "", choose="lines")
ROLES, PLAYS = "roles", "field_"  # what a column begins with that names the field of a part

SHEETS: Final = (
    BookSheet("levels", ("plan", "levels", NAME), (_key("name"),), _both("label", "")),
    BookSheet(
        "areas", ("areas", NAME), (_key("name"),), (*LABEL, *_both("short"), _flag("tab"), _text("icon")),
        needed=("label",),
    ),
    BookSheet(
        "kinds", ("kinds", NAME), (_key("name"),),
        (
            _text("area", choose="areas"), *LABEL, *_both("list"), *_both("purpose"),
            _text("record_title", "title"), _words("columns"), _text("date_field"),
            _text("unit_field"), _words("entered_at"), _words("natural_key"),
            _text("parent", choose="kinds"), _text("parent_field"), _text("activity_area", choose="areas"),
            _text("carried"), _text("storage", choose="storages"), *RENAMED,
        ),
        needed=("area", "label"),
    ),
    BookSheet(
        "survey", ("kinds", NAME, "fields", NAME), (_key("kind", "kinds"), _key("name")),
        (
            _text("type", choose="types"), *LABEL, *_both("short"), *_both("hint", "help"),
            _text("choices", choose="lists"),
            BookColumn("required", "required", forms.REQUIRED, "yes"),
            BookColumn("relevant", "required", forms.RELEVANT), _text("default"), *CHECK,
            _text("privacy", choose="privacies"), _flag("keep"), _flag("plain"),
            BookColumn("plausible", "plausible", forms.BOUNDS), _words("counts_in"),
            *RENAMED,
        ),
        lines=("checks",), beside=True, needed=("type", "label", "privacy"),
    ),
    BookSheet(
        "choices", ("choices", NAME, NAME), (_key("list_name"), _key("name")),
        (
            *LABEL, *_both("short"), BookColumn("valid_from", "valid_from", forms.DAY),
            BookColumn("valid_to", "valid_to", forms.DAY),
            _text("note"), _text("source"), _text("certainty"), *RENAMED,
        ),
        needed=("label",),
    ),
    BookSheet(
        "sets", ("sets", NAME), (_key("name"),),
        (
            *LABEL, _text("of", choose="populations"), _text("where"),
            BookColumn("during", "during", forms.WORD_OR_WORDS, "windows_of_sets"), _text("units", choose="links"),
            _lines_of("exclusions"), _lines_of("values"), _text("day"), _words("span"), _words("state"),
            _text("unit_field", "unit"), _text("via"), _text("order"), _text("each_by"),
            _text("latest_per"), _flag("topmost"), _flag("in_scope"),
            _words("totals"), _flag("whole"),
        ),
        needed=("label", "of"),
    ),
    BookSheet(
        "indicators", ("indicators", NAME), (_key("code"),),
        (
            _text("area", choose="areas"), *_both("title"), *_both("short"), _text("measure", choose="measures"),
            *_both("unit"), _text("window", choose="windows"), _text("accountable_level", choose="levels"),
            _text("min_level", choose="levels"), _text("breakdown_level", choose="levels"), _flag("people"),
            _words("people_parts"), _flag("supported"),
        ),
        needed=("area", "title", "measure", "unit", "window", "accountable_level", "min_level", "breakdown_level"),
    ),
    BookSheet(
        "targets", ("indicators", NAME), (_key("code", "indicators"),),
        (
            _text("op", choose="signs"), _number("threshold"), _number("threshold_max"),
            BookColumn("targets", "targets", forms.TARGETS), BookColumn("baseline_year", "baseline.year", forms.NUMBER),
            BookColumn("baseline", "baseline.value", forms.NUMBER), _text("path", choose="paths"),
        ),
        owner=False,
        needed=("op",),
    ),
    BookSheet(
        "readings", ("indicators", NAME, "readings", NAME), (_key("code", "indicators"), _key("name", "readings")),
        (
            *_both("wording"), WITHIN, *PART, _flag("capped"),
            _text("judged", choose="judged_parts"),
        ),
        lines=("parts", "remarks", "unknown"), needed=("wording", "population", "numerator"),
    ),
    BookSheet(
        "words", ("indicators", NAME, "texts", NAME), (_key("code", "indicators"), _key("name")),
        (*_both("label", ""), BookColumn("text", "")),
    ),
    BookSheet("sentences", ("words", NAME), (_key("name", "sentences"),), _both("label", ""), needed=("label",)),
    BookSheet(
        "statistics", ("statistics", ITEM), (),
        (
            _text("area", choose="areas"), _text("kind", choose="kinds"), *LABEL, *_both("short"), _text("sum"),
            _text("by"), _text("where"), *_both("unit"), _text("annex"), _flag("lead"), _flag("people"),
            _flag("supported"), _text("per_unit", choose="per_unit"),
        ),
        needed=("area", "kind", "label"),
    ),
    BookSheet(
        "tasks", ("tasks", NAME), (_key("name"),),
        (*LABEL, *_both("short"), _flag("solution"), _text("area", choose="areas"), _words("kinds")),
        needed=("label", "kinds"),
    ),
    BookSheet("annexes", ("annexes", NAME), (_key("name"),), (*_both("title"), _flag("indicators"))),
    BookSheet(
        "due_rules", ("due_rules", NAME), (_key("name"),),
        (
            _text("from_field"), _number("days"), _text("days_setting"), *_both("first_extension"),
            *_both("second_extension"), _text("source"), _text("certainty"),
        ),
    ),
    BookSheet(
        "period_schemes", ("period_schemes", NAME), (_key("name"),),
        (*LABEL, _number("start_day"), _number("month_shift"), _text("week_starts", choose="weekdays")),
    ),
    BookSheet(
        "period_codes", ("period_schemes", NAME, "codes", NAME), (_key("scheme", "schemes"), _key("name")),
        (*LABEL, *_both("short"), BookColumn("months", "months", forms.BOUNDS)),
    ),
    BookSheet("holidays", ("holidays", ITEM), (), (BookColumn("date", "date", forms.DAY), *_both("label", "name"))),
    BookSheet(
        ROLES, ("roles", NAME), (_key("role", "roles"),),
        (_text("kind", choose="kinds"), *(_text(f"{PLAYS}{part}", part) for part in ROLE_PARTS)),
        needed=("kind",),
    ),
    BookSheet(
        "seeds", ("seeds", ITEM), (),
        (
            _text("kind", choose="kinds"), _text("id"), BookColumn("for_each", "for_each", forms.WORD_OR_WORDS),
            _lines_of("fields"),
        ),
    ),
    BookSheet(
        "units", ("units", NAME, ITEM), (_key("version"),),
        tuple(BookColumn(name, "", choose="levels" if name == "level" else "") for name in
              ("code", "parent_unit", "level", "unit_type", "unit_name")),
        listed=True,
    ),
    BookSheet(
        "aliases", ("aliases", NAME, NAME), (_key("version"), _key("code")), (BookColumn("names", "", forms.TEXTS),),
    ),
    BookSheet("lineage", ("lineage", ITEM), (), (_key("from"), _key("to")), listed=True),
)  # fmt: skip
# the head of the plan: a line for each key
HEAD: Final = (
    _text("id"), _number("edition"), _number("format"), _number("language"), _number("year"), _number("last_year"),
    LABEL[0], _text("doc_no"), BookColumn("doc_date", "doc_date", forms.DAY), _text("issuer"), _text("period_scheme"),
    _text("unit_version"), _text("root"), _text("member_level", choose="levels"), _flag("example"),
)  # fmt: skip
SETTINGS, OTHERS, GUIDE = "settings", "other", "guide"
NAMES: Final = (SETTINGS, *(sheet.name for sheet in SHEETS), OTHERS)
MORE = "more"  # the last column of a sheet that owns its entries: what has no column
EMPTY_SECTIONS: Final = ("areas", "kinds", "choices", "indicators", "period_schemes", "units")  # every plan has them
