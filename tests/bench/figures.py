"""The twelve figures of a province's year, 106 communes with 2,000 records each, against bare SQL for the same sums."""

from collections.abc import Iterator

from desktop_app.session import Session
from tests.bench.bare_figures import BareFigures
from tests.bench.harness import Case
from tests.bench.place import FOLDER, data_file

RECORDS = 106 * 2_000


def cases() -> Iterator[Case]:
    file = data_file(RECORDS)
    bare = BareFigures(file, FOLDER / "bare-figures.db")
    with Session.open(file) as session:
        year = session.period("2022")

        def ours() -> object:
            return {figure.code: (figure.numerator, figure.denominator) for figure in session.progress(year, "12")}

        yield Case("12 figures of a province, 212,000 records", ours, bare.figures, 2, blocks=5)
