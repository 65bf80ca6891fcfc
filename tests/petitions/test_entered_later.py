"""事后补录: everything may be typed later than it happened; the day on which it happened counts everywhere."""

from __future__ import annotations

from datetime import date

import pytest

from app.deadlines.terms import DeadlineState
from app.petitions.models.records import Assignment, ExtensionRequest, Hearing, UpperOpinion, Withdrawal
from app.petitions.queries import letters_of, newest, rows_of
from app.petitions.terms import Ending
from tests.petitions.way import Way
from tests.town import NOW

pytestmark = pytest.mark.usefixtures("app")


def on(month: int, day: int, year: int = 2026) -> date:
    return date(year, month, day)


def accepted_in_august() -> Way:
    """All of it is typed on 23 November."""
    way = Way().happened(on(7, 30)).register()
    return way.happened(on(8, 3)).sort().decide("accepted")


def test_acceptance_and_notice_count_from_their_days() -> None:
    way = accepted_in_august()
    way.happened(on(8, 4)).signed_off()
    way.happened(on(8, 5)).sealed()
    way.happened(on(8, 6)).delivered()
    assert (way.claim.decided_on, way.claim.accepted_on) == (on(8, 3), on(8, 3))
    assert (way.ended("D2").starts_on, way.ended("D2").done_on) == (on(7, 30), on(8, 6))
    assert (way.period("D5").starts_on, way.period("D5").due_on) == (on(8, 3), on(10, 8))
    letter = letters_of(way.claim_id)[0]
    assert (letter.signed_off_at.date(), letter.sealed_on, letter.served_on) == (on(8, 4), on(8, 5), on(8, 6))
    assert letter.drafted_at == NOW


def test_an_extension_approved_in_time_may_be_typed_after_the_sixty_days() -> None:
    way = accepted_in_august().letter_out()
    way.happened(on(8, 10)).assigned()
    way.happened(on(9, 1)).hearing()
    way.happened(on(9, 20)).extension(30)
    assert (way.period("D5").unrolled_on, way.period("D5").due_on) == (on(11, 1), on(11, 2))
    assert newest(ExtensionRequest, way.claim_id).decided_on == on(9, 20)
    assert newest(Hearing, way.claim_id).held_on == on(9, 1)
    assigned = newest(Assignment, way.claim_id)
    assert (assigned.occurred_at.date(), assigned.entered_at) == (on(8, 10), NOW)


def test_opinion_review_and_end_stand_with_their_days() -> None:
    way = accepted_in_august().letter_out().assigned()
    way.happened(on(9, 1)).opinion_out()
    assert (way.claim.opinion_on, way.claim.delivered_on) == (on(9, 1), on(9, 1))
    assert (way.ended("D5").state, way.ended("D5").done_on) == (DeadlineState.MET, on(9, 1))
    assert way.open == ["ask_review"], "thirty days are long over"
    way.happened(on(9, 10)).asked("ask_review", on=on(9, 9))
    way.happened(on(9, 30)).answer("supply_file", material="案卷一册", asked_by="博山区人民政府")
    way.happened(on(10, 8)).answer(
        "record_upper", result="upheld", number="1", decided_on=on(10, 8), received_on=on(10, 10), summary="维持。"
    )
    row = newest(UpperOpinion, way.claim_id)
    assert (row.requested_on, row.was_in_time, row.supplied_on) == (on(9, 9), True, on(9, 30))
    assert (way.ended("D7").done_on, way.ended("D8").done_on) == (on(9, 9), on(10, 8))
    assert (way.period("D9").starts_on, way.period("D9").due_on) == (on(10, 10), on(11, 9))
    assert (way.open, way.claim.ending) == (["ask_final"], None), "and these too"
    way.happened(NOW.date(), hour=8).answer("ask_final", outcome="none")
    assert (way.claim.ending, way.claim.closed_on) == (Ending.REVIEW_FINAL, on(11, 9))


def test_a_simple_answer_of_three_weeks_ago_is_in_time() -> None:
    way = Way().happened(on(10, 30)).register().sort().decide("simple", told_how="phone")
    assert (way.ended("D12a").done_on, way.period("D12b").due_on) == (on(10, 30), on(11, 13))
    way.ring().answer("ask_conversion", outcome="answered", answered_on=on(11, 2), reply="修好了。", reason="忘了记。")
    assert (way.ended("D12b").done_on, way.claim.closed_on) == (on(11, 2), on(11, 2))


def test_a_withdrawal_ends_the_claim_on_the_day_of_the_call() -> None:
    way = accepted_in_august()
    way.happened(on(8, 5)).asks_to_withdraw()
    way.happened(on(8, 9)).called()
    assert (way.claim.ending, way.claim.closed_on) == (Ending.WITHDRAWN, on(8, 9))
    assert newest(Withdrawal, way.claim_id).applied_on == on(8, 5)


def test_a_settlement_ends_the_claim_on_the_day_it_was_made() -> None:
    way = accepted_in_august().letter_out().assigned()
    way.happened(on(9, 2)).settlement("settled", agreed_on=on(9, 1))
    assert (way.claim.ending, way.claim.closed_on) == (Ending.SETTLED, on(9, 1))


def test_a_letter_of_the_old_year_has_a_number_of_the_old_year() -> None:
    way = Way().on(on(12, 30)).register().sort().decide("accepted").signed_off()
    way.on(on(1, 4, 2027)).happened(on(12, 31)).sealed()
    other = Way().on(on(1, 4, 2027)).register().sort().decide("accepted").signed_off().sealed()
    assert [letters_of(one.claim_id)[0].number for one in (way, other)] == ["白信访〔2026〕1号", "白信访〔2027〕1号"]


def test_the_office_that_heard_first_stays_in_the_book_when_it_is_typed_later() -> None:
    way = accepted_in_august().letter_out()
    way.happened(on(8, 10)).assigned()
    assert [row.office_id for row in rows_of(Assignment, way.claim_id)] == [int(way.office())]
    assert way.claim.inner_due_on == on(8, 30)
