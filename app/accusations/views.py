"""Pages of accusations."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("accusations", __name__, url_prefix="/accusations")
