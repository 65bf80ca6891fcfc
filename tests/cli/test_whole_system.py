"""`flask serve` as an office starts it: a process of its own on a free port, with an empty data folder."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

PROJECT = Path(__file__).resolve().parent.parent.parent
FIRST_START_SECONDS, LATER_START_SECONDS, STOP_SECONDS = 240, 120, 120
Start = Callable[[], subprocess.Popen[str]]


@pytest.fixture
def address() -> str:
    """An address nobody serves."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}"


@pytest.fixture
def start(tmp_path: Path, address: str) -> Iterator[Start]:
    """Start the system on the same data folder; whatever still runs at the end of the test is killed."""
    started: list[subprocess.Popen[str]] = []

    def begin() -> subprocess.Popen[str]:
        settings = {"JIEYOU_DATA_FOLDER": str(tmp_path / "instance"), "JIEYOU_PORT": address.rsplit(":", 1)[1]}
        command = [sys.executable, "-m", "flask", "serve"]
        process = subprocess.Popen(
            command,
            cwd=PROJECT,
            env={**os.environ, **settings},
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        started.append(process)
        return process

    yield begin
    for process in started:
        process.kill()
        with process:
            pass


def healthy(address: str) -> bool:
    """Whether the system says of itself that it is well."""
    try:
        with urlopen(f"{address}/healthz", timeout=30) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False


def wait_for(true: Callable[[], bool], seconds: float) -> None:
    """Wait until something is so. Raises TimeoutError."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(0.1)


def opened(process: subprocess.Popen[str], address: str, seconds: float) -> None:
    """Wait until the system answers; one that ends instead fails with what it printed."""
    wait_for(lambda: healthy(address) or process.poll() is not None, seconds)
    assert process.poll() is None, process.communicate()[0]


def clockwork_of(folder: Path) -> list[int]:
    """The clockwork processes that work on this data folder."""
    mark = f"JIEYOU_DATA_FOLDER={folder}".encode()
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            works_here = mark in (process / "environ").read_bytes()
            if works_here and b"consume" in (process / "cmdline").read_bytes():
                found.append(int(process.name))
        except OSError:
            continue
    return found


def stopped(process: subprocess.Popen[str]) -> str:
    """Ask the system to stop and return all it printed."""
    process.send_signal(signal.SIGTERM)
    output = process.communicate(timeout=STOP_SECONDS)[0]
    assert process.returncode == 0, output
    return output


def test_the_system_starts_stops_and_starts_again_with_its_data_and_killed_leaves_nothing(
    start: Start, address: str, tmp_path: Path
) -> None:
    folder = tmp_path / "instance"
    first = start()
    opened(first, address, FIRST_START_SECONDS)
    wait_for(lambda: len(clockwork_of(folder)) == 1, LATER_START_SECONDS)
    output = stopped(first)
    assert f"请用浏览器打开 {address}" in output
    assert "Traceback" not in output
    assert "Fatal" not in output
    assert not clockwork_of(folder)
    assert not [file.name for file in folder.glob("*.*") if file.stat().st_mode & 0o077]
    kept = (folder / "keys.json").read_bytes()

    again = start()
    opened(again, address, LATER_START_SECONDS)
    assert (folder / "keys.json").read_bytes() == kept
    assert_refused_beside_it(start())
    assert healthy(address)
    wait_for(lambda: len(clockwork_of(folder)) == 1, LATER_START_SECONDS)
    again.kill()
    wait_for(lambda: not clockwork_of(folder), STOP_SECONDS)


def assert_refused_beside_it(second: subprocess.Popen[str]) -> None:
    """Another start while the system is open says so, and ends."""
    assert "已经被占用" in second.communicate(timeout=LATER_START_SECONDS)[0]
    assert second.returncode == 1
