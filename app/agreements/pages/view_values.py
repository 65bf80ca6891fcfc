"""What the agreement pages show beside their forms: warnings, signers, the fixed words, promises."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.agreements.models import (
    SIGNING_METHOD_NAMES,
    Agreement,
    AgreementForm,
    AgreementState,
    Duty,
    SigningMethod,
)
from app.agreements.papers.frozen_text import frozen_text
from app.agreements.queries import (
    Signer,
    bound_parties,
    current_agreement,
    duties_of,
    expected_signers,
    left_out,
    signers_of,
    text_of,
    the_agreement,
    unfit_signers,
)
from app.agreements.queries.remarks import Remark, remarks_on
from app.agreements.rules import AgreementText, text_warnings, thin_parts
from app.agreements.rules.signing import must_sign_on_paper
from app.cases.models import Case, Party
from app.cases.papers.print_papers import issuer_of


@dataclass(frozen=True)
class TextWarnings:
    """Sentences about a text: red ones on what no court confirms, yellow ones on what to look at again."""

    red: list[str]
    yellow: list[str]


@dataclass(frozen=True)
class SignerWords:
    """What the rows of signers say, by the row's key; ``on_paper`` where ink is the law."""

    names: Mapping[str, str]
    agents: Mapping[str, list[str]]
    on_paper: bool


@dataclass(frozen=True)
class DraftShown:
    """What the page of drafting shows; no agreement before the text is first saved."""

    case: Case
    agreement: Agreement | None
    remarks: list[Remark]
    warnings: TextWarnings


@dataclass(frozen=True)
class FreezeShown:
    """What the page of fixing the text shows; ``unfit`` names mediators who may not sign under this seal."""

    case: Case
    agreement: Agreement
    preview: str
    warnings: TextWarnings
    seal_name: str
    signers: list[Signer]
    unfit: list[str]
    left_out: list[Party]
    read_to: list[str]


@dataclass(frozen=True)
class SignShown:
    """What the page of signing shows."""

    case: Case
    agreement: Agreement
    words: SignerWords


@dataclass(frozen=True)
class OriginalShown:
    """What the page of a hand-written agreement shows."""

    case: Case
    warnings: TextWarnings
    words: SignerWords


@dataclass(frozen=True)
class SealShown:
    """What the page of the seal shows; ``last_signed_on`` is None before a signature."""

    case: Case
    agreement: Agreement
    seal_name: str
    signers: list[Signer]
    method_names: Mapping[SigningMethod, str]
    last_signed_on: date | None
    is_original: bool


@dataclass(frozen=True)
class DutiesShown:
    """What the page of the promises shows; ``duties`` by their public id, as the rows carry it."""

    case: Case
    agreement: Agreement
    duties: Mapping[str, Duty]
    on: date
    in_force: bool


def warnings_about(case: Case, text: AgreementText, on: date) -> TextWarnings:
    """Red and yellow sentences about a text."""
    red, yellow = text_warnings(text, [party.name for party in case.parties], case.dispute_type, on=on)
    return TextWarnings(red, yellow)


def draft_shown(case: Case, text: AgreementText, on: date) -> DraftShown:
    """Values of templates/pages/agreements/draft.html."""
    agreement = current_agreement(case.id)
    remarks = remarks_on(agreement.id) if agreement else []
    return DraftShown(case, agreement, remarks, warnings_about(case, text, on))


def _at_freezing(case: Case, text: AgreementText, on: date) -> TextWarnings:
    """Besides what is said while drafting: what the text should say and does not."""
    found = warnings_about(case, text, on)
    return TextWarnings(found.red, [*found.yellow, *thin_parts(text)])


def freeze_shown(case: Case, on: date) -> FreezeShown:
    """Values of templates/pages/agreements/freeze.html."""
    agreement = the_agreement(case.id)
    return FreezeShown(
        case=case,
        agreement=agreement,
        preview=frozen_text(agreement),
        warnings=_at_freezing(case, text_of(agreement), on),
        seal_name=issuer_of(case.committee),
        signers=signers_of(agreement),
        unfit=unfit_signers(case, on),
        left_out=left_out(agreement),
        read_to=[one.name for one in bound_parties(agreement) if one.wants_reading_aloud],
    )


def sign_shown(case: Case) -> SignShown:
    """Values of templates/pages/agreements/sign.html."""
    agreement = the_agreement(case.id)
    return SignShown(case, agreement, _signer_words(case, signers_of(agreement)))


def original_shown(case: Case, text: AgreementText, on: date) -> OriginalShown:
    """Values of templates/pages/agreements/original.html."""
    return OriginalShown(case, warnings_about(case, text, on), _signer_words(case, expected_signers(case)))


def _signer_words(case: Case, signers: Sequence[Signer]) -> SignerWords:
    """Names with roles, registered agents; whether the dispute's papers must be signed in ink."""
    return SignerWords(
        names={one.key: f"{one.name}（{one.role}）" for one in signers},
        agents={one.key: [agent.name for agent in one.party.agents] if one.party else [] for one in signers},
        on_paper=must_sign_on_paper(case.dispute_type),
    )


def seal_shown(case: Case) -> SealShown:
    """Values of templates/pages/agreements/seal.html."""
    agreement = the_agreement(case.id)
    return SealShown(
        case=case,
        agreement=agreement,
        seal_name=issuer_of(case.committee),
        signers=signers_of(agreement),
        method_names=SIGNING_METHOD_NAMES,
        last_signed_on=max((one.signed_on for one in agreement.signatures), default=None),
        is_original=agreement.form is AgreementForm.HANDWRITTEN,
    )


def duties_shown(case: Case, on: date) -> DutiesShown:
    """Values of templates/pages/agreements/duties.html."""
    agreement = the_agreement(case.id)
    return DutiesShown(
        case=case,
        agreement=agreement,
        duties={duty.public_id: duty for duty in duties_of(agreement.id)},
        on=on,
        in_force=agreement.state is AgreementState.IN_FORCE,
    )
