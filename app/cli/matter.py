"""`flask matter`: the rows of all matters made again from their own tables, or compared with them."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from app.cli.prepare import on_current_tables
from app.cli.refusal import Refused, in_sentences
from app.core import clock
from app.core.errors import DomainError
from app.core.transaction import transaction
from app.matters.actions.erase import erase_matter, rows_of
from app.matters.actions.rebuild import differences, rebuild
from app.matters.queries import matter_called

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


@matter_group.command("erase")
@click.argument("number")
@click.option("--reason", required=True, help="为什么删，例如：保管期限满了。")
@click.option("--yes", is_flag=True, help="真的删；不写只说会删哪些。")
@with_appcontext
@on_current_tables
def erase_command(number: str, reason: str, yes: bool) -> None:
    """保管期满的一件，连同所有记录和附件删掉；删了找不回来。"""
    matter = matter_called(number)
    if matter is None:
        raise Refused("没有这个编号的事项。请照案卷封面上的编号写，没有编号的写网址里的那一串。")
    if matter.parent_id is not None:
        raise Refused("这是信访件里的一项诉求，不能单独删；要删就删整件。")
    kind, key = matter.kind, matter.subject_id
    if not yes:
        counted = rows_of(kind, key)
        click.echo(f"会删掉 {sum(counted.values())} 行（{len(counted)} 张表）。真的要删，加上 --yes。")
        return
    try:
        with in_sentences(), transaction():
            counted = erase_matter(kind, key, reason=reason, now=clock.now())
    except DomainError as refused:
        raise Refused(refused.sentence) from refused
    click.echo(f"删掉了：{sum(counted.values())} 行，附件也删了。")


commands = (matter_group,)
