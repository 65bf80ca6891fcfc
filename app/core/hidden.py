"""Hidden rooms: for whoever may not enter, every address at or below one is an address that does not exist.

It is asked before anything else looks at a request.  A missing token, a method nobody answers or a slash too few are
otherwise answered in another way than an unknown address is, and tell that something is there.
"""

from __future__ import annotations

from flask import Flask, abort, current_app, request

from app.core.guard import actor_or_none, is_hidden, permission_of
from app.core.permissions import Permission, may


def _first_part(path: str) -> str:
    return path.lstrip("/").partition("/")[0]


def _rooms() -> dict[str, Permission]:
    """The permission of every hidden room by the first part of its addresses (``accusations``)."""
    rooms: dict[str, Permission] = {}
    for rule in current_app.url_map.iter_rules():
        view = current_app.view_functions[rule.endpoint]
        permission = permission_of(view)
        if permission is not None and is_hidden(view):
            rooms[_first_part(rule.rule)] = permission
    return rooms


def _conceal() -> None:
    if "hidden_rooms" not in current_app.extensions:
        current_app.extensions["hidden_rooms"] = _rooms()
    permission = current_app.extensions["hidden_rooms"].get(_first_part(request.path))
    if permission is not None and not may(actor_or_none(), permission):
        abort(404)


def init_app(app: Flask) -> None:
    """Answer 404 before any other check: call it in `create_app` ahead of CSRF and the guard."""
    app.before_request(_conceal)
