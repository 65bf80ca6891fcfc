"""Whom the guard lets in: somebody who is not gets one answer for every id, for it is given before any id is looked at.

Who walks every address asks a shut one once, and the open ones for all that they hold.
"""

from __future__ import annotations

from flask import Flask

from app.core.guard import is_public, permission_of
from app.core.permissions import ROLE_PERMISSIONS, Permission, Role


def is_let_in(app: Flask, endpoint: str, role: str, *, is_waiting: bool = False) -> bool:
    """Whether a role comes as far as the view of an endpoint; an empty one is nobody, who is not signed in."""
    view = app.view_functions[endpoint]
    permission = permission_of(view)
    if is_public(view) or permission is None or not role:
        return is_public(view)
    return permission in ROLE_PERMISSIONS[Role(role)] and (not is_waiting or permission is Permission.ACCOUNT_OWN)
