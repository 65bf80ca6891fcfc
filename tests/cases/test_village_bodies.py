"""A village's own organisation as a party: disclosed, the town offered, the village only when all agreed in writing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.cases.queries.to_explain import to_explain
from app.cases.queries.village_bodies import disclosure, near_to_the_village, village_bodies
from app.cases.rules.intake import is_of_the_village
from app.core.db import db
from app.core.errors import Invalid
from app.core.terms import DisputeType, Level
from app.core.transaction import transaction
from app.legal_review.queries import advisers_of
from app.matters.terms import PartyKind
from app.mediators.models import Appointment, PoolMember
from app.organisations.models import Person
from tests.bpmn.life import second_adviser
from tests.petitions.refusing import refused
from tests.petitions.screen import ClientOf, words
from tests.story import Story, homestead
from tests.town import NOW

pytestmark = pytest.mark.usefixtures("app")
BODY = "小海眼社区居民委员会"


def against(name: str = BODY, kind: PartyKind = PartyKind.LEGAL) -> Story:
    """The neighbour is an organisation of this name."""
    first, second = homestead(1).parties
    other = replace(second, name=name, kind=kind, legal_representative="周有福")
    return Story().register(parties=(first, other), dispute_type=DisputeType.CONTRACT, shared="none")


@pytest.mark.both
def test_it_is_said_who_is_near_and_the_town_is_offered(client_of: ClientOf) -> None:
    story = against()
    assert village_bodies(story.case) == [BODY]
    assert {"周有福", "吴桂兰", "郑守田"} <= set(near_to_the_village(story.case))
    page = words(client_of("mediator").get(f"/tasks/{story.task('choose_start').public_id}"))
    assert "系统建议从“镇级调解中心”开始" in page
    assert f"“{BODY}”像是小海眼社区自己的组织" in page
    assert "要不要请镇里或者邻村的调委会调" in page
    assert "村干部是当事人，本村调委会要避嫌" not in page, "nobody of the cadres is a party"
    assert story.case.suggested_level is Level.TOWN


@pytest.mark.both
def test_the_village_mediates_only_when_all_agreed_in_writing_and_that_is_kept_for_the_file() -> None:
    story = against()
    with refused(Invalid, "都书面同意的，打勾再交一次", field="is_so"):
        story.start_at("village")
    assert story.open == ["choose_start"]
    story.answer("choose_start", target="village", is_so=True)
    assert story.open == ["accept_case"]
    assert any("仍由本村调，各方都书面同意" in one for one in to_explain(story.case))


def test_the_town_is_asked_nothing_and_the_clan_never_begins() -> None:
    story = against()
    with refused(Invalid, "不从家族小组开始", field="target"):
        story.start_at("clan")
    story.start_at("town")
    assert story.case.level is Level.TOWN


def test_its_own_adviser_does_not_read_its_agreement() -> None:
    plain, near = Story().register().start_at("village"), against()
    second_adviser()
    with transaction():
        member = db.session.query(PoolMember).join(Person).filter(Person.name == "冉律师").one()
        committee_id = plain.case.committee_id
        db.session.add(Appointment(pool_member_id=member.id, committee_id=committee_id, from_on=date(2025, 1, 10)))
    assert [one.name for one in advisers_of(plain.case, NOW.date())] == ["冉律师"]
    assert [one.name for one in advisers_of(near.case, NOW.date())] == ["何律师"]
    assert "冉律师" in near_to_the_village(near.case)


@pytest.mark.parametrize(
    ("name", "is_organisation", "expected"),
    [
        (BODY, True, True),
        ("小海眼股份经济合作社", True, True),
        ("小海眼村第二村民小组", True, True),
        ("小海眼石料有限公司", True, True),
        ("赵庄村村民委员会", True, False),
        ("博山青窑陶瓷有限公司", True, False),
        ("小海眼", False, False),
    ],
)
def test_an_organisation_named_after_the_village_is_asked_about(
    name: str, is_organisation: bool, expected: bool
) -> None:
    assert is_of_the_village(name, is_organisation=is_organisation, village="小海眼") is expected


def test_where_there_is_none_nothing_is_said() -> None:
    assert disclosure(Story().register().case) == ""
    assert village_bodies(against("小海眼", PartyKind.NATURAL).case) == []
