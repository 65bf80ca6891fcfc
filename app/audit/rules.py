"""What an entry's hash and a row's digest cover.  Pure.

Both are keyed (HMAC-SHA256), so that whoever can write the database, but has not the key file, can make neither.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal

FIRST = "0" * 64
DIGEST_DIGITS = 32


def entry_hash(key: bytes, previous: str, values: Mapping[str, object]) -> str:
    """64 hexadecimal digits over the hash before and the entry's values, in a fixed order and form."""
    return _keyed(key, f"{previous}\n{canonical(values)}")


def row_digest(key: bytes, label: str, values: Mapping[str, object]) -> str:
    """32 hexadecimal digits over the values of a row; `label` names its table and columns."""
    return _keyed(key, f"{label}\n{canonical(values)}")[:DIGEST_DIGITS]


def columns_label(table: str, columns: tuple[str, ...]) -> str:
    """``deadline:3fa2b1``: a table and what of it is covered; with other columns it is another label."""
    return f"{table}:{hashlib.sha256(' '.join(columns).encode()).hexdigest()[:6]}"


def in_groups(digits: str) -> str:
    """``1a2b 3c4d …``: a long run of digits as people compare it."""
    return " ".join(digits[place : place + 4] for place in range(0, len(digits), 4))


def _keyed(key: bytes, text: str) -> str:
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def canonical(values: Mapping[str, object]) -> str:
    """Values by name as one text, the same for the same values."""
    return json.dumps({name: _plain(values[name]) for name in sorted(values)}, ensure_ascii=False, sort_keys=True)


def _plain(value: object) -> object:
    """The same text for the same value, whether a program holds it or a database gives it back."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return value
