"""Pages of legal review: sending a draft, the adviser's queue and answer, the head's decision."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("legal_review", __name__, url_prefix="/reviews")
