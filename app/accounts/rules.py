"""Password and session rules.  Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from app.accounts.known_passwords import known_fault
from app.core.permissions import Role

SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 128


WITH_SECOND_FACTOR = frozenset(
    {Role.ADMINISTRATOR, Role.JUSTICE_OFFICE, Role.GOVERNMENT_LEADER, Role.DISCIPLINE_OFFICER}
)
"""Roles that see or change much: a password alone is not enough for them (ASVS 5.0 6.3.3)."""


def password_fault(password: str, login_name: str, about: Iterable[str] = ()) -> str | None:
    """A sentence for what is wrong with a new password, or None.

    At least ten characters of any kind, not the sign-in name, and none that is tried first; `about` are names and
    numbers of the person and the place (NIST SP 800-63B 3.1.1.2: length before composition, and a list of known ones).
    """
    if len(password) < SHORTEST_PASSWORD:
        return f"密码至少要{SHORTEST_PASSWORD}个字符，可以用一句好记的话。"
    if len(password) > LONGEST_PASSWORD:
        return f"密码最多{LONGEST_PASSWORD}个字符。"
    if login_name and login_name.lower() in password.lower():
        return "密码里不能有登录名。"
    if len(set(password)) < 5:
        return "密码里重复的字符太多，换一个。"
    return known_fault(password, (login_name, *about))


def session_is_over(
    opened_at: datetime, seen_at: datetime, *, now: datetime, idle: timedelta, absolute: timedelta
) -> bool:
    """Whether a session has been unused, or open, for too long."""
    return now - seen_at > idle or now - opened_at > absolute
