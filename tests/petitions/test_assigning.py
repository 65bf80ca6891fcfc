"""A claim is given to an office that exists, and not over the head of who gave it to one first."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.core.db import db
from app.core.errors import Invalid, NotNow
from app.core.transaction import transaction
from app.organisations.models import Office, OfficeKind
from app.petitions.actions.reassign import give_to_office
from tests.petitions.refusing import refused
from tests.petitions.way import Way, told_by

pytestmark = pytest.mark.usefixtures("app")


@pytest.mark.parametrize("office", ["abc", "0", "999999", ""])
def test_a_place_that_is_no_office_is_refused_at_the_step_itself(office: str) -> None:
    way = Way().accepted()
    with refused(Invalid, "请选一个单位", field="office"):
        way.answer("assign_unit", office=office, inner_due_on=way.today, note="")


@pytest.mark.both
def test_who_assigns_from_a_page_of_before_does_not_take_the_claim_from_the_first_office() -> None:
    way = Way().accepted()
    seen = way.task("assign_unit").row_version
    way.assigned()
    village = db.session.query(Office).filter_by(kind=OfficeKind.VILLAGE).first()
    told = told_by(way, office=str(village.id), inner_due_on=way.today + timedelta(days=5), note="")
    with refused(NotNow, "别人刚刚分办了"), transaction():
        give_to_office(way.claim, told, page_version=seen)
    assert str(way.claim.handling_office_id) == way.office()
    with transaction():
        give_to_office(way.claim, told, page_version=None)
    assert way.claim.handling_office_id == village.id
