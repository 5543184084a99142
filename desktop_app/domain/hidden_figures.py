"""What a paper keeps secret of one figure, in words for whoever is about to give it away."""

from typing import NamedTuple

from desktop_app.messages import Message, Text

FEW, FOR_OTHERS, WITHOUT, GIVEN_AWAY = "few", "for_others", "without", "given_away"


class HiddenCount(NamedTuple):
    """How many counts of 1–4 a figure hides, or how many for the sake of others; the breakdown that is left out; how
    many of the hidden counts papers give away that are public already.
    """

    figure: Text
    what: str
    many: int
    breakdown: str = ""

    @property
    def sentence(self) -> Message:
        what = f"{self.what}_{self.breakdown}" if self.breakdown else self.what
        return Message(f"hidden.{what}", figure=self.figure, count=self.many)
