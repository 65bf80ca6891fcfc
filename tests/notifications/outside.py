"""The other side, for real: an HTTP server that takes webhooks, a mail server, and things that lie ahead."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import ssl
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from aiosmtpd.smtp import SMTP, Envelope, Session

from app.accounts.models import Account
from app.core.clock import SHANGHAI, end_of_day, local
from app.core.db import db
from app.core.transaction import transaction
from app.notifications.actions.notify import notify
from app.notifications.models import Notice, NoticeKind, Outbox, Reach
from app.notifications.registry import Ahead
from app.notifications.rules import Channel
from tests.town import NOW

SECRET = "the town's own secret"
EMAIL = "wu@example.cn"
PHONE = "13800000000"
TODAY = local(NOW).date()
NUMBER = "（2026）小海眼人调字第0001号"
Things = dict[str, list[Ahead]]
"""What lies ahead, by sign-in name."""
NAMES = ("王甲", "王乙", "吴桂兰", "周有福")


@dataclass
class Received:
    """One request as it came over the line."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> dict[str, object]:
        said: dict[str, object] = json.loads(self.body)
        return said

    @property
    def is_signed(self) -> bool:
        """Worked out here, apart from the code under test."""
        signed = self.headers["x-jieyou-timestamp"].encode() + b"." + self.body
        digest = hmac.new(SECRET.encode(), signed, hashlib.sha256).hexdigest()
        return self.headers["x-jieyou-signature"] == f"sha256={digest}"


@dataclass
class Gateway:
    """A real HTTP server on a free port.  `answer` says status and body for the n-th request (from 1)."""

    answer: Callable[[int], tuple[int, str]] = lambda _n: (200, "{}")
    received: list[Received] = field(default_factory=list)
    address: str = ""
    tls: ssl.SSLContext | None = None

    def keys(self) -> list[object]:
        return [one.json["key"] for one in self.received]

    def __enter__(self) -> Gateway:
        gateway = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                headers = {name.lower(): value for name, value in self.headers.items()}
                gateway.received.append(Received(self.path, headers, body))
                status, said = gateway.answer(len(gateway.received))
                self.send_response(status)
                self.send_header("Location", "/elsewhere")
                self.send_header("Content-Length", str(len(said.encode())))
                self.end_headers()
                self.wfile.write(said.encode())

            def log_message(self, *_args: object) -> None:
                """A test's output is quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        if self.tls is not None:
            self._server.socket = self.tls.wrap_socket(self._server.socket, server_side=True)
        self._thread = Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()
        scheme = "http" if self.tls is None else "https"
        self.address = f"{scheme}://127.0.0.1:{self._server.server_port}/sms"
        return self

    def __exit__(self, *_error: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class Post:
    """A real mail server on a free port; `codes` are answered to the first letters, later ones are taken."""

    def __init__(self, **options: object) -> None:
        self.letters: list[Envelope] = []
        self.codes: list[str] = []
        self._options = options
        self._loop = asyncio.new_event_loop()

    async def _take(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        if self.codes:
            return self.codes.pop(0)
        self.letters.append(envelope)
        return "250 OK"

    def _speaker(self) -> SMTP:
        handler = type("Handler", (), {"handle_DATA": staticmethod(self._take)})()
        return SMTP(handler, hostname="mail.test", loop=self._loop, **self._options)

    def __enter__(self) -> Post:
        self._thread = Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._server = asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result()
        self.port: int = self._server.sockets[0].getsockname()[1]
        return self

    async def _listen(self) -> asyncio.Server:
        """In the thread of the loop: a browser's own loop may be running in the one of the test."""
        return await self._loop.create_server(self._speaker, "127.0.0.1", 0)

    async def _end(self) -> None:
        self._server.close()
        await self._server.wait_closed()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    def __exit__(self, *_error: object) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


def account_named(login_name: str) -> Account:
    return db.session.query(Account).filter_by(login_name=login_name).one()


def reached(login_name: str, *channels: Channel, email: str = EMAIL, **wishes: bool) -> int:
    """Switch channels on for an account; returns its id."""
    with transaction():
        account_id = account_named(login_name).id
        reach = db.session.get(Reach, account_id) or Reach(account_id=account_id)
        db.session.add(reach)
        reach.switch(frozenset(channels))
        reach.seal_email(email)
        for name, value in wishes.items():
            setattr(reach, name, value)
    return account_id


def told(*account_ids: int, key: str = "deadline:7:end", is_same_day: bool = True, now: datetime = NOW) -> int:
    """Tell accounts that something of case 7 ends today."""
    with transaction():
        return notify(
            account_ids,
            kind=NoticeKind.DEADLINE,
            key=key,
            text="王甲和王乙的院墙纠纷，调解期限今天到期。",
            subject_kind="case",
            subject_id=7,
            is_same_day=is_same_day,
            now=now,
        )


def notices() -> Sequence[Notice]:
    db.session.expire_all()
    return db.session.query(Notice).order_by(Notice.id).all()


def outbox() -> Sequence[Outbox]:
    db.session.expire_all()
    return db.session.query(Outbox).order_by(Outbox.id).all()


def ahead(days: int, *, todo: str = "写调解结果", on: date = TODAY, **changes: object) -> Ahead:
    """Something due so many days after `on`, at the end of that day."""
    due_on = on + timedelta(days=days)
    words = f"超期{-days}天" if days < 0 else f"还有{days}天" if days else "今天到期"
    made = Ahead(
        uid=f"deadline-{due_on.isoformat()}-{todo}",
        number=NUMBER,
        todo=todo,
        due_on=due_on,
        unrolled_on=due_on,
        due_at=end_of_day(due_on),
        is_timed=False,
        light="overdue" if days < 0 else "soon" if days <= 3 else "ok",
        words=words,
        is_provisional=False,
    )
    return replace(made, **changes)


def shanghai(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=SHANGHAI)
