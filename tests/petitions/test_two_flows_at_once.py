"""A claim is handled while a letter beside its flow is issued: every row once, numbers without a gap, nothing stale."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.accounts.models import Account
from app.audit.models import AuditEntry
from app.core.clock import local
from app.core.db import db
from app.core.not_stored import MOVED_ON
from app.core.numbering import NumberSeries
from app.matters.actions.rebuild import differences
from app.petitions.models.records import Hearing, Letter
from app.petitions.queries import letters_of
from app.petitions.terms import LetterKind
from app.processes.models import Task
from tests.letters.letter_way import LetterWay
from tests.petitions.screen import ClientOf, hidden
from tests.petitions.way import DESK, HANDLER, Way
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

    def notice() -> LetterWay:
        return LetterWay(NOW, newest_notice(claim_id).id)

    yield lambda: Way(NOW, claim_id).action("hearing_notice", **NOTICE)
    yield lambda: notice().signed_off()
    yield lambda: notice().sealed()
    yield lambda: notice().delivered(receiver="王乙")


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


def two_letters_ready(way: Way) -> tuple[int, int]:
    """The opinion, for whose service the claim waits, and a notice beside it both wait for their seal."""
    way.investigate().opinion().signed_off()
    opinion = letters_of(way.claim_id)[-1].id
    way.action("hearing_notice", **NOTICE)
    notice = newest_notice(way.claim_id).id
    LetterWay(NOW, notice).signed_off()
    return opinion, notice


@pytest.mark.parametrize("claims", [2, pytest.param(5, marks=pytest.mark.campaign)])
@pytest.mark.both
def test_a_letter_the_work_waits_for_and_one_beside_it_are_sealed_at_once(app: Flask, claims: int) -> None:
    ways = [Way().register().sort().decide("accepted").letter_out().assigned() for _ in range(claims)]
    pairs = [two_letters_ready(way) for way in ways]
    first = db.session.query(NumberSeries).one().last
    db.session.remove()

    awaited = [lambda key=opinion: LetterWay(NOW, key).sealed() for opinion, _ in pairs]
    beside = [lambda key=notice: LetterWay(NOW, key).sealed() for _, notice in pairs]
    assert beat_by_beat(app, [awaited, beside], lambda: list(differences())) == [[]] * len(pairs)
    drawn = db.session.query(Letter.sequence).filter(Letter.sequence > first).order_by(Letter.sequence)
    assert [sequence for (sequence,) in drawn] == list(range(first + 1, first + 1 + 2 * len(pairs)))
    assert {tuple(way.open) for way in ways} == {("deliver", "deliver")}
    assert list(differences()) == []
    with db.engine.connect() as connection:
        assert trail_fault(connection) is None


def second_clerk() -> str:
    """Somebody else at the desk, with an account of their own."""
    first = db.session.query(Account).filter_by(login_name=DESK).one()
    person = db.session.query(Account).filter_by(login_name=HANDLER).one().person_id
    same = {"role": first.role, "office_id": first.office_id, "password_hash": first.password_hash}
    db.session.add(Account(login_name="petition-2", person_id=person, **same))
    db.session.commit()
    return "petition-2"


@pytest.mark.both
def test_two_desks_seal_one_letter_at_once_and_one_reads_why_not(app: Flask, client_of: ClientOf) -> None:
    way, other = Way().investigating(), second_clerk()
    first = db.session.query(NumberSeries).one().last
    for place in range(5):
        way.action("hearing_notice", **NOTICE)
        letter = newest_notice(way.claim_id)
        address = f"/petitions/letters/{letter.public_id}"
        task = LetterWay(NOW, letter.id).signed_off().task("seal_letter").public_id
        desks = [client_of(DESK), client_of(other)]
        sent = [{**hidden(desk.get(address)), **TYPED, "copies": "3"} for desk in desks]
        db.session.remove()

        def seal(desk: FlaskClient, form: dict[str, str], task: str = task) -> tuple[int, str]:
            answered = desk.post(f"/tasks/{task}", data=form)
            return answered.status_code, answered.text

        tried = zip(desks, sent, strict=True)
        answers = at_once(app, [lambda desk=desk, form=form: seal(desk, form) for desk, form in tried])
        assert sorted(status for status, _ in answers) == [302, 409]
        lost = next(place for place, (status, _) in enumerate(answers) if status == 409)
        assert MOVED_ON in answers[lost][1] or "已经办好了，您这次没有再办一遍" in answers[lost][1]
        again = seal(desks[lost], sent[lost])
        assert again[0] == 409
        assert "已经办好了，您这次没有再办一遍" in again[1]
    notices = [one for one in letters_of(way.claim_id) if one.kind is LetterKind.HEARING_NOTICE]
    assert [one.sequence for one in notices] == [first + 1 + place for place in range(5)]
    assert db.session.query(NumberSeries).one().last == first + 5
