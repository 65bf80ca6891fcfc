"""A dozen petitions in different states, received from 1 March to 30 June 2026, and one on either side of it."""

from __future__ import annotations

from copy import deepcopy
from datetime import date, timedelta
from typing import Self

from app.core.transaction import transaction
from app.petitions.actions.follow import evaluate
from app.petitions.actions.intake import PetitionerIntake
from app.petitions.terms import Channel, Origin
from app.statistics.rules import Period
from tests.petitions.way import Way
from tests.stations import station

HALF = Period(date(2026, 3, 1), date(2026, 6, 30))
ID_NUMBER, PHONE = "370304196005010018", "13912345678"
WRITER = PetitionerIntake(name="陈一", id_number="", phone=PHONE, address="小海眼社区8号")
Ways = dict[str, Way]


def on(month: int, day: int) -> Way:
    """A way that begins on a day of 2026."""
    return Way().on(date(2026, month, day))


def day_after(way: Way, code: str, days: int = 1) -> date:
    """So many days after the last day of a running period."""
    return way.period(code).due_on + timedelta(days=days)


def opinion_on(way: Way, days: int) -> Way:
    """Accepted, handled, and the opinion sealed and served so many days after the last of the sixty."""
    way.investigating().investigate().opinion()
    return way.on(day_after(way, "D5", days)).letter_out()


def scored(way: Way, desk: str, unit: str) -> Way:
    """The petitioner evaluates desk and unit."""
    with transaction():
        evaluate(way.petition, way.claim_id, desk=desk, unit=unit, comment="", now=way.now)
    return way


def _answered() -> Way:
    way = on(3, 1).register(
        channel=Channel.VISIT,
        petitioners=(WRITER, PetitionerIntake(name="@陈二", address="小海眼社区8号")),
        signatures=12,
        claims=("=HYPERLINK(1)",),
        story=f"身份证{ID_NUMBER}，电话{PHONE}，门口的路没有修。",
        national_number="370304202603010001",
    )
    return scored(way.sort().decide("accepted").letter_out().assigned().opinion_out(), "content", "not")


def _late_notice() -> Way:
    way = on(3, 2).register(village="赵庄").sort().decide("accepted")
    return way.on(day_after(way, "D2")).letter_out()


def _settled() -> Way:
    way = on(3, 5).investigating().investigate("settled")
    way.on(way.period("D5").due_on)
    given = {"kind": "reconciled", "both_willing": "yes", "agreed_on": way.today, "other_party": "王甲"}
    return way.answer("record_settlement", outcome="settled", text="各退一步。", **given)


def _withdrawn() -> Way:
    return on(3, 5).register().withdraw()


def _simple() -> Way:
    way = on(3, 9).register().sort().decide("simple", told_how="phone")
    return way.answer("answer_simply", outcome="answered", reply="路灯修好了。", told_how="phone")


def _returned() -> Way:
    way = on(3, 10).transferred(reply_due_on=date(2026, 5, 1), origin=Origin.ASSIGNED).sort()
    way.decide("objection", competent_body="区自然资源局")
    return way.objection_out().objection_answered("agreed")


class HalfYear:
    """All of it, made once and laid down."""

    def __init__(self) -> None:
        self.ways: Ways = {}

    @station
    def passed(self) -> Self:
        """It is over."""
        self.ways = _ways()
        return self


def half_year() -> Ways:
    """Every way by its name; thirteen claims of twelve petitions lie in `HALF`."""
    return deepcopy(HalfYear().passed().ways)


def _ways() -> Ways:
    ways = {"answered": _answered(), "late_notice": _late_notice()}
    ways["late_opinion"] = opinion_on(on(3, 3), 1)
    ways["last_day_opinion"] = opinion_on(on(3, 4), 0)
    ways |= {"settled": _settled(), "withdrawn": _withdrawn(), "simple": _simple(), "returned": _returned()}
    ways["suggestion"] = on(3, 11).register(channel=Channel.NETWORK).sort("suggestion").decide("suggestion")
    same = ways["late_notice"].claim.number
    ways["joined"] = on(3, 12).register().answer("sort_claim", outcome="joined", joined_to=same, reason="同一件事。")
    ways["led_in"] = on(3, 13).register().sort(route="litigation").decide("led_in", procedure="向人民法院起诉")
    ways["two"] = on(6, 30).register(
        village=None,
        channel=Channel.PHONE,
        claims=("修路。", "清沟。"),
        repeats_id=ways["answered"].petition.id,
    )
    ways["before"] = on(2, 28).register(channel=Channel.FAX)
    ways["after"] = on(7, 1).register(channel=Channel.FAX)
    return ways
