"""A town with fifty periods that lapse at once and two hundred messages that wait, and what became of them."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

from sqlalchemy import func, select

from app.accounts.models import Account
from app.audit.models import AuditEntry
from app.cases.queries import case_by_id
from app.core.clock import local, now
from app.core.db import Model, db
from app.core.transaction import transaction
from app.deadlines.actions.open_deadline import open_deadline
from app.deadlines.models import Deadline
from app.deadlines.terms import DeadlineState, Stage
from app.mediators.actions.watch_terms import sweep_terms
from app.notifications.actions.queue_message import queue_message
from app.notifications.models import Notice, Outbox, OutboxState
from app.notifications.rules import Channel, Message
from tests.story import Story
from tests.town import build_town
from tests.trail import trail_fault

LAPSES, MESSAGES, CASES = 50, 200, 5
LAPSED_FOR = timedelta(days=120)
WINDOW = "M5"
CODES = ("M2", WINDOW, "M3c", "M4a", "W1")
"""Some that open a question, one that is late, and a window that closes."""
TOLD = ("head", "mediator")
"""Who hears of a lapse: the head of the committee, and whoever registered the case."""


def build() -> None:
    """Tables, the small town as it is in use, five disputes, ten overdue periods of each, and the messages."""
    Model.metadata.create_all(db.engine)
    build_town()
    moment = now()
    sweep_terms(moment)
    applied_at = moment - timedelta(hours=1)
    cases = [Story(moment).register(applied_at=applied_at).case_id for _ in range(CASES)]
    with transaction():
        for number in range(LAPSES):
            _overdue(cases[number % CASES], CODES[number // CASES % len(CODES)], number, moment)
        mediator = db.session.query(Account).filter_by(login_name="mediator").one()
        for number in range(MESSAGES):
            words = Message("解忧：提醒", f"解忧提醒：第{number}条。")
            queue_message(mediator, Channel.SMS, words, key=f"killed:{number}", at=moment, now=moment)
    db.session.remove()


def _overdue(case_id: int, code: str, number: int, moment: datetime) -> None:
    case = case_by_id(case_id)
    open_deadline(
        case,
        code,
        starts=local(moment - LAPSED_FOR).date(),
        region=case.region,
        committee_id=case.committee_id,
        actor=None,
        now=moment,
        part=f"due-{number}",
    )


def lapsed() -> Counter[int]:
    """How often every period lapsed, by the audit trail as it stands."""
    db.session.rollback()
    found = select(AuditEntry.subject_id).where(AuditEntry.deed == "deadline:lapsed")
    counted = Counter(db.session.scalars(found))
    db.session.rollback()
    return counted


def is_anything_leased() -> bool:
    """Whether a sweep, alive or dead, still has a claim to a row."""
    db.session.rollback()
    held = [
        db.session.scalar(select(func.count()).where(column > now()))
        for column in (Deadline.leased_until, Outbox.leased_until)
    ]
    db.session.rollback()
    return any(held)


def is_all_done() -> bool:
    """Whether nothing is due and nothing waits."""
    db.session.rollback()
    due = db.session.scalar(select(func.count()).where(Deadline.rings_at <= now()))
    waiting = db.session.scalar(select(func.count()).where(Outbox.state == OutboxState.WAITING))
    db.session.rollback()
    return due == waiting == 0


def states() -> dict[str, OutboxState]:
    """How every message stands, by key."""
    db.session.rollback()
    found = dict(db.session.execute(select(Outbox.key, Outbox.state)).all())
    db.session.rollback()
    return found


def assert_half_done(done: int) -> None:
    """So many periods lapsed wholly, the one begun left no trace, and all others are still claimed by the dead."""
    periods = _periods()
    assert lapsed() == {one.id: 1 for one in periods if one.state is DeadlineState.LAPSED}
    assert len(lapsed()) == done
    assert len([one for one in periods if one.leased_until is not None]) == LAPSES - done
    assert len(_heard()) == done * len(TOLD)


def assert_lapsed_once() -> None:
    """Every effect of every lapse is there exactly once, and the audit chain holds."""
    periods = _periods()
    assert len(periods) == LAPSES
    for one in periods:
        assert (one.state, one.rung, one.rings_at, one.leased_until) == (DeadlineState.LAPSED, Stage.LAPSED, None, None)
        assert one.lapsed_at is not None
        assert one.closed_at == (one.lapsed_at if one.code == WINDOW else None)
    assert lapsed() == {one.id: 1 for one in periods}
    assert _heard() == {(name, f"deadline:{one.id}:lapsed:{one.due_on}"): 1 for one in periods for name in TOLD}
    db.session.rollback()
    with db.engine.connect() as connection:
        assert trail_fault(connection) is None


def _periods() -> list[Deadline]:
    db.session.rollback()
    return list(db.session.scalars(select(Deadline).where(Deadline.part.like("due-%")).order_by(Deadline.id)))


def _heard() -> Counter[tuple[str, str]]:
    """How often each account was told of each lapse."""
    found = select(Account.login_name, Notice.key).join(Account, Account.id == Notice.account_id)
    rows = db.session.execute(found.where(Notice.key.like("deadline:%:lapsed:%")))
    return Counter((name, key) for name, key in rows)
