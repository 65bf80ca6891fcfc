"""The one browser of a test run (one per worker): Debian's Chromium, where it stands without its windows."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

expect.set_options(timeout=30_000)
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The first that is there: the same engine without windows asks the processor for a third less."""


def find_chromium() -> str:
    """Where the machine's Chromium is."""
    found = next((path for path in map(shutil.which, NAMES) if path), None)
    assert found, "no Chromium; run `make setup`"
    return found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, started once."""
    with sync_playwright() as player:
        opened = player.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox", "--disable-gpu"])
        yield opened
        opened.close()
