"""The clocks of a claim on their own paths, day for day: what starts each, where it ends, what does not stop it.

Both ends are looked at: the one the text of the law gives, and the one that moves on from a rest day (practice).
"""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from app.deadlines.actions.sweep import sweep_deadlines
from app.deadlines.models import Deadline
from app.deadlines.terms import DeadlineState
from app.petitions.models.records import UpperOpinion
from app.petitions.queries import newest
from app.petitions.terms import ClaimStatus, Ending
from tests.bpmn.petition_stories import BODY
from tests.petitions.way import Way

pytestmark = pytest.mark.usefixtures("app")

Days = tuple[date, date, date]
PUBLISHED, PROVISIONAL = False, True


def days(row: Deadline) -> Days:
    """From when it counts, the end by the text, the last day."""
    return row.starts_on, row.unrolled_on, row.due_on


def on(month: int, day: int, year: int = 2026) -> date:
    return date(year, month, day)


def opinion_delivered(day: date) -> Way:
    """The opinion reached the petitioner on this day."""
    return Way().on(day).investigating().opinion_out()


# Registration and notice


def test_the_higher_bodys_fifteen_days_are_judged_by_the_day_the_town_had_it() -> None:
    way = Way().on(on(9, 18)).transferred(upper_received_on=on(9, 10))
    row = way.ended("D1")
    assert days(row) == (on(9, 10), on(9, 25), on(9, 28))
    assert (row.state, row.done_on, row.is_provisional) == (DeadlineState.MET, on(9, 18), PUBLISHED)


def test_nobody_judges_the_higher_body_when_it_does_not_say_when_it_had_it() -> None:
    assert Way().transferred().ended("D1") is None


def test_a_letter_to_the_town_is_answered_in_fifteen_days_of_its_receipt() -> None:
    way = Way().on(on(9, 18)).register()
    row = way.period("D2")
    assert days(row) == (on(9, 18), on(10, 3), on(10, 8))
    assert row.is_provisional is PUBLISHED
    way.on(on(9, 24)).sort().decide("accepted").signed_off().sealed()
    assert "D2" in way.periods, "a letter in the drawer tells nobody"
    way.on(on(9, 29)).delivered()
    assert (way.ended("D2").state, way.ended("D2").done_on) == (DeadlineState.MET, on(9, 29))


def test_a_transferred_letter_is_answered_in_fifteen_days_of_the_transfer() -> None:
    way = Way().on(on(9, 18)).transferred(received_on=on(9, 1))
    assert days(way.period("D3")) == (on(9, 18), on(10, 3), on(10, 8))
    assert "D2" not in way.periods


def test_an_objection_has_five_working_days_over_the_spring_festival() -> None:
    way = Way().on(on(2, 12)).transferred()
    row = way.period("D4")
    assert days(row) == (on(2, 12), on(2, 26), on(2, 26))
    assert row.is_provisional is PUBLISHED
    way.on(on(2, 26)).sort().decide("objection", **BODY)
    assert "D4" in way.periods, "what was only decided was not sent"
    way.objection_out()
    assert (way.ended("D4").state, way.ended("D4").done_on) == (DeadlineState.MET, on(2, 26))


def test_the_notice_runs_on_until_the_transferring_body_agrees() -> None:
    way = Way().on(on(9, 18)).transferred().sort().decide("objection", **BODY)
    way.objection_out()
    assert way.periods == ["D3"]
    way.on(on(9, 29)).objection_answered("agreed")
    assert way.periods == []
    assert (way.ended("D3").state, way.claim.ending) == (DeadlineState.CLOSED, Ending.RETURNED)


def test_the_notice_still_runs_when_the_transferring_body_does_not_agree() -> None:
    way = Way().on(on(9, 18)).transferred().sort().decide("objection", **BODY)
    way.on(on(9, 29)).objection_answered("not_agreed")
    assert way.open == ["decide_claim"]
    assert days(way.period("D3")) == (on(9, 18), on(10, 3), on(10, 8))
    way.decide("accepted").letter_out()
    assert (way.ended("D3").state, way.ended("D3").done_on) == (DeadlineState.MET, on(9, 29))
    assert days(way.period("D5"))[0] == on(9, 29)


def test_who_deals_with_a_transferred_matter_has_no_objection_any_more() -> None:
    way = Way().transferred().sort().decide("accepted")
    assert (way.ended("D4").state, way.periods) == (DeadlineState.CLOSED, ["D3", "D5"])


