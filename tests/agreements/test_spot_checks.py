"""Agreements that nobody else saw are asked about by telephone, by somebody who neither mediated nor typed them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from app.agreements.actions.spot_check import FINISHED, make_calls
from app.agreements.models import AgreementForm
from app.agreements.models.spot_checks import SpotAnswer, SpotCall, SpotCheck, SpotReason
from app.agreements.queries import the_agreement
from app.agreements.queries.spot_checks import asked_in, check_of, check_words, count_open, open_checks
from app.agreements.rules.spot_checking import OWN_CASE, call_faults, caller_fault, check_result
from app.core.db import db
from app.core.errors import Invalid, NotAllowed, NotNow
from app.core.transaction import transaction
from app.processes.registry import Submission
from tests.agreements.paths import Path
from tests.agreements.test_whole_case import enter, whole
from tests.petitions.refusing import refused
from tests.petitions.screen import ClientOf, hidden, words
from tests.story import Story

pytestmark = pytest.mark.usefixtures("app")


def oral() -> Path:
    """Agreed by word of mouth, step by step."""
    path = Path().agreed(form="oral")
    values = {**path.text_values(), "agreed_on": path.now.date(), "performed": "no"}
    return path.answer("register_oral", **values)


def check(story: Story) -> SpotCheck:
    db.session.expire_all()
    found = check_of(the_agreement(story.case_id))
    assert found is not None
    return found


def call(story: Story, *answers: str, by: str = "justice", **values: Any) -> None:
    """Call everybody, who says this in the order of the parties."""
    row = check(story)
    said: Mapping[int, str] = dict(zip([party.id for party in asked_in(row)], answers, strict=True))
    with transaction():
        make_calls(row, said, Submission(values, story.now, "", story.account(by), story.now))


@pytest.mark.both
def test_what_was_agreed_by_word_of_mouth_is_asked_about_until_both_sides_confirmed_it() -> None:
    path = oral()
    assert (check(path).reason, count_open()) == (SpotReason.ORAL, 1)
    assert check_words(path.agreement) == "口头协议，司法所还没有打电话核实"
    call(path, "confirmed", "not_reached")
    assert (check(path).finished_at, count_open()) == (None, 1), "the second is called again"
    call(path, "confirmed", "confirmed")
    assert (check(path).result, count_open()) == (SpotAnswer.CONFIRMED, 0)
    assert db.session.query(SpotCall).count() == 4
    assert check_words(path.agreement) == "口头协议，2026年11月23日核实：属实"
    with refused(NotNow, FINISHED):
        call(path, "confirmed", "confirmed")


def test_a_whole_case_is_asked_about_once_whatever_its_form() -> None:
    for form, by in ((AgreementForm.ORAL, "mediator"), (AgreementForm.HANDWRITTEN, "mediator")):
        story = Story()
        enter(story, whole(form), by=by)
        assert check(story).reason is SpotReason.WHOLE
    assert len(open_checks(limit=10)) == count_open() == 2


def test_an_agreement_in_writing_that_went_its_way_is_not_asked_about() -> None:
    path = Path().sealed()
    assert check_of(path.agreement) is None
    assert check_words(path.agreement) == ""


def test_one_who_tells_it_otherwise_ends_it_and_says_how() -> None:
    path = oral()
    with refused(Invalid, "写明他怎么说的", field="note"):
        call(path, "confirmed", "differs")
    call(path, "confirmed", "differs", note="王乙说没有这回事。")
    assert check(path).result is SpotAnswer.DIFFERS
    assert "说法不一样" in check_words(path.agreement)


def test_who_mediated_or_typed_it_does_not_make_the_calls() -> None:
    path = oral()
    for who in ("mediator", "head"):
        with pytest.raises(NotAllowed, match="要由别人打电话核实"):
            call(path, "confirmed", "confirmed", by=who)
    assert count_open() == 1


def test_somebody_left_out_is_asked_for_and_one_never_reached_can_be_let_be() -> None:
    path = oral()
    with refused(Invalid, "每一位都要选", field="answers"):
        call(path, "confirmed", "")
    call(path, "confirmed", "not_reached", is_last=True)
    assert check(path).result is SpotAnswer.NOT_REACHED


def test_the_rules_by_themselves() -> None:
    assert caller_fault(typed=False, mediated=False) is None
    assert caller_fault(typed=True, mediated=False) == caller_fault(typed=False, mediated=True) == OWN_CASE
    assert call_faults([1, 2], {1: "confirmed", 2: "confirmed"}, note="") == {}
    assert set(call_faults([1, 2], {1: "differs"}, note="")) == {"answers", "note"}
    assert check_result(["confirmed", "confirmed"], is_last=False) == "confirmed"
    assert check_result(["confirmed", "not_reached"], is_last=False) is None
    assert check_result(["differs", "not_reached"], is_last=False) == "differs"


def test_the_office_of_justice_finds_them_calls_and_keeps_it_on_the_page(client_of: ClientOf) -> None:
    path = oral()
    justice = client_of("justice")
    assert "抽查" in words(justice.get("/"))
    listed = justice.get("/agreements/spot-checks")
    address = f"/agreements/spot-checks/{check(path).public_id}"
    assert address in listed.text
    page = justice.get(address)
    assert "13812345678" in page.text, "somebody must be able to call"
    people = asked_in(check(path))
    said = {f"answer_{party.public_id}": "confirmed" for party in people}
    sent = {**hidden(page, "once"), "occurred_at": "2026-11-23 08:30"}
    answer = justice.post(address, data={**sent, "note": "打了一个"})
    assert answer.status_code == 422
    assert "打了一个" in answer.text
    assert justice.post(address, data={**sent, **said}).status_code == 302
    assert count_open() == 0
    assert "口头协议，2026年11月23日核实：属实" in words(justice.get(f"/cases/{path.case.public_id}"))
    for who in ("mediator", "head", "petition", "adviser"):
        assert client_of(who).get(address).status_code in (403, 404), who
