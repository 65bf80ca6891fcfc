"""The public id of a matter: random, so that neither a gap nor a neighbour tells of anything."""

from __future__ import annotations

import secrets

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
"""Nothing that is read for something else: no 0, 1, i, l, o."""
LENGTH = 12
"""Characters of which each has 31 values: more than 2**59 in all."""


def draw_public_id() -> str:
    """A new one."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def is_public_id(text: str) -> bool:
    """Whether a text may be one."""
    return len(text) == LENGTH and set(text) <= set(ALPHABET)
