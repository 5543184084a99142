"""Names that Windows keeps for devices, and others that are no file there: with an ending or without."""

import re

DEVICES = r"con|prn|aux|nul|conin\$|conout\$|(com|lpt)[1-9¹²³]"


def is_device(name: str) -> bool:
    return re.fullmatch(DEVICES, name.partition(".")[0].rstrip(), re.IGNORECASE) is not None


def is_none_on_windows(name: str) -> bool:
    """Whether what is written there under a name lies in no file that anybody sees: a device, or behind a colon."""
    return ":" in name or is_device(name)
