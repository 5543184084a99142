"""A view, trigger, index or virtual table that another program put into a data file of ours."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ForeignPart:
    """As in `sqlite_schema`."""

    type: str
    name: str
    sql: str

    def __str__(self) -> str:
        return f"{self.type} {self.name}"
