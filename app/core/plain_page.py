"""The page for when disk or database fail: it asks neither account nor table, and carries along what was typed."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from flask import current_app, g, request
from werkzeug.exceptions import HTTPException

SECRET = frozenset({"password", "old", "again", "one_time_code", "confirmation_code"})
"""Fields that hold a password or a code: a form with one is typed again rather than carried along in a page.  ``new``
is none of them: what a correction says is called so too."""
READING = frozenset({"GET", "HEAD"})


def plain_page(title: str, sentence: str, carried: Sequence[tuple[str, str]] = (), *, may_repeat: bool = True) -> str:
    """The page, with a button that sends the carried fields to the same address again, unless that leads nowhere."""
    return current_app.jinja_env.get_template("pages/errors/plain.html").render(
        title=title,
        sentence=sentence,
        carried=carried,
        may_repeat=may_repeat,
        has_files=bool(carried) and any(one.filename for one in request.files.values()),
        address="/" + request.full_path.lstrip("/").removesuffix("?"),
        is_read=request.method in READING,
        request_number=g.get("request_number", "-"),
        town_name=current_app.config["TOWN_NAME"],
        help_name=current_app.config["HELP_NAME"],
        help_phone=current_app.config["HELP_PHONE"],
    )


def typed() -> list[tuple[str, str]]:
    """What a form sent, field by field; nothing for a page that was read, nor where a password is among it."""
    found: list[tuple[str, str]] = []
    if request.method == "POST":
        with suppress(HTTPException):
            found = [(name, value) for name, value in request.form.items(multi=True) if name != "csrf_token"]
    return [] if SECRET.intersection(name for name, _ in found) else found
