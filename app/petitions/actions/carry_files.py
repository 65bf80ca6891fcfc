"""The files of a claim that is sealed go into the closed room with it; here neither row nor file stays."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from app.accusations.actions.take_files import CarriedFile, note_lost, take_files
from app.core import files
from app.core.db import db
from app.core.files import FileUnreadable, Prepared
from app.matters.actions.correct import rest_on_nothing
from app.matters.actions.tell import forget_rows
from app.matters.models.attachments import Attachment
from app.matters.queries.attachments import attachments_of
from app.petitions.models import Claim, Petition
from app.petitions.models.records import Letter
from app.petitions.terms import LETTER_MATERIALS, PETITION_MATERIALS

MATERIALS = {Petition.subject_kind: PETITION_MATERIALS, Letter.subject_kind: LETTER_MATERIALS}


def carry_files(claim: Claim, number: str) -> None:
    """Hand every file of the petition, and of the claim's own letters, to the accusation of this number.

    All of them go, also when other claims stay: nothing can be masked on a photograph of a letter.  One that cannot be
    opened any more is named in the closed room and lies on the disk as it did.  Raises `WrongKeys`, `OSError`.
    """
    found = _files_of(claim)
    lost: list[str] = []
    take_files(number, _opened(found, lost))
    note_lost(number, lost)
    rest_on_nothing(found)
    forget_rows(Attachment, [one.id for one in found])
    for one in found:
        db.session.delete(one)
    db.session.flush()


def _files_of(claim: Claim) -> list[Attachment]:
    """Behind the locks of those they belong to: nobody adds one meanwhile."""
    petitions = select(Petition).where(Petition.id == claim.petition_id).with_for_update(of=Petition)
    letters = select(Letter).where(Letter.claim_id == claim.id).order_by(Letter.id).with_for_update(of=Letter)
    subjects = [*db.session.scalars(petitions), *db.session.scalars(letters)]
    return [one for subject in subjects for one in attachments_of(subject)]


def _opened(found: list[Attachment], lost: list[str]) -> Iterator[CarriedFile]:
    """Each file with its content, one at a time; it leaves the disk once all is committed."""
    for one in found:
        material = MATERIALS[one.subject_kind].get(one.kind, "其他")
        try:
            file = Prepared(files.read(one), one.media_type)
        except FileUnreadable:
            lost.append(f"{material}（{one.name}）")
            continue
        yield CarriedFile(
            one.name, material, one.taken_on, one.spoken_by, one.occurred_at, one.entered_at, one.typed_by_id, file
        )
        files.remove_after_commit(name for name in (one.stored_as, one.thumbnail_as) if name)
