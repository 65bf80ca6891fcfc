"""Password and session rules.  Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.accounts.rules.known_passwords import known_fault
from app.core.normalise import same_name
from app.core.permissions import ROLE_NAMES, Role

SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 128
DISCIPLINE_HEAD = "镇纪委书记"
AT_THE_COMPUTER = "有人在装系统的电脑上"
"""Who did what a command did."""


WITH_SECOND_FACTOR = frozenset(
    {Role.ADMINISTRATOR, Role.JUSTICE_OFFICE, Role.GOVERNMENT_LEADER, Role.DISCIPLINE_OFFICER, Role.PARTY_SECRETARY}
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


CONFIRMED_ROLES = frozenset({Role.DISCIPLINE_OFFICER, Role.PARTY_SECRETARY})
"""Accounts of these roles work only after a second person confirmed them: the officers of the closed room, and whoever
confirms their head (信访工作条例 第30条; docs/adr/0011)."""
TOLD_TO_OFFICERS = CONFIRMED_ROLES | {Role.ADMINISTRATOR}
"""What happens to accounts of these roles is told to the officers of the closed room as well."""


@dataclass(frozen=True)
class Somebody:
    """Who opened, asks, or would confirm: the account, the human being behind it, the name."""

    account_id: int
    person_id: int
    name: str

    def is_same_human(self, other: Somebody) -> bool:
        """One person entered twice has two rows and one name: the same name is taken for the same person."""
        return self.person_id == other.person_id or same_name(self.name, other.name)


def confirmer_name(*, as_head: bool) -> str:
    """Whose word an account needs: the Party secretary's for the head of discipline, else the head's."""
    return ROLE_NAMES[Role.PARTY_SECRETARY] if as_head else DISCIPLINE_HEAD


def holds_the_office(role: Role, *, is_head: bool, as_head: bool) -> bool:
    """Whether somebody of this role is the second person for an account (of the head, or of another)."""
    return role is Role.PARTY_SECRETARY if as_head else role is Role.DISCIPLINE_OFFICER and is_head


def second_person_fault(
    me: Somebody, owner: Somebody, *, askers: Iterable[Somebody], holds_the_office: bool, as_head: bool
) -> str:
    """Why somebody is not the second person for the owner's account; empty when he is.

    Never oneself under another name, never who opened it or gave it a password (`askers`), and only the holder of the
    office, whose own account works.  Source: 信访工作条例 第30条; docs/adr/0011.
    """
    if me.is_same_human(owner):
        if me.person_id != owner.person_id:
            return "您和他同名，同名的不能互相核准。请在装系统的电脑上打印核准单，由别人签字。"
        return "自己的账号不能自己核准，换一个登录名也不行。"
    if any(me.is_same_human(asker) for asker in askers):
        return "这个账号是您开的，或者密码是您换的，要由另一个人来核准。"
    return "" if holds_the_office else f"这个账号要由{confirmer_name(as_head=as_head)}来核准。"


def first_password_is_over(until: datetime | None, *, must_change: bool, now: datetime) -> bool:
    """Whether a password somebody else drew was left unused for too long (ASVS 5.0 6.4.1)."""
    return must_change and until is not None and now > until
