"""`flask serve`: the whole system from one command: database up to date, web server, clockwork beside it."""

from __future__ import annotations

import errno
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import click
from flask import Flask
from flask.cli import ScriptInfo

from app.cli.after_update import foretell_moves
from app.cli.one_server import only_server
from app.cli.prepare import prepare_tables, refuse_pretending
from app.cli.refusal import Refused, in_sentences
from app.cli.start_checks import refuse_damage, refuse_unknown_steps, refuse_wrong_clock
from app.cli.town import load_example_if_empty
from app.core import clock
from app.core.db import db
from app.example.town.sign_ins import FILE_NAME, SHARED
from app.organisations.queries import example_town_is_loaded
from app.settings import PROJECT_FOLDER, shown_host

THREADS = 8
DRAIN_SECONDS = 20
CONSUMER_STOP_SECONDS = 35
LONGEST_PAUSE = 60.0
SIGN_INS_SHOWN = 17
CONSUMER_COMMAND = (sys.executable, "-m", "flask", "--app", "app", "consume", "--beside-server")


@click.command("serve")
@click.option("--clock-is-right", is_flag=True, help="电脑的时间比最后一笔记录还早，也照开。")
@click.option("--without-backup", is_flag=True, help="以前版本的数据库，更新以前不备份（已经另外备份好了）。")
@click.pass_obj
def serve(info: ScriptInfo, clock_is_right: bool, without_backup: bool) -> None:
    """打开系统：更新数据库、装示例镇（空库时）、开网页和定时任务。"""
    app = info.load_app()
    host, port = str(app.config["HOST"]), int(app.config["PORT"])
    with in_sentences(), claim_port(host, port) as listener, only_server(app, address_of(listener)) as was_cut_off:
        refuse_damage(app, was_cut_off=was_cut_off)
        if not clock_is_right:
            refuse_wrong_clock(app)
        sign_ins = prepare_database(app, backs_up=not without_backup)
        _open(app, listener, sign_ins, clock_is_right=clock_is_right)
    click.echo("已经停下，数据都在。")


def _open(app: Flask, listener: socket.socket, sign_ins: list[tuple[str, str, str]], *, clock_is_right: bool) -> None:
    """Look at what is under way, then serve until somebody asks to stop."""
    foretell_moves(app)
    refuse_unknown_steps(app)
    refuse_pretending(app)
    stop = stop_on_signals()
    command = (*CONSUMER_COMMAND, "--clock-is-right") if clock_is_right else CONSUMER_COMMAND
    with Consumer(stop, command, pretends=bool(app.config["PRETEND_DATE"])):
        serve_until(app, listener, stop, announcement(listener, sign_ins, kept_sign_ins(app)))


@contextmanager
def claim_port(host: str, port: int) -> Iterator[socket.socket]:
    """Take the port before anything else is done, so that a second start changes nothing. Raises Refused."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except socket.gaierror:
        raise Refused(f"JIEYOU_HOST 写的“{host}”不是这台机器的地址。只在本机用就写 127.0.0.1。") from None
    with socket.socket(family, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(address)
            listener.listen(1)
        except OSError as error:
            raise Refused(_port_sentence(error, host, port)) from error
        yield listener


def _port_sentence(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"端口 {port} 已经被占用：系统可能已经开着（打开 http://{host}:{port} 看看）。"
            f"要换一个端口，请运行：JIEYOU_PORT={port + 1} make run"
        )
    if error.errno == errno.EACCES:
        return f"端口 {port} 要管理员才能用，请换一个大于 1023 的，例如：JIEYOU_PORT=8000 make run"
    return f"不能在 {host}:{port} 上打开网页：{error.strerror}。请检查 JIEYOU_HOST 和 JIEYOU_PORT。"


def prepare_database(app: Flask, *, backs_up: bool = True) -> list[tuple[str, str, str]]:
    """Bring tables and live cases up to date, and an empty database its example town; the example's sign-ins.

    Raises what `prepare_tables` raises.
    """
    prepare_tables(app, as_server=True, backs_up=backs_up)
    return load_example_if_empty(app)


def address_of(listener: socket.socket) -> str:
    """The address at which a browser on this machine finds the pages."""
    host, port = listener.getsockname()[:2]
    return f"http://{shown_host(host)}:{port}"


def kept_sign_ins(app: Flask) -> Path | None:
    """The file with the example's sign-ins, while the example is loaded."""
    kept = Path(str(app.config["DATA_FOLDER"])) / FILE_NAME
    with app.app_context():
        is_there = example_town_is_loaded() and kept.is_file()
        db.session.remove()
    return kept if is_there else None


