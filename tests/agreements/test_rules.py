"""The rules of an agreement: clauses, warnings, days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.agreements.rules import (
    NO_CLAUSE,
    NO_TIME,
    NO_WHO,
    TOO_FEW_SIDES,
    AgreementText,
    ClauseText,
    clause_faults,
    draft_faults,
    identity_words,
    is_confirmable,
    names_a_party,
    ownership_words,
    text_faults,
    text_warnings,
    thin_parts,
    vague_words,
)
from app.agreements.rules.performance import claim_code, fulfilment_fault, visit_fault
from app.agreements.rules.signing import (
    agent_faults,
    early_seal,
    effect_days,
    fingerprint_faults,
    original_fault,
    sealing_day_fault,
    signed_fault,
    signing_day_fault,
)
from app.core.terms import DisputeType

HOUSE = DisputeType.HOUSING_HOMESTEAD
TODAY = date(2026, 11, 23)
GOOD = ClauseText("王甲", "支付补偿", due_on=date(2027, 1, 31), amount=Decimal("1500.50"))


def test_a_clause_says_who_what_and_by_when() -> None:
    assert clause_faults(GOOD) == {}
    assert clause_faults(ClauseText("王甲", "不得堆放", due_note="长期")) == {}
    assert clause_faults(ClauseText("", "支付补偿", due_note="签字时")) == {"who": NO_WHO}
    assert clause_faults(ClauseText("王甲", "支付补偿")) == {"due_on": NO_TIME}


@pytest.mark.parametrize("amount", [Decimal(0), Decimal(-3), Decimal("1.005")])
def test_an_amount_is_positive_and_no_finer_than_a_fen(amount: Decimal) -> None:
    assert "amount" in clause_faults(ClauseText("王甲", "付钱", due_note="当场", amount=amount))


def test_an_agreement_has_a_clause_and_binds_two_sides_of_this_case() -> None:
    sides = {1: 1, 2: 2, 3: 1}
    assert text_faults(AgreementText("", (GOOD,), frozenset({1, 2})), sides) == {}
    assert text_faults(AgreementText("", (), frozenset({1, 2})), sides) == {"clauses": NO_CLAUSE}
    assert text_faults(AgreementText("", (GOOD,), frozenset({1, 3})), sides) == {"bound": TOO_FEW_SIDES}
    assert text_faults(AgreementText("", (GOOD,), frozenset({1, 2, 9})), sides) == {"bound": TOO_FEW_SIDES}
    faults = text_faults(AgreementText("", (GOOD, ClauseText()), frozenset({1, 2})), sides)
    assert set(faults) == {"clauses-1-who", "clauses-1-does", "clauses-1-due_on"}


def test_vague_words_are_named_once_each() -> None:
    assert vague_words("尽快修好，费用适当补偿，修不好协商解决，尽快") == ["尽快", "适当", "协商解决"]
    assert vague_words("2027年1月31日前修好") == []


@pytest.mark.parametrize(
    "words",
    [
        "申请对该宅基地确权",
        "争议宅基地归王甲所有",
        "两家之间的通道归王甲永久使用",
        "中间0.92米空地的使用权属于王乙",
        "该房屋归王甲所有",
        "西边那块土地属王甲",
    ],
)
def test_wording_that_settles_ownership_is_found_in_land_disputes(words: str) -> None:
    assert ownership_words(words, HOUSE)
    assert not is_confirmable(words, HOUSE)
    assert ownership_words(words, DisputeType.LABOUR) == []


@pytest.mark.parametrize(
    "words",
    [
        "本协议不影响双方依法申请确权",
        "本协议只约定使用与施工，不确认宅基地使用权归属",
        "两户之间现状0.92米空间供双方通行、维修使用，任何一方不得堆放、封堵",
        "王甲在旧墙基础线以内翻建，不向外扩展；檐口雨水用落水管引入自家院内",
        "王甲于三日内归还王乙的工具",
        "因施工占用通道须提前一日告知",
    ],
)
def test_wording_about_use_and_building_is_left_alone(words: str) -> None:
    assert ownership_words(words, HOUSE) == []
    assert is_confirmable(words, HOUSE)


def test_personal_status_is_no_matter_for_a_mediation_agreement() -> None:
    assert identity_words("双方自愿离婚")
    assert identity_words("双方解除收养关系")
    assert identity_words("每月支付抚养费800元") == []
    assert not is_confirmable("双方自愿离婚", DisputeType.MARRIAGE_FAMILY)


def test_warnings_name_the_clause_and_never_refuse() -> None:
    clauses = (
        ClauseText("王甲", "尽快让出通道", due_on=date(2026, 11, 1)),
        ClauseText("王申", "付钱", due_note="当场"),
        ClauseText("双方", "宅基地归王甲所有", due_note="长期"),
    )
    red, yellow = text_warnings(AgreementText("", clauses, frozenset()), ["王甲", "王乙"], HOUSE, on=TODAY)
    assert [words[:3] for words in red] == ["第3条"]
    assert "土地管理法" in red[0]
    assert [words[:3] for words in yellow] == ["第1条", "第1条", "第2条"]
    assert "王申”不是当事人的名字" in yellow[2]


def test_who_may_be_all_of_them() -> None:
    assert names_a_party("任何一方", ["王甲"])
    assert names_a_party("王甲、王乙", ["王乙"])
    assert not names_a_party("王申", ["王甲"])


def test_a_signature_lies_between_freezing_and_today() -> None:
    frozen_on = date(2026, 11, 20)
    assert signing_day_fault(frozen_on, not_before=frozen_on, on=TODAY) is None
    assert signing_day_fault(TODAY, not_before=None, on=TODAY) is None
    early = signing_day_fault(date(2026, 11, 19), not_before=frozen_on, on=TODAY)
    assert early is not None
    assert "不能早于定稿的日子（11月20日）" in early
    assert signing_day_fault(date(2026, 11, 24), not_before=frozen_on, on=TODAY) is not None


def test_the_seal_comes_last() -> None:
    assert sealing_day_fault(TODAY, not_before=TODAY, on=TODAY) is None
    assert sealing_day_fault(date(2026, 11, 22), not_before=TODAY, on=TODAY) is not None
    assert sealing_day_fault(date(2026, 11, 24), not_before=TODAY, on=TODAY) is not None


def test_a_seal_before_the_last_signature_is_said_and_no_fault() -> None:
    assert early_seal(TODAY, last_signed_on=TODAY) == ""
    assert early_seal(date(2026, 11, 21), last_signed_on=TODAY) == "章是11月21日先盖的，最后一个人11月23日才签字"


def test_effect_is_the_last_of_signature_mediator_and_seal_for_each_party() -> None:
    days, on = effect_days({1: date(2026, 11, 3), 2: date(2026, 11, 20)}, [date(2026, 11, 10)], date(2026, 11, 12))
    assert days == {1: date(2026, 11, 12), 2: date(2026, 11, 20)}
    assert on == date(2026, 11, 20)


days_of_the_month = st.integers(1, 30).map(lambda day: date(2026, 11, day))


@settings(deadline=None)
@given(
    st.dictionaries(st.integers(1, 5), days_of_the_month, min_size=1),
    st.lists(days_of_the_month, min_size=1, max_size=3),
    days_of_the_month,
)
def test_nothing_is_in_force_before_anybody_signed(
    parties: dict[int, date], mediators: list[date], sealed_on: date
) -> None:
    days, on = effect_days(parties, mediators, sealed_on)
    assert on == max([*parties.values(), *mediators, sealed_on])
    assert all(max(parties[party], sealed_on, *mediators) == day for party, day in days.items())


def test_plain_values_become_a_text_and_stay_the_same() -> None:
    values = {
        "facts": " 事实 ",
        "bound": [2, "1"],
        "clauses": [{"who": "王甲", "does": "付钱", "due_on": "2027-01-31", "amount": "1500.50"}],
    }
    text = AgreementText.from_values(values)
    assert text == AgreementText(
        "事实", (ClauseText("王甲", "付钱", date(2027, 1, 31), amount=Decimal("1500.50")),), frozenset({1, 2})
    )
    assert AgreementText.from_values({}) == AgreementText("", (), frozenset())


def test_a_draft_has_a_clause_and_binds_two_sides() -> None:
    sides = {1: 1, 2: 2, 3: 2}
    assert draft_faults(AgreementText("经过", (ClauseText(),), frozenset({1, 3})), sides) == {}
    assert draft_faults(AgreementText("经过", (), frozenset()), sides) == {"clauses": NO_CLAUSE}
    for bound in (frozenset[int](), frozenset({2, 3}), frozenset({1, 2, 9})):
        assert draft_faults(AgreementText("经过", (GOOD,), bound), sides) == {"bound": TOO_FEW_SIDES}


def test_in_anothers_stead_signs_who_has_special_authority_or_is_the_guardian() -> None:
    mandated = ["李律师", "王母"]
    for name in ("李律师", "王 母"):
        assert agent_faults(name, party_name="王甲", mandated=mandated, representative="") == {}
    refused = agent_faults("王户主", party_name="王甲", mandated=mandated, representative="")
    assert "户主也不能替" in refused["agent_name"]
    assert set(agent_faults(" ", party_name="王甲", mandated=mandated, representative="")) == {"agent_name"}


def test_an_organisation_signs_by_its_representative_and_a_mediator_in_person() -> None:
    assert agent_faults("赵总", party_name="某公司", mandated=[], representative="赵总") == {}
    assert set(agent_faults("李律师", party_name=None, mandated=["李律师"], representative="")) == {"method"}


def test_a_fingerprint_suffices_is_read_to_who_cannot_read_and_witnessed_by_nobody_of_the_table() -> None:
    def faults(witness: str, *, read: bool = True, must: bool = False) -> dict[str, str]:
        table = {"parties": ["王甲", "王乙"], "panel": ["周有福"]}
        return fingerprint_faults(witness, was_read_aloud=read, must_be_read=must, **table)

    assert faults("孙丙") == faults(" ", read=False) == faults("", must=True) == {}
    assert set(faults("", read=False, must=True)) == {"was_read_aloud"}
    assert "当事人" in faults("王 乙")["witness"]
    assert "调解员不能当见证人" in faults("周有福")["witness"]


def test_a_paper_is_signed_by_all_and_by_a_mediator() -> None:
    assert (signed_fault([], mediators=1), original_fault([], mediators=2)) == (None, None)
    assert "王甲、王乙" in (signed_fault(["王甲", "王乙"], mediators=1) or "")
    assert "第二十九条" in (signed_fault([], mediators=0) or "")
    assert "原件上还没有签字的：王甲" in (original_fault(["王甲"], mediators=1) or "")
    assert "签字的人" in (original_fault([], mediators=0) or "")


def test_all_is_done_when_every_promise_is() -> None:
    assert fulfilment_fault("performed", waiting=[]) is None
    assert fulfilment_fault("not_performed", waiting=[2]) is None
    assert "第1项、第3项" in (fulfilment_fault("performed", waiting=[1, 3]) or "")
    assert "都做完了" in (fulfilment_fault("not_performed", waiting=[]) or "")
    assert fulfilment_fault("", waiting=[1]) == "请选都做完了没有。"


def test_a_file_is_put_away_when_of_every_promise_it_is_said_how_it_went() -> None:
    assert visit_fault("done", undecided=0) is None
    assert visit_fault("done", undecided=1)
    assert visit_fault("again", undecided=1) is None


def test_a_confirmed_promise_is_enforced_and_any_other_sued_upon() -> None:
    assert (claim_code(is_confirmed=True), claim_code(is_confirmed=False)) == ("M9", "M9b")


def test_what_an_agreement_should_say_and_does_not_is_said_and_bars_nothing() -> None:
    text = AgreementText(facts="为通道。", clauses=(), bound=frozenset({1, 2}))
    (said,) = thin_parts(text)
    assert "“争议事项”“各方责任”还空着" in said
    assert "第三十五条" in said
    assert thin_parts(replace(text, issues="通道多宽。", responsibility="各半。")) == []
