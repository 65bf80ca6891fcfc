"""A reader of foreign files in a process of its own, bounded in time and memory: what kills it, kills nothing else."""

from __future__ import annotations

import logging
import resource
import signal
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

from app.core.errors import Invalid, NotNow

AT_ONCE = 2
"""How many readers run at the same time; a third one waits."""
LONGEST_WAIT = 30
BUSY = "别人正在传文件，这会儿轮不到。请过一分钟再试，您选的文件没有问题。"
_TOO_MUCH = frozenset({signal.SIGABRT, signal.SIGKILL, signal.SIGXCPU, signal.SIGXFSZ})
"""What a process dies of that met a limit; a library in Rust that gets no memory aborts."""
_log = logging.getLogger(__name__)
_places = threading.BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True)
class Limits:
    """What a reader may use: seconds of the processor, seconds in all, bytes of memory."""

    processor_seconds: int = 10
    seconds: int = 30
    memory: int = 640_000_000


@dataclass(frozen=True)
class Sentences:
    """What is said of a file that cannot be read, and of one that asks for more than the limits."""

    unreadable: str
    too_much: str


def read_apart(script: Path, content: bytes, said: Sentences, limits: Limits | None = None) -> bytes:
    """What a script writes that is given the content: Python without the app, its environment and its database.

    The limits are set between its start and its input: a script reads its input before it does anything else.
    Raises `Invalid` with one of the two sentences when the script fails or meets a limit, `NotNow` when too many
    readers are at work for half a minute.
    """
    if not _places.acquire(timeout=LONGEST_WAIT):
        raise NotNow(BUSY)
    try:
        return _run(script, content, said, limits or Limits())
    finally:
        _places.release()


def _run(script: Path, content: bytes, said: Sentences, limits: Limits) -> bytes:
    command = [sys.executable, "-I", "-B", str(script)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, env={}, cwd="/") as reader:
        try:
            _bound(reader.pid, limits)
            answer, _ = reader.communicate(content, timeout=limits.seconds)
        except subprocess.TimeoutExpired:
            _log.warning("the reader of a foreign file took longer than %d seconds", limits.seconds)
            raise Invalid(said.too_much) from None
        finally:
            reader.kill()
    if reader.returncode:
        _log.warning("the reader of a foreign file ended with %d", reader.returncode)
        raise Invalid(said.too_much if -reader.returncode in _TOO_MUCH else said.unreadable)
    return answer


def _bound(process: int, limits: Limits) -> None:
    """Set before the process is given anything to read."""
    for kind, most in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_CPU, limits.processor_seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.prlimit(process, kind, (most, most))
