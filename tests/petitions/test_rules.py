"""The rules of petitions: which decision fits, which ground carries it, what a letter must say, how long at most."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from app.petitions.actions.day_of_ending import DAYS
from app.petitions.actions.decide import CONTENT
from app.petitions.actions.steps import OPINION_FIELDS
from app.petitions.rules import (
    GROUNDS,
    content_fault,
    decision_fault,
    extension_fault,
    ground_fault,
    letter_number,
    needed_content,
    remedy_fault,
    remedy_text,
)
from app.petitions.terms import (
    DECISION_NAMES,
    ENDING_NAMES,
    GROUND_NAMES,
    LETTER_OF_DECISION,
    LETTER_TITLES,
    ROUTE_NAMES,
    STATUS_NAMES,
    ClaimStatus,
    Decision,
    Ending,
    LetterKind,
    MatterClass,
    Origin,
    Route,
)
from app.processes.queries.definitions import folder_of
from tests.bpmn.said import said
from workflows.diagrams.drawing import find_process

S, A = MatterClass.SUGGESTION, MatterClass.APPEAL
STATUTORY = [route for route in Route if route is not Route.PETITION]
UPPER = "博山区人民政府"


def allowed(matter_class: MatterClass, route: Route | None, origin: Origin, *, is_repeat: bool = False) -> set[str]:
    return {
        one.value for one in Decision if decision_fault(one, matter_class, route, origin, is_repeat=is_repeat) is None
    }


REFUSALS = {"refused", "no_longer"}


def test_what_goes_the_way_of_petitions_is_accepted_or_answered_simply() -> None:
    assert allowed(A, Route.PETITION, Origin.DIRECT) == {"accepted", "simple", "elsewhere", *REFUSALS}
    assert allowed(A, Route.PETITION, Origin.TRANSFERRED) == {"accepted", "simple", "objection", *REFUSALS}


@pytest.mark.parametrize("route", STATUTORY)
def test_what_has_a_statutory_route_is_led_into_it(route: Route) -> None:
    assert allowed(A, route, Origin.DIRECT) == {"led_in", "led_in_here", "elsewhere", *REFUSALS}
    assert allowed(A, route, Origin.ASSIGNED) == {"led_in", "led_in_here", "objection", *REFUSALS}


def test_a_suggestion_is_received_or_answered_simply() -> None:
    assert allowed(S, None, Origin.DIRECT) == {"suggestion", "simple", "elsewhere", *REFUSALS}


def test_what_comes_again_is_never_answered_simply() -> None:
    for matter_class, route in ((A, Route.PETITION), (S, None)):
        fresh = allowed(matter_class, route, Origin.DIRECT)
        assert allowed(matter_class, route, Origin.DIRECT, is_repeat=True) == fresh - {"simple"}


def test_before_it_is_sorted_nothing_is_decided_on_its_merits() -> None:
    assert {
        one.value for one in Decision if decision_fault(one, None, None, Origin.DIRECT, is_repeat=False) is None
    } == {"elsewhere", *REFUSALS}


def test_every_decision_that_does_not_fit_says_what_to_do_instead_with_its_source() -> None:
    for one, matter_class, route, origin, is_repeat in product(
        Decision, MatterClass, [None, *Route], Origin, (True, False)
    ):
        said = decision_fault(one, matter_class, route, origin, is_repeat=is_repeat)
        if said is not None:
            assert said.endswith("。")
            assert "第" in said or "《" in said


def test_a_ground_belongs_to_one_refusal_and_has_its_article() -> None:
    assert GROUNDS[Decision.REFUSED].isdisjoint(GROUNDS[Decision.NO_LONGER])
    assert GROUNDS[Decision.REFUSED] | GROUNDS[Decision.NO_LONGER] == set(GROUND_NAMES)
    assert all("第" in sentence and "条" in sentence for sentence in GROUND_NAMES.values())
    for decision, ground in product(GROUNDS, GROUND_NAMES):
        assert (ground_fault(decision, ground) is None) is (ground in GROUNDS[decision])
    assert ground_fault(Decision.ACCEPTED, "") is None


def test_the_remedy_of_an_opinion_is_review_and_that_of_a_result_is_not() -> None:
    opinion = remedy_text(LetterKind.OPINION, upper=UPPER)
    result = remedy_text(LetterKind.STATUTORY_RESULT, upper=UPPER)
    assert UPPER in opinion
    assert UPPER in result
    assert remedy_fault(LetterKind.OPINION, opinion) is remedy_fault(LetterKind.STATUTORY_RESULT, result) is None
    assert "第三十一条" in (remedy_fault(LetterKind.STATUTORY_RESULT, opinion) or "")
    assert "第三十五条" in (remedy_fault(LetterKind.OPINION, result) or "")
    assert "请求复查" not in result


@pytest.mark.parametrize("text", ["可以在30日内向博山区人民政府请求复查。", "三十日内可以请求复查。"])
def test_thirty_days_may_be_written_in_either_way(text: str) -> None:
    assert remedy_fault(LetterKind.OPINION, text) is None


def test_a_result_tells_some_remedy() -> None:
    assert "向谁申请行政复议" in (remedy_fault(LetterKind.STATUTORY_RESULT, "不服可以来问。") or "")


@pytest.mark.parametrize("kind", LetterKind)
def test_a_letter_lacks_what_was_not_written(kind: LetterKind) -> None:
    full = dict.fromkeys(needed_content(kind), "三十日内可以请求复查。")
    if kind is LetterKind.STATUTORY_RESULT:
        full["remedy"] = "可以申请行政复议。"
    assert content_fault(kind, full) is None
    for name in full:
        assert "还缺" in (content_fault(kind, {**full, name: " "}) or "")


def test_every_letter_of_a_decision_can_be_written_from_what_the_desk_is_asked() -> None:
    assert set(LETTER_OF_DECISION) == set(Decision) - {Decision.SIMPLE}
    for kind in LETTER_OF_DECISION.values():
        assert set(needed_content(kind)) <= set(CONTENT)
    assert set(needed_content(LetterKind.OPINION)) <= set(OPINION_FIELDS)


@pytest.mark.parametrize(
    ("days", "asked_on", "is_extended", "words"),
    [
        (30, date(2026, 10, 8), False, None),
        (1, date(2026, 8, 4), False, None),
        (30, date(2026, 10, 9), False, "已经届满"),
        (31, date(2026, 8, 4), False, "最多三十日"),
        (0, date(2026, 8, 4), False, "最多三十日"),
        (-5, date(2026, 8, 4), False, "最多三十日"),
        (5, date(2026, 8, 4), True, "已经延长过一次"),
    ],
)
def test_a_longer_time_is_thirty_days_once_and_before_the_end(
    days: int, asked_on: date, words: str | None, *, is_extended: bool
) -> None:
    fault = extension_fault(days, asked_on=asked_on, last_on=date(2026, 10, 8), is_extended=is_extended)
    assert (fault is None) is (words is None)
    if fault is not None:
        assert words in fault[1]
        assert "《信访工作条例》第三十四条" in fault[1]


def test_a_letter_number_is_written_as_offices_write_it() -> None:
    assert letter_number("白信访", 2026, 12) == "白信访〔2026〕12号"


def test_every_end_that_is_drawn_says_an_ending_of_claims_and_where_its_day_stands() -> None:
    ends = find_process(folder_of("petition"), "petition").of_kind("endEvent")
    assert {end.properties["ending"] for end in ends} == set(Ending)
    assert {end.properties["ended_on"] for end in ends} == {*DAYS, "D7", "D9", "D12b"}


def test_the_statuses_of_the_diagrams_are_those_of_claims_that_are_not_over() -> None:
    assert said(folder_of("petition"), "status") == set(ClaimStatus) - {ClaimStatus.CLOSED}


def test_every_word_has_its_name() -> None:
    for words, names in (
        (Decision, DECISION_NAMES),
        (Route, ROUTE_NAMES),
        (Ending, ENDING_NAMES),
        (ClaimStatus, STATUS_NAMES),
        (LetterKind, LETTER_TITLES),
    ):
        assert set(words) == set(names)
