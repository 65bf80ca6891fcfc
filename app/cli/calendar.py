"""`flask calendar`: bring in a year's notice of holidays, after listing what it moves."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import AppGroup

from app.cli.prepare import on_current_tables
from app.cli.refusal import Refused, in_sentences
from app.core import clock
from app.core.errors import DomainError
from app.core.transaction import transaction
from app.deadlines.actions.calendar_changes import Change
from app.deadlines.actions.import_year import LARGEST, import_year, preview_year, read_notice
from app.deadlines.actions.shown_changes import changes_shown_to
from app.deadlines.registry import registry

calendar = AppGroup("calendar", help="节假日表：导入一年的放假安排。")


@calendar.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--yes", is_flag=True, help="真的导入；不加只列出会变什么。")
@on_current_tables
def import_command(file: Path, yes: bool) -> None:
    """Read FILE, list every running period it moves, and (with --yes) bring it in."""
    with in_sentences():
        with file.open("rb") as stream:
            content = stream.read(LARGEST + 1)
        try:
            read = read_notice(content, file.name)
            if yes:
                with transaction():
                    found = import_year(read, actor=None, now=clock.now())
            else:
                found = preview_year(read)
        except DomainError as refused:
            raise Refused(refused.sentence) from refused
        lines = lines_of(found.changes)
    click.echo(f"{found.year.year}年：{found.year.notice}")
    for line in lines:
        click.echo(line)
    if yes:
        click.echo("导入好了，上面的期限已经按新的算。")
    else:
        click.echo("还没有导入。看过没问题，请加上 --yes 再运行一次。")


def lines_of(changes: list[Change]) -> list[str]:
    """What moves, one line each, without names; how many others only lose their 暂定."""
    changes = changes_shown_to(changes, for_=None)
    moved = [one for one in changes if one.is_moved]
    named = registry.named_all([one.deadline for one in moved])
    lines = [
        f"{named[one.deadline.subject_kind, one.deadline.subject_id].number or '还没编号'}\t{one.after.rule.title}\t"
        f"{one.due_before} → {one.after.due_on}"
        for one in moved
    ]
    others = len(changes) - len(moved)
    return [*lines, f"{len(moved)}个期限会变日子，{others}个日子不变、不再是暂定。"]


commands = (calendar,)
