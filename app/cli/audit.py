"""`flask audit`: does the trail hold, and where does it stand?"""

from __future__ import annotations

import re
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import select

from app.audit.actions.heard import BEGUN
from app.audit.actions.seal_sheet import seal_sheet
from app.audit.actions.verify import Copy, verify
from app.audit.models import AuditEntry
from app.audit.queries import head
from app.cli.files import Found, look_through
from app.cli.prepare import on_current_tables
from app.cli.refusal import Refused, in_sentences
from app.cli.soundness import sealed_fault
from app.core import clock
from app.core.crypto import keys
from app.core.db import db
from app.core.errors import DomainError
from app.core.pdf import render_paper
from app.core.transaction import transaction
from app.papers.actions.verify_frozen import frozen_faults, never_frozen

MOST_SHOWN = 50
FEWEST_DIGITS = 16
HEAD = re.compile(rf"(?P<number>[0-9]{{1,18}}):(?P<digits>[0-9a-f]{{{FEWEST_DIGITS},64}})")


@click.group("audit")
def audit() -> None:
    """操作记录：核对有没有人动过，打印封条。"""


@audit.command("verify")
@click.option(
    "--head", "heads", multiple=True, metavar="条数:校验码", help="拿封条、提要或备份上的校验码来核对，可以写几个。"
)
@with_appcontext
@on_current_tables
def verify_command(heads: tuple[str, ...]) -> None:
    """核对操作记录、它登记过的每一行、留存的每一份文书，有没有被绕过系统改过。"""
    copies = [_copy(text) for text in heads]
    options = {"isolation_level": "REPEATABLE READ"} if db.engine.dialect.name == "postgresql" else {}
    with in_sentences(), db.engine.connect().execution_options(**options) as connection:
        found, now_at = verify(connection, keys(), copies), head(connection)
        sealed, files = sealed_fault(connection, keys()), look_through()
        db.session.rollback()
        db.session.connection(execution_options=options)
        papers, unfrozen = list(frozen_faults()), list(never_frozen())
        db.session.rollback()
    found += [*([sealed] if sealed else []), *_file_faults(files), *papers]
    for paper in unfrozen:
        click.echo(f"注意：{paper}")
    for one in files.missing if _may_be_elsewhere() else []:
        click.echo(f"注意：{one.words}的文件不在这台机器上；要是也不在别的服务器上，就是不见了。")
    for finding in found[:MOST_SHOWN]:
        click.echo(f"✗ {finding}")
    if found:
        raise Refused(f"一共有{len(found)}处对不上。请不要再往系统里录东西，先报告司法所。")
    number, digits = (now_at.number, now_at.short) if now_at else (0, "（还没有）")
    if fault := _fault_before_upgrade():
        click.echo(f"注意：升级以前的操作记录，升级那天就对不上：{fault}")
    click.echo(f"✓ 对得上：操作记录共 {number} 条，登记过的每一行都没有被绕过系统改过。校验码开头 {digits}")


@audit.command("head")
@with_appcontext
@on_current_tables
def head_command() -> None:
    """说出现在记到第几条、校验码是什么。"""
    with in_sentences(), db.engine.connect() as connection:
        found = head(connection)
    click.echo("还没有操作记录。" if found is None else f"{found.number}:{found.hash}")


@audit.command("sheet")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@with_appcontext
@on_current_tables
def sheet_command(file: Path) -> None:
    """把这个月的封条存成一个 PDF 文件 FILE。"""
    if file.exists():
        raise Refused(f"{file} 已经有了，请换一个文件名。")
    with in_sentences():
        try:
            with transaction():
                paper = seal_sheet(str(current_app.config["TOWN_NAME"]), now=clock.now())
                file.write_bytes(render_paper(paper).content)
        except DomainError as refused:
            raise Refused(refused.sentence) from refused
    click.echo(f"封条存在 {file}：请打印出来，两个人签名，跟案卷分开存放。")


def _file_faults(files: Found) -> list[str]:
    """What the chain does not cover itself: the files of attachments."""
    return [
        *(f"{one.words}的文件不见了。" for one in files.missing if not _may_be_elsewhere()),
        *(f"{one.words}的文件被改过，或者坏了。" for one in files.changed),
        *(f"{one.words}的文件用现在的密钥打不开。" for one in files.strange),
    ]


def _may_be_elsewhere() -> bool:
    """Whether several servers may share the database, each with files of its own (ADR 14)."""
    return db.engine.dialect.name == "postgresql"


def _fault_before_upgrade() -> str:
    """What was wrong with the chain before this one, on the day it was sealed; empty when nothing was."""
    begun = db.session.scalars(select(AuditEntry).where(AuditEntry.deed == BEGUN).limit(1)).first()
    return "" if begun is None else str(begun.content.detail["fault"])


def _copy(text: str) -> Copy:
    found = HEAD.fullmatch("".join(text.split()).lower())
    if found is None:
        raise Refused(f"“{text}”不是条数加校验码。要写成 1234:1a2b3c4d5e6f7a8b 这样，校验码至少{FEWEST_DIGITS}位。")
    return Copy(int(found["number"]), found["digits"], "您给的校验码")


commands = (audit,)
