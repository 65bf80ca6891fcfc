"""Photographs from before there were small pictures get theirs at the next start, and nothing else is touched."""

from __future__ import annotations

import io

import pytest
from flask import Flask
from PIL import Image

from app.cli.make_thumbnails import BATCH, make_thumbnails
from app.cli.prepare import ONCE
from app.core import files
from app.core.db import db
from app.core.files import Prepared
from app.core.pictures import THUMBNAIL_SIDE
from app.core.transaction import transaction
from app.matters.actions.attach import attach_file
from app.matters.models.attachments import Attachment
from tests.filing import filed, picture
from tests.story import Story


def plainly(story: Story, content: bytes, media_type: str = "image/jpeg") -> Attachment:
    with transaction():
        return attach_file(
            story.case, name="旧.jpg", file=Prepared(content, media_type), kind="evidence", occurred_at=story.now,
            spoken_by="", actor=story.account("mediator"), now=story.now,
        )  # fmt: skip


@pytest.mark.both
def test_every_old_photograph_gets_its_small_picture_once(app: Flask) -> None:
    story = Story().register()
    old = [plainly(story, picture(400 + number, 300)).id for number in range(BATCH + 2)]
    new = filed(story.case, story.account("mediator"), story.now).thumbnail_as
    assert (make_thumbnails(), make_thumbnails()) == (len(old), 0)
    for row in db.session.query(Attachment).filter(Attachment.id.in_(old)):
        assert row.thumbnail is not None
        assert max(Image.open(io.BytesIO(files.read(row.thumbnail))).size) == THUMBNAIL_SIDE
    assert db.session.query(Attachment).filter_by(thumbnail_as=new).count() == 1


def test_what_is_missing_spoilt_or_no_photograph_hinders_nothing(app: Flask) -> None:
    story = Story().register()
    gone, odd = plainly(story, picture(colour="red")), plainly(story, b"no photograph at all")
    pdf = plainly(story, b"%PDF-1.4", "application/pdf")
    good = plainly(story, picture(colour="blue"))
    (files.folder() / gone.stored_as).unlink()
    assert make_thumbnails() == 1
    assert [one.thumbnail_as is None for one in (gone, odd, pdf, good)] == [True, True, True, False]


def test_the_first_start_does_it_after_plain_files_were_sealed() -> None:
    order = list(ONCE)
    assert order.index("files_sealed") < order.index("thumbnails_made")
