"""What the first start on new diagrams says of the matters under way: how many could go to them, and how many stay.

Nothing moves by itself: that is `flask diagram migrate`.  A start on the diagrams of the start before says nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import click
from flask import Flask

from app.core import clock
from app.core.db import db
from app.core.transaction import transaction
from app.organisations.models import TownFact
from app.organisations.queries import fact
from app.processes.actions.move_flows import planned
from app.processes.queries.definitions import current, folder_of, folders
from workflows.diagrams.process_file import read_process_file
from workflows.errors import EngineError

TOLD = "diagrams_told"
HEADING = "流程图换了新的，在办的事照自己开始时的图往下办。"
COUNTED = "　{title}：能换到最新的图的有{go}件，留在自己的版本里办完的有{stay}件。"
HOW = "要换，请运行：.venv/bin/flask diagram migrate {keys} --dry-run（只看），再用 --apply。"


def foretell_moves(app: Flask) -> None:
    """Say it once for each set of diagrams; diagrams that cannot be run are left to who looks at them next."""
    with app.app_context():
        try:
            newest = _newest()
            if fact(TOLD) != newest:
                _tell()
                with transaction():
                    db.session.merge(TownFact(name=TOLD, value=newest))
        except EngineError:
            pass
        finally:
            db.session.remove()


def _newest() -> str:
    versions = "\n".join(current(folder.name).sha256 for folder in folders())
    return hashlib.sha256(versions.encode()).hexdigest()


def _tell() -> None:
    counted = list(_counts())
    if not counted:
        return
    click.echo(HEADING)
    for key, go, stay in counted:
        click.echo(COUNTED.format(title=read_process_file(folder_of(key)).title, go=go, stay=stay))
    can_go = [key for key, go, _ in counted if go]
    if can_go:
        click.echo(HOW.format(keys=" / ".join(can_go)))


def _counts() -> Iterator[tuple[str, int, int]]:
    """The processes with matters in older versions: how many could go, how many stay."""
    for folder in folders():
        outcomes = [not one.why for one in planned(folder.name, now=clock.now())]
        if outcomes:
            yield folder.name, outcomes.count(True), outcomes.count(False)
