"""Pages of accusations; for everybody outside the domain none of these addresses exists."""

from __future__ import annotations

from flask import Blueprint

from app.core.guard import requires
from app.core.permissions import Permission

blueprint = Blueprint("accusations", __name__, url_prefix="/accusations")
insiders = requires(Permission.ACCUSATION_SEE, hidden=True)
