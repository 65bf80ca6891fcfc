"""A party is out of a mediation: it clearly refuses, or wants to stop.  The others go on as long as they can.

Who goes while the others go on gets a notice of their own, which says nothing of the others' terms.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from app.cases.actions.case_letters import LETTERS
from app.cases.models import Case, Party
from app.cases.models.letters import CaseLetter
from app.cases.papers.fill_notices import LEFT_ON, REASON, WHY
from app.cases.papers.notices import Ending
from app.cases.queries.asked import sides
from app.cases.queries.letters import case_letters_of
from app.cases.rules.taking_part import OVER, Standing, standing_of
from app.cases.terms import CaseLetterKind
from app.core.permissions import Actor
from app.letters.actions.draft import draft_letter
from app.letters.actions.leave import leave_letter
from app.matters.terms import Participation


def take_out(
    case: Case,
    parties: Sequence[Party],
    *,
    out: Participation,
    why: Ending,
    reason: str,
    on: date,
    actor: Actor,
    now: datetime,
) -> Standing:
    """Write that they refuse or have left; returns what that makes of the mediation.

    `why` is what their notice says, where the others go on: it waits to be sealed and handed over.
    """
    for party in parties:
        party.participation = out
    standing = standing_of(sides(case))
    if standing not in OVER:
        content = {WHY: why.value, LEFT_ON: on.isoformat(), REASON: reason}
        for party in parties:
            notice = CaseLetter(case=case, kind=CaseLetterKind.LEAVING, body_id=case.body_id, party=party)
            draft_letter(LETTERS, notice, content, actor=actor, now=now)
    return standing


def take_back(case: Case, parties: Sequence[Party], *, now: datetime) -> None:
    """They do not refuse any more: a notice that did not reach them yet has lost its point."""
    back = {party.id for party in parties}
    for letter in case_letters_of(case.id):
        if letter.kind is CaseLetterKind.LEAVING and letter.party_id in back:
            leave_letter(letter, now=now)
