"""A kind of subject for tests of the process room alone: talks that go round and round, with a date on every round."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from app.accounts.models import Account
from app.core.db import db
from app.core.errors import NotFound, NotNow
from app.core.permissions import Actor
from app.core.transaction import transaction
from app.organisations.models import Body
from app.processes.actions.answer import answer_task
from app.processes.actions.run import start_process
from app.processes.models import Process, Task, Timer
from app.processes.queries import definitions, open_tasks_of, process_of
from app.processes.registry import Answer, Placement, Words, registry
from tests.town import NOW, REGION
from workflows.catalogue import Definition
from workflows.steps import Position, Step

DIAGRAMS = Path(__file__).parent / "diagrams"
KIND = "talk"
REFUSING = 13
"""A talk with this id refuses every move."""


@dataclass(frozen=True)
class Talk:
    """What a flow is about, without a table of its own."""

    id: int
    subject_kind: str = KIND


class TalkCard:
    """See `app.processes.registry.SubjectAdapter`; the committee of 小海眼 holds every talk."""

    def place(self, subject_id: int, step: Step, words: Words) -> Placement:
        committee = db.session.query(Body.id).filter_by(short_name="小海眼").scalar()
        return Placement(REGION, committee, committee, f"第{subject_id}场", "")

    def about(self, subject_id: int) -> tuple[str, int]:
        return KIND, subject_id

    def hold(self, subject_id: int) -> None:
        """A talk has no row of its own."""

    def moved(self, subject_id: int, key: str, position: Position, now: datetime) -> None:
        if subject_id == REFUSING and now > NOW:
            raise NotNow("这一场谁也不能动。")

    def is_outdated(self, subject_id: int, step: Step) -> bool:
        return False

    def look(self, subject_id: int, actor: Actor) -> str:
        if actor.committee_id is None:
            raise NotFound("没有这一场。")
        return f"第{subject_id}场"

    def link(self, subject_id: int) -> str:
        return "/"

    def asked(self, subject_id: int, step_name: str) -> Sequence[tuple[int, str]]:
        return self.parties(subject_id)

    def parties(self, subject_id: int) -> Sequence[tuple[int, str]]:
        return [(1, "王甲"), (2, "王乙")]

    def advice(self, subject_id: int, step_name: str) -> Sequence[str]:
        return []


def speak(answer: Answer) -> Words:
    """One more round, or the end."""
    return {"outcome": answer.text("outcome"), "speak_by": (answer.now + timedelta(days=30)).isoformat()}


def ask(answer: Answer) -> Words:
    """The round goes on until another moment."""
    return {"speak_by": answer.text("until")}


@pytest.fixture
def talks(app: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets talks be started: their diagram, their card, what their steps do."""
    loop = Definition.from_folder(DIAGRAMS / "loop", "loop")
    monkeypatch.setitem(definitions._newest, "loop", loop)
    registry.subject(KIND, TalkCard())
    registry.handlers("loop", {"speak": speak, "ask": ask})


def start_talk(number: int = 1, *, speak_by: datetime | None = None, now: datetime = NOW) -> Process:
    """A talk stands at its first step."""
    by = None if speak_by is None else speak_by.isoformat()
    with transaction():
        start_process("loop", Talk(number), {"outcome": "", "speak_by": by}, now=now)
    process = process_of(KIND, number)
    assert process is not None
    return process


def account(login_name: str) -> Account:
    return db.session.query(Account).filter_by(login_name=login_name).one()


def open_step(number: int = 1) -> Task:
    """The one open step of a talk."""
    (task,) = open_tasks_of(KIND, number)
    return task


def answer(task: Task, values: Mapping[str, object], by: str = "mediator", *, now: datetime = NOW) -> Task:
    """Answer a step in a transaction of its own, as its page would."""
    with transaction():
        return answer_task(
            task.id,
            page_version=task.row_version,
            values=values,
            occurred_at=now,
            spoken_by="",
            actor=account(by),
            now=now,
        )


def again(number: int = 1, *, now: datetime = NOW) -> Task:
    """Another round."""
    return answer(open_step(number), {"outcome": "again"}, now=now)


def waiting(number: int = 1) -> list[Timer]:
    """The waiting timers of a talk."""
    found = db.session.query(Timer).join(Process, Process.id == Timer.process_id)
    return found.filter(Process.subject_kind == KIND, Process.subject_id == number, Timer.gone_at.is_(None)).all()
