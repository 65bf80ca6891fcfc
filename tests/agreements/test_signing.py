"""Who signs, how, on which day; who does not; and the seal."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask

from app.agreements.models import AgreementState, Signature
from app.agreements.papers.fixed_paper import paper_to_print
from app.agreements.papers.print_agreement import agreement_paper
from app.agreements.queries import current_agreement, frozen_sentence
from app.cases.actions.intake import AgentIntake, PartyIntake
from app.cases.queries.to_explain import to_explain
from app.core.contact import Need
from app.core.db import db
from app.core.errors import Invalid, NotAllowed, NotFound, NotNow
from app.matters.terms import AgentKind, Power
from tests import public
from tests.agreements.paths import Path, audited
from tests.petitions.refusing import refused

TODAY = date(2026, 11, 23)


def test_signing_names_who_is_missing(app: Flask) -> None:
    path = Path().frozen()
    with pytest.raises(NotNow, match="还没有签字的：王乙、周有福"):
        path.answer("sign", outcome="signed", signatures=path.signatures()[:1])
    assert path.agreement.signatures == []


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"signed_on": date(2026, 11, 22)}, "不能早于定稿的日子"),
        ({"signed_on": date(2026, 11, 24)}, "签字的日子还没有到"),
        ({"method": "by_agent"}, "写上代签的人是谁"),
        ({"method": "by_agent", "agent_name": "王大"}, "王大没有王甲的特别授权"),
        ({"method": "fingerprint", "was_read_aloud": True, "witness": "周有福"}, "调解员不能当见证人"),
        ({"method": "fingerprint", "was_read_aloud": True, "witness": "王乙"}, "当事人不能当见证人"),
    ],
)
def test_a_signature_that_would_not_hold_is_refused(app: Flask, change: dict[str, object], sentence: str) -> None:
    path = Path().frozen()
    entries = path.signatures()
    entries[0] |= change
    with pytest.raises(Invalid, match=sentence) as refused:
        path.answer("sign", outcome="signed", signatures=entries)
    assert all(name.startswith("signers-0-") for name in refused.value.fields)
    assert path.agreement.signatures == []


def before_an_agent_signs(*powers: Power) -> tuple[Path, list[dict[str, object]]]:
    """A frozen text, and the signatures in which an agent of special authority stands for the first party."""
    agent = AgentIntake(kind=AgentKind.SPECIAL_AGENT, name="王大", powers=frozenset(powers))
    parties = (PartyIntake(side=1, name="王甲", agents=(agent,)), PartyIntake(side=2, name="王乙"))
    path = Path().drafted(parties=parties).sent().passed()
    path.answer("freeze", outcome="frozen")
    entries = path.signatures()
    entries[0] |= {"method": "by_agent", "agent_name": "王大"}
    return path, entries


@pytest.mark.parametrize("powers", [(), (Power.SIGN,), (Power.SETTLE, Power.SIGN)])
def test_an_agent_with_special_authority_signs(app: Flask, powers: tuple[Power, ...]) -> None:
    path, entries = before_an_agent_signs(*powers)
    path.answer("sign", outcome="signed", signatures=entries)
    assert path.agreement.signatures[0].agent_name == "王大"


def test_one_whose_authority_names_its_powers_and_leaves_signing_out_does_not(app: Flask) -> None:
    path, entries = before_an_agent_signs(Power.SETTLE, Power.RECEIVE)
    with pytest.raises(Invalid, match="授权"):
        path.answer("sign", outcome="signed", signatures=entries)
    assert path.agreement.signatures == []


def test_a_mediator_signs_in_person(app: Flask) -> None:
    path = Path().frozen()
    entries = path.signatures()
    entries[2] |= {"method": "by_agent", "agent_name": "吴桂兰"}
    with pytest.raises(Invalid, match="调解员要本人签字"):
        path.answer("sign", outcome="signed", signatures=entries)


def test_somebody_who_need_not_sign_is_not_written_down(app: Flask) -> None:
    path = Path().frozen()
    with pytest.raises(NotFound, match="不用在协议上签字"):
        path.answer("sign", outcome="signed", signatures=[{"key": f"party-{public.NOBODY}", "signed_on": TODAY}])


def test_who_does_not_sign_ends_this_text_and_the_parties_talk_on(app: Flask) -> None:
    path = Path().frozen()
    with pytest.raises(Invalid, match="谁不签、为什么"):
        path.answer("sign", outcome="not_signed")
    path.answer("sign", outcome="not_signed", reason="王乙反悔，嫌钱少。")
    assert path.open == ["next_step"]
    assert current_agreement(path.case_id) is None
    assert frozen_sentence(path.case_id) is None
    assert audited("agreement:abandoned") == [{"reason": "王乙反悔，嫌钱少。"}]


def test_after_a_refused_signature_another_agreement_can_be_written(app: Flask) -> None:
    path = Path().frozen()
    path.answer("sign", outcome="not_signed", reason="嫌钱少。")
    path.next("again").sit().answer("mediate", outcome="agreed", form="written", partial="no")
    path.save(facts="重新谈过。")
    assert path.agreement.version == 1
    assert path.agreement.state is AgreementState.DRAFT


def test_reopening_takes_the_signatures_away_and_leaves_a_trace(app: Flask) -> None:
    path = Path().frozen()
    old = path.agreement.frozen_hash
    with pytest.raises(Invalid, match="要改什么、为什么"):
        path.answer("sign", outcome="reopen")
    path.answer("sign", outcome="reopen", reason="金额要改。")
    assert path.open == ["draft"]
    agreement = path.agreement
    assert (agreement.state, agreement.version, agreement.frozen_hash) == (AgreementState.DRAFT, 2, "")
    assert db.session.query(Signature).count() == 0
    assert audited("agreement:reopened")[0]["hash"] == old
    path.answer("draft", outcome="skip_review", skip_reason="只改了一个数。")
    assert path.answer("freeze", outcome="frozen").agreement.frozen_hash != old


def test_only_the_sealing_committee_seals(app: Flask) -> None:
    path = Path().signed()
    with pytest.raises(NotAllowed):
        path.answer("seal", "mediator", sealed_on=TODAY)
    with pytest.raises(NotFound):
        path.answer("seal", "stranger-head", sealed_on=TODAY)
    assert path.agreement.state is AgreementState.SIGNED


def test_a_clan_agreement_bears_the_village_committees_seal(app: Flask) -> None:
    path = Path().agreed(level="clan").save().sent().passed()
    path.answer("freeze", outcome="frozen")
    path.answer("sign", outcome="signed", signatures=path.signatures())
    path.answer("seal", "head", sealed_on=TODAY)
    assert audited("agreement:sealed")[0]["seal"] == "白塔镇小海眼社区人民调解委员会"


def last_signed_two_days_later() -> Path:
    path = Path().frozen().later(days=3)
    entries = path.signatures(TODAY)
    entries[1] |= {"signed_on": TODAY + timedelta(days=2)}
    path.answer("sign", outcome="signed", signatures=entries)
    return path


def test_a_seal_after_the_last_signature_brings_into_force(app: Flask) -> None:
    path = last_signed_two_days_later().answer("seal", "head", sealed_on=TODAY + timedelta(days=3))
    assert path.agreement.in_force_on == TODAY + timedelta(days=3)


def test_a_seal_before_the_last_signature_is_asked_and_in_force_on_the_last_of_all(app: Flask) -> None:
    """Villages seal first; each is bound from when it signed, all from the last (人民调解法 第29条; M21)."""
    path, day = last_signed_two_days_later(), TODAY + timedelta(days=1)
    with refused(Invalid, "章是11月24日先盖的，最后一个人11月25日才签字", field="is_so"):
        path.answer("seal", "head", sealed_on=day)
    with refused(Invalid, "请写管章的人", field="kept_by"):
        path.answer("seal", "head", sealed_on=day, is_so=True)
    path.answer("seal", "head", sealed_on=day, is_so=True, kept_by="周有福")
    first, second = path.case.parties
    assert path.agreement.sealed_on == day
    assert {one.party_id: one.in_force_on for one in path.agreement.bound} == {
        first.id: day,
        second.id: TODAY + timedelta(days=2),
    }
    assert path.agreement.in_force_on == TODAY + timedelta(days=2)
    (said,) = to_explain(path.case)
    assert said == "章是11月24日先盖的，最后一个人11月25日才签字，章由周有福管，经办人说确实如此。"


@pytest.mark.parametrize("day", [TODAY - timedelta(days=1), TODAY + timedelta(days=4)])
def test_no_seal_on_blanks_nor_ahead(app: Flask, day: date) -> None:
    path = last_signed_two_days_later()
    with refused(Invalid, field="sealed_on"):
        path.answer("seal", "head", sealed_on=day, is_so=True, kept_by="周有福")


def test_reading_aloud_is_printed_before_anybody_signs(app: Flask) -> None:
    blind = PartyIntake(side=2, name="王乙", needs=frozenset({Need.READING}))
    path = Path().drafted(parties=(PartyIntake(side=1, name="王甲"), blind)).sent().passed()
    path.answer("freeze", outcome="frozen")
    before = paper_to_print(path.agreement)
    assert [(one.read_aloud, one.witness) for one in before.parties] == [(False, None), (True, None)]
    entries = path.signatures()
    entries[1] |= {"method": "fingerprint"}
    with pytest.raises(Invalid, match="要先把协议念给本人听"):
        path.answer("sign", outcome="signed", signatures=entries)
    entries[1] |= {"was_read_aloud": True}
    path.answer("sign", outcome="signed", signatures=entries)
    assert paper_to_print(path.agreement) == before, "the paper that was signed said it already"


def test_a_fingerprint_alone_holds(app: Flask) -> None:
    path = Path().frozen()
    entries = path.signatures()
    entries[1] |= {"method": "fingerprint"}
    path.answer("sign", outcome="signed", signatures=entries)
    assert path.open == ["seal"]
    assert agreement_paper(path.agreement).parties[1].read_aloud is False, "nobody says that it was read"


def test_a_fingerprint_holds_when_read_aloud_before_a_witness(app: Flask) -> None:
    path = Path().frozen()
    entries = path.signatures()
    entries[1] |= {"method": "fingerprint", "was_read_aloud": True, "witness": "李四"}
    path.answer("sign", outcome="signed", signatures=entries)
    kept = path.agreement.signatures[1]
    assert (kept.method.value, kept.witness, kept.was_read_aloud) == ("fingerprint", "李四", True)
    marked = agreement_paper(path.agreement).parties[1]
    assert (marked.read_aloud, marked.witness) == (True, "李四")
