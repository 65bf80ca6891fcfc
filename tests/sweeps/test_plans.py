"""A sweep costs the same however much is waiting for later: it reads its index alone, and only what is due."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.core.db import db
from app.core.transaction import transaction
from app.deadlines.actions.sweep import due_to_ring, sweep_deadlines
from app.notifications.actions.deliver import sweep_outbox
from app.notifications.actions.queue_message import queue_message
from app.notifications.models import Outbox, OutboxState
from app.notifications.rules import Channel, Message
from app.processes.actions.sweep import sweep_timers
from app.processes.models import Process, Timer
from tests.notifications.outside import account_named
from tests.story import Story
from tests.sweeps.crowd import copy_row, crowd, open_due, settle
from tests.sweeps.plans import claim_of, listening, touched, ways_in
from tests.town import NOW

FEW, DUE = 1_000, 20
BESIDE = 20_000
"""Rows of the smaller tables."""
FAR = timedelta(days=400)


@pytest.fixture
def story(app: object) -> Story:
    """A registered dispute, after everything that rings at its registration has rung."""
    story = Story().register()
    sweep_deadlines(NOW)
    return story


@pytest.mark.parametrize("many", [20_000, pytest.param(100_000, marks=pytest.mark.campaign)])
@pytest.mark.both
def test_the_ring_of_deadlines_costs_the_same_among_very_many(story: Story, many: int) -> None:
    claim = claim_of(sweep_deadlines, "deadline", NOW)
    stranger = account_named("stranger").committee_id
    seen: list[tuple[int, int]] = []
    open_due(story.case, 1, first=many, now=NOW)  # the question that such a lapse opens is opened once
    sweep_deadlines(NOW)
    for first, last in ((0, FEW), (FEW, many)):
        crowd(first, last, committee_id=stranger, now=NOW)
        open_due(story.case, DUE, first=first, now=NOW)
        settle()
        assert ways_in(claim, "deadline") == ["ix_deadline_rings_at"]
        looked_at = touched(claim, "deadline")
        with listening() as sent:
            assert sweep_deadlines(NOW) == DUE
        seen.append((looked_at, len(sent)))
    assert seen[0] == seen[1]
    assert seen[0][0] >= DUE, "the counting itself is broken"


@pytest.mark.both
def test_the_claim_is_the_query_that_is_shown(story: Story) -> None:
    """`due_to_ring` is what the sweep sends, but for the locks PostgreSQL takes."""
    claim, _ = claim_of(sweep_deadlines, "deadline", NOW)
    with listening() as sent:
        db.session.execute(due_to_ring(NOW))
    assert claim.removesuffix(" FOR UPDATE SKIP LOCKED") == sent[0][0]


@pytest.mark.both
def test_the_claim_of_timers_reads_its_index_alone(story: Story) -> None:
    claim = claim_of(sweep_timers, "timer", NOW)
    _timers(story, FEW, due=DUE)
    settle()
    few = touched(claim, "timer")
    assert ways_in(claim, "timer") == ["ix_timer_waiting"]
    _timers(story, BESIDE)
    settle()
    assert ways_in(claim, "timer") == ["ix_timer_waiting"]
    assert touched(claim, "timer") == few >= DUE


@pytest.mark.both
@pytest.mark.usefixtures("app")
def test_the_claim_of_messages_reads_its_index_alone() -> None:
    claim = claim_of(sweep_outbox, "outbox", NOW)
    _messages("few", FEW, due=DUE)
    settle()
    few = touched(claim, "outbox")
    assert ways_in(claim, "outbox") == ["ix_outbox_waiting"]
    _messages("many", BESIDE)
    settle()
    assert ways_in(claim, "outbox") == ["ix_outbox_waiting"]
    assert touched(claim, "outbox") == few > 0


def _timers(story: Story, many: int, *, due: int = 0) -> None:
    """So many timers that wait for long, as many that are gone, and some that are due."""
    with transaction():
        process_id = db.session.scalars(sa.select(Process.id).where(Process.subject_id == story.case_id)).one()
        for copies, due_at, gone_at in ((many, NOW + FAR, None), (many, NOW - FAR, NOW), (due, NOW - FAR, None)):
            if copies == 0:
                continue
            one = Timer(
                process_id=process_id,
                engine_id="1",
                name="month",
                code="M2",
                step_name="mediate",
                due_at=due_at,
                gone_at=gone_at,
            )
            db.session.add(one)
            db.session.flush()
            copy_row("timer", one.id, copies - 1)


def _messages(prefix: str, many: int, *, due: int = 0) -> None:
    """So many messages that are sent, as many that wait for long, and some that are due."""
    kinds = ((many, NOW, OutboxState.SENT), (many, NOW + FAR, OutboxState.WAITING), (due, NOW, OutboxState.WAITING))
    with transaction():
        account = account_named("mediator")
        for number, (copies, at, state) in enumerate(kinds):
            if copies == 0:
                continue
            key = f"{prefix}-{number}"
            queue_message(account, Channel.SMS, Message("解忧：提醒", "正文"), key=key, at=at, now=NOW)
            one = db.session.scalars(sa.select(Outbox).where(Outbox.key == key)).one()
            one.state = state
            db.session.flush()
            copy_row("outbox", one.id, copies - 1, key=lambda step, k=key: k + "-" + sa.cast(step, sa.String))
