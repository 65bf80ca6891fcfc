"""The mail server is spoken to in TLS, signed in to, and refused when it cannot show who it is."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from aiosmtpd.smtp import AuthResult, LoginPassword

from app.notifications.actions.deliver import sweep_outbox
from app.notifications.rules import Channel
from tests.notifications.certificate import make_certificate
from tests.notifications.outside import Post, outbox, reached, told
from tests.town import NOW

USER, PASSWORD = "jieyou", "a long secret"


def right(_server: object, _session: object, _envelope: object, _mechanism: str, given: LoginPassword) -> AuthResult:
    """Only the right name and password enter."""
    return AuthResult(success=given == LoginPassword(USER.encode(), PASSWORD.encode()), handled=False)


@pytest.fixture
def guarded(opened: Callable[..., None], tmp_path: Path) -> Iterator[tuple[Post, Path]]:
    """A mail server that takes letters in TLS from those alone who sign in, and its certificate."""
    certificate, context = make_certificate(tmp_path)
    with Post(tls_context=context, require_starttls=True, authenticator=right, auth_required=True) as post:
        opened(SMTP_HOST="127.0.0.1", SMTP_PORT=post.port, SMTP_FROM="jieyou@example.cn", SMTP_TLS=True)
        opened(SMTP_USER=USER, SMTP_PASSWORD=PASSWORD)
        told(reached("mediator", Channel.EMAIL))
        yield post, certificate


def test_a_letter_goes_out_in_tls_after_signing_in(guarded: tuple[Post, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    post, certificate = guarded
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    assert sweep_outbox(NOW) == 1
    assert len(post.letters) == 1


def test_a_server_that_nobody_vouches_for_gets_no_letter(guarded: tuple[Post, Path]) -> None:
    post, _ = guarded
    assert sweep_outbox(NOW) == 0
    assert post.letters == []
    assert outbox()[0].last_error == "邮件服务器的证书信不过，没有送。"


def test_that_nobody_vouches_for_it_stands_in_the_log(
    guarded: tuple[Post, Path], caplog: pytest.LogCaptureFixture
) -> None:
    logger = logging.getLogger("jieyou.requests")
    logger.addHandler(caplog.handler)
    sweep_outbox(NOW)
    logger.removeHandler(caplog.handler)
    assert guarded[0].letters == []
    assert "was not delivered: Unreachable SSLCertVerificationError" in caplog.text


def test_a_wrong_password_is_said(
    guarded: tuple[Post, Path], monkeypatch: pytest.MonkeyPatch, opened: Callable[..., None]
) -> None:
    post, certificate = guarded
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    opened(SMTP_PASSWORD="another")
    assert sweep_outbox(NOW) == 0
    assert post.letters == []
    assert outbox()[0].last_error == "邮件服务器不认我们的登录名或者密码。"


def test_without_tls_a_guarded_server_takes_nothing(guarded: tuple[Post, Path], opened: Callable[..., None]) -> None:
    opened(SMTP_TLS=False)
    assert sweep_outbox(NOW) == 0
    assert guarded[0].letters == []
