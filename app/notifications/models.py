"""Notices in the page, messages on their way out, what reaches whom, and the links of calendar feeds."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Account
from app.core.crypto import keys, sealing_keys
from app.core.db import Model, Word
from app.core.public_ids import HasPublicId
from app.core.sealed_columns import BOUND_TO
from app.notifications.rules import Channel

LONGEST_NOTICE = 300
IS_WAITING, IS_DEAD = text("outbox.state = 'waiting'"), text("outbox.state = 'dead'")
"""Conditions without a parameter, or a database would not know the partial index that fits."""


class NoticeKind(StrEnum):
    """What a notice is about."""

    DEADLINE = "deadline"
    STEP = "step"
    CALENDAR = "calendar"
    ACCOUNT = "account"
    LINK = "link"


NOTICE_KIND_NAMES = {
    NoticeKind.DEADLINE: "期限",
    NoticeKind.STEP: "要办的事",
    NoticeKind.CALENDAR: "日子有变",
    NoticeKind.ACCOUNT: "账号",
    NoticeKind.LINK: "有关的事",
}


class OutboxState(StrEnum):
    """Where a message stands; a dead one waits for the administrator."""

    WAITING = "waiting"
    SENT = "sent"
    DEAD = "dead"
    GIVEN_UP = "given_up"


OUTBOX_STATE_NAMES = {
    OutboxState.WAITING: "等着送",
    OutboxState.SENT: "送出了",
    OutboxState.DEAD: "没有送到",
    OutboxState.GIVEN_UP: "不送了",
}


class Notice(Model):
    """A sentence for one account, read in the page; `key` keeps the same matter from being told twice."""

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("account_id", "key"),
        Index("ix_notice_account_id_created_at", "account_id", "created_at"),
        Index(
            "ix_notice_unread",
            "account_id",
            postgresql_where=text("read_at IS NULL"),
            sqlite_where=text("read_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    key: Mapped[str] = mapped_column(String(120))
    kind: Mapped[NoticeKind] = mapped_column(Word(NoticeKind))
    text: Mapped[str] = mapped_column(String(LONGEST_NOTICE))
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    row_version: Mapped[int] = mapped_column()
    __mapper_args__: dict[str, Any] = {"version_id_col": row_version}


class Outbox(HasPublicId, Model):
    """A message we owe the outside: delivered at least once, known to the receiver by its key."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index(
            "ix_outbox_waiting",
            "next_try_at",
            postgresql_where=text("state = 'waiting'"),
            sqlite_where=text("state = 'waiting'"),
        ),
        Index("ix_outbox_dead", "id", postgresql_where=text("state = 'dead'"), sqlite_where=text("state = 'dead'")),
        Index("ix_outbox_account_id_created_at", "account_id", "created_at"),
    )

    subject_kind = "outbox"

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[Channel] = mapped_column(Word(Channel))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    key: Mapped[str] = mapped_column(String(200), unique=True)
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    state: Mapped[OutboxState] = mapped_column(Word(OutboxState), default=OutboxState.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    last_error: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime]
    row_version: Mapped[int] = mapped_column()
    account: Mapped[Account] = relationship()
    __mapper_args__: dict[str, Any] = {"version_id_col": row_version}


class Reach(Model):
    """What reaches an account outside the page, and where; an account without a row is reached in the page alone."""

    __tablename__ = "reach"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    is_email_on: Mapped[bool] = mapped_column(default=False)
    is_sms_on: Mapped[bool] = mapped_column(default=False)
    is_wecom_on: Mapped[bool] = mapped_column(default=False)
    email_sealed: Mapped[str | None] = mapped_column(String(300), info={BOUND_TO: ("account_id",)})
    wants_digest: Mapped[bool] = mapped_column(default=True)
    wants_same_day: Mapped[bool] = mapped_column(default=True)
    last_digest_on: Mapped[date | None]
    row_version: Mapped[int] = mapped_column()
    account: Mapped[Account] = relationship()
    __mapper_args__: dict[str, Any] = {"version_id_col": row_version}

    @property
    def _place(self) -> str:
        return f"reach.email:{self.account_id}"

    @property
    def email(self) -> str:
        """The address itself; opened to deliver a message and to show it to its owner."""
        return keys().open(self.email_sealed, self._place) if self.email_sealed else ""

    def seal_email(self, email: str) -> None:
        """Keep an address, bound to this account; an empty one is forgotten."""
        self.email_sealed = sealing_keys().seal(email, self._place) if email else None

    @property
    def channels(self) -> frozenset[Channel]:
        """The channels that are switched on."""
        switches = ((Channel.EMAIL, self.is_email_on), (Channel.SMS, self.is_sms_on), (Channel.WECOM, self.is_wecom_on))
        return frozenset(channel for channel, is_on in switches if is_on)

    def switch(self, channels: frozenset[Channel]) -> None:
        """Switch these channels on and every other one off."""
        self.is_email_on = Channel.EMAIL in channels
        self.is_sms_on = Channel.SMS in channels
        self.is_wecom_on = Channel.WECOM in channels


class FeedLink(Model):
    """The secret link of an account's calendar feed; only its hash is kept, and at most one is open."""

    __tablename__ = "feed_link"
    __table_args__ = (
        Index(
            "uq_feed_link_open",
            "account_id",
            unique=True,
            postgresql_where=text("revoked_at IS NULL"),
            sqlite_where=text("revoked_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    opened_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    row_version: Mapped[int] = mapped_column()
    account: Mapped[Account] = relationship()
    __mapper_args__: dict[str, Any] = {"version_id_col": row_version}
