"""The next edition of a plan: a kind, fields, a list and choices have other names, and some parts are retired."""

import re
from collections.abc import Mapping
from typing import Any

KIND, FIELD, LIST_FIELD = "comm_activity", "sessions", "audience"
CODE, ITEM = "loa", "nhan_dan"  # of its field with one choice, and of that with several
NEW = {
    KIND: "outreach_event", FIELD: "meetings", LIST_FIELD: "listeners", CODE: "loudspeaker", ITEM: "everybody",
}  # fmt: skip
RETIRED_FIELD, RETIRED_CODE, RETIRED_KIND = "evidence_no", "clb", "material"
LEFT = ("vi", "en", "label", "source", "note", "units", "aliases", "lineage", "holidays")


def renamed(source: Mapping[str, Any]) -> dict[str, Any]:
    """Whatever names one of them names it anew, and each says what it was."""
    told: dict[str, Any] = reworded(source, NEW)
    told["plan"] |= {"edition": source["plan"]["edition"] + 1}
    kind, forms = told["kinds"][NEW[KIND]], told["choices"]["comm_form"]
    kind["was"] = KIND
    kind["fields"][NEW[FIELD]] |= {"was": FIELD, "label": {"vi": "Số cuộc", "en": "Meetings"}}
    kind["fields"][NEW[LIST_FIELD]]["was"] = [LIST_FIELD]
    forms[NEW[CODE]] |= {"was": CODE, "label": {"vi": "Loa phường", "en": "Loudspeaker"}}
    told["choices"][NEW[LIST_FIELD]][NEW[ITEM]]["was"] = ITEM
    forms[RETIRED_CODE]["retired"] = kind["fields"][RETIRED_FIELD]["retired"] = True
    told["kinds"][RETIRED_KIND]["retired"] = True
    return told


def reworded(part: Any, words: Mapping[str, str]) -> Any:
    """A part of a plan with other names, wherever they stand but in what people read."""
    if isinstance(part, Mapping):
        return {
            reworded(name, words): value if name in LEFT else reworded(value, words) for name, value in part.items()
        }
    if isinstance(part, list):
        return [reworded(item, words) for item in part]
    return re.sub(r"\w+", lambda word: words.get(word[0], word[0]), part) if isinstance(part, str) else part
