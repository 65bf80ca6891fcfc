"""Who may be a party, and what must be known of a dispute that comes in.  Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from app.core.normalise import search_text
from app.core.terms import Level
from app.organisations.rules import comes_of_age_on


@dataclass(frozen=True)
class KnownParty:
    """A party as the rules see it: on which side, who."""

    side: int
    name: str
    id_number: str = ""


def sides_fault(sides: Collection[int]) -> str | None:
    """Why there is nothing to mediate: fewer than two sides.  Source: 若干规定 第20条 (parties to a civil dispute)."""
    return None if len(set(sides)) >= 2 else "至少要有两方当事人。"


def twice_fault(parties: Iterable[KnownParty]) -> str | None:
    """Why these parties cannot stand against each other: one person on two sides; None when nobody does.

    Known by the ID number; without one a name that stands there twice is taken for the same person's.
    """
    known = list(parties)
    seen: dict[str, int] = {}
    counted = Counter(search_text(party.name) for party in known)
    for party in known:
        key = f"id {party.id_number}" if party.id_number else f"name {search_text(party.name)}"
        if not party.id_number and counted[search_text(party.name)] == 1:
            continue
        if seen.setdefault(key, party.side) != party.side:
            return f"{party.name}在两方都出现了，同一个人不能自己跟自己调解。"
    return None


def is_of_the_village(name: str, *, is_organisation: bool, village: str) -> bool:
    """Whether a party looks like the village's own committee, cooperative, group or firm: it is named after it.

    A question to people, never an answer: the village's committee is near to it, and says so (domain §10b).
    """
    return is_organisation and bool(village) and search_text(village) in search_text(name)


def guardian_fault(born_on: date | None, *, has_guardian: bool, today: date) -> str | None:
    """Why a party cannot speak for itself: under eighteen and without a guardian; None when age is not known either.

    Source: 民法典 第17、23条 (a minor's guardian is the legal agent).
    """
    if born_on is None or has_guardian or comes_of_age_on(born_on) <= today:
        return None
    return "未满十八周岁，要填监护人。"


def court_faults(*, from_court: bool, is_referral: bool, received_on: date | None) -> dict[str, str]:
    """What does not fit together about a matter a court handed over, by field; empty when all does.

    Its period counts from the day after the file was received.  Source: 特邀调解规定 第27条.
    """
    faults = {}
    if from_court and not is_referral:
        faults["source"] = "选了法院转来的，“怎么来的”请选“委托移送”；不是法院转来的，请把那一项改回来。"
    if from_court and received_on is None:
        faults["court_received_on"] = "请填签收法院材料的那一天，回复法院的期限从第二天起算。"
    return faults


def place_fault(level: Level, committee_village_id: int | None, village_id: int) -> str | None:
    """Why a committee does not register a dispute of this village; None for its own and for the town's committee.

    Source: 若干规定 第21条 (where a party lives, or the dispute arose).
    """
    if level is Level.TOWN or committee_village_id == village_id:
        return None
    return "这是别村的事，请那个村登记，或者请镇调解中心登记。"
