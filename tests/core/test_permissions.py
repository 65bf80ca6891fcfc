"""A right is the role's first, then it must be for the thing; an account that stands nowhere owns nothing."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from app.core.permissions import WHICH, Permission, Role, may, roles_with, sees_every_claim, sees_every_committee

P = Permission


@dataclass(frozen=True)
class Somebody:
    """An account, without a database."""

    role: Role
    committee_id: int | None = None
    office_id: int | None = None
    id: int = 1
    person_id: int = 10
    display_name: str = "王干事"
    is_waiting: bool = False


@dataclass(frozen=True)
class Thing:
    """A dispute, a claim, a review and an account in one."""

    committee_id: int | None = None
    handling_office_id: int | None = None
    adviser_person_id: int | None = None
    id: int = 2


MEDIATOR, HANDLER = Somebody(Role.MEDIATOR, committee_id=3), Somebody(Role.HANDLER, office_id=7)


def test_a_committee_writes_about_what_it_handles() -> None:
    assert may(MEDIATOR, P.CASE_CORRECT, Thing(committee_id=3))
    assert not may(MEDIATOR, P.CASE_CORRECT, Thing(committee_id=4))
    assert may(MEDIATOR, P.CASE_CORRECT), "asked of no thing, the role decides"


def test_the_thing_gives_no_right_that_the_role_does_not_carry() -> None:
    assert not may(MEDIATOR, P.AGREEMENT_SEAL, Thing(committee_id=3))
    assert not may(None, P.CASE_CORRECT, Thing(committee_id=3))
    assert not may(Somebody(Role.MEDIATOR, committee_id=3, is_waiting=True), P.CASE_CORRECT, Thing(committee_id=3))


@pytest.mark.parametrize("right", [right for right, which in WHICH.items() if which.fits is not None])
def test_who_stands_nowhere_owns_nothing_that_stands_nowhere(right: Permission) -> None:
    nowhere = [Somebody(role) for role in roles_with(right) if not sees_every_claim(Somebody(role))]
    ours = [one for one in nowhere if may(one, right, Thing(id=1))]
    assert ours == []


def test_an_office_sees_its_own_claims_and_the_desk_all() -> None:
    assert may(HANDLER, P.PETITION_SEE, Thing(handling_office_id=7))
    assert not may(HANDLER, P.PETITION_SEE, Thing(handling_office_id=8))
    assert may(Somebody(Role.PETITION_CLERK), P.PETITION_SEE, Thing(handling_office_id=None))
    assert may(Somebody(Role.GOVERNMENT_LEADER), P.PETITION_SEE, Thing(handling_office_id=8))


def test_only_the_adviser_who_was_asked_answers() -> None:
    adviser = Somebody(Role.LEGAL_ADVISER)
    assert may(adviser, P.REVIEW_WRITE, Thing(adviser_person_id=10))
    assert not may(adviser, P.REVIEW_WRITE, Thing(adviser_person_id=11))


def test_an_administrator_manages_everybodys_account_but_his_own() -> None:
    administrator = Somebody(Role.ADMINISTRATOR)
    assert may(administrator, P.ACCOUNT_MANAGE, Thing(id=2))
    assert not may(administrator, P.ACCOUNT_MANAGE, Thing(id=1))


def test_who_sees_everything_is_said_once() -> None:
    assert {role for role in Role if sees_every_claim(Somebody(role))} == {Role.PETITION_CLERK, Role.GOVERNMENT_LEADER}
    assert {role for role in Role if sees_every_committee(Somebody(role))} == {Role.JUSTICE_OFFICE, Role.ADMINISTRATOR}
