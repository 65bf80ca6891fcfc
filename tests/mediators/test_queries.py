"""The pool is narrowed to one's village; advisers are the committee's own, else the town's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from app.accounts.models import Account
from app.core.db import db
from app.core.errors import NotFound
from app.core.terms import DisputeType, PoolCategory
from app.mediators.models import Appointment, PoolMember, PoolState
from app.mediators.queries import PoolSearch, advisers_for, get_member, may_sign_for, search_pool
from app.organisations.models import Body, Membership, Person
from app.organisations.queries import town_committee

ON = date(2026, 11, 23)
Accounts = Callable[[str], Account]


def member(name: str) -> PoolMember:
    return db.session.scalars(select(PoolMember).join(Person).where(Person.name == name)).one()


def committee_of(short_name: str) -> Body:
    return db.session.scalars(select(Body).where(Body.short_name == short_name)).one()


def names(account: Account, **wanted: object) -> set[str]:
    rows, total = search_pool(account, PoolSearch(**wanted), page=1, size=50)
    assert total == len(rows)
    return {row.person.name for row in rows}


def test_a_village_sees_its_own_people_and_the_town_s(account: Accounts) -> None:
    seen = names(account("mediator"))
    assert {"周有福", "吴桂兰", "韩主任", "林法官"} <= seen
    assert not {"许村长", "尤大娘"} & seen


@pytest.mark.both
def test_the_town_and_the_justice_office_see_all(account: Accounts) -> None:
    assert names(account("town-mediator")) == names(account("justice")) == names(account("clerk"))
    assert "尤大娘" in names(account("admin"))


def test_whom_the_committee_appointed_is_seen_though_from_elsewhere(account: Accounts) -> None:
    committee_id = account("mediator").committee_id
    assert committee_id is not None
    db.session.add(Appointment(pool_member_id=member("尤大娘").id, committee_id=committee_id, from_on=ON))
    db.session.flush()
    assert "尤大娘" in names(account("mediator"))


def test_another_village_s_member_is_not_there(account: Accounts) -> None:
    with pytest.raises(NotFound):
        get_member(member("尤大娘").id, for_=account("mediator"))
    assert get_member(member("尤大娘").id, for_=account("stranger")).person.name == "尤大娘"


@pytest.mark.both
@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"words": "桂兰"}, {"吴桂兰"}),
        ({"words": "wgl"}, {"吴桂兰"}),
        ({"words": "%"}, set()),
        ({"category": PoolCategory.JUDGE}, {"林法官"}),
        ({"skill": DisputeType.MARRIAGE_FAMILY}, {"吴桂兰"}),
        ({"words": "周", "skill": DisputeType.MARRIAGE_FAMILY}, set()),
    ],
)
def test_the_list_is_narrowed(account: Accounts, wanted: dict[str, object], found: set[str]) -> None:
    assert names(account("mediator"), **wanted) == found


@pytest.mark.both
def test_the_list_is_narrowed_by_state(account: Accounts) -> None:
    member("冯大山").state = PoolState.REMOVED
    db.session.flush()
    assert names(account("mediator"), state=PoolState.REMOVED) == {"冯大山"}


def test_pages_of_the_list_do_not_overlap(account: Accounts) -> None:
    first, total = search_pool(account("justice"), PoolSearch(), page=1, size=5)
    second, _ = search_pool(account("justice"), PoolSearch(), page=2, size=5)
    assert total == 13
    assert not {row.id for row in first} & {row.id for row in second}


def test_a_member_of_the_committee_and_an_appointed_one_may_sign(account: Accounts) -> None:
    committee_id = committee_of("小海眼").id
    assert may_sign_for(member("周有福").id, committee_id, ON)
    assert may_sign_for(member("冯大山").id, committee_id, ON)
    assert not may_sign_for(member("尤大娘").id, committee_id, ON)


def test_an_appointment_ends_with_its_last_day_but_an_expired_term_does_not_end_a_seat(account: Accounts) -> None:
    committee_id = committee_of("小海眼").id
    for name in ("冯大山", "周有福"):
        for one in member(name).appointments:
            one.until_on = ON
    for seat in db.session.scalars(select(Membership)):
        seat.elected_on = date(2020, 1, 1)
    db.session.flush()
    assert may_sign_for(member("冯大山").id, committee_id, ON)
    assert not may_sign_for(member("冯大山").id, committee_id, date(2026, 11, 24))
    assert may_sign_for(member("周有福").id, committee_id, date(2026, 11, 24))


def test_a_village_without_an_adviser_asks_the_town_s(account: Accounts) -> None:
    village = committee_of("小海眼").id
    assert [one.person.name for one in advisers_for(village, ON)] == ["何律师"]
    assert [one.person.name for one in advisers_for(town_committee().id, ON)] == ["何律师"]


@pytest.mark.both
def test_a_village_s_own_adviser_goes_first_and_an_absent_one_is_not_asked(account: Accounts) -> None:
    village = committee_of("小海眼").id
    own = member("冯大山")
    own.category = PoolCategory.LEGAL_ADVISER
    db.session.flush()
    assert [one.person.name for one in advisers_for(village, ON)] == ["冯大山"]
    own.away_from = ON
    db.session.flush()
    assert [one.person.name for one in advisers_for(village, ON)] == ["何律师"]
    own.away_from, own.state = None, PoolState.SUSPENDED
    db.session.flush()
    assert [one.person.name for one in advisers_for(village, ON)] == ["何律师"]
