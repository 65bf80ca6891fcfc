"""移交函: sealed by the sender, sent and received beside the work; what the receiver says counts (回执)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from app.cases.models.letters import CaseLetter
from app.cases.papers.fixed_papers import TRANSFER
from app.cases.papers.values import TransferLetter
from app.cases.queries import moves_of
from app.cases.queries.letters import case_letters_of
from app.cases.terms import CaseLetterKind, CaseStatus
from app.core.db import db
from app.core.errors import Invalid, NotAllowed
from app.deadlines.models import Deadline
from app.letters.models import ServiceAttempt
from app.matters.queries.attachments import attachments_of
from app.papers.queries.frozen import frozen
from app.processes.models import Process
from tests.cases.test_at_any_step import do
from tests.cases.test_attachments import INPUTS, file_it
from tests.petitions.refusing import refused
from tests.petitions.screen import ClientOf, words
from tests.story import Story

pytestmark = pytest.mark.usefixtures("app")

STOP = {"reason": "不想再调了。"}


def sent() -> Story:
    """The village committee decided, with everybody's consent, to hand the dispute to the town."""
    return Story().mediating_at("village").not_reached().next("up")


def letter(story: Story) -> CaseLetter:
    return case_letters_of(story.case_id)[-1]


def flow(story: Story) -> Process:
    return db.session.query(Process).filter_by(subject_kind="case_letter", subject_id=letter(story).id).one()


# Its way


@pytest.mark.both
def test_a_transfer_letter_has_a_step_a_light_and_a_holder_and_nobody_signs_it_off() -> None:
    story = sent()
    task = story.task("seal_letter")
    assert (task.words, task.role, task.number) == ("编号、盖章《移交函》", "issuer", story.case.number)
    assert task.committee_id == story.account("mediator").committee_id
    assert task.office_id is None
    period = db.session.get(Deadline, task.deadline_id)
    assert period is not None
    assert (period.code, period.subject_id) == ("R1", story.case_id)
    assert letter(story).kind is CaseLetterKind.TRANSFER


def test_it_is_a_draft_until_it_is_sealed_and_bears_the_day_of_its_seal_and_the_number_of_its_case() -> None:
    story = sent()
    move = moves_of(story.case_id)[-1]
    filled = TRANSFER.filled(move.id)
    assert (filled.draft, filled.issued_on, frozen(TransferLetter, move.id)) == (True, None, None)
    assert TRANSFER.subjects() == []
    story.later(days=1).seal_letter()
    kept = frozen(TransferLetter, move.id)
    assert kept is not None
    assert (kept.draft, kept.issued_on, kept.number) == (False, story.today, "（2026）小海眼人调字第0001号")
    assert kept.consent.startswith("各方当事人于2026年11月23日同意")
    assert (letter(story).number, letter(story).sealed_on) == (kept.number, story.today)
    assert list(TRANSFER.subjects()) == [move.id]


def test_only_the_sender_seals_and_serves_it() -> None:
    story = sent()
    with refused(NotAllowed, "这一步不归您办"):
        story.seal_letter(by="clerk")
    story.seal_letter(by="head")
    with refused(NotAllowed, "这一步不归您办"):
        story.serve_letter(by="town-head")
    story.serve_letter()
    assert (story.open, letter(story).served_on) == (["answer_transfer"], story.today)


def test_it_is_not_sealed_before_the_transfer_was_decided_nor_tomorrow() -> None:
    story = sent().later(days=3)
    with refused(Invalid, "要在定下来以后", field="occurred_at"):
        story.happened(story.today - timedelta(days=4)).seal_letter()
    story.happened(date(2026, 11, 24)).seal_letter()
    assert letter(story).sealed_on == date(2026, 11, 24)


def test_one_that_the_post_returned_is_sent_again() -> None:
    story = sent().seal_letter().later(days=2)
    story.serve_letter(outcome="returned", method="mail", tried_on=story.today, returned_why="写错了地址。")
    assert story.open == ["answer_transfer", "deliver"]
    assert [one.reason for one in db.session.query(ServiceAttempt)] == ["写错了地址。"]
    with refused(Invalid, "收件的是谁、在哪里都知道", field="method"):
        story.serve_letter(method="nowhere", refusal="没有地址。")
    story.serve_letter(method="mail")
    assert story.open == ["answer_transfer"]


# The time to answer counts from the day it came (R1)


@pytest.mark.both
def test_the_time_to_answer_counts_from_the_day_it_came() -> None:
    story = sent()
    assert story.period("R1").due_on == date(2026, 11, 26)
    story.seal_letter().later(days=2).serve_letter()
    assert (story.period("R1").starts_on, story.period("R1").due_on) == (date(2026, 11, 25), date(2026, 11, 30))
    assert story.task("answer_transfer").due_at == story.period("R1").due_at


def test_the_receiver_says_when_it_came_and_nobody_serves_it_any_more() -> None:
    story = sent().seal_letter().later(days=2)
    story.answer_transfer(received_on=date(2026, 11, 24))
    assert story.open == ["tell_rights"]
    assert (letter(story).served_on, letter(story).method) == (date(2026, 11, 24), None)
    assert letter(story).receiver == "白塔镇调解中心"
    assert (story.ended("R1").starts_on, story.ended("R1").done_on) == (date(2026, 11, 24), date(2026, 11, 25))
    assert flow(story).finished_at == story.now


