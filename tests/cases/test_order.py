"""What is out of the usual order is asked and kept, never refused; what is in order is never asked (M5)."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cases.queries.known_days import known_days
from app.cases.queries.to_explain import to_explain
from app.cases.rules.order import ORDER, Event, unusual_days
from app.core.errors import Invalid
from app.processes.models import Task
from tests.petitions.refusing import refused
from tests.petitions.screen import ClientOf, words
from tests.story import Story

DAY = date(2026, 11, 1)


# The rule


@given(st.lists(st.integers(0, 60), min_size=len(ORDER), max_size=len(ORDER)))
def test_a_sequence_in_order_is_never_asked_and_each_break_is(gaps: list[int]) -> None:
    known: dict[Event, list[date]] = {}
    for event, gap in zip(ORDER, sorted(gaps), strict=True):
        day = DAY + timedelta(days=gap)
        assert unusual_days(event, day, known) == []
        known[event] = [day]
    for one, other in pairwise(ORDER):
        before = known[one][0] - timedelta(days=1)
        assert any(f"早于{one.value}" in said for said in unusual_days(other, before, {one: known[one]}))
        after = known[other][0] + timedelta(days=1)
        assert any(f"晚于{other.value}" in said for said in unusual_days(one, after, {other: known[other]}))


def test_two_things_of_one_day_are_in_order_and_of_several_the_first_counts() -> None:
    known = {Event.RIGHTS: [DAY, DAY + timedelta(days=9)], Event.ACCEPTANCE: []}
    assert unusual_days(Event.SITTING, DAY, known) == []
    (said,) = unusual_days(Event.SITTING, DAY - timedelta(days=1), known)
    assert said == "调解写的是2026年10月31日，早于告知权利义务的2026年11月1日"


# The way


@pytest.mark.usefixtures("app")
def test_rights_told_at_the_calming_visit_are_asked_once_and_kept_as_true() -> None:
    story = Story().register().start_at("village").accept().consent().later(days=3)
    visit = story.today - timedelta(days=10)
    told = {"told": story.everyone("oral"), "replacement": {}, "public": {}}
    with refused(Invalid, "早于申请的2026年11月23日", "是写错了，还是确实如此", field="is_so"):
        story.happened(visit).answer("tell_rights", **told)
    story.answer("tell_rights", **told, is_so=True)
    assert "choose_mediators" in story.open
    (said,) = to_explain(story.case)
    assert "告知权利义务写的是2026年11月16日，早于申请的2026年11月23日" in said
    assert min(known_days(story.case)[Event.RIGHTS]) == visit


@pytest.mark.usefixtures("app")
def test_a_sitting_before_the_acceptance_is_asked_on_its_page_and_nothing_is_lost(client_of: ClientOf) -> None:
    story = Story().mediating_at("village")
    client, address = client_of("mediator"), f"/cases/{story.case.public_id}"
    sitting = {"place": "村调解室", "present": "双方", "statements": "甲说是，乙说不是。", "result": "没谈拢。"}
    sent = {f"sitting-{name}": value for name, value in {**sitting, "occurred_at": "2026-11-20T09:00"}.items()}
    answered = client.post(f"{address}/sessions", data=sent)
    assert answered.status_code == 422
    assert "早于受理的2026年11月23日" in words(answered)
    assert "甲说是，乙说不是。" in answered.text
    assert 'name="sitting-is_so"' in answered.text
    answered = client.post(f"{address}/sessions", data={**sent, "sitting-is_so": "y"})
    assert answered.status_code == 302
    page = words(client.get(address))
    assert "归卷时要在情况说明里写的" in page
    assert "调解写的是2026年11月20日" in page


@pytest.mark.usefixtures("app")
def test_what_is_in_order_shows_no_such_question(client_of: ClientOf) -> None:
    story = Story().register().start_at("village")
    task = story.task("accept_case")
    assert isinstance(task, Task)
    page = client_of("mediator").get(f"/tasks/{task.public_id}").text
    assert "确实如此" not in page
    story.accept()
    assert to_explain(story.case) == []


@pytest.mark.usefixtures("app")
def test_an_acceptance_before_the_application_is_asked_and_then_numbered() -> None:
    story = Story().register().start_at("village")
    early = story.today - timedelta(days=5)
    with refused(Invalid, "受理写的是2026年11月18日，早于申请的2026年11月23日", field="is_so"):
        story.happened(early).answer("accept_case", outcome="accepted")
    story.answer("accept_case", outcome="accepted", is_so=True)
    assert story.case.handling is not None
    assert story.case.handling.accepted_on == early
