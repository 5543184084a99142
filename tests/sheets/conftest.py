"""The command line for the tests of spreadsheets."""

from tests.desktop_app.conftest import file as file_of_ward
from tests.desktop_app.conftest import made, run

__all__ = ["file_of_ward", "made", "run"]
