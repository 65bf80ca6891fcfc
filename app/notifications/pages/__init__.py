"""Pages of one's notices and of what reaches one; the calendar feed; the administrator's dead letters."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("notifications", __name__)
