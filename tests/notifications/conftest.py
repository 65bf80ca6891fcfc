"""Channels that are open, and a registry that is put back after every test."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from app.notifications.registry import registry
from tests.notifications.outside import SECRET, Gateway, Post, Things


@pytest.fixture
def opened(app: Flask) -> Iterator[Callable[..., None]]:
    """Set settings for one test: ``opened(SMS_WEBHOOK_URL=…)``."""
    before = dict(app.config)

    def set_up(**settings: object) -> None:
        app.config.update(settings)

    yield set_up
    app.config.update(before)


@pytest.fixture
def gateway(opened: Callable[..., None]) -> Iterator[Gateway]:
    """SMS and 企业微信 are open and lead to a server of this test."""
    with Gateway() as one:
        opened(SMS_WEBHOOK_URL=one.address, SMS_WEBHOOK_SECRET=SECRET)
        opened(WECOM_WEBHOOK_URL=one.address.replace("/sms", "/robot"), WECOM_WEBHOOK_SECRET=SECRET)
        yield one


@pytest.fixture
def post(opened: Callable[..., None]) -> Iterator[Post]:
    """E-mail is open and leads to a mail server of this test."""
    with Post() as one:
        opened(SMTP_HOST="127.0.0.1", SMTP_PORT=one.port, SMTP_FROM="解忧 <jieyou@example.cn>", SMTP_TLS=False)
        yield one


@pytest.fixture
def things() -> Iterator[Things]:
    """What lies ahead, by sign-in name; the registry is put back afterwards."""
    before = dict(vars(registry))
    found: Things = {}
    registry.things_ahead = lambda account, _now: found.get(account.login_name, [])
    registry.is_rest_day = lambda day: day.weekday() >= 5
    registry.links_of = lambda subjects: {(kind, key): f"/{kind}s/{key}" for kind, key in subjects}
    yield found
    vars(registry).update(before)
