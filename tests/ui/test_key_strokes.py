"""Key strokes of ten typical records of ten kinds in the real window, against the same records in a spreadsheet.

Both follow an earlier record of the kind and lead to the next one. A chord is one stroke; marks of Vietnamese letters
cost the same on both sides and are left out. The spreadsheet has a column for each field in the order of the form, none
for the office's own unit, and is given all that helps: it completes what its list of words allows, one stroke copies
the cell above, codes and proposed days are there with one stroke, and what is empty behind the last cell costs nothing.
"""

from collections.abc import Mapping
from statistics import median

from PySide6.QtCore import Qt

from desktop_app.domain.collation import fold
from desktop_app.domain.plan import Field, Plan, RecordKind
from desktop_app.domain.values import Value, show_date
from desktop_app.session import opening, records
from desktop_app.texts import in_words
from tests.ui.conftest import MakeFile, OpenWindow
from tests.ui.hand import CONTROL, Hand, now
from ui.form.bool_editor import BoolEditor
from ui.form.choice_editors import ChoiceEditor
from ui.form.field_editors import FieldEditor
from ui.form.multi_editor import MultiEditor
from ui.widgets.finder import Finder

Values = Mapping[str, Value]
Key = Qt.Key
# page, kind, the record before, the record that is typed
RECORDS: list[tuple[int, str, dict[str, Value], dict[str, Value]]] = [
    (
        2, "comm_activity",
        {"date": "2022-09-01", "form": "loa", "title": "Phòng ngừa", "audience": ("nhan_dan",), "language": ("viet",)},
        {
            "date": "2022-09-05", "form": "hoi_nghi", "title": "Tuyên truyền Kế hoạch 768", "sessions": 2,
            "place": "Bản Nà Khoang", "audience": ("nhan_dan",), "language": ("viet",), "people_total": 64,
            "people_female": 31, "people_ethnic": 60,
        },
    ),
    (
        2, "material",
        {"date": "2022-08-20", "material_type": "to_roi", "title": "Tờ rơi quý II", "qty_distributed": 300},
        {
            "date": "2022-09-06", "material_type": "ap_phich", "title": "Áp phích đường dây nóng", "qty_received": 50,
            "qty_distributed": 45, "cost": 1500000,
        },
    ),
    (
        3, "plan_document",
        {"date": "2022-08-15", "doc_type": "ke_hoach", "doc_no": "41/KH-UBND", "subject": "Kế hoạch năm"},
        {"date": "2022-09-02", "doc_type": "cong_van", "doc_no": "187/UBND-VX", "subject": "Tăng cường phòng ngừa"},
    ),
    (
        3, "integration",
        {"date": "2022-08-10", "program_group": "an_sinh", "program_name": "Giảm nghèo", "content": "Vay vốn"},
        {
            "date": "2022-09-01", "program_group": "ma_tuy", "program_name": "Phòng, chống ma túy",
            "content": "Ký cam kết không có tệ nạn", "evidence_no": "12/KH-UBND", "beneficiaries": 120,
        },
    ),
    (
        3, "prevention_activity",
        {"date": "2022-08-12", "activity_type": "ra_soat_co_so", "content": "Rà soát quý II"},
        {
            "date": "2022-09-07", "activity_type": "ky_cam_ket", "content": "Ký cam kết với nhà nghỉ", "quantity": 7,
            "people": 15,
        },
    ),
    (
        3, "budget",
        {"date": "2022-08-31", "source": "ns_xa", "plan_area": "1", "spent": 2000000},
        {"date": "2022-09-06", "source": "ns_xa", "plan_area": "3", "planned": 8000000, "spent": 3500000},
    ),
    (
        4, "inspection",
        {"date": "2022-08-18", "team_type": "doi_178_xa", "mode": "ke_hoach"},
        {
            "date": "2022-09-06", "team_type": "doi_178_xa", "mode": "dot_xuat", "decision_no": "25/QĐ-UBND",
            "members": 6,
        },
    ),
    (
        4, "tip",
        {"date": "2022-08-05", "tip_kind": "to_giac", "channel": "dien_thoai"},
        {"date": "2022-09-07", "tip_kind": "tin_bao", "channel": "don_thu", "accepted_date": "2022-09-07"},
    ),
    (
        6, "training",
        {
            "date": "2022-08-22", "title": "Tập huấn quý II", "topics": ("hoa_nhap",), "organiser_level": "xa",
            "attend_total": 20,
        },
        {
            "date": "2022-09-05", "title": "Nghiệp vụ Đội 178 cấp xã", "topics": ("nghiep_vu_pcmd",),
            "organiser_level": "xa", "attend_total": 24, "attend_female": 9,
        },
    ),
    (
        7, "establishment",
        {"name": "Nhà nghỉ Hoa Ban", "business_type": "nha_nghi"},
        {
            "name": "Karaoke Sao Đêm", "business_type": "karaoke", "address": "Bản Mường 1",
            "license_no": "23A8001234",
        },
    ),
]  # fmt: skip


