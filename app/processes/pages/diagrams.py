"""The diagrams: as a picture, as numbered sentences, as a file."""

from __future__ import annotations

from flask import Response, abort, request
from flask.typing import ResponseReturnValue

from app.core.guard import requires
from app.core.pages import render
from app.core.permissions import Permission
from app.processes.pages import blueprint
from app.processes.queries.definitions import diagram_names, folder_with
from workflows.catalogue import read_folder
from workflows.diagrams.narrate import narrate


@blueprint.get("/processes/<key>")
@requires(Permission.PROCESS_SEE)
def diagram(key: str) -> ResponseReturnValue:
    """A diagram as a picture, and the same as numbered sentences."""
    folder = folder_with(key)
    if folder is None:
        abort(404)
    current = frozenset(request.args.getlist("now"))
    sentences = narrate(read_folder(folder, folder.name), key, current=current)
    names = diagram_names()[folder.name]
    return render("processes/diagram.html", key=key, names=names, sentences=sentences, current=sorted(current))


@blueprint.get("/processes/<key>.bpmn")
@requires(Permission.PROCESS_SEE)
def diagram_file(key: str) -> ResponseReturnValue:
    """The diagram itself, for the viewer and for any BPMN editor."""
    folder = folder_with(key)
    if folder is None:
        abort(404)
    text = (folder / f"{key}.bpmn").read_text(encoding="utf-8")
    return Response(text, mimetype="application/xml")
