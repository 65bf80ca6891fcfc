"""What a start looks at before anything is written: whether the database is whole, and whether the clock is right."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import click
from flask import Flask, current_app
from sqlalchemy import inspect, select

from app.audit.models import AuditEntry
from app.cli.data_folder import sqlite_file
from app.cli.refusal import Refused
from app.core import clock
from app.core.database_check import NotFinished, damage_of, is_marked, mark_damage
from app.core.db import db
from app.core.pages import chinese_moment
from app.organisations.models import TownFact
from app.organisations.queries import example_town_is_loaded
from app.processes.queries.versions import step_faults

CHECK_SECONDS = 10.0
"""How long the start after a power cut may look at the database; the clockwork does the rest."""
CLOCK_MAY_BE_BEHIND = timedelta(minutes=5)
"""What two machines' clocks, or one that was set right, differ by."""
PROGRAM_IS_OF = datetime(2026, 1, 1, tzinfo=UTC)
"""No clock that is right shows an earlier moment."""
RESTORE = (
    "请先停用这份数据：运行 .venv/bin/flask town set-aside --yes（旧的收在一边，一样不删）；"
    "再用最近一份核对过的备份恢复：.venv/bin/flask restore 备份文件 --keys 密钥文件（见 docs/restore.md）。"
    "拿不准就先别动，打电话问懂的人。"
)
ON_PURPOSE = "如果电脑的时间确实是对的，请运行：.venv/bin/flask serve --clock-is-right"


def refuse_damage(app: Flask, *, was_cut_off: bool) -> None:
    """A damaged SQLite file is not served.  Raises `Refused` with the way back.

    After a clean stop nothing is read, so that a start takes no longer with more cases; after a kill or a power cut the
    file is looked at for at most ten seconds; where damage was found before, until it is known whether it is mended.
    """
    database, folder = sqlite_file(app), Path(str(app.config["DATA_FOLDER"]))
    if database is None or not database.is_file():
        mark_damage(folder, None)  # what was found was another database, which was put aside or moved to a server
        return
    if not (was_cut_off or is_marked(folder)):
        return
    if was_cut_off:
        click.echo("上次没有正常停下，先看看数据库有没有坏…")
    try:
        said = damage_of(database, seconds=None if is_marked(folder) else CHECK_SECONDS)
    except NotFinished:
        click.echo("数据库比较大，先打开系统；剩下的由定时任务接着查。")
        return
    mark_damage(folder, said)
    if said is not None:
        raise Refused(f"数据库文件 {database} 坏了（{said}）。系统没有打开，没有动任何东西。\n{RESTORE}")


def refuse_wrong_clock(app: Flask) -> None:
    """The deadlines are reckoned from this clock: one that is clearly wrong stops the start.  Raises `Refused`."""
    with app.app_context():
        said = clock_fault(clock.now())
        db.session.remove()
    if said:
        raise Refused(f"{said}系统没有打开，没有动任何东西。\n请先把电脑的日期和时间调对，再运行。{ON_PURPOSE}")


def clock_fault(now: datetime) -> str | None:
    """A sentence when the clock is before the program's own year, or before what was written down last; else None.

    The newest entry of the trail is the one written last: whoever goes on with an earlier clock on purpose is asked
    once.  In training and in the example town days are chosen, and nothing is lost by a wrong one.
    """
    if current_app.config["PRETEND_DATE"]:
        return None
    if now < PROGRAM_IS_OF:
        return f"这台电脑的时间是{chinese_moment(now)}，不对。"
    with db.engine.connect() as connection:
        seen = inspect(connection)
        if not (seen.has_table(AuditEntry.__tablename__) and seen.has_table(TownFact.__tablename__)):
            return None
        newest = connection.scalar(select(AuditEntry.entered_at).order_by(AuditEntry.id.desc()).limit(1))
    if newest is None or now >= newest - CLOCK_MAY_BE_BEHIND or example_town_is_loaded():
        return None
    return f"这台电脑的时间是{chinese_moment(now)}，可是系统里最后一笔记录是{chinese_moment(newest)}记的，时间倒退了。"


def refuse_unknown_steps(app: Flask) -> None:
    """A matter whose version has a step that nobody can carry out could never go on.  Raises `Refused`.

    Such a step has no handler in this program, no form or nobody to answer it; or the version lost the step at which
    the matter stands.  Asked after the tables were brought up to date, for a migration may be what renames a step.
    """
    with app.app_context():
        faults = list(step_faults())
        db.session.remove()
    if faults:
        raise Refused(
            f"{''.join(faults)}系统没有打开，数据都在。\n"
            "能换到最新的图的，先运行 .venv/bin/flask diagram migrate 流程名 --apply 换过去；"
            "换不了的，请换上会办这些步骤的版本，或者用更新以前的备份恢复（见 docs/restore.md）。"
        )
