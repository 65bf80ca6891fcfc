"""`flask seed`: the example town grown to very many matters, to measure how quick it stays."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from app.cli.prepare import on_current_tables
from app.cli.refusal import Refused
from app.organisations.queries import example_town_is_loaded

MOST = 1_000_000


@click.command("seed")
@click.option("--matters", "many", type=click.IntRange(1, MOST), required=True, help="一共要有多少件。")
@with_appcontext
@on_current_tables
def seed_command(many: int) -> None:
    """把示例镇的事项复制到这么多件，用来量快慢；只能用在示例镇上。"""
    if not example_town_is_loaded():
        raise Refused("只有示例镇能这样长大：现在装的不是示例数据，没有动任何东西。")
    from app.example.grow import grow

    click.echo(f"现在一共有 {grow(many)} 件。")


commands = (seed_command,)
