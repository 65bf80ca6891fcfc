"""Delivery: signed, at least once, known by its key, tried again with patience, given up at last."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
import sqlalchemy as sa
from flask import Flask

from app.core.db import db
from app.core.transaction import transaction
from app.notifications.actions import deliver
from app.notifications.actions.deliver import sweep_outbox
from app.notifications.actions.queue_message import queue_message
from app.notifications.models import Outbox, OutboxState
from app.notifications.rules import RETRY_AFTER, Channel, Message
from app.organisations.models import Person
from tests.notifications.outside import EMAIL, PHONE, SECRET, Gateway, Post, account_named, outbox, reached, told
from tests.together import at_once
from tests.town import NOW

MINUTE = timedelta(minutes=1)
LEASE = timedelta(seconds=300)


def queued(*keys: str, channel: Channel = Channel.SMS, login_name: str = "mediator") -> None:
    with transaction():
        account = account_named(login_name)
        for key in keys:
            assert queue_message(account, channel, Message("解忧：提醒", f"正文 {key}"), key=key, at=NOW, now=NOW)


def states() -> list[tuple[OutboxState, int]]:
    return [(row.state, row.attempts) for row in outbox()]


def test_a_signed_message_arrives_with_its_key_and_is_done(gateway: Gateway) -> None:
    told(reached("mediator", Channel.SMS))
    assert sweep_outbox(NOW) == 1
    (one,) = gateway.received
    (row,) = outbox()
    assert one.is_signed
    assert one.path == "/sms"
    assert one.json == {
        "key": row.key,
        "channel": "sms",
        "to": PHONE,
        "text": row.body,
        "sent_at": "2026-11-23T01:00:00+00:00",
    }
    assert one.headers["idempotency-key"] == row.key
    assert one.headers["x-jieyou-timestamp"] == str(int(NOW.timestamp()))
    assert (row.state, row.sent_at, row.leased_until) == (OutboxState.SENT, NOW, None)
    assert sweep_outbox(NOW + MINUTE) == 0


def test_a_signature_of_another_secret_does_not_fit(gateway: Gateway, opened: Callable[..., None]) -> None:
    opened(SMS_WEBHOOK_SECRET=f"not {SECRET}")
    queued("one")
    sweep_outbox(NOW)
    assert not gateway.received[0].is_signed


def test_the_robot_gets_plain_text_and_its_refusal_is_heard(gateway: Gateway) -> None:
    gateway.answer = lambda n: (200, '{"errcode": 45009, "errmsg": "api freq out of limit"}' if n == 1 else "ok")
    queued("one", channel=Channel.WECOM)
    assert sweep_outbox(NOW) == 0
    (row,) = outbox()
    assert (row.state, row.last_error) == (OutboxState.WAITING, "企业微信没有收，回的错误码是45009。")
    assert sweep_outbox(NOW + MINUTE) == 1
    one = gateway.received[-1]
    assert one.path == "/robot"
    assert one.is_signed
    assert one.json == {"msgtype": "text", "text": {"content": "正文 one"}}


def test_a_refused_message_is_tried_again_with_patience(gateway: Gateway) -> None:
    gateway.answer = lambda n: (503 if n <= 3 else 200, "")
    queued("one")
    at = NOW
    for failures, wait in enumerate(RETRY_AFTER[:3], start=1):
        assert sweep_outbox(at) == 0
        (row,) = outbox()
        assert (row.state, row.attempts, row.next_try_at) == (OutboxState.WAITING, failures, at + wait)
        assert row.last_error == "对方没有收，回的状态是503。"
        assert sweep_outbox(at + wait - timedelta(seconds=1)) == 0
        assert len(gateway.received) == failures, "not before its time"
        at += wait
    assert sweep_outbox(at) == 1
    assert set(gateway.keys()) == {"one"}
    assert [row.last_error for row in outbox()] == [""]


def test_after_the_sixth_failure_it_is_dead(gateway: Gateway) -> None:
    gateway.answer = lambda _n: (500, "")
    queued("one")
    for day in range(7):
        sweep_outbox(NOW + timedelta(days=day))
    assert states() == [(OutboxState.DEAD, 6)]
    assert len(gateway.received) == 6


def test_a_redirect_is_not_followed(gateway: Gateway) -> None:
    gateway.answer = lambda _n: (302, "")
    queued("one")
    assert sweep_outbox(NOW) == 0
    assert [one.path for one in gateway.received] == ["/sms"]
    assert outbox()[0].last_error == "对方没有收，回的状态是302。"


def test_one_refused_message_does_not_stop_the_others(gateway: Gateway) -> None:
    gateway.answer = lambda n: (400 if n == 1 else 200, "")
    queued("one", "two", "three")
    assert sweep_outbox(NOW) == 2
    assert states() == [(OutboxState.WAITING, 1), (OutboxState.SENT, 0), (OutboxState.SENT, 0)]


def test_a_gateway_that_is_not_there_is_asked_once_a_sweep(
    gateway: Gateway, post: Post, opened: Callable[..., None]
) -> None:
    reached("mediator", Channel.EMAIL)
    queued("one", "two")
    queued("letter", channel=Channel.EMAIL)
    with Gateway() as gone:
        opened(SMS_WEBHOOK_URL=gone.address)
    assert sweep_outbox(NOW) == 1, "e-mail goes on"
    assert states() == [(OutboxState.WAITING, 1), (OutboxState.WAITING, 0), (OutboxState.SENT, 0)]
    assert [row.leased_until for row in outbox()] == [None, None, None]
    opened(SMS_WEBHOOK_URL=gateway.address)
    assert sweep_outbox(NOW + MINUTE) == 2
    assert len(post.letters) == 1


@pytest.mark.both
def test_a_letter_arrives_whole_in_a_real_mail_server(post: Post) -> None:
    told(reached("mediator", Channel.EMAIL))
    post.codes = ["451 later"]
    assert sweep_outbox(NOW) == 0
    assert outbox()[0].last_error == "邮件服务器没有收这封信，回的代码是451。"
    assert sweep_outbox(NOW + MINUTE) == 1
    (envelope,) = post.letters
    (row,) = outbox()
    letter = message_from_bytes(envelope.content or b"", EmailMessage, policy=policy.default)
    assert envelope.rcpt_tos == [EMAIL]
    assert letter["Subject"] == row.subject == "解忧：您有一件急事等着办"
    assert letter["From"] == "解忧 <jieyou@example.cn>"
    assert letter["Idempotency-Key"] == row.key
    assert letter["Message-ID"].endswith("@example.cn>")
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter.get_content().rstrip("\n").replace("\r\n", "\n") == row.body
    assert "https://jieyou.example.cn" in row.body


def test_the_same_letter_keeps_its_number(post: Post) -> None:
    told(reached("mediator", Channel.EMAIL))
    sweep_outbox(NOW)
    with transaction():
        db.session.query(Outbox).one().state = OutboxState.WAITING
    sweep_outbox(NOW + MINUTE)
    numbers = [message_from_bytes(one.content or b"", policy=policy.default)["Message-ID"] for one in post.letters]
    assert len(numbers) == 2
    assert len(set(numbers)) == 1


@pytest.mark.usefixtures("gateway", "post")
def test_without_an_address_no_further_try_is_made() -> None:
    reached("mediator", Channel.EMAIL, email="")
    queued("letter", channel=Channel.EMAIL)
    queued("one")
    with transaction():
        person = db.session.get_one(Person, account_named("mediator").person_id)
        person.seal_identity(id_number=None, phone=None)
    assert sweep_outbox(NOW) == 0
    assert states() == [(OutboxState.DEAD, 1), (OutboxState.DEAD, 1)]
    assert [row.last_error for row in outbox()] == ["没有填邮箱地址。", "名册里没有手机号。"]


@pytest.mark.usefixtures("gateway")
def test_an_account_closed_meanwhile_is_sent_nothing(gateway: Gateway) -> None:
    queued("one")
    with transaction():
        account_named("mediator").disabled_at = NOW
    assert sweep_outbox(NOW) == 0
    assert gateway.received == []
    assert states() == [(OutboxState.DEAD, 1)]


def test_no_address_is_ever_logged(gateway: Gateway, post: Post, caplog: pytest.LogCaptureFixture) -> None:
    reached("mediator", Channel.EMAIL)
    queued("letter", channel=Channel.EMAIL)
    queued("one")
    gateway.answer = lambda _n: (500, "")
    post.codes = [f"550 no such mailbox {EMAIL}"]
    caplog.set_level(logging.DEBUG)
    logging.getLogger("jieyou.requests").addHandler(caplog.handler)
    sweep_outbox(NOW)
    logging.getLogger("jieyou.requests").removeHandler(caplog.handler)
    assert "was not delivered" in caplog.text
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("jieyou")]
    said = "".join(ours) + "".join(row.last_error for row in outbox())
    assert [word for word in (EMAIL, PHONE) if word in said] == []


@pytest.mark.both
def test_two_sweeps_at_once_deliver_everything_once(app: Flask, gateway: Gateway) -> None:
    keys = [f"key-{number}" for number in range(40)]
    queued(*keys)
    db.session.remove()
    sent = at_once(app, [lambda: sweep_outbox(NOW)] * 2)
    assert sum(sent) == len(keys), sent
    assert sorted(map(str, gateway.keys())) == sorted(keys)
    assert states() == [(OutboxState.SENT, 0)] * len(keys)


def test_what_a_dead_sweep_took_comes_back_after_its_lease(gateway: Gateway) -> None:
    """The other side takes the message and the sweep dies before it can note so: it is sent again, under its key."""

    class Killed(BaseException):
        """The process is gone."""

    def die(_n: int) -> tuple[int, str]:
        raise Killed

    queued("one", "two")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(deliver, "_ours", die)
        with pytest.raises(Killed):
            sweep_outbox(NOW)
    assert gateway.keys() == ["one"]
    assert [row.leased_until for row in outbox()] == [NOW + LEASE] * 2
    assert sweep_outbox(NOW + LEASE - timedelta(seconds=1)) == 0
    assert sweep_outbox(NOW + LEASE) == 2
    assert gateway.keys() == ["one", "one", "two"]
    assert states() == [(OutboxState.SENT, 0)] * 2


def test_a_row_that_is_not_ours_any_more_is_left_alone(app: Flask, gateway: Gateway) -> None:
    """While the other side takes its time, a later sweep takes the row: the first one must not mark it."""
    queued("one")

    def slow(n: int) -> tuple[int, str]:
        if n == 1:
            with app.app_context():
                assert sweep_outbox(NOW + LEASE) == 1
        return 500 if n == 1 else 200, ""

    gateway.answer = slow
    assert sweep_outbox(NOW) == 0
    assert gateway.keys() == ["one", "one"]
    assert [(row.state, row.sent_at) for row in outbox()] == [(OutboxState.SENT, NOW + LEASE)]


@pytest.mark.both
@pytest.mark.usefixtures("gateway")
def test_what_waits_is_found_by_its_index() -> None:
    asked: list[tuple[str, object]] = []

    def listen(_connection: object, _cursor: object, statement: str, parameters: object, *_rest: object) -> None:
        if statement.startswith("SELECT") and "next_try_at <=" in statement:
            asked.append((statement, parameters))

    sa.event.listen(db.engine, "before_cursor_execute", listen)
    sweep_outbox(NOW)
    sa.event.remove(db.engine, "before_cursor_execute", listen)
    ((statement, parameters),) = asked
    with db.engine.connect() as connection:
        is_sqlite = db.engine.dialect.name == "sqlite"
        if not is_sqlite:
            connection.exec_driver_sql("SET enable_seqscan = off")
        explain = "EXPLAIN QUERY PLAN" if is_sqlite else "EXPLAIN"
        plan = connection.exec_driver_sql(f"{explain} {statement}", parameters).all()
    assert "ix_outbox_waiting" in str(plan), plan
