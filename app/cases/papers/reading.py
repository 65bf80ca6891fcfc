"""Who gets what of a dispute's papers: the committee that handles it the originals, everybody else copies to read."""

from __future__ import annotations

from datetime import datetime

from app.cases.models import Case
from app.core.copies import Reader, ReadingMark, copy_for
from app.core.crypto import SealedIdentity
from app.core.masking import Private
from app.core.pages import chinese_moment
from app.core.permissions import Actor, Permission, may
from app.matters.terms import SIGNED_PAGE
from app.papers.rules.reading import AnyPaper, handed

SHOWS_NUMBERS = frozenset({"identity", "authority", "original", SIGNED_PAGE})
"""Kinds of attachments that bear ID numbers: identity papers, powers of attorney, originals and pages of them."""


def reader_of(case: Case, actor: Actor) -> Reader:
    """What the actor has to do with a case they may see.

    Its handling committee prints without giving a reason; 司法所, advisers, the petition desk, committees that gave it
    away or are asked to take it over only read.
    """
    return Reader.HANDLING if may(actor, Permission.CASE_ADVANCE, case) else Reader.OTHER


def may_open(case: Case, material: str, actor: Actor) -> bool:
    """Whether the actor may open a file of a case they may see: one that shows whole numbers only who handles it.

    Nothing can be masked on a photograph, so that for it there is no copy to read (个人信息保护法 第6、28条).
    """
    return material not in SHOWS_NUMBERS or reader_of(case, actor) is Reader.HANDLING


def closed_because(case: Case) -> str:
    """What somebody is told who may not, and whom to ask."""
    return f"这张照片上有完整的身份证号，只有承办的{case.committee.name}能打开；要核对的，请找他们。"


def private_of(case: Case) -> Private:
    """The numbers of everybody in a case: parties, agents and guardians."""
    people: list[SealedIdentity] = list(case.parties)
    people += [agent for party in case.parties for agent in party.agents]
    return Private.of((one.id_number, one.phone) for one in people)


def case_paper_for(actor: Actor, paper: AnyPaper, case: Case, *, now: datetime, is_own_paper: bool = True) -> AnyPaper:
    """A paper of a case for whoever prints it; `is_own_paper` is False for a letter another committee issued."""
    copy = copy_for(reader_of(case, actor), is_own_paper=is_own_paper)
    mark = ReadingMark(actor.display_name, chinese_moment(now))
    return handed(paper, copy, private_of(case), printed=mark)
