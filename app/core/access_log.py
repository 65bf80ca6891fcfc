"""Who looked at what, and printed what: written apart, in its own short transaction (个人信息保护法 第51条).

When the database cannot take it, the page is shown all the same and the look stands in the program's log, by ids.
"""

from __future__ import annotations

from datetime import datetime

from flask import Flask, Response, current_app, g
from sqlalchemy import ForeignKey, Index, String, insert
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock
from app.core.append_only import append_only
from app.core.beside import write_beside
from app.core.db import Model
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


append_only(AccessLog)


PHONES = "saw_phones"
"""What is noted besides the look when a page shows the telephones of those whom the account handles (X12)."""


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
    if looks and response.status_code < 400 and not write_beside(insert(AccessLog), looks):
        for look in looks:
            current_app.logger.error("a look could not be kept: %s", _in_short(look))
    return response


def _in_short(look: dict[str, object]) -> str:
    """Account, deed and subject by their ids: what the log keeps when the database cannot."""
    return f"{look['account_id']} {look['deed']} {look['subject_kind']} {look['subject_id']}"


def init_app(app: Flask) -> None:
    """Write the looks of a request when its own transaction is over."""
    app.after_request(_write)
