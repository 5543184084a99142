"""The plans that come with other files: which are new, which takes ours over, which do not go with ours."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Self

from db.merging.inspection import Checked
from db.merging.known_units import Mark
from db.merging.scope import marks_of
from db.open_file import OpenFile
from desktop_app.domain.org_unit import unit_list
from desktop_app.domain.plan_check import check_plan
from desktop_app.errors import AppError

PlanRow = tuple[str, int, str, str]  # id, edition, digest, body


@dataclass
class Plans:
    """The plans that our file and the sources before hold, those that are new, and the one that takes ours over."""

    id: str
    edition: int
    unit: str
    known: dict[tuple[str, int], str]
    marks: set[Mark]
    new: list[PlanRow] = field(default_factory=list)
    adopted: dict[str, Any] | None = None

    @classmethod
    def of(cls, file: OpenFile) -> Self:
        rows = file.connection.execute("SELECT id, edition, digest, body FROM main.plan").fetchall()
        known = {(row[0], row[1]): row[2] for row in rows}
        return cls(file.plan.id, file.plan.edition, file.unit, known, marks_of_all(rows))

    def check(self, checked: Checked) -> list[PlanRow]:
        """The plans of a source that are new here, by edition. AppError: they do not go with ours."""
        name = checked.source.name
        for plan, edition, digest, _ in checked.plans:
            if self.known.get((plan, edition), digest) != digest:
                raise AppError("merge.other_plan", file=name, plan=plan, edition=edition)
        new = [row for row in checked.plans if (row[0], row[1]) not in self.known]
        later = self.later(new)
        if later and (check_plan(later) or self.unit not in unit_list(later, later["plan"]["unit_version"])):
            raise AppError("merge.bad_plan", file=name)
        return new

    def later(self, rows: list[PlanRow]) -> dict[str, Any] | None:
        """The last of these plans that takes the place of ours."""
        found = [row for row in rows if row[0] == self.id and row[1] > self.edition]
        return dict(json.loads(found[-1][3])) if found else None

    def add(self, rows: list[PlanRow]) -> None:
        later = self.later(rows)
        if later:
            self.adopted, self.edition = later, later["plan"]["edition"]
        self.new += rows
        self.marks |= marks_of_all(rows)
        self.known |= {(row[0], row[1]): row[2] for row in rows}


def marks_of_all(plans: Iterable[PlanRow]) -> set[Mark]:
    """What several plans say of where a record belongs."""
    return {mark for row in plans for mark in marks_of(json.loads(row[3])["kinds"])}
