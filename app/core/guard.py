"""Every view says who may enter: `@requires(permission)` or `@public`.  A silent view answers nobody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, abort, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.core.errors import NotAllowed
from app.core.permissions import Actor, Permission, may

View = TypeVar("View", bound=Callable[..., Any])
_permissions: dict[str, Permission] = {}
_hidden: set[str] = set()
_public: set[str] = set()


def _name(view: Callable[..., Any]) -> str:
    return f"{view.__module__}.{view.__qualname__}"


def requires(permission: Permission, *, hidden: bool = False) -> Callable[[View], View]:
    """Only signed-in people whose role carries `permission` enter.

    For everybody else a `hidden` door, and every address of its room, does not exist (see `app.core.hidden`).
    """

    def mark(view: View) -> View:
        _permissions[_name(view)] = permission
        if hidden:
            _hidden.add(_name(view))
        return view

    return mark


def public(view: View) -> View:
    """Anybody enters, signed in or not."""
    _public.add(_name(view))
    return view


def permission_of(view: Callable[..., Any]) -> Permission | None:
    """What a view asks for; None when it is public or silent."""
    return _permissions.get(_name(view))


def is_public(view: Callable[..., Any]) -> bool:
    """Whether a view was marked public."""
    return _name(view) in _public


def is_hidden(view: Callable[..., Any]) -> bool:
    """Whether a view does not exist for whoever may not enter."""
    return _name(view) in _hidden


def signed_in() -> Actor:
    """The account that is signed in, whose id the log then knows.  Raises `NotAllowed` when there is none."""
    if not current_user.is_authenticated:
        raise NotAllowed("请先登录。")
    actor: Actor = current_user._get_current_object()
    g.account_id = actor.id
    return actor


def actor_or_none() -> Actor | None:
    """The account that is signed in, if any."""
    return signed_in() if current_user and current_user.is_authenticated else None


def _check() -> ResponseReturnValue | None:
    if request.endpoint is None or request.endpoint == "static":
        return None
    view = current_app.view_functions[request.endpoint]
    if is_public(view):
        return None
    permission = permission_of(view)
    if permission is None:
        abort(404)
    if not current_user.is_authenticated:
        return redirect(url_for("accounts.sign_in", next=request.path if request.method != "POST" else None))
    if not may(signed_in(), permission):
        if signed_in().is_waiting:
            return redirect(url_for("accounts.waiting"))
        raise NotAllowed("您的身份办不了这件事；请找本调委会主任，或者打页脚的电话。")
    return None


def init_app(app: Flask) -> None:
    """Check every request before its view."""
    app.before_request(_check)
