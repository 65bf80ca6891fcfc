"""The rules of a dispute: who may be a party, what needs whose consent, what may still be done as it stands."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.cases.rules import codes_at_registration, may_start_at, number_text
from app.cases.rules.consents import (
    AGREED,
    BY_COMMITTEE,
    BY_PARTIES,
    EACH_NAMES_ONE,
    LONGEST_EXTENSION,
    PENDING,
    REFUSED,
    chooser_fault,
    consent_outcome,
    court_agreed_fault,
    court_day_fault,
    court_longer_fault,
    help_fault,
    is_public,
    longer_day_fault,
    longer_fault,
    move_fault,
    take_over_fault,
)
from app.cases.rules.intake import KnownParty, court_faults, guardian_fault, place_fault, sides_fault, twice_fault
from app.cases.rules.standing import (
    choosing_fault,
    court_fault,
    filing_fault,
    over_fault,
    printing_fault,
    result_fault,
    sitting_fault,
    stopping_fault,
    voiding_fault,
)
from app.cases.terms import CaseStatus
from app.core.terms import DisputeType, Level

TODAY = date(2026, 11, 23)
TOMORROW = TODAY + timedelta(days=1)


def test_only_a_clear_refusal_bars_mediation() -> None:
    assert consent_outcome([AGREED, AGREED]) == AGREED
    assert consent_outcome([AGREED, PENDING]) == PENDING
    assert consent_outcome([PENDING, REFUSED]) == REFUSED
    assert consent_outcome([]) == PENDING, "nobody was asked"


def test_between_committees_everybody_must_agree_and_inside_a_village_nobody_refuse() -> None:
    assert move_fault({1: AGREED, 2: PENDING}, between_committees=False) is None
    assert "还有人没答复" in (move_fault({1: AGREED, 2: PENDING}, between_committees=True) or "")
    assert "第十七条" in (move_fault({1: REFUSED, 2: AGREED}, between_committees=False) or "")


@pytest.mark.parametrize("answers", [[AGREED, PENDING], [AGREED, REFUSED], []])
def test_taking_over_and_more_time_need_everybody(answers: list[str]) -> None:
    assert take_over_fault(answers)
    assert longer_fault(answers)
    assert court_longer_fault(answers)


def test_when_everybody_agrees_nothing_stands_against_it() -> None:
    both = [AGREED, AGREED]
    assert (take_over_fault(both), longer_fault(both), court_longer_fault(both)) == (None, None, None)


def test_who_has_not_agreed_to_more_time_is_said_in_words_each_once() -> None:
    assert "现在是：同意、还没答复。" in (longer_fault([PENDING, AGREED, PENDING]) or "")


def test_help_comes_when_everybody_who_takes_part_agreed() -> None:
    assert help_fault([AGREED, AGREED]) is None
    for other in (PENDING, REFUSED):
        assert "第二十条" in (help_fault([AGREED, other]) or "")


def test_back_down_is_asked_of_everybody_and_up_inside_the_village_only_barred_by_a_refusal() -> None:
    wills = {1: AGREED, 2: PENDING}
    assert move_fault(wills, between_committees=False) is None
    assert "回到下一级要各方都同意" in (move_fault(wills, between_committees=False, is_down=True) or "")
    assert move_fault({1: AGREED, 2: AGREED}, between_committees=False, is_down=True) is None


def test_mediation_goes_on_until_a_day_within_three_months() -> None:
    last = TODAY + LONGEST_EXTENSION
    assert [longer_day_fault(day, agreed_on=TODAY) is None for day in (TODAY, TOMORROW, last)] == [False, True, True]
    assert longer_day_fault(last + timedelta(days=1), agreed_on=TODAY)
    assert longer_day_fault(None, agreed_on=TODAY)


def test_the_court_waits_longer_when_it_is_agreed_by_its_last_day_for_a_later_one() -> None:
    assert court_agreed_fault(TODAY, last_on=TODAY) is None
    assert "已经过了" in (court_agreed_fault(TOMORROW, last_on=TODAY) or "")
    assert court_day_fault(TOMORROW, last_on=TODAY, today=TODAY) is None
    assert court_day_fault(TODAY, last_on=TODAY, today=TODAY)
    assert court_day_fault(TOMORROW, last_on=TODAY, today=TOMORROW), "the end has passed: what was agreed lies behind"


def test_mediation_is_public_only_when_every_party_asks_for_it() -> None:
    assert is_public(["yes", "yes"])
    assert not is_public(["yes", "no"])
    assert not is_public([])


def test_whoever_the_parties_chose_is_among_those_chosen() -> None:
    assert "没有选上" in (chooser_fault(BY_PARTIES, sides={1, 2}, naming=set(), has_wishes=True) or "")
    assert chooser_fault(BY_PARTIES, sides={1, 2}, naming={2}, has_wishes=True) is None
    assert chooser_fault(BY_PARTIES, sides={1, 2}, naming=set(), has_wishes=False) is None, "said, not written down"
    assert chooser_fault(BY_COMMITTEE, sides={1, 2}, naming=set(), has_wishes=True) is None
    assert "各方各选一位" in (chooser_fault(EACH_NAMES_ONE, sides={1, 2}, naming={1}, has_wishes=True) or "")
    assert chooser_fault(EACH_NAMES_ONE, sides={1, 2}, naming={1, 2}, has_wishes=True) is None


def test_a_dispute_has_two_sides() -> None:
    assert sides_fault([1, 2]) is None
    assert sides_fault([1, 1]) == "至少要有两方当事人。" == sides_fault([])


A, B = KnownParty(1, "王甲", "370304199001010015"), KnownParty(2, "王乙")


@pytest.mark.parametrize(
    ("parties", "who"),
    [
        ([A, B], None),
        ([A, KnownParty(1, "王甲", A.id_number)], None),
        ([A, KnownParty(2, "王 甲", A.id_number)], "王 甲"),
        ([A, KnownParty(2, "别名", A.id_number)], "别名"),
        ([B, KnownParty(1, "王　乙")], "王　乙"),
        ([A, KnownParty(2, "王甲", "370304198001010013")], None),
        ([A, KnownParty(2, "王甲")], None),
    ],
)
def test_nobody_mediates_with_himself(parties: list[KnownParty], who: str | None) -> None:
    fault = twice_fault(parties)
    assert fault is None if who is None else fault is not None and fault.startswith(f"{who}在两方都出现了")


@pytest.mark.parametrize(
    ("born_on", "needs"),
    [
        (date(2008, 11, 23), False),
        (date(2008, 11, 24), True),
        (date(1950, 1, 1), False),
        (None, False),
    ],
)
def test_whoever_is_not_eighteen_yet_needs_a_guardian(born_on: date | None, needs: bool) -> None:
    assert (guardian_fault(born_on, has_guardian=False, today=TODAY) is not None) is needs
    assert guardian_fault(born_on, has_guardian=True, today=TODAY) is None


def test_a_matter_of_the_court_is_referred_and_has_its_day() -> None:
    assert court_faults(from_court=False, is_referral=False, received_on=None) == {}
    assert court_faults(from_court=True, is_referral=True, received_on=TODAY) == {}
    assert set(court_faults(from_court=True, is_referral=False, received_on=None)) == {"source", "court_received_on"}


def test_a_village_registers_its_own_disputes_and_the_town_everybodys() -> None:
    assert place_fault(Level.VILLAGE, 3, 3) is None
    assert "别村" in (place_fault(Level.VILLAGE, 3, 4) or "")
    assert place_fault(Level.TOWN, None, 4) is None
    assert place_fault(Level.VILLAGE, None, 4), "a committee of no village has no disputes of its own"


OPEN = [CaseStatus.REGISTERED, CaseStatus.PREPARING, CaseStatus.MEDIATING, CaseStatus.DECIDING]
OPEN += [CaseStatus.TRANSFERRING, CaseStatus.AGREEING]
AFTER = [
    CaseStatus.ENDING,
    CaseStatus.ENDED,
    CaseStatus.IN_FORCE,
    CaseStatus.CLOSED,
    CaseStatus.DIVIDED,
    CaseStatus.VOIDED,
]


def test_every_status_is_before_the_end_of_mediation_or_after_it() -> None:
    assert sorted(OPEN + AFTER) == sorted(CaseStatus)


@pytest.mark.parametrize("status", OPEN)
def test_before_the_end_of_mediation_everything_may_still_be_said(status: CaseStatus) -> None:
    assert [fault(status) for fault in (over_fault, stopping_fault, choosing_fault, filing_fault)] == [None] * 4


@pytest.mark.parametrize("status", AFTER)
def test_afterwards_nobody_stops_or_chooses(status: CaseStatus) -> None:
    assert stopping_fault(status)
    assert choosing_fault(status)


def test_what_is_in_force_is_sued_upon_and_what_ended_has_ended() -> None:
    assert "第三十二条" in (stopping_fault(CaseStatus.IN_FORCE) or "")
    assert stopping_fault(CaseStatus.CLOSED)
    assert stopping_fault(CaseStatus.ENDED) == "调解已经终止了。"


def test_papers_are_added_until_the_file_is_put_away() -> None:
    assert [status for status in CaseStatus if filing_fault(status)] == [CaseStatus.CLOSED, CaseStatus.VOIDED]
    over = [CaseStatus.CLOSED, CaseStatus.ENDED, CaseStatus.DIVIDED, CaseStatus.VOIDED]
    assert [status for status in CaseStatus if over_fault(status)] == over


def test_a_registration_is_voided_until_a_committee_decided_whether_to_accept_it() -> None:
    assert [status for status in CaseStatus if voiding_fault(status) is None] == [CaseStatus.REGISTERED]
    assert [status for status in CaseStatus if printing_fault(status)] == [CaseStatus.VOIDED]


def test_a_sitting_is_recorded_at_any_step_before_effect() -> None:
    over = {CaseStatus.CLOSED, CaseStatus.ENDED, CaseStatus.DIVIDED, CaseStatus.VOIDED}
    assert {status for status in CaseStatus if sitting_fault(status)} == over | {
        CaseStatus.IN_FORCE,
        CaseStatus.ENDING,
    }


def test_a_result_needs_a_sitting_other_mediators_do_not() -> None:
    assert result_fault("agreed", sittings=0)
    assert result_fault("not_reached", sittings=0)
    assert result_fault("agreed", sittings=1) is None
    assert result_fault("change_mediators", sittings=0) is None


def test_only_a_court_that_handed_the_matter_over_is_answered() -> None:
    assert court_fault(from_court=True) is None
    assert court_fault(from_court=False)


def test_nothing_counts_from_an_application_nobody_made() -> None:
    made = codes_at_registration(DisputeType.LABOUR, None, is_land_contract=False, is_applied_for=True)
    assert made == [("M1", "applied"), ("W1", "applied"), ("W2", "rights_known")]
    begun = codes_at_registration(DisputeType.LABOUR, "ordinary", is_land_contract=True, is_applied_for=False)
    assert begun == [("W2", "rights_known"), ("C1", "rights_known"), ("M3b", "court_received")]


def test_the_clan_is_no_place_to_begin_for_violence() -> None:
    assert may_start_at(Level.CLAN, grave=True, ownership=False, cadre_party=False)
    assert may_start_at(Level.VILLAGE, grave=True, ownership=True, cadre_party=True) is None


def test_a_number_grows_beyond_four_digits() -> None:
    assert number_text(2026, "白塔", 42) == "（2026）白塔人调字第0042号"
    assert number_text(2026, "白塔", 12345) == "（2026）白塔人调字第12345号"
