"""Telling accounts: in the page once, outside without names, never at night."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask

from app.core.db import db
from app.core.transaction import transaction
from app.notifications.models import Notice
from app.notifications.rules import Channel, awake, next_try
from tests.notifications.outside import (
    NAMES,
    NUMBER,
    PHONE,
    TODAY,
    Gateway,
    account_named,
    notices,
    outbox,
    reached,
    shanghai,
    told,
)
from tests.together import at_once
from tests.town import NOW


@pytest.mark.usefixtures("app")
def test_a_matter_is_told_to_each_account_once() -> None:
    mediator, head = account_named("mediator").id, account_named("head").id
    assert told(mediator, head) == 2
    assert told(mediator, head) == 0
    assert told(mediator, key="another") == 1
    assert [(one.account_id, one.key) for one in notices()] == [
        (mediator, "deadline:7:end"),
        (head, "deadline:7:end"),
        (mediator, "another"),
    ]


@pytest.mark.both
def test_two_tellers_at_once_tell_once(app: Flask) -> None:
    mediator, head = account_named("mediator").id, account_named("head").id
    db.session.remove()
    fresh = at_once(app, [lambda: told(mediator, head)] * 3)
    assert sum(fresh) == 2
    assert len(notices()) == 2


@pytest.mark.usefixtures("app")
def test_a_closed_account_is_told_nothing() -> None:
    with transaction():
        account_named("mediator").disabled_at = NOW
    assert told(account_named("mediator").id) == 0


@pytest.mark.usefixtures("app")
def test_a_long_text_is_cut_rather_than_refused() -> None:
    mediator = account_named("mediator").id
    told(mediator)
    with transaction():
        longest = db.session.query(Notice).one()
    assert len(longest.text) <= 300


@pytest.mark.usefixtures("gateway")
def test_a_same_day_matter_leaves_the_house_without_names() -> None:
    mediator = reached("mediator", Channel.SMS, Channel.WECOM)
    told(mediator)
    told(mediator)
    sms, robot = outbox()
    assert sms.key == f"notice:deadline:7:end:{mediator}:sms"
    assert sms.next_try_at == robot.next_try_at == NOW
    assert sms.body == "解忧提醒：您有一件急事等着办，请登录系统看“今天要办的事”。"
    assert robot.body == "解忧提醒：小海眼社区调解委员会的调解员，有一件急事等着办，请登录系统看“今天要办的事”。"
    for row in (sms, robot):
        assert [word for word in (*NAMES, "院墙", NUMBER, PHONE) if word in row.subject + row.body + row.key] == []


@pytest.mark.usefixtures("gateway")
def test_what_is_not_of_the_same_day_waits_for_the_digest() -> None:
    told(reached("mediator", Channel.SMS), is_same_day=False)
    assert len(notices()) == 1
    assert outbox() == []


@pytest.mark.usefixtures("gateway")
def test_who_does_not_want_it_is_reached_in_the_page_alone() -> None:
    told(reached("mediator", Channel.SMS, wants_same_day=False), account_named("head").id)
    assert len(notices()) == 2
    assert outbox() == []


def test_a_channel_that_is_not_open_is_left_out(app: Flask, opened: Callable[..., None]) -> None:
    opened(SMS_WEBHOOK_URL="http://127.0.0.1:9/", SMS_WEBHOOK_SECRET="")
    told(reached("mediator", Channel.SMS, Channel.EMAIL))
    assert outbox() == []


@pytest.mark.parametrize(
    ("at", "goes_out"),
    [
        (shanghai(TODAY, 7, 59), shanghai(TODAY, 8)),
        (shanghai(TODAY, 8), shanghai(TODAY, 8)),
        (shanghai(TODAY, 20, 59), shanghai(TODAY, 20, 59)),
        (shanghai(TODAY, 21), shanghai(TODAY + timedelta(days=1), 8)),
        (shanghai(TODAY, 0, 5), shanghai(TODAY, 8)),
    ],
)
def test_the_night_is_quiet(gateway: Gateway, at: datetime, goes_out: datetime) -> None:
    told(reached("mediator", Channel.SMS), now=at)
    (row,) = outbox()
    assert row.next_try_at == awake(at) == goes_out
    assert "急事" in row.body


def test_tries_are_further_and_further_apart_and_end() -> None:
    waits = [next_try(failures, NOW) for failures in range(1, 7)]
    assert [(at - NOW).total_seconds() / 60 if at else None for at in waits] == [1, 5, 30, 120, 360, None]
    late = shanghai(TODAY, 20, 50)
    assert next_try(4, late) == shanghai(TODAY + timedelta(days=1), 8), "no second try at night"
