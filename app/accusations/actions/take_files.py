"""Take files into the closed room: each is sealed anew under its accusation, its row tells nothing in plain words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from app.accusations.models import Accusation, AccusationAttachment
from app.core import files
from app.core.db import db
from app.core.files import Prepared
from app.core.pages import chinese_date
from app.core.public_ids import draw_public_id


@dataclass(frozen=True)
class CarriedFile:
    """A file on its way here; `material` in Chinese words, `typed_by_id` whoever filed it where it lay."""

    name: str
    material: str
    taken_on: date | None
    spoken_by: str
    occurred_at: datetime
    entered_at: datetime
    typed_by_id: int
    file: Prepared


def take_files(number: str, carried: Iterable[CarriedFile]) -> None:
    """Keep files with the accusation of this number, one after another.  Raises `WrongKeys`, `OSError`."""
    accusation = _numbered(number)
    for one in carried:
        db.session.add(_kept(accusation, one))
    db.session.flush()


def note_lost(number: str, lost: Sequence[str]) -> None:
    """Say in the sealed content which files could not be opened, and so did not come along."""
    if lost:
        accusation = _numbered(number)
        accusation.seal({**accusation.content, "lost_files": list(lost)})
        db.session.flush()


def _numbered(number: str) -> Accusation:
    return db.session.scalars(select(Accusation).where(Accusation.number == number)).one()


def _kept(accusation: Accusation, one: CarriedFile) -> AccusationAttachment:
    stored = files.keep(one.file, f"{accusation.subject_kind}:{accusation.id}")
    row = AccusationAttachment(
        public_id=draw_public_id(),
        accusation_id=accusation.id,
        media_type=stored.media_type,
        stored_as=stored.name,
        content_mac=stored.mac,
        size=stored.size,
        occurred_at=one.occurred_at,
        entered_at=one.entered_at,
        typed_by_id=one.typed_by_id,
    )
    day = chinese_date(one.taken_on)
    row.seal_words({"name": one.name, "material": one.material, "taken_on": day, "spoken_by": one.spoken_by})
    return row
