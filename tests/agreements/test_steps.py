"""Agreements from draft to archive, step by step."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from app.agreements.models import Agreement, AgreementState
from app.agreements.papers.frozen_text import hash_of, is_untouched
from app.agreements.papers.paper_list import state_words
from app.agreements.papers.print_agreement import paper_clauses
from app.agreements.papers.values import COUNTED
from app.agreements.queries import archive_of, current_agreement, duties_of, frozen_sentence, left_out, visits_of
from app.cases.actions.intake import PartyIntake
from app.cases.actions.stopping import stop_mediation
from app.cases.models import CaseMediator
from app.cases.models.records import TerminationKind
from app.cases.terms import CaseStatus
from app.core.db import db
from app.core.errors import Invalid, NotAllowed, NotFound, NotNow
from app.core.files import Prepared
from app.core.transaction import transaction
from app.matters.actions.attach import attach_file
from app.mediators.models import PoolState
from app.processes.registry import Submission
from tests.agreements.paths import CLAUSES, Path

TODAY = date(2026, 11, 23)
THREE = (
    PartyIntake(side=1, name="王甲"),
    PartyIntake(side=2, name="王乙"),
    PartyIntake(side=2, name="王丙"),
)


def test_a_written_agreement_comes_into_force_by_draft_review_freezing_signatures_and_seal(app: Flask) -> None:
    path = Path().drafted()
    assert path.open == ["draft"]
    assert path.sent().open == ["legal_review"]
    assert path.passed().open == ["freeze"]
    assert path.answer("freeze", outcome="frozen").open == ["sign"]
    assert path.answer("sign", outcome="signed", signatures=path.signatures()).open == ["seal"]
    path.answer("seal", "head", sealed_on=TODAY)
    assert path.open == ["fulfil"]
    assert path.agreement.state is AgreementState.IN_FORCE
    assert (path.agreement.sealed_on, path.agreement.in_force_on) == (TODAY, TODAY)
    assert [one.in_force_on for one in path.agreement.bound] == [TODAY, TODAY]
    assert path.case.status is CaseStatus.IN_FORCE
    assert [duty.due_on for duty in duties_of(path.agreement.id)] == [date(2027, 1, 20), None, date(2027, 1, 31)]


def test_every_change_of_the_text_is_a_new_version_and_the_same_text_is_none(app: Flask) -> None:
    path = Path().drafted()
    assert path.agreement.version == 1
    path.save()
    assert path.agreement.version == 1
    path.save(facts="另一种说法。")
    assert path.agreement.version == 2


def test_a_draft_is_saved_by_the_handling_committee_only(app: Flask) -> None:
    path = Path().agreed()
    with pytest.raises(NotAllowed):
        path.save(by="town-mediator")
    assert current_agreement(path.case_id) is None


def test_what_an_adviser_reads_cannot_be_changed_meanwhile(app: Flask) -> None:
    path = Path().drafted().sent()
    with pytest.raises(NotNow, match="现在不在起草这一步"):
        path.save(facts="偷偷改")


def test_nothing_is_saved_without_a_clause_or_with_one_side(app: Flask) -> None:
    path = Path().agreed()
    with pytest.raises(Invalid, match="还没有一条内容"):
        path.save(clauses=())
    with pytest.raises(Invalid, match="至少要有两方"):
        path.save(bound=frozenset([path.case.parties[0].id]))


def test_a_version_that_nobody_reviewed_is_not_frozen(app: Flask) -> None:
    path = Path().drafted().sent().passed()
    with transaction():
        path.agreement.reviewed_version = 0
    with pytest.raises(NotNow, match="现在这一版法律顾问还没有看过"):
        path.answer("freeze", outcome="frozen")


def test_a_waived_review_lasts_until_the_text_changes(app: Flask) -> None:
    path = Path().drafted().answer("draft", outcome="skip_review", skip_reason="数额很小，双方要求当天办完。")
    assert path.agreement.review_waived_reason == "数额很小，双方要求当天办完。"
    path.answer("freeze", outcome="back", reason="地点写错了。")
    assert path.open == ["draft"]
    path.save(place="村调解室")
    assert path.agreement.review_waived_reason == ""


def test_going_back_from_freezing_needs_a_reason(app: Flask) -> None:
    path = Path().drafted().sent().passed()
    with pytest.raises(Invalid, match="请写明要改哪里"):
        path.answer("freeze", outcome="back", reason=" ")


def test_freezing_needs_a_mediator_who_may_sign_for_the_committee(app: Flask) -> None:
    path = Path().drafted().sent().passed()
    with transaction():
        for one in db.session.query(CaseMediator).filter_by(case_id=path.case_id):
            one.pool_member.state = PoolState.SUSPENDED
    with pytest.raises(NotNow, match="还没有能代表白塔镇小海眼社区人民调解委员会签字的调解员"):
        path.answer("freeze", outcome="frozen")
    assert path.agreement.state is AgreementState.DRAFT


def test_a_text_fixed_before_it_was_said_that_the_day_counts_stays_word_for_word(app: Flask) -> None:
    agreement = Path().frozen().agreement
    assert {one.counts_the_day for one in paper_clauses(agreement) if one.due_on} == {True}
    with transaction():
        agreement.frozen_text = agreement.frozen_text.replace(COUNTED, "")
        agreement.frozen_hash = hash_of(agreement.frozen_text)
    assert is_untouched(agreement)
    assert not any(COUNTED in one.sentence for one in paper_clauses(agreement))


def test_the_frozen_text_names_parties_clauses_and_amounts_in_both_forms(app: Flask) -> None:
    text = Path().frozen().agreement.frozen_text
    for words in (
        "王甲",
        "王乙",
        "（2026）小海眼人调字第0001号",
        "白塔镇小海眼社区人民调解委员会",
        "于2027年1月31日前（含当日）",
        "人民币3000元（大写：叁仟元整）",
        "份数：3",
    ):
        assert words in text


def test_the_same_rows_give_the_same_hash_and_a_changed_row_is_seen(app: Flask) -> None:
    path = Path().frozen()
    agreement = path.agreement
    assert len(agreement.frozen_hash) == 64
    assert is_untouched(agreement)
    agreement.clauses[2].amount = Decimal(4000)
    assert not is_untouched(agreement)
    db.session.rollback()


@pytest.mark.both
def test_a_touched_text_is_never_sealed(app: Flask) -> None:
    path = Path().signed()
    with transaction():
        path.agreement.clauses[0].does = "搬走"
    with pytest.raises(NotNow, match="跟定稿时不一样了"):
        path.answer("seal", "head", sealed_on=TODAY)


@pytest.mark.both
def test_the_database_itself_refuses_a_fixed_text_without_a_hash(app: Flask) -> None:
    path = Path().drafted()
    path.agreement.state = AgreementState.FROZEN
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()


@pytest.mark.both
def test_the_database_itself_refuses_a_second_open_agreement(app: Flask) -> None:
    path = Path().drafted()
    db.session.add(Agreement(case_id=path.case_id, form=path.agreement.form))
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()


def test_a_fixed_text_stops_corrections_with_a_sentence(app: Flask) -> None:
    path = Path().drafted()
    assert frozen_sentence(path.case_id) is None
    path.sent().passed().answer("freeze", outcome="frozen")
    assert "协议已经定稿" in str(frozen_sentence(path.case_id))


def test_a_partial_agreement_binds_some_and_the_rest_are_told(app: Flask) -> None:
    path = Path().agreed(parties=THREE)
    first, second, third = (party.id for party in path.case.parties)
    path.save(bound=frozenset({first, second}))
    path.sent().passed().answer("freeze", outcome="frozen")
    assert len(path.signatures()) == 3
    path.answer("sign", outcome="signed", signatures=path.signatures())
    path.answer("seal", "head", sealed_on=TODAY)
    assert path.open == ["tell_rest"]
    assert [party.id for party in left_out(path.agreement)] == [third]
    assert {one.party_id: one.in_force_on for one in path.agreement.bound} == {first: TODAY, second: TODAY}


def test_an_oral_agreement_is_in_force_on_the_day_it_was_reached(app: Flask) -> None:
    path = Path().agreed(form="oral")
    path.answer("register_oral", agreed_on=date(2026, 11, 20), performed="no", is_so=True, **path.text_values())
    assert path.open == ["fulfil"]
    assert path.agreement.in_force_on == date(2026, 11, 20)
    assert [one.in_force_on for one in path.agreement.bound] == [date(2026, 11, 20)] * 2
    assert [duty.done_on for duty in duties_of(path.agreement.id)] == [None] * 3


def test_what_was_done_on_the_spot_is_done(app: Flask) -> None:
    path = Path().agreed(form="oral")
    path.answer("register_oral", agreed_on=TODAY, performed="yes", **path.text_values())
    assert [duty.done_on for duty in duties_of(path.agreement.id)] == [TODAY] * 3


@pytest.mark.parametrize(("day", "sentence"), [(None, "请填哪天谈成的"), (date(2026, 11, 24), "不能是以后的日子")])
def test_an_oral_agreement_has_a_day_that_has_come(app: Flask, day: date | None, sentence: str) -> None:
    path = Path().agreed(form="oral")
    with pytest.raises(Invalid, match=sentence):
        path.answer("register_oral", agreed_on=day, performed="no", **path.text_values())
    assert path.open == ["register_oral"]


def test_an_oral_agreement_without_content_is_refused(app: Flask) -> None:
    path = Path().agreed(form="oral")
    with pytest.raises(Invalid, match="有的条款还没写清楚"):
        path.answer("register_oral", agreed_on=TODAY, performed="no", **path.text_values(clauses=()))


def handwritten(path: Path, **changes: object) -> dict[str, object]:
    """The step's values for an original signed in the yard on 15 November."""
    with transaction():
        kept = attach_file(
            path.case,
            name="原件.pdf",
            file=Prepared(b"%PDF-1.4 original", "application/pdf"),
            kind="original",
            occurred_at=path.now,
            spoken_by="",
            actor=path.account("mediator"),
            now=path.now,
        )
    signers = [f"party-{party.public_id}" for party in path.case.parties]
    signers += [f"mediator-{one.public_id}" for one in db.session.query(CaseMediator).filter_by(case_id=path.case_id)]
    signatures = [{"key": key, "method": "by_hand", "signed_on": date(2026, 11, 15)} for key in signers]
    so = {"is_so": True}  # the paper is older than the application: asked, and so
    return {"attachment_id": kept.id, "signatures": signatures, **path.text_values(), **so, **changes}