# The sixty days


def test_the_sixty_days_start_on_acceptance_and_never_on_delivery() -> None:
    way = Way().on(on(8, 3)).register().sort().decide("accepted")
    row = way.period("D5")
    assert days(row) == (on(8, 3), on(10, 2), on(10, 8))
    assert row.is_provisional is PUBLISHED
    way.on(on(8, 10)).letter_out()
    assert days(way.period("D5")) == (on(8, 3), on(10, 2), on(10, 8))


def test_sixty_days_over_the_new_year_wait_for_the_notice_of_its_holidays() -> None:
    row = Way().on(on(11, 2)).register().sort().decide("accepted").period("D5")
    assert days(row) == (on(11, 2), on(1, 1, 2027), on(1, 4, 2027))
    assert row.is_provisional is PROVISIONAL


def test_thirty_more_days_count_from_the_end_by_the_text() -> None:
    way = Way().on(on(8, 3)).investigating()
    way.on(on(9, 20)).extension(30)
    row = way.period("D5")
    assert days(row) == (on(8, 3), on(11, 1), on(11, 2))
    assert row.extension is not None
    assert (row.extension.days, row.extension.decided_on) == (30, on(9, 20))


def test_the_head_may_still_approve_on_the_last_day() -> None:
    way = Way().on(on(8, 3)).investigating()
    assert way.on(on(10, 8)).extension(10).period("D5").due_on == on(10, 12)


def test_a_denied_extension_leaves_the_sixty_days_as_they_are() -> None:
    way = Way().on(on(8, 3)).investigating()
    way.on(on(9, 20)).extension(30, outcome="denied")
    assert days(way.period("D5")) == (on(8, 3), on(10, 2), on(10, 8))
    assert way.open == ["investigate"]


def test_hearing_settlement_and_linked_dispute_do_not_stop_the_sixty_days() -> None:
    way = Way().on(on(8, 3)).investigating().hearing().settlement("partial").dispute()
    assert days(way.on(on(9, 1)).period("D5")) == (on(8, 3), on(10, 2), on(10, 8))
    assert way.period("D5").suspensions == ()
    assert way.claim.dispute_id is not None


def test_the_opinions_seal_ends_the_sixty_days() -> None:
    way = Way().on(on(8, 3)).investigating().investigate().opinion().signed_off()
    way.on(on(9, 3)).sealed()
    assert (way.ended("D5").state, way.ended("D5").done_on) == (DeadlineState.MET, on(9, 3))
    assert way.claim.opinion_on == on(9, 3)


# Review and re-review


def test_thirty_days_for_review_start_with_delivery() -> None:
    way = opinion_delivered(on(9, 1))
    row = way.period("D7")
    assert days(row) == (on(9, 1), on(10, 1), on(10, 8))
    assert row.is_provisional is PUBLISHED


def test_thirty_days_for_review_end_in_a_year_without_a_notice() -> None:
    row = opinion_delivered(on(12, 2)).period("D7")
    assert days(row) == (on(12, 2), on(1, 1, 2027), on(1, 4, 2027))
    assert row.is_provisional is PROVISIONAL


def test_a_letter_that_is_refused_starts_the_thirty_days_all_the_same() -> None:
    way = Way().on(on(8, 3)).investigating().investigate().opinion().signed_off().sealed()
    way.on(on(9, 1)).delivered(method="left", refusal="不认这份意见。", witness="贝主任", receiver="")
    assert days(way.period("D7")) == (on(9, 1), on(10, 1), on(10, 8))
    assert way.claim.status is ClaimStatus.REVIEWABLE


def test_the_district_has_thirty_days_from_its_receipt_of_the_request() -> None:
    way = opinion_delivered(on(12, 16))
    way.on(on(1, 6, 2027)).asked()
    row = way.period("D8")
    assert days(row) == (on(1, 6, 2027), on(2, 5, 2027), on(2, 9, 2027))
    assert row.is_provisional is PROVISIONAL
    assert (way.ended("D7").state, way.ended("D7").done_on) == (DeadlineState.MET, on(1, 6, 2027))
    assert newest(UpperOpinion, way.claim_id).was_in_time is True


