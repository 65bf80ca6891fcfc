"""Pages of statistics: what waits for the head, how many petitions of what kind, which these are, and as a file."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("statistics", __name__, url_prefix="/statistics")
