"""Pages of the mediation bodies: why everybody may read who sits in them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from app.core.db import db
from app.core.terms import Level
from app.organisations.models import Body


@pytest.mark.parametrize(
    ("level", "why"),
    [
        (Level.VILLAGE, "委员由村民或者居民推选，名单由县里的司法行政部门通报法院（《人民调解法》第九条、第十条）"),
        (Level.TOWN, "委员名单由县里的司法行政部门通报法院（《人民调解法》第十条）"),
        (Level.GROUP, "找他们调解的人要知道是谁"),
        (Level.CLAN, "找他们调解的人要知道是谁"),
    ],
)
def test_the_page_of_a_body_says_why_its_members_names_are_open(
    client_of: Callable[[str], FlaskClient], level: Level, why: str
) -> None:
    body = db.session.query(Body).filter_by(level=level).first()
    assert body is not None
    page = client_of("handler").get(f"/bodies/{body.public_id}").text
    assert why in page
    assert "电话和身份证号不在这里" in page
    assert "13800000000" not in page
