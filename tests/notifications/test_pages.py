"""The pages: one's notices, what reaches one, and the administrator's dead letters."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from app.audit.models import AuditEntry
from app.core.db import db
from app.core.transaction import transaction
from app.notifications.actions.deliver import sweep_outbox
from app.notifications.models import Outbox, OutboxState, Reach
from app.notifications.queries import count_unread
from app.notifications.rules import Channel
from tests import public
from tests.notifications.outside import EMAIL, PHONE, Gateway, account_named, outbox, reached, told
from tests.town import NOW

ClientOf = Callable[[str], FlaskClient]
GOOD = {"channels": ["email", "sms"], "email": EMAIL, "wants_digest": "y"}


def reach_of(login_name: str) -> Reach | None:
    db.session.expire_all()
    return db.session.get(Reach, account_named(login_name).id)


def deeds() -> list[str]:
    found = db.session.query(AuditEntry).filter(AuditEntry.deed != "audit:rows_written")
    return [entry.deed for entry in found.order_by(AuditEntry.id)]


@pytest.mark.both
@pytest.mark.usefixtures("things")
def test_notices_are_read_where_they_lead(client_of: ClientOf) -> None:
    mediator = account_named("mediator").id
    told(mediator)
    client = client_of("mediator")
    page = client.get("/notices").text
    assert "还有1条没看过" in page
    assert '<a href="/cases/7">王甲和王乙的院墙纠纷，调解期限今天到期。</a>' in page
    assert "没看过" in page
    assert "院墙" not in client_of("head").get("/notices").text
    assert client.post("/notices/read").status_code == 302
    page = client.get("/notices").text
    assert "1条提醒都记成看过了。" in page
    assert "都看过了。" in page
    db.session.rollback()
    assert count_unread(mediator) == 0


@pytest.mark.usefixtures("gateway", "post")
def test_what_reaches_one_is_kept_sealed(client_of: ClientOf) -> None:
    client = client_of("mediator")
    assert client.post("/notices/reach", data=GOOD).status_code == 302
    page = client.get("/notices/reach").text
    assert "存好了。" in page
    assert f'value="{EMAIL}"' in page
    assert "138****0000" in page
    assert PHONE not in page
    kept = reach_of("mediator")
    assert kept is not None
    assert kept.channels == {Channel.EMAIL, Channel.SMS}
    assert (kept.wants_digest, kept.wants_same_day) == (True, False)
    assert EMAIL not in str(kept.email_sealed)
    assert kept.email == EMAIL
    assert client.post("/notices/reach", data={}).status_code == 302
    kept = reach_of("mediator")
    assert kept is not None
    assert (kept.channels, kept.email, kept.wants_digest) == (frozenset(), "", False)
    assert deeds() == ["reach:set", "reach:set"]


@pytest.mark.usefixtures("post")
@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"email": "wu at example"}, "邮箱地址不对"),
        ({"email": "吴@例子.中国"}, "邮箱地址不对"),
        ({"email": f"{'w' * 60}@{'e' * 60}.cn"}, "最多写120个字，现在写了124个字"),
        ({"email": "wu@example.cn\nBcc: all@example.cn"}, "邮箱地址不对"),
        ({"email": ""}, "要用电子邮件收，请填邮箱地址"),
        ({"channels": ["sms"]}, "镇里还没有开通这一种，请去掉。"),
        ({"channels": ["pigeon"]}, "镇里还没有开通这一种，请去掉。"),
    ],
)
def test_what_cannot_be_is_refused_and_the_typing_kept(
    client_of: ClientOf, changes: dict[str, object], sentence: str
) -> None:
    answer = client_of("mediator").post("/notices/reach", data={**GOOD, "channels": ["email"], **changes})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert reach_of("mediator") is None


@pytest.mark.usefixtures("gateway")
def test_without_a_phone_sms_cannot_be_switched_on(client_of: ClientOf) -> None:
    with transaction():
        account_named("mediator").person.seal_identity(id_number=None, phone=None)
    answer = client_of("mediator").post("/notices/reach", data={"channels": ["sms"]})
    assert answer.status_code == 422
    assert "让管理员在名册里补上手机号" in answer.text


@pytest.mark.usefixtures("app")
def test_a_channel_the_office_has_not_opened_is_named_and_cannot_be_chosen(client_of: ClientOf) -> None:
    page = client_of("mediator").get("/notices/reach").text
    assert "电子邮件、短信、企业微信群：镇里还没有开通。" in page
    assert 'name="channels"' not in page


def test_what_was_sent_lately_is_shown_with_its_state(client_of: ClientOf, gateway: Gateway) -> None:
    told(reached("mediator", Channel.SMS))
    client = client_of("mediator")
    assert "等着送，2026年11月23日 09:00" in client.get("/notices/reach").text
    db.session.rollback()
    sweep_outbox(NOW)
    page = client.get("/notices/reach").text
    assert "送出了，2026年11月23日 09:00" in page
    assert "解忧：您有一件急事等着办" in page
    assert len(gateway.received) == 1


@pytest.fixture
def dead(gateway: Gateway) -> int:
    """The id of a message that could not be delivered."""
    told(reached("mediator", Channel.SMS))
    with transaction():
        person = account_named("mediator").person
        person.seal_identity(id_number=None, phone=None)
    sweep_outbox(NOW)
    assert gateway.received == []
    (row,) = outbox()
    return row.id


def test_a_dead_letter_is_sent_again(client_of: ClientOf, gateway: Gateway, dead: int) -> None:
    admin = client_of("admin")
    page = admin.get("/outbox").text
    assert "1条没有送到，要您决定" in page
    assert "名册里没有手机号。" in page
    assert "小海眼社区调解委员会" in page
    with transaction():
        account_named("mediator").person.seal_identity(id_number=None, phone=PHONE)
    assert admin.post(f"/outbox/{public.outbox(dead)}/again").status_code == 302
    assert admin.post(f"/outbox/{public.outbox(dead)}/again").status_code == 409, "it is dead no longer"
    sweep_outbox(NOW)
    assert gateway.keys() == [outbox()[0].key]
    assert outbox()[0].state is OutboxState.SENT
    assert deeds() == ["outbox:sent_again"]
    assert "没有要您决定的" in admin.get("/outbox").text


@pytest.mark.both
def test_a_dead_letter_is_given_up(client_of: ClientOf, gateway: Gateway, dead: int) -> None:
    admin = client_of("admin")
    assert admin.post(f"/outbox/{public.outbox(dead)}/give-up").status_code == 302
    sweep_outbox(NOW)
    assert gateway.received == []
    assert outbox()[0].state is OutboxState.GIVEN_UP
    assert deeds() == ["outbox:given_up"]
    assert "都送到了。" in admin.get("/outbox").text
    assert "不送了" in client_of("mediator").get("/notices/reach").text
    assert admin.post(f"/outbox/{public.NOBODY}/give-up").status_code == 404


@pytest.mark.both
def test_after_an_outage_everything_is_sent_again_at_once(client_of: ClientOf, gateway: Gateway) -> None:
    mediator = reached("mediator", Channel.SMS)
    for key in ("sms-0", "sms-1"):
        told(mediator, key=key)
    with transaction():
        for row in db.session.query(Outbox):
            row.state, row.attempts = OutboxState.DEAD, 6
    admin = client_of("admin")
    assert "全部再送一次" in admin.get("/outbox").text
    assert admin.post("/outbox/again").status_code == 302
    assert "2条重新排上了" in admin.get("/outbox").text
    db.session.rollback()
    assert sweep_outbox(NOW) == 2
    assert gateway.keys() == [f"notice:sms-{number}:{mediator}:sms" for number in range(2)]
    assert deeds() == ["outbox:sent_again"] * 2


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("name", ["mediator", "head", "clerk", "adviser", "justice"])
def test_everybody_has_notices_and_only_the_administrator_the_outbox(client_of: ClientOf, name: str) -> None:
    client = client_of(name)
    assert client.get("/notices").status_code == client.get("/notices/reach").status_code == 200
    assert client.get("/outbox").status_code == client.post(f"/outbox/{public.NOBODY}/again").status_code == 403
    assert client_of("admin").get("/outbox").status_code == 200
