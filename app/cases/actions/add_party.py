"""Somebody joins a dispute that is under way: a co-owner, an heir, another household (若干规定 第27条; M26).

Nobody takes part because others agreed to it: whether the new party is willing is asked of them, and what they have not
said stays open (人民调解法 第17条).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.cases.actions.correct_party import rename
from app.cases.actions.freeze_papers import freeze_register
from app.cases.actions.intake import MOST_PARTIES, PartyIntake
from app.cases.actions.register_case import party_faults, write_party
from app.cases.actions.willingness import PARTICIPATION
from app.cases.models import Case, Party
from app.cases.models.records import Consent, ConsentMatter, RightsTold
from app.cases.queries.handling import hold, must_correct
from app.cases.rules.intake import KnownParty, twice_fault
from app.cases.terms import ConsentState
from app.core.db import db
from app.core.errors import Invalid
from app.core.permissions import Actor
from app.matters.actions.correct import Change, keep_changes
from app.papers.rules.people import STEMS

TOO_MANY = "当事人已经有三十位了：人再多的，请他们推选代表人来调解，或者按户分开登记。"
HOW_ASKED = "请选是怎么问的。"
WHEN_ASKED = "问过他愿不愿意的，请写是什么时候问的，不能晚于现在。"


@dataclass(frozen=True)
class Asked:
    """What the new party answered to the question of mediation, and how it was told of its rights, if it was."""

    consent: ConsentState
    method: str = ""
    rights_told: str = ""
    """``written`` or ``oral``; empty when nobody told it yet."""
    spoken_by: str = ""
    """Who answered, where it was not the party itself."""


def add_party(
    case: Case, given: PartyIntake, asked: Asked, *, occurred_at: datetime, reason: str, actor: Actor, now: datetime
) -> Party:
    """Write the party, what it answered and why it comes; title, open steps and register follow.

    Raises `NotAllowed` for another committee, `NotNow` when the text is frozen or the case is over, `Invalid` for what
    is wrong with the party, for one who stands on the other side already, and for the thirty-first.
    """
    hold(case)
    must_correct(case, actor)
    _check(case, given, asked, occurred_at, now)
    party = write_party(case, given, max((one.position for one in case.parties), default=0) + 1)
    party.participation = PARTICIPATION[asked.consent]
    db.session.flush()
    entry = {"case_id": case.id, "party_id": party.id, "occurred_at": occurred_at, "entered_at": now}
    _keep_answers(case, party, asked, {**entry, "typed_by_id": actor.id}, actor.display_name)
    change = Change("party", "", f"{STEMS[party.side - 1]}方　{party.name}")
    keep_changes(case, [change], reason=reason, actor=actor, now=now)
    rename(case)
    freeze_register(case, actor=actor, now=now)
    return party


def _check(case: Case, given: PartyIntake, asked: Asked, occurred_at: datetime, now: datetime) -> None:
    faults = party_faults(given, now)
    if not 1 <= given.side <= len(STEMS):
        faults["side"] = f"请选是哪一方，最多{len(STEMS)}方。"
    known = [KnownParty(one.side, one.name, one.id_number) for one in case.parties]
    twice = twice_fault([*known, KnownParty(given.side, given.name, given.id_number)])
    if twice:
        faults["name"] = twice
    if any(one.side == given.side and one.name == given.name and not given.id_number for one in case.parties):
        faults["name"] = f"{given.name}已经是这一方的当事人了；同名的另一位，请填上证件号。"
    if len(case.parties) >= MOST_PARTIES:
        faults["name"] = TOO_MANY
    if asked.consent is not ConsentState.PENDING and not asked.method:
        faults["method"] = HOW_ASKED
    if occurred_at > now:
        faults["occurred_at"] = WHEN_ASKED
    if faults:
        raise Invalid("有几处要改一下，填过的都在。", faults)


def _keep_answers(case: Case, party: Party, asked: Asked, entry: dict[str, object], teller: str) -> None:
    if asked.consent is not ConsentState.PENDING:
        said = {"matter": ConsentMatter.MEDIATE, "state": asked.consent, "method": asked.method}
        db.session.add(Consent(**said, spoken_by=asked.spoken_by or party.name, **entry))
    if asked.rights_told:
        told = {"committee_id": case.committee_id, "method": asked.rights_told}
        db.session.add(RightsTold(**told, spoken_by=teller, **entry))
