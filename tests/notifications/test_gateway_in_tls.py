"""A gateway is spoken to in TLS only when somebody vouches for it (OWASP ASVS 5.0, 12.3.2)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from app.notifications.actions.deliver import sweep_outbox
from app.notifications.rules import Channel
from tests.notifications.certificate import make_certificate
from tests.notifications.outside import SECRET, Gateway, outbox, reached, told
from tests.town import NOW


@pytest.fixture
def guarded(app: Flask, opened: Callable[..., None], tmp_path: Path) -> Iterator[tuple[Gateway, Path]]:
    """A gateway in TLS for which one message waits, and its certificate."""
    certificate, context = make_certificate(tmp_path)
    with Gateway(tls=context) as gateway:
        opened(SMS_WEBHOOK_URL=gateway.address, SMS_WEBHOOK_SECRET=SECRET)
        told(reached("mediator", Channel.SMS))
        yield gateway, certificate


def test_a_gateway_nobody_vouches_for_gets_no_message(guarded: tuple[Gateway, Path]) -> None:
    assert sweep_outbox(NOW) == 0
    assert guarded[0].received == []
    assert outbox()[0].last_error == "对方没有应答。"


def test_one_that_is_vouched_for_gets_it(guarded: tuple[Gateway, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    gateway, certificate = guarded
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    assert sweep_outbox(NOW) == 1
    assert len(gateway.received) == 1
