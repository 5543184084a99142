"""What came out of a damaged file, and what did not."""

from collections.abc import Sequence

from msgspec import Struct


class Salvaged(Struct, frozen=True):
    """How many changes were saved and how many of those that the file speaks of were not.

    `records`: the ids of records that lost changes; `unnamed`: how many changes were lost of records without a name.
    `anonymous`: changes whose author and time are not known any more. `own_plan`: whether the plan came out of the file
    itself; else it was found elsewhere. `reverted`: changes of merges that were taken back. `unsure`: saved changes
    that stood on pages which were not whole, so that their values may be wrong.
    """

    changes: int
    lost: int
    records: Sequence[str] = ()
    unnamed: int = 0
    anonymous: int = 0
    own_plan: bool = True
    reverted: int = 0
    unsure: int = 0
