"""What a person can act on: one sentence that says what happened and what to do."""

from desktop_app.texts import say


class AppError(Exception):
    """Raised low, shown in one place; `key` names its sentence in resources/i18n."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key, values)
        self.key = key
        self.values = values

    def __str__(self) -> str:
        return say(self.key, **self.values)


class StoppedError(Exception):
    """A person asked to stop; raised by whoever listens to how far a work is, and nothing of the work is kept."""
