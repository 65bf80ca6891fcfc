"""What the desk does with a petition: what is registered, joined, told, sealed, evaluated; and several at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask

from app.core.db import db
from app.core.errors import DomainError, Invalid, NotAllowed, NotFound, NotNow
from app.core.transaction import transaction
from app.deadlines.terms import DeadlineState
from app.letters.actions.seal import seal_letter
from app.letters.actions.serve import serve_letter
from app.letters.actions.sign_off import return_letter, sign_off_letter
from app.letters.rules import Service
from app.letters.terms import ServiceMethod
from app.petitions.actions.follow import evaluate, find_petition, followed
from app.petitions.actions.intake import PetitionerIntake
from app.petitions.actions.petition_letters import LETTERS
from app.petitions.models import Petition
from app.petitions.models.records import Letter, ReviewRequestHere, UpperOpinion
from app.petitions.queries import letters_of, newest, rows_of
from app.petitions.terms import Channel, ClaimStatus, Ending, LetterKind, Origin, Score
from app.processes.actions.answer import answer_task
from app.processes.registry import registry
from tests.petitions.refusing import everything, refused
from tests.petitions.way import DESK, HANDLER, LEADER, UPPER, Way
from tests.together import at_once
from tests.town import NOW

pytestmark = pytest.mark.usefixtures("app")
SIX = tuple(PetitionerIntake(name=f"王{number}") for number in "一二三四五六")


# Registration (第17–21条)


def test_six_people_do_not_come_to_a_visit_for_one_matter() -> None:
    with refused(Invalid, "代表不超过五人", "第二十条", field="petitioners"):
        Way().register(channel=Channel.VISIT, petitioners=SIX)


def test_six_people_write_a_letter_and_twelve_sign_what_five_bring() -> None:
    assert Way().register(channel=Channel.LETTER, petitioners=SIX).petition.signatures == 6
    brought = Way().register(channel=Channel.VISIT, petitioners=SIX[:5], signatures=12)
    assert brought.petition.names == "王一、王二等12人"
    chosen = tuple(PetitionerIntake(name=one.name, is_representative=place < 2) for place, one in enumerate(SIX))
    assert len(Way().register(channel=Channel.VISIT, petitioners=chosen).petition.petitioners) == 6


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"received_on": date(2026, 11, 24)}, "received_on", "今天或者今天以前"),
        ({"origin": Origin.TRANSFERRED, "transferred_by": "博山区信访局"}, "transferred_on", "收到转送、交办的那一天"),
        ({"origin": Origin.ASSIGNED, "transferred_on": date(2026, 11, 23)}, "transferred_by", "哪个机关"),
        ({"claims": ()}, "claims", "至少要写一项诉求"),
        ({"claims": ("修路灯。", " ")}, "claims-1", "请写明诉求"),
        ({"story": " "}, "story", "第十九条"),
        ({"petitioners": ()}, "petitioners", "至少要有一位"),
        ({"petitioners": (PetitionerIntake(name=" "),)}, "petitioners-0-name", "匿名"),
    ],
)
def test_a_petition_says_who_wants_what_and_since_when(changes: dict[str, object], field: str, words: str) -> None:
    with refused(Invalid, words, field=field):
        Way().register(**changes)


@pytest.mark.parametrize("by", [HANDLER, LEADER, "discipline", "mediator", "admin"])
def test_nobody_but_the_desk_registers(by: str) -> None:
    with refused(NotAllowed, "请找镇信访办"):
        Way().register(by)


# Letters (公文处理工作条例 第22、25条)


def drafted() -> tuple[Way, Letter]:
    """A letter of acceptance waits for sign-off."""
    way = Way().register().sort().decide("accepted")
    return way, letters_of(way.claim_id)[0]


def direct(way: Way, deed: Callable[[Letter], object]) -> None:
    """Do something with the newest letter of a claim without its step."""
    with transaction():
        deed(letters_of(way.claim_id)[-1])


def test_nothing_is_sealed_that_nobody_signed_off() -> None:
    way, _ = drafted()
    desk = way.account(DESK)
    with refused(NotNow, "还没有签发", "《党政机关公文处理工作条例》第二十二条"):
        direct(way, lambda letter: seal_letter(LETTERS, letter, on=way.today, copies=2, actor=desk, now=NOW))


def test_the_step_of_the_seal_seals_nothing_that_nobody_signed_off() -> None:
    way, letter = drafted()
    way.signed_off()
    with transaction():
        letters_of(way.claim_id)[0].signed_off_at = None
    with refused(NotNow, "还没有签发", "第二十二条"):
        way.sealed()
    assert letter.number is None


def test_a_letter_goes_its_way_once_and_in_order() -> None:
    way, _ = drafted()
    desk, leader, service = way.account(DESK), way.account(LEADER), Service(ServiceMethod.DIRECT, way.today, "王乙")
    with refused(NotAllowed, "这一步不归您办"):
        way.answer("sign_off", DESK, outcome="approved")
    with refused(Invalid, "写明要改什么"):
        direct(way, lambda letter: return_letter(letter, reason=" ", actor=leader, now=NOW))
    with refused(NotNow, "还没有盖章，不能送达"):
        direct(way, lambda letter: serve_letter(LETTERS, letter, service, actor=desk, now=NOW))
    way.signed_off()
    with refused(NotNow, "镇镇长已经签发过了"):
        direct(way, lambda letter: sign_off_letter(letter, at=NOW, actor=leader, now=NOW))
    with refused(NotAllowed, "这一步不归您办"):
        way.answer("seal_letter", LEADER, copies=2)
    for day in (way.today - timedelta(days=1), way.today + timedelta(days=1)):
        with refused(Invalid, "盖章的日子不对"):
            direct(way, lambda letter, day=day: seal_letter(LETTERS, letter, on=day, copies=2, actor=desk, now=NOW))
    way.sealed()
    with refused(NotNow, "已经盖过章了", "白信访〔2026〕1号"):
        direct(way, lambda letter: seal_letter(LETTERS, letter, on=way.today, copies=2, actor=desk, now=NOW))
    way.delivered()
    with refused(NotNow, "已经登记过送达"):
        direct(way, lambda letter: serve_letter(LETTERS, letter, service, actor=desk, now=NOW))


# The same again (第19、35、36条)


def test_a_second_letter_on_a_closed_matter_is_registered_and_told_that_it_is_no_longer_accepted() -> None:
    first = Way().investigating().opinion_out().asked().upper("upheld").asked("final_requested").upper("upheld")
    assert first.claim.ending is Ending.THREE_LEVELS
    way = Way().later(days=1).register(repeats_id=first.petition.id)
    assert (way.petition.is_repeat, way.periods) == (True, ["D2"])
    way.sort().decide("no_longer", ground="same_after_final").letter_out()
    letter = letters_of(way.claim_id)[0]
    assert (letter.kind, way.claim.ending) == (LetterKind.NO_LONGER, Ending.TOLD)
    assert "第三十六条" in letter.content["ground"]
    assert "信访事项不再受理告知书" in letter.frozen_json


def test_a_joined_claim_is_followed_where_it_is_handled() -> None:
    first = Way().investigating()
    way = Way().register()
    way.answer("sort_claim", outcome="joined", joined_to=first.claim.number, reason="同一件。")
    assert (way.claim.ending, way.claim.joined_to_id, way.periods) == (Ending.JOINED, first.claim_id, [])
    assert (way.ended("D2").state, way.claim.matter_class) == (DeadlineState.CLOSED, first.claim.matter_class)
    shown = followed(way.petition)[0]
    assert (shown.state, shown.unit) == ("已经受理，正在调查办理。", "白塔镇规划建设办公室")


def test_a_request_handed_to_the_town_is_entered_and_moves_nothing() -> None:
    way = Way().investigating().opinion_out()
    way.action("review_request", handed_on=way.today, stage="review", told_how="in_person")
    row = newest(ReviewRequestHere, way.claim_id)
    assert (row.handed_on, row.is_final) == (way.today, False)
    assert (way.open, way.claim.status) == ([], ClaimStatus.REVIEWABLE)
    assert (way.period("D7").state, way.ended("D8")) == (DeadlineState.OPEN, None)


@pytest.mark.parametrize(
    ("stage", "step", "where"),
    [("review", "ask_review", "博山区人民政府"), ("final", "ask_final", "淄博市人民政府")],
)
def test_who_asks_the_higher_body_after_the_window_is_told_of_a_request_handed_to_the_town(
    stage: str, step: str, where: str
) -> None:
    way = Way().investigating().opinion_out()
    if stage == "final":
        way.asked().upper("upheld")
    way.action("review_request", handed_on=way.today, stage=stage, told_how="in_person").ring()
    assert way.open == [step]
    advice = registry.adapter_of("claim").advice(way.claim_id, step)
    assert f"信访人2026年11月23日把请求交到了镇里，已经告诉他交到{where}；以那里收到的日子为准。" in advice


def test_a_linked_dispute_stands_at_the_towns_centre_and_the_claim_goes_on() -> None:
    way = Way().investigating().dispute()
    assert (way.claim.dispute_id is not None, way.open) == (True, ["investigate"])


# Following and evaluating (第21条)


def judge(way: Way, claim_id: int | None = None, desk: str = Score.CONTENT, unit: str = Score.NOT) -> None:
    with transaction():
        evaluate(way.petition, claim_id or way.claim_id, desk=desk, unit=unit, comment="办得慢。", now=NOW)


def test_a_petitioner_evaluates_the_own_claim_once_when_it_is_answered() -> None:
    way, other = Way().register(), Way().register().withdraw()
    with refused(Invalid, "还没有办完"):
        judge(way)
    with refused(Invalid, "现在不能评价"):
        judge(way, other.claim_id)
    way.sort().decide("accepted").letter_out().assigned().opinion_out()
    with refused(Invalid, "各选一项"):
        judge(way, unit="")
    judge(way)
    assert [one.may_evaluate for one in followed(way.petition)] == [False]
    with refused(Invalid, "已经评价过了"):
        judge(way)


def test_a_wrong_code_and_a_wrong_number_are_told_apart_by_nobody() -> None:
    petition = Way().register().petition
    number, code = petition.number, petition.query_code
    assert find_petition(number, f" {code[:5].lower()}-{code[5:]} ").number == number
    for given in ((number, "AAAAAAAAAA"), (number, ""), ("2026-000000", code), (number, "不知道")):
        with refused(NotFound, "编号或者查询码不对"):
            find_petition(*given)


# Several at once


def second_clerk(way: Way) -> None:
    """Another account of the desk, which signs in as ``desk-2``."""
    with transaction():
        desk = way.account(DESK)
        second = type(desk)(
            login_name="desk-2",
            password_hash="-",
            role=desk.role,
            person_id=way.account("clerk").person_id,
            office_id=desk.office_id,
        )
        db.session.add(second)
    db.session.remove()


@pytest.mark.both
def test_two_people_answer_one_step_at_once_and_one_of_them_reads_who_was_first(app: Flask) -> None:
    way = Way().investigating().opinion_out().asked()
    task_id = way.task("supply_file").id
    second_clerk(way)

    def finish(by: str) -> str:
        given = {"material": "案卷一册", "asked_by": UPPER}
        try:
            with transaction():
                answer_task(
                    task_id,
                    page_version=None,
                    values=given,
                    occurred_at=NOW,
                    spoken_by="",
                    actor=way.account(by),
                    now=NOW,
                )
        except DomainError as late:
            return late.sentence
        return ""

    said = sorted(at_once(app, [lambda: finish(DESK), lambda: finish("desk-2")]))
    assert (said[0], len(said)) == ("", 2)
    assert "已经办好了，您这次没有再办一遍" in said[1]
    assert way.open == ["record_upper"]


@pytest.mark.both
def test_a_request_that_two_people_enter_at_once_is_entered_once(app: Flask) -> None:
    way = Way().investigating().opinion_out()
    second_clerk(way)

    def enter(by: str) -> str:
        try:
            way.action("review_requested", by, requested_on=NOW.date())
        except DomainError as late:
            return late.sentence
        return ""

    said = sorted(at_once(app, [lambda: enter(DESK), lambda: enter("desk-2")]))
    assert (said[0], len(said)) == ("", 2)
    assert "可能已经有人登记了" in said[1]
    assert (len(rows_of(UpperOpinion, way.claim_id)), way.open) == (1, ["supply_file"])


@pytest.mark.both
def test_two_claims_of_one_petition_sealed_at_once_get_numbers_that_follow_each_other(app: Flask) -> None:
    way = Way().register(claims=("核实翻建手续。", "修小海眼的路灯。", "清理河道。"))
    ways = [way, way.second_claim(), way.second_claim(3)]
    for one in ways:
        one.sort().decide("accepted").signed_off()
    db.session.remove()
    at_once(app, [lambda one=one: bool(one.sealed()) for one in ways[:2]])
    ways[2].sealed()
    numbers = {letters_of(one.claim_id)[0].number for one in ways[:2]}
    assert numbers == {"白信访〔2026〕1号", "白信访〔2026〕2号"}
    assert letters_of(ways[2].claim_id)[0].number == "白信访〔2026〕3号"
    assert [one.open for one in ways] == [["assign_unit", "deliver"]] * 3


def test_a_refused_seal_leaves_no_gap_in_the_numbers() -> None:
    way, second = Way().register().sort().decide("accepted").signed_off(), Way().register().sort().decide("accepted")
    before = everything()
    with pytest.raises(Invalid):
        way.happened(NOW.date() - timedelta(days=1)).sealed()
    assert everything() == before
    second.signed_off().sealed()
    assert letters_of(second.claim_id)[0].number == "白信访〔2026〕1号"
    assert db.session.query(Petition).count() == 2
