"""One letter, one flow: order, attempts, days, two people at once, and what is beside the work."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.audit.models import AuditEntry
from app.core.db import db
from app.core.errors import Invalid, NotAllowed, NotNow
from app.letters.models import ServiceAttempt
from app.letters.queries import attempts_of
from app.letters.terms import PROCESS
from app.processes.models import Process
from tests.letters.letter_way import DESK, LetterWay
from tests.petitions.refusing import refused
from tests.petitions.screen import ClientOf, words
from tests.petitions.way import Way

pytestmark = pytest.mark.usefixtures("app")


def accepted() -> tuple[Way, LetterWay]:
    """An accepted claim waits for its office, and beside it its letter for the leader."""
    way = Way().register().sort().decide("accepted")
    return way, LetterWay(way.now, way.task("sign_off").subject_id)


# Beside the work


@pytest.mark.both
def test_a_claim_is_assigned_and_investigated_while_its_letter_is_in_the_post() -> None:
    way, letter = accepted()
    assert way.open == ["assign_unit", "sign_off"]
    way.assigned().investigate("hearing")
    assert way.open == ["hold_hearing", "sign_off"]
    letter.out()
    assert way.open == ["hold_hearing"]


def test_an_extension_leaves_the_office_its_step() -> None:
    way = Way().investigating().extension(20)
    assert way.open == ["investigate", "sign_off"]
    way.investigate().opinion()
    assert sorted(way.open) == ["sign_off", "sign_off"]


def test_a_period_that_is_met_leaves_every_step_that_showed_it() -> None:
    way, letter = accepted()
    notice = way.period("D2")
    assert {task.deadline_id for task in way.steps()} == {notice.id}
    letter.out()
    assert way.ended("D2").closed_at is not None
    assert [task.deadline_id for task in way.steps()] == [way.period("D5").id]


# Order


def test_a_letter_goes_its_way_in_order_and_by_whom_it_belongs_to() -> None:
    _, letter = accepted()
    with refused(NotAllowed, "这一步不归您办"):
        letter.answer("sign_off", DESK, outcome="approved")
    letter.signed_off()
    assert [one.name for one in letter.steps()] == ["seal_letter"]
    with refused(NotAllowed, "这一步不归您办"):
        letter.answer("seal_letter", "leader", copies=2)
    letter.sealed().delivered()
    process = db.session.query(Process).filter_by(key=PROCESS, subject_id=letter.subject_id).one()
    assert process.finished_at is not None


def test_a_letter_is_not_signed_off_before_it_was_written_or_changed() -> None:
    way = Way().register().sort()
    later = way.later(days=3).decide("accepted")
    letter = LetterWay(later.now, later.task("sign_off").subject_id)
    with refused(Invalid, "签发不能早于文书拟好的", field="occurred_at"):
        letter.happened(later.today - timedelta(days=1)).signed_off()
    letter.happened_at = None
    letter.returned("写明承办单位。").later(days=2).redrafted(reason="照第三十一条第六项受理。")
    with refused(Invalid, "签发不能早于文书拟好的", field="occurred_at"):
        letter.happened(letter.today - timedelta(days=1)).signed_off()
    letter.happened_at = None
    assert letter.signed_off().letter.signed_off_at == letter.now


# It did not arrive


@pytest.mark.both
def test_a_letter_the_post_returned_is_served_again_and_both_stand_on_record(client_of: ClientOf) -> None:
    way, letter = accepted()
    letter.signed_off().sealed().later(days=4).came_back()
    assert [one.name for one in letter.steps()] == ["deliver"]
    assert letter.letter.served_on is None
    assert way.period("D2").closed_at is None, "who did not get it was not told"
    letter.later(days=1).came_back(method="direct", returned_why="家里没有人。")
    assert [(one.tried_on, one.reason) for one in attempts_of(letter.letter)] == [
        (letter.today - timedelta(days=1), "查无此人。"),
        (letter.today, "家里没有人。"),
    ]
    page = words(client_of(DESK).get(f"/petitions/letters/{letter.letter.public_id}"))
    assert "没送到（邮寄送达）：查无此人。" in page
    assert "没送到（直接送达）：家里没有人。" in page
    letter.delivered()
    assert (letter.steps(), letter.letter.served_on) == ([], letter.today)
    told = words(client_of(DESK).get(f"/petitions/{way.petition.public_id}"))
    assert "没送到，要再送" in told
    assert db.session.query(AuditEntry).filter_by(deed="letter:not_served").count() == 2


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"returned_why": " "}, "returned_why"),
        ({"method": "left", "returned_why": "不肯收。"}, "method"),
        ({"method": "nowhere", "returned_why": "没有住址。"}, "method"),
        ({"on": -1}, "tried_on"),
        ({"on": 1}, "tried_on"),
    ],
)
def test_an_attempt_that_cannot_be_is_refused_and_nothing_is_lost(values: dict[str, object], field: str) -> None:
    _, letter = accepted()
    letter.signed_off().sealed()
    days = values.pop("on", None)
    given = {**values, **({"tried_on": letter.today + timedelta(days=days)} if isinstance(days, int) else {})}
    with refused(Invalid, field=field):
        letter.came_back(**given)
    assert [one.name for one in letter.steps()] == ["deliver"]
    assert db.session.query(ServiceAttempt).count() == 0


# Bad input by pages


def typed(client_of: ClientOf, who: str, task: str, **values: str) -> tuple[int, str]:
    answered = client_of(who).post(f"/tasks/{task}", data={"occurred_at": "2026-11-23T09:00", **values})
    return answered.status_code, words(answered)


def test_a_letter_is_neither_sealed_nor_served_twice(client_of: ClientOf) -> None:
    _, letter = accepted()
    seal = letter.signed_off().task("seal_letter").public_id
    letter.sealed()
    assert typed(client_of, DESK, seal, copies="3")[0] == 302, "a second tap leads on"
    assert letter.letter.copies == 2
    deliver = letter.task("deliver").public_id
    letter.delivered()
    served = {"outcome": "delivered", "method": "direct", "delivered_on": "2026-11-23", "receiver": "别人"}
    assert typed(client_of, DESK, deliver, **served)[0] == 302
    assert letter.letter.receiver == "收发室"


def test_a_returned_letter_that_was_typed_twice_is_kept_once(client_of: ClientOf) -> None:
    _, letter = accepted()
    task = letter.signed_off().sealed().task("deliver").public_id
    back = {"outcome": "returned", "method": "mail", "tried_on": "2026-11-23", "returned_why": "查无此人。"}
    assert typed(client_of, DESK, task, **back)[0] == 302
    assert typed(client_of, DESK, task, **back)[0] == 302
    assert len(attempts_of(letter.letter)) == 1
    assert letter.task("deliver").public_id != task


def test_nobody_goes_on_with_a_letter_that_was_left(client_of: ClientOf) -> None:
    way, letter = accepted()
    task = letter.task("sign_off").public_id
    way.withdraw()
    assert (letter.steps(), letter.letter.left_at) == ([], way.now)
    code, said = typed(client_of, "leader", task, outcome="approved")
    assert code == 409
    assert "不用办了" in said
    with refused(NotNow):
        way.withdraw()
