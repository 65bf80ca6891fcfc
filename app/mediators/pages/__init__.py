"""Pages of the pool of people who help."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("mediators", __name__, url_prefix="/mediators")
