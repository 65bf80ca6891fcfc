"""Addresses from before rows had public ids: disputes are found, everything else says one and the same thing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.core.db import db
from app.deadlines.models import Deadline
from app.processes.models import Task
from tests import public
from tests.petitions.way import Way
from tests.story import Story

ClientOf = Callable[[str], FlaskClient]
SAID = "地址换了，按编号找"


@pytest.mark.parametrize("rest", ["", "/mediate", "/parties/1/correct", "/attachments/3"])
def test_an_old_address_of_a_dispute_leads_to_it(client_of: ClientOf, rest: str) -> None:
    story = Story().register()
    for room in ("cases", "agreements", "reviews/cases"):
        answer = client_of("mediator").get(f"/{room}/{story.case_id}{rest}")
        assert (answer.status_code, answer.location) == (302, f"/cases/{public.case(story.case_id)}")


def test_an_old_address_of_a_dispute_out_of_sight_says_what_one_of_none_says(client_of: ClientOf) -> None:
    story, stranger = Story().register(), client_of("stranger")
    there, none = stranger.get(f"/cases/{story.case_id}"), stranger.get(f"/cases/{story.case_id + 1}")
    assert there.status_code == none.status_code == 404
    assert "没有找到" in there.text
    assert public.case(story.case_id) not in there.text


def test_every_other_old_address_says_the_same_whether_it_was_ever_one(client_of: ClientOf) -> None:
    way = Way().register()
    task = db.session.query(Task.id).filter_by(subject_kind="claim").first()
    period = db.session.query(Deadline.id).filter_by(subject_kind="claim").first()
    assert task is not None
    assert period is not None
    rows = {
        "petitions": way.petition.id,
        "petitions/claims": way.claim_id,
        "petitions/letters": 1,
        "petitions/supervisions": 1,
        "tasks": task.id,
        "deadlines": period.id,
        "deadlines/of/claim": way.claim_id,
        "deadlines/of/accusation": 1,
    }
    for name in ("petition", "leader", "mediator"):
        client, said = client_of(name), set()
        for room, key in rows.items():
            for address in (f"/{room}/{key}", f"/{room}/{key + 4711}", f"/{room}/{key}/sheets/receipt.pdf"):
                answer = client.get(address)
                assert answer.status_code == 410, address
                said.add(answer.text.partition("<main")[2].partition("</main>")[0])
        (page,) = said
        assert SAID in page
        assert 'type="search"' in page


def test_nobody_who_is_not_signed_in_learns_even_that(app: Flask) -> None:
    client = app.test_client()
    for address in ("/petitions/1", "/tasks/1", "/deadlines/1", "/petitions/letters/1.pdf", "/cases/1"):
        assert client.get(address).location.startswith("/sign-in")


def test_nothing_is_sent_to_an_old_address(client_of: ClientOf) -> None:
    story = Story().register()
    assert client_of("mediator").post(f"/cases/{story.case_id}/sessions").status_code == 405
