"""What an audit entry's hash covers.  Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime

FIRST = "0" * 64


def entry_hash(previous: str, values: Mapping[str, object]) -> str:
    """SHA-256 over the previous hash and the entry's values in a fixed order and form."""

    def plain(value: object) -> object:
        return value.astimezone(UTC).isoformat(timespec="microseconds") if isinstance(value, datetime) else value

    text = json.dumps({name: plain(values[name]) for name in sorted(values)}, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest()
