"""Pages of agreements: drafting, freezing, signing, sealing, registering, duties, and the paper itself."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("agreements", __name__, url_prefix="/agreements")
