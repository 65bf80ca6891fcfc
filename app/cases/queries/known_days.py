"""The days of a dispute that stand on record with the committee that handles it now."""

from __future__ import annotations

from app.cases.models import Case
from app.cases.queries import rights_told_of, sessions_of
from app.cases.rules.order import Event, Known
from app.core.clock import local


def known_days(case: Case) -> Known:
    """Of several of a kind all; what another committee did before stands in its own file."""
    committee, handling = case.committee_id, case.handling
    return {
        Event.APPLICATION: [local(case.applied_at).date()],
        Event.ACCEPTANCE: [handling.accepted_on] if handling else [],
        Event.RIGHTS: [local(r.occurred_at).date() for r in rights_told_of(case.id) if r.committee_id == committee],
        Event.SITTING: [local(s.occurred_at).date() for s in sessions_of(case.id) if s.body.sealing_id == committee],
    }
