"""Whatever is sent to whatever address by whomever, the answer is a page or a refusal, never an unhandled error.

A fault is printed with its seed and number: ``FUZZ=7:123 pytest tests/house/test_fuzz.py`` sends that one again.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.core.db import db
from tests import postgres
from tests.agreements.paths import Path
from tests.conftest import Ground, PostgresGround, SqliteGround
from tests.house.fuzzing import Fuzz
from tests.house.many_states import cases_in_many_states, petitions_in_many_states
from tests.petitions.way import Way
from tests.stations import scene
from tests.story import Story

SEED, REQUESTS = 9, 600
CAMPAIGN_SEED, CAMPAIGN_REQUESTS = 20_261_128, 20_000
PLACES, CAMPAIGN_PLACES = 8, 30
"""Of how many addresses of a kind the forms are read."""
MOST_SHOWN = 30


def restorer(ground: Ground) -> Callable[[], None]:
    """Keeps the town as it stands now; what it gives puts it back."""
    db.session.remove()
    db.engine.dispose()
    if isinstance(ground, PostgresGround):
        kept, url = f"{ground.name}_fuzz", ground.admin_url
        postgres.create_database(url, kept, ground.name)

        def put_back_database() -> None:
            db.session.remove()
            db.engine.dispose()
            postgres.create_database(url, ground.name, kept)

        return put_back_database
    assert isinstance(ground, SqliteGround)
    file, copy = ground.file, ground.file.with_suffix(".fuzz")
    shutil.copy(file, copy)

    def put_back() -> None:
        db.session.remove()
        db.engine.dispose()
        for left in file.parent.glob(f"{file.name}-*"):
            left.unlink()
        shutil.copy(copy, file)

    return put_back


HEARING = {"held_at": "2026年12月1日上午9时", "place": "二楼会议室", "host": "镇镇长"}


@scene
def at_every_page() -> None:
    """A case or a claim at the pages that those of `tests.house.many_states` do not show."""
    Path().agreed()
    Path().agreed(form="oral")
    Path().agreed(form="handwritten")
    Path().drafted().sent().passed()
    Path().frozen()
    Story().mediating_at("village").sit()
    Way().register().sort()
    Way().investigating().hearing().extension(30).action("hearing_notice", **HEARING)
    Way().investigating().investigate().opinion().signed_off()
    Way().register().sort().decide("accepted")
    Way().accepted()


@pytest.fixture
def fuzz(
    app: Flask,
    database: str,
    grounds: dict[str, Ground],
    client_of: Callable[[str], FlaskClient],
    request: pytest.FixtureRequest,
) -> Iterator[Fuzz]:
    cases_in_many_states()
    petitions_in_many_states()
    at_every_page()
    made = Fuzz(app, client_of)
    made.look_around(CAMPAIGN_PLACES if request.node.get_closest_marker("campaign") else PLACES)
    made.restore = restorer(grounds[database])
    yield made
    app.config["PROPAGATE_EXCEPTIONS"] = None
    db.session.remove()
    db.engine.dispose()


def _numbers(seed: int, most: int) -> list[tuple[int, int]]:
    asked = os.environ.get("FUZZ", "")
    if asked:
        one, _, number = asked.partition(":")
        return [(int(one), int(number))]
    return [(seed, number) for number in range(most)]


def _judge(fuzz: Fuzz, numbers: list[tuple[int, int]]) -> None:
    for seed, number in numbers:
        fuzz.try_request(seed, number)
    shown = "\n".join(fuzz.faults[:MOST_SHOWN])
    assert not fuzz.faults, f"{len(fuzz.faults)} of {len(numbers)}:\n{shown}"


def test_no_request_ends_in_an_unhandled_error(fuzz: Fuzz) -> None:
    _judge(fuzz, _numbers(SEED, REQUESTS))
    gets_deep = fuzz.statuses[302] + fuzz.statuses[200]
    assert len(fuzz.forms) > 40, sorted(fuzz.forms)
    assert "FUZZ" in os.environ or gets_deep > REQUESTS // 10, fuzz.statuses


@pytest.mark.campaign
def test_no_request_of_a_long_campaign_ends_in_an_unhandled_error(fuzz: Fuzz) -> None:
    _judge(fuzz, _numbers(CAMPAIGN_SEED, CAMPAIGN_REQUESTS))
