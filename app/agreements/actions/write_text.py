"""Put a text into an agreement's rows; refuses what could not be printed or counted."""

from __future__ import annotations

from app.agreements.models import Agreement, BoundParty, Clause
from app.agreements.rules import AgreementText, clause_faults
from app.core.amounts import LARGEST
from app.core.errors import Invalid
from app.core.fields import too_long_sentence
from app.core.fonts import unprintable_sentence

LENGTHS = {"who": 200, "does": 2000, "due_note": 100, "place": 100, "proof": 200}
TEXT_LENGTHS = {"facts": 5000, "issues": 3000, "responsibility": 3000, "place": 100, "recorder": 60}
MOST_CLAUSES = 60
MORE_CLAUSES = "太细的内容请写成附件。"
UNFINISHED = "有的条款还没写清楚，看下面标出来的地方。"


def write_text(agreement: Agreement, text: AgreementText) -> None:
    """Replace clauses, bound parties and the other parts by `text`.

    Raises `Invalid` with a sentence at each field: an unchecked duty, too long, a character no font holds.
    """
    faults = _faults(text)
    if faults:
        raise Invalid(UNFINISHED, faults)
    agreement.facts, agreement.issues, agreement.responsibility = text.facts, text.issues, text.responsibility
    agreement.place, agreement.recorder = text.place, text.recorder
    agreement.clauses = [
        Clause(
            position=position,
            who=clause.who,
            does=clause.does,
            due_on=clause.due_on,
            due_note=clause.due_note,
            place=clause.place,
            proof=clause.proof,
            amount=clause.amount,
            limitation=clause.limitation,
        )
        for position, clause in enumerate(text.clauses, start=1)
    ]
    kept = {one.party_id: one for one in agreement.bound}
    agreement.bound = [kept.get(party_id) or BoundParty(party_id=party_id) for party_id in sorted(text.bound)]
    parties = {party.id for party in agreement.case.parties}
    agreement.is_partial = bool(parties - text.bound)


def mark_limitations(agreement: Agreement, text: AgreementText) -> None:
    """Say anew from when the claims of a text that stays the same are counted."""
    for row, clause in zip(agreement.clauses, text.clauses, strict=True):
        row.limitation = clause.limitation


def _faults(text: AgreementText) -> dict[str, str]:
    faults: dict[str, str] = {}
    if len(text.clauses) > MOST_CLAUSES:
        faults["clauses"] = f"最多写{MOST_CLAUSES}条，现在写了{len(text.clauses)}条。{MORE_CLAUSES}"
    for index, clause in enumerate(text.clauses):
        found = clause_faults(clause)
        for name, longest in LENGTHS.items():
            found.update(_text_fault(name, str(getattr(clause, name)), longest))
        if clause.amount is not None and clause.amount > LARGEST:
            found["amount"] = "金额太大了，请核对。"
        faults.update({f"clauses-{index}-{name}": words for name, words in found.items()})
    for name, longest in TEXT_LENGTHS.items():
        faults.update(_text_fault(name, str(getattr(text, name)), longest))
    return faults


def _text_fault(name: str, words: str, longest: int) -> dict[str, str]:
    sentence = too_long_sentence(words, longest) or unprintable_sentence(words)
    return {name: sentence} if sentence else {}
