"""`flask consume`: the clockwork beside the web server, which runs the sweeps every minute.

A sweep may be lost (the queue forgets a job that was killed) and may come twice; both are harmless, because what is
due stands in our own tables and a sweep does only what is still open there.
"""

from __future__ import annotations

import logging
import os
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click
from flask import Flask
from flask.cli import ScriptInfo

from app.accounts.actions.sweep import sweep_left_over
from app.audit.actions.access_stretches import sweep_access_log
from app.cli.daily import OnceADay, begin_check, keep_statistics
from app.cli.one_server import clockwork_runs
from app.cli.prepare import prepare_tables, refuse_pretending
from app.cli.refusal import in_sentences
from app.cli.start_checks import clock_fault
from app.core.brake import sweep_brakes
from app.core.clock import now
from app.deadlines.actions.sweep import sweep_deadlines
from app.mediators.actions.watch_terms import sweep_terms
from app.notifications.actions.deliver import sweep_outbox
from app.notifications.actions.digest import sweep_digest
from app.processes.actions.sweep import sweep_timers

if TYPE_CHECKING:
    from huey import SqliteHuey


@dataclass(frozen=True)
class Job:
    """One sweep: its name in the log, and the function that receives the moment it runs at."""

    name: str
    sweep: Callable[[datetime], object]


EVERY_MINUTE = (
    Job("terms", sweep_terms),
    Job("timers", sweep_timers),
    Job("deadlines", sweep_deadlines),
    Job("digest", sweep_digest),
    Job("looks", sweep_access_log),
    Job("outbox", sweep_outbox),
    Job("brakes", sweep_brakes),
    Job("left over", sweep_left_over),
)
"""Sweeps that run at the start and then every minute, one after the other, in this order."""

EVERY_DAY = (Job("statistics", keep_statistics), Job("soundness", begin_check))
"""The same, once a day."""

STOP_SECONDS = 30
STANDARD_INPUT = 0


def make_queue(app: Flask, jobs: tuple[Job, ...] = EVERY_MINUTE) -> SqliteHuey:
    """The queue in a file of its own beside the database, with every job on it: once now, then each minute."""
    from huey import SqliteHuey, crontab

    queue = SqliteHuey("jieyou", filename=str(Path(str(app.config["DATA_FOLDER"])) / "huey.db"), results=False)
    queue.flush()
    for job in jobs:
        queue.periodic_task(crontab(minute="*"), name=job.name)(_in_context(app, job))()
    return queue


def jobs_of_today(*, trusts_clock: bool = False) -> tuple[Job, ...]:
    """All jobs of a clockwork that begins now; none rings while the clock stands before what was written down last."""
    daily = tuple(Job(job.name, OnceADay(job.sweep)) for job in EVERY_DAY)
    every = EVERY_MINUTE if trusts_clock else tuple(Job(job.name, unless_clock_is_wrong(job)) for job in EVERY_MINUTE)
    return (*every, *daily)


def unless_clock_is_wrong(job: Job) -> Callable[[datetime], None]:
    """The sweep, which does nothing but say so while the clock is wrong: a period would ring on a day that is none."""

    def sweep(moment: datetime) -> None:
        fault = clock_fault(moment)
        if fault is None:
            job.sweep(moment)
        else:
            logging.getLogger("jieyou.clockwork").error("%s：%s没有办到期的事。", job.name, fault)

    return sweep


def _in_context(app: Flask, job: Job) -> Callable[[], None]:
    def run() -> None:
        with app.app_context():
            job.sweep(now())

    return run


@click.command("consume")
@click.option("--beside-server", is_flag=True, hidden=True, help="Stop when the process at standard input is gone.")
@click.option("--clock-is-right", is_flag=True, help="电脑的时间比最后一笔记录还早，也照办。")
@click.pass_obj
def consume(info: ScriptInfo, beside_server: bool, clock_is_right: bool) -> None:
    """每分钟办一次到期的事（make run 会自动带上它）。"""
    app = info.load_app()
    with in_sentences():
        prepare_tables(app, as_server=beside_server)
        refuse_pretending(app)
        with clockwork_runs(app):
            if beside_server:
                threading.Thread(target=_stop_with_server, daemon=True).start()
            _consume(app, trusts_clock=clock_is_right)


def _consume(app: Flask, *, trusts_clock: bool) -> None:
    for name in ("huey", "jieyou.clockwork"):
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = app.logger.handlers, False
        logger.setLevel(logging.WARNING)
    options = {"workers": 1, "graceful_signal": "TERM", "shutdown_timeout": STOP_SECONDS, "flush_locks": True}
    make_queue(app, jobs_of_today(trusts_clock=trusts_clock)).create_consumer(**options).run()


def _stop_with_server() -> None:
    """Wait for the end of standard input, which comes when the server is gone, however it went."""
    while os.read(STANDARD_INPUT, 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


commands = (consume,)
