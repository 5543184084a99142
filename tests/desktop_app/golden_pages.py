"""The printed pages as small pictures in tests/data/golden; `python -m tests.desktop_app.golden_pages` renews them.

After a change of how a report looks: renew them, look at every picture that changed, and commit them with the change.
"""

from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path

import pypdfium2
from msgspec.structs import replace
from PIL import Image

from desktop_app.domain.audiences import PUBLIC
from desktop_app.report import contents, layout
from desktop_app.report.blocks import ProgressReport
from desktop_app.session.report_data import as_public
from tests.desktop_app.report_samples import OFFICES, correction, report

FOLDER = Path(__file__).resolve().parents[1] / "data" / "golden"
DPI = 40
LEVELS = 16  # of grey: enough for the eye, and a third of the bytes


REPORTS: dict[str, Callable[[], ProgressReport]] = {
    **{office: partial(report, office) for office in OFFICES},
    "correction": correction,
    "public": lambda: contents.build(as_public(replace(OFFICES["district"](), audience=PUBLIC))),
}


@cache
def drawn(office: str) -> list[Image.Image]:
    """The pages of a sample report in grey."""
    document = pypdfium2.PdfDocument(layout.render(REPORTS[office]()))
    pages = [page.render(scale=DPI / 72, grayscale=True).to_pil().convert("L") for page in document]
    return [page.point(lambda level: round(level * (LEVELS - 1) / 255) * 255 // (LEVELS - 1)) for page in pages]


def file_of(office: str, number: int) -> Path:
    return FOLDER / f"{office}-{number:02d}.png"


def kept(office: str) -> list[Path]:
    """The pictures of an office, in order."""
    return sorted(FOLDER.glob(f"{office}-*.png"))


def renew() -> Iterator[Path]:
    """Draw every page anew; gives the pictures that are new or different."""
    FOLDER.mkdir(exist_ok=True)
    for office in REPORTS:
        wanted = {file_of(office, number): page for number, page in enumerate(drawn(office), start=1)}
        for gone in set(kept(office)) - wanted.keys():
            gone.unlink()
        for file, page in wanted.items():
            if not file.exists() or Image.open(file).convert("L").tobytes() != page.tobytes():
                page.convert("P", palette=Image.Palette.ADAPTIVE, colors=LEVELS).save(file, optimize=True)
                yield file


if __name__ == "__main__":
    for changed in renew():
        print(changed)
