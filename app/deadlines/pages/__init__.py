"""Pages of deadlines: the list, the 期限说明 of one; the calendar and the lengths a town may set."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("deadlines", __name__, url_prefix="/deadlines")
