"""A town that was backed up and restored is worked on as before: two whole roads in a browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask_migrate import stamp
from playwright.sync_api import Browser

from app.core import clock
from app.core.db import Model, db
from tests import town
from tests.journeys.site import Site, made_in, served
from tests.journeys.test_petition_roads import test_one_letter_asks_for_three_things_on_three_roads as petition_road
from tests.journeys.test_roads import test_three_people_walk_from_registration_to_the_printed_agreement as case_road
from tests.trail import trail_fault

PASSPHRASE = "kept in a drawer of the office"


@pytest.fixture(scope="module")
def restored(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Site]:
    """The small town, carried from one folder into another by a locked backup and nothing else but its keys."""
    before, after = tmp_path_factory.mktemp("before"), tmp_path_factory.mktemp("after")
    outside = tmp_path_factory.mktemp("outside")
    clock.clock.source = lambda: town.NOW
    app = made_in(before)
    with app.app_context():
        Model.metadata.create_all(db.engine)
        town.build_town()
        stamp()
        db.session.remove()
    passphrase = outside / "passphrase.txt"
    passphrase.write_text(PASSPHRASE, encoding="utf-8")
    kept, locked = str(outside / "town.age"), ["--passphrase-file", str(passphrase)]
    made = app.test_cli_runner().invoke(args=["backup", kept, *locked])
    assert made.exit_code == 0, made.output
    later = made_in(after)
    done = later.test_cli_runner().invoke(args=["restore", kept, "--keys", str(before / "keys.json"), *locked])
    assert done.exit_code == 0, done.output
    clock.clock.source = lambda: town.NOW
    with served(later, browser) as site:
        yield site


@pytest.mark.campaign
def test_a_dispute_goes_from_registration_to_the_printed_agreement(restored: Site, tmp_path: Path) -> None:
    case_road(restored, tmp_path, True)


def test_a_petition_goes_its_road(restored: Site, tmp_path: Path) -> None:
    petition_road(restored)
    with restored.app.app_context(), db.engine.connect() as connection:
        assert trail_fault(connection) is None
