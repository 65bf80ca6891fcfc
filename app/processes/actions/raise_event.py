"""An action that no open step asks for (stopping, withdrawing): same lock, same commit as an answer."""

from __future__ import annotations

from datetime import datetime

from app.core.errors import NotNow
from app.core.permissions import Subject
from app.processes.actions.being_answered import is_being_answered
from app.processes.actions.run import move
from app.processes.models import Process
from app.processes.queries import locked_process_of, locked_processes_of
from app.processes.queries.definitions import definition_of
from app.processes.registry import Words
from workflows import engine


def locked_process(subject: Subject) -> Process:
    """The subject's flow, locked until the transaction ends.  Raises `NotNow` when it has none."""
    process = locked_process_of(subject.subject_kind, subject.id)
    if process is None:
        raise NotNow("这件事还没有开始办。")
    return process


def raise_event(subject: Subject, message: str, words: Words, *, now: datetime) -> None:
    """Send a message to the subject's flow.  Raises `NotNow` when nothing waits for it."""
    process = locked_process(subject)
    move(process, lambda definition, state: engine.send(definition, state, message, words, now=now), now=now)


def tell_waiting(subject: Subject, message: str, words: Words, *, now: datetime) -> bool:
    """Send a message to every flow of the subject that waits for it; whether one did.  Nothing is refused."""
    waiting = [one for one in locked_processes_of(subject.subject_kind, subject.id) if _awaits(one, message)]
    for process in waiting:
        move(process, lambda definition, state: engine.send(definition, state, message, words, now=now), now=now)
    return bool(waiting)


def _awaits(process: Process, message: str) -> bool:
    return process.finished_at is None and message in engine.look(definition_of(process), process.state).messages


def end_flows(subject: Subject, *, now: datetime) -> None:
    """Whatever is open of a subject closes where it stands; no diagram comes to an end of its own.

    Raises `NotNow` when it has no flow.  The subject itself must say what that means, before.
    """
    locked_process(subject)
    for process in locked_processes_of(subject.subject_kind, subject.id):
        if process.finished_at is None:
            move(process, engine.cancel, now=now)


def end_flow(subject: Subject, key: str, *, part: str = "", now: datetime) -> None:
    """What is open of a subject's flows of one process and part closes where it stands; nothing when none runs.

    A flow whose step is being answered is left to its own answer.
    """
    for process in locked_processes_of(subject.subject_kind, subject.id):
        if (
            (process.key, process.part) == (key, part)
            and process.finished_at is None
            and not is_being_answered(process)
        ):
            move(process, engine.cancel, now=now)


def replace_steps(subject: Subject, *, now: datetime) -> None:
    """Somebody else handles the subject now: the open steps of all its flows are placed anew.

    Raises `NotNow` when it has no flow.
    """
    locked_process(subject)
    for process in locked_processes_of(subject.subject_kind, subject.id):
        if process.finished_at is None:
            move(process, engine.look, now=now)
