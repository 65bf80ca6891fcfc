"""Practising on another day: the example town only, the same day for pages and clockwork, a banner on every page."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
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
from tests.cli.prepared import OTHER_DAY, loaded_on_another_day
from tests.example import app_on


@pytest.fixture(autouse=True)
def own_clock() -> Iterator[None]:
    source = clock.clock.source
    yield
    clock.clock.source = source


@dataclass(frozen=True)
class Practice:
    """An application that was started again on another day, and the sign-ins its first start told."""

    app: Flask
    told: list[tuple[str, str, str]]


@pytest.fixture
def practising(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Practice]:
    told = loaded_on_another_day(tmp_path, tmp_path_factory)
    app = app_on(tmp_path, PRETEND_DATE=f"{OTHER_DAY:%Y-%m-%d}")
    yield Practice(app, told)
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def test_the_example_town_lives_on_the_chosen_day(practising: Practice) -> None:
    assert practising.told, "it was loaded by a start that practised on an empty folder"
    assert prepare_database(practising.app) == []
    refuse_pretending(practising.app)
    assert clock.today() >= OTHER_DAY.date()
    with practising.app.app_context():
        page = practising.app.test_client().get("/sign-in").get_data(as_text=True)
    assert "练习时间" in page
    assert "2027年1月" in page


def test_real_data_keep_the_real_date(practising: Practice) -> None:
    with practising.app.app_context(), transaction():
        db.session.merge(TownFact(name="example_town", value="cleared"))
    with pytest.raises(Refused, match="示例"):
        refuse_pretending(practising.app)


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
