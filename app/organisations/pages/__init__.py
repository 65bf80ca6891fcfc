"""Pages of the mediation bodies, and of the town's offices."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("organisations", __name__, url_prefix="/bodies")
