"""The ways out: SMTP for e-mail, signed webhooks for SMS and 企业微信.  Only the addresses of the settings are called.

Nothing here knows the database.  A refusal is a sentence without any address, for it is kept and shown.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import smtplib
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from urllib.parse import quote

from app.core import pages
from app.notifications.rules import CHANNEL_NAMES, Channel, Sender

CONNECT_SECONDS, READ_SECONDS = 5, 10
TLS_FROM_THE_FIRST_BYTE = 465
LONGEST_ANSWER = 10_000
NEEDED = {
    Channel.EMAIL: ("SMTP_HOST", "SMTP_FROM"),
    Channel.SMS: ("SMS_WEBHOOK_URL", "SMS_WEBHOOK_SECRET"),
    Channel.WECOM: ("WECOM_WEBHOOK_URL", "WECOM_WEBHOOK_SECRET"),
}
"""Settings without which a channel is not open."""


class NotDelivered(Exception):
    """This message was not taken; another try may help.  The text is a sentence for the administrator."""


class Unreachable(NotDelivered):
    """The other side was not there at all: further messages on this channel need not be tried at the moment."""


class Undeliverable(NotDelivered):
    """No further try can help: there is no address."""


@dataclass(frozen=True)
class Letter:
    """A message with its address, ready to go.  The address is never part of its text form."""

    key: str
    channel: Channel
    to: str
    subject: str
    body: str

    def __repr__(self) -> str:
        return f"Letter({self.key!r})"


def configured_channels() -> frozenset[Channel]:
    """The channels this office has opened."""
    return frozenset(channel for channel, names in NEEDED.items() if all(map(pages.setting_text, names)))


def sender() -> Sender:
    """Whom messages come from."""
    return Sender(pages.setting_text("TOWN_NAME"), pages.public_url())


def send(letter: Letter, *, now: datetime) -> None:
    """Hand a message over.  Raises `NotDelivered` with a sentence."""
    if letter.channel not in configured_channels():
        raise Unreachable(f"镇里还没有开通{CHANNEL_NAMES[letter.channel]}。")
    if letter.channel is Channel.EMAIL:
        _send_mail(letter, now)
    elif letter.channel is Channel.SMS:
        sms = {"key": letter.key, "channel": "sms", "to": letter.to, "text": letter.body, "sent_at": now.isoformat()}
        _post("SMS", letter.key, sms, now)
    else:
        _read_robot(_post("WECOM", letter.key, {"msgtype": "text", "text": {"content": letter.body}}, now))


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """What the receiver works out again: HMAC-SHA256 over the timestamp, a dot and the body."""
    signed = timestamp.encode() + b"." + body
    return "sha256=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


def _post(name: str, key: str, content: Mapping[str, object], now: datetime) -> bytes:
    import urllib3

    body = json.dumps(content, ensure_ascii=False).encode()
    timestamp = str(int(now.timestamp()))
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "Idempotency-Key": quote(key, safe=":"),
        "X-Jieyou-Timestamp": timestamp,
        "X-Jieyou-Signature": signature(pages.setting_text(f"{name}_WEBHOOK_SECRET"), timestamp, body),
    }
    try:
        with urllib3.PoolManager(num_pools=1) as pool:
            answer = pool.request(
                "POST",
                pages.setting_text(f"{name}_WEBHOOK_URL"),
                body=body,
                headers=headers,
                timeout=urllib3.Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS),
                retries=False,
                redirect=False,
                preload_content=False,
            )
            with answer:
                told = answer.read(LONGEST_ANSWER)
    except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:
        raise Unreachable("对方没有应答。") from error
    if not 200 <= answer.status < 300:
        raise NotDelivered(f"对方没有收，回的状态是{answer.status}。")
    return told


def _read_robot(told: bytes) -> None:
    """The robot answers 200 to everything and says in ``errcode`` whether it took the message."""
    try:
        said = json.loads(told)
    except (ValueError, RecursionError):
        return
    code = said.get("errcode", 0) if isinstance(said, dict) else 0
    if code:
        raise NotDelivered(f"企业微信没有收，回的错误码是{str(code)[:10]}。")


def _send_mail(letter: Letter, now: datetime) -> None:
    try:
        mail = _mail(letter, now)
        with _mail_server() as server:
            server.send_message(mail)
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as error:
        raise NotDelivered(f"邮件服务器没有收这封信，回的代码是{_code_of(error)}。") from error
    except smtplib.SMTPAuthenticationError as error:
        raise Unreachable("邮件服务器不认我们的登录名或者密码。") from error
    except ssl.SSLError as error:
        raise Unreachable("邮件服务器的证书信不过，没有送。") from error
    except OSError as error:
        raise Unreachable("邮件服务器没有应答。") from error
    except ValueError as error:
        raise NotDelivered("这封信的地址或者内容，邮件服务器不认。") from error


def _code_of(error: smtplib.SMTPException) -> int:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return min(code for code, _ in error.recipients.values())
    return int(error.smtp_code) if isinstance(error, smtplib.SMTPResponseException) else 0


def _mail(letter: Letter, now: datetime) -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = pages.setting_text("SMTP_FROM")
    mail["To"] = letter.to
    mail["Subject"] = letter.subject
    mail["Date"] = format_datetime(now)
    house = parseaddr(pages.setting_text("SMTP_FROM"))[1].rpartition("@")[2] or "jieyou"
    mail["Message-ID"] = f"<{hashlib.sha256(letter.key.encode()).hexdigest()[:32]}@{house}>"
    mail["Idempotency-Key"] = quote(letter.key, safe=":")
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(letter.body)
    return mail


@contextmanager
def _mail_server() -> Iterator[smtplib.SMTP]:
    host, port = pages.setting_text("SMTP_HOST"), pages.setting_number("SMTP_PORT")
    is_tls = bool(pages.setting_number("SMTP_TLS"))
    server: smtplib.SMTP
    if is_tls and port == TLS_FROM_THE_FIRST_BYTE:
        server = smtplib.SMTP_SSL(host, port, timeout=READ_SECONDS, context=ssl.create_default_context())
    else:
        server = smtplib.SMTP(host, port, timeout=READ_SECONDS)
    with server:
        if is_tls and port != TLS_FROM_THE_FIRST_BYTE:
            server.starttls(context=ssl.create_default_context())
        if pages.setting_text("SMTP_USER"):
            server.login(pages.setting_text("SMTP_USER"), pages.setting_text("SMTP_PASSWORD"))
        yield server
