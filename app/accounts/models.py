"""Accounts, their sessions, saved drafts and second factors."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.audit.models.witness import Witnessed
from app.core.crypto import keys, sealing_keys
from app.core.db import Model, Word
from app.core.permissions import Role
from app.core.public_ids import HasPublicId
from app.core.sealed_columns import BOUND_TO
from app.organisations.models import Body, Office, Person


class TextSize(StrEnum):
    """字:标准 / 大 / 特大."""

    STANDARD = "standard"
    LARGE = "large"
    HUGE = "huge"


class Account(HasPublicId, Witnessed, Model):
    """A sign-in of one person for one role, at one committee or one office where the role has one."""

    __tablename__ = "account"

    subject_kind = "account"
    unwitnessed = frozenset({"must_change_password", "text_size"})
    is_authenticated = True
    is_anonymous = False
    session_key = ""
    """The random key of the session row this account came in by; set when it is loaded."""

    id: Mapped[int] = mapped_column(primary_key=True)
    login_name: Mapped[str] = mapped_column(String(40), unique=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    must_change_password: Mapped[bool] = mapped_column(default=False)
    role: Mapped[Role] = mapped_column(Word(Role))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    committee_id: Mapped[int | None] = mapped_column(ForeignKey("body.id"))
    office_id: Mapped[int | None] = mapped_column(ForeignKey("office.id"))
    text_size: Mapped[TextSize] = mapped_column(Word(TextSize), default=TextSize.STANDARD)
    disabled_at: Mapped[datetime | None]
    second_factor_at: Mapped[datetime | None]
    """Since when a code is asked for besides the password."""
    is_waiting: Mapped[bool] = mapped_column(default=False)
    """A second person has not confirmed it yet: it opens nothing but the page that says so."""
    is_discipline_head: Mapped[bool] = mapped_column(default=False)
    """镇纪委书记 among the officers of the closed room: confirms the others."""
    first_password_until: Mapped[datetime | None]
    """Until when a password that somebody else drew may be used to sign in; None means without end."""
    row_version: Mapped[int] = mapped_column()
    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
    committee: Mapped[Body | None] = relationship()
    office: Mapped[Office | None] = relationship()
    __mapper_args__: dict[str, Any] = {"version_id_col": row_version}

    @property
    def is_active(self) -> bool:
        return self.disabled_at is None

    @property
    def display_name(self) -> str:
        return self.person.name

    @property
    def place_name(self) -> str:
        """The committee or the office the account belongs to; empty when it belongs to neither."""
        if self.committee is not None:
            return self.committee.name
        return self.office.name if self.office is not None else ""

    def get_id(self) -> str:
        """What the cookie holds: the random key of this sign-in's session row, never an account id."""
        return self.session_key


class SignInSession(Model):
    """One sign-in: the cookie holds only its random key; deleting the row ends it."""

    __tablename__ = "sign_in_session"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    opened_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    account: Mapped[Account] = relationship(lazy="joined", innerjoin=True)


class Draft(Model):
    """What somebody typed into a long form and has not sent yet; sealed, for it may hold ID numbers and phones."""

    __tablename__ = "draft"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    form_key: Mapped[str] = mapped_column(String(80), primary_key=True)
    payload_sealed: Mapped[str] = mapped_column(Text, info={BOUND_TO: ("account_id", "form_key")})
    saved_at: Mapped[datetime]

    @property
    def _place(self) -> str:
        return f"draft.payload:{self.account_id}:{self.form_key}"

    @property
    def payload(self) -> str:
        """The form as text."""
        return keys().open(self.payload_sealed, self._place)

    def seal(self, payload: str) -> None:
        """Keep the form as text, bound to this account and this form."""
        self.payload_sealed = sealing_keys().seal(payload, self._place)


class SecondFactor(Model):
    """The secret from which an account's app or token reckons its codes (RFC 6238), and the last one that was used."""

    __tablename__ = "second_factor"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    secret_sealed: Mapped[str] = mapped_column(String(200), info={BOUND_TO: ("account_id",)})
    last_step: Mapped[int]
    """Number of the half minute since 1970 whose code was used last: none is taken twice (ASVS 5.0 6.5.1)."""
    made_at: Mapped[datetime]

    @property
    def secret(self) -> str:
        """The secret in base32."""
        return keys().open(self.secret_sealed, f"second_factor.secret:{self.account_id}")

    def seal(self, secret: str) -> None:
        """Keep the secret, bound to this account."""
        self.secret_sealed = sealing_keys().seal(secret, f"second_factor.secret:{self.account_id}")


class RecoveryCode(Model):
    """One code of the printed sheet, for the day the phone is not at hand; hashed like a password (ASVS 5.0 6.5.2)."""

    __tablename__ = "recovery_code"
    __table_args__ = (UniqueConstraint("account_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    position: Mapped[int]
    """The digit it begins with, 0 to 9."""
    code_hash: Mapped[str] = mapped_column(String(200))
    used_at: Mapped[datetime | None]


class AskedFor(StrEnum):
    """Why an account waits for a second person."""

    OPENED = "opened"
    NEW_PASSWORD = "new_password"
    NAMED_HEAD = "named_head"
    BEFORE_RULE = "before_rule"


class Outcome(StrEnum):
    """How the waiting ended."""

    CONFIRMED = "confirmed"
    BY_CODE = "by_code"
    REFUSED = "refused"
    OVERTAKEN = "overtaken"
    BEFORE_RULE = "before_rule"


class Confirmation(HasPublicId, Model):
    """A second person is asked to confirm an account; at most one of an account's is open."""

    __tablename__ = "account_confirmation"
    __table_args__ = (
        Index(
            "uq_account_confirmation_open",
            "account_id",
            unique=True,
            postgresql_where=text("outcome IS NULL"),
            sqlite_where=text("outcome IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    asked_for: Mapped[AskedFor] = mapped_column(Word(AskedFor))
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    """Who opened the account or gave it a new password; None at the office's own computer."""
    asked_at: Mapped[datetime]
    as_head: Mapped[bool] = mapped_column(default=False)
    """It is to be 镇纪委书记's, which the town's Party secretary confirms."""
    code_hash: Mapped[str | None] = mapped_column(String(200))
    code_until: Mapped[datetime | None]
    wrong_codes: Mapped[int] = mapped_column(default=0)
    outcome: Mapped[Outcome | None] = mapped_column(Word(Outcome))
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(String(200), default="")
    row_version: Mapped[int] = mapped_column()
    __mapper_args__: dict[str, Any] = {"version_id_col": row_version}