def test_an_original_signed_before_is_filed_and_in_force_with_the_seal(app: Flask) -> None:
    path = Path().agreed(form="handwritten")
    path.answer("file_original", **handwritten(path))
    assert path.open == ["seal"]
    assert path.agreement.state is AgreementState.SIGNED
    assert {one.signed_on for one in path.agreement.signatures} == {date(2026, 11, 15)}
    path.answer("seal", "head", sealed_on=date(2026, 11, 16))
    assert path.agreement.in_force_on == date(2026, 11, 16)


def test_an_original_without_photograph_or_with_a_missing_signature_is_refused(app: Flask) -> None:
    path = Path().agreed(form="handwritten")
    with pytest.raises(Invalid, match="请先拍下签了字的原件"):
        path.answer("file_original", **handwritten(path, attachment_id=None))
    values = handwritten(path)
    signatures = values["signatures"]
    assert isinstance(signatures, list)
    with pytest.raises(NotNow, match="原件上还没有签字的：王乙"):
        path.answer("file_original", **{**values, "signatures": [signatures[0], None, *signatures[2:]]})
    assert current_agreement(path.case_id) is None


def test_a_photograph_of_another_case_is_no_original(app: Flask) -> None:
    other = Path().agreed(form="handwritten")
    theirs = handwritten(other)["attachment_id"]
    path = Path().agreed(form="handwritten")
    with pytest.raises(NotFound, match="没有这个附件"):
        path.answer("file_original", **handwritten(path, attachment_id=theirs))


