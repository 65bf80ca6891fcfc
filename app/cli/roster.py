"""`flask import-roster`: read the office's roster of people into the pool."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import with_appcontext

from app.cli.prepare import on_current_tables
from app.cli.refusal import Refused, in_sentences
from app.core import clock
from app.core.errors import DomainError
from app.core.tables import LARGEST
from app.core.transaction import transaction
from app.mediators.actions.import_roster import Roster, import_roster
from app.mediators.actions.roster_table import read_table
from app.mediators.actions.roster_template import template_file


@click.command("import-roster")
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("--skip-bad", is_flag=True, help="有错的行先跳过，其余的先导入。")
@click.option("--template", type=click.Path(path_type=Path), help="不导入，只把空白花名册写到这个文件。")
@with_appcontext
def import_roster_command(file: Path | None, skip_bad: bool, template: Path | None) -> None:
    """把花名册（.xlsx、.xls、.ods 或 .csv）导入调解人才库。有一行不对就一行也不导入，除非加 --skip-bad。"""
    with in_sentences():
        if template is not None:
            template.write_bytes(template_file())
            click.echo(f"空白花名册写好了：{template}")
            return
        if file is None:
            raise Refused("请写上花名册文件，例如：flask import-roster 花名册.xlsx")
    _tell(_read_in(file, skip_bad))


@on_current_tables
def _read_in(file: Path, skip_bad: bool) -> Roster:
    with in_sentences():
        return _imported(file, skip_bad)


def _imported(file: Path, skip_bad: bool) -> Roster:
    try:
        with file.open("rb") as stream:
            content = stream.read(LARGEST + 1)
        table = read_table(file.name, content)
        with transaction():
            return import_roster(table, skip_bad=skip_bad, actor=None, now=clock.now())
    except DomainError as refused:
        raise Refused(refused.sentence) from refused


def _tell(roster: Roster) -> None:
    click.echo(roster.source.sentence)
    for row in (*roster.bad, *roster.doubtful):
        click.echo(f"第{row.line}行 {row.name or '（姓名空着）'}：{' '.join(row.reasons)}", err=True)
    if not roster.is_imported:
        raise Refused(roster.summary)
    click.echo(roster.summary)


commands = (import_roster_command,)
