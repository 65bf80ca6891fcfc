"""One site per worker; every test sits down at fresh desks and nobody's browser may complain."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from app.core import clock
from tests import town
from tests.example import shared_folder
from tests.journeys import looks
from tests.journeys.site import Site, running


@pytest.fixture(scope="session")
def the_site(browser: Browser, tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> Iterator[Site]:
    looks.is_thorough = pytestconfig.getoption("thorough")
    looks.judged.keep_in(shared_folder(tmp_path_factory) / "judged.jsonl")
    with running(tmp_path_factory.mktemp("site"), browser) as site:
        yield site


@pytest.fixture
def site(the_site: Site) -> Iterator[Site]:
    """The site at nine in the morning; afterwards nothing is left of what was begun, and of wrong or new passwords."""
    the_site.forget()
    clock.clock.source = lambda: town.NOW
    yield the_site
    the_site.close_desks()
    the_site.forget()
