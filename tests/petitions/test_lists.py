"""Lists of claims and periods: what is asked of them in an address, and what they cost."""

from __future__ import annotations

import pytest

from app.core.db import db
from app.deadlines.queries import Wanted, running
from app.deadlines.registry import registry as deadlines
from app.matters.queries.listing import listed
from app.petitions.kind import CLAIM
from app.petitions.queries.listing import Search
from tests.petitions.way import DESK, Way
from tests.processes.test_statements import statements
from tests.town import NOW

pytestmark = pytest.mark.usefixtures("app")


def test_an_address_with_a_village_no_town_can_have_does_not_narrow() -> None:
    way = Way().register()
    wanted = Search.read({"village": "99999999999999999999"})
    assert listed(CLAIM, way.account(DESK), wanted, now=NOW, soon_at=NOW, size=20).total == 1


@pytest.mark.both
def test_a_list_of_claims_and_of_their_periods_costs_the_same_however_long_it_is() -> None:
    def cost() -> tuple[int, int]:
        actor = Way().account(DESK)
        db.session.expire_all()
        with statements() as sent:
            page = listed(CLAIM, actor, Search.read({}), now=NOW, soon_at=NOW, size=20)
            assert all("王乙" in row.title for row in page.rows)
        cost_of_list = len(sent)
        db.session.expunge_all()
        actor = Way().account(DESK)
        with statements() as sent:
            found, _ = running(actor, Wanted(), now=NOW, soon_at=NOW)
            named = deadlines.named_all(found)
            assert all("王乙" in one.title for one in named.values())
        return cost_of_list, len(sent)

    Way().register()
    first = cost()
    for _ in range(6):
        Way().register()
    db.session.expunge_all()
    assert cost() == first
