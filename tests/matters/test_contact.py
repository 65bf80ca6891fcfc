"""How somebody is met and reached is asked once, shown at every contact, and keeps a shared home out of everything."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.agreements.papers.frozen_text import frozen_text
from app.agreements.queries import the_agreement
from app.audit.queries import entries_of
from app.cases.models import Case, Party
from app.cases.papers.print_papers import acceptance_register
from app.core.contact import Need, joined
from app.core.db import db
from app.core.errors import NotFound
from app.core.transaction import transaction
from app.papers.rules.people import Person
from app.petitions.actions.follow import find_petition
from app.petitions.papers.fill_sheets import sheet_of
from app.petitions.papers.sheets import Receipt, RegistrationForm
from app.statistics.actions.export_claims import Format, export_claims
from app.statistics.queries import Narrowing
from app.statistics.rules import Period
from tests import public
from tests.agreements.paths import Path
from tests.petitions.way import DESK, Way
from tests.rights.matters import moved
from tests.story import Story, homestead

ClientOf = Callable[[str], FlaskClient]
WAY = "只打女儿的电话13911112222"
PHONE, ADDRESS = "13812345678", "小海眼社区1号"


def guarded_story() -> Story:
    first, *others = homestead(0).parties
    first = replace(first, needs=frozenset({Need.HEARING, Need.WALKING}), safe_contact=WAY)
    return Story().register(parties=(first, *others))


def page_of(story: Story, client: FlaskClient) -> str:
    return client.get(f"/cases/{public.case(story.case_id)}").text


@pytest.mark.both
def test_needs_and_the_safe_way_are_kept_and_shown_to_whoever_handles_it(client_of: ClientOf) -> None:
    story = guarded_story()
    party = db.session.get_one(Party, story.case.parties[0].id)
    assert (party.all_needs, party.needs_words) == ({Need.HEARING, Need.WALKING}, "听不清、走动不便")
    page = page_of(story, client_of("mediator"))
    assert "见面请照顾：<strong>听不清、走动不便</strong>" in page
    assert f"安全联系：{WAY}。" in page
    assert PHONE not in page
    assert ADDRESS not in page


def test_who_only_reads_it_learns_that_there_is_a_way_and_not_which(client_of: ClientOf) -> None:
    page = page_of(guarded_story().start_at("village").accept(), client_of("justice"))
    assert "不要往家里打电话" in page
    assert WAY not in page
    assert ADDRESS not in page


def test_every_step_says_it_above_its_form(client_of: ClientOf) -> None:
    story = guarded_story()
    step = client_of("mediator").get(f"/tasks/{public.task(story.task('choose_start').id)}").text
    assert f"王甲：听不清、走动不便；安全联系：{WAY}" in step
    way = Way().register()
    with transaction():
        way.petition.petitioners[0].needs = joined({Need.READING})
    sort = client_of(DESK).get(f"/petitions/{way.petition.public_id}").text
    assert "不识字" in sort


def test_no_paper_of_a_dispute_leads_to_the_home(app: Flask) -> None:
    story = guarded_story().start_at("village").accept()
    (first, *_) = acceptance_register(story.case).parties
    assert isinstance(first.who, Person)
    through = f"由{story.case.committee.name}转"
    assert (first.who.address, first.who.phone) == (through, through)
    path = Path().frozen()
    with transaction():
        path.case.parties[0].safe_contact = WAY
    text = frozen_text(the_agreement(path.case_id))
    assert f"由{path.case.committee.name}转" in text
    assert ADDRESS not in text


def test_nothing_of_a_petition_leads_to_the_home(app: Flask) -> None:
    way = Way().register()
    petition, person = way.petition, way.petition.petitioners[0]
    desk, code = way.account(DESK), way.petition.query_code
    assert find_petition(petition.number, code) == petition
    with transaction():
        person.safe_contact = WAY
    with pytest.raises(NotFound):
        find_petition(petition.number, code)
    receipt = sheet_of(petition, "receipt", row_id=0, actor=desk, now=way.now)
    assert isinstance(receipt, Receipt)
    assert (receipt.code, receipt.url) == ("", "")
    registered = sheet_of(petition, "registration", row_id=0, actor=desk, now=way.now)
    assert isinstance(registered, RegistrationForm)
    facts = dict(registered.people[0].facts)
    assert facts["电话"] == facts["住址"]
    assert str(facts["住址"]).startswith("由")
    year = Narrowing(Period(way.today.replace(month=1, day=1), way.today), way.today)
    exported = export_claims(year, Format.CSV, actor=desk, now=way.now).content.decode("utf-8-sig")
    assert petition.number in exported
    assert person.address not in exported


@pytest.mark.both
def test_it_is_noted_at_any_time_by_whoever_handles_it_and_the_trail_keeps_the_way_to_itself(
    client_of: ClientOf,
) -> None:
    path = Path().sealed()
    party, client = path.case.parties[1], client_of("mediator")
    address = f"/participants/{party.public_id}"
    assert "怎么联系王乙" in client.get(address).text
    typed = {"needs": ["sight", "companion"], "safe_contact": WAY}
    assert client.post(address, data=typed).status_code == 302
    kept = db.session.get_one(Party, party.id)
    assert (kept.all_needs, kept.safe_contact) == ({Need.SIGHT, Need.COMPANION}, WAY)
    assert 'value="sight" checked' in client.get(address).text
    (entry,) = [one for one in entries_of("case", path.case_id) if one.deed == "case:contact_set"]
    assert WAY not in str(entry.detail)
    again = client.post(address, data=typed)
    assert again.status_code == 422
    assert "跟原来一样" in again.text
    assert client.post(address, data={"safe_contact": ""}).status_code == 302
    assert not db.session.get_one(Party, party.id).is_guarded


def test_a_committee_that_gave_it_away_notes_nothing(client_of: ClientOf) -> None:
    story = moved()
    address = f"/participants/{story.case.parties[0].public_id}"
    assert client_of("mediator").get(address).status_code == 403
    assert client_of("mediator").post(address, data={"safe_contact": WAY}).status_code == 403
    assert client_of("clerk").post(address, data={"safe_contact": WAY}).status_code == 302


def test_a_petitioner_s_is_noted_by_the_desk_and_by_who_handles_a_claim(client_of: ClientOf) -> None:
    way = Way().investigating()
    person = way.petition.petitioners[0]
    address = f"/participants/{person.public_id}"
    assert client_of("leader").get(address).status_code == 403
    assert client_of("village-handler").get(address).status_code == 404
    assert client_of("handler").post(address, data={"needs": ["speech"]}).status_code == 302
    assert client_of(DESK).post(address, data={"needs": ["speech"], "safe_contact": WAY}).status_code == 302
    page = client_of(DESK).get(f"/petitions/{way.petition.public_id}").text
    assert WAY in page
    assert "听不懂普通话" in page


def test_registration_asks_for_both_and_keeps_what_was_typed(client_of: ClientOf) -> None:
    client = client_of("mediator")
    page = client.post("/cases/register", data={"parties-0-needs": ["hearing"], "parties-0-safe_contact": WAY}).text
    assert 'name="parties-0-needs" value="hearing" checked' in page
    assert WAY in page
    assert db.session.query(Case).count() == 0