@pytest.mark.parametrize(
    ("received", "fault"),
    [
        (date(2026, 11, 23), "移交函是11月24日盖的章，收到的日子不能早于那天"),
        (date(2026, 11, 27), "11月26日答复的，收到的日子不能晚于那天"),
    ],
)
def test_a_day_on_which_it_cannot_have_come_is_refused_with_both_days(received: date, fault: str) -> None:
    story = sent().later(days=1).seal_letter().later(days=2)
    with refused(Invalid, fault, field="received_on"):
        story.answer_transfer(received_on=received)
    assert story.open == ["answer_transfer", "deliver"]


def test_nor_can_it_have_come_before_it_was_decided() -> None:
    story = sent().later(days=2)
    with refused(Invalid, "移交是11月23日定下来的", field="received_on"):
        story.answer_transfer(received_on=date(2026, 11, 22))


# Absent, afterwards, a second time


def test_one_that_was_answered_before_it_was_sealed_here_stays_with_the_sender_for_the_file() -> None:
    story = sent().later(days=1).answer_transfer()
    assert story.open == ["tell_rights", "seal_letter"]
    assert letter(story).served_on is None
    story.later(days=1).seal_letter()
    assert story.open == ["tell_rights"]
    assert (letter(story).sealed_on, letter(story).left_at) == (story.today, story.now)
    assert flow(story).finished_at == story.now
    assert frozen(TransferLetter, moves_of(story.case_id)[-1].id) is not None


def test_what_the_receiver_filed_later_is_no_enclosure_of_a_letter_sealed_late(
    client_of: ClientOf, at: Callable[[datetime], None]
) -> None:
    story = sent().later(days=1).answer_transfer()
    move = moves_of(story.case_id)[-1]
    assert move.answered_at is not None
    at(story.later(days=1).now)
    file_it(client_of("clerk"), story.case_id, (INPUTS / "p4-png-named.jpg").read_bytes(), "现场照片.jpg")
    assert len(attachments_of(story.case)) == 1
    assert TRANSFER.filled(move.id).attachments == ("受理登记表",)


@pytest.mark.parametrize("seal", [False, True])
def test_a_returned_one_leaves_nothing_to_do_and_the_next_is_another(seal: bool) -> None:
    story = sent()
    if seal:
        story.seal_letter()
    story.later(days=1).answer_transfer(outcome="returned", reason="材料不齐。")
    assert story.open == ["next_step"]
    assert (letter(story).served_on is not None) is seal
    assert (letter(story).left_at is not None) is not seal
    story.next("up")
    assert story.open == ["answer_transfer", "seal_letter"]
    story.seal_letter()
    first, second = case_letters_of(story.case_id)
    assert second.number == "（2026）小海眼人调字第0001号"
    assert first.move_id != second.move_id


@pytest.mark.parametrize("until", [lambda story: story, lambda story: story.seal_letter()], ids=["draft", "sealed"])
def test_nobody_goes_on_with_it_once_mediation_is_over(until: Callable[[Story], Story]) -> None:
    story = until(sent())
    do(story, "stop", {"asks": story.everyone("yes"), **STOP})
    assert story.open == ["tell_routes"]
    assert (letter(story).left_at, flow(story).finished_at) == (story.now, story.now)


def test_the_answer_of_an_older_version_that_does_not_ask_when_it_came_says_nothing_of_it() -> None:
    story = sent().seal_letter().answer_transfer(received_on=None)
    assert story.open == ["tell_rights"]
    assert (letter(story).served_on, letter(story).left_at) == (None, story.now)
    assert story.case.status is CaseStatus.PREPARING


# By pages


def test_the_sender_finds_it_in_the_list_of_the_day_seals_it_and_prints_it(client_of: ClientOf) -> None:
    story = sent()
    today = words(client_of("mediator").get("/"))
    assert "《移交函》王甲—王乙房屋宅基地，编号、盖章" in today
    address = f"/cases/letters/{letter(story).public_id}"
    page = words(client_of("mediator").get(address))
    assert "还没有盖章，打印出来是草稿" in page
    assert "白塔镇调解中心" in page
    task = story.task("seal_letter").public_id
    answered = client_of("mediator").post(f"/tasks/{task}", data={"occurred_at": "2026-11-23T08:59", "copies": "2"})
    assert (answered.status_code, answered.location) == (302, address)
    again = client_of("mediator").post(f"/tasks/{task}", data={"occurred_at": "2026-11-23T08:59", "copies": "3"})
    assert (again.status_code, letter(story).copies) == (302, 2)
    page = words(client_of("mediator").get(address))
    assert "2026年11月23日盖了章，还没有送到。" in page
    assert "没法送" not in page
    assert "同住" not in page, "a committee has no household"


def test_a_refused_service_keeps_what_was_typed(client_of: ClientOf) -> None:
    story = sent().seal_letter()
    data = {
        "occurred_at": "2026-11-23T08:59",
        "outcome": "delivered",
        "method": "direct",
        "delivered_on": "2026-11-20",
        "receiver": "老韩",
    }
    answered = client_of("mediator").post(f"/tasks/{story.task('deliver').public_id}", data=data)
    assert answered.status_code == 422
    assert "要在盖章那天以后" in words(answered)
    assert "老韩" in answered.text


def test_who_does_not_see_the_dispute_does_not_see_its_letter(client_of: ClientOf) -> None:
    story = sent()
    address = f"/cases/letters/{letter(story).public_id}"
    assert client_of("stranger").get(address).status_code == 404
    assert client_of("town-head").get(address).status_code == 200, "it is for them"


def test_the_history_tells_its_way_once(client_of: ClientOf) -> None:
    story = sent().later(hours=1).seal_letter().later(days=1).serve_letter()
    page = words(client_of("mediator").get(f"/cases/{story.case.public_id}"))
    assert page.count("《移交函》编号、盖章") == 1
    assert "《移交函》送达" in page
    assert "《移交函》拟好" not in page
