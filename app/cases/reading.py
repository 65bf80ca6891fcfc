"""Who gets what of a dispute's papers: the committee that handles it the originals, everybody else copies to read."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from app.cases.handling import handles
from app.cases.models import Case
from app.cases.papers import Paper
from app.core.copies import Copy, Reader, ReadingMark, copy_for, without_numbers
from app.core.crypto import SealedIdentity
from app.core.masking import Private
from app.core.pages import chinese_moment
from app.core.permissions import Actor, Permission, may

AnyPaper = TypeVar("AnyPaper", bound=Paper)


def reader_of(case: Case, actor: Actor) -> Reader:
    """What the actor has to do with a case they may see.

    Its handling committee prints without giving a reason; 司法所, advisers, the petition desk, committees that gave it
    away or are asked to take it over only read.
    """
    return Reader.HANDLING if handles(case, actor) and may(actor, Permission.CASE_ADVANCE) else Reader.OTHER


def private_of(case: Case) -> Private:
    """The numbers of everybody in a case: parties, agents and guardians."""
    people: list[SealedIdentity] = list(case.parties)
    people += [agent for party in case.parties for agent in party.agents]
    return Private.of((one.id_number, one.phone) for one in people)


def handed(paper: AnyPaper, copy: Copy, private: Private, *, actor: Actor, now: datetime) -> AnyPaper:
    """The paper as it is handed out: an original, or marked as a copy to read; numbers as `copy` says."""
    mark = None if copy.is_original else ReadingMark(actor.display_name, chinese_moment(now))
    return replace(without_numbers(paper, copy, private), copy=copy, reading=mark)


def case_paper_for(actor: Actor, paper: AnyPaper, case: Case, *, now: datetime, is_own_paper: bool = True) -> AnyPaper:
    """A paper of a case for whoever prints it; `is_own_paper` is False for a letter another committee issued."""
    copy = copy_for(reader_of(case, actor), is_own_paper=is_own_paper)
    return handed(paper, copy, private_of(case), actor=actor, now=now)
