"""Sittings of a dispute are recorded while its month asks and is extended: nothing is lost, nothing stands twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.audit.models import AuditEntry
from app.cases.actions.record_session import record_session
from app.cases.models.records import Consent, ConsentMatter, MediationSession
from app.cases.queries import case_by_id
from app.core.clock import end_of_day, local
from app.core.db import db
from app.core.transaction import transaction
from app.deadlines.actions.sweep import sweep_deadlines
from app.matters.actions.rebuild import differences
from app.processes.models import Task
from tests.processes.talks import account
from tests.story import SITTING, Story
from tests.together import beat_by_beat
from tests.town import NOW
from tests.trail import trail_fault


def sit(case_id: int, result: str) -> None:
    """Record one sitting, told from the others by its result."""
    with transaction():
        sitting = replace(SITTING, result=result)
        actor = account("mediator")
        record_session(case_by_id(case_id), sitting, held_at=NOW, spoken_by="", actor=actor, now=NOW)


def extend(story: Story) -> None:
    """The month is over, asks, and is extended by one day."""
    sweep_deadlines(story.now)
    agreed, oral = story.everyone("agreed"), story.everyone("oral")
    until = local(story.now).date() + timedelta(days=1)
    story.answer("ask_month", outcome="extended", consents=agreed, until=until, method=oral)


@pytest.mark.parametrize("rounds", [5, pytest.param(200, marks=pytest.mark.campaign)])
@pytest.mark.both
def test_two_record_sittings_while_the_month_asks_and_is_extended(app: Flask, rounds: int) -> None:
    story = Story().mediating_at("village")
    case_id, parties, first_end = story.case_id, len(story.case.parties), local(story.period("M2").due_at).date()
    db.session.remove()
    ends = [end_of_day(first_end + timedelta(days=place)) for place in range(rounds)]
    asking = [lambda now=now: extend(Story(now, case_id)) for now in ends]
    sitting = [[lambda text=f"{who}第{place}回": sit(case_id, text) for place in range(rounds)] for who in "甲乙"]
    seen = beat_by_beat(app, [asking, *sitting], lambda: list(differences()))
    assert seen == [[]] * rounds
    sittings = db.session.query(MediationSession).filter_by(case_id=case_id).order_by(MediationSession.ordinal)
    assert [one.ordinal for one in sittings] == list(range(1, 2 * rounds + 1))
    assert sorted(one.result for one in sittings) == sorted(f"{who}第{n}回" for who in "甲乙" for n in range(rounds))
    asked = db.session.query(Task).filter_by(subject_kind="case", subject_id=case_id, name="ask_month")
    assert [task.outcome for task in asked] == ["extended"] * rounds
    wishes = db.session.query(Consent).filter_by(case_id=case_id, matter=ConsentMatter.EXTEND).count()
    assert wishes == rounds * parties
    assert story.period("M2").due_at == end_of_day(first_end + timedelta(days=rounds))
    assert story.open == ["mediate"]
    deeds_done = dict(db.session.execute(select(AuditEntry.deed, func.count()).group_by(AuditEntry.deed)).all())
    assert (deeds_done["case:session_recorded"], deeds_done["step:ask_month"]) == (2 * rounds, rounds)
    assert list(differences()) == []
    with db.engine.connect() as connection:
        assert trail_fault(connection) is None
