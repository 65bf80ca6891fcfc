"""Hash and check passwords with argon2id; at most two at once, so that a rush cannot eat the machine."""

from __future__ import annotations

import threading

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

_hasher = PasswordHasher()
_slots = threading.BoundedSemaphore(2)
_NOBODY = _hasher.hash("nobody has this password")


def hash_password(password: str) -> str:
    """The argon2id hash of a password."""
    with _slots:
        return _hasher.hash(password)


def password_is_right(password: str, kept_hash: str | None) -> bool:
    """Whether the password belongs to the hash; the same time is spent when there is no such account."""
    with _slots:
        try:
            _hasher.verify(kept_hash or _NOBODY, password)
        except VerificationError:
            return False
    return kept_hash is not None
