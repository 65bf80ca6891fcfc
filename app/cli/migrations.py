"""`flask db`: the migrations' own commands, whose library takes half a second and is imported when one of them runs."""

from __future__ import annotations

from importlib import import_module

import click


@click.command("db", add_help_option=False, context_settings={"ignore_unknown_options": True})
@click.argument("words", nargs=-1, type=click.UNPROCESSED)
@click.pass_context
def migrations(context: click.Context, words: tuple[str, ...]) -> None:
    """数据库的表：更新、退回、写新的一版（见 CONTRIBUTING.md）。"""
    group: click.Group = import_module("flask_migrate.cli").db
    group.main(list(words), prog_name="flask db", parent=context)


commands = (migrations,)
