"""Photographs filed before there were small pictures: each gets its own, once.

Pictures are read outside every transaction.  Killed at any moment nothing is lost: the next start goes on.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from app.core import files
from app.core.db import db
from app.core.errors import Invalid
from app.core.files import FileUnreadable, Prepared
from app.core.pictures import thumbnail_of
from app.core.transaction import transaction
from app.matters.models.attachments import Attachment

BATCH = 20
JPEG = "image/jpeg"


def make_thumbnails() -> int:
    """Make what is missing, in batches with a transaction each; returns how many were made.

    A photograph that is missing or cannot be read is left as it is, without one.  Raises `WrongKeys`, `OSError`.
    """
    done, after = 0, 0
    while rows := _after(after):
        after = rows[-1].id
        made = {row.id: small for row in rows if (small := _small(row)) is not None}
        db.session.rollback()
        with transaction():
            _keep(made)
        done += len(made)
    return done


def _after(after: int) -> Sequence[Attachment]:
    wanted = select(Attachment).where(Attachment.thumbnail_as.is_(None), Attachment.media_type == JPEG)
    return db.session.scalars(wanted.where(Attachment.id > after).order_by(Attachment.id).limit(BATCH)).all()


def _small(row: Attachment) -> bytes | None:
    try:
        return thumbnail_of(files.read(row))
    except (FileUnreadable, Invalid):
        return None


def _keep(made: dict[int, bytes]) -> None:
    for row in db.session.scalars(select(Attachment).where(Attachment.id.in_(made)).with_for_update()):
        stored = files.keep(Prepared(made[row.id], JPEG), row.matter)
        row.thumbnail_as, row.thumbnail_mac = stored.name, stored.mac
