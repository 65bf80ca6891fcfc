"""An objection to a transfer (第23条): its letter has five working days too; withdrawing leaves it a draft."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient

from app.core.errors import NotNow
from app.core.transaction import transaction
from app.deadlines.terms import DeadlineState
from app.petitions.actions.letters import Service, draft_letter, seal_letter, sign_off_letter
from app.petitions.actions.standalone_letters import must_be_standalone, serve_standalone_letter
from app.petitions.models.records import Letter
from app.petitions.queries import letters_of
from app.petitions.terms import ClaimStatus, Ending, LetterKind, ServiceMethod
from tests.bpmn.petition_stories import BODY
from tests.petitions.refusing import refused
from tests.petitions.screen import ClientOf, words
from tests.petitions.way import DESK, LEADER, Way

pytestmark = pytest.mark.usefixtures("app")
TRANSFERRED = date(2026, 11, 12)
"""A Thursday: five working days end on Thursday the 19th."""
LAST_DAY = date(2026, 11, 19)
WAITS_TO_GO = "异议函还没有送出，2026年11月19日以前要送到。"
TOO_LATE = "异议函是2026年11月20日送出的，已经超过五个工作日，转送机关可以不同意退回（第二十三条）。"


def objected() -> Way:
    """Objected to on the last day; the letter waits for the leader."""
    return Way().on(TRANSFERRED).transferred().sort().on(LAST_DAY).decide("objection", **BODY)


def objection(way: Way) -> Letter:
    return next(one for one in letters_of(way.claim_id) if one.kind is LetterKind.OBJECTION)


def signed_off(way: Way) -> Way:
    with transaction():
        sign_off_letter(objection(way), at=way.now, actor=way.account(LEADER), now=way.now)
    return way


def sealed(way: Way) -> Way:
    with transaction():
        seal_letter(objection(signed_off(way)), on=way.today, copies=2, actor=way.account(DESK), now=way.now)
    return way


def served(way: Way) -> Way:
    """Sealed and brought to the transferring body today."""
    service = Service(ServiceMethod.DIRECT, way.today, "博山区信访局")
    with transaction():
        serve_standalone_letter(objection(sealed(way)), service, actor=way.account(DESK), now=way.now)
    return way


def above_the_answer(desk: FlaskClient, way: Way) -> str:
    """What the desk reads above the form of the transferring body's answer."""
    return words(desk.get(f"/petitions/claims/{way.claim.public_id}/deeds/objection_answered"))


# The letter's five working days


def test_an_objection_that_is_not_served_yet_says_until_when_it_has_to_be(client_of: ClientOf) -> None:
    desk, way = client_of("petition"), objected()
    assert WAITS_TO_GO in above_the_answer(desk, way)
    sealed(way)
    assert WAITS_TO_GO in above_the_answer(desk, way), "a letter in the drawer tells nobody"


def test_an_objection_that_was_served_on_the_last_day_warns_of_nothing(client_of: ClientOf) -> None:
    desk, way = client_of("petition"), served(objected())
    shown = above_the_answer(desk, way)
    assert "转送机关的答复" in shown
    assert "异议函" not in shown


def test_an_objection_decided_in_time_and_served_a_day_late_is_entered_and_says_so(client_of: ClientOf) -> None:
    desk, way = client_of("petition"), objected()
    assert (way.ended("D4").state, way.ended("D4").done_on) == (DeadlineState.MET, LAST_DAY)
    served(way.on(date(2026, 11, 20)))
    assert objection(way).served_on == date(2026, 11, 20)
    assert (way.open, way.claim.status) == ([], ClaimStatus.OBJECTING)
    shown = above_the_answer(desk, way)
    assert TOO_LATE in shown
    assert WAITS_TO_GO not in shown


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
    assert (way.open, way.periods, way.claim.closed_on) == ([], [], LAST_DAY)
    assert way.ended("D3").state is DeadlineState.CLOSED


@pytest.mark.parametrize("step", [lambda way: way, signed_off], ids=["drafted", "signed off"])
def test_an_objection_nobody_sealed_stays_a_draft_when_the_petitioner_withdraws(
    client_of: ClientOf, step: Callable[[Way], Way]
) -> None:
    way = step(objected())
    letter = objection(way.withdraw())
    assert "草稿，信访人已撤回，没有发出" in words(client_of("petition").get(f"/petitions/{way.petition.public_id}"))
    for login in ("petition", "leader"):
        page = client_of(login).get(f"/petitions/letters/{letter.public_id}")
        assert "草稿：信访人已经撤回，没有发出。" in words(page)
        assert f"/petitions/letters/{letter.public_id}/" not in page.text
    with refused(NotNow, "信访人已经撤回", "留作草稿"):
        must_be_standalone(objection(way))
    typed = {"occurred_at": "2026-11-23T09:00", "outcome": "approved"}
    late = client_of("leader").post(f"/petitions/letters/{letter.public_id}/sign_off", data=typed)
    assert late.status_code == 409
    assert "信访人已经撤回" in words(late)
    assert (letter.number, letter.sealed_on) == (None, None)


def test_an_objection_that_was_sealed_is_no_draft_and_its_service_is_still_entered() -> None:
    way = sealed(objected()).withdraw()
    with transaction():
        service = Service(ServiceMethod.MAIL, way.today, "博山区信访局")
        serve_standalone_letter(objection(way), service, actor=way.account(DESK), now=way.now)
    assert objection(way).served_on == LAST_DAY


def test_the_report_on_what_was_withdrawn_is_no_draft(client_of: ClientOf) -> None:
    way = objected().withdraw()
    with transaction():
        content = {"text": "信访人书面撤回。", "contact": "访专干"}
        report = draft_letter(LetterKind.CLOSING_REPORT, content, about=way.claim, actor=way.account(DESK), now=way.now)
    must_be_standalone(report)
    assert "签发吗" in words(client_of("leader").get(f"/petitions/letters/{report.public_id}"))
