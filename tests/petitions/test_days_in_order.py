"""Days stand in their order whenever they are typed: nothing happened before what it follows from."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from app.core.errors import Invalid
from tests.petitions.refusing import refused
from tests.petitions.way import LEADER, Way
from tests.town import NOW

pytestmark = pytest.mark.usefixtures("app")
BEFORE = date(2026, 10, 1)


def test_a_notice_is_not_signed_off_before_it_was_decided_on() -> None:
    way = Way().register().sort().decide("accepted").happened(BEFORE)
    with refused(Invalid, "2026年11月23日", field="occurred_at"):
        way.signed_off()
    way.happened(NOW.date(), hour=9).letter_out()
    assert way.ended("D2").done_on == NOW.date()


def test_an_opinion_is_not_signed_off_before_it_was_written() -> None:
    way = Way().investigating().later(days=70).investigate().opinion().happened(NOW.date(), hour=9)
    with refused(Invalid, "2027年2月1日", field="occurred_at"):
        way.signed_off()


def test_a_changed_letter_is_not_signed_off_before_it_was_changed() -> None:
    way = Way().register().sort().decide("accepted").returned("写清承办单位。").later(days=2)
    way.answer("redraft", handling_unit="规划建设办公室").happened(NOW.date(), hour=9)
    with refused(Invalid, "2026年11月25日", field="occurred_at"):
        way.signed_off()


HANDLED: dict[str, Callable[[], Way]] = {
    "a simple answer": lambda: Way().simple(),
    "what was found": lambda: Way().investigating(),
    "a longer time": lambda: Way().investigating().investigate("extension", days=30, reason="要等测绘。"),
    "an opinion": lambda: Way().investigating().investigate(),
    "a suggestion's answer": lambda: Way().register().sort("suggestion").decide("suggestion").letter_out(),
}
ANSWERS: dict[str, Callable[[Way], Way]] = {
    "a simple answer": lambda way: way.answer("answer_simply", outcome="answered", reply="修好了。", told_how="phone"),
    "what was found": lambda way: way.investigate(),
    "a longer time": lambda way: way.answer("approve_extension", LEADER, outcome="approved", days=30, reason="测绘。"),
    "an opinion": lambda way: way.opinion(),
    "a suggestion's answer": lambda way: way.answer(
        "study_suggestion", outcome="adopted", reply="采纳。", told_how="phone"
    ),
}


@pytest.mark.parametrize("what", HANDLED)
def test_nothing_is_handled_before_the_day_it_was_accepted(what: str) -> None:
    way = HANDLED[what]().happened(BEFORE)
    with refused(Invalid, "不能早于决定办理的2026年11月23日", field="occurred_at"):
        ANSWERS[what](way)
    ANSWERS[what](way.happened(NOW.date(), hour=9))


def test_a_request_of_review_is_not_handed_in_before_the_opinion_was_served() -> None:
    way = Way().investigating().opinion_out()
    with refused(Invalid, "不能早于处理意见书送达", field="handed_on"):
        way.action("review_request", handed_on=BEFORE, stage="review", told_how="phone")
