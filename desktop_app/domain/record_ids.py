"""The ids of records: those that follow from a natural key, the same in every file, and random ones."""

import base64
import json
from collections.abc import Mapping, Sequence

from desktop_app.domain.log_names import NO_NAMES, LogNames
from desktop_app.domain.plan import RecordKind
from desktop_app.domain.values import Stored, Value, to_stored


def natural_id(kind: RecordKind, values: Mapping[str, Value], names: LogNames = NO_NAMES) -> str | None:
    """The id that the key fields of a kind stand for, the same in every file, since they stand in the `names` of the
    log; None where the kind has no key or a part of it is missing.
    """
    key = [names.logged_value(kind.name, name, to_stored(values.get(name))) for name in kind.natural_key]
    return record_id_of([kind.logged_as, *key]) if key and None not in key else None


def record_id_of(parts: Sequence[Stored]) -> str:
    """The record id that follows from what identifies a record, the same everywhere."""
    from hashlib import blake2b  # it loads OpenSSL, which the start does without

    return _spell(blake2b(json.dumps(parts).encode(), digest_size=16).digest())


def random_id(sixteen_bytes: bytes) -> str:
    """A record id from 16 random bytes."""
    return _spell(sixteen_bytes)


def _spell(raw: bytes) -> str:
    return base64.b32encode(raw).decode().rstrip("=").lower()
