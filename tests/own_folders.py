"""The folders of a person that a test puts elsewhere, by the names that Linux and Windows know them by."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # works that are counted call by call import this, and not pytest
    import pytest

SETTINGS, DOCUMENTS = (
    ("XDG_CONFIG_HOME", "WIN_PD_OVERRIDE_LOCAL_APPDATA"),
    ("XDG_DOCUMENTS_DIR", "WIN_PD_OVERRIDE_PERSONAL"),
)


def use_settings(patch: "pytest.MonkeyPatch", folder: Path) -> None:
    """Settings and backups lie in this folder."""
    for variable in SETTINGS:
        patch.setenv(variable, str(folder))


def use_documents(patch: "pytest.MonkeyPatch", folder: Path) -> None:
    for variable in DOCUMENTS:
        patch.setenv(variable, str(folder))
