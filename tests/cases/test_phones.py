"""Whoever handles a dispute calls its people by a touch, and each such view is logged; nobody else sees a number."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from app.cases.actions.intake import AgentIntake
from app.cases.actions.register_case import add_agent
from app.core.access_log import PHONES, AccessLog
from app.core.db import db
from app.core.transaction import transaction
from app.matters.terms import AgentKind
from tests import public
from tests.rights.matters import moved
from tests.story import Story

ClientOf = Callable[[str], FlaskClient]
LINK = 'href="tel:13812345678">13812345678</a>'


def views() -> int:
    return db.session.query(AccessLog).filter_by(subject_kind="case", deed=PHONES).count()


@pytest.mark.both
def test_the_committee_that_handles_it_sees_the_numbers_and_each_view_is_kept(client_of: ClientOf) -> None:
    story = Story().register()
    with transaction():
        add_agent(story.case.parties[1], AgentIntake(AgentKind.AGENT, "何丁", phone="13911112222"))
    address = f"/cases/{public.case(story.case_id)}"
    for seen, name in enumerate(("mediator", "head"), start=1):
        page = client_of(name).get(address).text
        assert LINK in page
        assert 'href="tel:13911112222"' in page
        assert views() == seen


def test_who_only_reads_a_dispute_sees_the_ends_of_a_number(client_of: ClientOf) -> None:
    story = Story().register().start_at("village").accept()
    page = client_of("justice").get(f"/cases/{public.case(story.case_id)}").text
    assert "138****5678" in page
    assert "13812345678" not in page
    assert views() == 0


def test_a_committee_that_handed_it_on_does_not_call_any_more(client_of: ClientOf) -> None:
    story = moved()
    for name, calls in (("mediator", False), ("clerk", True)):
        page = client_of(name).get(f"/cases/{public.case(story.case_id)}").text
        assert (LINK in page) is calls, name
