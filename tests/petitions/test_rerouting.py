"""Class or route turns out wrong while a claim is handled: the head signs, and no clock is beaten by it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient

from app.core.errors import Invalid, NotAllowed
from tests import public
from tests.petitions.refusing import refused
from tests.petitions.way import DESK, HANDLER, LEADER, Way
from tests.town import NOW

pytestmark = pytest.mark.usefixtures("app")
ClientOf = Callable[[str], FlaskClient]
BODY = {"competent_body": "博山区水利局", "procedure": "向区水利局申请，六十日内答复。"}


def rerouted() -> Way:
    """Accepted and told on the first day; sorted anew a month later."""
    return Way().investigating().later(days=30).reroute()


@pytest.mark.both
def test_the_day_of_acceptance_stays_and_its_sixty_days_run_on_whatever_it_becomes() -> None:
    way = Way().investigating()
    sixty = way.period("D5")
    before = (sixty.id, sixty.due_on, way.claim.accepted_on)
    way.later(days=30).reroute().sort(route="duty").decide("led_in_here", **BODY)
    running = way.period("D5")
    assert (running.id, running.due_on, way.claim.accepted_on) == before
    assert way.open == ["assign_unit", "sign_off"]


def test_what_stays_accepted_is_neither_accepted_nor_told_a_second_time() -> None:
    way = rerouted().sort().decide("accepted")
    assert (way.claim.accepted_on, way.claim.decided_on, way.periods.count("D5")) == (NOW.date(), NOW.date(), 1)
    assert len(way.claim_letters()) == 1
    assert way.assigned().open == ["investigate"]


def test_its_sixty_days_stand_at_the_steps_at_which_it_is_sorted_anew() -> None:
    way = rerouted()
    sixty = way.period("D5").due_at
    seen = [way.task("sort_claim").due_at, way.sort(route="administrative").task("decide_claim").due_at]
    assert [*seen, way.decide("elsewhere", **BODY).task("sign_off").due_at] == [sixty] * 3


@pytest.mark.parametrize(("decision", "words"), [("simple", "简易办理"), ("refused", "不予受理")])
def test_what_belongs_before_acceptance_is_over(decision: str, words: str) -> None:
    way = rerouted().sort()
    with refused(Invalid, "已经受理", words, field="decision"):
        way.decide(decision, ground="upper_handles", told_how="phone")


def test_what_was_sent_here_is_objected_to_before_it_is_accepted_or_not_at_all() -> None:
    way = Way().transferred().sort().decide("accepted").letter_out().assigned().reroute().sort()
    with refused(Invalid, "已经受理", "提出异议", field="decision"):
        way.decide("objection", **BODY)


def test_it_may_turn_out_to_belong_elsewhere() -> None:
    way = rerouted().sort(route="administrative").decide("elsewhere", **BODY).letter_out()
    assert (way.open, way.periods) == ([], [])


def test_a_notice_that_is_not_out_yet_is_left_when_it_is_decided_otherwise() -> None:
    way = Way().register().sort().decide("accepted").assigned().reroute()
    assert way.open == ["sort_claim", "sign_off"], "until it is decided the notice may still go out"
    way.sort("suggestion").decide("suggestion")
    acceptance, receipt = way.claim_letters()
    assert (acceptance.left_at, receipt.left_at) == (None, None), "an acceptance either way"
    other = Way().register().sort().decide("accepted").assigned().reroute().sort(route="duty").decide("led_in", **BODY)
    acceptance, led_in = other.claim_letters()
    assert (acceptance.left_at is None, led_in.left_at is None) == (False, True)


def test_a_notice_that_bears_its_number_is_served_all_the_same() -> None:
    way = Way().register().sort().decide("accepted").signed_off().sealed().assigned().reroute()
    way.sort(route="duty").decide("led_in", **BODY)
    assert way.claim_letters()[0].left_at is None
    assert way.open == ["deliver", "sign_off"]


def test_nothing_changes_when_the_head_does_not_approve() -> None:
    way = Way().investigating().reroute("denied")
    assert way.open == ["investigate"]
    assert way.claim.decision == "accepted"


def test_once_an_opinion_was_served_class_and_route_stay() -> None:
    way = Way().investigating().opinion_out().asked().upper("redo").assigned()
    with refused(Invalid, "已经送达过", field="outcome"):
        way.investigate("reroute")
    assert way.investigate().open == ["write_opinion"]


def test_the_head_alone_approves() -> None:
    way = Way().investigating().investigate("reroute")
    for by in (DESK, HANDLER):
        with refused(NotAllowed, "不归您办"):
            way.answer("approve_reroute", by, outcome="rerouted", reason="照办。")


def test_it_is_not_approved_before_it_was_accepted() -> None:
    way = Way().investigating().investigate("reroute").happened(date(2026, 10, 1))
    with refused(Invalid, "2026年11月23日", field="occurred_at"):
        way.answer("approve_reroute", LEADER, outcome="rerouted", reason="照办。")


def test_the_head_reads_what_was_found_and_the_desk_that_the_day_stays(client_of: ClientOf) -> None:
    way = Way().investigating()
    assert "性质或者途径定错了" in client_of(HANDLER).get(f"/tasks/{public.task(way.task('investigate').id)}").text
    way.investigate("reroute")
    page = client_of(LEADER).get(f"/tasks/{public.task(way.task('approve_reroute').id)}").text
    assert "承办单位查到：手续齐全，现场核对无误。" in page
    assert "现在定的是：申诉求决" in page
    way.answer("approve_reroute", LEADER, outcome="rerouted", reason="照办。").sort("suggestion")
    page = client_of(DESK).get(f"/tasks/{public.task(way.task('decide_claim').id)}").text
    assert "2026年11月23日已经受理，受理的日子不变。" in page


def test_it_may_turn_out_to_be_the_same_matter_as_another() -> None:
    other = Way().register().claim.number
    way = Way().register().sort().decide("accepted").assigned().reroute()
    way.answer("sort_claim", outcome="joined", joined_to=other, reason="同一人、同一件事。")
    assert (way.claim.ending, way.open, way.periods) == ("joined", [], [])
    assert way.claim_letters()[0].left_at is not None, "nobody is told of an acceptance that is none any more"


def test_it_is_changed_as_often_as_it_is_wrong() -> None:
    way = rerouted().sort().decide("accepted").assigned().reroute().sort("suggestion").decide("suggestion")
    assert (way.claim.accepted_on, way.periods.count("D5")) == (NOW.date(), 1)
    assert way.open == ["study_suggestion", "sign_off"]


def test_whoever_is_asked_again_may_still_withdraw() -> None:
    way = rerouted().withdraw()
    assert (way.claim.ending, way.periods) == ("withdrawn", [])
