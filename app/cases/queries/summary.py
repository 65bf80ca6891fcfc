"""A dispute in short, for the row of its matter."""

from __future__ import annotations

from app.cases.models import Case
from app.core.clock import local
from app.matters.rules.summary import Summary


def summary_of(case: Case) -> Summary:
    """What lists say of a dispute; its number and its day of acceptance are those of the committee that has it now."""
    return Summary(
        number=case.number,
        title=case.title,
        category=case.dispute_type.value,
        source=case.source.value,
        region=case.region,
        village_id=case.village_id,
        committee_id=case.committee_id,
        office_id=None,
        status=case.status.value,
        outcome="",
        accepted_on=case.handling.accepted_on if case.handling else None,
        opened_at=case.registered_at,
        ended_on=local(case.ended_at).date() if case.ended_at else None,
    )
