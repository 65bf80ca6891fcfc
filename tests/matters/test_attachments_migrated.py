"""The tables of files go to the version before and back, and lose nothing on the way."""

from __future__ import annotations

import pytest
from flask import Flask
from flask_migrate import downgrade, stamp, upgrade

from app.core import files
from app.core.db import db
from app.matters.models.attachments import Attachment
from tests.filing import filed, picture
from tests.petitions.way import Way
from tests.story import Story

BEFORE = "0021"


def rows() -> list[Attachment]:
    return db.session.query(Attachment).order_by(Attachment.id).all()


@pytest.mark.both
def test_files_of_disputes_keep_their_keys_their_names_and_open_after_going_back_and_forth(app: Flask) -> None:
    story = Story().register()
    filed(story.case, story.account("mediator"), story.now, colour="red")
    before = [(one.id, one.public_id, one.stored_as, one.content_mac, one.matter) for one in rows()]
    stamp()
    db.session.remove()
    downgrade(revision=BEFORE)
    columns = db.session.connection().exec_driver_sql("SELECT case_id, name FROM attachment").all()
    assert columns == [(story.case_id, "照片.jpg")]
    db.session.remove()
    upgrade()
    assert [(one.id, one.public_id, one.stored_as, one.content_mac, one.matter) for one in rows()] == before
    assert [files.read(one) for one in rows()] == [picture(colour="red")]
    assert [(one.taken_on, one.thumbnail) for one in rows()] == [(None, None)], "drawn again by the next start"


@pytest.mark.both
def test_a_version_that_has_no_place_for_them_is_not_gone_back_to(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    way = Way().register()
    filed(way.petition, way.account("petition"), way.now)
    stamp()
    db.session.remove()
    with pytest.raises(SystemExit):
        downgrade(revision=BEFORE)
    assert "for which the version before has no place" in caplog.text
    assert [one.matter for one in rows()] == [f"petition:{way.petition.id}"]
