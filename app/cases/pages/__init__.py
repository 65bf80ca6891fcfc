"""Pages of cases: the list, registration, the case itself, mediating, its parties, actions without a step."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("cases", __name__, url_prefix="/cases")
