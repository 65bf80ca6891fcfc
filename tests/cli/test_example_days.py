"""The example's stories can be told on any day of the year, and always tell the same."""

from __future__ import annotations

import copy
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask, current_app
from sqlalchemy import select

from app.accounts.models import Account
from app.audit.models import AuditEntry
from app.cases.models import Case
from app.core import clock
from app.core.clock import SHANGHAI
from app.core.db import Model, db
from app.core.transaction import transaction
from app.deadlines.models import Deadline
from app.example.town.load import build_town
from app.example.town.people import Registry
from app.example.town.stories import load_stories
from app.matters.queries.light import light_of_matter
from app.matters.queries.waiting import steps_waiting_for
from app.organisations.models import Body
from app.processes.models import Task
from tests import conftest, town
from tests.cli.prepared import OTHER_DAY, loaded_on_another_day
from tests.cli.test_example_disputes import people, shape
from tests.example import app_on, example_in
from tests.trail import trail_fault

DAYS = (
    pytest.param("2026-02-16T08:00", marks=pytest.mark.campaign),
    pytest.param("2026-03-31T09:59", marks=pytest.mark.campaign),
    pytest.param("2026-10-03T00:10", marks=pytest.mark.campaign),
    pytest.param("2026-10-08T08:30", marks=pytest.mark.campaign),
    pytest.param("2026-11-22T23:50", marks=pytest.mark.campaign),
    pytest.param("2028-02-29T15:00", marks=pytest.mark.campaign),
)
"""Before the Spring Festival, a month without a counterpart, the National Day and the morning after it, a Sunday night,
a leap day; the turn of a year without a notice of holidays is looked at where a start loads the whole town."""


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Registry]:
    """The town and its people before anything happened, as a file, and who draws the people from there on."""
    app = conftest.make_app(folder := tmp_path_factory.mktemp("quiet"), f"sqlite:///{folder / 'town.db'}")
    with app.app_context():
        Model.metadata.create_all(db.engine)
        with transaction():
            registry, _ = build_town(town.NOW)
        db.session.remove()
        db.engine.dispose()
    return folder, registry


@contextmanager
def told(quiet: tuple[Path, Registry], folder: Path, now: datetime) -> Iterator[Flask]:
    """The stories, told on a copy of the quiet town as of that moment."""
    before, registry = quiet
    shutil.copytree(before, folder, dirs_exist_ok=True)
    app = conftest.make_app(folder, f"sqlite:///{folder / 'town.db'}")
    clock.clock.source = lambda: now
    with app.app_context():
        with transaction():
            load_stories(copy.deepcopy(registry), now=now)
        yield app
        db.session.remove()
        db.engine.dispose()


Told = tuple[object, list[str]]


def as_told() -> Told:
    """The disputes, and the names of their parties and agents in whatever order they came."""
    return shape(), sorted(name for name, *_ in people())


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """The disputes and their people as told on a Monday in November."""
    app = example_in(tmp_path_factory.mktemp("usual"), tmp_path_factory)
    with app.app_context():
        found = as_told()
        db.session.remove()
        db.engine.dispose()
    return found


def lights_of(login_name: str, now: datetime) -> set[str]:
    """The lights of the first list of an account."""
    account = db.session.query(Account).filter_by(login_name=login_name).one()
    with current_app.test_request_context():
        return {light_of_matter(matter, now=now).state for _, matter in steps_waiting_for(account, limit=5)}


OF_THE_LOADING = ("audit:rows_written", "audit:adopted", "town:example_loaded")
"""Entries of the moment at which the example is loaded, not of its stories; the terms of bodies begin to run then."""


def assert_told_on(now: datetime, usual: Told) -> None:
    """The same as usual, everything of it before this moment."""
    assert as_told() == usual
    assert lights_of("mediator08", now) == {"overdue", "soon", "ok", "none"}
    assert lights_of("adviser08", now) == {"ok"}, "the review was asked for within the last day"
    deeds = select(AuditEntry.entered_at).where(AuditEntry.deed.not_in(OF_THE_LOADING))
    moments = list(db.session.scalars(deeds.order_by(AuditEntry.id)))
    assert moments == sorted(moments)
    assert moments[-1] < now
    assert max(db.session.scalars(select(Task.opened_at))) < now
    opened = select(Deadline.opened_at).where(Deadline.subject_kind != Body.subject_kind)
    assert max(db.session.scalars(opened)) < now
    assert all(case.applied_at <= case.registered_at for case in db.session.scalars(select(Case)))
    with db.engine.connect() as connection:
        assert trail_fault(connection) is None


@pytest.mark.parametrize("day", DAYS)
def test_on_any_day_the_same_is_told(quiet: tuple[Path, Registry], usual: Told, tmp_path: Path, day: str) -> None:
    now = datetime.fromisoformat(day).replace(tzinfo=SHANGHAI)
    with told(quiet, tmp_path, now):
        assert_told_on(now, usual)


def test_a_start_on_another_day_tells_the_same(
    usual: Told, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    loaded_on_another_day(tmp_path, tmp_path_factory)
    with app_on(tmp_path).app_context():
        assert_told_on(OTHER_DAY, usual)
        db.session.remove()
        db.engine.dispose()
