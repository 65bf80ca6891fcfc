"""核对文书: what a mark on paper stands for."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue

from app.core.access_log import looked
from app.core.errors import Invalid, NotFound
from app.core.guard import requires, signed_in
from app.core.pages import render
from app.core.permissions import Permission
from app.papers.pages import blueprint
from app.papers.queries.check import check
from app.papers.rules.mark import read_mark
from app.papers.rules.way import short_digest, way_words

LONGEST = 400


@blueprint.get("/check")
@requires(Permission.PAPER_CHECK)
def check_page() -> ResponseReturnValue:
    """Ask for a mark, typed, scanned or pasted; say which paper it is of, which version, and when it was printed."""
    typed, found, refused, status = request.args.get("mark", "").strip()[:LONGEST], [], "", 200
    if typed:
        try:
            found = check(read_mark(typed), signed_in())
        except (Invalid, NotFound) as refusal:
            refused, status = refusal.sentence, refusal.status
    for one in found:
        looked(one.of.subject_kind, one.of.subject_id, "checked")
    shown = {"short_digest": short_digest, "way_words": way_words}
    return render("papers/check.html", typed=typed, found=found, refused=refused, **shown), status