def test_thirty_days_for_re_review_start_when_the_review_reached_the_petitioner() -> None:
    way = opinion_delivered(on(12, 16))
    way.on(on(1, 6, 2027)).asked()
    way.on(on(3, 6, 2027)).upper("upheld", decided_on=on(2, 5, 2027))
    row = way.period("D9")
    assert days(row) == (on(3, 6, 2027), on(4, 5, 2027), on(4, 6, 2027))
    assert row.is_provisional is PROVISIONAL
    assert (way.ended("D8").state, way.ended("D8").done_on) == (DeadlineState.MET, on(2, 5, 2027))


@pytest.mark.both
def test_days_of_a_hearing_do_not_count_at_the_re_review() -> None:
    way = opinion_delivered(on(6, 1))
    way.on(on(6, 10)).asked()
    way.on(on(7, 1)).upper("upheld")
    way.on(on(7, 10)).asked("final_requested")
    assert days(way.period("D10")) == (on(7, 10), on(8, 9), on(8, 10))
    way.on(on(8, 12)).upper("upheld", hearing_from=on(7, 20), hearing_to=on(7, 22))
    row = way.ended("D10")
    assert days(row) == (on(7, 10), on(8, 12), on(8, 12))
    assert (row.state, row.done_on) == (DeadlineState.MET, on(8, 12))
    assert way.claim.ending is Ending.THREE_LEVELS


@pytest.mark.parametrize(
    ("asked_on", "in_time", "state", "done_on"),
    [
        (on(10, 8), True, DeadlineState.MET, on(10, 8)),
        (on(10, 9), False, DeadlineState.LAPSED, None),
    ],
)
def test_a_request_heard_of_after_the_window_is_in_time_or_not_by_the_day_the_district_had_it(
    asked_on: date, state: DeadlineState, done_on: date | None, *, in_time: bool
) -> None:
    way = opinion_delivered(on(9, 1)).ring()
    sweep_deadlines(way.now)
    assert (way.open, way.claim.ending) == (["ask_review"], None)
    way.on(on(10, 12)).asked("ask_review", on=asked_on)
    assert newest(UpperOpinion, way.claim_id).was_in_time is in_time
    assert (way.ended("D7").state, way.ended("D7").done_on) == (state, done_on)
    assert days(way.period("D8"))[0] == asked_on
    assert (way.open, way.claim.status) == (["supply_file"], ClaimStatus.IN_REVIEW), (
        "whether it is late, the district says"
    )
    way.upper("redo").assigned().opinion_out()
    assert days(way.period("D7"))[0] == on(10, 12)


@pytest.mark.parametrize(("asked_on", "in_time"), [(on(10, 8), True), (on(10, 9), False)])
def test_a_request_for_re_review_heard_of_after_the_window_is_judged_by_its_own_day(
    asked_on: date, *, in_time: bool
) -> None:
    way = opinion_delivered(on(6, 1))
    way.on(on(6, 10)).asked()
    way.on(on(9, 2)).upper("upheld").ring()
    assert (way.open, way.claim.status, way.claim.ending) == (["ask_final"], ClaimStatus.REVIEWABLE, None)
    way.on(on(10, 12)).asked("ask_final", on=asked_on)
    row = newest(UpperOpinion, way.claim_id)
    assert (row.is_final, row.was_in_time) == (True, in_time)
    assert (way.open, way.periods) == (["supply_file"], ["D10"])
    way.upper("upheld")
    assert (way.claim.ending, way.claim.closed_on) == (Ending.THREE_LEVELS, on(10, 12))


def test_a_matter_sent_back_by_the_district_gets_a_new_opinion_and_a_new_window() -> None:
    way = opinion_delivered(on(6, 1))
    way.on(on(6, 10)).asked()
    way.on(on(7, 1)).upper("redo")
    assert (way.open, way.periods, way.claim.status) == (["assign_unit"], [], ClaimStatus.HANDLING)
    way.on(on(7, 20)).assigned().opinion_out()
    assert days(way.period("D7")) == (on(7, 20), on(8, 19), on(8, 19))
    assert way.periods == ["D7"]


def test_the_end_of_the_window_asks_what_the_district_has_and_ends_nothing() -> None:
    way = opinion_delivered(on(9, 1)).ring()
    sweep_deadlines(way.now)
    row = way.ended("D7")
    assert (row.state, row.closed_at, row.done_on) == (DeadlineState.LAPSED, way.now, None)
    assert (way.open, way.claim.status) == (["ask_review"], ClaimStatus.REVIEWABLE)
    assert (way.claim.ending, way.claim.closed_on) == (None, None)
    assert (way.task("ask_review").label, way.task("ask_review").role) == (
        "期满了，核对有没有请求复查",
        "petition_clerk",
    )


