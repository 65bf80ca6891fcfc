"""书面撤回: the work goes on, somebody else calls after three days, and only the confirmed wish ends it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.core.db import db
from app.core.errors import Invalid, NotNow
from app.deadlines.terms import DeadlineState
from app.letters.terms import PROCESS as OF_LETTERS
from app.notifications.models import Notice
from app.petitions.terms import WITHDRAWAL, ClaimStatus, Ending
from app.processes.queries import running_flow
from tests.bpmn.petition_stories import BODY
from tests.petitions.refusing import refused
from tests.petitions.screen import ClientOf, words
from tests.petitions.way import Way
from tests.together import at_once

pytestmark = pytest.mark.usefixtures("app")


@pytest.mark.both
def test_the_work_and_its_clocks_go_on_until_the_call() -> None:
    way = Way().investigating().asks_to_withdraw()
    assert (way.claim.status, way.claim.ending, way.open) == (ClaimStatus.HANDLING, None, ["investigate"])
    assert way.periods == ["D15", "D5"]
    way.investigate("hearing")
    way.called()
    assert (way.claim.status, way.claim.ending, way.open) == (ClaimStatus.CLOSED, Ending.WITHDRAWN, [])
    assert (way.claim.closed_on, way.periods) == (way.today, [])
    assert way.ended("D5").state is DeadlineState.CLOSED
    assert running_flow("claim", way.claim_id, WITHDRAWAL) is None


def test_who_does_not_wish_it_any_more_keeps_the_matter_and_may_ask_again() -> None:
    way = Way().investigating().asks_to_withdraw().called("kept")
    assert (way.claim.ending, way.open) == (None, ["investigate"])
    way.asks_to_withdraw().called()
    assert way.claim.ending is Ending.WITHDRAWN


def test_who_was_not_reached_is_called_again_and_nothing_is_decided() -> None:
    way = Way().investigating().asks_to_withdraw().called("unreached")
    assert (way.claim.ending, way.open) == (None, ["investigate", "call_back"])
    way.later(days=1).called()
    assert way.claim.closed_on == way.today


def test_an_application_waits_once() -> None:
    way = Way().investigating().asks_to_withdraw()
    with refused(NotNow, "已经收到了"):
        way.asks_to_withdraw()


@pytest.mark.both
def test_two_clerks_who_enter_it_at_once_enter_it_once(app: object) -> None:
    way = Way().investigating()
    db.session.remove()

    def ask() -> str:
        try:
            Way(way.now, way.claim_id).asks_to_withdraw()
        except NotNow as late:
            return late.sentence
        return ""

    said = sorted(at_once(app, [ask, ask]))
    assert (said[0], "已经收到了" in said[1]) == ("", True)


def test_a_call_within_the_three_days_does_not_count() -> None:
    way = Way().investigating().asks_to_withdraw()
    third = way.today + timedelta(days=3)
    way.three_days_later()
    with refused(Invalid, "要过了三天再打", field="called_on"):
        way.called("confirmed", called_on=third)
    way.called("confirmed", called_on=third + timedelta(days=1))
    assert way.claim.closed_on == third + timedelta(days=1)


@pytest.mark.parametrize("name", ["访专干", " 访 专干", "规站长"])
def test_nobody_who_had_to_do_with_it_makes_the_call(name: str) -> None:
    way = Way().investigating().investigate("hearing").asks_to_withdraw().three_days_later()
    with refused(Invalid, "没有经手这件事的人", field="called_by"):
        way.called(called_by=name)
    assert way.open == ["hold_hearing", "call_back"]


def test_the_call_is_told_to_the_desk_when_it_may_be_made_and_never_as_late(client_of: ClientOf) -> None:
    way = Way().investigating().asks_to_withdraw()
    way.called("unreached")
    assert way.task("call_back").deadline_id != way.ended("D15").id
    page = words(client_of("petition").get(f"/petitions/{way.petition.public_id}"))
    assert "没打通，再打" in page
    assert db.session.query(Notice).filter(Notice.text.contains("撤回"), Notice.text.contains("还有")).count() == 0


def test_the_opinion_that_bears_its_seal_ends_the_question() -> None:
    way = Way().investigating().asks_to_withdraw().investigate().opinion().signed_off()
    way.called("unreached")
    assert sorted(way.open) == ["call_back", "seal_letter"]
    way.sealed()
    assert way.open == ["deliver"], "whoever called too late reads the opinion"
    way.delivered()
    assert (way.claim.status, way.claim.ending) == (ClaimStatus.REVIEWABLE, None)


def test_an_opinion_without_its_seal_stays_a_draft_when_the_wish_is_confirmed() -> None:
    way = Way().investigating().asks_to_withdraw().investigate().opinion().signed_off().called()
    assert (way.claim.ending, way.open) == (Ending.WITHDRAWN, [])
    assert running_flow("letter", way.claim_letters()[-1].id, OF_LETTERS) is None


def test_a_claim_that_ends_another_way_asks_no_more() -> None:
    way = Way().investigating().asks_to_withdraw().settlement("settled")
    assert (way.claim.ending, way.open, way.periods) == (Ending.SETTLED, [], [])
    assert running_flow("claim", way.claim_id, WITHDRAWAL) is None
    told = Way().register().sort().decide("elsewhere", **BODY).asks_to_withdraw().letter_out()
    assert (told.claim.ending, told.open) == (Ending.TOLD, [])


def test_an_application_typed_in_afterwards_is_asked_about_at_once() -> None:
    way = Way().on(date(2026, 8, 3)).investigating().on(date(2026, 8, 20)).happened(date(2026, 8, 10))
    way.asks_to_withdraw()
    assert way.open == ["investigate", "call_back"]
    way.happened(date(2026, 8, 14)).called()
    assert way.claim.closed_on == date(2026, 8, 14)


def test_one_claim_of_a_letter_is_withdrawn_and_the_other_goes_on() -> None:
    way = Way().register(claims=("核实手续。", "修路灯。"))
    other = way.second_claim().sort().decide("accepted").letter_out()
    way.withdraw()
    assert (way.claim.ending, other.claim.ending, other.open) == (Ending.WITHDRAWN, None, ["assign_unit"])


def test_where_an_application_stands_is_shown_in_its_own_diagram(client_of: ClientOf) -> None:
    way, desk = Way().investigating().asks_to_withdraw(), client_of("petition")
    of_claim = f"kind=claim&id={way.claim.public_id}"
    for diagram, title in (("withdrawal", "书面撤回：核实了才算"), ("petition", "信访全过程"), ("handle", "调查办理")):
        shown = desk.get(f"/processes/{diagram}?{of_claim}")
        assert (shown.status_code, title in words(shown)) == (200, True), diagram
    assert desk.get(f"/processes/mediation?{of_claim}").status_code == 404
    letter = way.claim_letters()[0]
    page = desk.get(f"/petitions/letters/{letter.public_id}")
    assert f"kind=letter&amp;id={letter.public_id}" in page.text
    assert desk.get(f"/processes/letter?kind=letter&id={letter.public_id}").status_code == 200