def test_a_stopped_case_keeps_its_unsigned_draft_without_effect(app: Flask) -> None:
    path = Path().signed()
    with transaction():
        said = Submission({"reason": "王乙要求终止。"}, path.now, "", path.account("mediator"), path.now)
        stop_mediation(path.case, TerminationKind.STOPPED, (), said)
    assert path.open == ["tell_routes"]
    assert path.agreement.in_force_on is None
    assert state_words(path.case, path.agreement) == "没有生效，调解已经终止"


def marked(path: Path, *states: str, on: date = TODAY) -> list[dict[str, object]]:
    """The duties' rows with these states."""
    duties = duties_of(path.agreement.id)
    return [{"id": duty.id, "state": state, "on": on} for duty, state in zip(duties, states, strict=True)]


def test_promises_are_done_or_not_done_with_their_days(app: Flask) -> None:
    path = Path().sealed()
    with pytest.raises(NotNow, match="第2项、第3项还没有记"):
        path.answer("fulfil", outcome="performed", duties=marked(path, "done", "not_done", "open"))
    path.answer("fulfil", outcome="not_performed", duties=marked(path, "done", "not_done", "open"))
    assert [(duty.done_on, duty.not_done_on) for duty in duties_of(path.agreement.id)] == [
        (TODAY, None),
        (None, TODAY),
        (None, None),
    ]
    assert path.open == ["return_visit"]


def test_a_promise_is_not_done_in_the_future_or_without_a_day(app: Flask) -> None:
    path = Path().sealed()
    for day in (TODAY + timedelta(days=1), None):
        rows = [{"id": duty.id, "state": "done", "on": day} for duty in duties_of(path.agreement.id)]
        with pytest.raises(Invalid, match="请填哪天做的"):
            path.answer("fulfil", outcome="performed", duties=rows)


def test_the_return_visit_sends_back_or_on_and_the_archive_ends_the_case(app: Flask) -> None:
    path = Path().sealed()
    path.answer("fulfil", outcome="not_performed", duties=marked(path, "done", "done", "open"))
    visit = {"method": "phone", "satisfied": path.everyone("satisfied"), "situation": "还差最后一笔钱。"}
    with pytest.raises(NotNow, match="还有没记结果的义务"):
        path.answer("return_visit", outcome="done", **visit)
    path.answer("return_visit", outcome="again", **visit)
    path.answer("fulfil", outcome="performed", duties=marked(path, "done", "done", "done"))
    path.answer("return_visit", outcome="done", **visit)
    path.answer("archive", "head", complete="yes", retention="long")
    assert path.open == []
    assert path.case.status is CaseStatus.CLOSED
    assert [one.way for one in visits_of(path.agreement.id)] == ["电话", "电话"]
    assert "王甲：满意" in visits_of(path.agreement.id)[0].situation
    kept = archive_of(path.case_id)
    assert kept is not None
    assert kept.retention == "长期"


def test_clauses_are_kept_in_their_order(app: Flask) -> None:
    path = Path().agreed().save(clauses=tuple(reversed(CLAUSES)))
    assert [clause.does for clause in path.agreement.clauses] == [clause.does for clause in reversed(CLAUSES)]
    assert [clause.position for clause in path.agreement.clauses] == [1, 2, 3]
