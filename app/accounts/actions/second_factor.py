"""Codes of the second factor: those an app or token reckons every half minute (RFC 6238), and those of the sheet.

SHA-1, six digits and 30 seconds, because every app and every hardware token knows them.  A recovery code begins with
its place on the sheet, so that one hash is compared and not ten.
"""

from __future__ import annotations

import math
import re
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from hmac import compare_digest

from app.core.clock import unshifted

STEP = 30
"""Seconds for which a code is valid."""
EITHER_SIDE = 1
"""Steps by which the clock of the phone may be early or late."""
CODES = 10
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""What cannot be read as something else."""
DIGITS = "0123456789"
LENGTH = 10
"""Fifty bits each, slowed by argon2 and by the brake."""


@dataclass(frozen=True)
class Given:
    """What somebody typed: six digits of an app, or the place and the letters of a code of the sheet."""

    digits: str = ""
    position: int = -1
    letters: str = ""


def draw_secret() -> str:
    """160 random bits in base32 (RFC 4226 §4, R6)."""
    from pyotp import random_base32

    return random_base32()


def address_of(secret: str, login_name: str, issuer: str) -> str:
    """The ``otpauth:`` address that the square code holds."""
    from pyotp import TOTP

    return TOTP(secret).provisioning_uri(name=login_name, issuer_name=issuer)


def step_of(secret: str, digits: str, *, after: int, now: datetime) -> int | None:
    """The number of the half minute whose code this is, if it is near and later than the one used last; else None."""
    from pyotp import TOTP

    codes, this_step = TOTP(secret), math.floor(unshifted(now).timestamp()) // STEP
    near = range(this_step - EITHER_SIDE, this_step + EITHER_SIDE + 1)
    fitting = [step for step in near if compare_digest(codes.at(step * STEP), digits)]
    return next((step for step in fitting if step > after), None)


def draw_recovery_codes() -> list[str]:
    """Ten codes for the sheet, such as ``7-KWX2M-9QPTR``; the first sign is the code's place."""
    drawn = ["".join(secrets.choice(LETTERS) for _ in range(LENGTH)) for _ in range(CODES)]
    return [f"{place}-{one[:5]}-{one[5:]}" for place, one in enumerate(drawn)]


def read_code(typed: str) -> Given | None:
    """What was typed, without blanks and dashes; None when it can be no code."""
    plain = re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", typed)).upper()
    if re.fullmatch(r"[0-9]{6}", plain):
        return Given(digits=plain)
    if re.fullmatch(rf"[0-9][A-Z0-9]{{{LENGTH}}}", plain):
        return Given(position=DIGITS.index(plain[0]), letters=plain[1:])
    return None


def in_groups(secret: str) -> str:
    """The secret in fours, to be typed."""
    return " ".join(secret[place : place + 4] for place in range(0, len(secret), 4))
