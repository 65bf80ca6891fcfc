"""Practising on another day: the example town only, the same day for pages and clockwork, a banner on every page."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from app.cli.prepare import refuse_pretending
from app.cli.refusal import Refused
from app.cli.serve import Consumer, prepare_database
from app.core import clock
from app.core.db import db
from app.core.transaction import transaction
from app.organisations.models import TownFact
from tests.conftest import make_app

PRACTICE = "2026-12-20"


@pytest.fixture(autouse=True)
def own_clock() -> Iterator[None]:
    source = clock.clock.source
    yield
    clock.clock.source = source


@pytest.fixture
def practising(tmp_path: Path) -> Iterator[Flask]:
    """An application that was started on another day, on an empty database."""
    app = make_app(tmp_path, f"sqlite:///{tmp_path / 'practice.db'}", PRETEND_DATE=PRACTICE)
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def test_the_example_town_lives_on_the_chosen_day(practising: Flask) -> None:
    prepare_database(practising)
    refuse_pretending(practising)
    assert clock.today() >= date(2026, 12, 20)
    with practising.app_context():
        page = practising.test_client().get("/sign-in").get_data(as_text=True)
    assert "练习时间" in page
    assert "2026年12月2" in page


def test_real_data_keep_the_real_date(practising: Flask) -> None:
    prepare_database(practising)
    with practising.app_context(), transaction():
        db.session.merge(TownFact(name="example_town", value="cleared"))
    with pytest.raises(Refused, match="示例"):
        refuse_pretending(practising)


def test_without_practice_no_banner_stands(app: Flask) -> None:
    assert "练习时间" not in app.test_client().get("/sign-in").get_data(as_text=True)


@pytest.mark.parametrize("pretends", [True, False])
def test_the_clockwork_is_given_the_day_it_is_here(tmp_path: Path, pretends: bool) -> None:
    clock.clock.pretend(date(2026, 12, 20))
    told = tmp_path / "told"
    says = f"import os; open({str(told)!r}, 'w').write(os.environ.get('JIEYOU_PRETEND_DATE', 'none'))"
    with Consumer(threading.Event(), (sys.executable, "-c", says), pretends=pretends) as consumer:
        consumer.child.wait(30)
    assert told.read_text() == (clock.today().isoformat() if pretends else "none")
