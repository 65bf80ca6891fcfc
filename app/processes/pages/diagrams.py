"""The diagrams: as a picture, as numbered sentences, as a file."""

from __future__ import annotations

from flask import Response, abort, request
from flask.typing import ResponseReturnValue

from app.core.guard import requires
from app.core.pages import render
from app.core.permissions import Permission
from app.processes.actions.definitions import folder_with
from app.processes.pages import blueprint
from workflows.diagrams.narrate import narrate

DIAGRAMS = {
    "mediation": {"mediation": "调解全过程", "level": "在一级上调解", "agreement": "协议", "follow_up": "协议以后"},
    "petition": {
        "petition": "信访全过程",
        "simple": "简易办理",
        "handle": "调查办理",
        "letter": "文书签发、盖章、送达",
        "upper": "上级复查、复核",
    },
}
"""The diagrams of each folder by name, with what they show."""


@blueprint.get("/processes/<key>")
@requires(Permission.PROCESS_SEE)
def diagram(key: str) -> ResponseReturnValue:
    """A diagram as a picture, and the same as numbered sentences."""
    folder = folder_with(key)
    if folder is None or folder.name not in DIAGRAMS:
        abort(404)
    current = frozenset(request.args.getlist("now"))
    sentences = narrate(folder, key, current=current)
    return render(
        "processes/diagram.html", key=key, names=DIAGRAMS[folder.name], sentences=sentences, current=sorted(current)
    )


@blueprint.get("/processes/<key>.bpmn")
@requires(Permission.PROCESS_SEE)
def diagram_file(key: str) -> ResponseReturnValue:
    """The diagram itself, for the viewer and for any BPMN editor."""
    folder = folder_with(key)
    if folder is None or folder.name not in DIAGRAMS:
        abort(404)
    text = (folder / f"{key}.bpmn").read_text(encoding="utf-8")
    return Response(text, mimetype="application/xml")
