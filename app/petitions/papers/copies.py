"""Who gets what of a petition's papers: the desk the originals, the handling office its own, others copies to read."""

from __future__ import annotations

from datetime import datetime

from app.core.copies import Copy, Reader, ReadingMark, copy_for
from app.core.masking import Private
from app.core.pages import chinese_moment
from app.core.permissions import Actor, Permission, may
from app.papers.rules.reading import AnyPaper, handed
from app.petitions.models import Petition

FROM_THE_DESK = frozenset({"registration", "receipt"})
"""Sheets that only the desk issues; the others the handling office fills in and has signed as well."""


def reader_of(actor: Actor) -> Reader:
    """What the actor has to do with a claim they may see: the desk handles, an office sees only its own claims."""
    if may(actor, Permission.PETITION_UNMASK):
        return Reader.HANDLING
    return Reader.OFFICE if may(actor, Permission.PETITION_ADVANCE) else Reader.OTHER


def copy_of_sheet(name: str, actor: Actor) -> Copy:
    """What the actor gets of a sheet of this name."""
    reader = reader_of(actor)
    return copy_for(reader, is_own_paper=reader is Reader.HANDLING or name not in FROM_THE_DESK)


def copy_of_letter(actor: Actor) -> Copy:
    """What the actor gets of a letter: the desk prints the one that is sealed and sent."""
    reader = reader_of(actor)
    return copy_for(reader, is_own_paper=reader is Reader.HANDLING)


def handed_paper(paper: AnyPaper, copy: Copy, petition: Petition | None, *, actor: Actor, now: datetime) -> AnyPaper:
    """A paper of a petition as `copy` says; an answer to a supervision may be about none of ours."""
    people = petition.petitioners if petition else ()
    private = Private.of((one.id_number, one.phone) for one in people)
    return handed(paper, copy, private, printed=ReadingMark(actor.display_name, chinese_moment(now)))
