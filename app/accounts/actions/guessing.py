"""How guessing a password or a code is slowed: by name and source, by source, by name; not in a browser that was right.

Whoever guesses from elsewhere closes those three for everybody but such a browser, which has a count of its own, so
that a stolen one cannot guess without end either (ASVS 5.0 6.1.1, 6.3.1; docs/adr/0012).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.accounts.models import Account
from app.core.brake import Allowance, Brake, brake_on, clear, forgive, must_be_open, note_failure
from app.core.known_browser import mark_of, this_browser
from app.core.source import source_of_request

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
PAIR = Allowance(free=5, first=MINUTE, longest=HOUR, leak=HOUR)
"""One name from one source: after five it soon becomes one guess an hour."""
SOURCE = Allowance(free=20, first=MINUTE, longest=15 * MINUTE, leak=5 * MINUTE)
"""One source over all names; an office of many people is one source."""
NAME = Allowance(free=30, first=MINUTE, longest=15 * MINUTE, leak=HOUR / 2)
"""One name over all sources; a single source, slowed by `PAIR` to 24 a day, never fills it."""
NAME_BY_CODE = Allowance(free=10, first=MINUTE, longest=HOUR, leak=HOUR)
"""Codes of one name: whoever guesses them knows the password, and there are only a million."""
BROWSER = Allowance(free=5, first=MINUTE, longest=timedelta(days=1), leak=6 * HOUR)
OLD_PASSWORD = Allowance(free=5, first=HOUR, longest=HOUR, leak=HOUR)
"""The old password on an open screen: at the fifth wrong one the session ends."""
WAIT = "试错的次数太多了，请等{minutes}分钟再试。在以前登录过的电脑或者手机上，照常可以登录；急用请打页脚的电话。"
WAIT_HERE = "在这里试错的次数太多了，请等{minutes}分钟再试；急用请打页脚的电话。"


@dataclass(frozen=True)
class Guesses:
    """The brakes on one try at a name's password or code, by one browser."""

    main: Brake
    wider: tuple[Brake, ...]
    is_known: bool
    """The browser was right for this name before."""

    def must_be_open(self, *, now: datetime, locked: bool = False) -> None:
        """Raises `TooMany`; `locked` within the transaction that will say whether the guess was right."""
        sentence = WAIT_HERE if self.is_known else WAIT
        must_be_open((self.main, *self.wider), sentence, now=now, locked=locked)

    def failed(self, *, now: datetime) -> None:
        """Count a wrong one."""
        note_failure((self.main, *self.wider), now=now)

    def succeeded(self, *, now: datetime) -> None:
        """Forget what was counted of this name and source."""
        forgive(self.main, self.wider, now=now)


def guesses_at(kind: str, login_name: str, account: Account | None) -> Guesses:
    """The brakes for a try of this request; `kind` is ``password`` or ``code``."""
    name, browser, source = plain_name(login_name), this_browser(), source_of_request()
    if account is not None and browser.knows(mark_of_account(account)):
        return Guesses(brake_on(kind, "browser", browser.id, name, allowance=BROWSER, about=name), (), True)
    pair = brake_on(kind, "pair", name, source, allowance=PAIR, about=name)
    by_name = brake_on(kind, "name", name, allowance=NAME if kind == "password" else NAME_BY_CODE, about=name)
    return Guesses(pair, (brake_on(kind, "source", source, allowance=SOURCE), by_name), False)


def guesses_in_session(account: Account) -> Guesses:
    """The brake for the old password, asked for in an open session."""
    name = plain_name(account.login_name)
    key = brake_on("old password", account.session_key, allowance=OLD_PASSWORD, about=name)
    return Guesses(key, (), True)


def plain_name(login_name: str) -> str:
    """A sign-in name as it is counted: small and capital letters are one."""
    return login_name.strip().casefold()[:40]


def release(login_name: str) -> int:
    """Open every brake of a name; returns how many there were."""
    return clear(plain_name(login_name))


def mark_of_account(account: Account) -> str:
    """The mark by which a browser that was right for this account is known; a new password makes it worthless."""
    return mark_of("account", str(account.id), account.password_hash)
