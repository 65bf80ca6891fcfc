"""Fill the agreement papers from their tables."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from app.agreements.models import Agreement, AgreementForm, AgreementState, Clause, SigningMethod
from app.agreements.papers import values as papers
from app.agreements.queries import (
    bound_parties,
    duties_of,
    frozen_agreements,
    signing_day,
    signing_mediators,
    text_of,
)
from app.agreements.rules import is_confirmable
from app.cases.papers.print_papers import issuer_of, paper_parties, papers_day
from app.cases.queries import helpers_of, mediators_of
from app.core.terms import DISPUTE_TYPE_NAMES, DisputeType
from app.papers.registry.marked_matters import Fixed
from app.papers.rules.mark import PaperOf, log_name
from app.papers.rules.people import Party


def paper_of(agreement: Agreement) -> PaperOf:
    """Which paper it is: a case whose first agreement was given up may have a second one, with versions of its own."""
    return PaperOf("case", agreement.case_id, log_name("agreement", agreement.id))


def fixed_agreements(case_id: int) -> list[Fixed]:
    """The texts of a case's agreements that were fixed, the first one first."""
    return [Fixed(paper_of(one).name, one.version, one.frozen_hash) for one in frozen_agreements(case_id)]


def counts_the_day(agreement: Agreement) -> bool:
    """Whether its text says that a day by which something is done still counts: all that was fixed since it is said."""
    return not agreement.frozen_text or f"日前{papers.COUNTED}" in agreement.frozen_text


def paper_clause(clause: Clause, *, counted: bool) -> papers.Clause:
    """One clause as the paper words it."""
    return papers.Clause(
        what=clause.does,
        who=clause.who,
        due_on=clause.due_on,
        due=clause.due_note or None,
        place=clause.place or None,
        proof=clause.proof or None,
        amount=clause.amount,
        counts_the_day=counted and clause.due_on is not None,
    )


def paper_clauses(agreement: Agreement) -> tuple[papers.Clause, ...]:
    """All of them, in order."""
    counted = counts_the_day(agreement)
    return tuple(paper_clause(clause, counted=counted) for clause in agreement.clauses)


def may_be_confirmed(agreement: Agreement) -> bool:
    """Whether a court may confirm what its clauses say (民诉法解释 第355条)."""
    text = text_of(agreement)
    words = "\n".join([text.responsibility, *(clause.words for clause in text.clauses)])
    return is_confirmable(words, agreement.case.dispute_type)


def agreement_paper(agreement: Agreement) -> papers.WrittenAgreement | papers.OralAgreement:
    """The paper of an agreement: a draft until its text is fixed, then with version and hash."""
    return _oral(agreement) if agreement.form is AgreementForm.ORAL else _written(agreement)


def _written(agreement: Agreement) -> papers.WrittenAgreement:
    case = agreement.case
    return papers.WrittenAgreement(
        number=case.number,
        issuer=issuer_of(case.committee),
        parties=signing_parties(agreement),
        issued_on=agreement.sealed_on,
        draft=agreement.state is AgreementState.DRAFT,
        version=agreement.version,
        digest=agreement.frozen_hash or None,
        dispute_type=DISPUTE_TYPE_NAMES[case.dispute_type],
        facts=agreement.facts or case.facts,
        clauses=paper_clauses(agreement),
        mediators=tuple(one.pool_member.person.name for one in signing_mediators(case, signing_day(agreement))),
        recorder=agreement.recorder or None,
        invited=_invited(agreement),
        issues=agreement.issues or None,
        responsibility=agreement.responsibility or None,
        place=agreement.place or None,
        confirmable=may_be_confirmed(agreement),
        transcript_of=_original(agreement),
        payment_order=case.dispute_type is DisputeType.LABOUR,
    )


def _original(agreement: Agreement) -> str | None:
    if agreement.form is not AgreementForm.HANDWRITTEN:
        return None
    signed = [one.signed_on for one in agreement.signatures if one.party_id is not None]
    return f"{papers_day(max(signed))}签" if signed else "已存卷"


def signing_parties(agreement: Agreement) -> tuple[Party, ...]:
    """The bound parties; beside who cannot read, or had it read aloud, stands so with a line for a witness.

    That is printed before anybody signs, so that the paper that is signed says it.
    """
    rows = bound_parties(agreement)
    by_party = {one.party_id: one for one in agreement.signatures if one.method is SigningMethod.FINGERPRINT}
    marked = []
    for row, party in zip(rows, paper_parties(rows), strict=True):
        signature = by_party.get(row.id)
        was_read = row.wants_reading_aloud or (signature is not None and signature.was_read_aloud)
        witness = signature.witness or None if signature else None
        marked.append(replace(party, read_aloud=True, witness=witness) if was_read else party)
    return tuple(marked)


def _invited(agreement: Agreement) -> tuple[str, ...]:
    signing = {one.id for one in signing_mediators(agreement.case, signing_day(agreement))}
    others = [one.pool_member.person.name for one in mediators_of(agreement.case_id) if one.id not in signing]
    return tuple(dict.fromkeys([*others, *(one.helper for one in helpers_of(agreement.case_id))]))


def _oral(agreement: Agreement) -> papers.OralAgreement:
    case = agreement.case
    return papers.OralAgreement(
        number=case.number,
        issuer=issuer_of(case.committee),
        parties=paper_parties(bound_parties(agreement)),
        issued_on=agreement.in_force_on,
        draft=agreement.state is not AgreementState.IN_FORCE,
        version=agreement.version,
        digest=agreement.frozen_hash or None,
        dispute_type=DISPUTE_TYPE_NAMES[case.dispute_type],
        facts=agreement.facts or case.facts,
        clauses=paper_clauses(agreement),
        mediators=tuple(one.pool_member.person.name for one in signing_mediators(case, signing_day(agreement))),
        recorder=agreement.recorder or None,
        invited=_invited(agreement),
        agreed_on=agreement.in_force_on,
        place=agreement.place or None,
        performance=performance_words(agreement),
    )


def performance_words(agreement: Agreement) -> str | None:
    """How far the promises were kept, in one sentence; None while nothing is known."""
    duties = duties_of(agreement.id)
    known = [duty for duty in duties if duty.done_on or duty.not_done_on]
    if not known:
        return None
    done = [duty.done_on for duty in duties if duty.done_on]
    if len(done) == len(duties):
        return f"已于{papers_day(_last(done))}全部履行。"
    return f"共{len(duties)}项，已履行{len(done)}项。"


def _last(days: list[date]) -> date:
    return max(days)
