"""`flask town`: the example town in, counted, and out again."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import ScriptInfo, with_appcontext
from sqlalchemy import func, select

from app.cli.daily import keep_statistics
from app.cli.data_folder import set_aside
from app.cli.one_server import without_server
from app.cli.prepare import on_current_tables
from app.cli.refusal import Refused, in_sentences
from app.core import clock, files
from app.core.db import db
from app.core.terms import LEVEL_NAMES, POOL_CATEGORY_NAMES, Level
from app.core.transaction import transaction
from app.mediators.models import PoolMember
from app.organisations.models import ResidentGroup, Village
from app.organisations.queries import counts_by_level, example_town_is_loaded, fact


def load_example_if_empty(app: Flask) -> list[tuple[str, str, str]]:
    """Give an empty SQLite database the example town.

    Returns the sign-ins to show (whose, name, password) when it was loaded now, else nothing; the file holds those of
    all villages.  A database on a server and one from which the example was cleared stay as they are.
    """
    from app.example.town.load import CLEARED, FACT, is_empty, load_example
    from app.example.town.sign_ins import to_show

    with app.app_context():
        folder = _folder()
        if example_town_is_loaded():
            return []
        was_cleared = fact(FACT) == CLEARED
        if db.engine.dialect.name != "sqlite" or was_cleared or not is_empty():
            return []
        with transaction():
            loaded = load_example(folder, now=clock.now())
        keep_statistics()
        return to_show(loaded)


def _folder() -> Path:
    return Path(current_app.config["DATA_FOLDER"])


def leave_no_trace() -> None:
    """Write a SQLite file anew, so that what was deleted from it does not stand in its free pages or its log."""
    if db.engine.dialect.name == "sqlite":
        db.session.remove()
        with closing(db.engine.raw_connection()) as connection:
            for command in ("VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"):
                connection.cursor().execute(command)


@click.group("town")
def town() -> None:
    """示例镇：装上、数一数、清掉。"""


@town.command("stats")
@with_appcontext
@on_current_tables
def stats() -> None:
    """数一数：四级调解组织各几个，人才库各类多少人。"""
    with in_sentences():
        click.echo("\n".join(_stats_lines()))


def _stats_lines() -> list[str]:
    counts = counts_by_level()
    rungs = (Level.TOWN, Level.VILLAGE, Level.GROUP, Level.CLAN)
    lines = ["调解组织"]
    lines += [f"  {LEVEL_NAMES[level]}\t{counts.get(level, 0)}" for level in rungs]
    grouped = select(PoolMember.category, func.count()).group_by(PoolMember.category)
    people = dict(db.session.execute(grouped).all())
    lines += ["", "调解人才库"]
    lines += [f"  {name}\t{people.get(category, 0)}" for category, name in POOL_CATEGORY_NAMES.items()]
    distinct = db.session.scalar(select(func.count(PoolMember.person_id.distinct()))) or 0
    lines += [f"  合计（不同的人）\t{distinct}", ""]
    for table, label in ((Village, "村（社区）"), (ResidentGroup, "村民组")):
        lines.append(f"{label}\t{db.session.scalar(select(func.count()).select_from(table)) or 0}")
    return lines


@town.command("load-example")
@with_appcontext
@on_current_tables
def load_example_command() -> None:
    """把示例镇装进空的数据库（人物都是编的）。"""
    from app.example.town.load import is_empty, load_example
    from app.example.town.sign_ins import FILE_NAME

    with in_sentences():
        if example_town_is_loaded():
            raise Refused("示例数据已经装着了。要重来，请先运行 flask town clear-example --yes。")
        if not is_empty():
            raise Refused("数据库里已经有数据，不能再装示例。请换一个空的数据库。")
        with transaction():
            sign_ins = load_example(_folder(), now=clock.now())
        keep_statistics()
    click.echo(f"示例镇装好了。{len(sign_ins)}个登录名和密码在 {_folder() / FILE_NAME}。")


@town.command("clear-example")
@click.option("--yes", is_flag=True, help="真的清空，不再问。")
@with_appcontext
@on_current_tables
def clear_example(yes: bool) -> None:
    """正式使用以前，把示例的人、案件、信访和账号全部清空；村、镇里的单位和四级调解组织留着。"""
    from app.example.town.load import clear_tables
    from app.example.town.sign_ins import forget_sign_ins

    with in_sentences():
        if not example_town_is_loaded():
            raise Refused("现在装的不是示例数据，不能用这个命令清空。真实数据请用备份和恢复来处理。")
        if not yes:
            raise Refused(
                "这会清空全部数据，包括练习时登记的案件、信访、附件和操作记录。确定要清，请加上 --yes 再运行一次。"
            )
        with without_server(current_app):
            with transaction():
                clear_tables(now=clock.now())
            shutil.rmtree(files.folder(), ignore_errors=True)
            forget_sign_ins(_folder())
            leave_no_trace()
    click.echo("示例的人、案件和信访都清空了，村、镇里的单位和四级调解组织留着，横幅也没有了。")
    click.echo("下一步：运行 flask account open-administrator 姓名 登录名，登录以后导入名册、开账号。")


@town.command("set-aside")
@click.option("--yes", is_flag=True, help="真的收起来，不再问。")
@click.pass_obj
def set_aside_command(info: ScriptInfo, yes: bool) -> None:
    """把用过的数据（数据库、密钥、附件、登录名）收进数据文件夹里的一个子文件夹，一样不删，好从头开始。"""
    app = info.load_app()
    with in_sentences():
        if not yes:
            raise Refused("这会把现在的数据库、密钥、附件全部收到一边（不删）。先停下系统；确定要收，请加上 --yes。")
        with without_server(app):
            place = set_aside(app, now=clock.now())
    click.echo(f"都收在 {place}，一样没删。下一步：运行 make run，从头开始；要用回旧的，把里面的东西放回原处。")


commands = (town,)
