"""The diagrams: as a picture, as numbered sentences, as a file."""

from __future__ import annotations

from flask import Response, abort, request
from flask.typing import ResponseReturnValue

from app.core.guard import requires, signed_in
from app.core.pages import render
from app.core.permissions import Permission
from app.processes.pages import blueprint
from app.processes.queries.drawn import Drawn, drawn_for, drawn_in_files
from workflows.diagrams.narrate import narrate


@blueprint.get("/processes/<key>")
@requires(Permission.PROCESS_SEE)
def diagram(key: str) -> ResponseReturnValue:
    """A diagram as a picture, and the same as numbered sentences."""
    drawn = _drawn(key)
    asked = request.args.getlist("now")
    standing = drawn.standing(asked)
    here = standing.get(key, frozenset())
    return render(
        "processes/diagram.html",
        key=key,
        names=drawn.names,
        sentences=narrate(drawn.files, key, current=frozenset(asked) if here else frozenset()),
        current=sorted(here),
        asked=sorted(set(asked)),
        elsewhere=sorted(standing),
        matter=_matter(),
    )


@blueprint.get("/processes/<key>.bpmn")
@requires(Permission.PROCESS_SEE)
def diagram_file(key: str) -> ResponseReturnValue:
    """The diagram itself, for the viewer and for any BPMN editor."""
    return Response(_drawn(key).text(key), mimetype="application/xml")


def _drawn(key: str) -> Drawn:
    """The version to show: that of the matter the address names, else the newest.  Raises `NotFound`."""
    matter = _matter()
    if matter:
        found = drawn_for(key, matter.get("kind", ""), matter.get("id", ""), actor=signed_in())
    else:
        found = drawn_in_files(key)
    return found or abort(404)


def _matter() -> dict[str, str]:
    """What the address says of a matter, as it stands there: ``kind`` and ``id``; nothing when it names none."""
    return {name: request.args[name] for name in ("kind", "id") if name in request.args}
