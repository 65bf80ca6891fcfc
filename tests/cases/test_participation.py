"""How a party stands to taking part: willing, silent, refused, left; silence is never taken for an answer."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.matters.terms import Participation
from tests import public
from tests.rights.matters import do
from tests.story import Story

ClientOf = Callable[[str], FlaskClient]


def states(story: Story) -> list[Participation]:
    return [party.participation for party in story.case.parties]


def asked(story: Story, *answers: str) -> Story:
    keys = [str(party.id) for party in story.case.parties]
    told = dict(zip(keys, answers, strict=True))
    note = {"note": "王乙说不调。"} if "refused" in answers else {}
    return story.answer("record_consents", "mediator", consent=told, method=story.everyone("phone"), **note)


@pytest.mark.both
def test_nobody_is_willing_before_they_were_asked_and_silence_stays_silence(client_of: ClientOf) -> None:
    story = Story().register().start_at("village").accept()
    assert states(story) == [Participation.UNANSWERED, Participation.UNANSWERED]
    asked(story, "agreed", "pending")
    assert states(story) == [Participation.WILLING, Participation.UNANSWERED]
    page = client_of("mediator").get(f"/cases/{public.case(story.case_id)}").text
    assert "愿意参加" in page
    assert "还没答复" in page


def test_the_newest_answer_counts(app: Flask) -> None:
    story = asked(Story().register().start_at("village").accept(), "agreed", "pending")
    asked(story, "agreed", "agreed")
    assert states(story) == [Participation.WILLING, Participation.WILLING]


def test_who_refuses_and_who_leaves_are_told_apart(app: Flask) -> None:
    refused = asked(Story().register().start_at("village").accept(), "agreed", "refused")
    assert states(refused) == [Participation.WILLING, Participation.REFUSED]
    story = Story().mediating_at("village")
    first = str(story.case.parties[0].id)
    do(story, "stop", asks={first: "yes"}, reason="不想再调了。")
    assert states(story) == [Participation.LEFT, Participation.WILLING]
