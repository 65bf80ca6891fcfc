"""Who sees what: the right first, then the row; an account that stands nowhere owns nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask.testing import FlaskClient
from sqlalchemy import ColumnElement, func, select

from app.accounts.models import Account
from app.accusations import queries as accusations
from app.accusations.models import Accusation
from app.cases.models import Case
from app.cases.queries import sight as cases
from app.core.db import Model, db
from app.core.errors import NotFound
from app.core.permissions import Permission, Role, may
from app.deadlines.models import Deadline
from app.deadlines.registry import registry as deadlines
from app.mediators import queries as mediators
from app.mediators.models import PoolMember
from app.organisations.models import Person
from app.petitions.models import Claim, Petition
from app.petitions.queries import sight as petitions
from app.processes.models import Task
from app.processes.queries import is_own
from app.processes.queries.upcoming import things_ahead
from app.processes.registry import registry as processes
from tests import public
from tests.listing import steps_waiting
from tests.rights.matters import Matters, periods_of, steps_of
from tests.town import ACCOUNTS, NOW

ClientOf = Callable[[str], FlaskClient]
P = Permission

SEEN_BY: dict[str, tuple[type[Model], Callable[[Account], ColumnElement[bool]], Permission]] = {
    "cases": (Case, cases.visible_to, P.CASE_SEE),
    "claims": (Claim, petitions.visible_to, P.PETITION_SEE),
    "petitions": (Petition, petitions.petitions_visible_to, P.PETITION_SEE),
    "accusations": (Accusation, accusations.visible_to, P.ACCUSATION_SEE),
    "pool": (PoolMember, mediators.visible_to, P.MEDIATOR_SEE),
}
"""Every list that is narrowed to what an account may see, and the right it takes to see anything of it."""
RIGHT_OF_KIND = {
    "case": P.CASE_SEE,
    "case_letter": P.CASE_SEE,
    "claim": P.PETITION_SEE,
    "letter": P.PETITION_SEE,
    "supervision": P.PETITION_SEE,
    "accusation": P.ACCUSATION_SEE,
    "body": P.BODY_SEE,
}
"""The right it takes to see the periods and steps of a kind of subject."""
WITHOUT_CASES = ["discipline", "leader", "handler", "village-handler", "admin"]
"""Accounts of the roles that have nothing to do with mediation, and none of a committee."""
LAID_BEFORE = {
    "justice": {"own", "moved", "asked", "declined", "stopped", "archived", "reviewed", "led"},
    "mediator": {"own", "moved", "asked", "declined", "stopped", "archived", "reviewed"},
    "head": {"own", "moved", "asked", "declined", "stopped", "archived", "reviewed"},
    "town-mediator": {"moved", "asked", "archived", "led"},
    "town-head": {"moved", "asked", "archived", "led"},
    "clerk": {"moved", "asked", "archived", "led"},
    "adviser": {"reviewed"},
    "petition": {"led"},
}
"""Account → the disputes of the town at work that it sees; every other account sees none."""


def accounts() -> Iterator[Account]:
    """Every account, and one of every role that stands nowhere, as an older register or a slip could have left it."""
    yield from db.session.query(Account).order_by(Account.id)
    person = db.session.query(Account).filter_by(login_name="admin").one().person_id
    for role in Role:
        lost = Account(id=90_000, login_name=f"lost-{role}", role=role, person=Person(id=person, name="无处"))
        lost.person_id = person
        yield lost


def count(kind: type[Model], condition: ColumnElement[bool]) -> int:
    return db.session.scalar(select(func.count()).select_from(kind).where(condition)) or 0


def test_every_narrowed_list_has_rows_and_shows_none_to_a_role_without_the_right(matters: Matters) -> None:
    leaks = {}
    with db.session.no_autoflush:
        for name, (kind, visible, permission) in SEEN_BY.items():
            assert db.session.query(kind).count() > 0
            for actor in accounts():
                seen = count(kind, visible(actor))
                if seen and not may(actor, permission):
                    leaks[name, actor.login_name] = seen
    assert leaks == {}


def test_every_kind_of_period_has_rows_and_shows_none_to_a_role_without_the_right(matters: Matters) -> None:
    assert set(deadlines.kinds()) == set(RIGHT_OF_KIND) - {"letter", "case_letter"}, (
        "say here which right it takes to see a new kind of subject"
    )
    leaks = {}
    with db.session.no_autoflush:
        for kind, subjects in deadlines.kinds().items():
            rows = Deadline.subject_kind == kind
            assert kind == "body" or count(Deadline, rows) > 0
            for actor in accounts():
                if not may(actor, RIGHT_OF_KIND[kind]) and count(Deadline, rows & subjects.visible(actor)):
                    leaks[kind, actor.login_name] = True
    assert leaks == {}


def test_every_kind_of_step_is_out_of_sight_for_a_role_without_the_right(matters: Matters) -> None:
    ours = {kind for kind in processes.kinds() if type(processes.adapter_of(kind)).__module__.startswith("app.")}
    assert ours <= set(RIGHT_OF_KIND), "say here which right it takes to see a new kind of subject"
    looked = 0
    with db.session.no_autoflush:
        for kind, subject_id in db.session.query(Task.subject_kind, Task.subject_id).distinct().all():
            for actor in [one for one in accounts() if not may(one, RIGHT_OF_KIND[kind])]:
                with pytest.raises(NotFound):
                    processes.adapter_of(kind).look(subject_id, actor)
                looked += 1
    assert looked > 50


def test_nobody_without_a_place_owns_what_stands_nowhere(matters: Matters) -> None:
    step = db.session.query(Task).filter_by(closed_at=None).first()
    nowhere = Task(role=step.role, subject_kind=step.subject_kind, subject_id=step.subject_id)
    with db.session.no_autoflush:
        lost = [one for one in accounts() if one.committee_id is None and one.office_id is None]
        assert len(lost) > len(Role)
        assert [one.login_name for one in lost if is_own(nowhere, one)] == []
        owning = {one.login_name for one in lost if steps_waiting(one)}
        assert owning <= {"adviser", "lost-petition_clerk"}


@pytest.mark.parametrize("name", [name for name, *_ in ACCOUNTS])
def test_who_sees_which_dispute(matters: Matters, client_of: ClientOf, name: str) -> None:
    actor = db.session.query(Account).filter_by(login_name=name).one()
    seen = set(db.session.scalars(select(Case.id).where(cases.visible_to(actor))))
    mine = {getattr(matters, one) for one in LAID_BEFORE.get(name, set())}
    assert seen == mine
    client = client_of(name)
    is_in = may(actor, P.CASE_SEE)
    for case_id in matters.cases:
        expected = 200 if case_id in mine else 404 if is_in else 403
        assert client.get(f"/cases/{public.case(case_id)}").status_code == expected


@pytest.mark.parametrize("name", WITHOUT_CASES)
def test_a_role_without_disputes_meets_none_of_them_anywhere(matters: Matters, client_of: ClientOf, name: str) -> None:
    client, words = client_of(name), {"人调字", *(one.title for one in db.session.query(Case))}
    assert client.get("/cases/").status_code == 403
    for address in ("/", "/?all=1", "/deadlines/", "/deadlines/?page=2", "/deadlines/?light=overdue", "/notices"):
        text = client.get(address).text
        assert [word for word in words if word in text] == []
        told = {one: public.case(one) for one in matters.cases}
        assert not [key for key, one in told.items() if f"/deadlines/of/case/{one}" in text or f"/cases/{one}" in text]
    for case_id in matters.cases:
        assert client.get(f"/deadlines/of/case/{public.case(case_id)}").status_code == 404
        for period in periods_of("case", case_id):
            assert client.get(f"/deadlines/{public.deadline(period)}").status_code == 404
        for step in steps_of("case", case_id):
            assert client.get(f"/tasks/{public.task(step)}").status_code == 404
            assert client.post(f"/tasks/{public.task(step)}", data={}).status_code == 404


def test_the_desk_meets_the_dispute_it_led_and_no_other(matters: Matters, client_of: ClientOf) -> None:
    client = client_of("petition")
    listed = client.get("/cases/").text
    assert [one for one in matters.cases if f'href="/cases/{public.case(one)}"' in listed] == [matters.led]
    for case_id in matters.cases:
        expected = 200 if case_id == matters.led else 404
        assert client.get(f"/deadlines/of/case/{public.case(case_id)}").status_code == expected
        periods = [public.deadline(one) for one in periods_of("case", case_id)]
        assert {client.get(f"/deadlines/{one}").status_code for one in periods} == {expected}
    steps = {one for case_id in matters.cases if case_id != matters.led for one in steps_of("case", case_id)}
    assert {client.get(f"/tasks/{public.task(one)}").status_code for one in steps} == {404}


def test_a_second_clerk_of_the_desk_sees_the_dispute_too(matters: Matters) -> None:
    first = db.session.query(Account).filter_by(login_name="petition").one()
    other = Account(id=90_001, role=Role.PETITION_CLERK, office_id=first.office_id, person_id=first.person_id)
    assert set(db.session.scalars(select(Case.id).where(cases.visible_to(other)))) == {matters.led}
    other.office_id = None
    assert set(db.session.scalars(select(Case.id).where(cases.visible_to(other)))) == set()


def test_a_second_account_of_a_mediator_brings_no_dispute_with_it(matters: Matters) -> None:
    mediator = db.session.query(Account).filter_by(login_name="mediator").one()
    office = db.session.query(Account).filter_by(login_name="handler").one().office_id
    second = Account(id=90_002, role=Role.HANDLER, office_id=office, person_id=mediator.person_id)
    assert set(db.session.scalars(select(Case.id).where(cases.visible_to(second)))) == set()
    assert {task.subject_kind for task in steps_waiting(second)} <= {"claim"}


@pytest.mark.parametrize("name", WITHOUT_CASES)
def test_the_calendar_of_a_role_without_disputes_holds_none(matters: Matters, name: str) -> None:
    actor = db.session.query(Account).filter_by(login_name=name).one()
    assert [one.number for one in things_ahead(actor, NOW) if "人调字" in one.number] == []
