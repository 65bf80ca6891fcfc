"""账号记录: who opened, closed or reset which account, for whoever keeps watch; and one's own open sessions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.actions.tell_of_account import AT_THE_COMPUTER
from app.accounts.models import Account, SignInSession
from app.accounts.pages.history import PAGE
from app.accounts.queries.account_history import ACTIONS, account_history
from app.audit.actions.record import record
from app.audit.models import AuditEntry
from app.core.db import db
from app.core.permissions import Role
from app.core.transaction import transaction
from app.notifications.models import Notice
from tests.town import ACCOUNTS, NOW, PASSWORD

ClientOf = Callable[[str], FlaskClient]
At = Callable[[datetime], None]
READERS = {Role.ADMINISTRATOR, Role.DISCIPLINE_OFFICER, Role.PARTY_SECRETARY, Role.JUSTICE_OFFICE}


def named(login_name: str) -> Account:
    db.session.expire_all()
    return db.session.query(Account).filter_by(login_name=login_name).one()


@pytest.mark.parametrize(("name", "role"), [(name, role) for name, _, role, _ in ACCOUNTS])
def test_who_keeps_watch_reads_the_list_and_nobody_else(client_of: ClientOf, name: str, role: Role) -> None:
    client = client_of(name)
    assert client.get("/accounts/history").status_code == (200 if role in READERS else 403)
    assert ("/accounts/history" in client.get("/more").text) is (role in READERS)


@pytest.mark.both
def test_a_closed_account_stands_in_the_list_with_who_closed_it(client_of: ClientOf) -> None:
    client_of("admin").post(f"/accounts/{named('village-handler').public_id}/disable")
    page = client_of("justice").get("/accounts/history").text
    for words in (
        "停用了账号",
        "贝主任（village-handler）",
        "承办单位经办人",
        "小海眼社区居民委员会",
        "管大中（admin）",
    ):
        assert words in page, words
    assert "2026年11月23日 09:00" in page
    told = db.session.query(Notice).order_by(Notice.account_id).all()
    assert [one.account_id for one in told] == [named("admin").id], "of other accounts administrators alone are told"
    assert told[0].text == "管大中停用了承办单位经办人贝主任（village-handler）的账号。"


@pytest.mark.both
def test_of_an_administrators_account_the_officers_are_told_too(client_of: ClientOf) -> None:
    with transaction():
        other = named("justice")
        other.role = Role.ADMINISTRATOR
    client_of("admin").post(f"/accounts/{named('justice').public_id}/disable")
    told = {one.account_id for one in db.session.query(Notice)}
    assert told == {named(name).id for name in ("admin", "discipline", "secretary")}


def test_a_notice_of_an_account_leads_to_the_list_or_to_ones_own_page(client_of: ClientOf) -> None:
    client_of("admin").post(f"/accounts/{named('mediator').public_id}/new-password", data={"once": "x"})
    assert 'href="/accounts/history"' in client_of("admin").get("/notices").text
    assert 'href="/account"' in client_of("mediator").get("/notices").text


def test_an_account_that_is_closed_is_not_closed_again(client_of: ClientOf) -> None:
    admin = client_of("admin")
    assert admin.post(f"/accounts/{named('mediator').public_id}/disable").status_code == 302
    answer = admin.post(f"/accounts/{named('mediator').public_id}/disable")
    assert answer.status_code == 409
    assert "已经停用了" in answer.text
    assert db.session.query(AuditEntry).filter_by(deed="account:disabled").count() == 1


def test_the_list_has_pages_and_the_newest_stands_first(app: Flask, client_of: ClientOf) -> None:
    with transaction():
        for number in range(PAGE + 1):
            record("account:disabled", named("mediator"), named("admin"), now=NOW + timedelta(minutes=number))
        record("account:signed_in", named("mediator"), named("mediator"), now=NOW)
    lines, total = account_history(page=1, size=PAGE)
    assert (len(lines), total) == (PAGE, PAGE + 1)
    assert lines[0].at == NOW + timedelta(minutes=PAGE)
    client = client_of("admin")
    assert "第 1 页，共 2 页" in client.get("/accounts/history").text
    assert client.get("/accounts/history?page=2").text.count("停用了账号") == 1
    assert client.get("/accounts/history?page=99").status_code == 200


def test_an_entry_from_before_and_one_of_an_account_that_is_gone_are_read_too(app: Flask) -> None:
    with transaction():
        record("account:opened", named("mediator"), None, now=NOW, detail={"role": "mediator"})
        gone = Account(id=90_000, login_name="gone", role=Role.HANDLER)
        record("account:opened", gone, gone, now=NOW, detail={"role": "handler", "office": "某办公室"})
    (newer, older), _ = account_history(page=1, size=PAGE)
    assert (older.login_name, older.role, older.by) == ("mediator", "调解员", AT_THE_COMPUTER)
    assert (newer.login_name, newer.name, newer.place) == ("", "账号已经不在了", "某办公室")
    assert newer.by == "账号已经不在了"


def test_every_deed_that_is_listed_is_recorded_somewhere(app: Flask) -> None:
    actions = Path(app.root_path, "accounts", "actions")
    sources = "".join(path.read_text(encoding="utf-8") for path in actions.glob("*.py"))
    assert [deed for deed in ACTIONS if f'record("{deed}"' not in sources] == []


def sign_in(app: Flask) -> FlaskClient:
    client = app.test_client()
    client.post("/sign-in", data={"login_name": "mediator", "password": PASSWORD})
    return client


def test_all_my_other_sessions_end_at_one_press(app: Flask, client_of: ClientOf, at: At) -> None:
    elsewhere, other = sign_in(app), client_of("head")
    at(NOW + timedelta(hours=2))
    here = sign_in(app)
    page = here.get("/account").text
    assert "2026年11月23日 09:00 登录，最后一次用是 2026年11月23日 09:00" in page
    assert "2026年11月23日 11:00 登录，就是这里" in page
    assert "把我在别处的登录都退出" in page
    for _ in range(2):
        assert here.post("/account/sessions/end").location == "/account"
    assert elsewhere.get("/account").location.startswith("/sign-in")
    assert other.get("/account").status_code == 200
    assert "把我在别处的登录都退出" not in here.get("/account").text
    assert db.session.query(SignInSession).filter_by(account_id=named("mediator").id).count() == 1
    assert db.session.query(AuditEntry).filter_by(deed="account:sessions_ended").count() == 2


def test_a_session_that_is_over_is_not_listed_as_open(app: Flask, at: At) -> None:
    sign_in(app)
    at(NOW + timedelta(hours=12, minutes=1))
    page = sign_in(app).get("/account").text
    assert "2026年11月23日 09:00 登录" not in page
    assert "就是这里" in page
