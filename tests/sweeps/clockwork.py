"""Real `flask consume` processes that can be killed, and the SMS gateway they send to."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Lock, Thread

from app.settings import PROJECT_FOLDER
from tests.notifications.outside import Received

LEASE_SECONDS = 3
COMMAND = (sys.executable, "-m", "flask", "--app", "app", "consume", "--beside-server")
LONGEST_WAIT = 180
"""Bound of every wait: what a start missed comes with the next minute, also on a busy machine."""
STEP = 0.02


def wait_until(true: Callable[[], bool], what: str, seconds: float = LONGEST_WAIT) -> None:
    """Wait for a condition. Raises `TimeoutError` that says which."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            raise TimeoutError(f"waited {seconds} s in vain: {what}")
        time.sleep(STEP)


class Clockwork:
    """One consumer, as on a machine of its own: its own data folder with the town's keys, the town's database.

    It ends when this process is gone, for its standard input is a pipe from here.
    """

    def __init__(self, name: str, home: Path, settings: Mapping[str, str]) -> None:
        self.name, self.folder = name, home / name
        self.folder.mkdir(mode=0o700, exist_ok=True)
        shutil.copy(home / "keys.json", self.folder)
        surroundings = {key: value for key, value in os.environ.items() if not key.startswith("JIEYOU_")}
        own = {f"JIEYOU_{key}": value for key, value in settings.items()} | {"JIEYOU_DATA_FOLDER": str(self.folder)}
        with (self.folder / "log").open("ab") as log:
            self.child = subprocess.Popen(
                COMMAND, cwd=PROJECT_FOLDER, env=surroundings | own, stdin=subprocess.PIPE, stdout=log, stderr=log
            )

    @property
    def is_running(self) -> bool:
        return self.child.poll() is None

    @property
    def has_queue(self) -> bool:
        """Whether it has come so far that it goes to work."""
        return (self.folder / "huey.db").exists()

    @property
    def said(self) -> str:
        """What it logged; nothing when all went well."""
        return (self.folder / "log").read_text()

    def pause(self) -> None:
        """Let it stand still, wherever it is."""
        self.child.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        self.child.send_signal(signal.SIGCONT)

    def kill(self) -> None:
        """End it without a chance to tidy up; returns when it is gone."""
        self.child.kill()
        with self.child:
            self.child.wait()


class Gateway:
    """The other side of the SMS channel: an address for every sender, so that it knows who sent what."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, Received]] = []
        self._lock = Lock()

    def address(self, sender: str) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/{sender}"

    def keys(self, sender: str | None = None) -> list[str]:
        """The key of every message taken, in order; of one sender or of all."""
        with self._lock:
            return [one.headers["idempotency-key"] for who, one in self.taken if sender in (None, who)]

    def take(self, sender: str, message: Received) -> None:
        """A message is here; the sender waits until this returns."""
        with self._lock:
            self.taken.append((sender, message))

    def __enter__(self) -> Gateway:
        gateway = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                headers = {name.lower(): value for name, value in self.headers.items()}
                gateway.take(self.path.strip("/"), Received(self.path, headers, body))
                with suppress(ConnectionError):
                    self.send_response(200)
                    self.send_header("Content-Length", "0")
                    self.end_headers()

            def log_message(self, *_args: object) -> None:
                """A test's output is quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class CatchingGateway(Gateway):
    """Takes its time; once both consumers send and `many` messages are here, the victim gets no answer any more.

    The victim then stands in the middle of its sweep: the message has arrived and is not marked as sent.  Until that
    is so the other one is slowed down, so that there is something left to send.
    """

    TAKES, AWAITING_OTHER, AWAITING_VICTIM, HOLDS = 0.025, 0.5, 5, 9
    """Seconds; all shorter than what a sender waits for an answer."""

    def __init__(self, victim: str, many: int) -> None:
        super().__init__()
        self.victim, self.many = victim, many
        self.both, self.caught, self.killed = Event(), Event(), Event()

    def take(self, sender: str, message: Received) -> None:
        super().take(sender, message)
        if len({who for who, _ in self.taken}) == 2:
            self.both.set()
        self.both.wait(self.AWAITING_OTHER)
        time.sleep(self.TAKES)
        if not self.both.is_set() or len(set(self.keys())) < self.many:
            return
        if sender == self.victim:
            self.caught.set()
            self.killed.wait(self.HOLDS)
        else:
            self.caught.wait(self.AWAITING_VICTIM)
