"""What the agreement pages show beside their forms: warnings, signers, the fixed words, promises."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app.agreements.models import SIGNING_METHOD_NAMES, AgreementForm, AgreementState
from app.agreements.papers.frozen_text import frozen_text
from app.agreements.queries import (
    Signer,
    current_agreement,
    duties_of,
    expected_signers,
    left_out,
    signers_of,
    text_of,
    the_agreement,
    unfit_signers,
)
from app.agreements.queries.remarks import remarks_on
from app.agreements.rules import AgreementText, text_warnings
from app.agreements.rules.signing import must_sign_on_paper
from app.cases.models import Case
from app.cases.papers.print_papers import issuer_of


def warnings_about(case: Case, text: AgreementText, on: date) -> dict[str, list[str]]:
    """Red and yellow sentences about a text."""
    red, yellow = text_warnings(text, [party.name for party in case.parties], case.dispute_type, on=on)
    return {"red": red, "yellow": yellow}


def draft_shown(case: Case, text: AgreementText, on: date) -> dict[str, object]:
    """Values of templates/pages/agreements/draft.html."""
    agreement = current_agreement(case.id)
    remarks = remarks_on(agreement.id) if agreement else []
    return {"case": case, "agreement": agreement, "remarks": remarks, "warnings": warnings_about(case, text, on)}


def freeze_shown(case: Case, on: date) -> dict[str, object]:
    """Values of templates/pages/agreements/freeze.html."""
    agreement = the_agreement(case.id)
    return {
        "case": case,
        "agreement": agreement,
        "preview": frozen_text(agreement),
        "warnings": warnings_about(case, text_of(agreement), on),
        "seal_name": issuer_of(case.committee),
        "signers": signers_of(agreement),
        "unfit": unfit_signers(case, on),
        "left_out": left_out(agreement),
    }


def sign_shown(case: Case) -> dict[str, object]:
    """Values of templates/pages/agreements/sign.html."""
    agreement = the_agreement(case.id)
    return {"agreement": agreement, **_signer_words(case, signers_of(agreement))}


def original_shown(case: Case, text: AgreementText, on: date) -> dict[str, object]:
    """Values of templates/pages/agreements/original.html."""
    return {"warnings": warnings_about(case, text, on), **_signer_words(case, expected_signers(case))}


def _signer_words(case: Case, signers: Sequence[Signer]) -> dict[str, object]:
    """What the rows of signers say: names, registered agents by key; whether ink is the law."""
    agents = {one.key: [agent.name for agent in one.party.agents] if one.party else [] for one in signers}
    names = {one.key: f"{one.name}（{one.role}）" for one in signers}
    return {"case": case, "names": names, "agents": agents, "on_paper": must_sign_on_paper(case.dispute_type)}


def seal_shown(case: Case) -> dict[str, object]:
    """Values of templates/pages/agreements/seal.html."""
    agreement = the_agreement(case.id)
    return {
        "case": case,
        "agreement": agreement,
        "seal_name": issuer_of(case.committee),
        "signers": signers_of(agreement),
        "method_names": SIGNING_METHOD_NAMES,
        "last_signed_on": max((one.signed_on for one in agreement.signatures), default=None),
        "is_original": agreement.form is AgreementForm.HANDWRITTEN,
    }


def duties_shown(case: Case, on: date) -> dict[str, object]:
    """Values of templates/pages/agreements/duties.html."""
    agreement = the_agreement(case.id)
    return {
        "case": case,
        "agreement": agreement,
        "duties": {str(duty.id): duty for duty in duties_of(agreement.id)},
        "on": on,
        "in_force": agreement.state is AgreementState.IN_FORCE,
    }
