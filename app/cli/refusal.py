"""How a command says no: one sentence on what to do and exit status 1, never a traceback."""

from __future__ import annotations

import errno
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

import click
from sqlalchemy.exc import DatabaseError

from app.core.key_check import WrongKeys
from app.core.storage_faults import Fault, fault_of

SENTENCES = {
    Fault.FULL: "磁盘满了，数据库写不进去。请腾出空间后再运行。",
    Fault.BUSY: "数据库正被别的程序占着。请关掉那个程序（或者等一会儿）再运行。",
    Fault.CLOSED: "数据库文件打不开或不能写。请换成数据文件夹的主人来运行，或者改好文件夹的权限。",
    Fault.BROKEN: "数据库文件坏了。请停下系统，照 docs/restore.md 用最近一份备份恢复：flask restore 备份文件。",
    Fault.AWAY: "连不上数据库。请检查 JIEYOU_DATABASE_URL 写的地址，以及数据库是否开着。",
}


NOT_KNOWN = re.compile(
    r'password|authentication|role ".*" does not exist|pg_hba|认证|口令|角色 ".*" 不存在|用户 ".*" 不存在',
    re.IGNORECASE,
)
NO_SUCH = re.compile(r'database ".*" does not exist|数据库 ".*" 不存在')
"""PostgreSQL's words, English and Chinese: no number comes with a refusal at the door (libpq gives none)."""


class Refused(click.ClickException):
    """A command that cannot be carried out; the message is the sentence the person reads."""

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the sentence alone."""
        click.echo(self.message, file=file, err=file is None)


@contextmanager
def in_sentences() -> Iterator[None]:
    """Turn what disks and databases report, and keys that are not the database's, into a sentence. Raises Refused."""
    try:
        yield
    except WrongKeys as wrong:
        raise Refused(wrong.sentence) from wrong
    except OSError as error:
        raise Refused(sentence_for_system(error)) from error
    except (DatabaseError, sqlite3.DatabaseError) as error:
        raise Refused(sentence_for_database(error)) from error


def sentence_for_system(error: OSError) -> str:
    """What to do about an error of the operating system."""
    place = error.filename or "数据文件夹"
    if fault_of(error) is Fault.FULL:
        return f"磁盘满了（{place}）。请腾出空间后再运行。"
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return f"不能写 {place}。请换成这个文件夹的主人来运行，或者改好文件夹的权限。"
    if error.errno == errno.ENOENT:
        return f"找不到 {place}。请检查路径后再运行。"
    return f"没有做成：{place}：{error.strerror}。"


def _turned_away(error: DatabaseError | sqlite3.DatabaseError) -> str | None:
    """What to do when the server is there and lets nobody in by this name, or holds no such database."""
    said = str(error.orig if isinstance(error, DatabaseError) else error)
    if not isinstance(error, DatabaseError) or not isinstance(error.orig, Exception):
        return None
    if NO_SUCH.search(said):
        return (
            "数据库服务器开着，可是没有 JIEYOU_DATABASE_URL 最后写的那个库。"
            "请检查库名；还没有建的，先在服务器上建一个（createdb 库名）。"
        )
    if ("FATAL" in said and NOT_KNOWN.search(said)) or "no password supplied" in said:
        return "数据库服务器开着，可是不认这个用户名或密码。请检查 JIEYOU_DATABASE_URL 里的用户名和密码。"
    return None


def sentence_for_database(error: DatabaseError | sqlite3.DatabaseError) -> str:
    """What to do when the database itself fails; what it said, when that is all there is to say."""
    fault = fault_of(error)
    turned_away = _turned_away(error) if fault in {Fault.AWAY, None} else None
    if turned_away:
        return turned_away
    if fault in SENTENCES:
        return SENTENCES[fault]
    said = str(error.orig if isinstance(error, DatabaseError) else error)
    return f"数据库没有答应：{(said.strip().splitlines() or ['原因不明'])[0]}"
