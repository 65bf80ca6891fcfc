"""Exclusions have reasons; the order of the proposal can be explained point by point."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.terms import DisputeType, PoolCategory
from app.mediators.rules import (
    Candidate,
    Concerned,
    Weights,
    age_fault,
    exclusions,
    is_away,
    panel_fault,
    rank,
    signing_fault,
)

ON = date(2026, 11, 23)
HOMESTEAD = DisputeType.HOUSING_HOMESTEAD
ZHOU = Candidate(
    id=1,
    person_id=11,
    name="周有福",
    category=PoolCategory.RETIRED_CADRE,
    village_id=5,
    household_id=7,
    skills=frozenset({HOMESTEAD}),
    grade=2,
    hours_a_week=10,
    may_sign=True,
)


def test_nothing_stands_against_an_ordinary_member() -> None:
    assert exclusions(ZHOU, Concerned(), ON) == []


@pytest.mark.parametrize(
    ("candidate", "concerned", "said"),
    [
        (replace(ZHOU, is_guidance_only=True), Concerned(), "只作指导"),
        (replace(ZHOU, is_suspended=True), Concerned(), "暂停"),
        (replace(ZHOU, is_removed=True), Concerned(), "移出"),
        (replace(ZHOU, away_from=date(2026, 11, 20), away_until=date(2026, 12, 1)), Concerned(), "12月1日以后回来"),
        (ZHOU, Concerned(party_people=frozenset({11})), "当事人"),
        (ZHOU, Concerned(party_households=frozenset({7})), "一户人家"),
        (ZHOU, Concerned(objections=frozenset({1})), "不要他调"),
    ],
)
def test_each_hard_exclusion_says_why(candidate: Candidate, concerned: Concerned, said: str) -> None:
    reasons = exclusions(candidate, concerned, ON)
    assert len(reasons) == 1
    assert said in reasons[0]


def test_not_being_appointed_is_no_exclusion() -> None:
    assert exclusions(replace(ZHOU, may_sign=False), Concerned(), ON) == []


def test_people_without_a_household_share_none() -> None:
    assert exclusions(replace(ZHOU, household_id=None), Concerned(party_households=frozenset({7})), ON) == []


@pytest.mark.parametrize(
    ("start", "end", "away"),
    [
        (None, None, False),
        (date(2026, 11, 23), None, True),
        (date(2026, 11, 24), None, False),
        (None, date(2026, 11, 23), True),
        (None, date(2026, 11, 22), False),
        (date(2026, 11, 1), date(2026, 11, 23), True),
    ],
)
def test_the_first_and_the_last_day_of_an_absence_count(start: date | None, end: date | None, away: bool) -> None:
    assert is_away(start, end, ON) is away


def test_the_points_of_each_heading_are_shown_with_their_reason() -> None:
    (only,) = rank([replace(ZHOU, open_cases=2)], HOMESTEAD, 5)
    assert [(one.name, one.points, one.most, one.why) for one in only.headings] == [
        ("专长", 30, 30, "擅长这一类"),
        ("地缘", 16, 20, "本村"),
        ("负荷", 12, 20, "手上2件"),
        ("等级", 12, 15, "二级"),
        ("时间", 10, 10, "每周10小时"),
    ]
    assert only.total == 80


def test_the_body_s_own_member_is_nearest() -> None:
    near, village, town, far = (
        rank([one], HOMESTEAD, 5)[0].headings[1].points
        for one in (
            replace(ZHOU, sits_on_body=True),
            ZHOU,
            replace(ZHOU, village_id=None),
            replace(ZHOU, village_id=6),
        )
    )
    assert near > village > town > far == 0


def test_the_parties_choice_goes_before_any_points() -> None:
    weak = Candidate(id=2, person_id=12, name="郑守田", category=PoolCategory.VOLUNTEER, open_cases=9)
    assert [one.candidate.id for one in rank([ZHOU, weak], HOMESTEAD, 5)] == [1, 2]
    assert [one.candidate.id for one in rank([ZHOU, weak], HOMESTEAD, 5, choices={2: 1})] == [2, 1]
    assert [one.candidate.id for one in rank([ZHOU, weak], HOMESTEAD, 5, choices={1: 1, 2: 2})] == [2, 1]


def test_weights_can_be_set() -> None:
    (only,) = rank([ZHOU], HOMESTEAD, 5, weights=Weights(speciality=0, place=100, load=0, grade=0, time=0))
    assert only.total == 80


def test_equal_people_stand_in_a_fixed_order() -> None:
    people = [replace(ZHOU, id=number) for number in (3, 1, 2)]
    assert [one.candidate.id for one in rank(people, HOMESTEAD, 5)] == [1, 2, 3]


@given(
    st.lists(
        st.builds(
            replace,
            st.just(ZHOU),
            id=st.integers(1, 500),
            village_id=st.sampled_from([None, 5, 6]),
            grade=st.sampled_from([None, 1, 2, 3, 4]),
            hours_a_week=st.integers(0, 40),
            open_cases=st.integers(0, 30),
            skills=st.frozensets(st.sampled_from(DisputeType)),
        ),
        max_size=20,
        unique_by=lambda one: one.id,
    )
)
def test_points_never_leave_their_bounds_and_the_order_does_not_hang_on_the_input(people: list[Candidate]) -> None:
    ranked = rank(people, HOMESTEAD, 5)
    assert [one.total for one in ranked] == sorted((one.total for one in ranked), reverse=True)
    assert all(0 <= heading.points <= heading.most for one in ranked for heading in one.headings)
    assert [one.candidate.id for one in rank(reversed(people), HOMESTEAD, 5)] == [one.candidate.id for one in ranked]


@pytest.mark.parametrize(
    ("presiding", "mediators", "said"),
    [(1, 0, None), (1, 2, None), (0, 2, "由谁主持"), (2, 0, "只能是一位"), (1, 3, "最多三位")],
)
def test_one_to_three_mediate_and_one_presides(presiding: int, mediators: int, said: str | None) -> None:
    fault = panel_fault(presiding, mediators)
    assert fault is None if said is None else said in (fault or "")


def test_whoever_was_not_appointed_is_invited_and_does_not_sign() -> None:
    assert "第十三条" in (signing_fault(may_sign=False, is_invited=False) or "")
    assert signing_fault(may_sign=False, is_invited=True) is None
    assert signing_fault(may_sign=True, is_invited=False) is None


def test_a_mediator_is_an_adult_on_the_day() -> None:
    assert age_fault(date(2008, 11, 23), on=ON) is None
    assert "第十四条" in (age_fault(date(2008, 11, 24), on=ON) or "")


def test_who_was_born_on_a_leap_day_comes_of_age_on_the_last_of_february() -> None:
    assert age_fault(date(2008, 2, 29), on=date(2026, 2, 27))
    assert age_fault(date(2008, 2, 29), on=date(2026, 2, 28)) is None
