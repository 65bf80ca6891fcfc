"""Pages of the pool: narrowed, masked, and changed only by who manages it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.audit.models import AuditEntry
from app.core.db import db
from app.mediators.models import PoolMember, PoolState
from app.organisations.models import Person

Clients = Callable[[str], FlaskClient]
pytestmark = pytest.mark.usefixtures("app")


def member(name: str) -> PoolMember:
    return db.session.scalars(select(PoolMember).join(Person).where(Person.name == name)).one()


def text_of(client: FlaskClient, address: str) -> str:
    return client.get(address).get_data(as_text=True)


def test_the_list_shows_one_s_own_village_and_the_town(client_of: Clients) -> None:
    text = text_of(client_of("mediator"), "/mediators/")
    assert "吴桂兰" in text
    assert "林法官" in text
    assert "尤大娘" not in text


@pytest.mark.both
def test_the_list_is_searched_and_filtered(client_of: Clients) -> None:
    client = client_of("clerk")
    assert "尤大娘" in text_of(client, "/mediators/?words=ydn")
    judges = text_of(client, "/mediators/?category=judge")
    assert "林法官" in judges
    assert "周有福" not in judges
    assert "没有找到" in text_of(client, "/mediators/?words=查无此人")


def test_nonsense_in_the_address_narrows_nothing(client_of: Clients) -> None:
    answered = client_of("clerk").get("/mediators/?category=x&skill=y&state=z&village=a&page=-3")
    assert answered.status_code == 200
    assert "周有福" in answered.get_data(as_text=True)


def test_the_page_of_a_member_masks_the_phone(client_of: Clients) -> None:
    text = text_of(client_of("mediator"), f"/mediators/{member('周有福').public_id}")
    assert "138****0000" in text
    assert "13800000000" not in text
    assert "一级" not in text
    assert "二级" in text


def test_the_page_of_a_judge_says_guidance_only(client_of: Clients) -> None:
    assert "只作指导" in text_of(client_of("clerk"), f"/mediators/{member('林法官').public_id}")


def test_another_village_s_member_is_not_there(client_of: Clients) -> None:
    assert client_of("mediator").get(f"/mediators/{member('尤大娘').public_id}").status_code == 404


@pytest.mark.parametrize("login_name", ["mediator", "head", "justice"])
def test_only_who_manages_the_pool_changes_a_state(client_of: Clients, login_name: str) -> None:
    address = f"/mediators/{member('周有福').public_id}"
    assert "暂停，先不请" not in text_of(client_of(login_name), address)
    sent = {"state": "suspended", "reason": "换届"}
    assert client_of(login_name).post(f"{address}/state", data=sent).status_code == 403
    assert member("周有福").state is PoolState.ACTIVE


@pytest.mark.both
def test_a_member_is_suspended_with_a_reason_and_restored(client_of: Clients) -> None:
    client, address = client_of("clerk"), f"/mediators/{member('周有福').public_id}"
    assert client.post(f"{address}/state", data={"state": "suspended", "reason": "换届交接"}).status_code == 302
    db.session.expire_all()
    assert (member("周有福").state, member("周有福").state_reason) == (PoolState.SUSPENDED, "换届交接")
    assert "换届交接" in text_of(client, address)
    assert client.post(f"{address}/state", data={"state": "active", "reason": "交接完了"}).status_code == 302
    db.session.expire_all()
    assert member("周有福").state is PoolState.ACTIVE
    deeds = db.session.scalars(select(AuditEntry.deed).where(AuditEntry.subject_kind == "pool_member")).all()
    assert deeds == ["mediator:state_set"] * 2


def test_the_change_stands_on_the_page_with_who_made_it(client_of: Clients) -> None:
    client, address = client_of("clerk"), f"/mediators/{member('周有福').public_id}"
    client.post(f"{address}/state", data={"state": "suspended", "reason": "换届交接", "away_from": "2026-12-01"})
    text = text_of(client, address)
    for words in ("在册改为暂停", "2026-12-01到不定", "秦文员录的"):
        assert words in text


def test_the_whole_phone_is_shown_for_a_reason_that_is_kept(client_of: Clients) -> None:
    client, address = client_of("mediator"), f"/mediators/{member('周有福').public_id}/phone"
    assert "13800000000" not in text_of(client, address)
    assert client.post(address, data={"reason": ""}).status_code == 422
    shown = client.post(address, data={"reason": "请他明天来"})
    assert "13800000000" in shown.get_data(as_text=True)
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.deed == "mediator:phone_shown")).one()
    assert "请他明天来" in entry.detail
    assert client_of("justice").get(address).status_code == 403


def test_days_away_need_no_reason(client_of: Clients) -> None:
    client, address = client_of("clerk"), f"/mediators/{member('周有福').public_id}/state"
    sent = {"state": "active", "away_from": "2026-11-24", "away_until": "2026-12-24"}
    assert client.post(address, data=sent).status_code == 302
    db.session.expire_all()
    assert (member("周有福").away_from, member("周有福").away_until) == (date(2026, 11, 24), date(2026, 12, 24))


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"state": "suspended"}, "请写为什么"),
        ({"state": "active"}, "跟原来一样"),
        ({"state": "active", "away_from": "2026-12-24", "away_until": "2026-11-24"}, "不能早于离开"),
        ({"state": "dismissed"}, "还要改一改"),
        ({}, "请选一项"),
    ],
)
def test_a_wrong_change_is_a_sentence_and_changes_nothing(client_of: Clients, sent: dict[str, str], said: str) -> None:
    answered = client_of("clerk").post(f"/mediators/{member('周有福').public_id}/state", data=sent)
    assert answered.status_code in (409, 422)
    assert said in answered.get_data(as_text=True)
    db.session.expire_all()
    assert (member("周有福").state, member("周有福").away_from) == (PoolState.ACTIVE, None)
