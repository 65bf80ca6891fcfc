"""Carry out deeds at the same time, each in a thread with an application context and a connection of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from flask import Flask

R = TypeVar("R")
LONGEST_SECONDS = 120


def at_once(app: Flask, deeds: Sequence[Callable[[], R]]) -> list[R]:
    """The results of all deeds in their order, started together; the first exception of any is raised here."""
    barrier = Barrier(len(deeds))

    def run(deed: Callable[[], R]) -> R:
        with app.app_context():
            barrier.wait(LONGEST_SECONDS)
            return deed()

    with ThreadPoolExecutor(len(deeds)) as threads:
        running = [threads.submit(run, deed) for deed in deeds]
        return [one.result(LONGEST_SECONDS) for one in running]
