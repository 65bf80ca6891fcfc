"""The data folder at the start: never a second ring over sealed values, never the example over what was lost."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from flask import Flask
from sqlalchemy import make_url

from app.cli.refusal import Refused
from app.core.clock import local
from app.core.database_check import MARK
from app.core.db import db
from app.core.key_check import belongs
from app.core.key_ring import KeyRing
from app.example.town.sign_ins import FILE_NAME
from app.settings import KEY_FILE

FILES, JOBS, DATABASE = "files", "huey.db", "jieyou.db"
UNDER_WAY = "restore-under-way"
"""The mark of a restore that has not come to its end."""
OF_USE = (KEY_FILE, FILES, FILE_NAME, JOBS)
"""What a folder holds once the system has run on it; the fonts are laid there before."""
OF_SQLITE = ("", "-wal", "-shm", "-journal")


def refuse_lost_database(app: Flask) -> None:
    """A folder that was used before, whose database is gone or empty, is not filled anew.  Raises `Refused`.

    A disk that was not mounted looks like this, and so does a file moved away by mistake.
    """
    database = sqlite_file(app)
    folder = Path(str(app.config["DATA_FOLDER"]))
    if (folder / UNDER_WAY).exists():
        raise Refused("上一次从备份恢复没有做完。请再运行一次 flask restore 备份文件，它会收拾好，从头做起。")
    if database is None or _holds_something(database) or not signs_of_use(folder):
        return
    state = "是空的" if database.exists() else "不见了"
    raise Refused(
        f"数据文件夹 {folder} 以前用过（里面有 {'、'.join(signs_of_use(folder))}），可是数据库 {database} {state}。"
        "没有动任何东西。\n"
        "常见的原因：硬盘没有挂上，文件被挪走，或者换了 JIEYOU_DATABASE_URL。两条路：\n"
        "  一、把数据库文件放回原处，或者照 docs/restore.md 用 flask restore 从备份恢复。\n"
        "  二、真的要从头开始：运行 .venv/bin/flask town set-aside --yes（旧的收在一边，不删），再运行 make run。"
    )


def sqlite_file(app: Flask) -> Path | None:
    """The file of the embedded database; None on a server."""
    address = make_url(str(app.config["SQLALCHEMY_DATABASE_URI"]))
    named = address.get_backend_name() == "sqlite" and address.database not in (None, "", ":memory:")
    return Path(str(address.database)) if named else None


def signs_of_use(folder: Path) -> list[str]:
    """Names of what only a folder holds on which the system has run."""
    return [name for name in OF_USE if _holds_something(folder / name)]


def _holds_something(path: Path) -> bool:
    if path.is_dir():
        return any(path.iterdir())
    beside = path.with_name(f"{path.name}-wal")
    return any(one.is_file() and one.stat().st_size > 0 for one in (path, beside))


def refuse_other_keys(app: Flask) -> None:
    """The keys must be those that sealed the database.  Raises `Refused`; needs the application context."""
    ring: KeyRing = app.config["KEY_RING"]
    place = Path(str(app.config["KEY_FILE"]))
    with db.engine.connect() as connection:
        if belongs(connection, ring):
            return
    state = "里的密钥不是那一份" if place.exists() else "不见了"
    raise Refused(
        f"数据库里的身份证号、电话是用密钥锁着的，可是密钥文件 {place} {state}。没有动任何东西，也没有生成新的密钥。\n"
        f"请把原来的 keys.json（另抄的、和备份分开存放的那一份；换过密钥的，用换好以后的那一份）放到 {place}，再运行。"
    )


def set_aside(app: Flask, *, now: datetime) -> Path:
    """Move everything of a used folder into a folder of its own inside it; nothing is deleted.

    Returns that folder.  Raises `Refused` when there is nothing to move or the database is on a server; `OSError`.
    """
    folder, database = Path(str(app.config["DATA_FOLDER"])), sqlite_file(app)
    if database is None:
        raise Refused("数据库在服务器上，这个命令只管本机的数据文件夹。请让管数据库的人来办。")
    names = [*OF_USE, MARK, *(f"{JOBS}{ending}" for ending in OF_SQLITE[1:])]
    found = [folder / name for name in names if (folder / name).exists()]
    found += sorted(folder.glob(f"{Path(KEY_FILE).stem}-*.json"))  # keys that were put aside at an exchange
    found += [one for ending in OF_SQLITE if (one := database.with_name(f"{database.name}{ending}")).exists()]
    if not found:
        raise Refused("数据文件夹里没有用过的东西，不用收。直接运行 make run。")
    place = folder / f"set-aside-{local(now):%Y%m%d-%H%M%S}"
    place.mkdir(mode=0o700)
    for one in found:
        one.rename(place / one.name)
    return place
