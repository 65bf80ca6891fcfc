"""Pages of petitions: list, registration, the petition itself, sorting, letters, supervisions, and following it."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("petitions", __name__, url_prefix="/petitions")
