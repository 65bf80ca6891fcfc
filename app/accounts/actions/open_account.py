"""Open an account for somebody of the town: on its register of people, or entered with it."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.accounts.actions.ask_confirmation import ask_confirmation
from app.accounts.actions.passwords import hash_password
from app.accounts.actions.tell_of_account import described, facts_of, tell_keepers
from app.accounts.models import Account, AskedFor
from app.accounts.queries import account_named
from app.accounts.rules import CONFIRMED_ROLES, confirmer_name
from app.audit.actions.record import record
from app.core.clock import local
from app.core.crypto import keys
from app.core.db import db
from app.core.errors import Invalid
from app.core.identity import born_on, gender_of, id_number_fault
from app.core.normalise import same_name
from app.core.permissions import ROLE_NAMES, Actor, Role
from app.organisations.models import OFFICE_KIND_NAMES, Office, OfficeKind, Person
from app.organisations.queries import people_with_id_number_index

WITH_COMMITTEE = frozenset({Role.MEDIATOR, Role.COMMITTEE_HEAD, Role.CENTRE_CLERK})
OFFICES_OF = {
    Role.PETITION_CLERK: frozenset({OfficeKind.DESK}),
    Role.GOVERNMENT_LEADER: frozenset({OfficeKind.GOVERNMENT}),
    Role.HANDLER: frozenset({OfficeKind.STATION, OfficeKind.VILLAGE, OfficeKind.DESK}),
    Role.DISCIPLINE_OFFICER: frozenset({OfficeKind.DISCIPLINE}),
}
"""The kinds of office at which a role may stand; other roles stand at none."""
ENTERED_HERE = frozenset(OFFICES_OF) | {Role.JUSTICE_OFFICE, Role.PARTY_SECRETARY, Role.ADMINISTRATOR}
"""Roles of people who need not be on the roster of mediators: whoever is not yet known is entered with the account."""


def open_account(
    *,
    person_name: str,
    id_number: str,
    login_name: str,
    role: Role,
    committee_id: int | None,
    first_password: str,
    lasts: timedelta,
    actor: Actor,
    now: datetime,
    office_id: int | None = None,
    as_head: bool = False,
) -> Account:
    """Make the account; its first password must be changed at the first sign-in, which must come before it `lasts`.

    An officer of the closed room, and the Party secretary who confirms their head (`as_head`: 镇纪委书记), wait for a
    second person (docs/adr/0011).
    Raises `Invalid` with the field that is wrong: an unknown person, a sign-in name that is taken, no committee or
    no fitting office where the role has one.
    """
    person = _person(person_name, id_number, role, now=now)
    if account_named(login_name) is not None:
        raise Invalid("这个登录名有人用了。", {"login_name": "换一个登录名。"})
    if role in WITH_COMMITTEE and committee_id is None:
        raise Invalid("这种身份要选调委会。", {"committee_id": "请选调委会。"})
    office = _office(role, office_id)
    account = Account(
        login_name=login_name,
        password_hash=hash_password(first_password),
        must_change_password=True,
        first_password_until=now + lasts,
        role=role,
        person_id=person.id,
        committee_id=committee_id if role in WITH_COMMITTEE else None,
        office_id=office.id if office else None,
    )
    db.session.add(account)
    db.session.flush()
    waits = ""
    if role in CONFIRMED_ROLES:
        as_head = as_head and role is Role.DISCIPLINE_OFFICER
        ask_confirmation(account, asked_for=AskedFor.OPENED, as_head=as_head, actor=actor, now=now)
        waits = f"，等{confirmer_name(as_head=as_head)}核准"
    tell_keepers(account, f"开了{described(account)}的账号{waits}", action="opened", actor=actor, now=now)
    record("account:opened", account, actor, now=now, detail=facts_of(account))
    return account


def _office(role: Role, office_id: int | None) -> Office | None:
    """The office of a role that stands at one; what was chosen for another role does not count."""
    kinds = OFFICES_OF.get(role)
    if kinds is None:
        return None
    office = db.session.get(Office, office_id) if office_id else None
    wanted = "、".join(name for kind, name in OFFICE_KIND_NAMES.items() if kind in kinds)
    if office is None:
        raise Invalid("这种身份要选单位。", {"office_id": f"请选单位：{ROLE_NAMES[role]}选{wanted}。"})
    if office.kind not in kinds:
        sentence = f"{ROLE_NAMES[role]}不能放在{office.name}，请选{wanted}。"
        raise Invalid(sentence, {"office_id": sentence})
    return office


def _person(name: str, id_number: str, role: Role, *, now: datetime) -> Person:
    """The person of this name and ID number; for a role off the roster, a new one when the number is unknown."""
    people = people_with_id_number_index(keys().blind_index(id_number, "id_number"))
    person = next((one for one in people if same_name(one.name, name)), None)
    if person is not None:
        return person
    if role not in ENTERED_HERE:
        raise Invalid("人员名册里没有这个姓名和身份证号，请先导入名册。", {"id_number": "名册里对不上，请再核对。"})
    if people:
        raise Invalid("这个身份证号在名册里是别的姓名。", {"person_name": "跟名册里对不上，请照身份证再核对。"})
    fault = id_number_fault(id_number, local(now).date())
    if fault:
        raise Invalid("身份证号不对。", {"id_number": fault})
    person = Person(name=name, gender=gender_of(id_number), born_on=born_on(id_number))
    person.seal_identity(id_number=id_number, phone=None)
    db.session.add(person)
    db.session.flush()
    return person
