"""A claim is handled while a letter beside its flow is issued: every row once, numbers without a gap, nothing stale."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.audit.models import AuditEntry
from app.core.clock import local
from app.core.db import db
from app.core.not_stored import MOVED_ON
from app.core.numbering import NumberSeries
from app.core.transaction import transaction
from app.matters.actions.rebuild import differences
from app.petitions.actions.letters import Service, seal_letter, sign_off_letter
from app.petitions.actions.standalone_letters import serve_standalone_letter
from app.petitions.models.records import Hearing, Letter
from app.petitions.queries import letter_by_id, letters_of
from app.petitions.terms import LetterKind, ServiceMethod
from app.processes.models import Task
from tests.petitions.screen import ClientOf, hidden
from tests.petitions.way import DESK, LEADER, Way
from tests.processes.talks import account
from tests.together import at_once, beat_by_beat
from tests.town import NOW
from tests.trail import trail_fault

TODAY = local(NOW).date()
NOTICE = {
    "held_at": "2026年12月1日上午九点",
    "place": "镇政府二楼会议室",
    "host": "镇镇长",
    "present": "王乙、王甲",
    "contact": "0533-4180000",
}
TYPED = {"occurred_at": "2026-11-23T09:00"}
ROUNDS = pytest.mark.parametrize("rounds", [5, pytest.param(200, marks=pytest.mark.campaign)])


def newest_notice(claim_id: int) -> Letter:
    """The hearing notice that was drafted last."""
    return next(one for one in reversed(letters_of(claim_id)) if one.kind is LetterKind.HEARING_NOTICE)


def issue_notice(claim_id: int) -> Iterator[Callable[[], object]]:
    """What makes a letter beside the flow: drafted, signed off, sealed, served, each in a transaction of its own."""

    def on_the_letter(act: Callable[[Letter], object]) -> Callable[[], object]:
        def deed() -> None:
            with transaction():
                act(newest_notice(claim_id))

        return deed

    yield lambda: Way(NOW, claim_id).action("hearing_notice", **NOTICE)
    yield on_the_letter(lambda letter: sign_off_letter(letter, at=NOW, actor=account(LEADER), now=NOW))
    yield on_the_letter(lambda letter: seal_letter(letter, on=TODAY, copies=2, actor=account(DESK), now=NOW))
    sent = Service(ServiceMethod.DIRECT, TODAY, receiver="王乙")
    yield on_the_letter(lambda letter: serve_standalone_letter(letter, sent, actor=account(DESK), now=NOW))


def hold_hearing(claim_id: int, place: int) -> Iterator[Callable[[], object]]:
    """The handling office asks for a hearing and records it: two answers of the flow."""
    way = Way(NOW, claim_id)
    yield lambda: way.investigate("hearing")
    held = {"held_on": TODAY, "place": f"第{place}场", "host": "镇长", "present": "王乙", "minutes": "各自陈述。"}
    yield lambda: way.answer("hold_hearing", report="协商解决。", **held)


@ROUNDS
@pytest.mark.both
def test_a_claim_is_handled_while_letters_beside_its_flow_are_issued(app: Flask, rounds: int) -> None:
    way = Way().investigating()
    claim_id = way.claim_id
    first = db.session.query(NumberSeries).one().last
    db.session.remove()

    hearing = (step for place in range(2 * rounds) for step in hold_hearing(claim_id, place))
    issuing = (step for _ in range(rounds) for step in issue_notice(claim_id))
    seen = beat_by_beat(app, [hearing, issuing], lambda: list(differences()))
    assert seen == [[]] * 4 * rounds
    held = db.session.query(Hearing).filter_by(claim_id=claim_id).order_by(Hearing.id)
    assert [one.place for one in held] == [f"第{place}场" for place in range(2 * rounds)]
    answered = db.session.query(Task).filter_by(subject_kind="claim", subject_id=claim_id)
    assert answered.filter_by(name="hold_hearing").count() == 2 * rounds
    assert answered.filter_by(name="investigate", outcome="hearing").count() == 2 * rounds
    notices = [one for one in letters_of(claim_id) if one.kind is LetterKind.HEARING_NOTICE]
    assert [one.sequence for one in notices] == list(range(first + 1, first + 1 + rounds))
    assert {one.served_on for one in notices} == {TODAY}
    assert db.session.query(NumberSeries).one().last == first + rounds
    done = dict(db.session.execute(select(AuditEntry.deed, func.count()).group_by(AuditEntry.deed)).all())
    assert done["step:hold_hearing"] == 2 * rounds
    assert done["letter:sealed"] == done["letter:served"] == rounds + 1
    assert way.open == ["investigate"]
    assert list(differences()) == []
    with db.engine.connect() as connection:
        assert trail_fault(connection) is None


def opinion_ready(way: Way) -> Letter:
    """The opinion waits for its seal in the flow, and beside it a notice for its own."""
    way.investigate().opinion().signed_off().action("hearing_notice", **NOTICE)
    letter = newest_notice(way.claim_id)
    with transaction():
        sign_off_letter(letter, at=NOW, actor=account(LEADER), now=NOW)
    return letter


@pytest.mark.parametrize("claims", [2, pytest.param(5, marks=pytest.mark.campaign)])
@pytest.mark.both
def test_the_letter_of_the_flow_and_one_beside_it_are_sealed_at_once(app: Flask, claims: int) -> None:
    ways = [Way().register().sort().decide("accepted").letter_out().assigned() for _ in range(claims)]
    pairs = [(way.claim_id, opinion_ready(way).id) for way in ways]
    first = db.session.query(NumberSeries).one().last
    db.session.remove()

    def seal_beside(letter_id: int) -> None:
        with transaction():
            seal_letter(letter_by_id(letter_id), on=TODAY, copies=2, actor=account(DESK), now=NOW)

    in_the_flow = [lambda key=claim_id: Way(NOW, key).sealed() for claim_id, _ in pairs]
    beside = [lambda key=letter_id: seal_beside(key) for _, letter_id in pairs]
    assert beat_by_beat(app, [in_the_flow, beside], lambda: list(differences())) == [[]] * len(pairs)
    drawn = db.session.query(Letter.sequence).filter(Letter.sequence > first).order_by(Letter.sequence)
    assert [sequence for (sequence,) in drawn] == list(range(first + 1, first + 1 + 2 * len(pairs)))
    assert {tuple(way.open) for way in ways} == {("deliver",)}
    assert list(differences()) == []
    with db.engine.connect() as connection:
        assert trail_fault(connection) is None


@pytest.mark.both
def test_two_desks_seal_one_letter_at_once_and_one_reads_why_not(app: Flask, client_of: ClientOf) -> None:
    way = Way().investigating()
    first = db.session.query(NumberSeries).one().last
    for place in range(5):
        way.action("hearing_notice", **NOTICE)
        letter = newest_notice(way.claim_id)
        with transaction():
            sign_off_letter(letter, at=NOW, actor=account(LEADER), now=NOW)
        address = f"/petitions/letters/{letter.public_id}"
        desks = [client_of(DESK), client_of(DESK)]
        sent = [{**hidden(desk.get(address)), **TYPED, "copies": "3"} for desk in desks]
        db.session.remove()

        def seal(desk: FlaskClient, form: dict[str, str], address: str = address) -> tuple[int, str]:
            answered = desk.post(f"{address}/seal", data=form)
            return answered.status_code, answered.text

        tried = zip(desks, sent, strict=True)
        answers = at_once(app, [lambda desk=desk, form=form: seal(desk, form) for desk, form in tried])
        assert sorted(status for status, _ in answers) == [302, 409]
        lost = next(place for place, (status, _) in enumerate(answers) if status == 409)
        number = f"白信访〔2026〕{first + 1 + place}号"
        assert MOVED_ON in answers[lost][1] or f"已经盖过章了，文号是{number}" in answers[lost][1]
        assert 'value="3"' in answers[lost][1]
        again = seal(desks[lost], sent[lost])
        assert again[0] == 409
        assert f"已经盖过章了，文号是{number}" in again[1]
    notices = [one for one in letters_of(way.claim_id) if one.kind is LetterKind.HEARING_NOTICE]
    assert [one.sequence for one in notices] == [first + 1 + place for place in range(5)]
    assert db.session.query(NumberSeries).one().last == first + 5
