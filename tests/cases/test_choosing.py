"""Who mediates: refusals with reasons, the parties' wishes first, a person confirms."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.audit.models import AuditEntry
from app.cases.models import CaseMediator, CaseMediatorPart, PartyWish
from app.cases.queries import mediators_of
from app.cases.queries.proposal import propose
from app.core.db import db
from app.core.errors import DomainError, Invalid
from app.core.transaction import transaction
from app.mediators.models import PoolMember, PoolState
from app.organisations.models import Household, Person
from tests import public
from tests.story import Story

ON = date(2026, 11, 23)
pytestmark = pytest.mark.usefixtures("app")


def member(name: str) -> PoolMember:
    return db.session.scalars(select(PoolMember).join(Person).where(Person.name == name)).one()


def ready(**changes: object) -> Story:
    """A case of 小海眼 at village level that waits for its mediators."""
    return Story().register(**changes).start_at("village").accept().consent().tell_rights()


def parts_of(story: Story) -> dict[str, str]:
    return {one.pool_member.person.name: one.part.value for one in mediators_of(story.case_id)}


def choose(story: Story, parts: dict[str, str], **more: object) -> Story:
    ids = {str(member(name).id): part for name, part in parts.items()}
    values: dict[str, object] = {"chosen_by": "committee", "disclosure": "", "parts": ids, **more}
    return story.answer("choose_mediators", "mediator", **values)


def wish(story: Story, side: int, name: str, will: str, reason: str = "") -> dict[str, object]:
    party = next(party for party in story.case.parties if party.side == side)
    return {"party_id": party.id, "pool_member_id": member(name).id, "will": will, "reason": reason}


def test_one_presides_and_others_stand_beside() -> None:
    story = choose(ready(), {"周有福": "presiding", "吴桂兰": "mediator", "朱调解": "invited"})
    assert parts_of(story) == {"周有福": "presiding", "吴桂兰": "mediator", "朱调解": "invited"}
    rows = {one.pool_member.person.name: one for one in mediators_of(story.case_id)}
    assert rows["周有福"].signs
    assert not rows["朱调解"].signs
    assert rows["周有福"].since_on == ON
    assert story.open == ["mediate"]


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({}, "要有一位调解主持人"),
        ({"周有福": "mediator"}, "要有一位调解主持人"),
        ({"周有福": "presiding", "吴桂兰": "presiding"}, "只能是一位"),
        ({"周有福": "presiding", "吴桂兰": "mediator", "郑守田": "mediator", "冯大山": "mediator"}, "最多三位"),
        ({"林法官": "presiding"}, "只作指导"),
        ({"周有福": "presiding", "陈所助": "invited"}, "只作指导"),
        ({"朱调解": "presiding"}, "只能作为被邀请人"),
        ({"周有福": "presiding", "许村长": "mediator"}, "只能作为被邀请人"),
    ],
)
def test_a_wrong_panel_is_refused_and_nothing_is_kept(parts: dict[str, str], said: str) -> None:
    story = ready()
    with pytest.raises(Invalid) as refused:
        choose(story, parts)
    assert said in refused.value.sentence
    assert mediators_of(story.case_id) == []
    assert story.open == ["choose_mediators"]


def test_the_refusal_stands_at_the_person_it_is_about() -> None:
    story = ready()
    with pytest.raises(Invalid) as refused:
        choose(story, {"朱调解": "presiding"})
    assert list(refused.value.fields) == [f"part_{member('朱调解').public_id}"]


def test_who_is_suspended_or_away_cannot_be_chosen() -> None:
    story = ready()
    with transaction():
        member("周有福").state = PoolState.SUSPENDED
        member("吴桂兰").away_from = date(2026, 11, 20)
    for name, said in (("周有福", "暂停"), ("吴桂兰", "不在")):
        with pytest.raises(Invalid, match=said):
            choose(story, {name: "presiding"})


@pytest.mark.both
def test_a_party_and_a_party_s_household_are_out() -> None:
    story = ready()
    with transaction():
        home = db.session.scalars(select(Household)).first()
        member("冯大山").person.household = home
        member("郑守田").person.household = home
        story.case.parties[0].person_id = member("冯大山").person_id
    proposal = propose(story.case, on=ON)
    reasons = {one.candidate.name: one.reasons[0] for one in proposal.excluded}
    assert "当事人" in reasons["冯大山"]
    assert "一户人家" in reasons["郑守田"]
    assert "只作指导" in reasons["陈所助"]


def test_an_agent_known_by_the_id_number_is_out() -> None:
    story = ready()
    with transaction():
        fellow = member("冯大山").person
        fellow.seal_identity(id_number="11010519491231002X", phone=None)
        story.case.parties[1].seal_identity(id_number="11010519491231002X", phone=None)
    assert "冯大山" in {one.candidate.name for one in propose(story.case, on=ON).excluded}


def test_an_objection_made_just_now_counts() -> None:
    story = ready()
    with pytest.raises(Invalid, match="有当事人不要他调"):
        choose(story, {"周有福": "presiding"}, wishes=[wish(story, 2, "周有福", "objects", "是王甲的表叔")])


def test_whom_the_parties_chose_comes_first_and_is_kept_as_theirs() -> None:
    story = ready()
    before = [one.candidate.name for one in propose(story.case, on=ON).ranked]
    assert before[0] == "周有福"
    choose(story, {"吴桂兰": "presiding", "周有福": "mediator"}, wishes=[wish(story, 1, "吴桂兰", "chosen")])
    after = propose(story.case, on=ON).ranked
    assert after[0].candidate.name == "吴桂兰"
    rows = {one.pool_member.person.name: one.chosen_by for one in mediators_of(story.case_id)}
    assert rows == {"吴桂兰": "parties", "周有福": "committee"}


@pytest.mark.both
def test_each_names_one_needs_a_name_from_every_side() -> None:
    story = ready()
    one = wish(story, 1, "吴桂兰", "chosen")
    with pytest.raises(Invalid, match="每一方要的是谁"):
        choose(story, {"周有福": "presiding", "吴桂兰": "mediator"}, chosen_by="each_names_one", wishes=[one])
    both = [one, wish(story, 2, "周有福", "chosen")]
    choose(story, {"周有福": "presiding", "吴桂兰": "mediator"}, chosen_by="each_names_one", wishes=both)
    assert {one.chosen_by for one in mediators_of(story.case_id)} == {"parties"}


def test_a_party_of_another_case_is_not_listened_to() -> None:
    other, story = ready(), ready()
    with pytest.raises(DomainError, match="没有这位当事人"):
        choose(story, {"周有福": "presiding"}, wishes=[wish(other, 1, "吴桂兰", "chosen")])


def test_disclosures_are_kept_with_the_person() -> None:
    story = ready()
    said = {str(member("周有福").id): "和王乙是前后院邻居"}
    choose(story, {"周有福": "presiding", "吴桂兰": "mediator"}, disclosures=said, disclosure="各方都没有意见")
    rows = {one.pool_member.person.name: one.disclosure for one in mediators_of(story.case_id)}
    assert rows == {"周有福": "和王乙是前后院邻居；各方都没有意见", "吴桂兰": "各方都没有意见"}


@pytest.mark.both
def test_a_change_of_mediators_ends_the_old_ones_and_keeps_who_stays() -> None:
    story = choose(ready(), {"周有福": "presiding", "吴桂兰": "mediator"})
    story.later(days=5).answer("mediate", "mediator", outcome="change_mediators", reason="乙方要求换人")
    choose(story, {"郑守田": "presiding", "吴桂兰": "mediator"})
    assert parts_of(story) == {"郑守田": "presiding", "吴桂兰": "mediator"}
    ended = db.session.scalars(select(CaseMediator).where(CaseMediator.until_on.is_not(None))).all()
    assert [(one.pool_member.person.name, one.until_on) for one in ended] == [("周有福", date(2026, 11, 28))]
    assert len(mediators_of(story.case_id, only_current=False)) == 3


def test_open_cases_weigh_in_the_ranking() -> None:
    choose(ready(), {"周有福": "presiding"})
    second = ready()
    ranked = {one.candidate.name: one for one in propose(second.case, on=ON).ranked}
    load = next(heading for heading in ranked["周有福"].headings if heading.name == "负荷")
    assert (load.points, load.why) == (16, "手上1件")


def test_the_choice_is_in_the_trail() -> None:
    story = choose(ready(), {"周有福": "presiding"})
    deeds = db.session.scalars(select(AuditEntry.deed).where(AuditEntry.subject_id == story.case_id)).all()
    assert "case:mediators_chosen" in deeds


Clients = Callable[[str], FlaskClient]


def page(story: Story, name: str, part: str, **more: str) -> dict[str, str]:
    """What the page sends when one person gets a part."""
    task = story.task("choose_mediators")
    return {
        "task_id": task.public_id,
        "page_version": str(task.row_version),
        f"part_{member(name).public_id}": part,
        "chosen_by": "committee",
        "occurred_at": "2026-11-23T08:30",
        **more,
    }


def test_the_page_shows_the_ranking_and_why_others_are_out(client_of: Clients) -> None:
    story = ready()
    text = client_of("mediator").get(f"/cases/{public.case(story.case_id)}/mediators").get_data(as_text=True)
    for words in (
        "周有福",
        "擅长这一类",
        "手上没有案件",
        "林法官",
        "只作指导",
        "确定调解员",
        "不能签名，只能作为被邀请人",
    ):
        assert words in text


def test_the_step_leads_to_the_page(client_of: Clients) -> None:
    story = ready()
    answered = client_of("mediator").get(f"/tasks/{public.task(story.task('choose_mediators').id)}")
    assert answered.headers["Location"].endswith(f"/cases/{public.case(story.case_id)}/mediators")


def test_choosing_on_the_page_moves_the_case_on(client_of: Clients) -> None:
    story = ready()
    answered = client_of("mediator").post(
        f"/cases/{public.case(story.case_id)}/mediators", data=page(story, "周有福", "presiding")
    )
    assert answered.status_code == 302
    assert story.open == ["mediate"]
    assert parts_of(story) == {"周有福": "presiding"}


def test_a_refusal_on_the_page_keeps_what_was_ticked(client_of: Clients) -> None:
    story = ready()
    sent = page(story, "周有福", "mediator", **{f"relation_{member('周有福').public_id}": "前后院邻居"})
    answered = client_of("mediator").post(f"/cases/{public.case(story.case_id)}/mediators", data=sent)
    text = answered.get_data(as_text=True)
    assert answered.status_code == 422
    assert "要有一位调解主持人" in text
    assert "前后院邻居" in text
    assert story.open == ["choose_mediators"]


def test_who_was_suspended_while_the_page_was_open_is_refused_by_name(client_of: Clients) -> None:
    story = ready()
    asked = f"part_{member('吴桂兰').public_id}"
    sent = page(story, "周有福", "presiding", **{asked: "mediator"})
    with transaction():
        member("吴桂兰").state = PoolState.SUSPENDED
    answered = client_of("mediator").post(f"/cases/{public.case(story.case_id)}/mediators", data=sent)
    assert answered.status_code == 422
    assert "吴桂兰：现在暂停调解工作" in answered.get_data(as_text=True)
    _, _, question = answered.get_data(as_text=True).partition(f'id="{asked}"')
    assert "吴桂兰：现在暂停调解工作" in question.partition("</fieldset>")[0]


@pytest.mark.both
def test_wishes_alone_can_be_kept_and_taken_back(client_of: Clients) -> None:
    story, client = ready(), client_of("mediator")
    party, him = story.case.parties[1].public_id, member("周有福").public_id
    sent = page(story, "周有福", "none", only_wishes="1", **{f"will_{him}_{party}": "objects"})
    del sent["chosen_by"]
    assert client.post(f"/cases/{public.case(story.case_id)}/mediators", data=sent).status_code == 302
    assert db.session.scalars(select(PartyWish.objects)).all() == [True]
    assert "有当事人不要他调" in client.get(f"/cases/{public.case(story.case_id)}/mediators").get_data(as_text=True)
    sent[f"will_{him}_{party}"] = "silent"
    client.post(f"/cases/{public.case(story.case_id)}/mediators", data=sent)
    assert db.session.scalars(select(PartyWish)).all() == []
    assert story.open == ["choose_mediators"]


@pytest.mark.both
def test_somebody_of_another_village_is_found_by_name(client_of: Clients) -> None:
    story, client = ready(), client_of("mediator")
    assert "尤大娘" not in client.get(f"/cases/{public.case(story.case_id)}/mediators").get_data(as_text=True)
    for words in ("尤大", "ydn"):
        assert "尤大娘" in client.get(f"/cases/{public.case(story.case_id)}/mediators?words={words}").get_data(
            as_text=True
        )


def test_a_stranger_s_case_is_not_there(client_of: Clients) -> None:
    story = ready()
    assert client_of("stranger").get(f"/cases/{public.case(story.case_id)}/mediators").status_code == 404


def test_every_part_has_its_radio(app: Flask, client_of: Clients) -> None:
    story = ready()
    text = client_of("mediator").get(f"/cases/{public.case(story.case_id)}/mediators").get_data(as_text=True)
    mine = f'name="part_{member("周有福").public_id}" value='
    assert {part for part in (*CaseMediatorPart, "none") if f'{mine}"{part}"' in text} == {*CaseMediatorPart, "none"}
    guest = f'name="part_{member("朱调解").public_id}" value='
    assert {part for part in (*CaseMediatorPart, "none") if f'{guest}"{part}"' in text} == {"invited", "none"}
