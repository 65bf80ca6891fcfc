"""Hash and check passwords with argon2id; few at once, and nobody who is a stranger waits for a turn.

A hash costs 64 MiB and the better part of a core, so a rush of strangers is refused (429) instead of queued: threads
that wait for a hash would answer no other page.  One turn is kept for people who are signed in or come with a browser
that was right before (ASVS 5.0 6.3.1, 15.1.3).
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from app.core.errors import TooMany

COMMON, RESERVED = 2, 1
PATIENCE = 5.0
"""Seconds for which somebody known waits for the reserved turn."""
COME_AGAIN = 3
BUSY = "现在同时登录的人太多，这次没有办成。请过几秒钟再按一次。"
_hasher = PasswordHasher()
_common, _reserved = threading.BoundedSemaphore(COMMON), threading.BoundedSemaphore(RESERVED)
_NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$jRUJD8URc1AgG2KddPHU2A$KrLH6etEbM+ubO0cVy9GCks6/5iIxfEtJgkvArNhKLE"
"""A hash that no password has, made with the same cost: kept here, because making it takes as long as a sign-in."""


@contextmanager
def _turn(*, is_known: bool) -> Iterator[None]:
    """One of the few turns.  Raises `TooMany` when there is none."""
    free = _common if _common.acquire(blocking=False) else None
    if free is None and is_known and _reserved.acquire(timeout=PATIENCE):
        free = _reserved
    if free is None:
        raise TooMany(BUSY, retry_after=COME_AGAIN)
    try:
        yield
    finally:
        free.release()


def hash_password(password: str) -> str:
    """The argon2id hash of a password, for somebody who is signed in or sits at the office's own computer."""
    with _turn(is_known=True):
        return _hasher.hash(password)


def password_is_right(password: str, kept_hash: str | None, *, is_known: bool = True) -> bool:
    """Whether the password belongs to the hash; the same time is spent when there is no such account.

    Raises `TooMany` when all turns are taken.
    """
    with _turn(is_known=is_known):
        try:
            _hasher.verify(kept_hash or _NOBODY, password)
        except VerificationError:
            return False
    return kept_hash is not None
