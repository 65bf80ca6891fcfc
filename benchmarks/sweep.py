"""What a sweep of the deadlines costs with nothing due and with 20 due, among 1,000 and among 100,000 open ones.

The two sizes take turns, round by round, so that what else the machine does falls on both.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from flask import Flask

from app import create_app
from app.core.db import Model, db
from app.deadlines.actions.sweep import sweep_deadlines
from benchmarks.measure import ROUNDS, median_seconds, shown
from tests import postgres
from tests.story import Story
from tests.sweeps.crowd import crowd, open_due, settle
from tests.town import NOW, build_town

SIZES = (1_000, 100_000)
DUE = 20
Address = Callable[[int], str]


def run() -> bool:
    """Measure on SQLite, and on PostgreSQL where one can be had; whether every sweep rang what was due."""
    with TemporaryDirectory(prefix="jieyou-sweep-") as name, ExitStack() as stack:
        folder = Path(name)
        right = _measure("SQLite", folder, lambda size: f"sqlite:///{folder / f'{size}.db'}")
        try:
            server = stack.enter_context(postgres.running_postgres())
        except postgres.NoPostgres as reason:
            print(f"PostgreSQL is left out: {reason}")
            return right
        names = {size: f"jieyou_sweep_{size}" for size in SIZES}
        try:
            on_server = _measure("PostgreSQL", folder, lambda size: postgres.create_database(server, names[size]))
        finally:
            for database in names.values():
                postgres.drop_database(server, database)
        return on_server and right


def _measure(name: str, folder: Path, address: Address) -> bool:
    with ExitStack() as stack:
        towns = [stack.enter_context(_town(folder, address(size), size)) for size in SIZES]
        idle = [[_idle(app) for app in towns] for _ in range(ROUNDS)]
        rings = [[_ring(app, number) for app in towns] for number in range(ROUNDS)]
    _report(f"{name}, nothing due", idle)
    _report(f"{name}, {DUE} due", [[seconds for seconds, _ in turn] for turn in rings])
    return all(rang == DUE for turn in rings for _, rang in turn)


@contextmanager
def _town(folder: Path, address: str, size: int) -> Iterator[Flask]:
    """The application on a small town in which so many periods are open and nothing is due."""
    app = create_app(TESTING=True, DATA_FOLDER=str(folder), SQLALCHEMY_DATABASE_URI=address)
    with app.app_context():
        Model.metadata.create_all(db.engine)
        build_town()
        story = Story().register()
        crowd(0, size, committee_id=story.account("stranger").committee_id, now=NOW)
        settle()
        sweep_deadlines(NOW)
        db.session.remove()
    yield app
    with app.app_context():
        db.engine.dispose()


def _idle(app: Flask) -> float:
    with app.app_context():
        return median_seconds(lambda: sweep_deadlines(NOW), rounds=1)


def _ring(app: Flask, number: int) -> tuple[float, int]:
    """Seconds of one sweep, and how many rang; the periods are opened before the time is taken."""
    with app.app_context():
        story = Story()
        story.case_id = 1
        open_due(story.case, DUE, first=number * DUE, now=NOW)
        begun = perf_counter()
        rang = sweep_deadlines(NOW)
        return perf_counter() - begun, rang


def _report(what: str, turns: Sequence[Sequence[float]]) -> None:
    few, many = (median(column) for column in zip(*turns, strict=True))
    times = median(turn[1] / turn[0] for turn in turns)
    print(f"{what}: {shown(few)} among {SIZES[0]:,}, {shown(many)} among {SIZES[1]:,}, {times:.2f}× from turn to turn")
