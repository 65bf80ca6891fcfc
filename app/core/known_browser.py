"""A browser that was right before: a signed cookie of its own, so that guessing from elsewhere cannot shut it out.

The cookie holds a random id and marks; a mark is a keyed hash of what was opened and of the secret that opened it: it
says nothing, and is worth nothing once the password is changed.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from flask import after_this_request, current_app, request
from flask.wrappers import Response
from itsdangerous import BadData, URLSafeTimedSerializer

from app.core.brake import hidden

MOST_MARKS = 12
"""So many of each kind: people of an office who share one computer, petitions looked up at a desk; the oldest gives
way."""
LONGEST = 400 * 24 * 3600
"""Seconds; browsers keep no cookie longer (RFC 6265bis)."""
LONGEST_COOKIE = 2_000


@dataclass(frozen=True)
class KnownBrowser:
    """What the cookie says: which browser this is, and what was opened in it."""

    id: str
    marks: tuple[str, ...]

    def knows(self, mark: str) -> bool:
        """Whether this was opened here before."""
        return mark in self.marks


def mark_of(kind: str, what: str, secret: str) -> str:
    """The mark of a thing that `secret` (a password's hash, a code) opens."""
    return f"{kind[:1]}{hidden('known', kind, what, secret)[:24]}"


def this_browser() -> KnownBrowser:
    """The browser of this request; a new one, without marks, when its cookie is missing, old or not ours."""
    try:
        told = _signer().loads(request.cookies.get(cookie_name(), "")[:LONGEST_COOKIE], max_age=LONGEST)
        return KnownBrowser(str(told["id"]), tuple(map(str, told["marks"])))
    except (BadData, KeyError, TypeError):
        return KnownBrowser(secrets.token_urlsafe(12), ())


def remember(mark: str) -> None:
    """Mark this browser, when the answer to this request is sent."""
    seen = this_browser()
    others = [one for one in seen.marks if one[:1] != mark[:1]]
    alike = [one for one in seen.marks if one[:1] == mark[:1] and one != mark]
    marks = [*others, *alike[1 - MOST_MARKS :], mark]
    value = str(_signer().dumps({"id": seen.id, "marks": marks}))

    @after_this_request
    def _set(response: Response) -> Response:
        is_secure = bool(current_app.config["HTTPS"])
        response.set_cookie(
            cookie_name(), value, max_age=LONGEST, httponly=True, secure=is_secure, samesite="Lax", path="/"
        )
        return response


def cookie_name() -> str:
    """With https the name binds the cookie to this very host (RFC 6265bis, ``__Host-``)."""
    return "__Host-known" if current_app.config["HTTPS"] else "known"


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.config["SECRET_KEY"]), salt="known browser")
