"""Carry out deeds at the same time, each in a thread with an application context and a connection of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from flask import Flask

from app.core.db import db

R = TypeVar("R")
LONGEST_SECONDS = 120
"""One deed, or the wait for the other hands before it."""
WHOLE_SECONDS = 3_600
"""Hundreds of them, one after the other: whoever hangs is noticed by the hands that wait for it."""


def at_once(app: Flask, deeds: Sequence[Callable[[], R]], longest: float = LONGEST_SECONDS) -> list[R]:
    """The results of all deeds in their order, started together; the first exception of any is raised here."""
    barrier = Barrier(len(deeds))

    def run(deed: Callable[[], R]) -> R:
        with app.app_context():
            barrier.wait(LONGEST_SECONDS)
            return deed()

    with ThreadPoolExecutor(len(deeds)) as threads:
        running = [threads.submit(run, deed) for deed in deeds]
        return [one.result(longest) for one in running]


def beat_by_beat(app: Flask, hands: Sequence[Iterable[Callable[[], object]]], look: Callable[[], R]) -> list[R]:
    """Every hand does its deeds one after the other, all hands each of them at the same moment; what was seen between.

    `look` is asked once before every beat, when all have done the one before.  A deed that was not stored because of
    another is an exception like any other: two who do different things are never told to press again.
    """
    seen: list[R] = []

    def look_on() -> None:
        seen.append(look())
        db.session.rollback()

    beat = Barrier(len(hands), look_on)

    def play(hand: Iterable[Callable[[], object]]) -> None:
        try:
            for deed in hand:
                beat.wait(LONGEST_SECONDS)
                deed()
                db.session.rollback()
        except BaseException:
            beat.abort()
            raise

    at_once(app, [lambda hand=hand: play(hand) for hand in hands], WHOLE_SECONDS)
    return seen
