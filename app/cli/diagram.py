"""`flask diagram`: judge the diagrams, read a process aloud, list the versions that matters run in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import click
from flask.cli import AppGroup, with_appcontext

from app.cli.prepare import on_current_tables
from app.core import clock
from app.core.clock import local
from app.core.pages import chinese_date
from app.processes.actions.move_flows import move_all, planned, undo_all
from app.processes.queries.definitions import folder_of, folder_with, folders, step_roles
from app.processes.queries.versions import Version, versions
from app.processes.registry import registry
from workflows.catalogue import read_folder
from workflows.diagrams.check import Finding, check_file, check_folder, steps_in
from workflows.diagrams.narrate import narrate
from workflows.diagrams.process_file import FILE as PROCESS_FILE
from workflows.diagrams.process_file import read_process_file
from workflows.errors import EngineError

diagram = AppGroup("diagram", help="检查流程图；把流程念成一句句话；列出在用的版本。")
SHORT = 12
"""So many characters of a version's hash tell it from every other."""


@diagram.command("check")
@click.argument("file", required=False, type=click.Path(path_type=Path, exists=True, dir_okay=False))
def check(file: Path | None) -> None:
    """Lint FILE, or every diagram of the project; exit 1 when something must be mended."""
    found: list[Finding] = []
    for folder in [] if file else folders():
        found += [*check_folder(folder), *_without_handler(folder)]
    if file:
        found = [*check_file(file), *(one for one in _without_handler(file.parent) if one.file == file.name)]
    else:
        found += _roles_of_accounts()
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
        sentences = narrate(_texts(folder_with(key) or folder_of(key)), key)
    except EngineError as refused:
        raise click.ClickException(str(refused)) from refused
    for sentence in sentences:
        click.echo(f"{sentence.number}　{sentence.text}")


def _texts(folder: Path) -> dict[str, str]:
    return read_folder(folder, folder.name) if folder.is_dir() else {}


def _without_handler(folder: Path) -> Iterator[Finding]:
    """Steps that this program could not carry out when somebody answers them; asked of the house's own folders."""
    if folder.resolve() not in folders():
        return
    for file, step in steps_in(folder):
        if (folder.name, step.id) not in registry.steps():
            yield Finding(file, step.id, f"“{step.label}”在程序里没有登记怎么办（HANDLERS），答复了会办不下去。")


def _roles_of_accounts() -> list[Finding]:
    try:
        step_roles()
    except EngineError as refused:
        return [Finding(PROCESS_FILE, "", str(refused))]
    return []


@diagram.command("migrate")
@click.argument("key")
@click.option("--dry-run", "way", flag_value="dry-run", default="dry-run", help="只说哪些能换，什么也不动。")
@click.option("--apply", "way", flag_value="apply", help="把能换的换到最新的图。")
@click.option("--undo", "way", flag_value="undo", help="把换过去、还没有往下办的退回原来的图。")
@with_appcontext
@on_current_tables
def migrate_command(key: str, way: str) -> None:
    """Take the running matters of process KEY to its newest version, as far as they safely can go."""
    if folder_of(key) not in folders():
        raise click.ClickException(f"没有“{key}”这个流程；有的是：{'、'.join(folder.name for folder in folders())}。")
    go, done, left = _WAYS[way]
    try:
        found = list(go(key, now=clock.now()))
    except EngineError as refused:
        raise click.ClickException(str(refused)) from refused
    reasons = Counter(one.why for one in found if one.why)
    title, stay = read_process_file(folder_of(key)).title, reasons.total()
    click.echo(f"{title}：{done}{len(found) - stay}件，{left}{stay}件。")
    for why, count in reasons.most_common():
        click.echo(f"　{count}件：{why}")


_WAYS = {
    "dry-run": (planned, "在旧版里办、能换到最新的图的有", "留在自己的版本里办完的有"),
    "apply": (move_all, "换到最新的图的有", "留在自己的版本里办完的有"),
    "undo": (undo_all, "退回原来的图的有", "不能退回的有"),
}
"""What each way does, and how it says what went and what stayed."""


@diagram.command("versions")
@on_current_tables
def versions_command() -> None:
    """List the versions of every process with the matters that run in each; the newest is marked."""
    try:
        known = versions()
    except EngineError as refused:
        raise click.ClickException(str(refused)) from refused
    for key, of_process in groupby(known, key=lambda one: one.key):
        title = read_process_file(folder_of(key)).title if folder_of(key) in folders() else key
        click.echo(f"{title}（{key}）")
        for version in of_process:
            click.echo(f"　{_told(version)}")


def _told(version: Version) -> str:
    since = "还没有用过" if version.since is None else f"{chinese_date(local(version.since).date())}起用"
    counted = f"在办{version.running}件　办结{version.ended}件"
    newest = ("最新",) if version.is_newest else ()
    return "　".join((version.sha256[:SHORT], since, counted, *newest))


commands = (diagram,)
