"""A photograph cannot be masked: one that shows whole numbers is opened only by the committee that handles the case."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from app.cases.papers.reading import SHOWS_NUMBERS
from app.cases.terms import MATERIALS
from app.core.db import db
from app.core.files import Prepared
from app.core.transaction import transaction
from app.matters.actions.attach import attach_file
from app.matters.models.attachments import Attachment
from tests import public
from tests.rights.matters import asked_town, moved
from tests.story import Story

ClientOf = Callable[[str], FlaskClient]


def photographed(story: Story, kind: str) -> Attachment:
    """A photograph of a kind, filed by the committee in the village before the case went on."""
    kept = io.BytesIO()
    Image.new("RGB", (30, 20), "white").save(kept, "JPEG")
    with transaction():
        return attach_file(
            story.case, name=f"{kind}.jpg", file=Prepared(kept.getvalue(), "image/jpeg"), kind=kind,
            occurred_at=story.now, spoken_by="王甲", actor=story.account("mediator"), now=story.now,
        )  # fmt: skip


def opened(client: FlaskClient, attachment: Attachment) -> int:
    address = f"/attachments/{attachment.public_id}"
    return client.get(address).status_code


def test_only_kinds_that_can_be_filed_are_named(app: Flask) -> None:
    assert set(MATERIALS) > SHOWS_NUMBERS


@pytest.mark.parametrize("kind", sorted(MATERIALS))
def test_others_than_the_handling_committee_open_none_with_numbers(app: Flask, client_of: ClientOf, kind: str) -> None:
    story = Story().mediating_at("village")
    kept = photographed(story, kind)
    story.not_reached().next("up")
    others = 403 if kind in SHOWS_NUMBERS else 200
    assert opened(client_of("mediator"), kept) == 200
    assert {name: opened(client_of(name), kept) for name in ("justice", "town-head", "clerk")} == dict.fromkeys(
        ("justice", "town-head", "clerk"), others
    )
    page = client_of("justice").get(f"/cases/{public.case(kept.subject_id)}").text
    assert (f"/attachments/{kept.public_id}" in page) == (others == 200)
    assert ("承办的调委会才能打开" in page) == (others == 403)


@pytest.mark.parametrize("kind", sorted(SHOWS_NUMBERS))
def test_after_the_case_was_given_away_the_new_committee_opens_it_and_the_old_one_does_not(
    app: Flask, client_of: ClientOf, kind: str
) -> None:
    story = Story().mediating_at("village")
    kept = photographed(story, kind)
    moved(story.not_reached().next("up"))
    assert (opened(client_of("mediator"), kept), opened(client_of("town-mediator"), kept)) == (403, 200)
    assert opened(client_of("stranger"), kept) == 404
    assert db.session.query(Attachment).count() == 1


def test_the_asked_committee_sees_the_name_and_not_the_face(app: Flask, client_of: ClientOf) -> None:
    story = asked_town()
    kept = photographed(story, "identity")
    page = client_of("town-head").get(f"/cases/{public.case(kept.subject_id)}").text
    assert "identity.jpg" in page
    refused = client_of("town-head").get(f"/attachments/{kept.public_id}")
    assert refused.status_code == 403
    assert "只有承办的" in refused.text
