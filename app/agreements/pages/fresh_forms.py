"""The forms of an agreement's pages as they are first shown: filled with what is known already."""

from __future__ import annotations

from datetime import date

from app.agreements.pages.forms import DutiesForm, OralForm, OriginalForm, SealForm, SignForm, duty_rows, signer_rows
from app.agreements.queries import duties_of, expected_signers, signers_of, the_agreement
from app.cases.models import Case


def known(case: Case, recorder: str) -> dict[str, object]:
    """What a new text begins with."""
    return {"facts": case.facts, "bound": [party.id for party in case.parties], "recorder": recorder}


def sign_form(case: Case) -> SignForm:
    """A row for everybody who signs."""
    return SignForm(data={"signers": signer_rows(signers_of(the_agreement(case.id)))})


def seal_form(case: Case, on: date) -> SealForm:
    """Sealed on this day, in as many copies as there are bound parties and one."""
    return SealForm(data={"sealed_on": on, "copies": len(the_agreement(case.id).bound) + 1})


def oral_form(case: Case, recorder: str, on: date) -> OralForm:
    """Agreed on this day."""
    return OralForm(data={**known(case, recorder), "agreed_on": on})


def original_form(case: Case, recorder: str) -> OriginalForm:
    """A transcript with a row for everybody who should have signed."""
    return OriginalForm(data={**known(case, recorder), "signers": signer_rows(expected_signers(case))})


def duties_form(case: Case) -> DutiesForm:
    """Every promise as it stands."""
    return DutiesForm(data={"duties": duty_rows(duties_of(the_agreement(case.id).id))})
