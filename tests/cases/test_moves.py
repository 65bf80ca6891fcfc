"""下一步谁接: hand-overs inside a village, transfer letters between committees, help, and the law on both."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask

from app.cases.models.records import MoveKind, TerminationKind
from app.cases.queries import helpers_of, moves_of, stays_of, termination_of
from app.cases.terms import CaseStatus
from app.core.errors import Invalid, NotNow
from app.core.terms import Level
from app.deadlines.actions.sweep import sweep_deadlines
from app.processes.actions.sweep import sweep_timers
from tests.story import Story


def test_inside_one_village_number_and_month_stay(app: Flask) -> None:
    story = Story().mediating_at("clan").not_reached()
    before = story.case.handling
    assert before is not None
    kept = (before.number, story.period("M2").due_on)
    story.later(days=3).next("up").choose_mediators().not_reached().next("up")
    assert story.case.level is Level.VILLAGE
    assert story.case.handling is not None
    assert (story.case.handling.number, story.period("M2").due_on) == kept
    assert [move.kind for move in moves_of(story.case_id)] == [MoveKind.INTERNAL, MoveKind.INTERNAL]
    assert [stay.level for stay in stays_of(story.case_id)] == [Level.CLAN, Level.GROUP, Level.VILLAGE]


def test_between_committees_a_letter_goes_and_the_receiver_takes_a_number_of_its_own(app: Flask) -> None:
    story = Story().mediating_at("village").not_reached().later(days=5).next("up").seal_letter()
    assert story.open == ["answer_transfer", "deliver"]
    assert story.case.status is CaseStatus.TRANSFERRING
    assert story.case.level is Level.VILLAGE
    assert story.task("answer_transfer").committee_id == story.account("town-head").committee_id
    agreed = story.everyone("agreed")
    story.later(days=1).answer_transfer("clerk", consents=agreed, materials="齐全")
    assert story.case.level is Level.TOWN
    assert [one.number for one in story.case.handlings] == [
        "（2026）小海眼人调字第0001号",
        "（2026）白塔人调字第0001号",
    ]
    assert story.case.handling is not None
    assert story.period("M2").due_on == date(2026, 12, 29)
    assert story.open == ["tell_rights"]


def test_a_returned_letter_leaves_the_question_with_the_sender(app: Flask) -> None:
    story = Story().mediating_at("village").not_reached().next("up")
    story.answer("answer_transfer", "town-head", outcome="returned", reason="材料不齐。")
    assert story.open == ["next_step"]
    assert story.case.level is Level.VILLAGE
    letter = moves_of(story.case_id)[-1]
    assert (letter.accepted, letter.answer_reason) == (False, "材料不齐。")


@pytest.mark.parametrize("will", ["pending", "refused"])
def test_no_letter_goes_while_a_party_has_not_agreed(app: Flask, will: str) -> None:
    story = Story().mediating_at("village").not_reached()
    with pytest.raises(Invalid, match=r"不能移过去|先问清楚"):
        story.next("up", will=will)
    assert story.open == ["next_step"]
    assert moves_of(story.case_id) == []


def test_a_hand_over_inside_the_village_waits_for_nobody_but_is_barred_by_a_refusal(app: Flask) -> None:
    story = Story().mediating_at("clan").not_reached()
    with pytest.raises(Invalid, match="明确不愿意"):
        story.next("up", will="refused")
    story.next("up", will="pending")
    assert story.case.level is Level.GROUP


def test_straight_to_the_town_from_the_clan_needs_a_letter_of_the_village_committee(app: Flask) -> None:
    story = Story().mediating_at("clan").not_reached().next("town")
    letter = moves_of(story.case_id)[-1]
    assert letter.kind is MoveKind.TRANSFER
    assert letter.from_body.level is Level.CLAN
    assert story.task("answer_transfer").role == "receiver"


def test_back_down_and_the_old_number_comes_back(app: Flask) -> None:
    story = Story().mediating_at("village").not_reached().next("up")
    story.answer("answer_transfer", "clerk", outcome="accepted", consents=story.everyone("agreed"))
    story.tell_rights("town-mediator").choose_mediators("town-mediator", presiding="朱调解").not_reached(
        "town-mediator"
    )
    story.next("down", "town-mediator", to_level="village")
    story.answer("answer_transfer", "head", outcome="accepted", consents=story.everyone("agreed"))
    assert story.case.level is Level.VILLAGE
    assert story.case.number == "（2026）小海眼人调字第0001号"
    assert len(story.case.handlings) == 2


def test_there_is_no_level_above_the_town(app: Flask) -> None:
    story = Story().register(by="clerk").start_at("town", "clerk").accept("clerk").consent("clerk")
    story.tell_rights("clerk").choose_mediators("clerk", presiding="韩主任").not_reached("clerk")
    for choice in ("up", "town"):
        with pytest.raises(Invalid, match="已经在镇里了"):
            story.next(choice, "clerk")


def test_down_must_be_down(app: Flask) -> None:
    story = Story().mediating_at("group").not_reached()
    with pytest.raises(Invalid, match="不是下一级"):
        story.next("down", to_level="village")


def test_help_comes_and_the_case_stays(app: Flask) -> None:
    story = Story().mediating_at("village").not_reached()
    story.next("help", helper="白塔派出所李警官", helper_kind="police")
    assert story.open == ["mediate"]
    assert [one.helper for one in helpers_of(story.case_id)] == ["白塔派出所李警官"]
    assert moves_of(story.case_id) == []


def test_outside_ends_mediation_and_names_the_road(app: Flask) -> None:
    story = Story().mediating_at("village").not_reached().next("outside", route="court")
    ended = termination_of(story.case_id)
    assert ended is not None
    assert ended.kind is TerminationKind.OUTSIDE
    assert "向人民法院起诉" in ended.reason
    assert story.open == ["tell_routes"]


def test_telling_the_parties_closes_an_ended_case(app: Flask) -> None:
    story = Story().mediating_at("village").not_reached().next("stop")
    told = story.everyone("in_person")
    story.answer(
        "tell_routes",
        ended_because="not_reached",
        reason="分歧太大。",
        routes=["court"],
        told=told,
        told_on=date(2026, 11, 23),
    )
    assert story.open == []
    assert story.case.status is CaseStatus.ENDED
    assert story.case.ended_at == story.now


def test_mediation_without_a_sitting_on_record_has_no_result(app: Flask) -> None:
    story = Story().mediating_at("village")
    with pytest.raises(NotNow, match="还没有调解记录"):
        story.answer("mediate", outcome="not_reached", reason="没谈拢。")


def test_the_receiver_is_reminded_but_may_still_answer(app: Flask) -> None:
    story = Story().mediating_at("village").not_reached().next("up")
    due = story.task("answer_transfer").due_at
    assert due is not None
    story.seal_letter()
    story.now = due + timedelta(minutes=1)
    assert sweep_timers(story.now) == 1
    assert set(story.open) == {"answer_transfer", "chase_answer", "deliver"}
    story.answer_transfer("clerk")
    assert story.open == ["tell_rights"]


def test_the_month_asks_and_ends_nothing(app: Flask) -> None:
    story = Story().mediating_at("village")
    story.later(days=31)
    sweep_deadlines(story.now)
    assert story.open == ["mediate", "ask_month"]
    with pytest.raises(NotNow, match="延长要各方都同意"):
        story.answer("ask_month", outcome="extended", consents=story.everyone("pending"), until=date(2027, 1, 10))
    story.answer("ask_month", outcome="extended", consents=story.everyone("agreed"), until=date(2027, 1, 10))
    assert story.open == ["mediate"]
    story.now = story.now.replace(year=2027, month=1, day=12)
    sweep_deadlines(story.now)
    assert story.open == ["mediate", "ask_month"]
