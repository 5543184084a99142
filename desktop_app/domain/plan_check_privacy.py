"""Validator of plans: no field may say who sells or buys sex, who is a victim, who informed; officials may be named."""

import re

from desktop_app.domain.collation import fold
from desktop_app.domain.plan_findings import Findings, Raw, check_known

NAMED = "P2"  # the class of fields with names of officials
PRIVACIES = ("P0", "P1", NAMED)
CODED = "=random_code"  # how records of people go by a code in place of a name
# what a label says of a field that tells one person from all others, without accents
IDENTIFIES = (
    "ho ten", "ho va ten", "ten day du", "ten that", "can cuoc", "cccd", "cmnd", "chung minh nhan dan",
    "dinh danh ca nhan", "ho chieu", "so dien thoai", "sdt", "dia chi nha", "dia chi cu tru", "noi o", "noi cu tru",
    "noi thuong tru", "noi tam tru", "ngay sinh", "ngay thang nam sinh", "anh chan dung", "van tay", "tai khoan zalo",
    "tai khoan facebook", "so tai khoan", "bien so xe", "full name", "phone", "telephone", "id card", "id number",
    "identity card", "identity number", "passport", "home address", "date of birth", "birthday", "fingerprint",
)  # fmt: skip
# and of a field of records about people besides
OF_PEOPLE = ("dia chi", "ten nguoi", "ten goi", "bi danh", "que quan", "address", "nickname", "alias")
NAMES = ("ten", "name")  # where it is all that a label says
# whom a label speaks of who must never be known
PROTECTED = (
    "nan nhan", "nguoi ban dam", "nguoi mua dam", "nguoi ban", "nguoi mua", "gai mai dam", "nguoi to giac",
    "nguoi bao tin", "nguoi cung cap tin", "nguoi phan anh", "nguoi to cao", "nguoi duoc ho tro", "nguoi nghien",
    "nguoi nhiem", "victim", "sex worker", "buyer", "informer", "informant", "whistleblower",
)  # fmt: skip


def check_privacy(found: Findings, plan: Raw) -> None:
    """Every field has a class, and none of them says who somebody is, but of officials."""
    for name, kind in plan["kinds"].items():
        of_people = _is_about_people(plan, name)
        for field_name, field in kind.get("fields", {}).items():
            key = f"kinds.{name}.fields.{field_name}"
            check_known(found, f"{key}.privacy", field["privacy"], PRIVACIES)
            if of_people and field["privacy"] == NAMED:
                found.add(f"{key}.privacy", "names_people")
            signs = _signs(field["label"], (*IDENTIFIES, *OF_PEOPLE) if of_people else IDENTIFIES)
            official = field["privacy"] == NAMED and not _signs(field["label"], PROTECTED)
            if signs and (of_people or not official):
                found.add(f"{key}.label", "identifies", label=field["label"]["vi"])


def _is_about_people(plan: Raw, name: str) -> bool:
    """Whether records of a kind, or of one in which they lie, are about people who must not be known."""
    seen: set[str] = set()
    while name in plan["kinds"] and name not in seen:
        seen.add(name)
        kind = plan["kinds"][name]
        coded = any(field.get("default", "").startswith(CODED) for field in kind.get("fields", {}).values())
        if coded or _signs(kind["label"], PROTECTED):
            return True
        name = kind.get("parent", "")
    return False


def _signs(label: Raw, words: tuple[str, ...]) -> list[str]:
    """Which of these words stand in a label, in either language."""
    folded = [" ".join(re.findall(r"\w+", fold(text))) for text in label.values()]
    found = [word for word in words if any(f" {word} " in f" {text} " for text in folded)]
    return found or ([text for text in folded if text in NAMES] if OF_PEOPLE[0] in words else [])
