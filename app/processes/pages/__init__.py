"""Pages of a step's generic form, and of the diagrams."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("processes", __name__)
