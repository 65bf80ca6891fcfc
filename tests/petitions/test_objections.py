"""An objection to a transfer (第23条): its letter has five working days too; withdrawing leaves it a draft."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient

from app.core.errors import NotNow
from app.core.transaction import transaction
from app.deadlines.terms import DeadlineState
from app.petitions.actions.letters import draft_letter
from app.petitions.models.records import Letter
from app.petitions.queries import letters_of
from app.petitions.terms import ClaimStatus, Ending, LetterKind
from tests.bpmn.petition_stories import BODY
from tests.petitions.refusing import refused
from tests.petitions.screen import ClientOf, words
from tests.petitions.way import DESK, Way

pytestmark = pytest.mark.usefixtures("app")
TRANSFERRED = date(2026, 11, 12)
"""A Thursday: five working days end on Thursday the 19th."""
LAST_DAY = date(2026, 11, 19)
WAITS_TO_GO = "异议函还没有送出，2026年11月19日以前要送出；过了就不能再发。"
TOO_LATE = "异议函是2026年11月20日送出的，已经超过五个工作日，转送机关可以不同意退回（第二十三条）。"


def objected() -> Way:
    """Objected to on the last day; the letter waits for the leader."""
    return Way().on(TRANSFERRED).transferred().sort().on(LAST_DAY).decide("objection", **BODY)


def objection(way: Way) -> Letter:
    return next(one for one in letters_of(way.claim_id) if one.kind is LetterKind.OBJECTION)


def served(way: Way) -> Way:
    """Signed off, sealed and brought to the transferring body today."""
    return way.signed_off().sealed().delivered(receiver="博山区信访局")


def above_the_answer(desk: FlaskClient, way: Way) -> str:
    """What the desk reads above the form of the transferring body's answer."""
    return words(desk.get(f"/petitions/claims/{way.claim.public_id}/deeds/objection_answered"))


# The letter's five working days


def test_an_objection_that_is_not_served_yet_says_until_when_it_has_to_be(client_of: ClientOf) -> None:
    desk, way = client_of("petition"), objected()
    assert WAITS_TO_GO in above_the_answer(desk, way)
    way.signed_off().sealed()
    assert WAITS_TO_GO in above_the_answer(desk, way), "a letter in the drawer tells nobody"


def test_an_objection_that_was_served_on_the_last_day_warns_of_nothing(client_of: ClientOf) -> None:
    desk, way = client_of("petition"), served(objected())
    shown = above_the_answer(desk, way)
    assert "转送机关的答复" in shown
    assert "异议函" not in shown


def test_an_objection_decided_in_time_and_served_a_day_late_is_entered_and_says_so(client_of: ClientOf) -> None:
    desk, way = client_of("petition"), objected().signed_off().sealed()
    way.on(date(2026, 11, 20)).delivered(receiver="博山区信访局")
    assert objection(way).served_on == date(2026, 11, 20)
    assert (way.open, way.claim.status) == ([], ClaimStatus.OBJECTING)
    shown = above_the_answer(desk, way)
    assert TOO_LATE in shown
    assert WAITS_TO_GO not in shown


def test_the_five_days_run_until_the_objection_is_sent(client_of: ClientOf) -> None:
    way = objected()
    window = way.period("D4")
    assert (window.due_on, way.task("sign_off").deadline_id) == (LAST_DAY, window.id), "its letter shows them"
    assert "签发《信访事项异议（退件）函》" in words(client_of("petition").get(f"/petitions/{way.petition.public_id}"))
    way.signed_off().sealed()
    assert way.period("D4").id == window.id, "sealing ends nothing"
    way.delivered(receiver="博山区信访局")
    assert (way.ended("D4").state, way.ended("D4").done_on) == (DeadlineState.MET, LAST_DAY)


