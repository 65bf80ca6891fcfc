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

import click
from flask import Flask
from flask.cli import ScriptInfo
from huey import SqliteHuey, crontab

from app.accounts.sweep import sweep_left_over
from app.cli.data_folder import refuse_other_keys
from app.cli.refusal import Refused
from app.core.clock import now
from app.deadlines.sweep import sweep_deadlines
from app.mediators.watch_terms import sweep_terms
from app.notifications.deliver import sweep_outbox
from app.notifications.digest import sweep_digest
from app.organisations.queries import example_town_is_loaded
from app.processes.sweep import sweep_timers


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
    Job("outbox", sweep_outbox),
    Job("left over", sweep_left_over),
)
"""Sweeps that run at the start and then every minute, one after the other, in this order."""

STOP_SECONDS = 30
STANDARD_INPUT = 0


def make_queue(app: Flask, jobs: tuple[Job, ...] = EVERY_MINUTE) -> SqliteHuey:
    """The queue in a file of its own beside the database, with every job on it: once now, then each minute."""
    queue = SqliteHuey("jieyou", filename=str(Path(str(app.config["DATA_FOLDER"])) / "huey.db"), results=False)
    queue.flush()
    for job in jobs:
        queue.periodic_task(crontab(minute="*"), name=job.name)(_in_context(app, job))()
    return queue


def _in_context(app: Flask, job: Job) -> Callable[[], None]:
    def run() -> None:
        with app.app_context():
            job.sweep(now())

    return run


def refuse_pretending(app: Flask) -> None:
    """Another day than today is for training: real data keep the real date. Raises Refused."""
    with app.app_context():
        if app.config["PRETEND_DATE"] and not example_town_is_loaded():
            raise Refused("换日期只能用在示例镇上：现在装的不是示例数据，请去掉 JIEYOU_PRETEND_DATE 再运行。")


@click.command("consume")
@click.option("--beside-server", is_flag=True, hidden=True, help="Stop when the process at standard input is gone.")
@click.pass_obj
def consume(info: ScriptInfo, beside_server: bool) -> None:
    """每分钟办一次到期的事（make run 会自动带上它）。"""
    app = info.load_app()
    refuse_pretending(app)
    with app.app_context():
        refuse_other_keys(app)
    logger = logging.getLogger("huey")
    logger.handlers, logger.propagate = app.logger.handlers, False
    logger.setLevel(logging.WARNING)
    if beside_server:
        threading.Thread(target=_stop_with_server, daemon=True).start()
    options = {"workers": 1, "graceful_signal": "TERM", "shutdown_timeout": STOP_SECONDS, "flush_locks": True}
    make_queue(app).create_consumer(**options).run()


def _stop_with_server() -> None:
    """Wait for the end of standard input, which comes when the server is gone, however it went."""
    while os.read(STANDARD_INPUT, 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


commands = (consume,)
