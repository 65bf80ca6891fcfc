"""Pages with many rows ask as often among twelve matters as among four: no row asks for its own address."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from tests.petitions.way import DESK, Way
from tests.story import Story
from tests.sweeps.plans import listening

PAGES = {
    "mediator": ("/", "/?all=1", "/cases/", "/cases/?sort=due", "/deadlines/", "/notices"),
    DESK: ("/", "/?all=1", "/petitions/", "/deadlines/", "/notices"),
    "leader": ("/", "/petitions/", "/statistics/petitions"),
}
FEW, MANY = 4, 12


def statements(client: FlaskClient, address: str) -> int:
    client.get(address)
    with listening() as sent:
        assert client.get(address).status_code == 200, address
    return len([one for one in sent if "access_log" not in one[0]])


@pytest.mark.both
def test_a_page_of_many_rows_asks_as_often_as_one_of_few(client_of: Callable[[str], FlaskClient]) -> None:
    def count() -> dict[tuple[str, str], int]:
        return {(name, page): statements(client_of(name), page) for name, pages in PAGES.items() for page in pages}

    for _ in range(FEW):
        Story().register().start_at("village").accept()
        Way().register().sort()
    few = count()
    for _ in range(MANY - FEW):
        Story().register().start_at("village").accept()
        Way().register().sort()
    assert count() == few
