"""Somebody else mediates: free until the parties agreed, then with the yes of all; no dead end after 谈成了."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.agreements.papers.fixed_paper import fixed_paper
from app.agreements.queries import signing_mediators
from app.cases.actions.change_mediators import AT_ITS_STEP, NOBODY_YET, change_mediators, changing_fault
from app.cases.actions.choosing import Choice
from app.cases.models import CaseMediator, CaseMediatorPart
from app.cases.models.records import Consent, ConsentMatter
from app.cases.queries import mediators_of
from app.cases.rules.consents import change_faults
from app.core.clock import local
from app.core.db import db
from app.core.errors import Invalid, NotAllowed, NotNow
from app.core.public_ids import public_ids_of
from app.core.transaction import transaction
from app.mediators.actions.set_state import set_state
from app.mediators.models import PoolMember, PoolState
from app.organisations.models import Person
from app.processes.registry import Submission
from tests.agreements.paths import Path
from tests.petitions.refusing import refused
from tests.petitions.screen import ClientOf, hidden, words
from tests.story import Story

pytestmark = pytest.mark.usefixtures("app")


def member(name: str) -> PoolMember:
    return db.session.query(PoolMember).join(Person).filter(Person.name == name).one()


def suspend(path: Story, name: str) -> None:
    with transaction():
        set_state(
            member(name),
            state=PoolState.SUSPENDED,
            reason="有人举报，先停着。",
            away_from=None,
            away_until=None,
            actor=path.account("admin"),
            now=path.now,
        )


def change(path: Story, name: str = "郑守田", by: str = "mediator", **values: Any) -> None:
    """Somebody else presides, all agreeing if nothing else is said."""
    said = {"change_reason": "原来的停了。", "agreed": path.everyone("agreed"), **values}
    submission = Submission(said, path.now, "", path.account(by), path.now)
    choice = Choice(parts={member(name).id: CaseMediatorPart.PRESIDING}, chosen_by="committee")
    with transaction():
        change_mediators(path.case, choice, submission)


def current(path: Story) -> list[str]:
    return [one.pool_member.person.name for one in mediators_of(path.case_id)]


@pytest.mark.both
def test_a_suspended_mediator_is_replaced_after_the_text_was_agreed_and_the_case_goes_on() -> None:
    path = Path().drafted().sent().passed()
    suspend(path, "周有福")
    with refused(NotNow, "周有福现在是“暂停”，不能签字"):
        path.answer("freeze", outcome="frozen")
    change(path)
    assert current(path) == ["郑守田"]
    path.answer("freeze", outcome="frozen")
    path.answer("sign", outcome="signed", signatures=path.signatures())
    path.answer("seal", "head", sealed_on=local(path.now).date())
    assert path.open == ["fulfil"]
    rows = db.session.query(Consent).filter_by(matter=ConsentMatter.OTHER_MEDIATOR).all()
    assert {row.party_id for row in rows} == {party.id for party in path.case.parties}
    led = db.session.query(CaseMediator).filter_by(case_id=path.case_id).order_by(CaseMediator.id).all()
    assert [one.pool_member.person.name for one in led] == ["周有福", "郑守田"]
    assert led[0].until_on == local(path.now).date(), "who led the sittings stays on record"


def test_after_the_text_is_fixed_the_new_one_reads_it_over_and_stands_on_the_paper() -> None:
    path = Path().frozen()
    suspend(path, "周有福")
    with refused(Invalid, "念过才能签字", field="read_over_on"):
        change(path)
    before = fixed_paper(path.agreement)
    change(path, read_over_on=local(path.now).date())
    after = fixed_paper(path.agreement)
    assert before is not None
    assert after is not None
    assert (before.mediators, after.mediators) == (("周有福",), ("郑守田",))
    assert (before.clauses, before.parties, before.digest) == (after.clauses, after.parties, after.digest)
    assert [one.pool_member.person.name for one in signing_mediators(path.case, local(path.now).date())] == ["郑守田"]
    path.answer("sign", outcome="signed", signatures=path.signatures())
    path.answer("seal", "head", sealed_on=local(path.now).date())
    assert path.open == ["fulfil"]


@pytest.mark.parametrize("answer", ["pending", "refused"])
def test_after_it_was_agreed_one_who_has_not_said_yes_bars_it(answer: str) -> None:
    path = Path().drafted()
    one, other = (str(party.id) for party in path.case.parties)
    with refused(Invalid, "要各方都同意", field="agree_all"):
        change(path, agreed={one: "agreed", other: answer})
    for said in ({}, {one: "agreed"}):
        with refused(Invalid, "要各方都同意", field="agree_all"):
            change(path, agreed=said)
    assert current(path) == ["周有福"]


def test_before_it_was_agreed_nobody_is_asked() -> None:
    path = Path().mediating_at("village")
    with refused(Invalid, "为什么换", field="change_reason"):
        change(path, change_reason=" ")
    change(path, agreed={})
    assert (current(path), path.open) == (["郑守田"], ["mediate"])


def test_another_member_than_the_chosen_one_signed_the_original() -> None:
    """The dead end of M23: the chosen one never signed, and nothing could be kept."""
    path = Path().agreed(form="handwritten")
    change(path)
    assert current(path) == ["郑守田"]


def test_where_it_cannot_be_it_says_what_to_do() -> None:
    path = Story().register().start_at("village").accept().consent().tell_rights()
    assert changing_fault(path.case) == AT_ITS_STEP
    assert changing_fault(Story().register().case) == NOBODY_YET
    sealed = Path().sealed()
    with refused(NotNow, "这件的调解已经结束"):
        change(sealed)
    with pytest.raises(NotAllowed, match="这件现在由"):
        change(Path().drafted(), by="town-mediator")


def test_the_rule_by_itself() -> None:
    day = date(2026, 11, 23)
    fine = {"is_agreed": True, "is_fixed": True, "reason": "病了", "read_over_on": day, "today": day}
    assert change_faults([1, 2], {1: "agreed", 2: "agreed"}, **fine) == {}
    assert set(change_faults([1, 2], {1: "agreed"}, **fine)) == {"agree_all"}, "the other said nothing"
    assert set(change_faults([1], {1: "agreed"}, **{**fine, "read_over_on": date(2026, 11, 24)})) == {"read_over_on"}
    assert set(change_faults([1], {}, **{**fine, "reason": ""})) == {"change_reason", "agree_all"}
    assert change_faults([1], {}, **{**fine, "is_agreed": False, "is_fixed": False, "read_over_on": None}) == {}


def test_it_is_done_on_the_page_of_choosing_and_led_to_from_the_case(client_of: ClientOf) -> None:
    path = Path().frozen()
    suspend(path, "周有福")
    mediator = client_of("mediator")
    case = mediator.get(f"/cases/{path.case.public_id}")
    address = f"/cases/{path.case.public_id}/mediators"
    assert f'href="{address}"' in case.text
    page = mediator.get(address)
    assert "谈成以后换，要各方都同意" in words(page)
    keys = public_ids_of(PoolMember, [member("郑守田").id])
    agreed = {f"agree_{party.public_id}": "agreed" for party in path.case.parties}
    said = {f"part_{keys[member('郑守田').id]}": "presiding", "chosen_by": "committee", "change_reason": "停了"}
    sent = {**hidden(page, "once"), **said, **agreed, "occurred_at": "2026-11-23 08:30"}
    answer = mediator.post(address, data=sent)
    assert "念过才能签字" in words(answer)
    answer = mediator.post(address, data={**sent, "read_over_on": "2026-11-23"})
    assert answer.status_code == 302, words(answer)
    assert current(path) == ["郑守田"]
