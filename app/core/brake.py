"""The brake on guessing: failures are counted, each makes the next try wait longer, and nobody is locked out for good.

What is counted (a sign-in name, a petition's number, an address) is kept only as a keyed hash, and swept when it is
forgotten: source addresses are personal data (个人信息保护法 第6条).  ASVS 5.0 6.1.1, 6.3.1, 2.4.1.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import Float, String, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Model, db, locked_or_made
from app.core.errors import TooMany
from app.core.key_ring import KeyRing
from app.core.transaction import transaction

MOST_DOUBLINGS = 16


class Tally(Model):
    """How often something failed, and until when it stays closed."""

    __tablename__ = "brake"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    """Keyed hash of what is counted."""
    about: Mapped[str] = mapped_column(String(64), index=True)
    """Keyed hash of the name or number it concerns, by which all its tallies are cleared; empty for an address."""
    level: Mapped[float] = mapped_column(Float)
    """Failures that are not forgotten yet, at `noted_at`."""
    noted_at: Mapped[datetime]
    closed_until: Mapped[datetime]
    forgotten_at: Mapped[datetime] = mapped_column(index=True)


@dataclass(frozen=True)
class Allowance:
    """So many failures are `free`; the last of them and each further one closes for `first`, doubled every time up to
    `longest`.  One failure is forgotten every `leak`."""

    free: int
    first: timedelta
    longest: timedelta
    leak: timedelta

    def left_of(self, level: float, passed: timedelta) -> float:
        """What is left of a level some time later."""
        return max(0.0, level - max(passed, timedelta()) / self.leak)

    def wait_at(self, level: float) -> timedelta:
        """How long a failure that brought the tally to this level closes."""
        over = math.floor(level + 0.5) - self.free
        return timedelta() if over < 0 else min(self.first * 2 ** min(over, MOST_DOUBLINGS), self.longest)


@dataclass(frozen=True)
class Brake:
    """One thing that is counted."""

    key: str
    about: str
    allowance: Allowance


def brake_on(kind: str, *what: str, allowance: Allowance, about: str = "") -> Brake:
    """The brake of a kind on something (a name and an address, say); `about` is what `clear` finds it by."""
    return Brake(hidden(kind, *what), hidden("about", about) if about else "", allowance)


def hidden(*what: str) -> str:
    """A keyed hash of words: it tells nothing without the key file."""
    ring: KeyRing = current_app.config["KEY_RING"]
    return ring.blind_index("\x00".join(what), "brake")


def must_be_open(brakes: Iterable[Brake], sentence: str, *, now: datetime, locked: bool = False) -> None:
    """Raises `TooMany` while one of them is closed; `sentence` says how long: ``{minutes}``.

    `locked` keeps the tallies until the transaction ends, so that of many tries at the same moment each sees the one
    before.
    """
    keys = sorted(one.key for one in brakes)
    found = select(Tally).where(Tally.key.in_(keys)).order_by(Tally.key)
    found = found.with_for_update() if locked else found
    rows = db.session.scalars(found.execution_options(populate_existing=True)).all()
    left = max((row.closed_until - now for row in rows), default=timedelta())
    if left > timedelta():
        seconds = math.ceil(left.total_seconds())
        raise TooMany(sentence.format(minutes=math.ceil(seconds / 60)), retry_after=seconds)


def note_failure(brakes: Iterable[Brake], *, now: datetime) -> None:
    """Count one failure on each."""
    for brake in sorted(brakes, key=lambda one: one.key):
        row = _locked(brake, now)
        row.level = brake.allowance.left_of(row.level, now - row.noted_at) + 1
        _settle(row, brake.allowance, now)
        row.closed_until = now + brake.allowance.wait_at(row.level)
    db.session.flush()


def forgive(brake: Brake, others: Iterable[Brake], *, now: datetime) -> None:
    """Somebody got in: forget what was counted here, and as much of it in the wider tallies."""
    row = db.session.get(Tally, brake.key, populate_existing=True, with_for_update=True)
    if row is None:
        return
    own = brake.allowance.left_of(row.level, now - row.noted_at)
    db.session.delete(row)
    for other in sorted(others, key=lambda one: one.key):
        wider = _locked(other, now)
        wider.level = max(0.0, other.allowance.left_of(wider.level, now - wider.noted_at) - own)
        _settle(wider, other.allowance, now)
    db.session.flush()


def clear(about: str) -> int:
    """Forget every tally about a name or number; returns how many there were."""
    found = delete(Tally).where(Tally.about == hidden("about", about)).returning(Tally.key)
    return len(db.session.scalars(found).all())


def sweep_brakes(now: datetime) -> None:
    """Delete the tallies that are forgotten: the clockwork runs this every minute."""
    with transaction():
        db.session.execute(delete(Tally).where(Tally.forgotten_at <= now))


def _locked(brake: Brake, now: datetime) -> Tally:
    def make() -> Tally:
        moments = {"noted_at": now, "closed_until": now, "forgotten_at": now}
        return Tally(key=brake.key, about=brake.about, level=0.0, **moments)

    return locked_or_made(select(Tally).where(Tally.key == brake.key), make)


def _settle(row: Tally, allowance: Allowance, now: datetime) -> None:
    row.noted_at = now
    row.forgotten_at = max(now + allowance.leak * row.level, now + allowance.wait_at(row.level))
