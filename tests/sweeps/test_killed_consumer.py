"""One of two consumers is killed with SIGKILL in the middle of a sweep: nothing is lost, nothing has its effect twice.

The consumers are real processes on a database of their own, and each has its own data folder, as on two machines:
beside one server there is only ever one.  What was taken by the dead one comes back when its leases are over.
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from flask import Flask

from app.core import clock
from app.core.db import db
from app.notifications.models import OutboxState
from tests import postgres
from tests.conftest import WORKER, make_app
from tests.notifications.outside import SECRET
from tests.sweeps import lapses
from tests.sweeps.clockwork import LEASE_SECONDS, CatchingGateway, Clockwork, Gateway, wait_until
from tests.sweeps.lapses import LAPSES, MESSAGES
from tests.sweeps.stall import stalled

A_THIRD, A_FIFTH = MESSAGES // 3, LAPSES // 5
Start = Callable[[str, Gateway], Clockwork]


@pytest.fixture
def address(database: str, tmp_path: Path) -> Iterator[str]:
    """A database that no other test has."""
    if database == "sqlite":
        yield f"sqlite:///{tmp_path / 'killed.db'}"
        return
    admin_url, name = postgres.start_shared(), f"jieyou_{WORKER}_killed"
    yield postgres.create_database(admin_url, name)
    postgres.drop_database(admin_url, name)


@pytest.fixture
def town(address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """The application on that database, filled; on the machine's own time, which is that of the consumers."""
    monkeypatch.setattr(clock.clock, "source", clock.Clock().source)
    app = make_app(tmp_path, address)
    with app.app_context():
        lapses.build()
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def start(town: Flask, address: str, tmp_path: Path) -> Iterator[Start]:
    """Starts consumers by name; what is left of them at the end is killed."""
    with ExitStack() as left:

        def started(name: str, gateway: Gateway) -> Clockwork:
            settings = {
                "DATABASE_URL": address,
                "SMS_WEBHOOK_URL": gateway.address(name),
                "SMS_WEBHOOK_SECRET": SECRET,
                "LEASE_SECONDS": str(LEASE_SECONDS),
            }
            one = Clockwork(name, tmp_path, settings)
            left.callback(one.kill)
            return one

        yield started


def assert_sent(gateway: Gateway) -> None:
    """Every message arrived and is known to have; one that came twice came with the same key and the same words."""
    assert lapses.states() == {f"killed:{number}": OutboxState.SENT for number in range(MESSAGES)}
    assert set(gateway.keys()) == {f"killed:{number}" for number in range(MESSAGES)}
    words = {(one.headers["idempotency-key"], one.json["key"], one.json["text"]) for _, one in gateway.taken}
    assert len(words) == MESSAGES
    assert all(one.is_signed for _, one in gateway.taken)


def assert_killed_and_alone(killed: Clockwork, *others: Clockwork) -> None:
    """The one was ended by the signal; the others are there and had nothing to complain of."""
    assert killed.child.returncode == -signal.SIGKILL
    assert [(one.is_running, one.said) for one in others] == [(True, "")] * len(others)


def test_killed_while_it_sends(start: Start) -> None:
    with CatchingGateway(victim="first", many=A_THIRD) as gateway:
        first, second = start("first", gateway), start("second", gateway)
        wait_until(gateway.caught.is_set, "the first consumer is caught with a message on its way")
        first.kill()
        gateway.killed.set()
        on_its_way = gateway.keys("first")[-1]
        assert lapses.states()[on_its_way] is OutboxState.WAITING
        wait_until(lambda: not lapses.is_anything_leased(), "the leases of the dead one are over")
        third = start("third", gateway)
        wait_until(lapses.is_all_done, "nothing is due and nothing waits")
        assert_killed_and_alone(first, second, third)
        assert gateway.keys().count(on_its_way) >= 2, "the message nobody had noted was sent again, under its key"
        assert_sent(gateway)
        lapses.assert_lapsed_once()


@pytest.mark.both
def test_killed_while_it_rings(start: Start) -> None:
    with Gateway() as gateway:
        with stalled(db.engine, after=A_FIFTH):
            first = start("first", gateway)
            wait_until(lambda: len(lapses.lapsed()) >= A_FIFTH, "the first consumer rings")
            second = start("second", gateway)
            wait_until(lambda: second.has_queue, "the second consumer goes to work")
            second.pause()
            first.kill()
            lapses.assert_half_done(A_FIFTH)
        second.go_on()
        wait_until(lambda: not lapses.is_anything_leased(), "the leases of the dead one are over")
        third = start("third", gateway)
        wait_until(lapses.is_all_done, "nothing is due and nothing waits")
        assert_killed_and_alone(first, second, third)
        lapses.assert_lapsed_once()
        assert_sent(gateway)
