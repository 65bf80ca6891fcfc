"""What was typed into a long form and not sent: kept, given back, forgotten when it is done."""

from __future__ import annotations

from flask import Response, request
from flask.typing import ResponseReturnValue

from app.accounts.actions.forget_draft import forget_draft
from app.accounts.actions.save_draft import Typed, save_draft, stamp_of, typed_in
from app.accounts.models import Draft
from app.accounts.pages import blueprint
from app.accounts.queries import find_draft
from app.core import clock
from app.core.errors import Invalid
from app.core.guard import actor_or_none, requires, signed_in
from app.core.permissions import Permission


@blueprint.post("/drafts/<form_key>")
@requires(Permission.DRAFT_OWN)
def draft(form_key: str) -> ResponseReturnValue:
    """Keep what was typed so far; answers with the time for 「已存好 10:32」, or 409 and what another window kept."""
    told = request.headers
    typed = Typed(request.get_data(as_text=True), told.get("X-Draft-Writer", ""), told.get("X-Draft-Made-For", ""))
    account_id = signed_in().id
    try:
        kept = save_draft(account_id, form_key, typed, seen=told.get("X-Draft-Seen", ""), now=clock.now())
    except Invalid as refused:
        return {"sentence": refused.sentence}, refused.status
    if kept is None:
        return _kept(find_draft(account_id, form_key)), 409
    return {"saved_at": f"{clock.local(kept.saved_at):%H:%M}", "stamp": stamp_of(kept)}


@blueprint.get("/drafts/<form_key>")
@requires(Permission.DRAFT_OWN)
def kept_draft(form_key: str) -> ResponseReturnValue:
    """The kept draft of a form, empty when there is none."""
    return _kept(find_draft(signed_in().id, form_key))


@blueprint.after_app_request
def forget_what_was_done(response: Response) -> Response:
    """A page that leads on has done its work: its draft goes in the same transaction.

    The script adds the three fields: the form's key, the page that wrote, the stamp of what it was shown.
    """
    if request.method == "POST" and 300 <= response.status_code < 400 and "draft-key" in request.form:
        told, actor = request.form, actor_or_none()
        if actor is not None and not actor.is_waiting:
            marks = {"writer": told.get("draft-writer", ""), "seen": told.get("draft-seen", "")}
            forget_draft(actor.id, told["draft-key"], **marks)
    return response


def _kept(draft: Draft | None) -> dict[str, str]:
    if draft is None:
        return {"payload": "", "saved_at": ""}
    typed, saved_at = typed_in(draft), clock.local(draft.saved_at)
    return {
        "payload": typed.answers,
        "saved_at": f"{saved_at:%m-%d %H:%M}",
        "stamp": stamp_of(draft),
        "writer": typed.writer,
        "made_for": typed.made_for,
    }
