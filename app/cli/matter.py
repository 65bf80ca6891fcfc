"""`flask matter`: the rows of all matters made again from their own tables, or compared with them."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from app.cli.prepare import on_current_tables
from app.cli.refusal import Refused
from app.matters.actions.rebuild import differences, rebuild

MOST_NAMED = 20


@click.group("matter")
def matter_group() -> None:
    """事项的总表：重做，核对。"""


@matter_group.command("rebuild")
@click.option("--check", is_flag=True, help="只核对，不改。")
@with_appcontext
@on_current_tables
def rebuild_command(check: bool) -> None:
    """按各自的记录重做总表；--check 只说哪些对不上。"""
    if not check:
        click.echo(f"重做好了：{rebuild()} 行。")
        return
    found = list(differences())
    for one in found[:MOST_NAMED]:
        click.echo(f"对不上\t{one.kind}\t{one.subject_id}\t{'、'.join(one.columns) or '整行'}")
    if found:
        raise Refused(f"总表有 {len(found)} 行对不上。请运行 .venv/bin/flask matter rebuild 重做。")
    click.echo("总表都对得上。")


commands = (matter_group,)
