"""Names that Windows keeps for devices: no file or folder there can have one, with an ending or without."""

import re

DEVICES = r"con|prn|aux|nul|(com|lpt)[1-9]"


def is_device(name: str) -> bool:
    return re.fullmatch(DEVICES, name.partition(".")[0], re.IGNORECASE) is not None