# --- a spreadsheet ---------------------------------------------------------------------------------------------------


def in_spreadsheet(plan: Plan, kind: RecordKind, before: Values, after: Values) -> int:
    """Strokes of one row: each cell up to the last one that is filled, and the key that leaves it."""
    fields = [field for field in kind.fields.values() if field.name != kind.unit_field]
    last = max(number for number, field in enumerate(fields) if after.get(field.name) is not None)
    cells = (_cell(plan, field, before.get(field.name), after.get(field.name)) for field in fields[: last + 1])
    return sum(strokes + 1 for strokes in cells)


def _cell(plan: Plan, field: Field, before: Value, after: Value) -> int:
    if (field.default or "").startswith(("=auto(", "=proposed_due(", "auto(", "proposed_due(")):
        return 1
    if after is None or isinstance(after, bool):
        return 0 if after is None else 1
    if after == before:
        return 1
    if field.type.holds_day:
        return len(_short(str(after)))
    if field.choices:
        return sum(_completed(plan, field, value) for value in (after if isinstance(after, tuple) else (after,)))
    return len(str(after))


def _completed(plan: Plan, field: Field, value: Value) -> int:
    """Letters until only one word of the list is left."""
    words = {name: in_words(choice.label).lower() for name, choice in plan.choices[field.choices or ""].items()}
    own = words.pop(str(value))
    unlike = (n for n in range(1, len(own)) if not any(word.startswith(own[:n]) for word in words.values()))
    return next(unlike, len(own))


def _short(day: str) -> str:
    """5/9: this year goes without saying in either."""
    given, month, _ = show_date(day).split("/")
    return f"{int(given)}/{int(month)}"


# --- the window ------------------------------------------------------------------------------------------------------


def in_window(hand: Hand, page: int, kind: str, after: Values) -> int:
    """Strokes from the form of a new record to that of the next one."""
    hand.go(page)
    hand.new(kind)
    hand.strokes = 0
    grid = hand.form.grid
    assert grid is not None
    missing = [name for name in grid.editors if name in after]
    while missing := [name for name in missing if grid.editors[name].value != after[name]]:
        here = grid.here
        assert here is not None
        _fill(hand, here, after.get(here.field.name), last=missing == [here.field.name])
        hand.answered()
        if missing == [here.field.name]:
            break
        assert grid.here is not here
    hand.key(Key.Key_N, CONTROL)
    hand.wait()
    return hand.strokes


def _fill(hand: Hand, editor: FieldEditor, wanted: Value, *, last: bool) -> None:
    """The last field is left by the key that begins the next record."""
    if wanted is None or editor.value == wanted:
        hand.key(Key.Key_Tab)
    elif isinstance(editor, BoolEditor):
        hand.type("c" if wanted else "k")
        hand.key(Key.Key_Tab)
    elif isinstance(editor, ChoiceEditor | MultiEditor):
        _find(hand, editor, wanted)
    else:
        hand.type(_short(str(wanted)) if editor.field.type.holds_day else str(wanted))
        if not last:
            hand.key(Key.Key_Return)


def _find(hand: Hand, editor: ChoiceEditor | MultiEditor, wanted: Value) -> None:
    """Letters without marks until the line is marked, then Enter; Tab out of a field of several."""
    finder = editor.inner()
    assert isinstance(finder, Finder)
    for value in wanted if isinstance(wanted, tuple) else (wanted,):
        label = hand.view.file.plan.choices[editor.field.choices or ""][str(value)].label
        for letter in fold(in_words(label)):
            hand.type(letter)
            hand.answered()
            marked = finder._marked()
            if marked is not None and finder._rows.options[marked.row()].value == value:
                break
        hand.key(Key.Key_Return)
        hand.answered()
    if isinstance(editor, MultiEditor):
        hand.key(Key.Key_Tab)


def test_the_window_asks_for_no_more_strokes_than_a_spreadsheet(
    open_window: OpenWindow, make_file: MakeFile, plan: Plan
) -> None:
    path = make_file(records=[(kind, before) for _, kind, before, _ in RECORDS])
    hand = open_window(path)
    found = [
        (in_window(hand, page, kind, after), in_spreadsheet(plan, plan.kinds[kind], before, after))
        for page, kind, before, after in RECORDS
    ]
    hand.window.close()
    with opening.open_file(path, now=now) as file:
        for _, kind, _, after in RECORDS:
            rows = [row.values for row in records.rows(file, kind)]
            assert any(all(row[name] == value for name, value in after.items()) for row in rows), kind
    for (_, kind, _, _), (ours, sheet) in zip(RECORDS, found, strict=True):
        print(f"{in_words(plan.kinds[kind].label)}: {ours} strokes, {sheet} in a spreadsheet")
    ours, sheet = (median(column) for column in zip(*found, strict=True))
    print(f"median: {ours}, {sheet}")
    assert ours <= sheet
