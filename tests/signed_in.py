"""A browser at which somebody sits, without the cost of a password hash."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Account, SignInSession
from app.core import clock
from app.core.db import db


def signed_in(app: Flask, login_name: str) -> FlaskClient:
    """A test client that is signed in under a name; the second one of a name shares the first one's session."""
    account = db.session.query(Account).filter_by(login_name=login_name).one()
    key = f"test-{login_name}"
    if db.session.get(SignInSession, key) is None:
        moment = clock.now()
        db.session.add(SignInSession(key=key, account_id=account.id, opened_at=moment, seen_at=moment))
        db.session.commit()
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = key
        cookie["_fresh"] = True
    return client
