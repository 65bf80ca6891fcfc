"""The rules of petitions: which decision fits, which ground carries it, what a letter must say, how long at most."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from app.letters.terms import ServiceMethod
from app.petitions.actions.day_of_ending import DAYS
from app.petitions.actions.decide import CONTENT
from app.petitions.actions.steps import OPINION_FIELDS
from app.petitions.rules.decisions import (
    GROUNDS,
    accusation_fault,
    again_fault,
    agreement_fault,
    decision_fault,
    dispute_fault,
    ground_fault,
    joining_fault,
    pressure_fault,
    review_fault,
    settlement_fault,
    withdrawal_fault,
)
from app.petitions.rules.intake import transfer_faults, visit_fault
from app.petitions.rules.letters import (
    needed_content,
    remedy_fault,
    remedy_text,
    unserved_fault,
)
from app.petitions.rules.periods import answered_fault, extension_fault, hearing_fault, objection_fault, simple_fault
from app.petitions.terms import (
    DECISION_NAMES,
    ENDING_NAMES,
    GROUND_NAMES,
    LETTER_OF_DECISION,
    LETTER_TITLES,
    ROUTE_NAMES,
    STATUS_NAMES,
    Channel,
    ClaimStatus,
    Decision,
    Ending,
    LetterKind,
    MatterClass,
    Origin,
    Route,
)
from app.processes.queries.definitions import current, folder_of
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


def test_every_end_that_is_drawn_says_an_ending_of_claims_and_where_its_day_stands() -> None:
    ends = find_process(current("petition").files(), "petition").of_kind("endEvent")
    assert {end.properties["ending"] for end in ends} == set(Ending) - {Ending.VOIDED, Ending.WITHDRAWN}
    assert {end.properties["ended_on"] for end in ends} == {*DAYS, "D7", "D9", "D12b"} - {"withdrawal"}


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


NOON = date(2026, 11, 23)
BEFORE, AFTER = date(2026, 11, 22), date(2026, 11, 24)


def test_an_objection_is_made_once_and_agreed_to_when_its_letter_went_out() -> None:
    assert again_fault(Decision.OBJECTION, has_objected=False) is None
    assert "第二十三条" in (again_fault(Decision.OBJECTION, has_objected=True) or "")
    assert again_fault(Decision.ACCEPTED, has_objected=True) is None
    assert agreement_fault(sent_letters=0)
    assert agreement_fault(sent_letters=1) is None


@pytest.mark.parametrize("status", sorted(ClaimStatus))
def test_a_petitioner_withdraws_before_the_opinion(status: ClaimStatus) -> None:
    late = {ClaimStatus.ISSUING, ClaimStatus.REVIEWABLE, ClaimStatus.IN_REVIEW, ClaimStatus.CLOSED}
    assert (withdrawal_fault(status, None, is_over=False) is None) is (status not in late)
    assert "办结" in (withdrawal_fault(status, None, is_over=True) or "")


def test_what_ends_without_an_opinion_is_not_withdrawn_once_it_is_handled() -> None:
    for decision in (Decision.SUGGESTION, Decision.LED_IN_HERE):
        assert "不出处理意见" in (withdrawal_fault(ClaimStatus.HANDLING, decision, is_over=False) or "")
        assert withdrawal_fault(ClaimStatus.TELLING, decision, is_over=False) is None
    assert withdrawal_fault(ClaimStatus.HANDLING, Decision.ACCEPTED, is_over=False) is None


@pytest.mark.parametrize("pressure", ["yes", "", "unknown"])
def test_a_withdrawal_counts_only_when_somebody_asked_and_nobody_pressed(pressure: str) -> None:
    assert pressure_fault(pressure)
    assert pressure_fault("no") is None


def test_mediation_and_settlement_need_both_sides() -> None:
    assert (dispute_fault("both"), settlement_fault("yes")) == (None, None)
    assert "第三十三条" in (dispute_fault("one") or "")
    assert "第三十三条" in (settlement_fault("") or "")


def test_a_claim_is_joined_to_one_that_runs_and_is_nobody_elses() -> None:
    assert joining_fault(ClaimStatus.HANDLING, is_joined=False, is_over=False) is None
    assert "最初的那一项" in (joining_fault(ClaimStatus.HANDLING, is_joined=True, is_over=True) or "")
    assert "复查" in (joining_fault(ClaimStatus.REVIEWABLE, is_joined=False, is_over=False) or "")
    assert "不再受理" in (joining_fault(ClaimStatus.CLOSED, is_joined=False, is_over=True) or "")


def test_review_is_asked_once_the_opinion_is_served() -> None:
    may = {status for status in ClaimStatus if review_fault(status, is_served=True) is None}
    assert may == {ClaimStatus.REVIEWABLE, ClaimStatus.IN_REVIEW, ClaimStatus.CLOSED}
    assert review_fault(ClaimStatus.CLOSED, is_served=False), "closed without an opinion"


def test_a_claim_becomes_an_accusation_before_it_was_decided_and_left_a_trace() -> None:
    may = {status for status in ClaimStatus if accusation_fault(status, has_numbered_letter=False) is None}
    assert may == {ClaimStatus.SORTING, ClaimStatus.DECIDING}
    assert accusation_fault(ClaimStatus.DECIDING, has_numbered_letter=True), "sent back to be decided anew"


@pytest.mark.parametrize(
    ("came", "representatives", "fits"),
    [(5, 0, True), (6, 0, False), (40, 5, True), (40, 6, False), (1, 0, True)],
)
def test_at_most_five_come_to_a_visit_and_any_number_writes(came: int, representatives: int, fits: bool) -> None:
    assert (visit_fault(Channel.VISIT, came=came, representatives=representatives) is None) is fits
    assert visit_fault(Channel.LETTER, came=came, representatives=representatives) is None


def test_how_many_there_are_is_said_as_they_are_counted() -> None:
    assert "现在写了7人" in (visit_fault(Channel.VISIT, came=40, representatives=7) or "")
    assert "现在写了40人" in (visit_fault(Channel.VISIT, came=40, representatives=0) or "")


def test_a_transfer_says_from_whom_and_when() -> None:
    assert transfer_faults(Origin.DIRECT, transferred_by="", transferred_on=None, upper_received_on=None) == {}
    bare = transfer_faults(Origin.TRANSFERRED, transferred_by=" ", transferred_on=None, upper_received_on=NOON)
    assert set(bare) == {"transferred_by", "transferred_on"}
    early, late = (
        transfer_faults(Origin.ASSIGNED, transferred_by="区信访局", transferred_on=NOON, upper_received_on=day)
        for day in (NOON, AFTER)
    )
    assert early == {}
    assert set(late) == {"upper_received_on"}


def test_the_last_day_of_a_period_still_counts() -> None:
    for on in (BEFORE, NOON):
        assert objection_fault(on, last_on=NOON) is None
        assert simple_fault(on, last_on=NOON) is None
        assert answered_fault(on, last_on=NOON) is None
    assert "五个工作日" in (objection_fault(AFTER, last_on=NOON) or "")
    assert "三个工作日" in (simple_fault(AFTER, last_on=NOON) or "")
    assert "十个工作日" in (answered_fault(AFTER, last_on=NOON) or "")


def test_nobody_objects_where_nothing_was_transferred() -> None:
    assert objection_fault(NOON, last_on=None)
    assert answered_fault(NOON, last_on=None) is None


def test_hearing_days_are_taken_out_at_the_re_review_alone() -> None:
    assert hearing_fault(NOON, AFTER, is_final=True) is None
    assert hearing_fault(NOON, NOON, is_final=True) is None
    assert hearing_fault(None, None, is_final=False) is None
    assert (hearing_fault(NOON, AFTER, is_final=False) or ("", ""))[0] == "hearing_from"
    for first, last in ((NOON, None), (None, NOON), (AFTER, NOON)):
        assert (hearing_fault(first, last, is_final=True) or ("", ""))[0] == "hearing_to"


def test_only_a_notice_to_nobody_need_not_be_served() -> None:
    assert unserved_fault(LetterKind.ACCEPTANCE, ServiceMethod.NOWHERE, searched="打过电话") is None
    assert unserved_fault(LetterKind.ACCEPTANCE, ServiceMethod.NOWHERE, searched=" ")
    assert unserved_fault(LetterKind.OPINION, ServiceMethod.NOWHERE, searched="打过电话")
    assert unserved_fault(LetterKind.OPINION, ServiceMethod.DIRECT, searched="") is None
