"""A letter has lost its point before it was served: it stays as it is, and its flow ends."""

from __future__ import annotations

from datetime import datetime

from app.audit.actions.record import record
from app.letters.models import LetterRow
from app.letters.terms import PROCESS
from app.processes.actions.raise_event import end_flows
from app.processes.queries import running_flow


def leave_letter(letter: LetterRow, *, now: datetime) -> None:
    """Nobody goes on with it; one that was served or left already stays as it is."""
    if letter.served_on is not None or letter.left_at is not None:
        return
    letter.left_at = now
    record("letter:left", letter, None, now=now)
    if running_flow(letter.subject_kind, letter.id, PROCESS) is not None:
        end_flows(letter, now=now)
