"""What everything that leaves the ledger of an example says: that its figures are made up."""

from db.open_file import OpenFile
from desktop_app.catalogue import in_language
from desktop_app.domain.plan_examples import is_example
from desktop_app.messages import Message

LANGUAGE = "vi"  # of sheets and reports, whatever the window speaks


def example_mark(file: OpenFile) -> str:
    """The words for each page and sheet; "" of a ledger that is no example."""
    return in_language(Message("report.example"), LANGUAGE) if is_example(file.plan.id) else ""
