"""Files as they are handed in: photographs of a size, and rows filed by somebody without a page."""

from __future__ import annotations

import io
from datetime import date, datetime

from PIL import Image

from app.core.files import Prepared
from app.core.permissions import Actor, Subject
from app.core.pictures import thumbnail_of
from app.core.transaction import transaction
from app.matters.actions.attach import attach_file
from app.matters.models.attachments import Attachment


def picture(width: int = 300, height: int = 200, colour: str = "white", kind: str = "JPEG") -> bytes:
    """A photograph of one colour."""
    kept = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(kept, kind)
    return kept.getvalue()


def prepared(colour: str = "white") -> Prepared:
    """A photograph as it is read from a request."""
    content = picture(colour=colour)
    return Prepared(content, "image/jpeg", thumbnail_of(content))


def filed(
    subject: Subject,
    by: Actor,
    now: datetime,
    *,
    kind: str = "other",
    name: str = "照片.jpg",
    colour: str = "white",
    taken_on: date | None = None,
) -> Attachment:
    """A photograph is filed with a matter, in a transaction of its own."""
    file = prepared(colour)
    with transaction():
        return attach_file(
            subject, name=name, file=file, kind=kind, occurred_at=now, spoken_by="王甲", actor=by, now=now,
            taken_on=taken_on,
        )  # fmt: skip
