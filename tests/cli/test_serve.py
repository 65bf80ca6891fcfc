"""The server takes its port first, finishes what is under way, and never leaves its clockwork behind."""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from flask import Flask
from sqlalchemy import create_engine

from app.cli.consume import Job, make_queue
from app.cli.refusal import Refused, in_sentences, sentence_for_database, sentence_for_system
from app.cli.serve import SIGN_INS_SHOWN, Consumer, announcement, claim_port, serve_until, stop_on_signals

PATIENT = (sys.executable, "-c", "import sys; sys.stdin.read()")


def wait_for(true: Callable[[], bool], seconds: float = 10) -> None:
    """Wait until something is so. Raises TimeoutError."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(0.05)


def alive(process: int) -> bool:
    """Whether a process is there and not merely waiting to be collected."""
    status = Path(f"/proc/{process}/stat")
    return status.exists() and status.read_text().rsplit(")", 1)[1].split()[0] != "Z"


class Pages:
    """A small site on a free port: one page that answers at once, one that takes its time."""

    def __init__(self, listener: socket.socket) -> None:
        self.app = Flask("pages")
        self.entered, self.stop = threading.Event(), threading.Event()
        self.app.add_url_rule("/", view_func=lambda: "here", endpoint="here")
        self.app.add_url_rule("/slow", view_func=self.slow)
        self.address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        self.thread = threading.Thread(target=serve_until, args=(self.app, listener, self.stop, "open"))

    def slow(self) -> str:
        self.entered.set()
        time.sleep(1.5)
        return "x" * 3_000_000


@pytest.fixture
def pages() -> Iterator[Pages]:
    with claim_port("127.0.0.1", 0) as listener:
        site = Pages(listener)
        site.thread.start()
        yield site
        site.stop.set()
        site.thread.join()


def test_a_taken_port_is_a_sentence_that_names_another() -> None:
    with claim_port("127.0.0.1", 0) as first:
        port = first.getsockname()[1]
        with pytest.raises(Refused, match=f"端口 {port} 已经被占用.*JIEYOU_PORT={port + 1} make run"):
            claim_port("127.0.0.1", port).__enter__()


def test_an_address_of_another_machine_is_a_sentence() -> None:
    with pytest.raises(Refused, match=r"JIEYOU_HOST"):
        claim_port("203.0.113.7", 0).__enter__()


@pytest.mark.parametrize(
    ("number", "sign"), [(28, "磁盘满了"), (13, "文件夹的主人"), (30, "文件夹的主人"), (2, "找不到"), (5, "没有做成")]
)
def test_errors_of_the_system_are_sentences(number: int, sign: str) -> None:
    assert sign in sentence_for_system(OSError(number, os.strerror(number), "/somewhere"))


@pytest.mark.parametrize(
    ("said", "sign"),
    [
        ("database or disk is full", "磁盘满了"),
        ("database is locked", "占着"),
        ("unable to open database file", "打不开"),
        ("attempt to write a readonly database", "不能写"),
        ("database disk image is malformed", "备份恢复"),
        ("out of shared memory\nHINT: more", "数据库没有答应：out of shared memory"),
    ],
)
def test_errors_of_the_database_are_sentences(said: str, sign: str) -> None:
    assert sign in sentence_for_database(sqlite3.OperationalError(said))
    with pytest.raises(Refused, match=sign), in_sentences():
        raise sqlite3.OperationalError(said)


def test_a_database_that_does_not_answer_is_a_sentence() -> None:
    nobody = create_engine("postgresql+psycopg://127.0.0.1:1/none", connect_args={"connect_timeout": 2})
    with pytest.raises(Refused, match="JIEYOU_DATABASE_URL"), in_sentences():
        nobody.connect()


def test_the_announcement_names_address_and_sign_ins(pages: Pages) -> None:
    with claim_port("0.0.0.0", 0) as listener:
        said = announcement(listener, [("村级调解员", "zhou", "four plain words")])
        assert f"http://127.0.0.1:{listener.getsockname()[1]}" in said
    assert "zhou\tfour plain words" in said


def test_many_sign_ins_are_shortened_to_a_screenful() -> None:
    with claim_port("127.0.0.1", 0) as listener:
        said = announcement(listener, [("调解员", f"name{number}", "words") for number in range(70)])
    assert f"name{SIGN_INS_SHOWN - 1}" in said
    assert f"name{SIGN_INS_SHOWN}" not in said
    assert f"还有 {70 - SIGN_INS_SHOWN} 个" in said


def test_a_later_start_names_the_file_and_prints_no_password(tmp_path: Path) -> None:
    with claim_port("127.0.0.1", 0) as listener:
        first = announcement(listener, [("村级调解员", "zhou", "four plain words")], tmp_path / "sign-ins.txt")
        later = announcement(listener, [], tmp_path / "sign-ins.txt")
    assert "zhou\tfour plain words" in first
    assert str(tmp_path / "sign-ins.txt") not in first
    assert f"登录名和密码在 {tmp_path / 'sign-ins.txt'}" in later


def test_without_example_data_no_sign_in_is_announced() -> None:
    with claim_port("127.0.0.1", 0) as listener:
        assert "密码" not in announcement(listener, [])


def test_a_request_under_way_is_finished_and_no_new_one_taken(pages: Pages) -> None:
    assert read(pages.address) == b"here"
    answers: list[bytes] = []
    asking = threading.Thread(target=lambda: answers.append(read(f"{pages.address}/slow")))
    asking.start()
    pages.entered.wait(5)
    pages.stop.set()
    wait_for(lambda: refuses(pages.address))
    assert not answers
    asking.join()
    pages.thread.join(5)
    assert [len(answer) for answer in answers] == [3_000_000]
    assert not pages.thread.is_alive()


def read(address: str) -> bytes:
    """The body of a page."""
    with urlopen(address, timeout=10) as answer:
        return bytes(answer.read())


def refuses(address: str) -> bool:
    """Whether nobody takes a new connection there; one that waited when the door closed is reset."""
    try:
        urlopen(address, timeout=0.3).close()
    except (URLError, TimeoutError, ConnectionResetError):
        return True
    return False


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_asks_to_stop_and_a_second_one_would_end_at_once(number: signal.Signals) -> None:
    before = {each: signal.getsignal(each) for each in (signal.SIGTERM, signal.SIGINT)}
    try:
        stop = stop_on_signals()
        signal.raise_signal(number)
        assert stop.wait(1)
        assert signal.getsignal(number) is signal.SIG_DFL
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def test_the_clockwork_is_started_again_when_it_dies() -> None:
    with Consumer(threading.Event(), PATIENT) as consumer:
        first = consumer.child.pid
        os.kill(first, signal.SIGKILL)
        wait_for(lambda: consumer.child.pid != first)
        assert alive(consumer.child.pid)


def test_the_clockwork_ends_with_the_server() -> None:
    with Consumer(threading.Event(), PATIENT) as consumer:
        child = consumer.child.pid
        assert alive(child)
    assert not alive(child)


def test_every_job_runs_with_the_moment_even_when_one_before_it_fails(tmp_path: Path) -> None:
    seen: list[datetime] = []

    def broken(now: datetime) -> None:
        raise ZeroDivisionError

    app = Flask("jobs")
    app.config["DATA_FOLDER"] = str(tmp_path)
    queue = make_queue(app, (Job("broken", broken), Job("sound", seen.append)))
    while (task := queue.dequeue()) is not None:
        queue.execute(task)
    assert [moment.tzinfo is not None for moment in seen] == [True]
    assert len(queue.read_periodic(datetime.fromisoformat("2026-11-23T09:01"))) == 2
