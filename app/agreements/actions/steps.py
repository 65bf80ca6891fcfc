"""What answering the steps of an agreement does: what is written, and which way the flow goes.

Values of a step are plain: texts, dates, `Decimal` yuan; ``clauses`` is a list of mappings with the names of
`ClauseText`, ``bound`` a list of party ids, ``signatures`` a list of mappings with the names of `SignatureEntry`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from app.agreements.actions.abandon_agreement import abandon_agreement
from app.agreements.actions.file_original import file_original
from app.agreements.actions.finish_signing import finish_signing
from app.agreements.actions.follow_up import keep_archive, keep_fulfilment, keep_visit
from app.agreements.actions.freeze_agreement import freeze_agreement
from app.agreements.actions.go_on_without import go_on_without
from app.agreements.actions.keep_signatures import keep_signatures
from app.agreements.actions.record_signature import SignatureEntry
from app.agreements.actions.register_oral_agreement import register_oral_agreement
from app.agreements.actions.reopen_agreement import reopen_agreement
from app.agreements.actions.review_outcome import return_to_draft
from app.agreements.actions.seal_agreement import seal_agreement
from app.agreements.models import SigningMethod
from app.agreements.queries import the_agreement
from app.agreements.rules import AgreementText
from app.cases.actions.ask_order import ask_order
from app.cases.actions.initial_routing_words import come_by
from app.cases.models import Case
from app.cases.queries import case_by_id
from app.cases.queries.asked import asked_parties
from app.cases.rules.order import Event
from app.core.asked import whole_number
from app.core.errors import Invalid
from app.processes.registry import Answer, Words

CHOOSE = "请选一项。"


def _day(answer: Answer, name: str) -> date | None:
    value = answer.values.get(name)
    return value if isinstance(value, date) else None


def _text(answer: Answer) -> AgreementText:
    """The text of an answer; nobody chosen means that all who take part are bound."""
    values = dict(answer.values)
    if values.get("bound") is None:
        values["bound"] = [party.id for party in asked_parties(case_by_id(answer.subject_id), "draft")]
    return AgreementText.from_values(values)


def _ask_order(case: Case, agreed_on: date | None, answer: Answer) -> None:
    """Asks when the day of the agreement is out of the usual order."""
    if agreed_on is not None:
        ask_order(case, Event.AGREEMENT, agreed_on, is_so=answer.is_so, actor=answer.actor, now=answer.now)


def register_oral(answer: Answer) -> Words:
    """Agreed by word of mouth: registered and in force."""
    case, agreed_on = case_by_id(answer.subject_id), _day(answer, "agreed_on")
    agreement = register_oral_agreement(
        case,
        _text(answer),
        agreed_on=agreed_on,
        done_at_once=answer.text("performed") == "yes",
        occurred_at=answer.occurred_at,
        actor=answer.actor,
        now=answer.now,
    )
    _ask_order(case, agreed_on, answer)
    return {"outcome": "in_force", "partial": agreement.is_partial}


def _signatures(answer: Answer) -> list[SignatureEntry | None]:
    """One entry for each row of the form; None where nothing was signed."""
    given = answer.values.get("signatures")
    rows = given if isinstance(given, Sequence) else ()
    return [_signature(one) if isinstance(one, Mapping) else None for one in rows]


def _signature(values: Mapping[str, object]) -> SignatureEntry:
    day = values.get("signed_on")
    if not isinstance(day, date):
        raise Invalid("每个签字都要有日子。")
    return SignatureEntry(
        key=str(values.get("key") or ""),
        method=SigningMethod(str(values.get("method") or SigningMethod.BY_HAND)),
        signed_on=day,
        agent_name=str(values.get("agent_name") or ""),
        witness=str(values.get("witness") or ""),
        was_read_aloud=bool(values.get("was_read_aloud")),
    )


def file_handwritten(answer: Answer) -> Words:
    """The original signed in the yard is filed; next comes the seal."""
    attachment, case = answer.values.get("attachment_id"), case_by_id(answer.subject_id)
    agreement = file_original(
        case,
        _text(answer),
        _signatures(answer),
        attachment_id=whole_number(attachment, least=1),
        occurred_at=answer.occurred_at,
        spoken_by=answer.spoken_by,
        actor=answer.actor,
        now=answer.now,
    )
    _ask_order(case, min(one.signed_on for one in agreement.signatures), answer)
    return {"outcome": "signed", "partial": agreement.is_partial}


def freeze(answer: Answer) -> Words:
    """Fix the text, or go back to drafting."""
    agreement, outcome = the_agreement(answer.subject_id), answer.text("outcome")
    if outcome == "frozen":
        freeze_agreement(agreement, actor=answer.actor, now=answer.now)
    elif outcome == "back":
        return_to_draft(agreement, reason=answer.text("reason"), actor=answer.actor, now=answer.now)
    else:
        raise Invalid("请选定稿还是再改。", {"outcome": CHOOSE})
    return {"outcome": outcome}


def sign(answer: Answer) -> Words:
    """All signed, somebody does not, or the text must change; signatures seen with the answer are kept first."""
    agreement, outcome = the_agreement(answer.subject_id), answer.text("outcome")
    reason = answer.text("reason")
    if outcome in ("signed", "without"):
        keep_signatures(
            agreement,
            _signatures(answer),
            occurred_at=answer.occurred_at,
            spoken_by=answer.spoken_by,
            actor=answer.actor,
            now=answer.now,
        )
    if outcome == "signed":
        finish_signing(agreement, actor=answer.actor, now=answer.now)
        return {"outcome": outcome}
    if outcome == "without":
        go_on_without(agreement, known_on(answer), answer)
        return {"outcome": "signed", "partial": True}
    if outcome == "not_signed":
        abandon_agreement(agreement, reason=reason, actor=answer.actor, now=answer.now)
        return {"outcome": outcome, **come_by("resumed")}
    if outcome == "reopen":
        reopen_agreement(agreement, reason=reason, actor=answer.actor, now=answer.now)
        return {"outcome": outcome}
    raise Invalid("请选签了没有。", {"outcome": CHOOSE})


def known_on(answer: Answer) -> dict[str, date | None]:
    """On which day each row's signer wrote that they know who has not signed, by the row's key."""
    given = answer.values.get("signatures")
    rows = [one for one in given if isinstance(one, Mapping)] if isinstance(given, Sequence) else []
    return {str(one["key"]): day if isinstance(day := one.get("knows_on"), date) else None for one in rows}


def seal(answer: Answer) -> Words:
    """The seal is on it: in force."""
    agreement, sealed_on = the_agreement(answer.subject_id), _day(answer, "sealed_on")
    if sealed_on is None:
        raise Invalid("请填哪天盖的章。", {"sealed_on": "请填哪天盖的章。"})
    seal_agreement(
        agreement,
        sealed_on=sealed_on,
        kept_by=answer.text("kept_by"),
        is_so=answer.is_so,
        actor=answer.actor,
        now=answer.now,
    )
    return {"outcome": "in_force", "partial": agreement.is_partial}


HANDLERS = {
    "register_oral": register_oral,
    "file_original": file_handwritten,
    "freeze": freeze,
    "sign": sign,
    "seal": seal,
    "fulfil": keep_fulfilment,
    "return_visit": keep_visit,
    "archive": keep_archive,
}
"""What answering each step of an agreement does."""
