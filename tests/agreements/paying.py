"""A part of the money that was promised is given."""

from __future__ import annotations

from decimal import Decimal

from app.agreements.actions.enter_performance import enter_performance
from app.agreements.models import PerformanceEntry
from app.agreements.queries import duties_of, the_agreement
from app.agreements.rules.part_performance import Entered
from app.agreements.terms import EntryKind, ProofWay
from app.core.clock import local
from app.core.transaction import transaction
from tests.story import Story


def paid_in_part(story: Story) -> PerformanceEntry:
    """Ten yuan of the last promise that is about money, with a receipt in the file."""
    actor, today = story.account("mediator"), local(story.now).date()
    receipt = Entered(EntryKind.PAYMENT, today, Decimal(10), way=ProofWay.RECEIPT, has_paper=True)
    entry = {"occurred_at": story.now, "entered_at": story.now, "spoken_by": "王乙", "typed_by_id": actor.id}
    with transaction():
        duty = [one for one in duties_of(the_agreement(story.case_id).id) if one.amount is not None][-1]
        return enter_performance(duty, receipt, entry=entry, paper_at="附在卷后", actor=actor, now=story.now)
