"""What the parties answer to the question of mediation, at its step and later, and who was told its rights."""

from __future__ import annotations

from collections.abc import Mapping

from app.cases.actions.leaving import take_back, take_out
from app.cases.models import Case, Party
from app.cases.models.records import Consent, ConsentMatter, RightsTold
from app.cases.papers.notices import Ending
from app.cases.queries.asked import asked_parties
from app.cases.rules.consents import REFUSED
from app.cases.rules.taking_part import Standing
from app.cases.terms import ConsentState
from app.core.clock import local
from app.core.db import db
from app.matters.terms import Participation
from app.processes.registry import Submission

PARTICIPATION: Mapping[str, Participation] = {
    ConsentState.AGREED: Participation.WILLING,
    ConsentState.PENDING: Participation.UNANSWERED,
    ConsentState.REFUSED: Participation.REFUSED,
}
"""What an answer to the question of mediation makes of somebody."""
NOT_YET = "not_yet"
"""Of rights: nobody told this party so far."""


def keep_consents(
    case: Case,
    submission: Submission,
    matter: ConsentMatter,
    answers: Mapping[int, str],
    methods: Mapping[int, str] | None = None,
) -> None:
    """Write every party's answer to a question as its own row, with how it was asked where the form says so."""
    for party_id, state in answers.items():
        db.session.add(
            Consent(
                case_id=case.id,
                party_id=party_id,
                matter=matter,
                state=ConsentState(state),
                method=(methods or {}).get(party_id, ""),
                **submission.entry,
            )
        )


def keep_willingness(case: Case, submission: Submission, *, asked_by: str = "record_consents") -> Mapping[int, str]:
    """Write who is willing, silent or refuses, of those this step or action asks; returns their answers by party.

    Who refuses is out, with a notice where the others go on; who does not refuse any more is in again.
    """
    asked = {party.id: party for party in asked_parties(case, asked_by)}
    answers = {key: state for key, state in submission.per_party("consent").items() if key in asked}
    keep_consents(case, submission, ConsentMatter.MEDIATE, answers, submission.per_party("method"))
    was_out = [party for party in asked.values() if party.participation is Participation.REFUSED]
    refusing = [asked[key] for key, state in answers.items() if state == REFUSED and asked[key] not in was_out]
    for key, state in answers.items():
        if state != REFUSED:
            asked[key].participation = PARTICIPATION[state]
    take_back(case, [party for party in was_out if answers.get(party.id, REFUSED) != REFUSED], now=submission.now)
    if refusing:
        _refuse(case, refusing, submission)
    return answers


def _refuse(case: Case, refusing: list[Party], submission: Submission) -> Standing:
    return take_out(
        case,
        refusing,
        out=Participation.REFUSED,
        why=Ending.REFUSED,
        reason=submission.text("note") or f"{'、'.join(party.name for party in refusing)}明确表示不愿意调解。",
        on=local(submission.occurred_at).date(),
        actor=submission.actor,
        now=submission.now,
    )


def keep_rights_told(case: Case, submission: Submission) -> None:
    """Write who was told its rights and duties, and how; of whom nobody told them there is no row (若干规定 第30条)."""
    for party_id, method in submission.per_party("told").items():
        if method != NOT_YET:
            told = {"committee_id": case.committee_id, "method": method}
            db.session.add(RightsTold(case_id=case.id, party_id=party_id, **told, **submission.entry))
