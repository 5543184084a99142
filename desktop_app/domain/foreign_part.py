"""A view, trigger, index or virtual table that another program put into a data file of ours."""

from msgspec import Struct


class ForeignPart(Struct, frozen=True):
    """As in `sqlite_schema`."""

    type: str
    name: str
    sql: str

    def __str__(self) -> str:
        return f"{self.type} {self.name}"
