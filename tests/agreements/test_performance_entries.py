"""Part performance, demands, other days: what is owed, what is asked, from when the claim is counted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from app.agreements.actions.enter_performance import enter_performance, say_limitation, strike_out
from app.agreements.actions.mark_duty import mark_duty
from app.agreements.models import ConfirmationResult, Duty, PerformanceEntry
from app.agreements.queries import duties_of
from app.agreements.queries.debts import entries_of
from app.agreements.queries.promises import entry_words, promises_of
from app.agreements.rules import ClauseText
from app.agreements.rules.part_performance import Entered
from app.agreements.terms import EntryKind, Limitation, ProofWay
from app.core.clock import SHANGHAI
from app.core.db import db
from app.core.errors import Invalid, NotNow
from app.core.transaction import transaction
from app.deadlines.actions.sweep import sweep_deadlines
from app.deadlines.models import Deadline
from app.deadlines.terms import DeadlineState
from app.processes.models import Task
from tests.agreements.confirmations import apply_for_confirmation
from tests.agreements.paths import Path
from tests.agreements.test_pages import photograph
from tests.petitions.refusing import refused
from tests.petitions.screen import ClientOf, hidden, words

pytestmark = pytest.mark.usefixtures("app")
TODAY = date(2026, 11, 23)
FIRST, LAST = date(2027, 1, 29), date(2027, 7, 30)
LOAN = (
    ClauseText("王甲", "还借款", FIRST, proof="收条", amount=Decimal(1000)),
    ClauseText("王甲", "还借款", LAST, proof="收条", amount=Decimal(2000), limitation=Limitation.INSTALMENT),
)
RECEIPT = Entered(EntryKind.PAYMENT, None, way=ProofWay.RECEIPT, has_paper=True)


def loan(*clauses: ClauseText) -> Path:
    """A debt in two instalments, in force on the twenty-third of November 2026."""
    path = Path().drafted().save(clauses=clauses or LOAN)
    path.sent().passed().answer("freeze", outcome="frozen")
    return path.answer("sign", outcome="signed", signatures=path.signatures()).answer("seal", "head", sealed_on=TODAY)


def duties(path: Path) -> list[Duty]:
    db.session.expire_all()
    return list(duties_of(path.agreement.id))


def on(path: Path, day: date) -> Path:
    """It is this day, and the clock has looked."""
    path.now = datetime(day.year, day.month, day.day, 9, 0, tzinfo=SHANGHAI)
    sweep_deadlines(path.now)
    db.session.expire_all()
    return path


def enter(path: Path, place: int, entered: Entered, **more: Any) -> PerformanceEntry:
    actor = path.account("mediator")
    entry = {"occurred_at": path.now, "entered_at": path.now, "spoken_by": "王甲", "typed_by_id": actor.id}
    paper = {"paper_at": "附在卷后"} if entered.has_paper else {}
    with transaction():
        return enter_performance(duties(path)[place], entered, entry=entry, actor=actor, now=path.now, **paper, **more)


def pay(path: Path, place: int, amount: int, day: date, **more: Any) -> PerformanceEntry:
    return enter(path, place, replace(RECEIPT, on=day, amount=Decimal(amount)), **more)


def demand(path: Path, day: date, **changes: Any) -> PerformanceEntry:
    asked_by = path.case.parties[1].id
    plain = Entered(EntryKind.DEMAND, day, way=ProofWay.SIGNED, asked_by=asked_by, has_paper=True)
    return enter(path, 0, replace(plain, **changes))


def claims(path: Path, code: str = "M9b") -> list[tuple[str, date, date]]:
    """The claims that run: of which promise, from when, until when."""
    db.session.expire_all()
    found = db.session.query(Deadline).filter_by(
        subject_kind="case", subject_id=path.case_id, code=code, closed_at=None
    )
    return [(one.part, one.starts_on, one.unrolled_on) for one in found.order_by(Deadline.id)]


def last_part(path: Path) -> str:
    return f"duty-{duties(path)[-1].id}"


def questions(path: Path) -> int:
    return db.session.query(Task).filter_by(subject_id=path.case_id, name="promise_due", closed_at=None).count()


@pytest.mark.both
def test_two_instalments_past_both_ring_twice_and_are_limited_from_the_last_and_anew_after_a_part_payment() -> None:
    path = loan()
    assert claims(path) == [(last_part(path), LAST, date(2030, 7, 30))]
    on(path, FIRST + timedelta(days=1))
    assert questions(path) == 1
    on(path, LAST + timedelta(days=1))
    assert questions(path) == 2
    assert [one.stands for one in promises_of(path.agreement, path.now.date())] == ["当事人没履行"] * 2
    pay(path, 0, 400, date(2027, 7, 31))
    assert [one.stands for one in promises_of(path.agreement, path.now.date())] == [
        "当事人没履行，给了400.00元",
        "当事人没履行",
    ]
    assert claims(path) == [(last_part(path), date(2027, 7, 31), date(2030, 7, 31))]
    assert "从2027年7月31日起算，到2030年7月31日为止" in promises_of(path.agreement, path.now.date())[0].claim


@pytest.mark.both
def test_what_is_paid_in_full_is_done_ends_its_question_and_with_the_last_of_it_the_claim() -> None:
    path = on(loan(), LAST + timedelta(days=1))
    pay(path, 0, 1500, path.now.date())
    assert [one.done_on for one in duties(path)] == [path.now.date(), None]
    assert questions(path) == 1
    assert len(claims(path)) == 1
    with refused(Invalid, "还欠1500.00元，写的是给了1600.00元", field="amount"):
        pay(path, 1, 1600, path.now.date())
    pay(path, 1, 1500, path.now.date(), is_so=True)
    assert (questions(path), claims(path)) == (0, [])
    with refused(NotNow, "已经记了“做了”"):
        pay(path, 1, 1, path.now.date())


def test_the_same_payment_twice_is_asked_and_kept_when_it_is_so() -> None:
    path = on(loan(), FIRST)
    pay(path, 0, 300, FIRST)
    with refused(Invalid, "已经记过1次", field="is_so"):
        pay(path, 0, 300, FIRST)
    assert len(entries_of(path.agreement.id)) == 1
    pay(path, 0, 300, FIRST, is_so=True)
    assert len(entries_of(path.agreement.id)) == 2
    with refused(Invalid, "已经记过2次", field="is_so"):
        pay(path, 0, 300, FIRST)


def test_money_given_before_the_effect_is_asked_and_taken() -> None:
    path = loan()
    early = TODAY - timedelta(days=3)
    with refused(Invalid, "在协议生效（2026年11月23日）以前", field="is_so"):
        pay(path, 0, 300, early)
    pay(path, 0, 300, early, is_so=True)
    assert entries_of(path.agreement.id)[0].took_place_on == early
    assert claims(path) == [(last_part(path), LAST, date(2030, 7, 30))]


def test_a_demand_at_a_partys_wish_begins_the_claim_anew_and_a_payees_word_does_not() -> None:
    path = on(loan(), date(2028, 5, 5))
    word = replace(RECEIPT, on=date(2028, 5, 4), amount=Decimal(100), way=ProofWay.PAYEE, has_paper=False)
    row = enter(path, 0, replace(word, spoken_by="王乙"))
    assert entry_words(db.session.merge(row)).endswith("100.00元（王甲说收到了）"), "by the speaker of the entry"
    assert claims(path)[0][1] == LAST
    demand(path, date(2028, 5, 4), until=date(2028, 6, 4))
    assert claims(path) == [(last_part(path), date(2028, 6, 4), date(2031, 6, 4))]


def test_a_demand_after_the_end_is_kept_and_begins_nothing_and_an_acknowledgement_does() -> None:
    path = on(loan(), date(2030, 9, 2))
    assert claims(path) == []
    demand(path, date(2030, 9, 1))
    assert claims(path) == []
    lapsed = db.session.query(Deadline).filter_by(subject_id=path.case_id, code="M9b").one()
    assert lapsed.state is DeadlineState.LAPSED
    enter(path, 1, Entered(EntryKind.ACKNOWLEDGEMENT, date(2030, 9, 2), way=ProofWay.SIGNED, has_paper=True))
    assert claims(path) == [(last_part(path), date(2030, 9, 2), date(2033, 9, 2))]


def test_another_day_is_waited_for_and_counts_when_it_is_on_paper() -> None:
    path = on(loan(), FIRST + timedelta(days=1))
    new_day = Entered(EntryKind.NEW_DAY, path.now.date(), until=date(2027, 12, 31), way=ProofWay.SIGNED, has_paper=True)
    enter(path, 0, new_day)
    assert (questions(path), duties(path)[0].awaited_on) == (0, date(2027, 12, 31))
    assert claims(path) == [(last_part(path), date(2027, 12, 31), date(2030, 12, 31))]
    on(path, date(2028, 1, 1))
    assert questions(path) == 2


def test_support_and_the_clearing_of_an_obstacle_are_not_limited_and_say_so() -> None:
    support = ClauseText("王甲", "给赡养费", LAST, amount=Decimal(600), limitation=Limitation.NONE)
    path = loan(support, *LOAN)
    assert [part for part, _, _ in claims(path)] == [last_part(path)]
    said = [one.claim for one in promises_of(path.agreement, TODAY)]
    assert said[0] == "没有诉讼时效（《民法典》第一百九十六条），什么时候都可以要。"


def test_a_debt_without_a_day_is_limited_from_its_demand() -> None:
    path = loan(ClauseText("王甲", "还借款", due_note="手头宽了就还", amount=Decimal(1000)))
    assert claims(path) == []
    assert "没有约定日子" in promises_of(path.agreement, TODAY)[0].claim
    on(path, date(2027, 3, 2))
    demand(path, date(2027, 3, 1))
    assert claims(path) == [(last_part(path), date(2027, 3, 1), date(2030, 3, 1))]


def test_after_the_confirmation_the_enforcement_begins_anew_as_well() -> None:
    path = loan()
    apply_for_confirmation(path, ConfirmationResult.CONFIRMED, decided_on=TODAY)
    assert (claims(path), claims(path, "M9")) == ([], [(last_part(path), LAST, date(2029, 7, 30))])
    on(path, date(2028, 2, 2))
    pay(path, 0, 10, date(2028, 2, 1))
    assert claims(path, "M9") == [(last_part(path), date(2028, 2, 1), date(2030, 2, 1))]


@pytest.mark.both
def test_an_entry_typed_wrong_is_struck_out_and_everything_stands_as_without_it() -> None:
    path = on(loan(), LAST + timedelta(days=1))
    before = claims(path)
    row = pay(path, 0, 1000, path.now.date())
    assert duties(path)[0].done_on is not None
    row = db.session.merge(row)
    actor = path.account("mediator")
    with refused(Invalid, "为什么划掉", field="reason"), transaction():
        strike_out(row, reason=" ", actor=actor, now=path.now)
    with transaction():
        strike_out(row, reason="是100元，打错了。", actor=actor, now=path.now)
    assert (duties(path)[0].done_on, claims(path)) == (None, before)
    assert entries_of(path.agreement.id)[0].struck_reason == "是100元，打错了。"
    with refused(NotNow, "已经划掉"):
        strike_out(entries_of(path.agreement.id)[0], reason="再划", actor=actor, now=path.now)
    sweep_deadlines(path.now)
    assert questions(path) == 2


def test_which_instalments_are_one_debt_can_be_said_after_the_effect() -> None:
    path = loan(LOAN[0], replace(LOAN[1], limitation=Limitation.OWN))
    assert len(claims(path)) == 2
    actor = path.account("mediator")
    with transaction():
        say_limitation(duties(path)[1], Limitation.INSTALMENT, actor=actor, now=path.now)
    assert claims(path) == [(last_part(path), LAST, date(2030, 7, 30))]
    with refused(Invalid, "第一条前面没有别的条", field="limitation"):
        say_limitation(duties(path)[0], Limitation.INSTALMENT, actor=actor, now=path.now)
    with transaction():
        say_limitation(duties(path)[1], Limitation.NONE, actor=actor, now=path.now)
    assert [part for part, _, _ in claims(path)] == [f"duty-{duties(path)[0].id}"]


def test_it_is_entered_on_its_page_with_a_picture_and_struck_out_there(
    client_of: ClientOf, at: Callable[[datetime], None]
) -> None:
    path = on(loan(), LAST + timedelta(days=1))
    at(path.now)
    mediator, duty = client_of("mediator"), duties(path)[0]
    case = f"/cases/{path.case.public_id}"
    assert f"/agreements/{path.case.public_id}/performance/{duty.public_id}" in mediator.get(case).text
    page = mediator.get(f"/agreements/{path.case.public_id}/performance/{duty.public_id}")
    assert "当事人没履行：2027年1月29日已经过了" in words(page)
    values = {"kind": "payment", "took_place_on": "2027-07-30", "amount": "9000", "way": "receipt", "note": "说明在此"}
    answer = mediator.post(page.request.path, data={**hidden(page), **values, "proof": (photograph(), "receipt.jpg")})
    assert "还欠3000.00元，写的是给了9000.00元，多了6000.00元" in words(answer)
    assert "说明在此" in answer.text
    sent = {**hidden(answer), **values, "amount": "400"}
    assert "请拍下凭证" in words(mediator.post(page.request.path, data=sent))
    answer = mediator.post(page.request.path, data={**sent, "proof": (photograph(), "receipt.jpg")})
    assert answer.status_code == 302, words(answer)
    (row,) = entries_of(path.agreement.id)
    assert (row.amount, row.attachment_id is not None) == (Decimal(400), True)
    shown = mediator.get(page.request.path)
    assert "2027年7月30日给了一部分，或者做了一部分，400.00元（收条）说明在此" in words(shown)
    assert "给了多少400.00元，这一项一共1000.00元" in words(shown)
    strike = f"/agreements/{path.case.public_id}/performance/entries/{row.public_id}"
    answer = mediator.post(strike, data={**hidden(mediator.get(strike), "once"), "reason": "打错了"})
    assert answer.status_code == 302
    assert "划掉了：打错了" in words(mediator.get(page.request.path))


def test_who_does_not_handle_the_case_enters_nothing_and_another_cases_promise_is_not_found(
    client_of: ClientOf,
) -> None:
    path = on(loan(), FIRST)
    duty, case = duties(path)[0], path.case
    address = f"/agreements/{case.public_id}/performance/{duty.public_id}"
    for who in ("adviser", "clerk"):
        assert client_of(who).get(address).status_code in (403, 404)
    other = Path().register()
    assert client_of("mediator").get(
        f"/agreements/{other.case.public_id}/performance/{duty.public_id}"
    ).status_code in (
        404,
        409,
    )


def told(path: Path, step: str, wishing: int | None, **more: Any) -> Path:
    """Who wishes to urge, and both are told what they may do."""
    keys = [one.id for one in path.case.parties]
    wished = {key: "yes" if wishing == place else "no" for place, key in enumerate(keys)}
    return path.answer(step, **{"wished": wished, "urged": "no", "told": path.everyone("told"), **more})


@pytest.mark.both
def test_what_was_paid_in_part_leads_to_a_demand_at_the_payees_wish_and_to_the_way_to_the_court() -> None:
    path = on(loan(), FIRST + timedelta(days=2))
    part = {"outcome": "not_kept", "part": "yes", "paid_on": FIRST, "way": "receipt", "paper_at": "附在卷后"}
    with refused(Invalid, "还欠3000.00元，写的是给了3001.00元", field="amount"):
        path.answer("promise_due", **part, amount=Decimal(3001), note="只给了一部分。")
    path.answer("promise_due", **part, amount=Decimal(400), left="说卖了粮再给。", note="只给了一部分。")
    assert path.open == ["fulfil", "tell_of_suit"]
    proof = {"urged": "yes", "urged_on": path.now.date(), "way": "signed", "paper_at": "附在卷后"}
    with refused(Invalid, "催告要应一方的要求", field="wished"):
        told(path, "tell_of_suit", None, **proof)
    told(path, "tell_of_suit", 1, **proof, until=date(2027, 9, 1))
    demanded = entries_of(path.agreement.id)[-1]
    assert (demanded.kind, demanded.asked_by_id) == (EntryKind.DEMAND, path.case.parties[1].id)
    assert claims(path) == [(last_part(path), date(2027, 9, 1), date(2030, 9, 1))]
    assert path.open == ["fulfil"]


def test_whoever_types_is_not_taken_for_the_payee() -> None:
    path = on(loan(), FIRST + timedelta(days=1))
    part = {"part": "yes", "amount": Decimal(400), "paid_on": FIRST, "way": "payee", "note": "只给了一部分。"}
    with refused(Invalid, "请写是谁说的", field="spoken_by"):
        path.answer("promise_due", outcome="not_kept", **part)
    assert entries_of(path.agreement.id) == []


def test_a_payment_of_all_that_was_left_is_kept_and_nobody_is_told_of_suits() -> None:
    path = on(loan(), FIRST + timedelta(days=1))
    paid = {"part": "yes", "amount": Decimal(1000), "paid_on": FIRST, "way": "transfer", "paper_at": "附在卷后"}
    path.answer("promise_due", outcome="not_kept", note="晚了一天。", **paid)
    assert (path.open, duties(path)[0].done_on) == (["fulfil"], FIRST)


def test_a_confirmed_promise_leads_to_the_enforcement() -> None:
    path = loan()
    apply_for_confirmation(path, ConfirmationResult.CONFIRMED, decided_on=TODAY)
    on(path, FIRST + timedelta(days=1))
    path.answer("promise_due", outcome="not_kept", part="no", note="说没有钱。")
    assert path.open == ["fulfil", "tell_of_enforcement"]
    nobody = dict.fromkeys(path.everyone("told"), "not_yet")
    with refused(Invalid, "还没告诉任何人", field="note"):
        told(path, "tell_of_enforcement", None, told=nobody)
    told(path, "tell_of_enforcement", None, told=nobody, note="两次打电话没有人接。")
    assert path.open == ["fulfil"]


def test_a_new_day_on_paper_begins_the_claim_anew_and_one_by_word_is_only_waited_for() -> None:
    path = on(loan(), FIRST + timedelta(days=1))
    path.answer("promise_due", outcome="new_day", until=date(2027, 12, 1), note="口头说的。")
    assert claims(path)[0][1] == LAST
    on(path, date(2027, 12, 2))
    path.answer("promise_due", outcome="new_day", until=date(2028, 1, 7), note="又约。", signed_at="附在卷后")
    assert claims(path)[0][1] == date(2028, 1, 7)
    assert duties(path)[0].awaited_on == date(2028, 1, 7)


def test_what_may_be_told_stands_above_its_form_with_the_last_day(client_of: ClientOf, at: Callable[..., None]) -> None:
    path = on(loan(), FIRST + timedelta(days=1))
    at(path.now)
    path.answer("promise_due", outcome="not_kept", part="no", note="说没有钱。")
    page = words(client_of("mediator").get(f"/tasks/{path.task('tell_of_suit').public_id}"))
    assert "第1项当事人没履行" in page
    assert "可以向法院起诉，从2027年7月30日起算，到2030年7月30日为止" in page


def test_what_is_marked_not_done_beside_leaves_the_telling_open_and_what_is_done_ends_it() -> None:
    path = on(loan(), FIRST + timedelta(days=1))
    path.answer("promise_due", outcome="not_kept", part="no", note="说没有钱。")
    actor = path.account("mediator")
    with transaction():
        mark_duty(duties(path)[0], state="not_done", on=FIRST, note="还没给", actor=actor, now=path.now)
    assert path.open == ["fulfil", "tell_of_suit"]
    with transaction():
        mark_duty(duties(path)[0], state="done", on=path.now.date(), note="", actor=actor, now=path.now)
    assert path.open == ["fulfil"]
