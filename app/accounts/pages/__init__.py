"""Pages of signing in, of one's own account, and of the accounts of others."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("accounts", __name__)
