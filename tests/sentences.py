"""What a person reads: of a refusal, and of other texts of the core."""

import json
import re
from collections.abc import Iterable
from typing import Any

import pytest

from desktop_app.cli.output import as_json
from desktop_app.errors import AppError
from desktop_app.messages import Text
from desktop_app.texts import in_words


def refused(match: str) -> pytest.RaisesExc[AppError]:
    """An AppError whose sentence holds `match`, a pattern, must come."""

    def says(error: AppError) -> bool:
        sentence = in_words(error.message)
        assert re.search(match, sentence), sentence
        return True

    return pytest.raises(AppError, check=says)


def said(texts: Iterable[Text]) -> list[str]:
    """Texts in words."""
    return [in_words(text) for text in texts]


def printed(document: Any) -> Any:
    """JSON as the command line prints it."""
    return json.loads(json.dumps(document, default=as_json))
