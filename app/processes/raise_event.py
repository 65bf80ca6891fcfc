"""A deed that no open step asks for (stopping, withdrawing): same lock, same commit as an answer."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from app.core.db import db
from app.core.errors import NotNow
from app.core.permissions import Subject
from app.processes.models import Process
from app.processes.registry import Words
from app.processes.run import move
from workflows import engine


def locked_process(subject: Subject) -> Process:
    """The subject's flow, locked until the transaction ends.  Raises `NotNow` when it has none."""
    found = (
        select(Process)
        .where(Process.subject_kind == subject.subject_kind, Process.subject_id == subject.id)
        .with_for_update(of=Process)
        .execution_options(populate_existing=True)
    )
    process = db.session.scalar(found)
    if process is None:
        raise NotNow("这件事还没有开始办。")
    return process


def raise_event(subject: Subject, message: str, words: Words, *, now: datetime) -> None:
    """Send a message to the subject's flow.  Raises `NotNow` when nothing waits for it."""
    process = locked_process(subject)
    move(process, lambda definition, state: engine.send(definition, state, message, words, now=now), now=now)
