"""The recovery page as a file, and where that lies until it is printed: a key beside its lock protects nothing."""

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from desktop_app import paths
from desktop_app.session import OpenFile, passphrases
from desktop_app.texts import say
from ui.widgets.file_saving import safe_name


class PageToPrint(Struct, frozen=True):
    """The page as a PDF, its groups, and the file that it opens."""

    pdf: bytes
    groups: Sequence[str]
    path: Path


def read_page(file: OpenFile) -> PageToPrint:
    return PageToPrint(passphrases.recovery_page(file), passphrases.recovery_groups(file), file.path)


def proposed_folder(ledger: Path) -> Path:
    """The person's documents, or their own folder above where the ledger lies among these."""
    documents = paths.documents_dir()
    return Path.home() if ledger.is_relative_to(documents) or not documents.is_dir() else documents


def proposed_name(ledger: Path) -> str:
    """Its name without the ending."""
    return safe_name(say("keys.page_name", file=ledger.stem))


def saved_beside(page: Path, ledger: Path) -> bool:
    """Whether who copies the folder of the ledger has the page too."""
    return page.resolve().parent == ledger.resolve().parent
