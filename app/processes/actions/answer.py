"""Answer an open step: lock, still open?, the step's handler, the flow moves on, one commit."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import select

from app.accounts.models import Account
from app.audit.actions.record import record
from app.core import clock
from app.core.dates import FUTURE, day_fault
from app.core.db import db
from app.core.errors import OUT_OF_SIGHT, Invalid, NotAllowed, NotFound, NotNow
from app.core.permissions import Actor
from app.processes.actions.being_answered import being_answered
from app.processes.actions.run import move
from app.processes.models import Process, Task
from app.processes.queries import may_answer, must_see
from app.processes.registry import Answer, Named, registry
from workflows import engine
from workflows.diagrams.forms import DateKind


def answer_task(
    task_id: int,
    *,
    page_version: int | None,
    values: Mapping[str, object],
    occurred_at: datetime,
    spoken_by: str,
    actor: Actor,
    now: datetime,
) -> Task:
    """Carry out the handler of an open step and complete it.

    A second tap by the same person finds the step closed by themselves and changes nothing.  Raises `NotFound`,
    `NotAllowed`, `NotNow` (somebody else was first, or the page is stale) and whatever the handler refuses.
    """
    process, task = _locked(task_id)
    must_see(task, actor)
    if task.closed_at is not None:
        if task.closed_by_id == actor.id:
            return task
        raise NotNow(_who_was_first(task))
    if page_version is not None and page_version != task.row_version:
        raise NotNow("这一页打开以后案件有了变化，请看看最新的情况再办。您填的还在下面。")
    if not may_answer(task, actor):
        raise NotAllowed("这一步不归您办；请找承办的人或者他们的负责人。")
    _must_have_come(occurred_at, now)
    speaker = spoken_by or actor.display_name
    given = Answer(values, occurred_at, speaker, actor, now, task=task, subject_id=task.subject_id)
    with being_answered(process):
        words = registry.handler_of(task)(given)
    _close(task, given, str(words.get("outcome") or ""))
    move(process, lambda definition, state: engine.complete(definition, state, task.step_id, words, now=now), now=now)
    record(
        f"step:{task.name}",
        Named(task.subject_kind, task.subject_id),
        actor,
        now=now,
        occurred_at=occurred_at,
        spoken_by=given.spoken_by,
        detail={"label": task.label, "outcome": task.outcome},
    )
    return task


def _must_have_come(occurred_at: datetime, now: datetime) -> None:
    too_early = day_fault(DateKind.DEED, clock.local(occurred_at).date(), clock.local(now).date())
    fault = FUTURE if occurred_at > now else too_early
    if fault:
        raise Invalid(fault, {"occurred_at": fault})


def _locked(task_id: int) -> tuple[Process, Task]:
    """A step and its flow, locked behind the row of the subject: in this order wherever several are locked."""
    subject = db.session.execute(select(Task.subject_kind, Task.subject_id).where(Task.id == task_id)).first()
    if subject is not None and subject.subject_kind in registry.kinds():
        registry.adapter_of(subject.subject_kind).hold(subject.subject_id)
    found = (
        select(Process, Task)
        .join(Task, Task.process_id == Process.id)
        .where(Task.id == task_id)
        .with_for_update(of=[Process, Task])
        .execution_options(populate_existing=True)
    )
    row = db.session.execute(found).first()
    if row is None:
        raise NotFound(OUT_OF_SIGHT)
    return row[0], row[1]


def _who_was_first(task: Task) -> str:
    account = db.session.get(Account, task.closed_by_id) if task.closed_by_id else None
    if account is None or task.closed_at is None:
        return "这一步已经不用办了（案件往前走了）。请回到案件页看现在该做什么。"
    return f"这一步{account.display_name}在{clock.local(task.closed_at):%H:%M}已经办好了，您这次没有再办一遍。"


def _close(task: Task, given: Answer, outcome: str) -> None:
    task.closed_at, task.closed_by_id = given.now, given.actor.id
    task.occurred_at, task.spoken_by = given.occurred_at, given.spoken_by[:100]
    task.outcome = outcome[:40]
    task.answers = json.dumps(dict(given.values), ensure_ascii=False, default=_plain)


def _plain(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    return str(value)