def test_nobody_asked_for_review_and_the_opinion_is_final_with_the_last_day() -> None:
    way = opinion_delivered(on(9, 1)).ring()
    sweep_deadlines(way.now)
    way.on(on(10, 12)).answer("ask_review", outcome="none")
    assert (way.claim.status, way.claim.ending) == (ClaimStatus.CLOSED, Ending.OPINION_FINAL)
    assert (way.open, way.periods, way.claim.closed_on) == ([], [], on(10, 8))
    assert newest(UpperOpinion, way.claim_id) is None


def test_nobody_asked_for_re_review_and_the_review_is_final_with_the_last_day() -> None:
    way = opinion_delivered(on(6, 1))
    way.on(on(6, 10)).asked()
    way.on(on(9, 2)).upper("upheld").ring()
    sweep_deadlines(way.now)
    assert days(way.ended("D9")) == (on(9, 2), on(10, 2), on(10, 8))
    assert (way.ended("D9").state, way.open, way.claim.ending) == (DeadlineState.LAPSED, ["ask_final"], None)
    way.on(on(10, 12)).answer("ask_final", outcome="none")
    assert (way.claim.ending, way.claim.closed_on) == (Ending.REVIEW_FINAL, on(10, 8))


# The simple procedure


def test_three_working_days_to_decide_on_the_simple_procedure() -> None:
    way = Way().on(on(9, 18)).register().sort()
    way.on(on(9, 22)).decide("simple", told_how="phone")
    row = way.ended("D12a")
    assert days(row) == (on(9, 18), on(9, 22), on(9, 22)), "Sunday the 20th is a working day"
    assert (row.state, row.done_on) == (DeadlineState.MET, on(9, 22))
    assert (way.ended("D2").state, way.ended("D2").done_on) == (DeadlineState.MET, on(9, 22))


def test_ten_working_days_to_answer_over_both_autumn_holidays() -> None:
    way = Way().on(on(9, 23)).simple()
    row = way.period("D12b")
    assert days(row) == (on(9, 23), on(10, 14), on(10, 14))
    assert (row.is_provisional, way.periods) == (PUBLISHED, ["D12b"])
    way.on(on(10, 14)).answer("answer_simply", outcome="answered", reply="修好了。", told_how="phone")
    assert (way.ended("D12b").state, way.ended("D12b").done_on) == (DeadlineState.MET, on(10, 14))


def test_conversion_keeps_the_day_of_acceptance() -> None:
    way = Way().on(on(9, 23)).simple()
    way.on(on(9, 29)).answer("answer_simply", outcome="convert", why="complex")
    assert days(way.period("D5")) == (on(9, 23), on(11, 22), on(11, 23))
    assert (way.ended("D12b").state, way.claim.accepted_on) == (DeadlineState.CLOSED, on(9, 23))


def test_conversion_after_the_ten_days_keeps_the_day_of_acceptance() -> None:
    way = Way().on(on(9, 23)).simple().ring()
    assert way.today == on(10, 15)
    way.answer("ask_conversion", outcome="convert", reason="没有办完。")
    assert days(way.period("D5")) == (on(9, 23), on(11, 22), on(11, 23))


def test_a_suggestion_has_no_sixty_days_and_no_review_either_way() -> None:
    way = Way().register().sort("suggestion").decide("simple", told_how="phone")
    way.answer("answer_simply", outcome="convert", why="wants_written").letter_out()
    assert (way.open, way.periods) == (["study_suggestion"], [])


# The end


def test_the_end_of_a_claim_ends_its_clocks() -> None:
    way = Way().register()
    assert way.withdraw().periods == []
    assert Way().investigating().settlement("settled").periods == []
    assert Way().register().sort().decide("refused", ground="no_content").letter_out().periods == []
    assert Way().transferred().withdraw().periods == []
    assert Way().transferred().sort().decide("objection", **BODY).withdraw().periods == []
    assert way.ended("D2").state is DeadlineState.CLOSED


def test_each_claim_of_a_petition_has_clocks_of_its_own(app: Flask) -> None:
    way = Way().on(on(8, 3)).register(claims=("核实翻建手续。", "修小海眼的路灯。"))
    other = way.second_claim()
    way.sort().decide("accepted")
    assert (way.periods, other.periods) == (["D2", "D5"], ["D2"])
    other.sort().decide("simple", told_how="phone")
    assert (way.periods, other.periods) == (["D2", "D5"], ["D12b"])
