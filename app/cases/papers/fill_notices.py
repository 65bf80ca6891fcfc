"""Fill the notices that mediation is over: for everybody when it ends, for one party when the others go on."""

from __future__ import annotations

from datetime import date, datetime

from app.cases.models import Case
from app.cases.models.letters import CaseLetter
from app.cases.models.records import Termination, TerminationKind
from app.cases.papers.notices import Ending, LeavingNotice, TerminationNotice
from app.cases.papers.print_papers import dispute_name, issuer_of, mediator_names, paper_parties, routes_of
from app.cases.queries import sessions_of, termination_of
from app.cases.queries.asked import asked_parties
from app.core.clock import local
from app.core.errors import NotNow
from app.organisations.queries import get_body
from app.papers.rules import people

WHY, LEFT_ON, REASON, ROUTES = "ending", "left_on", "reason", "routes"
"""What a leaving letter keeps: the way (`Ending`), the day, and the words."""
ENDINGS = {
    TerminationKind.NOT_ACCEPTED: Ending.NOT_ACCEPTED,
    TerminationKind.REFUSED: Ending.REFUSED,
    TerminationKind.UNREACHED: Ending.UNREACHED,
    TerminationKind.STOPPED: Ending.STOPPED,
    TerminationKind.WITHDRAWN: Ending.WITHDRAWN,
    TerminationKind.NOT_REACHED: Ending.NOT_REACHED,
    TerminationKind.OUTSIDE: Ending.OUTSIDE,
}


def ending_of(case: Case, ended: Termination) -> Ending:
    """Which notice tells of an end; a refusal before acceptance is a reason not to accept."""
    if ended.kind is TerminationKind.REFUSED and case.handling is None:
        return Ending.NOT_WANTED
    return ENDINGS[ended.kind]


def termination_notice(case: Case) -> TerminationNotice:
    """终止调解告知书 (or 不予受理, 调解不成).  Raises `NotNow` while mediation goes on."""
    ended = termination_of(case.id)
    if ended is None:
        raise NotNow("调解还没有结束，没有这份告知书。")
    handling = case.handling
    told = {one.id for one in asked_parties(case, "tell_routes")}
    return TerminationNotice(
        number=case.number,
        issuer=issuer_of(case.committee),
        parties=tuple(paper for key, paper in _labelled(case) if key in told),
        issued_on=_day(ended.told_at or ended.occurred_at),
        draft=False,
        ending=ending_of(case, ended),
        dispute_name=dispute_name(case),
        dispute_type=case.dispute_type,
        reason=ended.reason,
        applied_on=_day(case.applied_at),
        accepted_on=handling.accepted_on if handling else None,
        ended_on=_day(ended.occurred_at),
        mediators=mediator_names(case),
        has_sat=bool(sessions_of(case.id)),
        undisputed_facts=tuple(line.strip() for line in ended.undisputed_facts.splitlines() if line.strip()),
        told_routes=routes_of(case, ended.told_routes),
    )


def left_on(letter: CaseLetter) -> date:
    """The day on which the party of a leaving letter was out."""
    return date.fromisoformat(letter.content[LEFT_ON])


def leaving_notice(letter: CaseLetter) -> LeavingNotice:
    """终止调解告知书 for one party: it leaves, the others go on."""
    case, sender = letter.case, get_body(letter.body.sealing_id)
    handling = next((one for one in case.handlings if one.committee_id == sender.id), None)
    side = letter.party.side if letter.party else 0
    return LeavingNotice(
        number=handling.number if handling else "",
        issuer=issuer_of(sender),
        parties=tuple(paper for key, paper in _labelled(case) if key == letter.party_id),
        issued_on=letter.sealed_on,
        draft=letter.sealed_on is None,
        ending=Ending(letter.content[WHY]),
        dispute_name=dispute_name(case),
        dispute_type=case.dispute_type,
        reason=letter.content[REASON],
        accepted_on=handling.accepted_on if handling else None,
        ended_on=left_on(letter),
        mediators=mediator_names(case),
        others=tuple(one.name for one in case.parties if one.side != side),
        told_routes=routes_of(case, letter.content.get(ROUTES, "")),
    )


def _labelled(case: Case) -> list[tuple[int, people.Party]]:
    """Every party as papers name it (甲方一 …), with its id: also where not all of them stand on the paper."""
    parties = sorted(case.parties, key=lambda one: (one.side, one.position))
    return list(zip((one.id for one in parties), paper_parties(parties), strict=True))


def _day(moment: datetime | None) -> date | None:
    return None if moment is None else local(moment).date()
