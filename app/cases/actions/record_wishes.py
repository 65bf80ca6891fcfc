"""Record what the parties say about mediators: whom they want, whom they do not (人民调解法 第19、23条)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.audit.actions.record import record
from app.cases.models import Case, PartyWish
from app.cases.queries import get_party
from app.cases.queries.handling import hold, must_be, must_handle
from app.cases.queries.proposal import wishes_of
from app.cases.rules.standing import choosing_fault
from app.core.db import db
from app.core.permissions import Actor


class Will(StrEnum):
    """What a party says about one mediator."""

    SILENT = "silent"
    CHOSEN = "chosen"
    OBJECTS = "objects"


WILL_NAMES = {Will.SILENT: "没说", Will.CHOSEN: "要他调", Will.OBJECTS: "不要他调"}


@dataclass(frozen=True)
class Wish:
    """One party's word about one pool member; silent takes an earlier word back."""

    party_id: int
    pool_member_id: int
    will: Will
    reason: str = ""


def record_wishes(
    case: Case, wishes: Sequence[Wish], *, occurred_at: datetime, actor: Actor, now: datetime
) -> dict[tuple[int, int], PartyWish]:
    """Keep what differs from what is known; returns all wishes of the case afterwards, by pool member and party.

    Raises `NotAllowed` for another committee, `NotNow` when mediation is over, `NotFound` for somebody who is no party
    of this case.
    """
    hold(case)
    must_handle(case, actor)
    must_be(choosing_fault(case.status))
    known, changed = wishes_of(case.id), 0
    for wish in wishes:
        party = get_party(case, wish.party_id)
        changed += _keep(case, wish, known.get((wish.pool_member_id, party.id)), occurred_at)
    if not changed:
        return known
    db.session.flush()
    record("case:wishes_recorded", case, actor, now=now, occurred_at=occurred_at, detail={"wishes": changed})
    return wishes_of(case.id)


def _keep(case: Case, wish: Wish, row: PartyWish | None, occurred_at: datetime) -> bool:
    objects, reason = wish.will is Will.OBJECTS, wish.reason.strip()[:300]
    if wish.will is Will.SILENT:
        if row is not None:
            db.session.delete(row)
        return row is not None
    if row is None:
        row = PartyWish(case_id=case.id, party_id=wish.party_id, pool_member_id=wish.pool_member_id)
        db.session.add(row)
    elif (row.objects, row.reason) == (objects, reason):
        return False
    row.objects, row.reason, row.occurred_at = objects, reason, occurred_at
    return True
