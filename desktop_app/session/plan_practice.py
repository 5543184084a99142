"""A plan that is being written, as its readers will meet it: its readings in words, its figures on made-up records."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from msgspec import Struct

from desktop_app.domain.indicators import IndicatorResult
from desktop_app.domain.merging import ProgressCallback
from desktop_app.domain.plan_language.language import language_of
from desktop_app.domain.plan_language.spoken import Speaker
from desktop_app.messages import Text
from desktop_app.session import figures, imports, opening

RECORDS, BATCH, SEED = 200, 20, 1


class PracticeFigures(Struct, frozen=True):
    """What the indicators come to on so many made-up records of the plan's year."""

    records: int
    figures: Sequence[IndicatorResult]


def reading_in_words(plan: Mapping[str, Any], code: str, name: str) -> list[Text]:
    """What an indicator of a plan without faults counts, line by line; none of a reading in SQL."""
    if name not in plan["indicators"].get(code, {}).get("readings", {}):
        return []
    return Speaker(plan, language_of(plan)).reading(code, name)


def set_in_words(plan: Mapping[str, Any], name: str) -> list[Text]:
    """Which records a set holds."""
    language = language_of(plan)
    return [Speaker(plan, language).set(language.sets[name])] if name in language.sets else []


def practice_figures(plan: Mapping[str, Any], report_progress: ProgressCallback) -> PracticeFigures:
    """The figures of the plan's year for its topmost unit, in a ledger that is gone afterwards. StoppedError: whoever
    hears how far it is wants to stop.
    """
    from db.private_folder import private_folder

    head = plan["plan"]
    end = datetime(head["year"], 12, 1, tzinfo=UTC)
    with (
        private_folder() as folder,
        opening.create_file(
            folder / "practice.db", plan, head["root"], now=lambda: end, practice=True
        ) as file,
    ):  # fmt: skip
        lines, done = imports.demo_lines(file, RECORDS, None, SEED), 0
        while batch := [json.dumps(line) for line in islice(lines, BATCH)]:
            report_progress(min(done, RECORDS), RECORDS, "")
            imports.import_lines(file, batch)
            done += len(batch)
        return PracticeFigures(done, figures.progress(file, figures.read_period(file, str(head["year"]))))