@pytest.mark.both
def test_an_objection_that_is_too_late_gets_no_seal_and_the_town_deals_with_it(client_of: ClientOf) -> None:
    way = objected().signed_off().on(date(2026, 11, 20))
    with refused(NotNow, "2026年11月19日已经过了", "异议没有发出，由镇里办"):
        way.sealed()
    assert objection(way).number is None
    page = f"/petitions/claims/{way.claim.public_id}/deeds/objection_dropped"
    assert page in client_of("petition").get(f"/petitions/{way.petition.public_id}").text
    way.action("objection_dropped", reason="负责人出差，没有赶上。")
    assert (way.open, way.claim.status) == (["decide_claim"], ClaimStatus.DECIDING)
    assert objection(way).left_at is not None
    assert way.ended("D4").state is not DeadlineState.OPEN
    told = words(client_of("petition").get(f"/petitions/{way.petition.public_id}"))
    assert "《信访事项异议（退件）函》没有发出，留作草稿" in told


def test_an_objection_that_was_sent_is_not_given_up() -> None:
    way = served(objected())
    with refused(NotNow, "已经送出去了"):
        way.action("objection_dropped", reason="不提了。")


def test_nobody_agrees_to_an_objection_that_never_went_out() -> None:
    way = Way().transferred().sort().decide("objection", competent_body="博山区水利局")
    with refused(NotNow, "异议函还没有送出去"):
        way.objection_answered("agreed", answered_by="区信访局")


# Withdrawn meanwhile


def test_a_petitioner_withdraws_while_the_transferring_body_is_asked(client_of: ClientOf) -> None:
    desk, way = client_of("petition"), objected()
    assert (
        f"/petitions/claims/{way.claim.public_id}/deeds/withdraw"
        in desk.get(f"/petitions/{way.petition.public_id}").text
    )
    way.withdraw()
    assert (way.claim.status, way.claim.ending) == (ClaimStatus.CLOSED, Ending.WITHDRAWN)
    assert (way.open, way.periods, way.claim.closed_on) == ([], [], date(2026, 11, 23))
    assert way.ended("D3").state is DeadlineState.CLOSED


@pytest.mark.parametrize("step", [lambda way: way, Way.signed_off], ids=["drafted", "signed off"])
def test_an_objection_nobody_sealed_stays_a_draft_when_the_petitioner_withdraws(
    client_of: ClientOf, step: Callable[[Way], Way]
) -> None:
    way = step(objected())
    task = way.task(way.open[0]).public_id
    letter = objection(way.withdraw())
    assert way.open == []
    assert "没有发出，留作草稿" in words(client_of("petition").get(f"/petitions/{way.petition.public_id}"))
    for login in ("petition", "leader"):
        page = client_of(login).get(f"/petitions/letters/{letter.public_id}")
        assert "草稿：信访人已经撤回，没有发出。" in words(page)
        assert 'action="/tasks/' not in page.text
    late = client_of("leader").post(
        f"/tasks/{task}", data={"occurred_at": "2026-11-23T09:00", "outcome": "approved", "copies": "2"}
    )
    assert late.status_code in (403, 409)
    assert (letter.number, letter.sealed_on) == (None, None)


def test_an_objection_that_was_sealed_is_no_draft_and_its_service_is_still_entered() -> None:
    way = objected().signed_off().sealed().withdraw()
    assert way.open == ["deliver"]
    way.delivered(LAST_DAY, method="mail", receiver="博山区信访局")
    assert (objection(way).served_on, way.open) == (LAST_DAY, [])


def test_the_report_on_what_was_withdrawn_is_no_draft(client_of: ClientOf) -> None:
    way = objected().withdraw()
    with transaction():
        content = {"text": "信访人书面撤回。", "contact": "访专干"}
        report = draft_letter(LetterKind.CLOSING_REPORT, content, about=way.claim, actor=way.account(DESK), now=way.now)
    assert "签发吗" in words(client_of("leader").get(f"/petitions/letters/{report.public_id}"))
    assert report.left_at is None