def announcement(listener: socket.socket, sign_ins: list[tuple[str, str, str]], kept: Path | None = None) -> str:
    """What is printed once the pages can be opened.

    Passwords are printed by the start that drew them alone, for what is printed at every start ends in logs; later ones
    name the file they are kept in.
    """
    lines = [""]
    if kept and not sign_ins:
        lines += [f"装着示例镇，登录名和密码在 {kept}。", ""]
    if sign_ins:
        lines += ["示例数据的登录名和密码（全部记在数据文件夹的 example-sign-ins.txt 里，以后不再打印）："]
        lines += [f"  {role}\t{name}\t{password}" for role, name, password in sign_ins[:SIGN_INS_SHOWN]]
        more = len(sign_ins) - SIGN_INS_SHOWN
        lines += [f"  …还有 {more} 个"] if more > 0 else []
        lines += [f"  {SHARED}", ""]
    return "\n".join([*lines, f"系统开好了，请用浏览器打开 {address_of(listener)}   （按 Ctrl-C 停下）", ""])


def stop_on_signals() -> threading.Event:
    """An event set by Ctrl-C or SIGTERM; a second signal stops at once."""
    stop = threading.Event()

    def ask(number: int, _frame: FrameType | None) -> None:
        stop.set()
        signal.signal(number, signal.SIG_DFL)

    signal.signal(signal.SIGINT, ask)
    signal.signal(signal.SIGTERM, ask)
    return stop


def serve_until(app: Flask, listener: socket.socket, stop: threading.Event, announce: str) -> None:
    """Answer requests until `stop`; then take no new ones, finish those under way (for 20 s), and return."""
    from waitress import create_server

    behind = bool(app.config.get("TRUSTED_PROXIES"))
    ways = {"threads": THREADS, "ident": "", "clear_untrusted_proxy_headers": not behind}
    server = create_server(app, map={}, sockets=[listener], **ways)
    try:
        click.echo(announce)
        while not stop.is_set():
            server.asyncore.loop(timeout=0.5, map=server._map, count=1)
        _drain(server)
    finally:
        server.task_dispatcher.shutdown(timeout=1)
        for channel in list(server.active_channels.values()):
            channel.handle_close()
        server.close()


def _drain(server: Any) -> None:
    server.del_channel()
    server.socket.close()
    rounds = DRAIN_SECONDS * 10
    while rounds and any(_busy(channel) for channel in server.active_channels.values()):
        server.asyncore.loop(timeout=0.1, map=server._map, count=1)
        rounds -= 1


def _busy(channel: Any) -> bool:
    return bool(channel.requests or channel.request or channel.total_outbufs_len)


class Consumer:
    """`flask consume` as a child process: started again when it dies, stopped with the server."""

    def __init__(
        self, stop: threading.Event, command: Sequence[str] = CONSUMER_COMMAND, *, pretends: bool = False
    ) -> None:
        self.stop, self.command, self.pretends = stop, command, pretends
        self.done = threading.Event()
        self.watcher = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Consumer:
        self.child = self._start()
        self.watcher.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.done.set()
        self.watcher.join()
        self.child.terminate()
        try:
            self.child.wait(CONSUMER_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.child.kill()
        with self.child:
            pass

    def _start(self) -> subprocess.Popen[bytes]:
        """Its standard input is a pipe from us: it ends when we are gone, even by SIGKILL.

        In training it is given the day it is here by now, which after midnight is the next one.
        """
        given = {"JIEYOU_PRETEND_DATE": clock.today().isoformat()} if self.pretends else {}
        return subprocess.Popen(
            self.command, cwd=PROJECT_FOLDER, stdin=subprocess.PIPE, start_new_session=True, env=os.environ | given
        )

    def _watch(self) -> None:
        pause = 1.0
        while not self.done.wait(pause):
            if self.child.poll() is None:
                pause = 1.0
            elif not self.stop.is_set():
                click.echo("定时任务停了，正在重新启动。", err=True)
                with self.child:
                    self.child = self._start()
                pause = min(pause * 2, LONGEST_PAUSE)


commands = (serve,)
