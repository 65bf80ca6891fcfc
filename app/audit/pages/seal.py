"""Where the trail stands, which copies of its head left the house, and the monthly sheet."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from app.audit.actions.record import ChainSubject
from app.audit.actions.seal_sheet import seal_sheet
from app.audit.models import HEAD_WAY_NAMES
from app.audit.pages import blueprint
from app.audit.queries import head_copies, head_now
from app.core import clock
from app.core.guard import requires
from app.core.hand_out import hand_out
from app.core.pages import render, setting_text
from app.core.permissions import Permission

SHOWN = 30


@blueprint.get("/")
@requires(Permission.AUDIT_SEE)
def index() -> ResponseReturnValue:
    """Number and hash of the last entry, and the copies given out."""
    return render(
        "audit/index.html",
        head=head_now(),
        copies=head_copies(SHOWN),
        way_names=HEAD_WAY_NAMES,
    )


@blueprint.post("/seal-sheet.pdf")
@requires(Permission.AUDIT_SEE)
def sheet() -> ResponseReturnValue:
    """The sheet of this moment; a POST, because the trail notes that a copy of its head left the house."""
    paper = seal_sheet(setting_text("TOWN_NAME"), now=clock.now())
    return hand_out(paper, ChainSubject.subject_kind, ChainSubject.id, f"seal-{paper.issued_on:%Y-%m}.pdf")
