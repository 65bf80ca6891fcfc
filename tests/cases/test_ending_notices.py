"""终止调解告知书: each party gets one; what goes by post is served when it came, beside a case that is over."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.cases.actions.case_letters import RULES
from app.cases.actions.intake import PartyIntake
from app.cases.models.letters import CaseLetter
from app.cases.queries.letters import case_letters_of
from app.cases.terms import CaseLetterKind, CaseStatus
from app.core.db import db
from app.core.errors import Invalid, NotNow
from app.core.transaction import transaction
from app.letters.terms import ServiceMethod
from app.matters.actions.erase import erase_matter
from app.processes.models import Process
from tests.petitions.refusing import refused
from tests.petitions.screen import ClientOf, words
from tests.story import Story

pytestmark = pytest.mark.usefixtures("app")

TWO = ("王甲", "王乙")


def failed() -> Story:
    """Mediation failed, and the parties are to be told."""
    return Story().mediating_at("village").not_reached().next("stop")


def notices(story: Story) -> list[CaseLetter]:
    return [one for one in case_letters_of(story.case_id) if one.kind is CaseLetterKind.ENDING]


def one_by_post(story: Story) -> dict[str, str]:
    first, *others = (str(party.id) for party in story.case.parties)
    return {first: "posted", **dict.fromkeys(others, "in_person")}


@pytest.mark.parametrize(
    ("how", "method"),
    [("in_person", ServiceMethod.DIRECT), ("agent", ServiceMethod.HOUSEHOLD), ("refused", ServiceMethod.LEFT)],
)
def test_what_was_handed_over_in_the_step_needs_nothing_more(how: str, method: ServiceMethod) -> None:
    story = failed().tell_routes(how)
    assert story.open == []
    kept = [(one.party_id, one.method, one.sealed_on, one.served_on) for one in notices(story)]
    assert kept == [(party.id, method, story.today, story.today) for party in story.case.parties]
    assert db.session.query(Process).filter_by(subject_kind="case_letter").count() == 0


@pytest.mark.both
def test_what_went_by_post_waits_to_be_served_beside_a_case_that_is_over() -> None:
    story = failed()
    story.tell_routes(told=one_by_post(story))
    assert (story.case.status, story.open) == (CaseStatus.ENDED, ["deliver"])
    task = story.task("deliver")
    assert task.words == "送达《调解不成告知书（给王甲）》"
    assert (task.committee_id, task.deadline_id) == (story.account("mediator").committee_id, None)
    posted, handed = notices(story)
    assert (posted.served_on, handed.served_on) == (None, story.today)
    story.later(days=4).serve_letter(method="mail", receiver="王甲")
    assert (story.open, posted.served_on, posted.method) == ([], story.today, ServiceMethod.MAIL)
    assert story.case.status is CaseStatus.ENDED


def test_the_post_returns_it_it_is_refused_at_the_door_and_counts() -> None:
    story = failed().tell_routes("posted")
    assert story.open == ["deliver", "deliver"]
    story.later(days=3)
    story.serve_letter(outcome="returned", method="mail", tried_on=story.today, returned_why="没人在家。")
    assert story.open == ["deliver", "deliver"]
    with refused(Invalid, "拒收的要有见证人", field="witness"):
        story.serve_letter(method="left", refusal="不肯收。")
    story.serve_letter(method="left", refusal="不肯收。", witness="吴大娘")
    story.serve_letter(method="household", receiver="王乙的儿子")
    assert (story.open, {one.method for one in notices(story)}) == ([], {ServiceMethod.LEFT, ServiceMethod.HOUSEHOLD})


def test_it_is_not_served_before_it_was_posted() -> None:
    story = failed().later(days=2).tell_routes("posted")
    with refused(Invalid, "要在盖章那天以后", field="delivered_on"):
        story.serve_letter(delivered_on=story.today - timedelta(days=1))


def test_told_afterwards_it_bears_the_day_on_which_it_was_told() -> None:
    story = failed().later(days=20)
    story.tell_routes(told_on=date(2026, 11, 25))
    assert {(one.sealed_on, one.served_on) for one in notices(story)} == {(date(2026, 11, 25), date(2026, 11, 25))}


def test_a_refused_application_is_told_without_a_number_and_only_the_applicant_may_be_far_away() -> None:
    story = Story().register().start_at("village")
    story.answer("accept_case", outcome="not_accepted", reason="不属于民间纠纷。")
    story.tell_routes("posted", ended_because="not_accepted")
    assert [one.number for one in notices(story)] == ["没有编号", "没有编号"]
    assert story.task("deliver").words.startswith("送达《不予受理告知书（给")


def test_an_answer_of_nobody_makes_no_notice() -> None:
    story = failed().tell_routes(told={})
    assert (story.open, notices(story)) == ([], [])


def test_a_case_is_not_erased_while_a_notice_of_it_is_in_the_post() -> None:
    story = failed().tell_routes("posted")
    with refused(NotNow, "还没有办完"), transaction():
        erase_matter("case", story.case_id, reason="保管期限满了。", now=story.now)
    story.serve_letter().serve_letter()
    with transaction():
        gone = erase_matter("case", story.case_id, reason="保管期限满了。", now=story.now)
    assert gone["case_letter"] == gone["participant"] == len(TWO)


def test_the_page_says_whose_notice_is_on_its_way(client_of: ClientOf) -> None:
    story = failed()
    story.tell_routes(told=one_by_post(story))
    page = words(client_of("mediator").get(f"/cases/{story.case.public_id}"))
    assert "寄给王甲的还没有送到" in page
    assert "送达《调解不成告知书（给王甲）》" in page
    shown = words(client_of("mediator").get(f"/cases/letters/{notices(story)[0].public_id}"))
    assert "送给王甲" in shown
    assert "同住的成年家属" in shown
    assert "没法送" not in shown
    story.later(days=2).serve_letter()
    assert "寄给王甲" not in words(client_of("mediator").get(f"/cases/{story.case.public_id}"))


@pytest.mark.parametrize("kind", CaseLetterKind)
def test_every_kind_of_letter_says_what_it_needs(kind: CaseLetterKind) -> None:
    rules = RULES[kind]
    assert not rules.is_signed_off
    assert not set(rules.needed) & set(rules.optional)
    assert rules.message == "", "mediation waits for no letter of its own"


def test_nobody_at_home_takes_what_is_for_one_who_must_not_be_reached_there(client_of: ClientOf) -> None:
    guarded = PartyIntake(side=2, name="王乙", safe_contact="打给她姐姐")
    story = Story().register(parties=(PartyIntake(side=1, name="王甲"), guarded)).start_at("village")
    story.accept().consent().tell_rights().choose_mediators().not_reached().next("stop").tell_routes("posted")
    pages = {one.party.name: client_of("mediator").get(f"/cases/letters/{one.public_id}") for one in notices(story)}
    assert "同住的成年家属" in words(pages["王甲"])
    assert "同住的成年家属" not in words(pages["王乙"])
    assert "安全联系：打给她姐姐" in words(pages["王乙"])
