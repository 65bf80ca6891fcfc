"""`flask diagram`: judge the diagrams, and read a process aloud."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import AppGroup

from app.processes.queries.definitions import folder_of, folder_with, folders
from workflows.diagrams.check import Finding, check_file, check_folder
from workflows.diagrams.narrate import narrate
from workflows.errors import EngineError

diagram = AppGroup("diagram", help="检查流程图；把流程念成一句句话。")


@diagram.command("check")
@click.argument("file", required=False, type=click.Path(path_type=Path, exists=True, dir_okay=False))
def check(file: Path | None) -> None:
    """Lint FILE, or every diagram of the project; exit 1 when something must be mended."""
    found: list[Finding] = []
    for folder in [] if file else folders():
        found += check_folder(folder)
    if file:
        found = check_file(file)
    for finding in found:
        kind = "提醒" if finding.warning else "要改"
        click.echo(f"{kind}　{finding.file}　{finding.element}　{finding.sentence}")
    if any(not finding.warning for finding in found):
        raise SystemExit(1)
    click.echo("流程图没有要改的地方。")


@diagram.command("narrate")
@click.argument("key")
def narrate_command(key: str) -> None:
    """Print the process KEY as numbered sentences."""
    try:
        sentences = narrate(folder_with(key) or folder_of(key), key)
    except EngineError as refused:
        raise click.ClickException(str(refused)) from refused
    for sentence in sentences:
        click.echo(f"{sentence.number}　{sentence.text}")


commands = (diagram,)
