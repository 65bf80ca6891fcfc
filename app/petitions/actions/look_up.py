"""Find a petition for whoever has its number and code; guessing codes is slowed, and answers alike for every number.

A code has fifty bits, so the brake is there for the machine's sake more than the code's (ASVS 5.0 2.4.1).  A browser
in which this petition was opened before has a count of its own: guessing from elsewhere does not shut it out.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from app.core.brake import Allowance, Brake, brake_on, must_be_open, note_failure
from app.core.errors import NotFound
from app.core.known_browser import mark_of, remember, this_browser
from app.core.source import source_of_request
from app.core.transaction import transaction
from app.petitions.actions.follow import find_petition
from app.petitions.models import Petition

MINUTE = timedelta(minutes=1)
PAIR = Allowance(free=6, first=MINUTE, longest=15 * MINUTE, leak=10 * MINUTE)
"""One number from one source."""
SOURCE = Allowance(free=20, first=MINUTE, longest=15 * MINUTE, leak=5 * MINUTE)
NUMBER = Allowance(free=30, first=MINUTE, longest=5 * MINUTE, leak=2 * MINUTE)
"""One number over all sources; never long, for whoever has the right code may be at a new telephone."""
BROWSER = Allowance(free=10, first=MINUTE, longest=60 * MINUTE, leak=10 * MINUTE)
WAIT = "查询码试错的次数太多了，请等{minutes}分钟再查。急着要知道的，带身份证到镇信访办问。"


def look_up(number: str, code: str, *, now: datetime) -> Petition:
    """The petition.  Raises `NotFound`, the same for a wrong number and a wrong code, and `TooMany` after many of them.

    The failure is kept: it must survive the refusal.
    """
    brakes = _brakes(number)
    must_be_open(brakes, WAIT, now=now)
    try:
        found = find_petition(number, code)
    except NotFound:
        with transaction():
            note_failure(brakes, now=now)
        raise
    remember(_mark(number))
    return found


def _mark(number: str) -> str:
    """A browser gets it with the right code; the code itself never changes."""
    return mark_of("petition", number.strip(), "")


def _brakes(number: str) -> tuple[Brake, ...]:
    named, browser, source = number.strip(), this_browser(), source_of_request()
    if browser.knows(_mark(named)):
        return (brake_on("follow browser", browser.id, named, allowance=BROWSER),)
    return (
        brake_on("follow", named, source, allowance=PAIR),
        brake_on("follow source", source, allowance=SOURCE),
        brake_on("follow number", named, allowance=NUMBER),
    )
