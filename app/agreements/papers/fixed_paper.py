"""The paper of an agreement once its text is fixed: what was frozen, and never what the rows say today."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import select

from app.agreements.models import Agreement, AgreementForm
from app.agreements.papers.frozen_text import is_untouched
from app.agreements.papers.print_agreement import agreement_paper, performance_words, signing_parties
from app.agreements.papers.values import OralAgreement, WrittenAgreement
from app.agreements.queries import FIXED, get_agreement
from app.cases.papers.print_papers import papers_day
from app.core.db import db
from app.core.errors import NotNow
from app.papers.queries.frozen import frozen
from app.papers.registry.frozen_kinds import FrozenKind
from app.papers.rules.paper import Paper

Value = WrittenAgreement | OralAgreement
LOST = "协议的内容跟定稿时不一样了，定稿时的内容又没有留存，不能打印；请马上告诉管理员。"
FIXED_FIELDS = {
    "number": "编号",
    "parties": "当事人",
    "facts": "纠纷主要事实",
    "clauses": "协议内容",
    "recorder": "记录人",
}
OF_WRITTEN = {"issues": "争议事项", "responsibility": "各方责任", "place": "履行地点", "issued_on": "盖章日期"}
OF_ORAL = {"agreed_on": "达成日期"}


def fixed_paper(agreement: Agreement) -> Value | None:
    """What was frozen of an agreement's paper; None for one that never was.  Raises like `frozen`."""
    if agreement.form is AgreementForm.ORAL:
        return frozen(OralAgreement, agreement.id)
    return frozen(WrittenAgreement, agreement.id)


def paper_to_print(agreement: Agreement) -> Value:
    """The frozen paper of a fixed text, else the draft as it stands.

    Raises `NotNow` for a text that was fixed before papers were frozen and whose rows no longer say what it said.
    """
    kept = fixed_paper(agreement) if agreement.state in FIXED else None
    if kept is not None:
        return kept
    if agreement.state in FIXED and not is_untouched(agreement):
        raise NotNow(LOST)
    return agreement_paper(agreement)


def with_later_facts(kept: Value, agreement: Agreement) -> Value:
    """A frozen paper with what came after its text was fixed, and nothing else of the rows.

    That is the witness of who put a fingerprint, the day of the seal, and how promises made by word of mouth were kept.
    """
    if isinstance(kept, OralAgreement):
        return replace(kept, performance=performance_words(agreement))
    signing = {party.label: party for party in signing_parties(agreement)}
    parties = tuple(
        replace(one, read_aloud=signing[one.label].read_aloud, witness=signing[one.label].witness)
        if one.label in signing
        else one
        for one in kept.parties
    )
    return replace(kept, parties=parties, issued_on=agreement.sealed_on, noted=noted(agreement))


def with_other_mediators(kept: Value, agreement: Agreement) -> Value:
    """A frozen paper after somebody else took over: other names where mediators sign, not a word of the text."""
    rows = agreement_paper(agreement)
    return replace(kept, mediators=rows.mediators, invited=rows.invited)


def noted(agreement: Agreement) -> tuple[str, ...]:
    """Who has not signed, and who wrote on which day that they know it and stay."""
    if not agreement.absent:
        return ()
    missing = "、".join(one.party.name for one in agreement.absent)
    stays = f"注明：知道{missing}没有签，仍愿按本协议履行。"
    known = (f"{one.party.name}于{papers_day(one.written_on)}{stays}" for one in agreement.known)
    return (f"{missing}没有签本协议，本协议不约束{missing}。", *known)


def binds_as_fixed(agreement: Agreement) -> bool:
    """Whether the rows oblige the same people to the same things as the text that was signed.

    Duties and days of effect are made of the rows, so that a seal must not fall on others (人民调解法 第29、31条).
    """
    kept = fixed_paper(agreement)
    if kept is None:
        return is_untouched(agreement)
    rows = agreement_paper(agreement)
    return kept.clauses == rows.clauses and len(kept.parties) == len(rows.parties)


def _of(*forms: AgreementForm) -> Iterable[int]:
    asked = select(Agreement.id).where(Agreement.state.in_(FIXED), Agreement.form.in_(forms))
    return db.session.scalars(asked.order_by(Agreement.id)).all()


def _filled(agreement_id: int) -> Paper:
    return agreement_paper(get_agreement(agreement_id))


def _matter(agreement_id: int) -> str:
    return get_agreement(agreement_id).case.number


def _is_trusted(agreement_id: int) -> bool:
    return is_untouched(get_agreement(agreement_id))


WRITTEN = FrozenKind(
    name="written_agreement",
    title=WrittenAgreement.title,
    value=WrittenAgreement,
    subject_kind=Agreement.subject_kind,
    subjects=lambda: _of(AgreementForm.WRITTEN, AgreementForm.HANDWRITTEN),
    filled=_filled,
    matter=_matter,
    fixed=FIXED_FIELDS | OF_WRITTEN,
    is_trusted=_is_trusted,
)
ORAL = FrozenKind(
    name="oral_agreement",
    title=OralAgreement.title,
    value=OralAgreement,
    subject_kind=Agreement.subject_kind,
    subjects=lambda: _of(AgreementForm.ORAL),
    filled=_filled,
    matter=_matter,
    fixed=FIXED_FIELDS | OF_ORAL,
    is_trusted=_is_trusted,
)
