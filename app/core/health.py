"""`/healthz`: whether the program answers and reaches its database."""

from __future__ import annotations

from flask import Flask
from flask.typing import ResponseReturnValue
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from app.core.db import db
from app.core.guard import public


@public
def healthz() -> ResponseReturnValue:
    """200 ``{"status": "ok"}``, or 503 when the database does not answer."""
    try:
        db.session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return {"status": "database does not answer"}, 503
    return {"status": "ok"}


def init_app(app: Flask) -> None:
    """Add the address."""
    app.add_url_rule("/healthz", "healthz", healthz)
