"""An account of the closed room works only after a second person confirmed it; nobody is his own second person."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.actions.confirm_account import confirm_account
from app.accounts.actions.draw_code import draw_code
from app.accounts.actions.open_account import open_account
from app.accounts.actions.refuse_account import refuse_account
from app.accounts.models import Account, AskedFor, Confirmation, Outcome, SignInSession
from app.accounts.queries import open_confirmation
from app.accounts.rules import CONFIRMED_ROLES
from app.accusations.actions.tell import officers_free_of
from app.accusations.models import Accusation
from app.accusations.queries import visible_to
from app.accusations.rules import Accused
from app.audit.models import AuditEntry
from app.core import clock
from app.core.db import db
from app.core.errors import NotNow
from app.core.identity import check_digit
from app.core.permissions import Permission, Role, may
from app.core.transaction import transaction
from app.notifications.models import Notice
from app.organisations.models import Office, OfficeKind, Person
from tests import public
from tests.together import at_once
from tests.town import NOW

ClientOf = Callable[[str], FlaskClient]
At = Callable[[datetime], None]
ID = "37030419780808001" + check_digit("37030419780808001")
OWN = "自己的一句好记的话 2026"


def named(login_name: str) -> Account:
    db.session.expire_all()
    return db.session.query(Account).filter_by(login_name=login_name).one()


def notices(login_name: str) -> list[str]:
    found = db.session.query(Notice).filter_by(account_id=named(login_name).id).order_by(Notice.id)
    return [one.text for one in found]


def typed(role: Role = Role.DISCIPLINE_OFFICER, **more: Any) -> dict[str, Any]:
    """What the administrator types to open an account of the closed room."""
    office = db.session.query(Office).filter_by(kind=OfficeKind.DISCIPLINE).one()
    given = {"person_name": "纪干事", "id_number": ID, "login_name": "officer", "role": role.value}
    return given | {"committee_id": "", "office_id": office.public_id, "once": "first"} | more


def first_password(page: str) -> str:
    found = re.search(r"密码是 (\S+) ，", page)
    assert found is not None
    return found.group(1)


@pytest.fixture
def newcomer(app: Flask, client_of: ClientOf) -> FlaskClient:
    """A new officer who signed in with the first password and put his own in its place; nobody confirmed him yet."""
    return opened(app, client_of)


def opened(app: Flask, client_of: ClientOf, **more: Any) -> FlaskClient:
    admin = client_of("admin")
    assert admin.post("/accounts", data=typed(**more)).status_code == 302
    drawn = first_password(admin.get("/accounts").text)
    client = app.test_client()
    login_name = more.get("login_name", "officer")
    assert client.post("/sign-in", data={"login_name": login_name, "password": drawn}).location == "/account"
    changed = {"old": drawn, "new": OWN, "again": OWN}
    assert client.post("/account/password", data=changed).status_code == 302
    return client


def decide(client: FlaskClient, login_name: str = "officer", decision: str = "confirm", **more: str) -> Any:
    address = f"/accounts/{named(login_name).public_id}/confirm"
    request = open_confirmation(named(login_name).id)
    shown = {"request_id": request.public_id} if request is not None else {}
    return client.post(address, data={"decision": decision, **shown, **more})


def test_a_new_account_of_the_closed_room_opens_nothing_but_its_own_page(newcomer: FlaskClient) -> None:
    for address in ("/", "/cases/", "/notices", "/more", "/accounts/waiting", "/accounts/history", "/bodies/"):
        assert newcomer.get(address).location == "/account/waiting", address
    for address in (
        "/accusations/",
        "/accusations/1",
        f"/accusations/{public.NOBODY}",
        "/accusations",
        "/accusations/register",
    ):
        assert newcomer.get(address).status_code == 404, address
    assert newcomer.post("/accusations/register", data={}).status_code == 404
    page = newcomer.get("/account/waiting").text
    assert "新提醒" not in page
    assert "您的账号还在等核准" in page
    assert "要由镇纪委书记核准" in page
    assert newcomer.get("/account").status_code == 200
    assert newcomer.get("/petitions/follow").status_code == 200, "what everybody may see, he sees"
    account = named("officer")
    assert not any(may(account, permission) for permission in Permission if permission is not Permission.ACCOUNT_OWN)
    assert db.session.query(Accusation).filter(visible_to(account)).count() == 0
    assert account.id not in officers_free_of(Accused("谁也不是"))


@pytest.mark.both
def test_a_new_account_is_told_and_after_its_confirmation_it_works(client_of: ClientOf, newcomer: FlaskClient) -> None:
    said = "管大中开了纪检干部纪干事（officer）的账号，等镇纪委书记核准。"
    assert [notices(name) for name in ("admin", "discipline", "secretary")] == [[said]] * 3
    assert notices("justice") == []
    head = client_of("discipline")
    assert "纪干事" in head.get("/accounts/waiting").text
    assert "请先当面问本人" in head.get(f"/accounts/{named('officer').public_id}/confirm").text
    assert decide(head).location == "/accounts/waiting"
    account = named("officer")
    assert not account.is_waiting
    assert not account.is_discipline_head
    assert newcomer.get("/accusations/").status_code == 200
    assert newcomer.get("/account/waiting").location == "/"
    assert notices("officer") == ["您的账号纪书记核准了，可以用了。"]
    assert notices("admin")[-1] == "纪书记核准了纪检干部纪干事（officer）的账号。"
    request = db.session.query(Confirmation).filter_by(account_id=account.id).one()
    assert (request.outcome, request.decided_by_id) == (Outcome.CONFIRMED, named("discipline").id)
    assert decide(head).status_code == 409, "a second time there is nothing to confirm"


def test_a_refused_account_is_closed_and_the_reason_kept(client_of: ClientOf, newcomer: FlaskClient) -> None:
    head = client_of("discipline")
    answer = decide(head, decision="refuse", reason=" ")
    assert answer.status_code == 422
    assert "请写为什么不核准" in answer.text
    assert decide(head, decision="refuse", reason="没有这个人").status_code == 302
    account = named("officer")
    assert account.disabled_at == NOW
    assert account.is_waiting
    assert newcomer.get("/account").location.startswith("/sign-in")
    assert "没有核准，停用：没有这个人" in head.get("/accounts/history").text
    assert "没有核准" in notices("admin")[-1]
    assert decide(head).status_code == 409, "what was refused is not confirmed afterwards"
    assert not named("officer").is_active


def test_before_the_owner_has_his_own_password_nobody_confirms(client_of: ClientOf) -> None:
    client_of("admin").post("/accounts", data=typed())
    answer = decide(client_of("discipline"))
    assert answer.status_code == 409
    assert "还没有自己登录、换成自己的密码" in answer.text
    assert named("officer").is_waiting


@pytest.mark.parametrize("name", ["secretary", "discipline"])
def test_the_heads_account_is_the_party_secretarys_to_confirm(app: Flask, client_of: ClientOf, name: str) -> None:
    opened(app, client_of, is_head="y")
    answer = decide(client_of(name))
    assert (answer.status_code == 302) is (name == "secretary")
    assert named("officer").is_discipline_head is (name == "secretary")
    if name == "discipline":
        assert answer.status_code == 403
        assert "这个账号要由镇党委书记来核准" in answer.text


@pytest.mark.parametrize("name", ["secretary", "discipline"])
def test_a_party_secretarys_account_is_the_heads_to_confirm(app: Flask, client_of: ClientOf, name: str) -> None:
    client = opened(app, client_of, role=Role.PARTY_SECRETARY, is_head="y")
    assert not named("officer").is_discipline_head
    assert decide(client_of(name)).status_code == (302 if name == "discipline" else 403)
    assert (client.get("/accounts/waiting").status_code == 200) is (name == "discipline")
    assert not named("officer").is_discipline_head


def test_an_officer_who_is_not_the_head_confirms_nobody(app: Flask, client_of: ClientOf, newcomer: FlaskClient) -> None:
    assert decide(client_of("discipline")).status_code == 302
    second_id = "37030419790909002" + check_digit("37030419790909002")
    opened(app, client_of, person_name="第二人", id_number=second_id, login_name="second", once="other")
    answer = decide(newcomer, "second")
    assert answer.status_code == 403
    assert "要由镇纪委书记来核准" in newcomer.get("/accounts/waiting").text
    assert named("second").is_waiting


@pytest.mark.parametrize("role", sorted(set(Role) - CONFIRMED_ROLES))
def test_no_other_role_confirms_or_waits(app: Flask, client_of: ClientOf, newcomer: FlaskClient, role: str) -> None:
    other = db.session.query(Account).filter_by(role=Role(role)).order_by(Account.id).first()
    assert other is not None
    assert decide(client_of(other.login_name)).status_code == 403
    assert named("officer").is_waiting
    assert not other.is_waiting


def test_nobody_confirms_himself_nor_the_same_person_under_another_name(app: Flask, client_of: ClientOf) -> None:
    head = named("discipline")
    head.person.seal_identity(id_number=ID, phone=None)
    db.session.commit()
    opened(app, client_of, person_name="纪书记")
    assert named("officer").person_id == head.person_id
    answer = decide(client_of("discipline"))
    assert answer.status_code == 403
    assert "自己的账号不能自己核准" in answer.text


def test_one_entered_twice_under_one_name_is_one_person(app: Flask, client_of: ClientOf) -> None:
    opened(app, client_of, person_name="纪书记")
    assert named("officer").person_id != named("discipline").person_id
    assert decide(client_of("discipline")).status_code == 403


def test_whoever_opened_an_account_does_not_confirm_it_under_another(app: Flask, client_of: ClientOf) -> None:
    """The administrator who is also the head of discipline has two accounts and is one person."""
    head = named("discipline")
    head.person_id = named("admin").person_id
    db.session.commit()
    opened(app, client_of)
    answer = decide(client_of("discipline"))
    assert answer.status_code == 403
    assert "这个账号是您开的，或者密码是您换的" in answer.text


def test_a_head_who_waits_himself_confirms_nobody(client_of: ClientOf, newcomer: FlaskClient) -> None:
    head = client_of("discipline")
    named("discipline").is_waiting = True
    db.session.commit()
    assert decide(head).location == "/account/waiting"
    assert named("officer").is_waiting


def test_the_administrator_who_takes_both_passwords_gets_in_by_neither(app: Flask, client_of: ClientOf) -> None:
    """He gives head and secretary new passwords and signs in as each: both wait for the other."""
    admin = client_of("admin")
    clients = {}
    for name in ("discipline", "secretary"):
        admin.post(f"/accounts/{named(name).public_id}/new-password", data={"once": name})
        drawn = first_password(admin.get("/accounts").text)
        clients[name] = app.test_client()
        clients[name].post("/sign-in", data={"login_name": name, "password": drawn})
        clients[name].post("/account/password", data={"old": drawn, "new": OWN, "again": OWN})
    for name, other in (("discipline", "secretary"), ("secretary", "discipline")):
        assert decide(clients[name], other).location == "/account/waiting"
        assert named(other).is_waiting
    assert clients["discipline"].get("/accusations/").status_code == 404


def test_a_waiting_account_that_gets_another_password_waits_on_for_the_same_person(
    app: Flask, client_of: ClientOf
) -> None:
    opened(app, client_of, is_head="y")
    client_of("admin").post(f"/accounts/{named('officer').public_id}/new-password", data={"once": "again"})
    requests = db.session.query(Confirmation).filter_by(account_id=named("officer").id).order_by(Confirmation.id).all()
    assert [one.outcome for one in requests] == [Outcome.OVERTAKEN, None]
    assert requests[-1].as_head
    assert requests[-1].asked_for is AskedFor.NEW_PASSWORD


def code_for(login_name: str, hours: int = 72) -> str:
    with transaction():
        return draw_code(named(login_name), lasts=timedelta(hours=hours), now=clock.now())


def test_the_code_from_the_sheet_opens_the_account(app: Flask, client_of: ClientOf) -> None:
    client = opened(app, client_of, is_head="y")
    assert "核准单上的核准码" not in client.get("/account/waiting").text
    code = code_for("officer")
    assert code not in str([entry.detail for entry in db.session.query(AuditEntry)])
    assert code not in (db.session.query(Confirmation).one().code_hash or "")
    assert client.post("/account/waiting", data={"confirmation_code": f" {code.upper()} "}).location == "/"
    assert client.get("/accusations/").status_code == 200
    assert named("officer").is_discipline_head
    assert "用签过字的核准码启用" in client_of("admin").get("/accounts/history").text
    assert client.post("/account/waiting", data={"confirmation_code": code}).status_code == 409


def test_five_wrong_codes_and_the_sheet_is_worth_nothing(app: Flask, client_of: ClientOf) -> None:
    client = opened(app, client_of)
    code = code_for("officer")
    for _ in range(5):
        assert client.post("/account/waiting", data={"confirmation_code": "aaaa-bbbb-cccc"}).status_code == 302
    answer = client.post("/account/waiting", data={"confirmation_code": code})
    assert answer.status_code == 409
    assert "重新打印一张" in answer.text
    assert code not in answer.text.replace(f'value="{code}"', "")
    assert client.post("/account/waiting", data={"confirmation_code": code_for("officer")}).location == "/"


def test_an_old_sheet_is_worth_nothing(app: Flask, client_of: ClientOf, at: At) -> None:
    client = opened(app, client_of)
    first = code_for("officer")
    code = code_for("officer", hours=2)
    assert client.post("/account/waiting", data={"confirmation_code": first}).location == "/account/waiting"
    at(NOW + timedelta(hours=2, seconds=1))
    assert client.post("/account/waiting", data={"confirmation_code": code}).status_code == 409
    assert named("officer").is_waiting


def test_a_missing_code_is_named_and_one_nobody_drew_is_refused(newcomer: FlaskClient) -> None:
    answer = newcomer.post("/account/waiting", data={})
    assert answer.status_code == 422
    assert "请填核准单上的核准码" in answer.text
    answer = newcomer.post("/account/waiting", data={"confirmation_code": "aaaa-bbbb-cccc"})
    assert answer.status_code == 409
    assert "没有打印过核准码" in answer.text


def test_a_session_from_before_the_waiting_opens_nothing_either(client_of: ClientOf) -> None:
    client = client_of("discipline")
    named("discipline").is_waiting = True
    db.session.commit()
    assert client.get("/accusations/").status_code == 404
    assert client.get("/").location == "/account/waiting"


def test_opening_for_the_role_alone_never_makes_a_head(app: Flask) -> None:
    with transaction():
        person = Person(name="甲某")
        person.seal_identity(id_number=ID, phone=None)
        db.session.add(person)
        db.session.flush()
        given = {"person_name": "甲某", "id_number": ID, "login_name": "justice2", "role": Role.JUSTICE_OFFICE}
        account = open_account(
            **given, committee_id=None, first_password="a first password", lasts=timedelta(hours=1), as_head=True,
            actor=named("admin"), now=NOW,
        )  # fmt: skip
        assert (account.is_waiting, account.is_discipline_head) == (False, False)
    assert db.session.query(SignInSession).count() == 0


@pytest.mark.both
def test_of_a_yes_and_a_no_at_the_same_moment_one_counts(app: Flask, client_of: ClientOf) -> None:
    opened(app, client_of)

    def said(confirms: bool) -> str:
        try:
            with transaction():
                account, head = named("officer"), named("discipline")
                if confirms:
                    confirm_account(account, actor=head, now=NOW)
                else:
                    refuse_account(account, reason="不认识", actor=head, now=NOW)
        except NotNow:
            return "too late"
        return "done"

    results = at_once(app, [lambda: said(True), lambda: said(False)])
    assert sorted(results) == ["done", "too late"]
    account, request = named("officer"), db.session.query(Confirmation).one()
    is_yes = results[0] == "done"
    assert request.outcome is (Outcome.CONFIRMED if is_yes else Outcome.REFUSED)
    assert (account.is_waiting, account.is_active) == (not is_yes, is_yes)
    assert (
        db.session.query(AuditEntry).filter(AuditEntry.deed.in_(["account:confirmed", "account:refused"])).count() == 1
    )
