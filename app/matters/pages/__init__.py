"""Pages that every kind of matter has."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("matters", __name__)
