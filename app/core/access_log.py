"""Who looked at what, and printed what: written apart, in its own short transaction (个人信息保护法 第51条)."""

from __future__ import annotations

from datetime import datetime

from flask import Flask, Response, g
from sqlalchemy import ForeignKey, Index, String, insert
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock
from app.core.db import Model, db
from app.core.guard import signed_in


class AccessLog(Model):
    """One look at one subject."""

    __tablename__ = "access_log"
    __table_args__ = (Index("ix_access_log_subject", "subject_kind", "subject_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    deed: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime]


def looked(subject_kind: str, subject_id: int, deed: str = "looked") -> None:
    """Note that the signed-in account saw (or printed) a subject; written after the answer is made."""
    g.setdefault("looks", []).append(
        {
            "account_id": signed_in().id,
            "subject_kind": subject_kind,
            "subject_id": subject_id,
            "deed": deed,
            "at": clock.now(),
        }
    )


def _write(response: Response) -> Response:
    looks = g.pop("looks", None)
    if looks and response.status_code < 400:
        db.session.rollback()
        with db.engine.connect().execution_options(sqlite_begin="IMMEDIATE") as connection, connection.begin():
            connection.execute(insert(AccessLog), looks)
    return response


def init_app(app: Flask) -> None:
    """Write the looks of a request when its own transaction is over."""
    app.after_request(_write)
