"""`flask keys`: which keys there are and what hangs on each, a new one for the old, a pair for backups."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from app.cli.exchange_keys import exchange_keys, set_aside_in
from app.cli.one_server import without_server
from app.cli.prepare import on_current_tables
from app.cli.refusal import Refused, in_sentences
from app.core import clock, files
from app.core.db import db
from app.core.key_ring import KeyRing
from app.core.sealed_columns import sealed_columns
from app.core.sealed_files import LONGEST_HEAD, key_of

BROKEN = (
    "有 {broken} 条（个）用哪把密钥都打不开，原样留着；旧密钥也还留在密钥文件里。"
    "请运行 flask files check 和 flask verify-backup 看是哪些，补好以后再运行一次。"
)
ELSEWHERE = (
    "有 {elsewhere} 个附件的文件不在这台机器上，所以旧密钥还留在密钥文件里。"
    "它们要是在另一台机器上，先把那里 files 文件夹里的文件抄过来，再运行一次；"
    "要是真的丢了，先试试 flask files put-back，补不回来的，加上 --lost 再运行一次。"
)
ASIDE = (
    "旧密钥收在 {aside}（只有文件的主人读得到）。以前做的备份要用它才能恢复，请和那些备份分开存放。\n"
    "等到用旧密钥做的备份一份都不留了，再把这个文件销毁；销毁以后，那些备份里的内容谁也打不开。"
)
PAIR = """公开的一半（写进设置，可以给人看）：
  JIEYOU_BACKUP_RECIPIENTS={public}

私下的一半（只显示这一次，哪里也没有存）：
  {private}

请现在就把私下的一半抄在纸上或者打印出来，抄两份，锁在两个地方；别存在这台电脑里。
没有它，加了密的备份谁也打不开。抄好以后核对一遍，再把这个窗口关掉。"""


@click.group("keys")
def keys() -> None:
    """密钥：看有哪些，换新的，给备份做一对密钥。"""


@keys.command("rotate")
@click.option("--lost", is_flag=True, help="不在这台机器上的附件是真的丢了，不用等它们。")
@click.option("--cookies", is_flag=True, help="登录用的密钥也换掉：所有人都要重新登录。")
@with_appcontext
@on_current_tables
def rotate(lost: bool, cookies: bool) -> None:
    """换一把新密钥：每一条加密的内容、每一个附件都用新密钥重新加密。先停下系统；中断了就再运行一次。"""
    with in_sentences(), without_server(current_app):
        done = exchange_keys(now=clock.now(), new_cookies=cookies, say=click.echo, are_lost=lost)
    if done.broken:
        raise Refused(BROKEN.format(broken=done.broken))
    if done.elsewhere:
        raise Refused(ELSEWHERE.format(elsewhere=done.elsewhere))
    click.echo(f"换好了。现在的密钥文件：{current_app.config['KEY_FILE']}，请另抄一份，和备份分开存放。")
    if done.put_aside is not None:
        click.echo(ASIDE.format(aside=done.put_aside))
    click.echo("请马上做一份新的备份：.venv/bin/flask backup 文件名")


@keys.command("new-backup-key")
def new_backup_key() -> None:
    """做一对备份密钥：公开的一半用来加密备份，私下的一半用来打开，只显示这一次。"""
    from pyrage import x25519

    pair = x25519.Identity.generate()
    click.echo(PAIR.format(public=pair.to_public(), private=pair))


@keys.command("check")
@with_appcontext
@on_current_tables
def check() -> None:
    """看有哪几把密钥，每一把加密了多少条内容、多少个附件。"""
    with in_sentences():
        click.echo("\n".join(_lines()))


def _lines() -> list[str]:
    place = Path(str(current_app.config["KEY_FILE"]))
    ring = KeyRing.read(place)
    if ring is None:
        raise Refused(f"还没有密钥文件 {place}：第一次加密内容的时候会自己生成。")
    values, stored = _values(), _files()
    lines = [f"密钥文件 {place}"]
    for name in ring.fields:
        use = "现在用它加密" if name == ring.sealing_key else "旧的，没有换完，请再运行 flask keys rotate"
        lines.append(f"  {name}\t{use}\t{values[name]} 条内容\t{stored[name]} 个附件")
    strange = sorted(name for name in values.keys() | stored.keys() if name is not None and name not in ring.fields)
    lines += [f"  {name}\t没有这把密钥，打不开\t{values[name]} 条内容\t{stored[name]} 个附件" for name in strange]
    if stored[None]:
        lines.append(f"  还没有加密的附件 {stored[None]} 个：下次运行 make run 会加密。")
    for path, kept in set_aside_in(place):
        lines.append(f"收在一边的旧密钥 {path.name}：{'、'.join(kept.fields)}（以前的备份要用）")
    return lines


def _values() -> Counter[str | None]:
    found: Counter[str | None] = Counter()
    with db.engine.connect() as connection:
        for one in sealed_columns():
            found.update(row[one.column.name].split(".")[1] for row in one.all_rows(connection))
    return found


def _files() -> Counter[str | None]:
    found: Counter[str | None] = Counter()
    for path in files.folder().iterdir():
        with path.open("rb") as file:
            found[key_of(file.read(LONGEST_HEAD))] += 1
    return found


commands = (keys,)
